"""The verbs of a plan beside its steps: what tests a priority, one plan from another, and which holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.services import allow, open_record, take_step, tell
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.core.thread.models import Priority
from goldenthread.core.thread.plans import set_priority

from .models import BusinessPlan, CarriedPriority, PriorityMeasure
from .process import plans

Status = CarriedPriority.Status


@dataclass(frozen=True)
class Verdict:
    """How a priority stands when the next plan is drawn up. `evidence` goes with what is done, and nothing else."""

    status: str
    evidence: str = ""
    words: str = ""


@transaction.atomic
def measure_priority(priority: Priority, measure: Measure, *, why: str = "") -> PriorityMeasure:
    """Say that a measure should show whether a priority is reached. Said twice, it is said once."""
    allow(UNIT, priority.partnership_id, "say what tests a priority")
    refuse_strangers(priority.partnership_id, measure=measure)
    tie, _ = PriorityMeasure.objects.get_or_create(priority=priority, measure=measure, defaults={"why": why.strip()})
    return tie


@transaction.atomic
def stop_measuring(tie: PriorityMeasure) -> None:
    """The measure no longer tests the priority. Both stay as they are."""
    allow(UNIT, tie.priority.partnership_id, "say what tests a priority")
    tie.delete()


@transaction.atomic
def carry_over(
    plan: BusinessPlan, verdicts: Mapping[int, Verdict], *, title: str, since: date, until: date, **values: Any
) -> BusinessPlan:
    """Draw up the next plan from the open priorities of one that is in force: a verdict for each, by its key.

    What is still a challenge, or in progress, goes on as a priority of the new plan; what is done stays behind, with
    its evidence or without. The old plan holds until the new one comes into force (`bring_into_force`).
    Raises ValidationError where a verdict is missing or does not hold; nothing is then written.
    """
    allow(UNIT, plan.partnership_id, "carry a plan over")
    plan = BusinessPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    following = BusinessPlan.objects.filter(carried_from=plan, closed_on__isnull=True).first()
    if plan.state != BusinessPlan.State.IN_FORCE:
        raise ValidationError("Only the plan that is in force is carried over.", code="not_in_force")
    if following is not None:
        raise ValidationError(f"{following} was drawn up from it already.", code="carried_already")
    if since <= plan.since:
        raise ValidationError({"since": "The plan that follows begins after the one before it."})
    priorities = list(Priority.objects.filter(plan_id=plan.pk, until__isnull=True).order_by("number"))
    missing = [str(priority.number) for priority in priorities if priority.pk not in verdicts]
    if missing:
        raise ValidationError(f"Say how each priority stands. Missing: {', '.join(missing)}.", code="no_verdict")
    made = open_record(
        plans, partnership=plan.partnership, lead_agency=plan.lead_agency, title=title, since=since, until=until,
        carried_from=plan, still_after=plan.still_after, **values,
    )  # fmt: skip
    for priority in priorities:
        _carry(made, priority, verdicts[priority.pk])
    tell(plan, "carried", f"{made.reference} was drawn up from it")
    return made


@transaction.atomic
def bring_into_force(plan: BusinessPlan, *, expected_version: int | None = None) -> BusinessPlan:
    """The plan holds from now on. The plan it was drawn up from is carried over: open work goes on under the new.

    Raises ValidationError while a plan is in force that it does not follow.
    """
    before = BusinessPlan.objects.filter(pk=plan.carried_from_id, state=BusinessPlan.State.IN_FORCE).first()
    other = BusinessPlan.objects.filter(partnership=plan.partnership, state=BusinessPlan.State.IN_FORCE).first()
    if other is not None and other != before:
        raise ValidationError(f"{other} is in force. Close it first, or carry it over.", code="another_holds")
    if before is not None:
        take_step(before, "carry_over", note=f"Into {plan.reference}.")
    begun: BusinessPlan = take_step(plan, "begin", expected_version=expected_version)
    return begun


def _carry(plan: BusinessPlan, was: Priority, verdict: Verdict) -> CarriedPriority:
    into = None
    if verdict.status in CarriedPriority.GOES_ON:
        number = CarriedPriority.objects.filter(record=plan, into__isnull=False).count() + 1
        into = set_priority(
            plan=plan, number=number, title=was.title, outcome=was.outcome, owner_group=was.owner_group,
            since=plan.since,
        )  # fmt: skip
        for tie in PriorityMeasure.objects.filter(priority=was).select_related("measure"):
            measure_priority(into, tie.measure, why=tie.why)
    row = CarriedPriority(
        record=plan, was=was, into=into, status=Status(verdict.status), evidence=verdict.evidence.strip(),
        words=verdict.words.strip(),
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row
