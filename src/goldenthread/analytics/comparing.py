"""A partnership's area beside England, its region, its statistical neighbours and every other authority.

Always with what chance could give: an interval against a fixed benchmark, two samples where the other is small too,
a funnel that allows for areas differing by more than chance. Our own area is taken out of what it is compared with.
A rank or a quarter is never said alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.statistics import compare, funnels, trend
from goldenthread.kernel.statistics.intervals import Interval
from goldenthread.kernel.statistics.overdispersion import Tally
from goldenthread.kernel.statistics.values import Better as Way
from goldenthread.kernel.statistics.values import Refused, StatisticsError, Why
from goldenthread.law.measures.entry import Better
from goldenthread.law.measures.published import PublishedSeries, licence_line
from goldenthread.law.measures.series import SERIES, UnknownSeries, series

from .comparing_among import funnel_among, interval_of, quarter_among, trend_of
from .comparing_reading import Printed, PublishedTable, identity, published_tables
from .models import Area, Coverage, Measure, Neighbour, PublishedDefinition
from .reliability import shown

#: With fewer than this many times our own people behind it a comparator varies by chance as we do: two samples.
LARGE = 20
WAYS = {Better.HIGH: Way.HIGH, Better.LOW: Way.LOW}


@dataclass(frozen=True)
class Beside:
    """One comparator: its figure (ours taken out) and what may be said of ours against it. `method` in words."""

    name: str
    value: float | None
    words: str
    method: str = ""
    standing: str = ""


@dataclass(frozen=True)
class NeighbourFigure:
    rank: int
    area: Area
    closeness: str
    figure: Printed | None
    interval: Interval | None


@dataclass(frozen=True)
class Compared:
    """Everything that is said of one area's published figure. `instead`: why another series than asked for is shown."""

    series: PublishedSeries
    area: Area
    way: Way
    latest: Printed
    interval: Interval | None
    beside: tuple[Beside, ...]
    neighbours: tuple[NeighbourFigure, ...]
    summary: compare.NeighbourSummary | Refused
    quarter: str
    funnel: funnels.Funnel | Refused
    trend: trend.Marker
    table: PublishedTable
    definitions: tuple[PublishedDefinition, ...]
    instead: str = ""

    @property
    def licence(self) -> str:
        """The line to be shown wherever the figures are; made-up ones are nobody's, and say so."""
        if self.made_up:
            return "Made up for the demonstration. These are no real authority's figures."
        return licence_line(tuple(edition.publisher for edition in self.table.editions))

    @property
    def published_as(self) -> tuple[str, ...]:
        """Which editions it rests on, and when they were loaded."""
        return tuple(f"{one.title}, as loaded on {one.loaded_at:%-d %B %Y}" for one in self.table.editions)

    @property
    def withheld(self) -> int:
        """How many authorities have no figure of that year: withheld as too small, or not known."""
        years = (self.table.figures[key].get(self.latest.year) for key in self.table.authorities)
        return sum(one is not None and one.value is None for one in years)

    @property
    def made_up(self) -> bool:
        return self.area.made_up or any(edition.made_up for edition in self.table.editions)

    @property
    def region(self) -> Area | None:
        return _above(self.area, Area.Level.REGION)

    @property
    def country(self) -> Area | None:
        return _above(self.area, Area.Level.COUNTRY)


def covered_areas(partnership: Partnership) -> list[Area]:
    """The authorities whose children a partnership is there for, by name."""
    rows = Area.objects.filter(
        pk__in=Coverage.objects.filter(partnership=partnership).values("area"), level=Area.Level.AUTHORITY
    )
    return list(rows.select_related("parent__parent__parent").order_by("name"))


def published_of(measure: Measure) -> PublishedSeries | None:
    """The published series that a measure names; nothing where it names none that is known."""
    try:
        return series(measure.published) if measure.published else None
    except UnknownSeries:
        return None


