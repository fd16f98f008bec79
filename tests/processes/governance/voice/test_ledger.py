"""The voice ledger: what was said stays on the Board's agenda until it has an answer, and names no one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from goldenthread.core.casework.services import amend_record, open_record, take_step
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.thread.services import add_action
from goldenthread.core.thread.themes import keep_theme, themes_of
from goldenthread.kernel.now import today
from goldenthread.processes.governance.meetings.planning import plan_meeting
from goldenthread.processes.governance.voice.hearing import add_statement, make_public, you_said
from goldenthread.processes.governance.voice.models import Statement, Voice
from goldenthread.processes.governance.voice.process import voice
from tests.world import World, owner

SAID_ON = date(2026, 9, 14)
SAID = {
    "said_by": "young", "described": "Care leavers of the north", "where": "focus_group", "said_on": SAID_ON,
    "people": 14, "about": "Changes of worker",
}  # fmt: skip


def said(world: World, name: str = "manager", **more: Any) -> Voice:
    with world.acting(name):
        return open_record(voice, partnership=world.north, lead_agency=world.office, **SAID | more)


def on_agenda(world: World, group: Any) -> list[str]:
    return [matter.reference for matter in matters_of(group) if matter.kind == "voice"]


def test_it_waits_on_the_boards_agenda_until_it_has_an_answer(world: World) -> None:
    row = said(world)
    with world.acting("chair"):
        assert on_agenda(world, world.board) == [row.reference]
        assert on_agenda(world, world.panel) == []
        take_step(row, "nothing", because="Workers cannot be held; handovers were set up last year.")
        assert on_agenda(world, world.board) == []
        take_step(row, "again", note="That is no answer")
        assert on_agenda(world, world.board) == [row.reference]


def test_what_is_brought_to_a_group_waits_on_that_groups_agenda(world: World) -> None:
    row = said(world, group=world.panel)
    with world.acting("chair"):
        assert on_agenda(world, world.panel) == [row.reference]
        assert on_agenda(world, world.board) == []


def test_it_cannot_end_without_a_decision_or_a_reason(world: World) -> None:
    row = said(world)
    with world.acting("manager"):
        with pytest.raises(ValidationError, match="not open from said"):
            take_step(row, "tell", told_on=today(), told_by="Participation team", told_how="Visit")
        for step, field in (("decide", "decided"), ("nothing", "because")):
            with pytest.raises(ValidationError) as refused:
                take_step(row, step, **{field: "  "})
            assert field in refused.value.message_dict
        take_step(row, "decide", decided="A named worker for a year")
        told = {"told_on": today(), "told_by": "Participation team", "told_how": "At their next meeting"}
        for missing in ("told_on", "told_by"):
            with pytest.raises(ValidationError):
                take_step(row, "tell", **{**told, missing: None if missing == "told_on" else ""})
        with pytest.raises(ValidationError, match="after it was said"):
            take_step(row, "tell", **told | {"told_on": date(2026, 1, 1)})
        assert take_step(row, "tell", **told).closed_on == today()


@pytest.mark.parametrize("state", ["decided", "nothing", "told"])
def test_the_database_itself_refuses_an_answer_without_words(world: World, state: str) -> None:
    row = said(world)
    with world.acting("manager"), pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.filter(pk=row.pk).update(state=state)


def test_a_decision_leads_to_the_action_that_follows(world: World) -> None:
    row = said(world)
    with world.acting("manager"):
        action = add_action(partnership=world.north, text="Handover at every change", made_on=today())
        assert take_step(row, "decide", decided="Handovers", action=action).action == action


def test_what_could_name_a_person_is_refused_on_its_field(world: World) -> None:
    for field in ("described", "about"):
        with pytest.raises(ValidationError) as refused:
            said(world, **{field: "The boy born 12 March 2012"})
        assert "a date of birth" in refused.value.message_dict[field][0]
    row = said(world)
    with world.acting("manager"):
        with pytest.raises(ValidationError, match="NHS number"):
            add_statement(row, text="943 476 5919 waited for months")
        with pytest.raises(ValidationError, match="email"):
            take_step(row, "decide", decided="Write to anna@example.org")
        assert not Statement.objects.exists()


def test_statements_carry_their_themes_and_the_voice_is_about_them(world: World) -> None:
    row = said(world)
    with world.acting("manager"):
        care, voices = (keep_theme(partnership=world.north, name=name) for name in ("Care", "Voice"))
    with world.acting("lay"):
        add_statement(row, text="Three workers in a year", how_many=9, themes=[care])
        add_statement(row, text="Nobody asked us", how_many=5, themes=[care, voices])
        assert themes_of(row) == [care, voices]
        with pytest.raises(ValidationError, match="Only 14 took part"):
            add_statement(row, text="All of us", how_many=15)


def test_after_the_meeting_the_unit_is_asked_what_the_board_did(world: World) -> None:
    row = said(world)

    def asked() -> list[str]:
        return [i.why for i in worklist(current_actor(), world.north, today()) if i.record_kind == "voice"]

    with world.acting("manager"):
        assert asked() == []
        meeting = plan_meeting(group=world.board, held_on=date(2026, 10, 5))
        assert asked() == []
        take_step(meeting, "hold")
        assert asked() == ["The meeting heard this: what did it do?"]
        take_step(row, "decide", decided="A named worker for a year")
        assert asked() == ["They have not been told what came of it"]
        take_step(row, "tell", told_on=today(), told_by="Participation team", told_how="Letter")
        assert asked() == []
    with world.acting("nurse"):
        assert asked() == []


def test_a_board_meeting_begins_with_what_was_said_once_its_agenda_is_set(world: World) -> None:
    row = said(world)
    with world.acting("manager"):
        first, other = (plan_meeting(group=world.board, held_on=day) for day in (date(2026, 12, 7), date(2027, 2, 1)))
        take_step(first, "set_agenda")
        items = list(first.items.order_by("number"))
        assert (items[0].kind, [item.number for item in items]) == ("voice", [1, 2, 3, 4, 5])
        take_step(row, "nothing", because="Handovers were set up last year.")
        take_step(other, "set_agenda")
        assert not other.items.filter(kind="voice").exists()


def test_you_said_we_did_shows_only_what_is_marked_and_has_both_halves(world: World) -> None:
    row, other = said(world), said(world, about="Buses")
    words = {"public_said": "Workers change too often", "public_did": "Every change begins with a handover"}
    with world.acting("manager"):
        make_public(other, public=False, **words)
        with pytest.raises(ValidationError, match="both halves"):
            make_public(row, public=True, public_said="Workers change too often", public_did="")
        make_public(row, public=True, **words)
        assert list(you_said(world.north)) == [row]


def test_two_people_who_write_at_once_lose_nothing(world: World) -> None:
    row = said(world)
    with world.acting("manager"):
        amend_record(row, expected_version=row.version, about="Changes of social worker")
        with pytest.raises(StaleEdit):
            amend_record(row, expected_version=row.version, about="Too many workers")


SEES = {
    "partnership": {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay"},
    "agencies": {"manager", "clerk", "chair", "lay"},
}


@pytest.mark.parametrize(("audience", "who"), SEES.items())
def test_who_sees_a_voice(world: World, audience: str, who: set[str]) -> None:
    row = said(world, audience=audience)
    with world.acting("manager"):
        add_statement(row, text="Three workers in a year")
    for name in world.everyone:
        with world.acting(name):
            assert {bool(Voice.objects.count()), bool(Statement.objects.count())} == {name in who}, name
    with owner(), world.acting("nurse"):
        assert Statement.objects.exists() is ("nurse" in who)


def test_only_the_chair_and_the_unit_answer(world: World) -> None:
    row = said(world, "worker")
    for name in ("worker", "nurse", "lay"):
        with world.acting(name), pytest.raises(PermissionDenied):
            take_step(row, "decide", decided="Yes")
