"""A plan for the tests, as the unit would draw it up."""

from __future__ import annotations

from datetime import date
from typing import Any

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.thread.models import Action, Priority
from goldenthread.core.thread.plans import set_priority
from goldenthread.core.thread.services import add_action
from goldenthread.processes.governance.plans.models import BusinessPlan
from goldenthread.processes.governance.plans.planning import bring_into_force
from goldenthread.processes.governance.plans.process import plans
from tests.world import World

BEGINS, ENDS = date(2026, 4, 1), date(2028, 3, 31)


def draft(world: World, *titles: str, since: date = BEGINS, until: date = ENDS, **values: Any) -> BusinessPlan:
    """A draft with a priority of each title, the first owned by the joint panel, the rest by the board."""
    with world.acting("manager"):
        plan: BusinessPlan = open_record(
            plans, partnership=world.north, lead_agency=world.office, title=f"Plan {since.year}", opened_on=since,
            since=since, until=until, **values,
        )  # fmt: skip
        for number, title in enumerate(titles, 1):
            group = world.panel if number == 1 else world.board
            set_priority(
                plan=plan, number=number, title=title, outcome=f"{title}: children are safe", owner_group=group
            )
    return plan


def in_force(world: World, *titles: str, **values: Any) -> BusinessPlan:
    plan = draft(world, *(titles or ("Neglect", "Voice")), **values)
    return begun(world, plan)


def begun(world: World, plan: BusinessPlan) -> BusinessPlan:
    with world.acting("manager"):
        take_step(plan, "consult", note="Everyone")
        take_step(plan, "agree", agreed_on=plan.since)
        return bring_into_force(BusinessPlan.objects.get(pk=plan.pk))


def priorities(world: World, plan: BusinessPlan) -> list[Priority]:
    with world.acting("manager"):
        return list(Priority.objects.filter(plan_id=plan.pk).order_by("number"))


def promised(world: World, priority: Priority | None, text: str = "Train", **values: Any) -> Action:
    values = {"made_on": BEGINS, "owner_agency": world.police, "group": world.board} | values
    with world.acting("manager"):
        return add_action(partnership=world.north, text=text, priority=priority, **values)
