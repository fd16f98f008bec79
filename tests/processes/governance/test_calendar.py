"""A person's own calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from goldenthread.core.thread.services import add_action, close_action
from goldenthread.kernel.now import LONDON
from goldenthread.processes.governance.meetings.calendar import CalendarEvent, calendar_events
from goldenthread.processes.governance.meetings.planning import cancel_meeting, move_meeting
from goldenthread.publishing.calendars import to_ics
from tests.processes.governance.table import JULY, MAY, planned
from tests.world import World


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel("2026-05-01 09:00", tick=False):
        yield


def feed(world: World, name: str) -> list[CalendarEvent]:
    with world.acting(name):
        return calendar_events()


def test_it_holds_the_meetings_of_their_groups_and_the_days_their_actions_are_due(world: World) -> None:
    board, panel = planned(world, MAY), planned(world, JULY, world.panel)
    with world.acting("clerk"):
        mine = add_action(
            partnership=world.north, text="Names a child", owner=world.person("nurse"), due_on=date(2026, 6, 1)
        )
        done = add_action(partnership=world.north, text="Done", owner=world.person("nurse"), due_on=date(2026, 6, 1))
        close_action(done, reason="overtaken", text="x")
        add_action(partnership=world.north, text="Theirs", owner=world.person("officer"), due_on=date(2026, 6, 2))
    assert [event.title for event in feed(world, "nurse")] == [
        board.title,
        f"Action {mine.reference} is due",
        panel.title,
    ]
    assert [event.title for event in feed(world, "southerner")] == [panel.title]
    assert feed(world, "manager") == []
    first, second, _ = feed(world, "nurse")
    assert (first.starts, first.ends) == (
        datetime.combine(MAY, time(14), tzinfo=LONDON),
        datetime.combine(MAY, time(17), tzinfo=LONDON),
    )
    assert (second.starts, second.ends) == (date(2026, 6, 1), date(2026, 6, 2))
    assert "Names a child" not in repr(feed(world, "nurse"))


def test_a_moved_meeting_keeps_its_identity_and_a_cancelled_one_says_so(world: World) -> None:
    meeting = planned(world, MAY)
    (before,) = feed(world, "lay")
    with world.acting("clerk"):
        meeting, _ = move_meeting(meeting, to=JULY, why="Room")
    (moved,) = feed(world, "lay")
    with world.acting("clerk"):
        cancel_meeting(meeting, reason="Flood")
    (gone,) = feed(world, "lay")
    assert before.uid == moved.uid == gone.uid
    assert before.sequence < moved.sequence < gone.sequence
    assert (moved.starts, gone.cancelled, gone.description) == (
        datetime.combine(JULY, time(14), tzinfo=LONDON),
        True,
        "Cancelled: Flood",
    )


def test_meetings_before_someone_joined_or_long_past_are_not_in_it(world: World) -> None:
    planned(world, date(2026, 1, 21))
    planned(world, MAY, starts=None, ends=None)
    assert [event.starts for event in feed(world, "lay")] == [MAY]
    with world.acting("clerk"):
        world.person("lay").memberships.update(since=MAY + timedelta(days=1))
    assert feed(world, "lay") == []


def test_a_feed_costs_the_same_whatever_is_in_it(world: World) -> None:
    for week in range(4):
        planned(world, MAY + timedelta(weeks=week))
    with world.acting("nurse"), CaptureQueriesContext(connection) as seen:
        assert len(calendar_events()) == 4
    assert len(seen) == 3


def test_the_events_are_a_calendar_feed(world: World) -> None:
    planned(world, MAY)
    feed_bytes = to_ics("Golden Thread", feed(world, "lay"), made_at=datetime(2026, 5, 1, 9, tzinfo=LONDON))
    (event,) = Calendar.from_ical(feed_bytes).walk("VEVENT")
    assert (str(event["summary"]), str(event["location"])) == ("Northshire Board, 20 May 2026", "Committee room 2")
