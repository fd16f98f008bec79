"""What the thread asks of people: to look whether a recommendation worked, and to see one through that is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Value
from django.urls import reverse

from goldenthread.core.notices.worklist import AHEAD, WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Impact, Recommendation

WANTED = ("pk", "reference", "text")
TO_LOOK = "Time to look whether it worked"
TO_SEE_THROUGH = "Your agency answers for this recommendation"


def thread_work(actor: Actor, partnership: Partnership, on: date) -> Iterable[WorkItem]:
    """Looks that are due, for those who oversee; open recommendations that are due, for the agency that answers.

    Late or due within 14 days. One query.
    """
    agencies, last, asked = actor.agencies_at(partnership.pk), on + AHEAD, []
    if actor.roles(partnership.pk) & OVERSIGHT:
        looks = Impact.objects.filter(recommendation__partnership=partnership, looked_on=None, review_on__lte=last)
        told = [f"recommendation__{name}" for name in WANTED]
        asked.append(looks.order_by().annotate(why=Value(TO_LOOK)).values_list("why", "review_on", *told))
    if agencies:
        rows = Recommendation.objects.filter(
            partnership=partnership, owner_agency__in=agencies, status=Recommendation.Status.OPEN, due_on__lte=last
        )
        asked.append(rows.order_by().annotate(why=Value(TO_SEE_THROUGH)).values_list("why", "due_on", *WANTED))
    for why, due, *told in asked[0].union(*asked[1:], all=True) if asked else ():
        yield _item(partnership, why, due, on, told)


def _item(partnership: Partnership, why: str, due: date, on: date, told: list[Any]) -> WorkItem:
    pk, reference, text = told
    return WorkItem(
        kind="recommendation",
        pk=pk,
        reference=reference,
        title=text,
        due=due,
        why=why,
        urgency=urgency_of(due, on),
        days_left=days_left(due, on),
        open_title=True,  # the whole partnership reads recommendations
        link=reverse("recommendation", args=[partnership.slug, pk]),
    )


register_source("thread", thread_work)
