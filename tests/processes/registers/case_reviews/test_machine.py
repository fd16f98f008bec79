"""Whatever is done with a notification, in whatever order, under either framework: no record is lost, no clock is
skipped, none is closed without a reason, and the tracker reconciles.
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
from goldenthread.kernel.periods import Stretch
from goldenthread.processes.registers.case_reviews.models import DECIDED, CaseReview
from goldenthread.processes.registers.case_reviews.process import case_reviews
from goldenthread.processes.registers.case_reviews.tracking import cases_of, tracker_of
from tests.processes.registers.case_reviews.desk import PARTNER, Desk, argued
from tests.world import World

NAMES = [step.name for step in case_reviews.workflow.steps]
STEPS = st.sampled_from(NAMES)
OUTCOMES = {
    2016: ("scr", "local_review", "learning_event", "none"),
    2024: ("lcspr", "local_learning", "national", "not_serious"),
}
OVER = {"closed", "handed_over", "mistake"}


class Life(RuleBasedStateMachine):
    """One notification, and a shadow of what must be so."""

    world: World
    desk: Desk
    begins: date

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.day = self.begins
        self.pk = self.desk.notify(self.day).pk
        self.taken = self.decisions = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.within.__exit__(None, None, None)

    @rule(name=STEPS, days=st.integers(0, 20), pick=st.integers(0, 3), given=st.booleans())
    def anything(self, name: str, days: int, pick: int, given: bool) -> None:
        """Any step, open or not: what is refused leaves nothing behind."""
        self.try_(name, days, pick, given)

    @rule(days=st.integers(0, 20), pick=st.integers(0, 3), choice=st.integers(0, 50))
    def something_open(self, days: int, pick: int, choice: int) -> None:
        """A step that is open, so that cases come far."""
        case = self.case
        found = [
            step.name for step in case_reviews.workflow.open_to(case.state, "business_manager chair administrator")
        ]
        self.try_(found[choice % len(found)], days, pick, True) if found else None

    @rule(pick=st.integers(0, 3))
    def all_partners_are_of_one_mind(self, pick: int) -> None:
        for partner in PARTNER:
            self.try_("partner", 0, pick, True, partner=partner)

    def try_(self, name: str, days: int, pick: int, given: bool, **values: Any) -> None:
        self.day += timedelta(days=days)
        before = self.case
        try:
            with transaction.atomic():
                self.desk.take(before, name, **{**self.said(name, pick, given), **values})
        except ValidationError:
            assert (self.case.state, self.case.version) == (before.state, before.version), "nothing half done"
        else:
            self.taken += 1
            self.decisions += name in {"chair_review", "chair_otherwise", "partners_review", "partners_otherwise"}

    def said(self, name: str, pick: int, given: bool) -> dict[str, Any]:
        day, outcome = self.day, OUTCOMES[self.begins.year][pick]
        decision = {"outcome": outcome, "decided_on": day, "reasons": "x" if given else ""}
        look = {"held_on": day, "recommendation": outcome if given else "", "dissent": "x" if pick % 2 else ""}
        texts = dict.fromkeys(("facts", "safety", "potential", "next_steps"), "x" if given else "")
        letters = ("decision", "no_review", "rapid_review", "report")
        found: dict[str, dict[str, Any]] = {
            "argue": argued(self.begins), "hold_rapid": {"panel_on": day}, "rapid": {"rapid_on": day, **texts},
            "put_off": {"held_on": day, "why": "x" if given else ""}, "recommend": look, "extraordinary": look,
            "disagree": {"held_on": day, "dissent": "x" if given else ""}, "ask_again": {"note": "x"},
            "chair_review": decision, "chair_otherwise": decision,
            "partner": {"partner": PARTNER[pick % 3], "outcome": outcome, "decided_on": day},
            "partners_review": {"reasons": "x"}, "partners_otherwise": {"reasons": "x"}, "tell": {"told_on": day},
            "letter": {"what": letters[pick], "sent_on": day},
            "parallel": {"process": "criminal", "what": "started" if given else "ended", "happened_on": day},
            "scope": {"terms": "x", "reviewer": "x", "reviewer_on": day, "method": "method-1", "independent": given},
            "panelist": {"who": "x", "since": day}, "panel_meeting": {"held_on": day},
            "family": {"what": "told", "happened_on": day}, "draft": {"drafted_on": day}, "revise": {"note": "x"},
            "accept": {"accepted_on": day}, "publish": {"published_on": day},
            "withhold": {"withheld_on": day, "withheld_for": "welfare" if given else "", "withheld_why": "x"},
            "take_down": {"taken_down_on": day}, "close": {"ended_on": day, "note": "x"},
            "reopen": {"reopened_on": day, "why": "x"}, "take_up": {"reopened_on": day, "why": "x"},
            "hand_over": {"handed_on": day, "other_area": "x" if given else "", "note": "x"},
            "mistake": {"note": "x"},
        }  # fmt: skip
        return found[name]

    @property
    def case(self) -> CaseReview:
        with self.world.acting("manager"):
            return CaseReview.objects.get(pk=self.pk)

    @invariant()
    def everything_that_was_done_is_there(self) -> None:
        with self.world.acting("manager"):
            done = [name for name in self.case.events.values_list("name", flat=True) if name in NAMES]
        assert len(done) == self.taken

    @invariant()
    def nothing_is_closed_without_a_reason_and_no_decision_is_lost(self) -> None:
        case = self.case
        decided = case.state in DECIDED
        assert decided is bool(case.outcome and case.decided_on and case.reasons is not None)
        assert (case.closed_on is not None) is (case.state in OVER)
        assert (case.state != "withheld") or bool(case.withheld_for)
        assert (case.state != "closed") or bool(case.told_on)
        with self.world.acting("manager"):
            kept = case.reopenings.exclude(outcome="").count()
        assert kept + decided == self.decisions

    @invariant()
    def the_clocks_of_its_framework_run_and_no_others(self) -> None:
        case, board = self.case, self.begins.year == 2016
        with self.world.acting("manager"):
            runs = list(ClockRun.objects.filter(record=case.pk).values_list("clock", "met"))
        clocks = {clock for clock, _ in runs}
        assert ("INC-1" in clocks) is (case.state != "mistake")
        others = {"RR-1", "LCSPR-1", "LCSPR-2", "LCSPR-3"} if board else {"SCR-1", "SCR-2", "SCR-3", "SCR-4", "SCR-5"}
        assert not clocks & others
        waits = [clock for clock, met in runs if clock == "SCR-1" and met is None]
        undecided = case.state not in (*DECIDED, "handed_over", "mistake")
        assert len(waits) == (board and undecided)
        owed = "SCR-4" if case.outcome == "scr" else "LCSPR-1" if case.outcome == "lcspr" else None
        assert owed is None or owed in clocks
        assert board or not case.panel_on or case.state in ("handed_over", "mistake") or "RR-1" in clocks

    @invariant()
    def the_tracker_reconciles(self) -> None:
        with self.world.acting("manager"):
            tracker = tracker_of(
                cases_of(self.world.north), Stretch(self.begins, self.begins.replace(month=12)), self.day
            )
        ends = sum(map(len, tracker.found.outcomes.values()))
        assert (tracker.found.came_in, ends + len(tracker.pending)) == (1, 1)


@pytest.mark.parametrize("begins", [date(2016, 1, 29), date(2024, 1, 29)], ids=["the board", "the partners"])
def test_no_path_loses_a_record_skips_a_clock_or_closes_without_a_reason(world: World, begins: date) -> None:
    made = type("LifeHere", (Life,), {"world": world, "desk": Desk(world), "begins": begins})
    run_state_machine_as_test(made, settings=settings(max_examples=2, stateful_step_count=12, deadline=None))
