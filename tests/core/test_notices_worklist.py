"""The worklist: what needs me, and what is late; the same number of questions to the database however much there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.core.casework.models import ClockRun, Record
from goldenthread.core.casework.services import open_record
from goldenthread.core.notices import worklist as listing
from goldenthread.core.notices.worklist import Urgency, WorkItem, counts, grouped, register_source, worklist
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import LONDON
from goldenthread.processes.registers.private_fostering.process import private_fostering
from tests.world import World, owner

ON = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=LONDON), tick=False):
        yield


def action(world: World, reference: str, **values: Any) -> Action:
    with owner():
        values = {"partnership": world.north, "text": "Train officers", "made_on": date(2026, 1, 5)} | values
        return Action.unguarded.create(reference=reference, **values)


def items(world: World, name: str, board: Any = None) -> list[WorkItem]:
    return worklist(world.actor(name), board or world.north, ON)


def references(world: World, name: str) -> list[str]:
    return [item.reference for item in items(world, name)]


def test_my_own_actions_and_my_agencys_are_on_my_list_and_others_are_not(world: World) -> None:
    action(world, "A-1", owner=world.person("nurse"), due_on=ON)
    action(world, "A-2", owner_agency=world.health, due_on=ON)
    action(world, "A-3", owner_agency=world.police, due_on=ON)
    assert references(world, "nurse") == ["A-1", "A-2"]
    assert [item.why for item in items(world, "nurse")] == [
        "You own this action",
        "Your agency answers for this action",
    ]
    assert references(world, "officer") == ["A-3"]
    assert references(world, "outsider") == []


def test_the_most_urgent_comes_first_and_what_has_no_date_is_not_forgotten(world: World) -> None:
    for reference, due in (("A-none", None), ("A-later", 14), ("A-soon", 7), ("A-today", 0), ("A-late", -1)):
        action(world, reference, owner_agency=world.health, due_on=None if due is None else ON + timedelta(days=due))
    action(world, "A-far", owner_agency=world.health, due_on=ON + timedelta(days=15))
    found = items(world, "nurse")
    assert [(item.reference, item.urgency, item.in_words) for item in found] == [
        ("A-late", Urgency.LATE, "1 day late"),
        ("A-today", Urgency.THIS_WEEK, "due today"),
        ("A-soon", Urgency.THIS_WEEK, "due in 7 days"),
        ("A-later", Urgency.LATER, "due in 14 days"),
        ("A-none", Urgency.NO_DATE, "no date"),
    ]
    assert counts(found) == {Urgency.LATE: 1, Urgency.THIS_WEEK: 2, Urgency.LATER: 1, Urgency.NO_DATE: 1}
    assert list(grouped(found)) == list(Urgency)


def test_a_closed_action_needs_no_one_and_a_deferred_one_still_does(world: World) -> None:
    action(world, "A-closed", owner_agency=world.health, status="closed", reason="overtaken", closed_on=ON)
    action(world, "A-deferred", owner_agency=world.health, status="deferred", due_on=ON)
    assert references(world, "nurse") == ["A-deferred"]


def test_an_agency_that_sits_at_two_boards_has_a_list_at_each(world: World) -> None:
    action(world, "A-north", owner_agency=world.police, due_on=ON)
    action(world, "A-south", owner_agency=world.police, due_on=ON, partnership=world.south)
    assert [item.reference for item in items(world, "officer")] == ["A-north"]
    assert [item.reference for item in items(world, "officer", world.south)] == ["A-south"]


def test_an_action_for_named_people_is_on_its_owners_list_alone(world: World) -> None:
    action(world, "A-sealed", audience="named", owner=world.person("nurse"), owner_agency=world.health, due_on=ON)
    assert [(item.reference, item.open_title) for item in items(world, "nurse")] == [("A-sealed", False)]
    with owner():
        world.seat("matron", world.health, world.north, "member")
    assert references(world, "matron") == []


def arrangement(world: World, number: int, notified_on: date = date(2026, 2, 18)) -> Record:
    """A private fostering arrangement that the council leads; its first visit was due seven working days after."""
    with world.acting("worker"):
        return open_record(
            private_fostering,
            partnership=world.north,
            lead_agency=world.council,
            child_ref=f"C{number}",
            notified_by="school",
            notified_on=notified_on,
            began_on=notified_on,
        )


def test_a_running_clock_is_on_the_list_of_those_who_can_take_a_step_and_of_no_one_else(world: World) -> None:
    arrangement(world, 1)
    told = {name for name in world.everyone if items(world, name)}
    assert told == {"worker", "team_manager"}  # the chair and the unit see the record and have no step to take
    (item,) = items(world, "worker")
    assert (item.reference, item.kind, item.record_kind) == ("PF-2026-0001", "record", "private-fostering")
    assert item.title == "First visit"  # sealed work has no title
    assert (item.in_words, item.open_title) == ("3 days late", False)


def test_a_clock_that_was_met_that_is_far_off_or_that_only_forbids_haste_is_on_no_list(world: World) -> None:
    row = arrangement(world, 1)
    states: list[dict[str, Any]] = [
        {"met": datetime(2026, 3, 1, tzinfo=LONDON)},
        {"met": None, "due": datetime(2026, 3, 17, 0, 1, tzinfo=LONDON)},
        {"due": datetime(2026, 3, 3, tzinfo=LONDON), "direction": "not before"},
        {"due": None, "direction": "within"},
    ]
    for values in states:
        with owner():
            ClockRun.unguarded.filter(record=row).update(**values)
        assert references(world, "worker") == [], values


def test_a_closed_record_needs_no_one(world: World) -> None:
    row = arrangement(world, 1)
    with owner():
        Record.unguarded.filter(pk=row.pk).update(closed_on=ON)
    assert references(world, "worker") == []


def test_the_number_of_queries_does_not_grow_with_the_list(world: World) -> None:
    def queries() -> int:
        actor = world.actor("worker")
        with (
            acting_as(actor),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            worklist(actor, world.north, ON)
        return len(asked)

    arrangement(world, 0)
    action(world, "A-0", owner_agency=world.council, due_on=ON)
    few = queries()
    for number in range(1, 30):
        arrangement(world, number)
        action(world, f"A-{number}", owner_agency=world.council, due_on=ON)
    assert len(items(world, "worker")) == 60
    assert queries() == few
    assert few <= 9  # actions, clocks, states of one kind; a savepoint and who acts around them


def test_other_kinds_of_work_add_their_own(world: World) -> None:
    def meetings(actor: Any, partnership: Any, on: date) -> list[WorkItem]:
        due = on + timedelta(days=2)
        return [WorkItem("meeting", 7, "M-7", "Board", due, "You are asked to attend", Urgency.THIS_WEEK, 2)]

    before = dict(listing._sources)
    register_source("test meetings", meetings)
    try:
        action(world, "A-late", owner_agency=world.health, due_on=ON - timedelta(days=3))
        assert references(world, "nurse") == ["A-late", "M-7"]
    finally:
        listing._sources.clear()
        listing._sources.update(before)
