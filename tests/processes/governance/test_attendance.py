"""Who came: recorded by two clerks at once, and read as a table on a fair denominator."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.core.casework.models import Event
from goldenthread.core.groups.models import Membership
from goldenthread.core.groups.services import end_membership, seat_member
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.models import Person
from goldenthread.processes.governance.meetings.attendance import attendance_by_agency, quorum_of
from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.fairness import Tally
from goldenthread.processes.governance.meetings.models import Attendance
from goldenthread.processes.governance.meetings.planning import cancel_meeting
from tests.processes.governance.table import JANUARY, JULY, MARCH, MAY, TODAY, held, planned
from tests.world import World, owner

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def tallies(world: World, name: str = "manager") -> dict[str, Tally]:
    with world.acting(name):
        return {row.line.name: row.tally for row in attendance_by_agency(world.board, *YEAR).lines}


def test_the_table_by_agency_shows_its_denominator_and_deputies_as_such(world: World) -> None:
    held(world, JANUARY, officer="attended", nurse="apology", team_manager="absent", lay="attended", chair="attended")
    meeting = held(world, MARCH, officer="apology", nurse="attended", lay="attended", chair="attended")
    with world.acting("clerk"):
        record_attendance(meeting, [Present(world.person("officer"), "deputy", deputy_name="Inspector Brook")])
    found = tallies(world)
    police, health = found["Twinshires Police"], found["Northshire Health Trust"]
    assert (police.percent, police.asked, police["attended"], police["deputy"]) == (Decimal("100.0"), 2, 1, 1)
    assert (health.percent, health["apology"]) == (Decimal("50.0"), 1)
    assert (found["Northshire County Council"].counts, found["Lay members"].percent) == (
        {"absent": 1, "unknown": 1},
        Decimal("100.0"),
    )


def test_cancelled_planned_and_unrecorded_meetings_change_no_percent(world: World) -> None:
    held(world, JANUARY, officer="attended", nurse="apology")
    before = tallies(world)
    gone, _, blank = planned(world, MARCH), planned(world, JULY), held(world, MAY)
    with world.acting("clerk"):
        cancel_meeting(gone, reason="Snow")
        table = attendance_by_agency(world.board, *YEAR)
    assert tallies(world) == before
    assert (table.cancelled, table.table.counted, table.table.unrecorded) == (1, 1, 1)
    assert blank.state == "held"


def test_a_member_is_asked_from_the_day_their_seat_says_to_its_end(world: World) -> None:
    with world.acting("clerk"):
        Membership.objects.filter(group=world.board, person=world.person("nurse")).update(since=MARCH)
        seat = Membership.objects.get(group=world.board, person=world.person("officer"))
        end_membership(seat, until=MARCH)
    for day in (JANUARY, MARCH, MAY):
        held(world, day, chair="attended", nurse="attended", officer="attended")
    found = tallies(world)
    assert (found["Northshire Health Trust"].asked, found["Twinshires Police"].asked) == (2, 2)
    assert found["Twinshires Police"]["vacant"] == 1


def test_two_seats_of_one_agency_count_once_a_meeting(world: World) -> None:
    with world.acting("clerk"):
        second = Person.objects.create(partnership=world.north, name="Second Nurse", agency=world.health)
        seat_member(group=world.board, person=second, since=date(2020, 1, 1))
        meeting = held(world, MARCH, nurse="absent")
        record_attendance(meeting, [Present(second, "attended", virtual=True)])
        table = attendance_by_agency(world.board, *YEAR)
    health = next(row for row in table.lines if row.line.agency == world.health.pk)
    assert health.tally.counts == {"attended": 1}
    assert {table.people[one.person]: one.tally.percent for one in health.people} == {
        "Nurse Person": Decimal("0.0"),
        "Second Nurse": Decimal("100.0"),
    }


def test_a_deputys_own_row_counts_for_the_agency_they_stand_in_for(world: World) -> None:
    with world.acting("clerk"):
        stand_in = Person.objects.create(partnership=world.north, name="Inspector Brook")
        seat_member(
            group=world.board,
            person=stand_in,
            role="deputy",
            since=date(2020, 1, 1),
            stands_in_for=world.person("officer"),
        )
        meeting = held(world, MARCH, officer="apology")
        record_attendance(meeting, [Present(stand_in, "attended")])
        quorum = quorum_of(meeting)
    assert tallies(world)["Twinshires Police"].counts == {"deputy": 1}
    assert (quorum.members, quorum.deputies, quorum.agencies, quorum.met) == (0, 1, 1, False)


def test_a_quorum_is_met_by_members_and_deputies_together(world: World) -> None:
    meeting = held(world, MARCH, officer="attended", nurse="attended", lay="attended", team_manager="apology")
    with world.acting("clerk"):
        quorum = quorum_of(meeting)
    assert (quorum.members, quorum.agencies, quorum.met) == (3, 2, True)


def test_the_table_costs_the_same_for_one_meeting_and_for_many(world: World) -> None:
    def cost() -> int:
        with (
            world.acting("manager"),
            CaptureQueriesContext(
                connection,
            ) as seen,
        ):
            attendance_by_agency(world.board, *YEAR)
        return len(seen)

    held(world, JANUARY, officer="attended")
    one = cost()
    for week in range(1, 6):
        held(world, JANUARY + timedelta(weeks=week), officer="attended", nurse="absent", chair="attended")
    assert cost() == one <= 4


def test_recording_costs_the_same_for_one_and_for_many(world: World) -> None:
    def cost(meeting: Any, names: list[str]) -> int:
        rows = [Present(world.person(name), "attended") for name in names]
        with world.acting("clerk"), CaptureQueriesContext(connection) as seen:
            record_attendance(meeting, rows)
        return len(seen)

    one = cost(planned(world, JANUARY), ["nurse"])
    assert cost(planned(world, MARCH), ["nurse", "officer", "lay", "chair", "team_manager"]) == one


def test_the_same_rows_again_change_nothing(world: World) -> None:
    meeting = held(world, MARCH, nurse="attended")
    with world.acting("clerk"):
        before = Event.objects.filter(record=meeting).count()
        assert record_attendance(meeting, [Present(world.person("nurse"), "attended")]) == []
        assert Event.objects.filter(record=meeting).count() == before
        row = Attendance.objects.get(record=meeting)
    assert (row.version, row.agency_id, row.membership_id is not None) == (1, world.health.pk, True)


def test_two_clerks_at_once_keep_each_others_rows_and_are_told_where_they_differ(world: World) -> None:
    meeting = held(world, MARCH)
    nurse, officer, lay = (world.person(name) for name in ("nurse", "officer", "lay"))
    with world.acting("clerk"):
        record_attendance(meeting, [Present(nurse, "attended", version=0), Present(lay, "attended", version=0)])
    with world.acting("manager"):
        record_attendance(meeting, [Present(officer, "apology", version=0), Present(lay, "attended", version=0)])
        with pytest.raises(StaleEdit) as told:
            record_attendance(meeting, [Present(officer, "attended", version=1), Present(nurse, "absent", version=0)])
        assert [(d.field, d.theirs, d.yours) for d in told.value.differences] == [("status", "attended", "absent")]
        kept = dict(Attendance.objects.filter(record=meeting).values_list("person_id", "status"))
    assert kept == {nurse.pk: "attended", officer.pk: "apology", lay.pk: "attended"}


@pytest.mark.parametrize(
    "values",
    [
        {"status": "deputy"},
        {"status": "attended", "deputy_name": "Someone"},
        {"status": "deputy", "deputy_name": "Someone", "deputy": "officer"},
        {"status": "deputy", "deputy": "nurse"},
    ],
)
def test_a_deputy_is_named_once_and_only_where_one_was_sent(world: World, values: dict[str, Any]) -> None:
    """In words by the service, and by the database for whoever goes round it."""
    meeting = held(world, MARCH)
    if "deputy" in values:
        values = values | {"deputy": world.person(values["deputy"])}
    with world.acting("clerk"):
        with pytest.raises(ValidationError, match="Nurse Person: "):
            record_attendance(meeting, [Present(world.person("nurse"), **values)])
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(partnership=world.north, record=meeting, person=world.person("nurse"), **values)


def test_only_the_business_unit_records_it_and_never_for_a_cancelled_meeting(world: World) -> None:
    meeting = planned(world, MARCH)
    rows = [Present(world.person("nurse"), "attended")]
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        record_attendance(meeting, rows)
    with world.acting("clerk"):
        with pytest.raises(ValidationError, match="named twice"):
            record_attendance(meeting, rows * 2)
        cancel_meeting(meeting, reason="Snow")
        with pytest.raises(ValidationError, match="no one attended"):
            record_attendance(meeting, rows)


def test_every_member_of_an_open_board_reads_the_same_table(world: World) -> None:
    held(world, MARCH, nurse="attended", officer="absent")
    everyone = {name: tallies(world, name) for name in ("manager", "nurse", "lay", "worker")}
    assert everyone["manager"]
    assert all(found == everyone["manager"] for found in everyone.values())


def test_guests_stand_beside_and_count_for_no_agency(world: World) -> None:
    meeting = held(world, MARCH, nurse="absent")
    with world.acting("clerk"):
        guest = Person.objects.create(partnership=world.north, name="Guest Matron", agency=world.health)
        record_attendance(meeting, [Present(guest, "attended", part="presenter")])
        row = Attendance.objects.get(person=guest)
    assert (row.part, row.membership_id, row.agency_id) == ("presenter", None, world.health.pk)
    assert tallies(world)["Northshire Health Trust"].counts == {"absent": 1}
    with owner():
        assert Attendance.unguarded.count() == 2
