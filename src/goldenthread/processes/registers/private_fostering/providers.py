"""What private fostering brings to the worklist beside its clocks: children soon too old, requirements to be met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from goldenthread.core.notices.worklist import AHEAD, WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership

from .models import Arrangement, Requirement

#: What follows takes time: advice after care, a decision on where the child lives.
BEFORE_A_BIRTHDAY = timedelta(days=60)
MANAGER, WORKER = "team_manager", "social_worker"
OVER = (Arrangement.State.ENDED, Arrangement.State.NOT_FOSTERING)
KIND = "private-fostering"


def coming(actor: Actor, partnership: Partnership, on: date) -> Iterable[WorkItem]:
    """By reference alone, for the worker of a case and for managers. Two queries, or none for who has no role here."""
    roles = actor.roles(partnership.pk)
    if not roles & {MANAGER, WORKER}:
        return
    mine = actor.claim("persons")
    whose = Q() if MANAGER in roles else Q(allocated_to__in=mine) | Q(allocated_to__isnull=True)
    cases = Arrangement.objects.filter(whose, partnership=partnership).exclude(state__in=OVER)
    too_old = cases.filter(too_old_in__lte=on + BEFORE_A_BIRTHDAY)
    columns = ("pk", "reference", "disabled", "too_old_in", "allocated_to_id")
    for pk, reference, disabled, month, worker in too_old.values_list(*columns):
        words = f"The child turns {18 if disabled else 16} in {month:%B %Y}: decide what follows"
        yield _item(pk, reference, words, month, on, worker in mine)
    due = Requirement.objects.filter(
        record__in=cases, standing=Requirement.Standing.OPEN, due_on__lte=on + AHEAD
    ).order_by("due_on", "pk")
    about = dict(Requirement.Kind.choices)
    rows = due.values_list("record_id", "record__reference", "of", "due_on", "record__allocated_to_id")
    for pk, reference, of, day, worker in rows:
        words = f"Requirement to be met: {about[of][:1].lower()}{about[of][1:]}"
        yield _item(pk, reference, words, day, on, worker in mine)


def _item(pk: int, reference: str, title: str, due: date, on: date, mine: bool) -> Any:
    return WorkItem(
        kind="record",
        pk=pk,
        reference=reference,
        title=title,
        due=due,
        why="Yours to do" if mine else "Yours as their manager, or nobody's yet",
        urgency=urgency_of(due, on),
        days_left=days_left(due, on),
        record_kind=KIND,
    )


register_source("private-fostering", coming)
