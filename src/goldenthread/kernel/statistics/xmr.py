"""XmR charts: individual values with limits from the differences between neighbours.

Limits are the mean ± 2.66 times the average moving range (NHSRplotthedots 0.2.2, `ptd_spc_standard`). They move while
every point feeds them; `fix_after_n_points` holds them to the first points of each segment. Gaps in time are not seen:
a missing month leaves its neighbours next to each other. Counts below 4 a period, or many zeros: ask
`rare.refuse_xmr` first. Percentages of few: `laney.chart`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from goldenthread.kernel.statistics.charts import ControlChart, Fit, Method, assemble, in_order
from goldenthread.kernel.statistics.rules import MAKING_DATA_COUNT, Lines, RuleSet
from goldenthread.kernel.statistics.values import Better, Point, Rebase, StatisticsError, Why, mean, numbers

WIDTH = 2.66  # 3 / d2(2), as the Making Data Count tools round it
SCREEN = 3.267  # D4(2)
FEWEST_TO_FIX = 12


@dataclass(frozen=True)
class XmrLimits:
    """What a segment's own points give: `moving_range` None where every range was screened out or there is none."""

    mean: float
    moving_range: float | None

    @property
    def lines(self) -> Lines | None:
        return None if self.moving_range is None else around(self.mean, WIDTH * self.moving_range)


def chart(
    points: Sequence[Point],
    *,
    better: Better,
    target: float | None = None,
    rules: RuleSet = MAKING_DATA_COUNT,
    rebase: Sequence[Rebase] = (),
    fix_after_n_points: int | None = None,
) -> ControlChart:
    """The chart of a series, in any order; target and values in one unit.

    Raises `StatisticsError` for no points, two of one date, a value that is not finite, a rebase whose date is no
    point's, and limits fixed on fewer than 12 points.
    """
    check_fix(fix_after_n_points)
    numbers((point.value for point in points), "Value")
    ordered = in_order(points)
    return assemble_xmr(Method.XMR, ordered, better, target, rules, rebase, fix_after_n_points)


def assemble_xmr(
    method: Method,
    ordered: Sequence[Point],
    better: Better,
    target: float | None,
    rules: RuleSet,
    rebase: Sequence[Rebase],
    fix: int | None,
) -> ControlChart:
    """For points already in order, of whatever scale."""
    values = [point.value for point in ordered]

    def fit(start: int, end: int) -> Fit:
        fed = values[start:end][:fix]
        found = limits(fed, screen_outliers=rules.screen_outliers)
        lines = found.lines
        collapsed = rules.cautious and not found.moving_range
        if lines is None or collapsed:
            return Fit(found.mean, (), Why.TOO_FEW_POINTS if len(fed) < 2 else Why.NO_VARIATION, len(fed))
        return Fit(found.mean, [lines] * (end - start), None, len(fed))

    return assemble(method, ordered, fit, better=better, target=target, rules=rules, rebase=rebase)


def limits(values: Sequence[float], *, screen_outliers: bool) -> XmrLimits:
    """Mean and average moving range of at least one value. Outliers are screened from the ranges, never the mean."""
    return XmrLimits(mean(values), average_range(values, screen_outliers=screen_outliers))


def average_range(values: Sequence[float], *, screen_outliers: bool) -> float | None:
    """The average absolute difference between neighbours; screened once, if asked. None where none is left."""
    ranges = [abs(b - a) for a, b in pairwise(values)]
    if not ranges:
        return None
    average = mean(ranges)
    if screen_outliers:
        ranges = [one for one in ranges if one < SCREEN * average]
        return mean(ranges) if ranges else None
    return average


def around(centre: float, width: float) -> Lines:
    """Lines at ± width, and at two thirds of it."""
    near = 2 / 3 * width
    return Lines(centre, centre - width, centre + width, centre - near, centre + near)


def check_fix(fix_after_n_points: int | None) -> None:
    """Raises `StatisticsError` for limits that would rest on fewer than 12 points."""
    if fix_after_n_points is not None and fix_after_n_points < FEWEST_TO_FIX:
        raise StatisticsError(f"Limits can be held to the first {FEWEST_TO_FIX} points or more.")
