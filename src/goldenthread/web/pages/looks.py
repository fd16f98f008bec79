"""What the thread asks of people: to look whether a recommendation worked, and to see one through that is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import DateField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from goldenthread.core.notices.worklist import AHEAD, Urgency, WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Impact, Recommendation, Resemblance
from goldenthread.web.components import count

WANTED = ("pk", "reference", "text")
TO_LOOK = "Time to look whether it worked"
TO_DECIDE = "Say whether it asks for the same again"
TO_SEE_THROUGH = "Your agency answers for this recommendation"


def thread_work(actor: Actor, partnership: Partnership, on: date) -> Iterable[WorkItem]:
    """Looks that are due, for those who oversee; open recommendations that are due, for the agency that answers.

    Late or due within 14 days. And for whoever brought some in that look like earlier ones, one line until they have
    said of each whether it asks again. One query.
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
    if actor.roles(partnership.pk) & OVERSIGHT and actor.user:
        mine = Resemblance.objects.filter(partnership=partnership, asked_of=actor.user, decision="")
        told = [f"recommendation__{name}" for name in WANTED]
        none = Cast(Value(None), DateField())
        asked.append(mine.order_by().annotate(why=Value(TO_DECIDE), no_day=none).values_list("why", "no_day", *told))
    like_earlier = []
    for why, due, *told in asked[0].union(*asked[1:], all=True) if asked else ():
        if why == TO_DECIDE:
            like_earlier.append(told)
        else:
            yield _item(partnership, why, due, on, told)
    if like_earlier:
        yield _to_decide(partnership, like_earlier)


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


def _to_decide(partnership: Partnership, told: list[list[Any]]) -> WorkItem:
    number = len({pk for pk, *_ in told})
    return WorkItem(
        kind="resemblance",
        pk=0,
        reference=max(reference for _, reference, _ in told),
        title=f"{count(number, 'recommendation')} you brought in may have been made before",
        due=None,
        why=TO_DECIDE,
        urgency=Urgency.NO_DATE,
        days_left=None,
        open_title=True,
        link=reverse("like_earlier", args=[partnership.slug]),
    )


register_source("thread", thread_work)
