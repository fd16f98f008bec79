"""A desk at which allegations are worked on: an officer and their manager who keep the register, and short verbs."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from goldenthread.core.casework.models import ClockRun
from goldenthread.core.casework.registering import appoint_keeper, register_of
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.kernel.now import LONDON
from goldenthread.processes.registers.allegations.models import Case
from goldenthread.processes.registers.allegations.process import allegations
from tests.world import World, owner

SCHOOL, ACADEMY, FAITH = "employer-1", "employer-2", "employer-14"
PHYSICAL, SEXUAL = "allegation-1", "allegation-2"


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)


class Desk:
    """North's designated officer and manager. `steps` are taken by whoever may take them."""

    def __init__(self, world: World) -> None:
        self.world = world
        with owner():
            for name, role in (("lado", "designated_officer"), ("lado_manager", "designated_manager")):
                world.seat(name, world.council, world.north, role)
        with world.acting("chair"):
            for name in ("lado", "lado_manager"):
                appoint_keeper(
                    register_of(world.north, "allegations"), world.person(name), why="They work on the cases"
                )

    def enter(self, day: date, hour: int = 10, minute: int = 0, **values: Any) -> Case:
        told = {
            "source": "employer", "sector": SCHOOL, "context": "work", "harm": PHYSICAL, "known_on": day,
            "subject_name": "Ignatius Fell", "subject_born": date(1980, 5, 4),
        }  # fmt: skip
        with self.world.acting("lado"):
            made: Case = open_record(
                allegations, partnership=self.world.north, lead_agency=self.world.council,
                **{**told, "referred_at": at(day, hour, minute), **values},
            )  # fmt: skip
        return made

    def take(self, case: Case, name: str, **values: Any) -> Case:
        with self.world.acting("lado_manager" if name == "close" else "lado"):
            done: Case = take_step(Case.objects.get(pk=case.pk), name, **values)
        return done

    def allegation(self, day: date, **values: Any) -> Case:
        return self.take(self.enter(day, **values), "allegation", triaged_on=day, harmed=True)

    def considered(self, day: date, next_step: str = "investigation", **values: Any) -> Case:
        case = self.allegation(day, **values)
        return self.take(case, "consider", considered_on=day, next_step=next_step, clear_at_once=False, note="Agreed")

    def concluded(self, day: date, on: date, outcome: str = "unfounded", **values: Any) -> Case:
        case = self.considered(day, **values)
        return self.take(case, "conclude", outcome=outcome, outcome_on=on, note="Statements of three colleagues")

    def closed(self, day: date, on: date, outcome: str = "unfounded", **values: Any) -> Case:
        case = self.concluded(day, on, outcome, **values)
        if outcome == "substantiated":
            self.take(case, "referral", to="dbs", duty="yes", referred_on=on)
        return self.take(case, "close", ended_on=on, note="The file is whole")

    def runs(self, case: Case) -> list[tuple[str, str, date | None, date | None]]:
        """(clock, part, due, met), as days in London."""
        with self.world.acting("lado"):
            rows = ClockRun.objects.filter(record=case.pk).order_by("clock", "started", "due")
            return [(r.clock, r.part, _day(r.due), _day(r.met)) for r in rows]


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(LONDON).date() if moment else None
