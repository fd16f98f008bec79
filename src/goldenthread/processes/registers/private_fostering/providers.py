"""What private fostering brings to the worklist beside its clocks: children soon too old, requirements to be met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Case, F, Q, Value, When

from goldenthread.core.notices.waiting import Asked, Waiting, case_item, register_waiting, waits
from goldenthread.core.notices.worklist import AHEAD, WorkItem
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership

from .models import Arrangement, Requirement

#: What follows takes time: advice after care, a decision on where the child lives.
BEFORE_A_BIRTHDAY = timedelta(days=60)
MANAGER, WORKER = "team_manager", "social_worker"
OVER = (Arrangement.State.ENDED, Arrangement.State.NOT_FOSTERING)
KIND = "private-fostering"


def coming(actor: Actor, partnership: Partnership, on: date) -> Iterable[Asked]:
    """By reference alone, for the worker of a case and for managers."""
    roles = actor.roles(partnership.pk)
    if not roles & {MANAGER, WORKER}:
        return
    mine = actor.claim("persons")
    whose = Q() if MANAGER in roles else Q(allocated_to__in=mine) | Q(allocated_to__isnull=True)
    cases = Arrangement.objects.filter(whose, partnership=partnership).exclude(state__in=OVER)
    too_old = cases.filter(too_old_in__lte=on + BEFORE_A_BIRTHDAY)
    age = Case(When(disabled=True, then=Value("18")), default=Value("16"))
    yield waits(too_old, about=age, day=F("too_old_in"), person="allocated_to_id")
    due = Requirement.objects.filter(record__in=cases, standing=Requirement.Standing.OPEN, due_on__lte=on + AHEAD)
    yield waits(
        due, about=F("of"), day=F("due_on"), pk="record_id", reference="record__reference",
        person="record__allocated_to_id", key="pk",
    )  # fmt: skip


def in_line(row: Waiting, actor: Actor, partnership: Partnership, on: date) -> WorkItem:
    why = "Yours to do" if row.person in actor.claim("persons") else "Yours as their manager, or nobody's yet"
    if row.key is None:
        turns = "turned" if row.day and row.day < on else "turns"
        words = f"The child {turns} {row.about} in {row.day:%B %Y}: decide what follows"
    else:
        of = dict(Requirement.Kind.choices)[row.about]
        words = f"Requirement to be met: {of[:1].lower()}{of[1:]}"
    return case_item(row, kind=KIND, title=words, why=why, on=on, due=True)


register_waiting(KIND, coming, in_line)
