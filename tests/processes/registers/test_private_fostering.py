"""Private fostering as the law has it: visits against the clocks, and who may do what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.core.casework.clocks import standing
from goldenthread.core.casework.models import CalendarEntry, ClockRun, Event, LocalClock
from goldenthread.core.casework.sealed import reading
from goldenthread.core.casework.services import amend_record, let_in, open_record, take_step
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.kernel.now import now
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.private_fostering.process import private_fostering
from tests.world import World, owner

TOLD = date(2017, 4, 10)  # section 21.3: +7 working days is Friday 21 April 2017


def opened(world: World, told: date = TOLD, **values: Any) -> Arrangement:
    values = {"child_ref": "C-1", "notified_by": "school", "notified_on": told, "began_on": told} | values
    with world.acting("worker"):
        return open_record(private_fostering, partnership=world.north, lead_agency=world.council, **values)


def visit(world: World, pf: Arrangement, on: date) -> Arrangement:
    with world.acting("worker"):
        return take_step(pf, "visit", visited_on=on, child_seen_alone=True)


def runs(world: World, pf: Arrangement) -> list[tuple[str, date, date | None]]:
    with world.acting("worker"):
        rows = ClockRun.objects.filter(record=pf).order_by("started", "clock")
        return [(r.clock, r.due.astimezone().date(), r.met and r.met.astimezone().date()) for r in rows]


def test_the_first_visit_is_due_in_seven_working_days_over_easter(world: World) -> None:
    assert runs(world, opened(world)) == [("PF-3", date(2017, 4, 21), None)]


def test_each_visit_starts_the_wait_for_the_next_six_weeks_then_twelve_after_a_year(world: World) -> None:
    pf = opened(world)
    for on in (date(2017, 4, 18), date(2017, 5, 30), date(2018, 4, 10)):
        pf = visit(world, pf, on)
    assert runs(world, pf) == [
        ("PF-3", date(2017, 4, 21), date(2017, 4, 18)),
        ("PF-4", date(2017, 5, 30), date(2017, 5, 30)),
        ("PF-4", date(2017, 7, 11), date(2018, 4, 10)),
        ("PF-4", date(2018, 7, 3), None),
    ]


def test_a_visit_typed_in_late_moves_the_runs_back_with_no_special_code(world: World) -> None:
    """Trap 7: clocks are projections."""
    pf = visit(world, opened(world), date(2017, 6, 1))
    assert runs(world, pf)[0] == ("PF-3", date(2017, 4, 21), date(2017, 6, 1))
    pf = visit(world, pf, date(2017, 4, 20))
    assert runs(world, pf)[0] == ("PF-3", date(2017, 4, 21), date(2017, 4, 20))


def test_ending_it_stops_the_wait(world: World) -> None:
    pf = visit(world, opened(world), date(2017, 4, 18))
    with world.acting("worker"):
        pf = take_step(pf, "end", ended_on=date(2017, 5, 1))
    assert [clock for clock, _, _ in runs(world, pf)] == ["PF-3"]
    assert pf.state == "ended"
    assert pf.closed_on is not None


def test_a_proclaimed_holiday_of_the_partnership_moves_its_deadline(world: World) -> None:
    with world.acting("manager"):
        CalendarEntry.objects.create(
            partnership=world.north, kind="holiday", since=date(2017, 4, 19), until=date(2017, 4, 19)
        )
    assert runs(world, opened(world)) == [("PF-3", date(2017, 4, 24), None)]


def test_a_local_limit_stands_in_for_the_laws(world: World) -> None:
    with world.acting("manager"):
        LocalClock.objects.create(
            partnership=world.north,
            clock="PF-3",
            number=5,
            unit="working day",
            since=date(2017, 1, 1),
            reason="Board, January 2017",
        )
    assert runs(world, opened(world)) == [("PF-3", date(2017, 4, 19), None)]


@time_machine.travel("2017-04-25 09:00")
def test_a_missed_visit_stands_overdue_and_a_late_one_late(world: World) -> None:
    pf = opened(world)
    with world.acting("worker"):
        assert [standing(run, now()) for run in ClockRun.objects.filter(record=pf)] == ["overdue"]
    visit(world, pf, date(2017, 4, 24))
    with world.acting("worker"):
        assert [standing(run, now()) for run in ClockRun.objects.filter(record=pf)] == ["late", "running"]


@pytest.mark.parametrize("name", ["manager", "nurse", "lay", "chair", "team_manager"])
def test_only_duty_and_social_workers_open_one(world: World, name: str) -> None:
    with world.acting(name), pytest.raises(PermissionDenied, match="duty_worker, social_worker"):
        open_record(
            private_fostering, partnership=world.north, lead_agency=world.council,
            child_ref="C", notified_by="school", notified_on=TOLD, began_on=TOLD,
        )  # fmt: skip


def test_a_step_not_open_from_here_is_refused_and_nothing_is_written(world: World) -> None:
    pf = opened(world)
    with world.acting("team_manager"):
        take_step(pf, "prohibit", note="Not safe")
        before = Event.objects.filter(record=pf).count()
        with pytest.raises(ValidationError, match="not open from"):
            take_step(pf, "find_suitable")
        assert Event.objects.filter(record=pf).count() == before


def test_what_was_asked_is_kept_with_the_event(world: World) -> None:
    pf = opened(world)
    with world.acting("team_manager"):
        take_step(pf, "find_suitable", note="Carer known to the family for ten years")
        event = Event.objects.filter(record=pf).first()
        assert event is not None
        assert (event.name, event.before, event.after, event.note) == ("find_suitable", "notified", "suitable", "")
        assert str(event.sealed_note) == "Sealed"
        with reading(pf, purpose="case", what="A test"):
            assert str(event.sealed_note) == "Carer known to the family for ten years"


def test_it_cannot_end_before_it_began_nor_be_ended_without_a_date(world: World) -> None:
    pf = opened(world)
    with world.acting("worker"):
        with pytest.raises(ValidationError, match="cannot end before it began"):
            take_step(pf, "end", ended_on=TOLD - timedelta(days=1))
        with pytest.raises(ValidationError):
            take_step(pf, "end")
        assert Arrangement.objects.get(pk=pf.pk).state == "notified"


def test_references_count_up_and_are_never_used_twice(world: World) -> None:
    assert [opened(world).reference for _ in range(3)] == ["PF-2017-0001", "PF-2017-0002", "PF-2017-0003"]


def test_a_second_editor_is_told_and_shown_both_texts(world: World) -> None:
    pf = opened(world)
    with world.acting("worker"):
        amend_record(pf, expected_version=1, child_ref="C-2")
    with world.acting("team_manager"), reading(pf, purpose="case", what="A test"):
        with pytest.raises(StaleEdit) as told:
            amend_record(pf, expected_version=1, child_ref="C-3")
        assert [(d.field, d.theirs, d.yours) for d in told.value.differences] == [("child_ref", "C-2", "C-3")]
        assert amend_record(pf, expected_version=told.value.version, child_ref="C-3").child_ref == "C-3"


def test_letting_a_person_in_shows_them_the_record_and_its_visits_and_no_agency_is_let_in(world: World) -> None:
    pf = visit(world, opened(world), TOLD)
    with world.acting("nurse"):
        assert not Arrangement.objects.exists()
    with world.acting("worker"):
        with pytest.raises(ValidationError, match="never to all of an agency"):
            let_in(pf, agency=world.health, why="Health visitor")
        let_in(pf, person=world.person("nurse"), why="Health visitor")
    with world.acting("nurse"):
        assert Arrangement.objects.get().visits.count() == 1


def test_a_date_beyond_the_calendar_is_refused_in_words(world: World) -> None:
    with pytest.raises(ValidationError, match="Bank holidays are known"):
        opened(world, told=date(2031, 1, 6))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gaps=st.lists(st.integers(0, 120), min_size=1, max_size=5), data=st.data())
def test_the_order_in_which_visits_are_typed_in_never_matters(
    world: World, gaps: list[int], data: st.DataObject
) -> None:
    days = [TOLD + timedelta(days=sum(gaps[: n + 1])) for n in range(len(gaps))]
    shuffled = data.draw(st.permutations(days))
    in_order, in_any = opened(world), opened(world)
    for day in days:
        visit(world, in_order, day)
    for day in shuffled:
        visit(world, in_any, day)
    assert runs(world, in_order) == runs(world, in_any)


def test_every_table_of_the_process_is_empty_to_a_stranger(world: World) -> None:
    visit(world, opened(world), TOLD)
    with world.acting("south_manager"):
        assert not Arrangement.objects.exists()
        assert not Arrangement.unguarded.exists()
    with owner():
        assert Arrangement.unguarded.count() == 1
