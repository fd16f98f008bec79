"""Links without a password: one thing for one address, for a while, with a code where its kind asks for one."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client

from goldenthread.core.links.codes import CODES_AN_HOUR, TRIES, TRIES_IN_ALL
from goldenthread.core.links.giving import send_again, send_link, withdraw
from goldenthread.core.links.kinds import opens_by_link
from goldenthread.core.links.models import Code, Link
from goldenthread.core.links.opening import find, holder, spend, token_hash
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.kernel.now import LONDON
from goldenthread.processes.measures.returns.links import RETURN
from goldenthread.processes.measures.returns.models import Form
from tests.core.mail_servers import Post
from tests.core.telling import post
from tests.processes.measures.returns.desk import opened, schedule
from tests.web.test_access import client_for
from tests.world import World, owner

__all__ = ["post"]
NINE = datetime(2026, 5, 18, 9, tzinfo=LONDON)
#: As returns have them, but open for a week and with a code.
CODED = replace(RETURN, asks_code=True, days=7, follow="follow_link")
Sending = Callable[[], Any]


@pytest.fixture(autouse=True)
def monday() -> Iterator[Any]:
    with time_machine.travel(NINE, tick=False) as clock:
        yield clock


@pytest.fixture
def sending(django_capture_on_commit_callbacks: Any) -> Sending:
    """Letters leave as they do when the transaction of a request ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def form(world: World) -> Form:
    with world.acting("manager"):
        schedule(world)
    found: Form = opened(world)[world.health].form
    return found


@contextmanager
def asking_for_codes() -> Iterator[None]:
    opens_by_link(CODED)
    try:
        yield
    finally:
        opens_by_link(RETURN)


@pytest.fixture
def link(world: World, form: Form, post: Post, sending: Sending) -> Iterator[str]:
    """The path in the letter: a link that asks for a code."""
    with asking_for_codes():
        with sending(), world.acting("manager"):
            send_link(CODED, form, name="Ottoline Marsh", email="Ottoline@Surgery.example")
        yield path_in(post)


def path_in(post: Post) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+/)", letter(post))
    assert found
    return found[1]


def letter(post: Post) -> str:
    return str(post.taken[-1].get_content())


def code_in(post: Post) -> str:
    found = re.search(r"Your code is (\d{6})\s", letter(post))
    assert found
    return found[1]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def asked(client: Client, link: str, sending: Sending) -> str:
    """Follow the link and have a code sent; the address of the page that asks for it."""
    page = client.get(link)["Location"]
    with sending():
        assert client.post(page, {"send": "yes"}).status_code == 302
    return str(page)


def test_the_address_alone_shows_nothing_and_the_mailed_code_opens_that_one_form(
    world: World, form: Form, link: str, post: Post, sending: Sending
) -> None:
    client = Client()
    page = client.get(link)["Location"]
    shown = client.get(page)
    assert b"o\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2@surgery.example" in shown.content
    assert str(form).encode() not in shown.content
    assert len(post.taken) == 1  # to follow the link mails no code: scanners follow links
    front = page.replace("/links/", "/answering/").removesuffix("code/")
    assert client.get(front)["Location"] == page
    hashed = token_hash(link.split("/")[-2])
    with acting_as(holder(hashed)):
        assert not Form.objects.exists()
        assert Link.objects.count() == 1
    asked(client, link, sending)
    assert post.taken[-1]["To"] == "ottoline@surgery.example"
    code = code_in(post)
    wrong = client.post(page, {"code": other_than(code)})
    assert wrong.status_code == 422
    assert b"That is not the code" in wrong.content
    right = client.post(page, {"code": f"{code[:3]} {code[3:]}"})
    assert right["Location"] == front
    opened_page = client.get(front)
    assert str(form.agency).encode() in opened_page.content
    assert opened_page["Cache-Control"] == "no-store, private"
    assert opened_page["Referrer-Policy"] == "same-origin"
    assert "sessionid" not in Client().get(front).cookies
    assert "_auth_user_id" not in client.session  # no one is signed in


def test_behind_the_code_stand_the_form_and_the_link_and_no_other_row_of_any_table(
    world: World, form: Form, link: str, post: Post, sending: Sending
) -> None:
    client = Client()
    page = asked(client, link, sending)
    client.post(page, {"code": code_in(post)})
    kept = next(iter(client.session["links"].values()))
    with acting_as(holder(kept["link"], also=[kept["opening"]])):
        seen = {model.__name__: model.objects.count() for model in governed_models()}
    assert seen.pop("Form") == 1
    assert seen.pop("Line") > 0
    assert (seen.pop("Link"), seen.pop("Code")) == (1, 1)
    assert {name for name, count in seen.items() if count} <= {"History"}  # of those rows alone


