"""Meetings for the tests, as a clerk would make them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from goldenthread.core.groups.models import Group
from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.minuting import hold_meeting
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.processes.governance.meetings.planning import plan_meeting
from tests.world import World

JANUARY, MARCH, MAY, JULY = date(2026, 1, 21), date(2026, 3, 18), date(2026, 5, 20), date(2026, 7, 15)
TODAY = "2026-09-01 09:00"


def planned(world: World, on: date = MARCH, group: Group | None = None, **values: Any) -> Meeting:
    values = {"starts": time(14), "ends": time(17), "place": "Committee room 2"} | values
    with world.acting("clerk"):
        return plan_meeting(group=group or world.board, held_on=on, **values)


def held(world: World, on: date, group: Group | None = None, **statuses: str) -> Meeting:
    """A meeting that took place, with a status for each person named."""
    meeting = planned(world, on, group)
    with world.acting("clerk"):
        meeting = hold_meeting(meeting)
        record_attendance(meeting, [Present(world.person(name), status) for name, status in statuses.items()])
    return meeting
