"""Whatever is done with a death, in whatever order, under the board and under the partners: nothing is lost or half
done, no clock is skipped, and none is reviewed without a category, a quorum and a word on modifiable factors.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from goldenthread.core.casework.models import ClockRun, Hold
from goldenthread.processes.registers.child_deaths.models import Analysis, ChildDeath, PanelMeeting
from goldenthread.processes.registers.child_deaths.process import child_deaths
from tests.processes.registers.child_deaths.desk import BOARDS, PARTNERS, Desk, at
from tests.world import World

STEPS = st.sampled_from([step.name for step in child_deaths.workflow.steps])
OVER = {"reviewed", "closed"}
ENDED = {"closed", "transferred", "out_of_scope", "mistake"}
ELSEWHERE = {"transferred", "out_of_scope", "mistake"}


class Life(RuleBasedStateMachine):
    """One death, and a shadow of what must be so."""

    world: World
    desk: Desk
    begins: date

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.day = self.begins + timedelta(days=1)
        self.pk = self.desk.notify(self.begins).pk
        self.taken = self.holds = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.within.__exit__(None, None, None)

    @rule(name=STEPS, days=st.integers(0, 20), yes=st.booleans())
    def take(self, name: str, days: int, yes: bool) -> None:
        self.day += timedelta(days=days)
        before = self.case
        try:
            with transaction.atomic():
                if name == "review" and yes:
                    self.prepare(before)
                self.desk.take(before, name, **self.said(name, yes))
        except ValidationError:
            assert (self.case.state, self.case.version) == (before.state, before.version), "nothing half done"
        else:
            self.taken += 1
            self.holds += name == "parallel"

    @rule()
    def make_it_ready(self) -> None:
        """The way that chance seldom finds."""
        for name in ("check", "response", "ready"):
            self.take(name, 0, True)

    def prepare(self, case: ChildDeath) -> None:
        with self.world.acting("manager"):
            there = Analysis.objects.filter(record=case.pk).exists()
        if not there:
            self.desk.analyse(case)

    def said(self, name: str, yes: bool) -> dict[str, Any]:
        day = self.day
        last = "review_meeting" if self.begins == PARTNERS else "final"
        found: dict[str, dict[str, Any]] = {
            "check": {"checked_on": day, "resident": "here" if yes else "not_known"},
            "out_of_scope": {"checked_on": day, "not_in_scope": "stillbirth", "note": "x"},
            "transfer": {"handed_on": day, "other_area": "Fernshire" if yes else "", "note": "x"},
            "accepted": {"accepted_on": day},
            "response": {"kind": last, "held_at": at(day)},
            "report": {"kind": "gp", "form": "B", "asked_on": day, "outcome": "asked"},
            "registered": {"registered_on": day, "registrar_told_on": day},
            "parallel": {"process": "coroner", "what": "started" if yes else "ended", "happened_on": day},
            "details": {"report_on": day},
            "await_other": {"waits_for": "coroner"},
            "ready": {"ready_on": day, "report_on": day, "note": "x"},
            "back": {"note": "x"},
            "put_off": {"meeting": self.panel(), "why": "x"},
            "review": {"panel_meeting": self.panel()},
            "close": {"ended_on": day, "note": "x"},
            "reopen": {"reopened_on": day, "why": "x"},
            "take_up": {"reopened_on": day, "why": "x"},
            "mistake": {"note": "x"},
        }
        return found.get(name, {})

    def panel(self) -> PanelMeeting:
        with self.world.acting("manager"):
            found = PanelMeeting.objects.filter(held_on=self.day).first()
        return found or self.desk.meeting(self.day)

    @property
    def case(self) -> ChildDeath:
        with self.world.acting("manager"):
            return ChildDeath.objects.get(pk=self.pk)

    @invariant()
    def everything_that_was_done_is_told(self) -> None:
        with self.world.acting("manager"):
            done = self.case.events.exclude(name__in=["hold", "lift_hold"]).count()
        assert done == self.taken + 1

    @invariant()
    def a_review_has_its_findings_and_an_end_its_day(self) -> None:
        case = self.case
        assert (case.closed_on is not None) is (case.state in ENDED)
        whole = bool(case.reviewed_on and case.category and case.modifiability and case.panel_meeting_id)
        assert whole is (case.state in OVER)

    @invariant()
    def an_inquest_holds_the_case_for_as_long_as_it_goes_on(self) -> None:
        with self.world.acting("manager"):
            held = Hold.objects.filter(record=self.pk, lifted_on__isnull=True).exists()
            newest = self.case.parallels.last()
        assert held is (newest is not None and newest.what == "started")

    @invariant()
    def its_clocks_are_those_of_its_era(self) -> None:
        case = self.case
        with self.world.acting("manager"):
            clocks = set(ClockRun.objects.filter(record=self.pk).values_list("clock", flat=True))
        assert ("CDR-N1" in clocks) is (case.state != "mistake")
        runs = self.begins == PARTNERS and case.state not in ELSEWHERE
        assert ("CDR-M1" in clocks) is runs
        assert runs or "CDR-P1" not in clocks


@pytest.mark.parametrize("begins", [BOARDS, PARTNERS], ids=["board", "partners"])
def test_no_path_loses_a_death_skips_a_clock_or_reviews_it_without_its_findings(world: World, begins: date) -> None:
    made = type("LifeHere", (Life,), {"world": world, "desk": Desk(world), "begins": begins})
    run_state_machine_as_test(made, settings=settings(max_examples=2, stateful_step_count=10, deadline=None))
