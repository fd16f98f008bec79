"""From one plan to the next: what is open goes on under the priority that goes on, what is done ends with its words."""

from __future__ import annotations

from datetime import timedelta

from goldenthread.core.thread.models import Action, Priority, Serves
from goldenthread.core.thread.plans import end_priority
from goldenthread.core.thread.services import amend_action
from goldenthread.kernel.now import today

from .models import BusinessPlan, CarriedPriority


def hand_over(plan: BusinessPlan) -> None:
    """As the plan comes into force: the priorities it was drawn up from end, and their open work goes on in it."""
    for row in CarriedPriority.objects.filter(record=plan).select_related("was", "into"):
        if row.was.until is None:
            end_priority(row.was, why=_why(plan, row), until=max(today() - timedelta(days=1), row.was.since))
        if row.into is not None:
            _move(row.was, row.into)


def end_priorities_of(plan: BusinessPlan) -> None:
    """With a plan that is closed its priorities end. What served them stays tied to them."""
    for priority in Priority.objects.filter(plan_id=plan.pk, until__isnull=True):
        end_priority(priority, why="The plan was closed.", until=max(today(), priority.since))


def _why(plan: BusinessPlan, row: CarriedPriority) -> str:
    words = str(row.get_status_display()).lower()
    return f"Carried into {plan.reference}: {words}." if row.into else f"Not carried into {plan.reference}: {words}."


def _move(was: Priority, into: Priority) -> None:
    for action in Action.objects.filter(priority=was).exclude(status=Action.Status.CLOSED):
        amend_action(action, priority=into)
    served = Serves.objects.filter(priority=was, recommendation__status="open").values_list("recommendation_id")
    Serves.objects.bulk_create([Serves(recommendation_id=key, priority=into) for (key,) in served])
