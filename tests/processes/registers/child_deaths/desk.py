"""A desk at which child deaths are reviewed: a designated doctor and the unit keep the register; short verbs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from goldenthread.core.casework.models import ClockRun
from goldenthread.core.casework.registering import appoint_keeper, register_of
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.tenancy.models import Move, Person
from goldenthread.kernel.now import LONDON
from goldenthread.processes.registers.child_deaths.models import Analysis, Area, ChildDeath, FactorScore, PanelMeeting
from goldenthread.processes.registers.child_deaths.models.panels import Attendance
from goldenthread.processes.registers.child_deaths.process import child_deaths
from tests.world import LONG_AGO, World, owner

#: A partnership that keeps no moves went over with Working together 2018.
BOARDS, PARTNERS = date(2016, 5, 10), date(2024, 5, 14)


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)


class Desk:
    """North's designated doctor, and its unit. The unit and the doctor keep the register; on the panel sit four of the
    table, and a guest from the board next door.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        with owner():
            world.seat("doctor", world.health, world.north, "designated_doctor")
            self.group = Group.unguarded.create(
                partnership=world.north, name="Child Death Overview Panel", slug="cdop", kind="panel", quorum=3,
                quorum_agencies=2,
            )  # fmt: skip
            for name, role in (("doctor", "member"), ("nurse", "member"), ("officer", "member"), ("lay", "lay")):
                world.member(self.group, name, role)
            neighbour = Person.unguarded.get(partnership=world.north, user=world.users["southerner"])
            Membership.unguarded.create(
                group=self.group, partnership=world.north, person=neighbour, agency=world.southern, since=LONG_AGO
            )
            self.area = Area.unguarded.create(partnership=world.north, name="Eastmarsh", larger="North county")
            Area.unguarded.create(partnership=world.north, name="Westmarsh", larger="North county")
        with world.acting("chair"):
            for name in ("doctor", "manager"):
                person = world.person(name)
                appoint_keeper(register_of(world.north, "child-death"), person, why="They work on the cases")

    def notify(self, died: date = PARTNERS, notified: datetime | None = None, **values: Any) -> ChildDeath:
        told = {
            "notified_by": "hospital", "child_name": "Ottilie Fenn", "child_born": date(died.year - 4, 2, 3),
            "sex": "female", "area": self.area, "died_on": died, "place_of_death": "hospital_ed",
            "expected": "unexpected",
        }  # fmt: skip
        with self.world.acting("manager"):
            made: ChildDeath = open_record(
                child_deaths, partnership=self.world.north, lead_agency=self.world.office,
                **{**told, "notified_at": notified or at(died + timedelta(days=1)), **values},
            )  # fmt: skip
        return made

    def take(self, case: ChildDeath, name: str, **values: Any) -> ChildDeath:
        with self.world.acting("manager"):
            done: ChildDeath = take_step(ChildDeath.objects.get(pk=case.pk), name, **values)
        return done

    def checked(self, died: date = PARTNERS, **values: Any) -> ChildDeath:
        case = self.notify(died, **values)
        return self.take(case, "check", checked_on=case.notified_on, resident="here", joint_response=False)

    def ready(self, died: date = PARTNERS, **values: Any) -> ChildDeath:
        case = self.checked(died, **values)
        came = died + timedelta(days=60)
        if died.year > 2019:
            self.take(case, "response", kind="review_meeting", held_at=at(died + timedelta(days=50)))
        return self.take(case, "ready", ready_on=came, report_on=came, note="All have answered")

    def analyse(self, case: ChildDeath, *categories: str, found: str = "modifiable", **values: Any) -> Analysis:
        template = "CDR" if case.died_on.year > 2019 else "C"
        with self.world.acting("manager"):
            row = Analysis(record=case, template=template, categories=list(categories or ("unexplained",)),
                           modifiability=found, **values)  # fmt: skip
            row.full_clean()
            row.save()
            score = FactorScore(record=case, template=template, domain="A", factor="allergies", score="2")
            score.full_clean()
            score.save()
        return row

    def meeting(self, day: date, *there: str) -> PanelMeeting:
        with self.world.acting("manager"):
            made = PanelMeeting.objects.create(
                partnership=self.world.north, register=register_of(self.world.north, "child-death"), group=self.group,
                held_on=day,
            )  # fmt: skip
            for name in there or ("doctor", "nurse", "officer"):
                person = self.world.person(name)
                Attendance.objects.create(
                    meeting=made, person=person, agency=person.agency, seat="member", how="present"
                )
        return made

    def reviewed(self, died: date = PARTNERS, *categories: str, found: str = "modifiable", **values: Any) -> ChildDeath:
        case = self.ready(died, **values)
        self.analyse(case, *categories, found=found)
        return self.take(case, "review", panel_meeting=self.meeting(died + timedelta(days=80)))

    def closed(self, died: date = PARTNERS, *categories: str, found: str = "modifiable", **values: Any) -> ChildDeath:
        case = self.reviewed(died, *categories, found=found, **values)
        return self.take(case, "close", ended_on=died + timedelta(days=90), note="All is done")

    def move_to_partners(self, on: date) -> None:
        with owner():
            Move.unguarded.create(partnership=self.world.north, era="CDR_2018", on=on, made_on=on, made_by="The tests")

    def runs(self, case: ChildDeath) -> dict[str, tuple[datetime | None, datetime | None]]:
        """Clock -> (due, met), in London."""
        with self.world.acting("manager"):
            rows = ClockRun.objects.filter(record=case.pk).order_by("clock", "started")
            return {row.clock: (_here(row.due), _here(row.met)) for row in rows}


def _here(moment: datetime | None) -> datetime | None:
    return moment.astimezone(LONDON) if moment else None
