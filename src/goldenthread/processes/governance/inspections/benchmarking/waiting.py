"""Who has still to rate: on their worklist, and among what a chair asks about."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from goldenthread.core.notices.worklist import WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns

from .models import Exercise, Rater
from .rating import raters_of_mine


def still_to_rate(actor: Actor, partnership: Partnership, on: date) -> list[WorkItem]:
    """The exercises that whoever acts has been asked to rate and has not handed in. One query."""
    return [
        WorkItem(
            kind="rating",
            pk=rater.pk,
            reference=rater.record.reference,
            title=f"Rate: {rater.record.title}",
            due=rater.record.invited_until,
            why="You are asked to rate" if rater.person_id else "Your agency is asked to rate",
            urgency=urgency_of(rater.record.invited_until, on),
            days_left=days_left(rater.record.invited_until, on),
            open_title=True,
            link=reverse("rate_exercise", args=[partnership.slug, rater.record_id]),
        )
        for rater in raters_of_mine(partnership)
        if rater.handed_in_at is None
    ]


register_source("benchmarking", still_to_rate)


@brings_concerns
def who_did_not_rate(board: Partnership) -> list[Concerns]:
    """Raters past the day until which they were asked, of exercises that are still open for rating."""
    rows = Rater.objects.filter(
        partnership=board,
        handed_in_at__isnull=True,
        record__state=Exercise.State.RATING,
        record__invited_until__lt=today(),
    )
    found = list(rows.select_related("record", "agency", "person").order_by("record__invited_until", "pk"))
    oldest = [
        Concern(
            f"{rater} has not rated: {rater.record.title}",
            reverse("exercise_raters", args=[board.slug, rater.record_id]),
            rater.record.invited_until,
            str(rater),
        )
        for rater in found[:MOST_NAMED]
    ]
    return [Concerns(Worry.SILENT, "asked to rate in a bench-marking, and did not", len(found), oldest)]
