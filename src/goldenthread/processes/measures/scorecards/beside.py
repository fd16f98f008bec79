"""Beside an impact on a recommendation's page: the measures that test it, with what they say now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.urls import reverse

from goldenthread.analytics.judging import judge
from goldenthread.analytics.models import Gauge
from goldenthread.analytics.reliability import figure_words
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Impact
from goldenthread.web.components import Link


def tests_of(board: Partnership, impacts: Sequence[Impact]) -> dict[int, list[Link]]:
    """Impact key -> its measures, each with its latest figure: within the reader's sight."""
    rows = list(Gauge.objects.filter(impact__in=[impact.pk for impact in impacts]).select_related("measure"))
    found = judge([row.measure for row in rows]) if rows else {}
    links: dict[int, list[Link]] = defaultdict(list)
    for row in rows:
        judged = found.get(row.measure_id)
        latest = judged.latest if judged else None
        words = figure_words(latest, judged.series.definition.unit) if judged and latest else ""
        said = f": {words}, {latest.label}" if latest else ""
        links[row.impact_id].append(
            Link(f"{row.measure.title}{said}", reverse("measure", args=[board.slug, row.measure.code]))
        )
    return links