def test_a_code_works_once_for_a_quarter_of_an_hour_and_the_newest_alone(
    link: str, post: Post, sending: Sending, monday: Any
) -> None:
    client, other = Client(), Client()
    page = asked(client, link, sending)
    first = code_in(post)
    asked(client, link, sending)
    second = code_in(post)
    if first != second:
        assert client.post(page, {"code": first}).status_code == 422
    assert client.post(page, {"code": second}).status_code == 302
    assert other.get(link).status_code == 302
    again = other.post(page, {"code": second})
    assert b"works no more" in again.content
    asked(other, link, sending)
    monday.shift(timedelta(minutes=16))
    assert b"works no more" in other.post(page, {"code": code_in(post)}).content
    asked(other, link, sending)
    assert other.post(page, {"code": code_in(post)}).status_code == 302
    front = page.replace("/links/", "/answering/").removesuffix("code/")
    assert other.get(front).status_code == 200
    assert client.get(front)["Location"] == page  # who comes later shuts out who was in before
    monday.shift(timedelta(hours=5))
    assert other.get(front)["Location"] == page  # and after some hours a code is asked for again


def test_after_some_wrong_codes_the_link_is_locked_until_it_is_sent_again(
    world: World, link: str, post: Post, sending: Sending
) -> None:
    client = Client()
    for _ in range(TRIES_IN_ALL // TRIES):
        page = asked(client, link, sending)
        code = code_in(post)
        said = [client.post(page, {"code": other_than(code)}).content for _ in range(TRIES)]
        assert client.post(page, {"code": code}).status_code == 422  # the right one comes too late
    assert b"Too many wrong codes" in said[-1]
    refused = client.post(page, {"send": "yes"})
    assert (refused.status_code, b"send it again" in refused.content) == (422, True)
    with world.acting("manager"):
        assert Code.objects.get().tries_in_all == TRIES_IN_ALL
        with sending():
            send_again(Link.objects.get())
    fresh = Client()
    page = asked(fresh, path_in(post), sending)
    assert fresh.post(page, {"code": code_in(post)}).status_code == 302


def test_no_more_than_a_few_codes_are_mailed_in_an_hour(link: str, post: Post, sending: Sending, monday: Any) -> None:
    client = Client()
    for _ in range(CODES_AN_HOUR):
        page = asked(client, link, sending)
    assert b"Wait an hour" in client.post(page, {"send": "yes"}).content
    assert len(post.taken) == 1 + CODES_AN_HOUR
    monday.shift(timedelta(minutes=61))
    asked(client, link, sending)
    assert len(post.taken) == 2 + CODES_AN_HOUR


def test_it_ends_with_its_days_by_withdrawal_and_when_the_answer_is_sent(
    world: World, form: Form, link: str, post: Post, sending: Sending, monday: Any
) -> None:
    client = Client()
    page = asked(client, link, sending)
    client.post(page, {"code": code_in(post)})
    front = page.replace("/links/", "/answering/").removesuffix("code/")
    hashed = token_hash(link.split("/")[-2])
    kept = next(iter(client.session["links"].values()))
    with acting_as(holder(hashed, also=[kept["opening"]])), transaction.atomic():
        found = find(hashed)
        assert found
        spend(found)
        assert not Form.objects.exists()
    gone = client.get(front)
    assert (gone.status_code, b"Your answer is sent" in gone.content) == (200, True)
    assert b"Your answer is sent" in client.get(link).content
    with world.acting("manager"), sending():
        sent = send_again(Link.objects.get())
    fresh = path_in(post)
    assert Client().get(fresh).status_code == 302
    assert Client().get(link).status_code == 404  # only the newest works
    monday.shift(timedelta(days=8))
    assert Client().get(fresh).status_code == 404
    monday.move_to(NINE)
    with world.acting("manager"):
        withdraw(sent)
    assert b"This link cannot be used" in Client().get(fresh).content


def test_secrets_are_kept_nowhere_and_neither_they_nor_what_is_typed_are_logged(
    link: str, post: Post, sending: Sending, caplog: Any
) -> None:
    with caplog.at_level(logging.DEBUG, "goldenthread"):
        client = Client()
        page = asked(client, link, sending)
        code = code_in(post)
        client.post(page, {"code": other_than(code)})
        client.post(page, {"code": code})
    token = link.split("/")[-2]
    assert client.get(link)["Referrer-Policy"] == "no-referrer"
    with owner():
        kept = f"{list(Link.unguarded.values())} {list(Code.unguarded.values())} {client.session.items()}"
    told = " ".join(record.getMessage() for record in caplog.records)
    assert "link_code_mailed" in told
    for secret in (token, code, other_than(code)):
        assert secret not in kept
        assert secret not in told
    assert "surgery.example" not in told


def test_who_may_not_send_it_may_not_withdraw_it_and_nothing_is_mailed(
    world: World, form: Form, link: str, post: Post
) -> None:
    with owner():
        sent = Link.unguarded.get()
    for who in ("chair", "lay", "nurse", "officer"):
        with world.acting(who):
            assert Link.objects.exists() is (who == "chair")
            with pytest.raises(PermissionDenied):
                withdraw(sent)
            with pytest.raises(PermissionDenied):
                send_link(CODED, form, name="x", email="x@y.example")
    assert len(post.taken) == 1
    assert client_for(world, "manager").post(f"/north/links/{sent.pk}/withdraw/").status_code == 302
    with world.acting("manager"):
        closed = Form.objects.get(pk=form.pk)
        closed.stage = "accepted"
        with pytest.raises(ValidationError, match="would open nothing"):
            send_link(CODED, closed, name="x", email="x@y.example")
