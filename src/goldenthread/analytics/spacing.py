"""Rare events: how far apart they lie, where limits on how many there were would mislead.

Counted by the day, they have a T chart: days between events. Counted by the month or quarter, the days are not known:
spread evenly over the month they would give signals by chance in more charts than not (at two a month in every chart,
in-control data simulated). What is known is which months had one, so the G chart counts months without an event
between two with one; in-control data give a signal in 1 to 5 of 100 charts.

Where how many cases there were is known with each figure (a share or a rate out of whole numbers), and so few figures
hold an event that the cases of one hardly matter, the G chart counts the cases from one event to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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

from .known import Known
from .models import Definition, Rebase
from .series import Series

#: A share at or below this is of rare events; a larger one of few cases has limits that follow its denominators.
RARE_SHARE = Decimal("0.1")
#: From so many figures on limits would be drawn, and so many events give as many gaps and one more.
FEWEST = 12
#: Cases are counted where at most one figure in so many holds an event: within one it is not known which case it was.
#: In-control data give a signal in about 10 of 100 charts so, and in up to 40 where one figure in three holds one.
FEW_WITH_ONE = 10
#: Out of cases; a rate among a population is out of the same children again and again.
OF_CASES = frozenset((Unit.PERCENT, Unit.PER_1000))
RATES = frozenset((Unit.PER_1000, Unit.PER_10000, Unit.PER_100000))
#: More time between events that nobody wants is good.
LONGER: dict[Way, Way] = {Way.LOW: Way.HIGH, Way.HIGH: Way.LOW, Way.NEUTRAL: Way.NEUTRAL}
CLOSER = "events come closer together"
APART = "events come further apart"


@dataclass(frozen=True)
class OpenGap:
    """The gap that has not ended: no point of the chart, but it may already be longer than chance would give."""

    beyond_upper: bool
    words: str


@dataclass(frozen=True)
class Spacing:
    """The gaps between events, in days or in periods (`every`). `since`: the one still open; `where`: the figure that
    holds the last event; `several`: whether a period held more than one, which a count of periods cannot see.
    """

    chart: ControlChart
    every: Every
    since: OpenGap | None
    where: Known
    several: bool = False
    of_cases: bool = False

    @property
    def of_days(self) -> bool:
        return self.chart.method is Method.T

    @property
    def name(self) -> str:
        if self.of_days:
            return "days between events"
        if self.of_cases:
            return "cases from one event to the next"
        return f"{self.every.words}s without an event between two with one"

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
        name = f"{self.name[:1].upper()}{self.name[1:]}"
        said = self.said if self.chart.judged else f"{self.said[:1].lower()}{self.said[1:]}"
        return f"{name}: {said}{open_gap}"

    @property
    def how(self) -> str:
        """The foot of its chart: what it cannot see, and how it was judged."""
        known = "cases" if self.of_cases else "days"
        several = (
            f"The {known} of events are not known: two in one {self.every.words} count once. " if self.several else ""
        )
        judged = f"Judged as: {self.chart.rule_set}" if self.chart.judged else ""
        return f"{several}{judged}".strip()


def refused_limits(definition: Definition, numbers: Sequence[Known]) -> Refused | None:
    """Why limits on these figures would mislead, as there are too few events or too many noughts among them."""
    counted = [float(n.value or 0) for n in numbers]
    if definition.unit != Unit.COUNT:
        if not _of_rare_parts(definition, numbers):
            return None
        counted = [float(n.numerator or 0) for n in numbers]
    if len(counted) < FEWEST and not FEWEST < sum(counted) < rare.FEWEST_MEAN * len(counted):
        return None  # too few to judge either way, and said to be
    refused = rare.refuse_xmr(counted)
    if refused and definition.every == Every.DAY:  # days without an event are not written down, so no average is known
        return Refused(refused.why, "Each event is written down on its own day, so numbers on a day are not judged.")
    return refused


def spacing_of(series: Series, way: Way, rebases: Sequence[Rebase] = (), as_at: date | None = None) -> Spacing | None:
    """The gaps between the events of a series of rare ones; nothing where they are no events, gaps are unknown, or most
    periods have one, so that most gaps are nought and nothing could be seen in them.

    `as_at`: the day to which the open gap runs where figures come by the day (today, if not said).
    """
    numbers, definition = series.numbers, series.definition
    if definition.snapshot or not _whole(definition, numbers):
        return None
    try:
        if counted := _cases(series):
            return _between_cases(series, counted, LONGER[way], rebases)
        if series.every is Every.DAY:
            return _between_days(series, LONGER[way], rebases, as_at or today())
        return _between_periods(series, LONGER[way], rebases)
    except StatisticsError:
        return None  # fewer than two events, or none with a gap that is known


def by_the_day(series: Series) -> str:
    """How rare events that come by the month could be judged; "" where they are no events, or by the day already."""
    counted = series.definition
    if series.every is Every.DAY or counted.snapshot or not _whole(counted, series.numbers):
        return ""
    return " Written down by the day, they could be judged by the days between them."


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
    numbers = series.numbers
    placed = [one for one in numbers for _ in range(int(_events(series.definition, one) or 0))]
    days = [one.stretch.first for one in placed]
    unknown = [(gap.first, gap.last) for gap in _unknown(series)]
    plain = rare.t_chart(days, unknown=unknown, better=way).chart
    anew = _rebases([point.on for point in plain.points], rebases)
    made = rare.t_chart(days, unknown=unknown, better=way, as_at=max(as_at, days[-1]), rebase=anew)
    since = made.since_last
    return Spacing(made.chart, series.every, OpenGap(since.beyond_upper, since.words) if since else None, placed[-1])


def _between_periods(series: Series, way: Way, rebases: Sequence[Rebase]) -> Spacing | None:
    """Periods without an event between two with one. Over a period that is not known nothing is counted."""
    gaps: list[Point] = []
    with_one: list[Known] = []
    quiet: int | None = None  # periods without an event since the last with one, as far as is known
    missing = _unknown(series)
    for one in series.numbers:
        if missing and missing[0].last < one.stretch.first:
            quiet, missing = None, [gap for gap in missing if gap.last > one.stretch.first]
        if not _events(series.definition, one):
            quiet = None if quiet is None else quiet + 1
            continue
        if quiet is not None:
            gaps.append(Point(one.stretch.first, quiet, one.label))
        with_one.append(one)
        quiet = 0
    if not gaps or 2 * len(with_one) > len(series.numbers):
        return None
    anew = _rebases([point.on for point in gaps], rebases)
    chart = rare.g_chart(gaps, better=way, rebase=anew)
    several = any((_events(series.definition, one) or 0) > 1 for one in with_one)
    known = quiet if not missing else None
    return Spacing(chart, series.every, _still_open(chart, known, series.every.words), with_one[-1], several)


def _cases(series: Series) -> list[int]:
    """How many cases each figure is out of, where that is known and few enough figures hold an event; else nothing."""
    if series.definition.unit not in OF_CASES:
        return []
    under = [one.denominator for one in series.numbers]
    with_one = sum(bool(_events(series.definition, one)) for one in series.numbers)
    if with_one * FEW_WITH_ONE > len(under):
        return []
    known = [int(each) for each in under if each is not None and each == each.to_integral_value()]
    return known if len(known) == len(under) else []


def _between_cases(series: Series, cases: Sequence[int], way: Way, rebases: Sequence[Rebase]) -> Spacing | None:
    """Cases after the figure with an event up to the end of the next with one. What is not known breaks a gap."""
    gaps: list[Point] = []
    with_one: list[Known] = []
    since: int | None = None
    missing = _unknown(series)
    for one, out_of in zip(series.numbers, cases, strict=True):
        if missing and missing[0].last < one.stretch.first:
            since, missing = None, [gap for gap in missing if gap.last > one.stretch.first]
        since = None if since is None else since + out_of
        if not _events(series.definition, one):
            continue
        if since is not None:
            gaps.append(Point(one.stretch.first, since, one.label))
        with_one.append(one)
        since = 0
    if not gaps:
        return None
    chart = rare.g_chart(gaps, better=way, rebase=_rebases([point.on for point in gaps], rebases))
    several = any((_events(series.definition, one) or 0) > 1 for one in with_one)
    still = _still_open(chart, None if missing else since, "case")
    return Spacing(chart, series.every, still, with_one[-1], several, of_cases=True)


def _still_open(chart: ControlChart, quiet: int | None, counted: str) -> OpenGap | None:
    if quiet is None:
        return None
    limit = chart.latest.lines
    beyond = limit is not None and quiet > limit.upper
    told = ", already more than chance would give" if beyond else ""
    return OpenGap(beyond, f"{quiet:,} {counted}{'' if quiet == 1 else 's'} without an event since the last{told}")


def _unknown(series: Series) -> list[Stretch]:
    """The times from the first figure on of which nothing is known. Of figures by the day only those that say so: a day
    that nobody wrote of is a day without an event.
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
