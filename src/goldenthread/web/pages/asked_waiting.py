"""What keepers of a register are brought of what they asked: answers that came, and people who do not answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from goldenthread.core.contributions.models import Contribution
from goldenthread.core.notices.worklist import WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership

#: An answer is brought to its keepers for so long.
NEW = timedelta(days=7)


def from_outside(actor: Actor, board: Partnership, on: date) -> Iterator[WorkItem]:
    """By reference alone: forms that are late, and answers of the last week. One query, for keepers of a register."""
    kept = actor.claim("registers")
    if not kept:
        return
    rows = Contribution.objects.filter(partnership=board, register__in=kept, withdrawn_on__isnull=True)
    late = rows.filter(answered_on__isnull=True, due__lt=on)
    came = rows.filter(answered_on__gte=on - NEW)
    for one in (late | came).select_related("record").order_by("due", "pk"):
        answered = one.answered_on is not None
        due = None if answered else one.due
        yield WorkItem(
            kind="asked",
            pk=one.pk,
            reference=one.record.reference,
            title=f"{one.form.title}: {'the answer came' if answered else 'no answer yet'}",
            due=due,
            why="You keep the register",
            urgency=urgency_of(due, on),
            days_left=days_left(due, on) if due else None,
            link=reverse("asked_answer", args=[board.slug, one.kind, one.record_id, one.pk]),
        )


register_source("asked of others", from_outside)
