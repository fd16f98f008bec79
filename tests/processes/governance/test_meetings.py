"""A meeting from the calendar to the published minutes, and what is due at it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.casework.models import Event, Record
from goldenthread.core.casework.services import amend_record
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import close_action
from goldenthread.processes.governance.meetings.agenda import (
    add_item,
    amend_decision,
    amend_item,
    record_decision,
    remove_item,
    reorder,
)
from goldenthread.processes.governance.meetings.carrying import agree_action
from goldenthread.processes.governance.meetings.minuting import (
    agree_minutes,
    draft_minutes,
    hold_meeting,
    issue_papers,
    publish_minutes,
    set_agenda,
)
from goldenthread.processes.governance.meetings.models import AgendaItem, Meeting
from goldenthread.processes.governance.meetings.planning import (
    cancel_meeting,
    every,
    move_meeting,
    next_meeting_of,
    plan_meeting,
    plan_series,
    stranded_actions,
)
from tests.processes.governance.table import JANUARY, JULY, MARCH, MAY, TODAY, planned
from tests.world import World, owner


def titles(meeting: Meeting) -> list[str]:
    return [str(item) for item in AgendaItem.objects.filter(record=meeting)]


@time_machine.travel(TODAY)
def test_a_meeting_walks_from_the_calendar_to_the_published_minutes(world: World) -> None:
    meeting, later = planned(world), planned(world, MAY)
    with world.acting("clerk"):
        meeting = issue_papers(set_agenda(meeting))
        meeting = hold_meeting(meeting, chair=world.person("chair"))
        first = AgendaItem.objects.get(record=meeting, number=1)
        meeting = draft_minutes(meeting, texts={first: "The chair welcomed everyone."}, minutes="Held in full.")
        with pytest.raises(PermissionDenied, match="chair"):
            agree_minutes(meeting, at=later)
    with world.acting("chair"):
        meeting = agree_minutes(meeting, at=later)
    with world.acting("clerk"):
        meeting = publish_minutes(meeting)
        story = list(Event.objects.filter(record=meeting).exclude(after="").values_list("after", flat=True))
    assert (meeting.state, meeting.agreed_on, meeting.closed_on) == ("published", MAY, date(2026, 9, 1))
    assert [after for after in reversed(story) if after] == [
        "planned", "agenda_set", "papers_issued", "held", "minutes_drafted", "agreed", "published",
    ]  # fmt: skip


def test_a_planned_meeting_has_its_standing_items_a_title_and_the_groups_audience(world: World) -> None:
    board, panel = planned(world), planned(world, group=world.panel)
    with world.acting("clerk"):
        assert titles(board) == [
            "1. Introductions and apologies",
            "2. Minutes of the last meeting and matters arising",
            "3. Actions due at this meeting",
            "4. Any other business",
        ]
    assert board.title == "Northshire Board, 18 March 2026"
    assert (board.audience, panel.audience) == ("partnership", "group")
    assert board.reference == "M-2026-0001"
    assert board.opened_on == board.held_on


def test_a_group_does_not_meet_twice_on_a_day_unless_the_first_was_cancelled(world: World) -> None:
    meeting = planned(world)
    with pytest.raises(ValidationError, match="meets on 18/03/2026 already"):
        planned(world)
    with world.acting("clerk"):
        cancel_meeting(meeting, reason="Snow")
    assert planned(world).state == "planned"


def test_a_series_is_planned_whole_or_not_at_all(world: World) -> None:
    planned(world, MARCH)
    with world.acting("manager"):
        with pytest.raises(ValidationError):
            plan_series(group=world.board, dates=[JANUARY, MARCH, MAY])
        assert Meeting.objects.count() == 1
        made = plan_series(group=world.board, dates=every(8, first=JANUARY, until=date(2026, 3, 17)), place="Hall")
    assert [(meeting.held_on, meeting.place) for meeting in made] == [(JANUARY, "Hall")]


@given(weeks=st.integers(1, 60), first=st.dates(date(2020, 1, 1), date(2030, 1, 1)), span=st.integers(0, 1500))
def test_every_so_many_weeks_keeps_the_day_of_the_week_and_stays_within_the_span(
    weeks: int, first: date, span: int
) -> None:
    days = every(weeks, first=first, until=first + timedelta(days=span))
    assert days[0] == first
    assert all(day.weekday() == first.weekday() and day <= first + timedelta(days=span) for day in days)
    assert {(b - a).days for a, b in pairwise(days)} <= {7 * weeks}
    assert days[-1] + timedelta(weeks=weeks) > first + timedelta(days=span)


@pytest.mark.parametrize("name", ["nurse", "lay", "worker", "chair", "south_manager"])
def test_only_the_business_unit_of_the_groups_partnership_plans_its_meetings(world: World, name: str) -> None:
    with world.acting(name), pytest.raises((PermissionDenied, type(world.board).DoesNotExist)):
        plan_meeting(group=world.board, held_on=MARCH, lead_agency=world.office)


def test_a_meeting_ahead_cannot_have_been_held(world: World) -> None:
    meeting = planned(world, date(2026, 12, 1))
    with (
        time_machine.travel("2026-11-30 12:00"),
        world.acting("clerk"),
        pytest.raises(ValidationError, match="not open now"),
    ):
        hold_meeting(meeting)


def due_at(world: World, meeting: Meeting, text: str = "Bring the figures") -> Action:
    with world.acting("clerk"):
        return agree_action(meeting=meeting, text=text, due_meeting=meeting, owner_agency=world.police)


def test_moving_a_meeting_moves_what_is_due_at_it_and_says_so(world: World) -> None:
    meeting = planned(world)
    action, closed = due_at(world, meeting), due_at(world, meeting, "Done already")
    with world.acting("clerk"):
        close_action(closed, reason="overtaken", text="No need", on=MARCH)
        meeting, moved = move_meeting(meeting, to=MAY, why="Room double-booked")
        action.refresh_from_db()
        closed.refresh_from_db()
        assert [one.pk for one in moved] == [action.pk]
        assert (action.due_on, closed.due_on) == (MAY, MARCH)
        assert "moved from 18/03/2026 to 20/05/2026: Room double-booked" in action.updates.get().text
        assert Record.objects.get(pk=meeting.pk).opened_on == MAY
        assert meeting.title == "Northshire Board, 20 May 2026"
        assert action.deferrals == 0


def test_the_date_of_a_meeting_changes_in_no_other_way(world: World) -> None:
    meeting = planned(world)
    with world.acting("clerk"):
        with pytest.raises(ValidationError, match="move the meeting"):
            amend_record(meeting, held_on=MAY)
        with pytest.raises(ValidationError, match="stays with its group"):
            amend_record(meeting, group=world.panel)


@time_machine.travel(TODAY)
def test_a_held_or_clashing_meeting_is_not_moved(world: World) -> None:
    meeting, _ = planned(world), planned(world, MAY)
    with world.acting("clerk"):
        with pytest.raises(ValidationError, match="already"):
            move_meeting(meeting, to=MAY, why="x")
        meeting = hold_meeting(meeting)
        with pytest.raises(ValidationError, match="still ahead"):
            move_meeting(meeting, to=JULY, why="x")


def test_cancelling_needs_a_reason_and_leaves_nothing_due_there_unseen(world: World) -> None:
    meeting, later = planned(world), planned(world, MAY)
    action = due_at(world, meeting)
    with world.acting("clerk"):
        with pytest.raises(ValidationError, match="why"):
            cancel_meeting(meeting, reason="")
        meeting, told = cancel_meeting(meeting, reason="No quorum")
        assert (meeting.state, [one.pk for one in told]) == ("cancelled", [action.pk])
        assert [one.pk for one in stranded_actions(world.board)] == [action.pk]
        assert "It needs another date" in action.updates.get().text
        with pytest.raises(ValidationError, match="still ahead"):
            cancel_meeting(later, reason="x", due_at=meeting)


def test_cancelling_may_move_what_was_due_to_another_meeting(world: World) -> None:
    meeting, later = planned(world), planned(world, MAY)
    action = due_at(world, meeting)
    with world.acting("clerk"):
        cancel_meeting(meeting, reason="No quorum", due_at=later)
        action.refresh_from_db()
        assert (action.due_meeting_id, action.due_on) == (later.pk, MAY)
        assert not stranded_actions(world.board)
        assert next_meeting_of(world.board, JANUARY) == later


def test_any_other_business_stays_last_whatever_is_added(world: World) -> None:
    meeting = planned(world)
    with world.acting("clerk"):
        add_item(meeting=meeting, title="Front door", kind="report", presenter=world.person("nurse"))
        add_item(meeting=meeting, title="Budget", kind="decision", minutes_allotted=10)
        assert titles(meeting)[3:] == ["4. Front door", "5. Budget", "6. Any other business"]


def test_an_agenda_is_put_in_another_order_and_only_whole(world: World) -> None:
    meeting = planned(world)
    with world.acting("clerk"):
        items = list(AgendaItem.objects.filter(record=meeting))
        reorder(meeting, [items[2], items[0], items[1], items[3]])
        assert titles(meeting)[:2] == ["1. Actions due at this meeting", "2. Introductions and apologies"]
        with pytest.raises(ValidationError, match="every item"):
            reorder(meeting, items[:3])
        remove_item(items[1])
        assert [item.number for item in AgendaItem.objects.filter(record=meeting)] == [1, 2, 3]


@time_machine.travel(TODAY)
def test_an_item_with_text_stays_and_agreed_minutes_no_longer_change(world: World) -> None:
    meeting = planned(world)
    with world.acting("manager"):
        item = AgendaItem.objects.get(record=meeting, number=1)
        item = amend_item(item, text="Welcome.")
        with pytest.raises(ValidationError, match="text, papers, decisions or actions"):
            remove_item(item)
        agree_minutes(draft_minutes(hold_meeting(meeting)), on=MAY)
        with pytest.raises(ValidationError, match="no longer changes"):
            amend_item(item, text="Something else")


def test_two_clerks_writing_on_one_item_lose_nothing(world: World) -> None:
    meeting = planned(world)
    with world.acting("clerk"):
        item = AgendaItem.objects.get(record=meeting, number=1)
        amend_item(item, expected_version=1, text="Hers")
    with world.acting("manager"):
        with pytest.raises(StaleEdit) as told:
            amend_item(item, expected_version=1, text="His")
        assert [(d.field, d.theirs, d.yours) for d in told.value.differences] == [("text", "Hers", "His")]


def test_decisions_are_numbered_under_their_meeting(world: World) -> None:
    meeting = planned(world)
    with world.acting("clerk"):
        item = AgendaItem.objects.get(record=meeting, number=2)
        made = [record_decision(item=item, text=text) for text in ("Agree the plan", "Note the risk")]
        amend_decision(made[1], text="Note the risk and look again in May", expected_version=1)
        with pytest.raises(StaleEdit):
            amend_decision(made[1], text="Other", expected_version=1)
    assert [one.reference for one in made] == ["M-2026-0001-D1", "M-2026-0001-D2"]


def test_a_confidential_item_is_restricted(world: World) -> None:
    meeting = planned(world)
    with world.acting("clerk"), pytest.raises(ValidationError, match="confidential item is restricted"):
        add_item(meeting=meeting, title="A named worker", kind="confidential")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"starts": "15:00", "ends": "14:00"}, "end before it starts"),
        ({"link": "not an address"}, "URL"),
    ],
)
def test_what_does_not_hold_is_refused_in_words(world: World, values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        planned(world, **values)


def test_a_stranger_sees_no_meeting_nor_anything_of_it(world: World) -> None:
    meeting = planned(world)
    with world.acting("south_manager"):
        assert not Meeting.unguarded.exists()
        assert not AgendaItem.unguarded.exists()
    with owner():
        assert Meeting.unguarded.get().pk == meeting.pk
