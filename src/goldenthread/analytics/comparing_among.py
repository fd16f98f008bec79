"""One area among all authorities: the interval of its figure, its quarter, the funnel, the trend of its years."""

from __future__ import annotations

from goldenthread.kernel.statistics import compare, funnels, intervals, trend
from goldenthread.kernel.statistics.intervals import Interval
from goldenthread.kernel.statistics.overdispersion import Tally
from goldenthread.kernel.statistics.values import Better as Way
from goldenthread.kernel.statistics.values import Refused, StatisticsError, Why
from goldenthread.law.measures.entry import Unit
from goldenthread.law.measures.published import PublishedSeries

from .comparing_reading import Printed, PublishedTable
from .models import Area


def interval_of(one: Printed | None, wanted: PublishedSeries, confidence: float = 0.95) -> Interval | None:
    """Of a share Wilson's, of a rate Byar's or the exact one; none for an average or where the parts are not known."""
    if one is None or one.tally is None or wanted.unit is Unit.MEAN:
        return None
    over, under = one.tally.numerator, one.tally.denominator
    if wanted.within:
        return intervals.wilson(over, under, confidence).scaled(wanted.per)
    return intervals.rate(over, under, per=wanted.per, confidence=confidence)


def quarter_among(table: PublishedTable, latest: Printed, way: Way) -> str:
    """The quarter of all authorities that a figure lies in, in words, with what it does not know."""
    everyone = _values(table, latest.year)
    found = compare.quartile_band(latest.value or 0.0, [value for _, value, _ in everyone], way)
    if isinstance(found, Refused):
        return found.words
    return (
        f"Quarter {found} of A (best) to D among {len(everyone)} authorities. A quarter knows nothing of chance: "
        "read it with the comparisons above."
    )


def funnel_among(table: PublishedTable, year: int) -> funnels.Funnel | Refused:
    """Every authority of a year, with limits that allow for areas differing by more than chance."""
    wanted = table.series
    areas = [funnels.Area(area.name, t.numerator, t.denominator) for area, _, t in _values(table, year) if t]
    if wanted.unit is Unit.MEAN or not wanted.under:
        return Refused(Why.DIFFERENT_KINDS, "A funnel is for shares and rates.")
    try:
        return (funnels.proportions if wanted.within else funnels.rates)(areas, per=wanted.per)
    except StatisticsError as wrong:
        return Refused(Why.TOO_FEW_AREAS, str(wrong))


def _values(table: PublishedTable, year: int) -> list[tuple[Area, float, Tally | None]]:
    found = []
    for key in table.authorities:
        one = table.figures[key].get(year)
        if one is not None and one.value is not None:
            found.append((table.areas[key], one.value, one.tally))
    return found


def trend_of(table: PublishedTable, area: Area) -> trend.Marker:
    """The marker on the last five years."""
    known = [one for one in table.of(area).values() if one.value is not None]
    wanted = table.series
    if wanted.within:
        shares = [trend.YearShare(o.year, o.tally.numerator, o.tally.denominator) for o in known if o.tally]
        return trend.of_shares(shares)
    values = []
    for one in known:
        interval = interval_of(one, wanted)
        lower, upper = (interval.lower, interval.upper) if interval else (None, None)
        values.append(trend.YearValue(one.year, one.value or 0.0, lower, upper))
    return trend.of_values(values)
