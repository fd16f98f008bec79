"""Figures past their minimum, and questions about figures that an agency leaves without an answer."""

from __future__ import annotations

from django.db.models import Count, Min
from django.urls import reverse

from goldenthread.analytics.judging import Standing, judge
from goldenthread.analytics.models import Measure
from goldenthread.core.casework.models import ClockRun
from goldenthread.core.casework.warnings import EarlyWarning, brings_warnings
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import LONDON, now, today

#: As many questions overdue at once with one agency are a sign and no accident.
SEVERAL = 2


@brings_warnings
def below_their_minimum(partnership: Partnership) -> list[EarlyWarning]:
    """Each measure in use whose latest figure misses the minimum that it was given."""
    rows = Measure.objects.filter(partnership=partnership, retired_on__isnull=True).select_related("owner_agency")
    measures = {measure.pk: measure for measure in rows}
    found = []
    for key, judged in judge(list(measures.values())).items():
        said = next((signal for signal in judged.signals if signal.why == "minimum"), None)
        if judged.standing == Standing.BELOW_MINIMUM and said and judged.latest:
            measure = measures[key]
            found.append(
                EarlyWarning(
                    key=f"measure:{measure.pk}",
                    title=f"Below its minimum: {measure.title}"[:250],
                    cause="A standard that the partnership set as the least it lives with is not met.",
                    evidence=f"{said.words} {said.stretch}.",
                    since=said.stretch.first,
                    agency=measure.owner_agency,
                    link=reverse("measure", args=[partnership.slug, measure.code]),
                )
            )
    return found


@brings_warnings
def left_without_an_answer(partnership: Partnership) -> list[EarlyWarning]:
    """Each agency with several questions past their day. Two queries: the counts, and the agencies' names."""
    late = ClockRun.objects.filter(
        partnership=partnership,
        record__kind="questions",
        record__closed_on__isnull=True,
        met__isnull=True,
        due__lt=now(),
    )
    counted = late.values("record__lead_agency").annotate(number=Count("record", distinct=True), since=Min("due"))
    found = {row["record__lead_agency"]: row for row in counted if row["number"] >= SEVERAL}
    return [
        EarlyWarning(
            key=f"question:{agency.pk}",
            title=f"{agency} does not answer questions about its figures",
            cause="What its figures mean for children stays unknown.",
            evidence=f"{found[agency.pk]['number']} questions past their day on {today():%-d %B %Y}.",
            since=found[agency.pk]["since"].astimezone(LONDON).date(),
            agency=agency,
            link=f"{reverse('records', args=[partnership.slug, 'questions'])}?state=open",
        )
        for agency in Agency.objects.filter(pk__in=found)
    ]
