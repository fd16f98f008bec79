"""From a comparison to its three charts: bars with intervals, the funnel of all authorities, years beside others'."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from goldenthread.kernel.periods import label
from goldenthread.kernel.statistics.funnels import Funnel
from goldenthread.kernel.statistics.funnels import Standing as Placed
from goldenthread.kernel.statistics.values import Refused, median
from goldenthread.publishing.charts.values import Area, Bar, BarChart, Comparator, Curve, FunnelChart, Point, RunChart

from .comparing import Compared, NeighbourFigure
from .comparing_reading import Printed
from .drawing import UNITS

#: Years on the chart of years: fewer than would be judged by limits, which published years of others do not give.
YEARS = 10
#: Neighbours with a figure that a year's median needs.
FEWEST = 6


def bars(found: Compared) -> BarChart:
    """Our area, what it is compared with, and each neighbour, with 95% intervals."""
    ours = Bar(
        found.area.name,
        found.latest.value,
        found.interval.lower if found.interval else None,
        found.interval.upper if found.interval else None,
        ours=True,
    )
    beside = (Bar(one.name, one.value, comparator=True, missing=one.words) for one in found.beside)
    return BarChart(
        f"{found.series.title}: {found.area} and others, {label(found.latest.stretch)}",
        (ours, *beside, *(_neighbour(one) for one in found.neighbours)),
        UNITS[found.series.unit],
        source=found.licence,
    )


def funnel(found: Compared) -> FunnelChart | Refused:
    """Every authority of the year; refused where a funnel has nothing to say."""
    drawn = found.funnel
    if isinstance(drawn, Refused):
        return drawn
    areas = tuple(
        Area(
            point.name,
            point.size,
            point.value,
            ours=point.name == found.area.name,
            mark="" if point.standing is Placed.WITHIN else point.standing.words,
        )
        for point in drawn.points
    )
    said = f" {drawn.overdispersion.words}" if drawn.overdispersion else ""
    return FunnelChart(
        f"{found.series.title}: all authorities, {label(found.latest.stretch)}",
        areas,
        UNITS[found.series.unit],
        curves=_curves(drawn),
        benchmark=drawn.benchmark,
        benchmark_name="All authorities together",
        size_name="Children aged 0 to 17" if found.series.unit == "per_10000" else "Out of",
        source=f"{drawn.method}.{said} {found.licence}",
    )


def years(found: Compared) -> RunChart:
    """Our years beside England's, the region's and the median of the neighbours, as they were printed."""
    known = sorted(found.table.of(found.area).values(), key=lambda one: one.year)[-YEARS:]
    points = tuple(
        Point(one.stretch.first, label(one.stretch), one.value, missing=one.reason or "no data") for one in known
    )
    above = [area for area in (found.country, found.region) if area is not None]
    lines = [Comparator(area.name, _values(found.table.of(area), known)) for area in above]
    middle = tuple((one.stretch.first, _median(found, one.year)) for one in known)
    lines.append(Comparator("Median of the neighbours", middle))
    return RunChart(
        f"{found.series.title}: {found.area} over the years",
        points,
        UNITS[found.series.unit],
        step="year",
        comparators=tuple(line for line in lines if any(value is not None for _, value in line.values)),
        source=found.licence,
        not_judged=f"Too few years for limits. Trend of the last five years: {found.trend.words}.",
    )


def _neighbour(one: NeighbourFigure) -> Bar:
    figure, interval = one.figure, one.interval
    return Bar(
        one.area.name,
        figure.value if figure else None,
        interval.lower if interval else None,
        interval.upper if interval else None,
        note=f"neighbour {one.rank}{f', {one.closeness.lower()}' if one.closeness else ''}",
        missing=(figure.reason if figure else "") or "no data",
    )


def _curves(drawn: Funnel) -> tuple[Curve, ...]:
    """In order of size, each size once: exact lines are made from whole events and may come back upon themselves."""
    found = []
    for line in drawn.lines:
        points = dict(sorted(line.points))
        found.append(Curve(f"{line.level:.1%} limits".replace(".0%", "%"), tuple(points.items())))
    return tuple(found)


def _values(theirs: Mapping[int, Printed], known: list[Printed]) -> tuple[tuple[date, float | None], ...]:
    return tuple((one.stretch.first, theirs[one.year].value if one.year in theirs else None) for one in known)


def _median(found: Compared, year: int) -> float | None:
    figures = [found.table.at(one.area, year) for one in found.neighbours]
    values = [one.value for one in figures if one is not None and one.value is not None]
    return median(values) if len(values) >= FEWEST else None
