"""Rare events: how far apart they lie, where limits on how many there were would mislead.

A T chart (days between events) of events in time, a G chart (cases between events) of a share that is rarely anything
but nought. Where figures come by the month the days of the events are not known: they are spread evenly over it, and
the chart says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from goldenthread.kernel.now import today
from goldenthread.kernel.periods import ONE_DAY, Every, Stretch
from goldenthread.kernel.statistics import rare
from goldenthread.kernel.statistics.charts import ControlChart, Method
from goldenthread.kernel.statistics.values import Better as Way
from goldenthread.kernel.statistics.values import Point, Refused, StatisticsError
from goldenthread.kernel.statistics.values import Rebase as FromHere
from goldenthread.law.measures.entry import Kind, Unit

from .models import Definition, Rebase
from .series import Known, Series

#: A share at or below this is of rare events; a larger one of few cases has limits that follow its denominators.
RARE_SHARE = Decimal("0.1")
#: From so many figures on limits would be drawn, and so many events give as many gaps and one more.
FEWEST = 12
RATES = frozenset((Unit.PER_1000, Unit.PER_10000, Unit.PER_100000))
#: More time between events that nobody wants is good.
LONGER: dict[Way, Way] = {Way.LOW: Way.HIGH, Way.HIGH: Way.LOW, Way.NEUTRAL: Way.NEUTRAL}
CLOSER = "events come closer together"
APART = "events come further apart"


@dataclass(frozen=True)
class Spacing:
    """The gaps between events. `estimated`: the days of events were not known; `where` holds the last of them."""

    chart: ControlChart
    estimated: bool
    since: rare.SinceLast | None
    where: Known

    @property
    def of_days(self) -> bool:
        return self.chart.method is Method.T

    @property
    def name(self) -> str:
        return "days between events" if self.of_days else "cases between events"

    @property
    def said(self) -> str:
        """What the latest gap shows: `Special cause: concern, events come closer together (below the lower limit)`."""
        kind, cause = self.chart.variation.kind, self.chart.latest.cause
        if not self.chart.judged or not kind.special:
            return self.chart.verdict
        meaning = kind.value.partition("_")[0]
        told = "" if meaning == "neutral" else f"{meaning}, "
        way = APART if cause.direction > 0 else CLOSER
        return f"{self.chart.latest.label}: Special cause: {told}{way} ({cause})."

    @property
    def worrying(self) -> str:
        """What asks for an answer: events closer together (or, where they are wanted, further apart); or nothing."""
        if self.chart.variation.kind.value.startswith("concern"):
            return self.said
        waited = self.since is not None and self.since.beyond_upper and self.chart.latest.better is Way.LOW
        return f"{self.since.words}." if waited and self.since else ""

    @property
    def verdict(self) -> str:
        """What the gaps show, with the one that is still open."""
        open_gap = f" {self.since.words}." if self.since else ""
        few = f"{len(self.chart.points)} gaps between events: {self.said[:1].lower()}{self.said[1:]}"
        return f"{self.said if self.chart.judged else few}{open_gap}"

    @property
    def how(self) -> str:
        """The foot of its chart: the method, and what was supposed."""
        within = "The days of events are not known: they are spread evenly over their period. "
        judged = f"Judged as: {self.chart.rule_set}" if self.chart.judged else ""
        return f"{within if self.estimated else ''}{judged}".strip()


def refused_limits(definition: Definition, numbers: Sequence[Known]) -> Refused | None:
    """Why limits on these figures would mislead, as there are too few events or too many noughts among them."""
    counted = [float(n.value or 0) for n in numbers]
    if definition.unit != Unit.COUNT:
        if not _of_rare_parts(definition, numbers):
            return None
        counted = [float(n.numerator or 0) for n in numbers]
    if len(counted) < FEWEST and not FEWEST < sum(counted) < rare.FEWEST_MEAN * len(counted):
        return None  # too few to judge either way, and said to be
    return rare.refuse_xmr(counted)


def spacing_of(series: Series, way: Way, rebases: Sequence[Rebase] = (), as_at: date | None = None) -> Spacing | None:
    """The gaps between the events of a series of rare ones; nothing where they are no events, or gaps are unknown.

    `as_at`: the day to which the open gap runs where figures come by the day (today, if not said); where they come by
    the month it runs to the end of the last that is known.
    """
    numbers, definition = series.numbers, series.definition
    if definition.snapshot or not _whole(definition, numbers):
        return None
    try:
        if definition.unit == Unit.PERCENT:
            return _between_cases(series, LONGER[way], rebases)
        return _between_days(series, LONGER[way], rebases, as_at or today())
    except StatisticsError:
        return None  # fewer than two events, or none with a gap that is known


def _of_rare_parts(definition: Definition, numbers: Sequence[Known]) -> bool:
    """Whether it is a share or a rate whose numerators are rare events."""
    if definition.kind != Kind.RATIO or definition.snapshot or any(n.numerator is None for n in numbers):
        return False
    if definition.unit in RATES:
        return True
    under = sum(n.denominator or 0 for n in numbers)
    return definition.unit == Unit.PERCENT and sum(n.numerator or 0 for n in numbers) <= RARE_SHARE * under


def _whole(definition: Definition, numbers: Sequence[Known]) -> bool:
    """Whether every figure counts whole events over a span, few enough of them."""
    if definition.unit == Unit.COUNT and definition.kind != Kind.FLOW:
        return False
    if definition.unit != Unit.COUNT and not _of_rare_parts(definition, numbers):
        return False
    counted = [_events(definition, one) for one in numbers]
    return all(one is not None and one >= 0 and one == one.to_integral_value() for one in counted) and (
        sum(one or 0 for one in counted) < rare.FEWEST_MEAN * len(counted)
    )


def _events(definition: Definition, one: Known) -> Decimal | None:
    return one.value if definition.unit == Unit.COUNT else one.numerator


def _between_days(series: Series, way: Way, rebases: Sequence[Rebase], as_at: date) -> Spacing:
    placed = [(day, one) for one in series.numbers for day in _days(series.definition, one)]
    unknown = [(gap.first, gap.last) for gap in _unknown(series)]
    days = [day for day, _ in placed]
    plain = rare.t_chart(days, unknown=unknown, better=way).chart
    anew = _rebases([point.on for point in plain.points], rebases)
    known = as_at if series.every is Every.DAY else series.numbers[-1].stretch.last
    made = rare.t_chart(days, unknown=unknown, better=way, as_at=max(known, *days), rebase=anew)
    return Spacing(made.chart, any(one.stretch.days > 1 for _, one in placed), made.since_last, placed[-1][1])


def _between_cases(series: Series, way: Way, rebases: Sequence[Rebase]) -> Spacing:
    """Cases without the event between two with it. Where a period is not known a new count begins."""
    gaps: list[tuple[Point, Known]] = []
    cases, last = 0, None
    missing = _unknown(series)
    for one in series.numbers:
        if missing and missing[0].last < one.stretch.first:
            last, missing = None, [gap for gap in missing if gap.last > one.stretch.first]
        many, out_of = int(one.numerator or 0), int(one.denominator or 0)
        for place, day in enumerate(_days(series.definition, one)):
            at = cases + out_of * (2 * place + 1) // (2 * many)
            if last is not None:
                gaps.append((Point(day, max(0, at - last - 1)), one))
            last = at
        cases += out_of
    anew = _rebases([point.on for point, _ in gaps], rebases)
    return Spacing(rare.g_chart([point for point, _ in gaps], better=way, rebase=anew), True, None, gaps[-1][1])


def _days(definition: Definition, one: Known) -> Iterator[date]:
    """A day for each event of a figure: its own where it is of one day, else spread evenly over its span."""
    many = int(_events(definition, one) or 0)
    for place in range(many):
        yield one.stretch.first + timedelta(days=one.stretch.days * (2 * place + 1) // (2 * many))


def _unknown(series: Series) -> list[Stretch]:
    """The times between the first and the last figure of which nothing is known. Of figures by the day only those that
    say so: a day that nobody wrote of is a day without an event.
    """
    gaps = [one.stretch for one in series.figures if one.value is None]
    if series.every is not Every.DAY:
        for one, other in pairwise(series.figures):
            if other.stretch.first > one.stretch.last + ONE_DAY:
                gaps.append(Stretch(one.stretch.last + ONE_DAY, other.stretch.first - ONE_DAY))
    return sorted(gaps)


def _rebases(days: Sequence[date], rebases: Sequence[Rebase]) -> list[FromHere]:
    """Each at the first gap that ends on its day or later; one before all or after all gaps says nothing yet."""
    found = {}
    for rebase in rebases:
        on = next((day for day in days if day >= rebase.on), None)
        if on is not None and on != days[0]:
            found[on] = FromHere(on, rebase.reason, rebase.by)
    return list(found.values())