def tables_for(measure: Measure, area: Area, *, as_known: datetime | None = None) -> dict[str, PublishedTable]:
    """What is published of a measure's series, and of the rate that is compared in its place. Three queries.

    `as_known`: of what had been loaded by that moment.
    """
    asked = published_of(measure)
    wanted = [asked, _rate_instead(asked)[0]] if asked else []
    return published_tables(wanted, made_up=area.made_up, as_known=as_known) if wanted else {}


def compare_published(
    measure: Measure,
    area: Area,
    better: str = Better.CONTEXT,
    *,
    tables: Mapping[str, PublishedTable] | None = None,
) -> Compared | Refused:
    """The published series of a measure for one area, beside all others. Five queries, or two with `tables` given.

    Refused, in words, where no series is named, nothing is loaded, or our area has no figure.
    """
    asked = published_of(measure)
    if asked is None:
        return Refused(Why.NO_DATA, "No published series is the same figure as this measure.")
    wanted, instead = _rate_instead(asked)
    table = (tables_for(measure, area) if tables is None else tables)[wanted.key]
    ours = [one for one in table.of(area).values() if one.value is not None]
    if not ours:
        words = f"Nothing is published of {area} for “{wanted.title}”, or it has not been loaded."
        return Refused(Why.NO_DATA, words)
    way = WAYS.get(Better(better), Way.NEUTRAL)
    return _compared(table, area, way, max(ours, key=lambda one: one.year), instead)


def _compared(table: PublishedTable, area: Area, way: Way, latest: Printed, instead: str) -> Compared:
    wanted, year = table.series, latest.year
    neighbours = _neighbours(table, area, year)
    summary = compare.neighbours(
        [_as_neighbour(one) for one in neighbours], per=wanted.per, model=_model_words(neighbours)
    )
    beside = [
        _beside(table, area, latest, above, way)
        for above in (_above(area, Area.Level.COUNTRY), _above(area, Area.Level.REGION))
        if above is not None
    ]
    return Compared(
        wanted,
        area,
        way,
        latest,
        interval_of(latest, wanted),
        (*beside, _beside_neighbours(wanted, latest, neighbours, summary, way)),
        tuple(row for row, _ in neighbours),
        summary,
        quarter_among(table, latest, way),
        funnel_among(table, year),
        trend_of(table, area),
        table,
        _definitions(wanted),
        instead,
    )


def _rate_instead(asked: PublishedSeries) -> tuple[PublishedSeries, str]:
    """A number says how large an area is: its rate is compared, where there is one."""
    if asked.under:
        return asked, ""
    rates = [one for one in SERIES.values() if one.over == (asked.key,)]
    if not rates:
        return asked, "A number of children cannot be compared between areas of different size: only its own years can."
    return rates[0], (f"Areas differ in size, so numbers are not compared. What is compared is “{rates[0].title}”.")


def _above(area: Area, level: str) -> Area | None:
    above = area.parent
    while above is not None and above.level != level:
        above = above.parent
    return above


def _beside(table: PublishedTable, area: Area, ours: Printed, above: Area, way: Way) -> Beside:
    """England or the region, less our own area."""
    theirs, name = table.at(above, ours.year), f"{above} without {area}"
    if theirs is None or theirs.value is None:
        return Beside(str(above), None, theirs.reason if theirs else "No figure.")
    if ours.tally is None or theirs.tally is None:
        words = "Shown as printed, ours among it: without the numbers behind it nothing can be said of chance."
        return Beside(str(above), theirs.value, words)
    try:
        rest = compare.without(ours.tally, theirs.tally)
    except StatisticsError:
        return Beside(str(above), theirs.value, f"{area} cannot be taken out of it: it is the whole of it.")
    value = table.series.per * rest.numerator / rest.denominator
    return _said(table.series, name, value, ours, rest, way)


