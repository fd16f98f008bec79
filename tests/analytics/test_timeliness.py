"""A clock that a process declares is a measure by itself, counted from what really fell due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

from goldenthread.analytics.defining import retire_measure, take_from_catalogue
from goldenthread.analytics.models import Measure, Observation
from goldenthread.analytics.series import series_of
from goldenthread.analytics.timeliness import compute_timeliness, timeliness_entries
from goldenthread.core.casework.process import all_processes
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.processes.registers.private_fostering.process import private_fostering
from tests.world import World


def child(world: World, reference: str, told: date, seen: date | None) -> None:
    with world.acting("worker"):
        record = open_record(
            private_fostering, partnership=world.north, lead_agency=world.council,
            child_ref=reference, notified_by="school", notified_on=told, began_on=told,
        )  # fmt: skip
        if seen:
            take_step(record, "visit", visited_on=seen)


def shares(world: World) -> list[tuple[str, D | None, D | None, str]]:
    with world.acting("manager"):
        one = Measure.objects.get(code="pf_7wd")
        figures = series_of([one])[one.pk].figures
    return [(f.label, f.numerator, f.denominator, f.symbol) for f in figures][-3:]


def test_every_clock_of_every_process_gives_a_measure_once(world: World) -> None:
    entries = [*CATALOGUE, *timeliness_entries()]
    clocks = [entry.clock for entry in entries if entry.clock]
    assert {clock.id for process in all_processes() for clock in process.clocks} <= set(clocks)
    assert len(clocks) == len(set(clocks))
    with world.acting("manager"):
        made = take_from_catalogue(world.north, entries)
        assert len(made) == len(entries)
        assert take_from_catalogue(world.north, entries) == []


def test_a_clock_that_ran_here_has_its_measure_without_anybody_taking_it_and_a_retired_one_stays_so(
    world: World,
) -> None:
    child(world, "1", date(2026, 3, 2), date(2026, 3, 9))
    with acting_as(Actor.system(world.north)):
        assert compute_timeliness(world.north) > 0
    assert shares(world)[-1][:3] != ("", None, None)
    with world.acting("manager"):
        one = Measure.objects.get(code="pf_7wd")
        before = Observation.objects.filter(measure=one).count()
        retire_measure(one, on=date(2026, 5, 1))
    child(world, "2", date(2026, 4, 2), date(2026, 4, 9))
    with acting_as(Actor.system(world.north)):
        compute_timeliness(world.north)
    with world.acting("manager"):
        assert Measure.objects.filter(clock=one.clock).count() == 1
        assert Observation.objects.filter(measure=one).count() == before


def test_of_what_fell_due_in_a_month_so_much_was_in_time_and_a_late_entry_mends_it(world: World) -> None:
    with world.acting("manager"):
        take_from_catalogue(world.north, CATALOGUE)
    with acting_as(Actor.system(world.north)):
        assert compute_timeliness(world.north) == 0  # no clock has run here: figures may come from elsewhere
    child(world, "1", date(2026, 3, 2), date(2026, 3, 9))
    child(world, "2", date(2026, 3, 3), date(2026, 3, 20))
    child(world, "3", date(2026, 3, 4), None)
    with acting_as(Actor.system(world.north)):
        assert compute_timeliness(world.north) > 0
        assert compute_timeliness(world.north) == 0
    assert shares(world) == [
        ("February 2026", None, None, "z"),
        ("March 2026", D(1), D(3), ""),
        ("April 2026", None, None, "z"),
    ]
    with world.acting("worker"):
        late = private_fostering.model.objects.latest("pk")
        take_step(late, "visit", visited_on=date(2026, 3, 6))
    with acting_as(Actor.system(world.north)):
        compute_timeliness(world.north)
    assert shares(world)[1] == ("March 2026", D(2), D(3), "")
    with world.acting("manager"):
        march = Observation.objects.filter(measure__code="pf_7wd", first=date(2026, 3, 1))
        assert march.count() == 2
        assert set(march.values_list("source", "by")) == {("computed", "Golden Thread")}


def test_a_job_writes_only_what_it_computed(world: World) -> None:
    with world.acting("manager"):
        take_from_catalogue(world.north, CATALOGUE)
    with acting_as(Actor.system(world.south)):
        assert compute_timeliness(world.north) == 0
