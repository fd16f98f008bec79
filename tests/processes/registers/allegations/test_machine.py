"""Whatever is done with a contact, in whatever order, with targets in force and without: no case is lost, no clock is
skipped, and none is closed without an outcome.
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

from goldenthread.core.casework.models import ClockRun
from goldenthread.processes.registers.allegations.models import Case
from goldenthread.processes.registers.allegations.process import allegations
from tests.processes.registers.allegations.desk import Desk
from tests.world import World

STEPS = st.sampled_from([step.name for step in allegations.workflow.steps if step.name not in {"allocate", "child"}])
OUTCOMES = st.sampled_from(["substantiated", "false", "malicious", "below_threshold", ""])
CLOSED = {"closed", "consultation", "information", "handed_over", "mistake"}


class Life(RuleBasedStateMachine):
    """One contact, and a shadow of what must be so."""

    world: World
    desk: Desk
    begins: date

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.day = self.begins
        self.pk = self.desk.enter(self.day).pk
        self.taken = 0
        self.ended = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.within.__exit__(None, None, None)

    @rule(name=STEPS, days=st.integers(0, 40), outcome=OUTCOMES, ends=st.booleans())
    def take(self, name: str, days: int, outcome: str, ends: bool) -> None:
        self.day += timedelta(days=days)
        before = self.case
        try:
            with transaction.atomic():
                self.desk.take(before, name, **self.said(name, outcome, ends))
        except ValidationError:
            assert (self.case.state, self.case.version) == (before.state, before.version), "nothing half done"
        else:
            self.taken += 1
            self.ended += name == "close"

    def said(self, name: str, outcome: str, ends: bool) -> dict[str, Any]:
        day = self.day
        strand = {"strand": "police", "what": "ended" if ends else "started", "happened_on": day}
        found: dict[str, dict[str, Any]] = {
            "allegation": {"triaged_on": day, "harmed": ends or outcome != "", "note": ""},
            "consultation": {"triaged_on": day},
            "information": {"triaged_on": day},
            "consider": {"considered_on": day, "next_step": "hearing" if ends else "investigation", "note": "x"},
            "meeting": {"held_on": day},
            "strand": strand | ({"result": "no_action"} if ends else {}),
            "review": {"reviewed_on": day},
            "suspension": {"suspension": "suspended" if ends else ""},
            "employer": {"employer_acted_on": day},
            "left": {"left_on": day, "left_how": "resigned"},
            "conclude": {"outcome": outcome, "outcome_on": day, "note": "x"},
            "referral": {"to": "dbs", "duty": "yes", "referred_on": day},
            "close": {"ended_on": day, "note": "x"},
            "learn": {"held_on": day, "learned": "x"},
            "reopen": {"reopened_on": day, "why": "x"},
            "take_up": {"reopened_on": day, "why": "x"},
            "hand_over": {"handed_on": day, "other_area": "Fernshire", "note": "x"},
            "mistake": {"note": "x"},
        }
        return found[name]

    @property
    def case(self) -> Case:
        with self.world.acting("lado"):
            return Case.objects.get(pk=self.pk)

    @invariant()
    def it_is_there_and_everything_that_was_done(self) -> None:
        with self.world.acting("lado"):
            assert self.case.events.count() == self.taken + 1

    @invariant()
    def closed_is_closed_with_an_outcome(self) -> None:
        case = self.case
        assert (case.closed_on is not None) is (case.state in CLOSED)
        assert bool(case.outcome) is (case.state in {"concluded", "closed"})
        with self.world.acting("lado"):
            kept = case.reopenings.filter(was="closed").exclude(outcome="").count()
        assert kept + (case.state == "closed") == self.ended, "what it had come to is never lost"

    @invariant()
    def an_allegation_has_its_clocks_and_nothing_else_has_any(self) -> None:
        case = self.case
        with self.world.acting("lado"):
            runs = list(ClockRun.objects.filter(record=case.pk))
        if case.contact != "allegation":
            assert runs == []
            return
        assert [run.clock for run in runs].count("LADO-1") == 1
        here = case.state != "handed_over"
        targets = {run.part for run in runs if run.clock == "LADO-2" and run.met is None}
        still = here and case.state != "closed"
        assert targets == ({"1 month", "3 months", "12 months"} if still and self.begins.year < 2020 else set())
        waits = [run for run in runs if run.clock == "LADO-5" and run.met is None]
        assert len(waits) == (case.state in {"allegation", "considered"})


@pytest.mark.parametrize("begins", [date(2017, 1, 30), date(2024, 1, 30)], ids=["with targets", "without"])
def test_no_path_loses_a_case_skips_a_clock_or_closes_without_an_outcome(world: World, begins: date) -> None:
    desk = Desk(world)
    made = type("LifeHere", (Life,), {"world": world, "desk": desk, "begins": begins})
    run_state_machine_as_test(made, settings=settings(max_examples=5, stateful_step_count=12, deadline=None))
