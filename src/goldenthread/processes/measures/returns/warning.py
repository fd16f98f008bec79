"""Returns that were not sent, as an early warning: an agency that cannot say how it stands may not be able to act."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.urls import reverse

from goldenthread.core.casework.warnings import EarlyWarning, brings_warnings
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import today

from .models import Roll
from .standing import standing

A_YEAR = timedelta(days=365)


@brings_warnings
def missed_returns(partnership: Partnership) -> list[EarlyWarning]:
    """Each agency with a return of the last twelve months that has not come. One query."""
    since = today() - A_YEAR
    rows = list(Roll.objects.filter(partnership=partnership, last__gte=since).select_related("agency"))
    owed = Counter(row.agency_id for row in rows)
    missing: dict[Agency, list[Roll]] = {}
    for row in rows:
        if standing(row).key == "not_sent":
            missing.setdefault(row.agency, []).append(row)
    return [
        EarlyWarning(
            key=f"return:{agency.pk}",
            title=f"{agency} does not send its figures",
            cause="Without its figures nobody can say how well its part of safeguarding works.",
            evidence=f"{len(own)} of {owed[agency.pk]} returns for periods that ended from {since:%-d %B %Y} to "
            f"{today():%-d %B %Y} had not come.",
            since=min(row.due_on for row in own),
            agency=agency,
            link=reverse("return_schedules", args=[partnership.slug]),
        )
        for agency, own in missing.items()
    ]
