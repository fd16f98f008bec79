"""P′ charts: percentages of varying, small denominators, with limits that know both.

Laney's method: each proportion becomes a z-score on its own binomial standard deviation, the moving ranges of the
z-scores say how much more (or less) than binomial the process varies, and the limits of each point follow from both.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from goldenthread.kernel.statistics.charts import ControlChart, Fit, Method, assemble, in_order
from goldenthread.kernel.statistics.rules import MAKING_DATA_COUNT, Lines, RuleSet
from goldenthread.kernel.statistics.values import (
    Better,
    Point,
    Rebase,
    Share,
    StatisticsError,
    Why,
    in_words,
    numbers,
)
from goldenthread.kernel.statistics.xmr import around, average_range, check_fix

D2 = 1.128  # the average moving range of independent standard Normal values


def chart(
    shares: Sequence[Share],
    *,
    better: Better,
    target: float | None = None,
    rules: RuleSet = MAKING_DATA_COUNT,
    rebase: Sequence[Rebase] = (),
    fix_after_n_points: int | None = None,
    multiplier: float = 100,
) -> ControlChart:
    """The chart of shares, by default in per cent; `target` in the same unit.

    The average is sum of numerators over sum of denominators. Raises as `xmr.chart` does, and for a denominator of 0 (a
    period without any has no percentage: leave it out) or a numerator outside 0 to its denominator.
    """
    check_fix(fix_after_n_points)
    for share in shares:
        _check(share)
    points = in_order([Point(s.on, multiplier * s.numerator / s.denominator, s.label) for s in shares])
    ordered = sorted(shares, key=lambda share: share.on)

    def fit(start: int, end: int) -> Fit:
        fed = ordered[start:end][:fix_after_n_points]
        average = sum(s.numerator for s in fed) / sum(s.denominator for s in fed)
        spread = _sigma_z(fed, average, rules.screen_outliers)
        if spread is None or (rules.cautious and spread == 0):
            few = Why.TOO_FEW_POINTS if len(fed) < 2 else Why.NO_VARIATION
            return Fit(multiplier * average, (), few, len(fed))
        lines = [_lines(s, average, spread, multiplier) for s in ordered[start:end]]
        return Fit(multiplier * average, lines, None, len(fed))

    return assemble(Method.P_PRIME, points, fit, better=better, target=target, rules=rules, rebase=rebase)


def _check(share: Share) -> None:
    numbers([share.numerator, share.denominator], f"{in_words(share.on)}, figure")
    if share.denominator <= 0:
        raise StatisticsError(f"{in_words(share.on)} has a denominator of 0, so no percentage: leave it out.")
    if not 0 <= share.numerator <= share.denominator:
        raise StatisticsError(f"{in_words(share.on)}: {share.numerator:g} of {share.denominator:g} is not a share.")


def _sigma_z(fed: Sequence[Share], average: float, screen_outliers: bool) -> float | None:
    """How many binomial standard deviations the process varies by: 1 where chance alone is at work."""
    if average in (0, 1):
        return None
    scores = [(s.numerator / s.denominator - average) / sqrt(average * (1 - average) / s.denominator) for s in fed]
    found = average_range(scores, screen_outliers=screen_outliers)
    return None if found is None else found / D2


def _lines(share: Share, average: float, spread: float, multiplier: float) -> Lines:
    sigma = sqrt(average * (1 - average) / share.denominator)
    return around(multiplier * average, multiplier * 3 * sigma * spread)
