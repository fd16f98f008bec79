"""How a business plan runs, from its draft to the plan that follows it. Read it top to bottom."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.workflow import Workflow, step

from .handing import end_priorities_of, hand_over
from .models import BusinessPlan

DRAFT, CONSULTED, AGREED, IN_FORCE, CARRIED_OVER, CLOSED = BusinessPlan.State.values
UNIT = "business_manager administrator"
AGREEING = "chair business_manager"


def has_a_priority(plan: BusinessPlan) -> bool:
    """once it has a priority"""
    return plan.priorities.exists()


def nothing_else_holds(plan: BusinessPlan) -> bool:
    """while no other plan is in force"""
    return not BusinessPlan.objects.filter(partnership=plan.partnership_id, state=IN_FORCE).exists()


def has_a_successor(plan: BusinessPlan) -> bool:
    """once a plan that follows it is agreed"""
    return BusinessPlan.objects.filter(carried_from=plan, state=AGREED).exists()


def after(plan: Any, name: str) -> None:
    """With a plan its priorities end; what is open of those that it carries on comes to it as it begins."""
    if name == "close":
        end_priorities_of(plan)
    elif name == "begin":
        hand_over(plan)
    elif name == "agree" and plan.agreed_on > plan.until:
        raise ValidationError({"agreed_on": "A plan is agreed before the years that it covers are over."})


plans = Process(
    slug="plans",
    title="Business plan",
    singular="Business plan",
    open_label="Draw up a plan",
    section="Assurance",
    prefix="P",
    summary="What should change for children: priorities, the groups that own them, and what tests them.",
    model=BusinessPlan,
    audience=Audience.PARTNERSHIP,
    opened_by=UNIT,
    opening_fields=("title", "since", "until", "purpose", "still_after", "review_on"),
    list_columns=("state", "since", "until", "review_on"),
    filters=("state",),
    search=("reference", "title", "purpose"),
    entries=("carried",),
    front="business_plan",
    also_at=("workplans",),
    pages=(("Priorities and how they stand", "business_plan", ""),),
    after=after,
    workflow=Workflow(
        initial=DRAFT,
        final={CARRIED_OVER, CLOSED},
        steps=(
            step("consult", "Record the consultation", DRAFT, CONSULTED, by=UNIT, when=has_a_priority,
                 asks="Who was asked, and what did they say?"),
            step("agree", "Agree the plan", CONSULTED, AGREED, by=AGREEING, fields=("agreed_on", "review_on")),
            step("send_back", "Send the plan back", (CONSULTED, AGREED), DRAFT, by=AGREEING,
                 asks="What must be put right?"),
            step("begin", "Bring the plan into force", AGREED, IN_FORCE, by=UNIT, when=nothing_else_holds),
            step("carry_over", "Carry it over into the plan that follows", IN_FORCE, CARRIED_OVER, by=UNIT,
                 when=has_a_successor),
            step("close", "Close the plan", (DRAFT, CONSULTED, AGREED, IN_FORCE), CLOSED, by=UNIT,
                 asks="Why is it closed?", confirm="Its priorities end with it."),
        ),
    ),
)  # fmt: skip
