"""Whatever people do to a risk: no path loses it, skips a clock, or closes or tolerates it without a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from goldenthread.core.casework.models import ClockRun
from goldenthread.processes.governance.risks.models import Assessment, Risk
from goldenthread.processes.governance.risks.process import risks
from tests.processes.governance.moving import Moving
from tests.world import World, owner

from .written import written

PEOPLE = st.sampled_from(["chair", "manager", "nurse", "officer", "lay"])
WORDS = st.sampled_from(["", " ", "Because it was seen.", "A reason"])
SCALE = st.integers(0, 6)
SCORED = st.sampled_from(["assess", "reopen"])
NOTED = st.sampled_from([s.name for s in risks.workflow.steps if s.asks and s.name != "mistake"])
AHEAD = st.one_of(st.none(), st.integers(-3, 200))


class Risking(Moving):
    model = Risk
    kept = ("assessments", "signs")

    def begin(self) -> Risk:
        return written(self.world)

    @rule(days=st.integers(1, 120))
    def days_pass(self, days: int) -> None:
        self.pass_days(days)

    @rule(who=PEOPLE, step=SCORED, likelihood=SCALE, impact=SCALE, why=WORDS, ahead=AHEAD)
    def score(self, who: str, step: str, likelihood: int, impact: int, why: str, ahead: int | None) -> None:
        review = None if ahead is None else self.day + timedelta(days=ahead)
        self.step(who, step, likelihood=likelihood, impact=impact, why=why, review_on=review)

    @rule(who=PEOPLE, step=NOTED, note=WORDS)
    def note(self, who: str, step: str, note: str) -> None:
        self.step(who, step, note=note)

    @rule(note=WORDS)
    def mistake(self, note: str) -> None:
        self.step("officer", "mistake", note=note)  # an agency cannot take its risk out of the register

    @invariant()
    def no_path_loses_a_record(self) -> None:
        self.nothing_is_lost()

    @invariant()
    def no_path_skips_a_clock(self) -> None:
        """Each assessment starts a wait; the last runs for as long as the risk is not over."""
        row: Any = self.record()
        with owner():
            rows = list(Assessment.unguarded.filter(record_id=self.key).order_by("on", "pk"))
            runs = list(ClockRun.unguarded.filter(record_id=self.key, clock="RSK-1"))
        over = row.state in ("closed", "mistaken")
        assert len([run for run in runs if run.met is None]) == (0 if over else 1)
        assert len(runs) == len(rows) - over
        assert (row.likelihood, row.impact, row.review_on) == (rows[-1].likelihood, rows[-1].impact, rows[-1].review_on)
        assert row.score == row.likelihood * row.impact

    @invariant()
    def no_path_ends_without_a_reason(self) -> None:
        row: Any = self.record()
        assert (row.state == "open") == (row.standing_why == "")
        assert (row.closed_on is not None) == (row.state in ("closed", "mistaken"))
        assert (row.tolerated_until is not None) == (row.state == "tolerated")
        assert row.state != "tolerated" or row.standing_why.strip()


def test_no_path_loses_a_risk_skips_a_clock_or_ends_it_without_a_reason(world: World) -> None:
    few = settings(
        max_examples=6, stateful_step_count=12, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(lambda: Risking(world), settings=few)  # type: ignore[arg-type]  # whatever makes one will do
