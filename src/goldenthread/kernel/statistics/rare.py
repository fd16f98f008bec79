"""Rare events: where an XmR chart would mislead, the time (T) or the opportunities (G) between events are charted.

On in-control Poisson data of mean 0.5 an XmR chart of 24 points shows a false signal more often than not; below a mean
of 4 or with more than a quarter of zeros it is refused. Between rare events more time is better, so a long gap is high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import ceil, floor, log, log1p

from goldenthread.kernel.statistics.charts import ControlChart, Fit, Method, Segment, assemble, in_order
from goldenthread.kernel.statistics.rules import MAKING_DATA_COUNT, Lines, RuleSet
from goldenthread.kernel.statistics.values import (
    Better,
    Point,
    Rebase,
    Refused,
    StatisticsError,
    Why,
    in_words,
    mean,
    numbers,
)
from goldenthread.kernel.statistics.xmr import assemble_xmr, check_fix

POWER = 3.6  # days^(1/3.6) between events of a Poisson process are close to Normal (Nelson, 1994)
FEWEST_MEAN, MOST_ZEROS = 4, 0.25
THREE_SIGMA, TWO_SIGMA = 0.0013499, 0.0227501  # chances of a Normal value beyond 3 and 2 standard deviations, one side


@dataclass(frozen=True)
class SinceLast:
    """The gap that is still open: no point of the chart, but it may already be longer than chance would give."""

    days: int
    beyond_upper: bool
    words: str


@dataclass(frozen=True)
class GapChart:
    """A T chart, with the gap still open on the day it was asked for."""

    chart: ControlChart
    since_last: SinceLast | None


def refuse_xmr(values: Sequence[float], *, counts: bool = True) -> Refused | None:
    """Why an XmR chart would mislead, or nothing where it may be drawn. `counts`: whole events in each period."""
    given = numbers(values, "Value")
    if not given:
        raise StatisticsError("No values.")
    zeros = sum(1 for value in given if value == 0)
    average = mean(given)
    if counts and average < FEWEST_MEAN:
        words = f"The average count is {average:.1f}, under {FEWEST_MEAN} in a period: limits would mislead."
        return Refused(Why.RARE_EVENTS, words)
    if zeros > MOST_ZEROS * len(given):
        return Refused(Why.MANY_ZEROS, f"{zeros} of {len(given)} values are nought: limits would mislead.")
    return None


def t_chart(
    events: Sequence[date],
    *,
    better: Better = Better.HIGH,
    as_at: date | None = None,
    target: float | None = None,
    rules: RuleSet = MAKING_DATA_COUNT,
    rebase: Sequence[Rebase] = (),
    fix_after_n_points: int | None = None,
    unknown: Sequence[tuple[date, date]] = (),
) -> GapChart:
    """Days between events, each charted at the later one; two on one day are 0 days apart.

    days^(1/3.6) go through an XmR chart and its lines come back as days; the average is thus below the mean of the
    days. Target in days. `as_at`: the day to which the open gap runs. `unknown`: first and last day of times of which
    nothing is known; a gap that meets one may hide an event and is left out. Raises `StatisticsError` for fewer than
    two events, none with a gap that is known, an `as_at` before the last of them, and what `xmr.chart` refuses.
    """
    days = sorted(events)
    if len(days) < 2:
        raise StatisticsError("Time between events needs at least two events.")
    if as_at and as_at < days[-1]:
        raise StatisticsError(f"The last event, {in_words(days[-1])}, is after {in_words(as_at)}.")
    check_fix(fix_after_n_points)
    known = [(earlier, later) for earlier, later in pairwise(days) if not _meets(earlier, later, unknown)]
    if not known:
        raise StatisticsError("No two events lie in a time of which everything is known.")
    gaps = [Point(later, ((later - earlier).days) ** (1 / POWER)) for earlier, later in known]
    aim = None if target is None else target ** (1 / POWER)
    inner = assemble_xmr(Method.T, gaps, better, aim, rules, rebase, fix_after_n_points)
    shown = replace(_chart_in_days(inner, known), target=target)
    still = as_at is not None and not _meets(days[-1], as_at, unknown)
    return GapChart(shown, _since(shown, days[-1], as_at) if as_at and still else None)


def g_chart(
    points: Sequence[Point],
    *,
    better: Better = Better.HIGH,
    target: float | None = None,
    rules: RuleSet = MAKING_DATA_COUNT,
    rebase: Sequence[Rebase] = (),
    fix_after_n_points: int | None = None,
) -> ControlChart:
    """Opportunities (cases, visits, children) between events: whole numbers from 0, dated by the event that ended each.

    The centre is the median of the geometric distribution; limits are its quantiles with the chances that three (and
    two) standard deviations leave outside on a Normal. Other tools draw mean + 3 sqrt(mean (mean + 1)), which one
    in-control gap in 55 exceeds. The lower limit is 0 unless the mean is in the hundreds.
    """
    check_fix(fix_after_n_points)
    values = numbers((point.value for point in points), "Gap")
    for value in values:
        if value < 0 or value != int(value):
            raise StatisticsError(f"Opportunities between events are counted in whole numbers from 0, not {value:g}.")
    ordered = in_order(points, ties=True)

    def fit(start: int, end: int) -> Fit:
        fed = [point.value for point in ordered[start:end]][:fix_after_n_points]
        average = mean(fed)
        if len(fed) < 2 or average == 0:
            return Fit(average, (), Why.TOO_FEW_POINTS if len(fed) < 2 else Why.NO_VARIATION, len(fed))
        lines = geometric_lines(average)
        return Fit(lines.centre, [lines] * (end - start), None, len(fed))

    return assemble(Method.G, ordered, fit, better=better, target=target, rules=rules, rebase=rebase)


def geometric_lines(average: float) -> Lines:
    """Median and limits of the number of opportunities without an event, given its mean (above 0)."""
    step = -log1p(-1 / (1 + average))  # each further opportunity without an event multiplies the chance by e^-step

    def upper(chance: float) -> float:
        return float(max(0, ceil(-log(chance) / step) - 1))

    def lower(chance: float) -> float:
        return float(floor(-log1p(-chance) / step))

    return Lines(upper(0.5), lower(THREE_SIGMA), upper(THREE_SIGMA), lower(TWO_SIGMA), upper(TWO_SIGMA))


def _days(value: float | None) -> float | None:
    return None if value is None else max(0.0, value) ** POWER


def _in_days(lines: Lines | None) -> Lines | None:
    if lines is None:
        return None
    every = (lines.centre, lines.lower, lines.upper, lines.lower_two_thirds, lines.upper_two_thirds)
    return Lines(*(max(0.0, one) ** POWER for one in every))


def _chart_in_days(inner: ControlChart, known: Sequence[tuple[date, date]]) -> ControlChart:
    return replace(
        inner,
        points=tuple(
            replace(p, value=float((p.on - earlier).days), centre=_days(p.centre), lines=_in_days(p.lines))
            for p, (earlier, _) in zip(inner.points, known, strict=True)
        ),
        segments=tuple(_segment_in_days(segment) for segment in inner.segments),
    )


def _segment_in_days(segment: Segment) -> Segment:
    return replace(segment, centre=_days(segment.centre), lines=_in_days(segment.lines))


def _meets(earlier: date, later: date, unknown: Sequence[tuple[date, date]]) -> bool:
    return any(earlier <= last and first <= later for first, last in unknown)


def _since(shown: ControlChart, event: date, as_at: date) -> SinceLast:
    days = (as_at - event).days
    limit = shown.latest.lines
    beyond = limit is not None and days > limit.upper
    told = ", already longer than chance would give" if beyond else ""
    return SinceLast(days, beyond, f"{days} day{'' if days == 1 else 's'} since the last event{told}")