def _said(wanted: PublishedSeries, name: str, value: float, ours: Printed, theirs: Tally, way: Way) -> Beside:
    """Against a fixed value where theirs is far larger than ours, else as two samples."""
    interval = interval_of(ours, wanted)
    if interval is None or ours.tally is None:
        return Beside(name, value, "An average of this kind has no interval, so nothing can be said of chance.")
    if theirs.denominator >= LARGE * ours.tally.denominator:
        found = compare.against(interval, value, way, interval_of(ours, wanted, 0.998))
        method = f"our interval ({interval.method}) against a value taken as fixed"
        return Beside(name, value, f"{found.words}.", method, found.standing.value)
    contrast = (compare.difference if wanted.within else compare.rate_ratio)(ours.tally, theirs)
    if isinstance(contrast, Refused):
        return Beside(name, value, contrast.words)
    standing = _named(contrast, way)
    judged = standing in (compare.Standing.BETTER, compare.Standing.WORSE, compare.Standing.SIMILAR)
    words = f"{standing}: {contrast.words}." if judged else f"{contrast.words}."
    method = f"two samples, {contrast.interval.method}"
    return Beside(name, value, words[:1].upper() + words[1:], method, standing)


def _named(contrast: compare.Contrast, way: Way) -> str:
    if not contrast.distinct:
        return compare.Standing.SIMILAR.value
    above = contrast.interval.value > contrast.null
    if way is Way.NEUTRAL:
        return (compare.Standing.HIGHER if above else compare.Standing.LOWER).value
    return (compare.Standing.BETTER if above == (way is Way.HIGH) else compare.Standing.WORSE).value


def _neighbours(table: PublishedTable, area: Area, year: int) -> list[tuple[NeighbourFigure, str]]:
    """The ten of the latest model, in order of closeness, each with the model's name."""
    rows = Neighbour.objects.filter(area__made_up=area.made_up)
    rows = rows.filter(area__old_code=area.old_code) if area.old_code else rows.filter(area=area)
    ordered = list(rows.select_related("neighbour").order_by("-model", "rank"))
    found = []
    for row in ordered:
        if row.model == ordered[0].model:
            figure = table.at(row.neighbour, year)
            interval = interval_of(figure, table.series)
            found.append((NeighbourFigure(row.rank, row.neighbour, row.closeness, figure, interval), row.model))
    return found


def _as_neighbour(given: tuple[NeighbourFigure, str]) -> compare.Neighbour:
    one, _ = given
    value, tally = (one.figure.value, one.figure.tally) if one.figure else (None, None)
    return compare.Neighbour(one.area.name, value, tally, one.closeness)


def _model_words(found: Sequence[tuple[NeighbourFigure, str]]) -> str:
    return f"{found[0][1]} model" if found else ""


def _beside_neighbours(
    wanted: PublishedSeries,
    ours: Printed,
    found: Sequence[tuple[NeighbourFigure, str]],
    summary: compare.NeighbourSummary | Refused,
    way: Way,
) -> Beside:
    if isinstance(summary, Refused):
        return Beside("Statistical neighbours", None, summary.words)
    tallies = [one.figure.tally for one, _ in found if one.figure and one.figure.tally]
    middle = f"Median {shown(summary.median, wanted.unit)}, mean {shown(summary.mean, wanted.unit)}."
    if summary.pooled is None or ours.tally is None:
        return Beside("Statistical neighbours", summary.median, middle)
    together = Tally(sum(t.numerator for t in tallies), sum(t.denominator for t in tallies))
    said = _said(wanted, "Statistical neighbours together", summary.pooled, ours, together, way)
    return Beside(said.name, said.value, f"{said.words} {middle}", said.method, said.standing)


def _definitions(wanted: PublishedSeries) -> tuple[PublishedDefinition, ...]:
    """What the national measure counts, from the last edition of the dictionary."""
    if not wanted.dictionary:
        return ()
    rows = PublishedDefinition.objects.filter(number=wanted.dictionary).order_by("title", "-edition__loaded_at")
    return tuple(rows.distinct("title"))


def is_ours(area: Area, other: Area) -> bool:
    """Whether two rows are one authority, under whichever code."""
    return identity(area) == identity(other)
