"""The plan and its years: one is in force, work that stands still is told, and what was left open is carried on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.core.casework.services import take_step
from goldenthread.core.casework.warnings import warnings_of
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.models import Action, Priority, Serves
from goldenthread.core.thread.plans import serve
from goldenthread.core.thread.services import add_evidence, close_action, update_action
from goldenthread.processes.governance.plans.models import BusinessPlan, CarriedPriority, PriorityMeasure
from goldenthread.processes.governance.plans.planning import (
    Verdict,
    bring_into_force,
    carry_over,
    measure_priority,
)
from goldenthread.processes.governance.plans.signs import workplans_standing_still
from goldenthread.processes.governance.plans.standing import lanes_of, stalls_at, work_without_priority
from goldenthread.web.concerns import Worry, concerns_of
from tests.analytics.figures import measure
from tests.processes.governance.plans.drawn import BEGINS, begun, draft, in_force, priorities, promised
from tests.world import World

NEXT = {"title": "The next plan", "since": date(2028, 4, 1), "until": date(2030, 3, 31)}
LATER = "2026-09-01 09:00"


@pytest.fixture(autouse=True)
def september() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


def test_a_plan_is_consulted_on_only_with_a_priority_and_agreed_on_a_day(world: World) -> None:
    plan = draft(world)
    with world.acting("manager"), pytest.raises(ValidationError, match="not open now"):
        take_step(plan, "consult", note="Nobody")
    plan = draft(world, "Neglect")
    with world.acting("manager"):
        take_step(plan, "consult", note="All")
        with pytest.raises(ValidationError, match="on which day"):
            take_step(plan, "agree")
    with world.acting("chair"):
        assert take_step(plan, "agree", agreed_on=BEGINS).state == "agreed"
        with pytest.raises(PermissionDenied):
            take_step(plan, "begin")


def test_one_plan_is_in_force_at_a_time_and_the_database_itself_holds_it(world: World) -> None:
    first, second = in_force(world), draft(world, "Voice")
    with pytest.raises(ValidationError, match="Close it first"):
        begun(world, second)
    with world.acting("manager"):
        with pytest.raises(IntegrityError), transaction.atomic():
            BusinessPlan.objects.filter(pk=second.pk).update(holds_at=world.north)
        assert BusinessPlan.objects.get(state="in_force") == first


def test_a_lane_says_what_moved_last_and_what_stands_still_is_late_or_was_put_off(world: World) -> None:
    plan = in_force(world)
    neglect, voice = priorities(world, plan)
    moved = promised(world, neglect, due_on=date(2026, 8, 1))
    done = promised(world, voice)
    with world.acting("manager"):
        update_action(moved, text="Half are trained", on=date(2026, 8, 20))
        close_action(done, reason="done_no_evidence", text="Done", on=date(2026, 5, 1))
        advice = recommend(partnership=world.north, text="Ask every child alone", made_on=BEGINS)
        serve(advice, [voice])
        promised(world, None, recommendation=advice, made_on=date(2026, 5, 2))
        first, second = lanes_of(plan)
        assert (first.moved_on, first.overdue, first.still, first.stands_still) == (date(2026, 8, 20), 1, 0, False)
        assert (second.moved_on, second.closed, second.unknown, second.still) == (date(2026, 5, 2), 1, 1, 1)
        assert second.stands_still
        assert [stall.priority for stall in stalls_at(world.north)] == [voice]
        assert lanes_of(plan, group=world.panel)[0].priority == neglect


def test_evidence_moves_an_action_too(world: World) -> None:
    plan = in_force(world, "Neglect")
    action = promised(world, priorities(world, plan)[0])
    with world.acting("manager"):
        assert lanes_of(plan)[0].stands_still
        add_evidence(action=action, summary="Seen", effective_on=BEGINS)
        assert not lanes_of(plan)[0].stands_still
        assert stalls_at(world.north) == []


def test_an_action_of_the_group_that_serves_no_priority_is_counted(world: World) -> None:
    plan = in_force(world)
    promised(world, priorities(world, plan)[1])
    promised(world, None, "Book a room")
    with world.acting("manager"):
        assert work_without_priority(world.board, world.north) == 1


def test_what_stands_still_is_told_to_the_agenda_the_chair_and_the_risk_register(world: World) -> None:
    plan = in_force(world)
    with world.acting("chair"):
        stalled = concerns_of(world.north)[Worry.STALLED]
        assert [concern.total for concern in stalled if concern.what.startswith("Priorities")] == [2]
        (matter,) = [one for one in matters_of(world.panel) if one.kind == "plans"]
        assert "1. Neglect: nothing begun since 1 April 2026" in matter.stands
        signs = workplans_standing_still(world.north)
        assert {sign.title for sign in signs} == {
            "The workplan of Joint Review Panel stands still", "The workplan of Northshire Board stands still",
        }  # fmt: skip
        assert {sign.key for sign in warnings_of(world.north)} >= {sign.key for sign in signs}
    promised(world, priorities(world, plan)[0], made_on=date(2026, 8, 30))
    with world.acting("chair"):
        assert matters_of(world.panel) == []


def test_a_review_that_is_due_waits_on_the_boards_agenda(world: World) -> None:
    plan = draft(world, "Neglect")
    with world.acting("manager"):
        take_step(plan, "consult", note="All")
        with pytest.raises(ValidationError, match="after it was agreed"):
            take_step(plan, "agree", agreed_on=BEGINS, review_on=BEGINS)
        take_step(plan, "agree", agreed_on=BEGINS, review_on=date(2026, 9, 1))
        bring_into_force(BusinessPlan.objects.get(pk=plan.pk))
        assert "Look again at Plan 2026" in {one.title for one in matters_of(world.board)}


def test_the_next_plan_begins_from_the_open_priorities_each_with_an_honest_status(world: World) -> None:
    plan = in_force(world)
    neglect, voice = priorities(world, plan)
    action, closed = promised(world, neglect), promised(world, neglect, "Closed one")
    with world.acting("manager"):
        tie = measure_priority(neglect, measure(world), why="Fewer repeat plans")
        assert measure_priority(neglect, tie.measure) == tie
        close_action(closed, reason="overtaken", text="No longer needed")
        advice = recommend(partnership=world.north, text="Ask every child alone", made_on=BEGINS)
        serve(advice, [neglect])
        verdicts = {neglect.pk: Verdict("still", words="More, not fewer"), voice.pk: Verdict("unknown")}
        made = carry_over(plan, verdicts, **NEXT)
        (goes_on,) = Priority.objects.filter(plan_id=made.pk)
        assert (goes_on.number, goes_on.title, goes_on.owner_group, goes_on.since) == (
            1, "Neglect", world.panel, NEXT["since"],
        )  # fmt: skip
        assert PriorityMeasure.objects.get(priority=goes_on).measure == tie.measure
        with pytest.raises(ValidationError, match="drawn up from it already"):
            carry_over(plan, verdicts, **NEXT)
        assert Action.objects.get(pk=action.pk).priority == neglect  # until the new plan begins
    made = begun(world, made)
    with world.acting("manager"):
        old = BusinessPlan.objects.get(pk=plan.pk)
        assert (old.state, old.holds_at, made.state) == ("carried_over", None, "in_force")
        assert Action.objects.get(pk=action.pk).priority == goes_on
        assert Action.objects.get(pk=closed.pk).priority == neglect
        assert set(Serves.objects.values_list("priority_id", flat=True)) == {neglect.pk, goes_on.pk}
        ended = {row.number: row.ended_why for row in Priority.objects.filter(plan_id=plan.pk, until__isnull=False)}
        assert ended == {
            1: f"Carried into {made.reference}: still a challenge.",
            2: f"Not carried into {made.reference}: done, impact unknown.",
        }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Missing: 2"),
        ({"verdict": Verdict("done")}, "impact unknown"),
        ({"verdict": Verdict("still", evidence="A report")}, "what shows that it is done"),
        ({"verdict": Verdict("still"), "since": date(2026, 4, 1)}, "begins after the one before"),
    ],
)
def test_a_carry_over_that_does_not_hold_is_refused_and_nothing_is_written(
    world: World, change: dict[str, Any], words: str
) -> None:
    plan = in_force(world)
    neglect, voice = priorities(world, plan)
    change = dict(change)
    verdicts = {neglect.pk: Verdict("still")} | ({voice.pk: change.pop("verdict")} if "verdict" in change else {})
    with world.acting("manager"):
        with pytest.raises(ValidationError, match=words), transaction.atomic():
            carry_over(plan, verdicts, **(NEXT | change))
        assert BusinessPlan.objects.count() == 1
        assert not CarriedPriority.objects.exists()


def test_a_plan_that_is_not_in_force_is_not_carried_over_and_only_the_unit_does_it(world: World) -> None:
    plan = draft(world, "Neglect")
    with world.acting("manager"), pytest.raises(ValidationError, match="in force"):
        carry_over(plan, {}, **NEXT)
    with world.acting("chair"), pytest.raises(PermissionDenied):
        carry_over(plan, {}, **NEXT)


def test_two_who_bring_it_into_force_at_once_meet_and_a_closed_plan_ends_its_priorities(world: World) -> None:
    plan = draft(world, "Neglect")
    with world.acting("manager"):
        take_step(plan, "consult", note="All")
        take_step(plan, "agree", agreed_on=BEGINS)
        with pytest.raises(StaleEdit):
            bring_into_force(BusinessPlan.objects.get(pk=plan.pk), expected_version=1)
        take_step(plan, "close", note="Overtaken")
        assert Priority.objects.get(plan_id=plan.pk).ended_why == "The plan was closed."


@given(statuses=st.lists(st.sampled_from(CarriedPriority.Status.values), min_size=1, max_size=4))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_verdicts_every_priority_is_accounted_for_once(world: World, statuses: list[str]) -> None:
    """What goes on has one heir under a number of its own, what is done has none; nothing is left without a word."""
    mark = transaction.savepoint()
    plan = in_force(world, *(f"Priority {n}" for n in range(len(statuses))))
    rows = priorities(world, plan)
    verdicts = {
        row.pk: Verdict(status, evidence="Seen" if status == "done" else "")
        for row, status in zip(rows, statuses, strict=True)
    }
    with world.acting("manager"):
        made = carry_over(plan, verdicts, **NEXT)
        carried = {row.was_id: row for row in CarriedPriority.objects.filter(record=made)}
        assert {key: row.status for key, row in carried.items()} == {key: v.status for key, v in verdicts.items()}
        heirs = [row.into_id for row in carried.values() if row.into_id]
        going_on = [row for row in rows if verdicts[row.pk].status in CarriedPriority.GOES_ON]
        assert len(set(heirs)) == len(heirs) == len(going_on)
        assert [p.number for p in Priority.objects.filter(plan_id=made.pk).order_by("number")] == list(
            range(1, len(going_on) + 1)
        )
    transaction.savepoint_rollback(mark)
