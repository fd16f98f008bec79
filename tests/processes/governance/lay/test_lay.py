"""Lay members: what they follow, moderate and asked; their own page, and everyone's workload for those who oversee."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.models import Person
from goldenthread.core.thread.themes import keep_theme
from goldenthread.kernel.now import today
from goldenthread.processes.governance.lay.gathering import asked_by, changed_since, workload
from goldenthread.processes.governance.lay.models import Followed, Moderation
from goldenthread.processes.governance.lay.working import ask_to_moderate, follow, lay_members, moderate, unfollow
from goldenthread.processes.governance.meetings.planning import plan_meeting
from goldenthread.processes.governance.voice.process import voice
from tests.analytics.figures import measure
from tests.core.test_access import keys, raw_keys
from tests.web.test_access import PEOPLE, client_for, let_go
from tests.world import World, owner


@pytest.fixture
def lay(world: World) -> Person:
    return world.person("lay")


def asked(world: World, lay: Person, **more: Any) -> Moderation:
    values = {"what": "Audit of ten cases", "self_grade": 2, "due_on": today() + timedelta(days=7), **more}
    with world.acting("manager"):
        return ask_to_moderate(person=lay, **values)


def test_a_lay_member_keeps_their_own_portfolio_of_one_thing_at_a_time(world: World, lay: Person) -> None:
    with world.acting("manager"):
        theme, one = keep_theme(partnership=world.north, name="Voice"), measure(world)
    with world.acting("lay"):
        for what in ({"theme": theme}, {"group": world.board}, {"measure": one}):
            follow(lay, **what)
        with pytest.raises(ValidationError, match="already"):
            follow(lay, theme=theme)
        for none_or_two in ({}, {"theme": theme, "group": world.board}):
            with pytest.raises(ValidationError, match="one thing"):
                follow(lay, **none_or_two)
        unfollow(Followed.objects.get(theme=theme))
        assert Followed.objects.count() == 2
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        follow(lay, group=world.board)
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        follow(world.person("nurse"), group=world.board)


def test_a_grade_stands_beside_the_makers_own_with_its_gap_and_reason(world: World, lay: Person) -> None:
    row = asked(world, lay)
    with world.acting("lay"):
        assert row.gap is None
        for grade, note in ((None, "Thin"), (3, "  ")):
            with pytest.raises(ValidationError):
                moderate(row, grade=grade, note=note)
        assert moderate(row, grade=3, note="No voice of the child", expected_version=1).gap == 1
        with pytest.raises(StaleEdit):
            moderate(row, grade=2, note="On second thoughts", expected_version=1)
    for name in ("manager", "chair"):
        with world.acting(name), pytest.raises(PermissionDenied):
            moderate(row, grade=1, note="Ours")
    with world.acting("manager"), pytest.raises(IntegrityError), transaction.atomic():
        Moderation.objects.filter(pk=row.pk).update(note="")


@pytest.mark.parametrize("link", ["https://example.org/x", "//example.org", "x"])
def test_its_link_leads_to_this_site_and_its_words_name_nobody(world: World, lay: Person, link: str) -> None:
    with pytest.raises(ValidationError, match="beginning with one"):
        asked(world, lay, link=link)
    with pytest.raises(ValidationError, match="NHS number"):
        asked(world, lay, what="Case of 943 476 5919")
    with pytest.raises(ValidationError, match="no lay member"):
        asked(world, world.person("nurse"))


def test_what_is_to_be_moderated_is_on_their_list_until_it_is(world: World, lay: Person) -> None:
    row = asked(world, lay)

    def items() -> list[str]:
        return [item.title for item in worklist(current_actor(), world.north, today()) if item.kind == "moderation"]

    with world.acting("lay"):
        assert items() == ["Audit of ten cases"]
        moderate(row, grade=2, note="As they say")
        assert items() == []
    with world.acting("manager"):
        assert items() == []


def heard(world: World, name: str, **more: Any) -> Any:
    with world.acting(name):
        return open_record(
            voice, partnership=world.north, lead_agency=world.office, said_by="families", described="Carers",
            where="visit", said_on=today() - timedelta(days=9), about="Waiting", **more,
        )  # fmt: skip


def test_what_they_asked_is_shown_with_how_it_stands(world: World, lay: Person) -> None:
    mine, _ = heard(world, "lay"), heard(world, "nurse")
    with world.acting("manager"):
        take_step(mine, "decide", decided="A line for carers")
        assert [(one.record.pk, one.stands, one.open) for one in asked_by(lay)] == [
            (mine.pk, "Something was decided", True)
        ]


def test_what_changed_is_of_what_they_follow_and_may_see(world: World, lay: Person) -> None:
    with world.acting("lay"):
        row = follow(lay, group=world.board)
    seen = heard(world, "manager", group=world.board)
    heard(world, "manager", group=world.panel)
    with world.acting("lay"):
        found = changed_since(world.north, [row], today())
        assert {event.record_id for event in found} == {seen.pk}
        assert changed_since(world.north, [], today()) == []


def test_the_unit_sees_what_each_of_them_carries(world: World, lay: Person) -> None:
    asked(world, lay, due_on=today() - timedelta(days=2))
    row = asked(world, lay)
    heard(world, "lay")
    with world.acting("lay"):
        follow(lay, group=world.board)
        moderate(row, grade=2, note="As they say")
    with world.acting("manager"):
        (one,) = workload(world.north, lay_members(world.north))
        assert (one.panels, one.follows, one.waiting, one.late, one.moderated) == (1, 1, 1, 1, 1)
        assert (one.asked, one.unanswered) == (1, 1)


SEES = {"manager", "clerk", "chair", "lay"}


def test_no_row_is_seen_by_anyone_but_the_lay_member_and_those_who_oversee(world: World, lay: Person) -> None:
    asked(world, lay)
    with world.acting("lay"):
        follow(lay, group=world.board)
    tables = [model for model in governed_models() if model._meta.app_label == "lay"]
    shown: dict[tuple[str, Any], set[Any]] = {}
    for name in world.everyone:
        with world.acting(name):
            for model in tables:
                shown[name, model] = raw_keys(model)
                assert shown[name, model] == keys(model)
                assert bool(shown[name, model]) is (name in SEES), (name, model)
    with owner():
        for name in world.everyone:
            with world.acting(name):
                assert all(keys(model) == shown[name, model] for model in tables), name


#                 manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "lay_members":     "200   200   403    403   403   403    302   403       404    404",
    "lay_member":      "200   200   404    404   404   404    200   404       404    404",
    "follow_area":     "200   200   404    404   404   404    200   404       404    404",
    "ask_to_moderate": "200   200   403    403   403   403    403   403       404    404",
    "lay_moderation":  "403   403   404    404   404   404    200   404       404    404",
    "post_unfollow":   "302   302   404    404   404   404    302   404       404    404",
}  # fmt: skip


def test_who_may_open_which_address_and_what_the_pages_say(world: World, lay: Person) -> None:
    row = asked(world, lay)
    heard(world, "lay")
    with world.acting("manager"):
        plan_meeting(group=world.board, held_on=today() + timedelta(days=20))
        one = measure(world)
        theme = keep_theme(partnership=world.north, name="Voice")
    with world.acting("lay"):
        follow(lay, measure=one)
        follow(lay, theme=theme)
    for column, name in enumerate(PEOPLE):
        with world.acting("lay"):
            followed = follow(lay, group=world.board)
        at = {"lay_member": [lay.pk], "follow_area": [lay.pk], "lay_moderation": [row.pk]}
        urls = {key: reverse(key, args=["north", *at.get(key, [])]) for key in TABLE if not key.startswith("post")}
        urls["post_unfollow"] = reverse("unfollow_area", args=["north", followed.pk])
        client = client_for(world, name)
        found = {
            key: let_go(client.post(url) if key.startswith("post") else client.get(url)).status_code
            for key, url in urls.items()
        }
        assert found == {key: int(line.split()[column]) for key, line in TABLE.items()}, name
        with world.acting("lay"):
            Followed.objects.filter(pk=followed.pk).delete()
    client = client_for(world, "lay")
    page = client.get(urls["lay_member"]).content.decode()
    for words in ("Northshire Board", "Audit of ten cases", "Waiting", one.title):
        assert words in page, words
    assert client.post(urls["lay_moderation"], {"grade": "", "note": "", "version": 1}).status_code == 422
    assert client.post(urls["lay_moderation"], {"grade": 4, "note": "Thin", "version": 1}).status_code == 302
    assert "2 lower" in client.get(urls["lay_member"]).content.decode()
    for key, url in urls.items():
        with CaptureQueriesContext(connection) as counted:
            client.get(url)
        lines = [q for q in counted.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(lines) <= 15, (key, len(lines), [q["sql"][:90] for q in lines])
