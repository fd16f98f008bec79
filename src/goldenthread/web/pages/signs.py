"""Early warnings that every kind of work shows: clocks that are not kept, and promises that are not."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, F, Min, Q
from django.urls import reverse

from goldenthread.core.casework.models import ClockRun
from goldenthread.core.casework.process import process_named
from goldenthread.core.casework.warnings import EarlyWarning, brings_warnings
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.core.thread.models import Action
from goldenthread.kernel.clocks import Direction
from goldenthread.kernel.now import LONDON, now, today

A_YEAR = timedelta(days=365)
#: So many clocks of a kind with an agency, and this share of them late: a sign. So many promises past their day, or so
#: many put off three times: another.
FEWEST, SHARE = 5, 0.3
OVERDUE, DEFERRED, TIMES = 3, 2, 3


@brings_warnings
def clocks_not_kept(partnership: Partnership) -> list[EarlyWarning]:
    """By kind of work and agency: how many of the clocks that fell due within a year were late. Two queries."""
    since = now() - A_YEAR
    late = Q(met__gt=F("due")) | Q(met__isnull=True)
    runs = ClockRun.objects.filter(partnership=partnership, due__range=(since, now()))
    runs = runs.exclude(direction=Direction.MINIMUM).exclude(met__isnull=True, record__closed_on__isnull=False)
    counted = runs.values("record__kind", "record__lead_agency").annotate(
        number=Count("pk"), late=Count("pk", filter=late), first=Min("due", filter=late)
    )
    found = [row for row in counted if row["number"] >= FEWEST and row["late"] >= SHARE * row["number"]]
    agencies = Agency.objects.in_bulk({row["record__lead_agency"] for row in found})
    return [
        EarlyWarning(
            key=f"clock:{row['record__kind']}:{agency.pk}",
            title=f"{agency} does not keep the clocks of {_work(row['record__kind'])}",
            cause="There may be too few people for the work.",
            evidence=f"{row['late']} of {row['number']} clocks that fell due from {since:%-d %B %Y} to "
            f"{today():%-d %B %Y} were late.",
            since=row["first"].astimezone(LONDON).date(),
            agency=agency,
            link=reverse("records", args=[partnership.slug, row["record__kind"]]),
        )
        for row in found
        for agency in [agencies[row["record__lead_agency"]]]
    ]


@brings_warnings
def promises_not_kept(partnership: Partnership) -> list[EarlyWarning]:
    """By agency: actions past their day, and those put off three times or more. Two queries."""
    live = Action.objects.filter(partnership=partnership, owner_agency__isnull=False).exclude(status="closed")
    counted = live.values("owner_agency").annotate(
        overdue=Count("pk", filter=Q(due_on__lt=today())),
        deferred=Count("pk", filter=Q(deferrals__gte=TIMES)),
        first=Min("made_on", filter=Q(due_on__lt=today()) | Q(deferrals__gte=TIMES)),
    )
    found = {r["owner_agency"]: r for r in counted if r["overdue"] >= OVERDUE or r["deferred"] >= DEFERRED}
    return [
        EarlyWarning(
            key=f"action:{agency.pk}",
            title=f"{agency} does not keep what it promised",
            cause="What was agreed is not done, or is put off again and again.",
            evidence=f"{row['overdue']} actions past their day and {row['deferred']} put off three times or more, "
            f"on {today():%-d %B %Y}.",
            since=row["first"],
            agency=agency,
            link=f"{reverse('actions', args=[partnership.slug])}?agency={agency.pk}&standing=live",
        )
        for agency in Agency.objects.filter(pk__in=found)
        for row in [found[agency.pk]]
    ]


def _work(kind: str) -> str:
    process = process_named(kind)
    return process.title.lower() if process else kind
