"""Who sees which row of a plan: the managers and the database say the same, each alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from goldenthread.core.thread.models import Priority
from goldenthread.processes.governance.plans.models import BusinessPlan, CarriedPriority, PriorityMeasure
from goldenthread.processes.governance.plans.planning import Verdict, carry_over, measure_priority
from tests.analytics.figures import measure
from tests.processes.governance.plans.drawn import in_force, priorities
from tests.processes.governance.plans.test_plans import NEXT
from tests.world import World, owner

MODELS = (BusinessPlan, CarriedPriority, PriorityMeasure)
NORTH = {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay"}


@pytest.fixture
def rows(world: World) -> None:
    """A plan with one that follows it, and measures of each audience for its first priority."""
    plan = in_force(world)
    first, second = priorities(world, plan)
    with world.acting("manager"):
        for audience in ("partnership", "group", "unit"):
            one = measure(world, f"m-{audience}", audience=audience, group=world.panel)
            measure_priority(first, one)
        carry_over(plan, {first.pk: Verdict("still"), second.pk: Verdict("unknown")}, **NEXT)


def raw_keys(model: Any) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'select "{model._meta.pk.column}" from "{model._meta.db_table}"')
        return {key for (key,) in cursor.fetchall()}


def keys(model: Any) -> set[Any]:
    return set(model.objects.values_list("pk", flat=True))


def test_the_database_and_the_managers_show_the_same_each_alone(world: World, rows: None) -> None:
    shown: dict[tuple[str, Any], set[Any]] = {}
    for name in world.everyone:
        with world.acting(name):
            for model in MODELS:
                shown[name, model] = raw_keys(model)
                assert shown[name, model] == keys(model), (name, model)
    with owner():
        for name in world.everyone:
            with world.acting(name):
                for model in MODELS:
                    assert keys(model) == shown[name, model], (name, model)


def test_everyone_of_the_partnership_reads_the_plan_and_nobody_else(world: World, rows: None) -> None:
    for name in world.everyone:
        with world.acting(name):
            there = name in NORTH
            assert (BusinessPlan.objects.count(), CarriedPriority.objects.count()) == ((2, 2) if there else (0, 0)), (
                name
            )


def test_what_tests_a_priority_is_seen_by_those_who_see_both(world: World, rows: None) -> None:
    """A joint group's member from next door sees the group's measure there, and not the plan that it serves."""
    for name in world.everyone:
        with world.acting(name):
            ties = set(PriorityMeasure.objects.values_list("measure__code", flat=True))
            if not Priority.objects.exists():
                assert ties == set(), name
    with world.acting("nurse"):
        seen = set(PriorityMeasure.objects.values_list("measure__code", flat=True))
    with world.acting("lay"):
        assert {
            code.removeprefix("m-") for code in PriorityMeasure.objects.values_list("measure__code", flat=True)
        } == {"partnership"}
    assert "m-group" in seen
