"""Whatever people do to a recommendation, in whatever order: nothing is lost, nothing closes without a reason, and what
is said of its impact is what the last look found.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from goldenthread.core.tenancy.history import history_of
from goldenthread.core.thread.impacts import plan_looks, record_impact
from goldenthread.core.thread.learning import close_recommendation, recommend, reopen_recommendation
from goldenthread.core.thread.models import Action, Impact, Recommendation
from goldenthread.core.thread.outcomes import Outcome, outcomes
from goldenthread.core.thread.services import add_action, add_evidence, close_action, defer_action, reopen_action
from goldenthread.core.thread.themes import keep_theme, merge_themes, put_themes, themes_in_use, themes_of
from goldenthread.kernel.now import today
from tests.world import World

RESULTS = ("embedded", "partly", "no_change", "worse")


class Life(RuleBasedStateMachine):
    """One recommendation with its actions, looks and themes, and a shadow of what must be so."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.acting = self.world.acting("manager")
        self.acting.__enter__()
        self.row = recommend(partnership=self.world.north, text="Ask the child")
        self.reference = self.row.reference
        self.closed = ""
        self.looks: list[tuple[int, str, str]] = []
        self.actions: dict[int, str] = {}
        self.deferred: dict[int, int] = {}
        self.tagged: set[str] = set()

    def teardown(self) -> None:
        self.acting.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.within.__exit__(None, None, None)

    @rule(reason=st.sampled_from(["done", "not_accepted", "overtaken"]), text=st.sampled_from(["Said so", " "]))
    def close(self, reason: str, text: str) -> None:
        try:
            with transaction.atomic():
                close_recommendation(self.row, reason=reason, text=text)
        except ValidationError:
            assert self.closed or not text.strip()
        else:
            assert not self.closed
            assert text.strip()
            self.closed = reason

    @rule()
    def reopen(self) -> None:
        try:
            with transaction.atomic():
                reopen_recommendation(self.row)
        except ValidationError:
            assert not self.closed
        else:
            self.closed = ""

    @rule(result=st.sampled_from(RESULTS), found=st.sampled_from(["Six of ten", "Nothing", ""]))
    def look(self, result: str, found: str) -> None:
        try:
            with transaction.atomic():
                made = record_impact(recommendation=self.row, result=result, found=found, measure="Files")
        except ValidationError:
            assert not found
        else:
            self.looks.append((made.pk, result, found))

    @rule()
    def plan(self) -> None:
        if Impact.objects.filter(recommendation=self.row, looked_on__isnull=True).count() < 4:
            plan_looks(recommendation=self.row, measure="Files")

    @rule()
    def act(self) -> None:
        made = add_action(partnership=self.world.north, text="Train", recommendation=self.row)
        self.actions[made.pk] = ""
        self.deferred[made.pk] = 0

    @precondition(lambda self: self.actions)
    @rule(place=st.integers(0, 9), shown=st.booleans(), reason=st.sampled_from(Action.Reason.values))
    def finish(self, place: int, shown: bool, reason: str) -> None:
        pk = list(self.actions)[place % len(self.actions)]
        action = Action.objects.get(pk=pk)
        if shown:
            add_evidence(action=action, summary="Register", effective_on=today(), grade="observed")
        try:
            with transaction.atomic():
                close_action(action, reason=reason, text="Done")
        except ValidationError:
            assert self.actions[pk] or (reason == "done_evidence" and not action.evidence.exists())
        else:
            self.actions[pk] = reason

    @precondition(lambda self: self.actions)
    @rule(place=st.integers(0, 9), again=st.booleans())
    def put_off_or_reopen(self, place: int, again: bool) -> None:
        pk = list(self.actions)[place % len(self.actions)]
        action = Action.objects.get(pk=pk)
        try:
            with transaction.atomic():
                reopen_action(action, text="Not so") if again else defer_action(action, text="Later")
        except ValidationError:
            assert bool(self.actions[pk]) != again
        else:
            self.actions[pk] = "" if again else self.actions[pk]
            self.deferred[pk] += not again

    @rule(name=st.sampled_from(["Neglect", "Curiosity", "Voice"]))
    def tag(self, name: str) -> None:
        known = {theme.name: theme for theme in themes_in_use(self.world.north)}
        if name in known or not self.tagged & {name}:
            theme = known.get(name) or self._new(name)
            if theme:
                put_themes(self.row, [*themes_of(self.row), theme])
                self.tagged.add(theme.name)

    def _new(self, name: str) -> Any:
        try:
            with transaction.atomic():
                return keep_theme(partnership=self.world.north, name=name)
        except ValidationError:
            return None  # there already, merged into another

    @rule()
    def merge(self) -> None:
        rows = list(themes_in_use(self.world.north))
        if len(rows) > 1:
            merge_themes(rows[0], rows[1])

    @invariant()
    def nothing_is_lost(self) -> None:
        row = Recommendation.objects.get(pk=self.row.pk)
        assert row.reference == self.reference
        assert dict(Action.objects.filter(recommendation=row).values_list("pk", "reason")) == self.actions
        assert dict(Action.objects.filter(recommendation=row).values_list("pk", "deferrals")) == self.deferred
        kept = Impact.objects.filter(recommendation=row, looked_on__isnull=False).order_by("pk")
        assert list(kept.values_list("pk", "result", "found")) == self.looks  # a later look writes over no earlier one
        assert bool(themes_of(row)) == bool(self.tagged)  # a merge loses no tag

    @invariant()
    def closed_only_with_a_reason_and_words(self) -> None:
        row = Recommendation.objects.get(pk=self.row.pk)
        assert (row.status == "closed") == bool(row.reason) == bool(row.closed_on) == bool(row.closing)
        assert row.reason == self.closed

    @invariant()
    def what_is_said_of_its_impact_is_what_the_last_look_found(self) -> None:
        found = outcomes(self.world.north)[self.row.pk]
        if self.closed in ("not_accepted", "overtaken"):
            assert found is Outcome.NOT_PURSUED
        elif not self.looks:
            assert found is (Outcome.UNKNOWN if self.closed else Outcome.NOT_LOOKED)
        elif self.looks[-1][1] == "embedded":
            assert found in (Outcome.EMBEDDED, Outcome.SUSTAINED)
        else:
            assert found in (Outcome(self.looks[-1][1]), Outcome.SLIPPED)

    @invariant()
    def every_change_is_in_its_history(self) -> None:
        version = Recommendation.objects.values_list("version", flat=True).get(pk=self.row.pk)
        assert len(history_of(self.row)) >= version


def test_no_path_loses_a_recommendation_or_closes_one_without_a_reason(world: World) -> None:
    machine = type("InThisWorld", (Life,), {"world": world})
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=14, deadline=None))
