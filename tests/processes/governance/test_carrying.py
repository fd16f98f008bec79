"""Actions from meeting to meeting, and what is promised to the meetings ahead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import add_action, add_evidence, close_action, defer_action
from goldenthread.processes.governance.meetings.agenda import add_item
from goldenthread.processes.governance.meetings.carrying import ActionLog, actions_for, agree_action, forward_plan
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.processes.governance.meetings.planning import cancel_meeting, meeting_before, next_meeting_of
from tests.processes.governance.table import JANUARY, JULY, MARCH, MAY, TODAY, held, planned
from tests.world import World


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def texts(lines: Any) -> list[str]:
    return [line.action.text for line in lines]


def log(world: World, meeting: Meeting, name: str = "clerk") -> ActionLog:
    with world.acting(name):
        return actions_for(meeting)


def agreed(world: World, meeting: Meeting, text: str, **values: Any) -> Action:
    with world.acting("clerk"):
        return agree_action(meeting=meeting, text=text, owner_agency=world.police, **values)


def test_an_action_is_new_once_and_then_carried_by_itself_until_it_is_closed(world: World) -> None:
    january, march, may = held(world, JANUARY), held(world, MARCH), held(world, MAY)
    action = agreed(world, january, "Write to schools", number="3.1", due_on=MARCH)
    first, second, third = log(world, january), log(world, march), log(world, may)
    assert (texts(first.new), texts(first.carried)) == (["Write to schools"], [])
    assert (texts(second.new), texts(second.carried)) == (["Write to schools"], [])
    assert (texts(third.new), texts(third.carried)) == ([], ["Write to schools"])
    assert (third.carried[0].age, third.carried[0].overdue_by) == ((MAY - JANUARY).days, (MAY - MARCH).days)
    assert not second.overdue
    with world.acting("clerk"):
        close_action(action, reason="done_no_evidence", text="Said to be done", on=MAY)
    july = planned(world, JULY)
    assert texts(log(world, may).closed) == ["Write to schools"]
    assert texts(log(world, march).new) == ["Write to schools"]  # the log of March still reads as it stood
    assert log(world, july).open == () == log(world, july).closed


def test_a_deferred_action_says_how_often_and_a_closed_one_why_and_by_what(world: World) -> None:
    january, march = held(world, JANUARY), held(world, MARCH)
    late, done = agreed(world, january, "Late"), agreed(world, january, "Done")
    with world.acting("clerk"):
        for week in (1, 2):
            defer_action(late, text=f"Put off {week}", due_on=JULY, on=JANUARY + timedelta(weeks=week))
        add_evidence(action=done, summary="Signed register", effective_on=JANUARY)
        close_action(done, reason="done_evidence", text="Shown", on=JANUARY + timedelta(days=9))
    found = log(world, march)
    assert [(line.action.deferrals, line.last_update and line.last_update.text) for line in found.deferred] == [
        (2, "Put off 2")
    ]
    assert [(line.action.reason, [e.summary for e in line.evidence]) for line in found.closed] == [
        ("done_evidence", ["Signed register"])
    ]


def test_an_action_of_another_group_due_here_is_in_the_log(world: World) -> None:
    panel, board = held(world, JANUARY, world.panel), planned(world, MARCH)
    with world.acting("clerk"):
        agree_action(meeting=panel, text="Report to the board", audience="partnership", due_meeting=board)
        add_action(partnership=world.north, text="Not the board's", group=world.panel, made_on=JANUARY)
    found = log(world, board)
    assert texts(found.due_here) == ["Report to the board"]
    assert found.open[0].action.due_on == MARCH


def test_a_reader_sees_in_the_log_what_they_may_see_and_no_more(world: World) -> None:
    panel = held(world, JANUARY, world.panel)
    agreed(world, panel, "Within the panel")
    assert texts(log(world, panel, "nurse").open) == ["Within the panel"]
    with world.acting("lay"), pytest.raises(Meeting.DoesNotExist):
        actions_for(Meeting.objects.get(pk=panel.pk))
    assert texts(log(world, panel, "lay").open) == []


def test_an_action_due_at_a_cancelled_meeting_is_flagged(world: World) -> None:
    january, march = held(world, JANUARY), planned(world, MARCH)
    agreed(world, january, "Bring figures", due_meeting=march)
    with world.acting("clerk"):
        cancel_meeting(march, reason="Snow")
    assert [line.stranded for line in log(world, planned(world, MAY)).open] == [True]


def test_the_log_costs_the_same_for_one_action_and_for_many(world: World) -> None:
    def cost() -> int:
        with world.acting("clerk"), CaptureQueriesContext(connection) as seen:
            for line in actions_for(meeting).open:
                assert line.action.owner_agency is not None
        return len(seen)

    meeting = held(world, JANUARY)
    agreed(world, meeting, "One", due_meeting=meeting)
    one = cost()
    for number in range(6):
        agreed(world, meeting, f"Action {number}", due_meeting=meeting)
    assert cost() == one <= 7


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 240), st.none() | st.integers(0, 240)), min_size=1, max_size=6))
def test_every_action_is_in_exactly_one_part_of_every_log_it_belongs_to(
    world: World, spans: list[tuple[int, int | None]]
) -> None:
    """No action is lost: from the day it is made to the meeting after it closes, each log has it once."""
    start = date(2026, 1, 1)
    with world.acting("clerk"):
        Action.objects.update(group=None)
    meetings = list(_meetings(world))
    for made, closed in spans:
        with world.acting("clerk"):
            day = start + timedelta(days=made)
            action = add_action(partnership=world.north, text="x", group=world.board, made_on=day)
            if closed is not None:
                close_action(action, reason="overtaken", text="x", on=day + timedelta(days=closed))
    with world.acting("clerk"):
        ours = list(Action.objects.filter(group=world.board))
    before = None
    for meeting in meetings:
        found = log(world, meeting)
        parts = [line.action.pk for part in (found.new, found.carried, found.closed) for line in part]
        there = {
            action.pk
            for action in ours
            if action.made_on <= meeting.held_on
            and (action.closed_on is None or before is None or action.closed_on > before)
        }
        assert sorted(parts) == sorted(there)
        before = meeting.held_on


def _meetings(world: World) -> list[Meeting]:
    with world.acting("clerk"):
        standing = list(Meeting.objects.filter(group=world.board).order_by("held_on"))
    return standing or [held(world, day) for day in (JANUARY, MARCH, MAY, JULY)]


def test_the_forward_plan_says_what_is_promised_to_each_meeting_ahead(world: World) -> None:
    january, march, may = held(world, JANUARY), planned(world, MARCH), planned(world, MAY)
    action = agreed(world, january, "Police change programme", due_meeting=may)
    with world.acting("clerk"):
        add_item(meeting=may, title="Road safety experience", kind="presentation")
        plan = forward_plan(world.board, JANUARY)
        with CaptureQueriesContext(connection) as seen:
            forward_plan(world.board, JANUARY)
        assert next_meeting_of(world.board, MARCH) == may
        assert meeting_before(march) == january
    assert len(seen) <= 5
    assert [(one.meeting.pk, [i.title for i in one.items], [a.pk for a in one.actions]) for one in plan] == [
        (march.pk, [], []),
        (may.pk, ["Road safety experience"], [action.pk]),
    ]
