"""Whatever people do to a challenge: no path loses it, skips a clock, or closes without a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from goldenthread.core.casework.models import ClockRun
from goldenthread.processes.governance.challenges.models import Challenge, Rung, Tally
from goldenthread.processes.governance.challenges.process import challenges
from tests.processes.governance.moving import Moving
from tests.world import World, owner

from .conftest import put_by

PEOPLE = st.sampled_from(["chair", "manager", "lay", "nurse", "worker", "officer"])
WORDS = st.sampled_from(["", " ", "Because it was seen.", "A reason", "NHS number 943 476 5919"])
ASKING = st.sampled_from([s.name for s in challenges.workflow.steps if s.adds == "rungs"])
NOTED = st.sampled_from([s.name for s in challenges.workflow.steps if s.asks])
OUTCOMES = st.sampled_from([*Challenge.Outcome.values, ""])
AHEAD = st.one_of(st.none(), st.integers(-3, 40))


class Challenging(Moving):
    model = Challenge
    kept = ("rungs", "answers", "judgements")

    def begin(self) -> Challenge:
        return put_by(self.world, "lay", "lay", group=self.world.board)

    @initialize(days=st.integers(0, 30))
    def wait(self, days: int) -> None:
        self.pass_days(days)

    @rule(days=st.integers(1, 60))
    def days_pass(self, days: int) -> None:
        self.pass_days(days)

    @rule(who=st.sampled_from(["nurse", "manager", "lay", "officer"]), text=WORDS)
    def answer(self, who: str, text: str) -> None:
        self.step(who, "answer", text=text)

    @rule(who=PEOPLE, step=ASKING, why=WORDS, ahead=AHEAD)
    def ask(self, who: str, step: str, why: str, ahead: int | None) -> None:
        due = None if ahead is None else self.day + timedelta(days=ahead)
        self.step(who, step, why=why, due_on=due)

    @rule(who=PEOPLE, outcome=OUTCOMES, why=WORDS)
    def decide(self, who: str, outcome: str, why: str) -> None:
        self.step(who, "decide", outcome=outcome, why=why)

    @rule(who=PEOPLE, step=NOTED, note=WORDS)
    def note(self, who: str, step: str, note: str) -> None:
        self.step(who, step, note=note)

    @invariant()
    def no_path_loses_a_record(self) -> None:
        self.nothing_is_lost()

    @invariant()
    def no_path_skips_a_clock(self) -> None:
        """One run for each time that an answer was asked for; met only by an answer, or by being withdrawn."""
        row: Any = self.record()
        with owner():
            asked = list(Rung.unguarded.filter(record_id=self.key).order_by("pk"))
            runs = list(ClockRun.unguarded.filter(record_id=self.key, clock="CHL-1"))
        assert len(runs) == len(asked)
        assert all(run.due is not None for run in runs)
        waiting = [rung for rung in asked if rung.answered_on is None]
        met = [run for run in runs if run.met is not None]
        if row.state == "open":
            assert waiting
            assert row.answer_due_on == asked[-1].due_on
        if row.state != "withdrawn":
            assert len(met) == len(asked) - len(waiting)
        else:
            assert len(met) == len(asked)

    @invariant()
    def no_path_closes_without_a_reason(self) -> None:
        row: Any = self.record()
        over = row.state in ("closed", "withdrawn")
        assert over == (row.decided_on is not None) == (row.closed_on is not None)
        assert bool(row.outcome) == bool(row.outcome_why.strip())
        assert not over or row.outcome
        with owner():
            line = Tally.unguarded.get(record_id=self.key)
        assert (line.state, line.outcome, line.rung) == (row.state, row.outcome, row.rung)
        assert line.decided_on == row.decided_on


def test_no_path_loses_a_challenge_skips_a_clock_or_closes_it_without_a_reason(world: World) -> None:
    few = settings(
        max_examples=6, stateful_step_count=12, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(lambda: Challenging(world), settings=few)  # type: ignore[arg-type]  # whatever makes one will do
    with owner():
        assert not Challenge.unguarded.filter(opened_on__gte=date(2026, 1, 1)).exists()  # each was taken back
