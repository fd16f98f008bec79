"""A desk at which serious incidents are considered: the unit and the chair keep the register; short verbs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from goldenthread.core.casework.models import ClockRun
from goldenthread.core.casework.registering import appoint_keeper, register_of
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.kernel.now import LONDON
from goldenthread.law.case_reviews.criteria import serious_case
from goldenthread.processes.registers.case_reviews.models import CaseReview
from goldenthread.processes.registers.case_reviews.process import case_reviews
from tests.world import World

#: A partnership that keeps no moves went over with Working together 2018.
BOARD, PARTNERS = date(2016, 5, 10), date(2024, 5, 14)
CHAIR = frozenset({"chair_review", "chair_otherwise"})
PARTNER = ("authority", "health", "police")


class Desk:
    """North's business unit and chair, who keep the register."""

    def __init__(self, world: World) -> None:
        self.world = world
        with world.acting("chair"):
            for name in ("manager", "chair"):
                appoint_keeper(register_of(world.north, "case-review"), world.person(name), why="They decide on them")

    def notify(self, day: date = PARTNERS, **values: Any) -> CaseReview:
        told = {
            "source": "social_care", "notifier_name": "Perpetua Quill", "incident_on": day, "aware_on": day,
            "notified_on": day, "category": "harm", "circumstances": "An injury that nobody explains", "sex": "female",
            "child_name": "Ottilie Fenn", "child_born": date(day.year - 4, 2, 3), **argued(day),
        }  # fmt: skip
        with self.world.acting("manager"):
            made: CaseReview = open_record(
                case_reviews, partnership=self.world.north, lead_agency=self.world.office, **{**told, **values}
            )
        return made

    def take(self, case: CaseReview, name: str, **values: Any) -> CaseReview:
        with self.world.acting("chair" if name in CHAIR else "manager"):
            done: CaseReview = take_step(CaseReview.objects.get(pk=case.pk), name, **values)
        return done

    def rapid(self, day: date = PARTNERS, **values: Any) -> CaseReview:
        case = self.take(self.notify(day, **values), "hold_rapid", panel_on=day)
        texts = dict.fromkeys(("facts", "safety", "potential", "next_steps"), "As far as is known")
        return self.take(case, "rapid", rapid_on=day, **texts)

    def recommended(self, day: date, outcome: str, **values: Any) -> CaseReview:
        needs_rapid = day.year >= 2019 and outcome != "not_serious"
        case = self.rapid(day, **values) if needs_rapid else self.notify(day, **values)
        return self.take(case, "recommend", held_on=day, recommendation=outcome, why="All limbs were weighed")

    def decided(self, day: date, outcome: str, on: date | None = None, **values: Any) -> CaseReview:
        case = self.recommended(day, outcome, **values)
        review = outcome in {"scr", "local_review", "lcspr"}
        if day.year < 2019:
            said = {"outcome": outcome, "decided_on": on or day, "reasons": "As recommended"}
            return self.take(case, "chair_review" if review else "chair_otherwise", **said)
        for partner in PARTNER:
            self.take(case, "partner", partner=partner, outcome=outcome, decided_on=on or day)
        return self.take(case, "partners_review" if review else "partners_otherwise", reasons="All are of one mind")

    def accepted(self, day: date, outcome: str, on: date, **values: Any) -> CaseReview:
        case = self.decided(day, outcome, **values)
        self.take(case, "scope", terms="Two years", method="method-1", reviewer="Ambrose Tarn", reviewer_on=day,
                  independent=True)  # fmt: skip
        self.take(case, "draft", drafted_on=on)
        return self.take(case, "accept", accepted_on=on)

    def published(self, day: date, outcome: str, on: date, **values: Any) -> CaseReview:
        case = self.accepted(day, outcome, on, **values)
        self.take(case, "letter", what="report", sent_on=on)
        return self.take(case, "publish", published_on=on)

    def closed(self, day: date, outcome: str, **values: Any) -> CaseReview:
        case = self.decided(day, outcome, **values)
        self.take(case, "tell", told_on=day)
        if day.year < 2019 or case.panel_on:
            self.take(case, "letter", what="no_review" if day.year < 2019 else "rapid_review", sent_on=day)
        return self.take(case, "close", ended_on=day, note="The file is whole")

    def runs(self, case: CaseReview) -> dict[str, tuple[date | None, date | None]]:
        """Clock -> (due, met), as days in London; the last running of each."""
        with self.world.acting("manager"):
            rows = ClockRun.objects.filter(record=case.pk).order_by("clock", "started", "pk")
            return {row.clock: (_day(row.due), _day(row.met)) for row in rows}


def argued(day: date) -> dict[str, str]:
    """An answer and a rationale for each limb of the criteria of a day."""
    limbs = serious_case("LSCB_2015" if day < date(2018, 6, 29) else "LSCP_2018").limbs
    return {f"{limb.key}_holds": "yes" for limb in limbs} | {f"{limb.key}_why": "It is known" for limb in limbs}


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(LONDON).date() if moment else None
