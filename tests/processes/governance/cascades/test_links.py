"""An agency's contact answers a cascade by a link, without a password, and sees nothing but what they are asked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.services import take_step
from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import holder, token_hash
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.kernel.now import today
from goldenthread.processes.governance.cascades.answering import answer
from goldenthread.processes.governance.cascades.links import ask_by_link
from goldenthread.processes.governance.cascades.models import Cascade, Reply, Slip
from tests.processes.governance.cascades.test_cascades import of, sent
from tests.web.test_access import PEOPLE, client_for
from tests.world import World, owner


@pytest.fixture
def asked(world: World, django_capture_on_commit_callbacks: Any) -> tuple[Cascade, str]:
    """A cascade whose day has gone, and the path of the link that the health trust's contact was sent."""
    cascade = sent(world)
    with world.acting("manager"), django_capture_on_commit_callbacks(execute=True):
        ask_by_link(of(cascade, world.health), name="Perpetua Lindqvist", email="P.L@trust.example")
    return cascade, path()


def path() -> str:
    found = re.search(r"https?://[^/]+(/north/by-link/\S+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def passed_on(**more: Any) -> dict[str, Any]:
    day = today()
    return {
        "status": "passed", "teams": "Health visitors", "how": "Team meeting", "reached": 41, "done_on-day": day.day,
        "done_on-month": day.month, "done_on-year": day.year, "version": 1, **more,
    }  # fmt: skip


def test_the_holder_sees_the_slip_alone_answers_and_the_link_has_done_its_work(
    world: World, asked: tuple[Cascade, str]
) -> None:
    cascade, link = asked
    assert mail.outbox[-1].to == ["p.l@trust.example"]
    with acting_as(holder(token_hash(link.split("/")[-2]))):
        seen = {model.__name__ for model in governed_models() if model.objects.exists()}
    assert seen <= {"Link", "Slip", "History"}
    client = Client()
    form = client.get(link)["Location"]
    assert b"Safer sleeping" in client.get(form).content
    lacking = client.post(form, passed_on(teams=""))
    assert (lacking.status_code, b"Say to which teams" in lacking.content) == (422, True)
    assert client.post(form, passed_on()).status_code == 302
    assert b"Your answer is sent" in client.get(form).content
    again = client.post(form, passed_on(reached=99))
    assert b"Your answer is sent" in again.content
    with world.acting("manager"):
        reply = of(cascade, world.health)
        assert (reply.reached, reply.answered_by) == (41, "Perpetua Lindqvist, by the link sent to them")
        assert Slip.objects.get().typed == {}
    page = client_for(world, "manager").get(reverse("cascade", args=["north", cascade.pk])).content.decode()
    assert "Perpetua Lindqvist (p.l@trust.example)" in page
    assert page.count("No reason given") == 2  # the silence of the others is shown as before


def test_what_is_typed_is_kept_and_stands_there_on_the_next_visit(world: World, asked: tuple[Cascade, str]) -> None:
    _, link = asked
    client = Client()
    form = client.get(link)["Location"]
    typed = {**passed_on(teams="Half a sent"), "password": "not ours"}
    assert client.post(form, typed, headers={"Accept": "application/json"}).json()["csrf_token"]
    elsewhere = Client()
    shown = elsewhere.get(elsewhere.get(link)["Location"]).content.decode()
    assert 'value="Half a sent"' in shown
    with world.acting("manager"):
        assert "password" not in Slip.objects.get().typed
        assert Reply.objects.filter(status="waiting").count() == 3  # typed is not answered


def test_answered_meanwhile_by_a_colleague_both_texts_are_shown_and_neither_is_lost(
    world: World, asked: tuple[Cascade, str]
) -> None:
    cascade, link = asked
    client = Client()
    form = client.get(link)["Location"]
    with world.acting("nurse"):
        answer(of(cascade, world.health), status="not", reason="Our lead was ill")
    clash = client.post(form, passed_on())
    assert clash.status_code == 409
    assert b"Our lead was ill" in clash.content
    assert client.post(form, passed_on(version=2)).status_code == 302


def test_closing_the_cascade_withdrawing_and_sending_again_end_the_link(
    world: World, asked: tuple[Cascade, str], django_capture_on_commit_callbacks: Any
) -> None:
    cascade, first = asked
    manager = client_for(world, "manager")
    with owner():
        pk = Link.unguarded.get().pk
    with django_capture_on_commit_callbacks(execute=True):
        assert manager.post(reverse("send_link_again", args=["north", pk])).status_code == 302
    second = path()
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 302
    shown = manager.get(reverse("cascade", args=["north", cascade.pk])).content.decode()
    assert "2 times; not opened yet" in shown
    holding = Client()
    form = holding.get(second)["Location"]
    assert holding.get(form).status_code == 200
    assert "; opened" in manager.get(reverse("cascade", args=["north", cascade.pk])).content.decode()
    with world.acting("manager"):
        take_step(Cascade.objects.get(pk=cascade.pk), "close", note="Enough")
    assert b"may have been closed" in holding.get(form).content
    refused = manager.post(reverse("cascade_link", args=["north", cascade.pk, of_health(world, cascade)]),
                           {"name": "P L", "email": "p@trust.example"})  # fmt: skip
    assert (refused.status_code, b"This cascade is closed" in refused.content) == (422, True)


def of_health(world: World, cascade: Cascade) -> int:
    with world.acting("manager"):
        return int(of(cascade, world.health).pk)


AT_NORTH = ("chair", "worker", "team_manager", "nurse", "officer", "lay", "southerner")
#: The unit sends links and withdraws them; who oversees sees that they are there; to all others there are none.
EXPECTED = {
    "cascade_link": {"manager": 200, **dict.fromkeys(AT_NORTH, 403)},
    "send_link_again": {"manager": 302, "chair": 403},
    "withdraw_link": {"manager": 302, "chair": 403},
}


def test_who_may_send_a_link_and_who_learns_that_there_is_one(world: World, asked: tuple[Cascade, str]) -> None:
    cascade, _ = asked
    with owner():
        link = Link.unguarded.get()
    front = reverse("cascade", args=["north", cascade.pk])
    sending = reverse("cascade_link", args=["north", cascade.pk, of_health(world, cascade)])
    for name in sorted(PEOPLE, key=lambda one: one == "manager"):  # the manager last, who withdraws it
        client = client_for(world, name)
        assert ("p.l@trust.example" in client.get(front).content.decode()) is (name in ("manager", "chair")), name
        found = {"cascade_link": client.get(sending).status_code}
        for key in ("send_link_again", "withdraw_link"):
            found[key] = client.post(reverse(key, args=["north", link.pk])).status_code
        assert found == {key: by.get(name, 404) for key, by in EXPECTED.items()}, name


def test_an_agencys_own_people_send_no_link_and_the_page_asks_few_questions(
    world: World, asked: tuple[Cascade, str]
) -> None:
    cascade, link = asked
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        ask_by_link(of(cascade, world.health), name="x", email="x@trust.example")
    client = Client()
    form = client.get(link)["Location"]
    client.get(form)
    with CaptureQueriesContext(connection) as questions:
        assert client.get(form).status_code == 200
    told = [one["sql"] for one in questions if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) <= 15, told
