"""Whether areas differ by more than chance, and funnel limits that allow for it.

Spiegelhalter's additive model as FunnelPlotR 0.6.0 computes it: z-scores on a transformed scale, extremes reined in,
phi their mean square, tau2 the variance between areas that chance leaves over. It is applied only with 10 areas or
more and phi beyond 1 + 2 sqrt(2 / N); short of that, what is over 1 is shown and flagged, not adjusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import asin, exp, fsum, log, pi, sin, sqrt

from goldenthread.kernel.statistics.values import StatisticsError, numbers, quantile

FEWEST_AREAS = 10
TRIM = 0.1


class Scale(StrEnum):
    """How figures are transformed."""

    PROPORTION = "proportion, arcsine of the square root"
    RATIO_ROOT = "observed to expected, square root (CQC)"
    RATIO_LOG = "observed to expected, logarithm (SHMI)"
    COUNTS = "ratio of two counts, logarithm"


class State(StrEnum):
    NOT_FOUND = "not overdispersed"
    FLAGGED = "overdispersed, unadjusted"
    ADJUSTED = "overdispersed, adjusted"


@dataclass(frozen=True)
class Tally:
    """So many of so many: events of people, observed of expected, one count of another."""

    numerator: float
    denominator: float


@dataclass(frozen=True)
class Score:
    """One area on the transformed scale: its value, standard error, and distance from the target in those."""

    y: float
    s: float
    z: float


@dataclass(frozen=True)
class Overdispersion:
    """`tau2` is 0 where limits are not adjusted, whatever the model found (`found_tau2`)."""

    scale: Scale
    areas: int
    phi: float
    found_tau2: float
    state: State

    @property
    def tau2(self) -> float:
        return self.found_tau2 if self.state is State.ADJUSTED else 0.0

    @property
    def words(self) -> str:
        said = {
            State.NOT_FOUND: "Areas differ no more than chance would have it",
            State.FLAGGED: "Areas differ by more than chance: overdispersed, and the limits are unadjusted",
            State.ADJUSTED: "Areas differ by more than chance; the limits are widened to allow for it",
        }
        return f"{said[self.state]} (phi {self.phi:.2f}, {self.areas} areas)."


def measure(tallies: Sequence[Tally], scale: Scale, target: float | None = None) -> Overdispersion:
    """Phi and tau2 of at least two areas. `target`: without, the pooled figure (1 for observed to expected)."""
    if len(tallies) < 2:
        raise StatisticsError("Whether areas differ by more than chance needs at least two areas.")
    kept = reined_in(scores(tallies, scale, target), scale)
    n = len(kept)
    phi = fsum(score.z**2 for score in kept) / n
    tau2 = _tau2(kept, phi)
    return Overdispersion(scale, len(tallies), phi, tau2, _state(phi, len(tallies)))


def _state(phi: float, areas: int) -> State:
    if phi <= 1:
        return State.NOT_FOUND
    enough = areas >= FEWEST_AREAS and phi > 1 + 2 * sqrt(2 / areas)
    return State.ADJUSTED if enough else State.FLAGGED


def scores(tallies: Sequence[Tally], scale: Scale, target: float | None = None) -> list[Score]:
    """Each area's y, s and z = (y - theta) / s. Raises `StatisticsError` for what the scale cannot take."""
    for tally in tallies:
        _check(tally, scale)
    if target is None:
        target = pooled(tallies) if scale in POOLED else 1.0
    theta = transformed(target, scale)
    found = []
    for tally in tallies:
        y, s = _placed(tally, scale)
        found.append(Score(y, s, (y - theta) / s))
    return found


def reined_in(given: Sequence[Score], scale: Scale) -> list[Score]:
    """Winsorised at the 10th and 90th percentile; on the SHMI scale the outermost tenths are left out instead."""
    zs = [score.z for score in given]
    if scale is Scale.RATIO_LOG:
        tenths = [int(rank / TRIM / (len(zs) + 1) + 1e-9) for rank in _ranks(zs)]
        kept = [score for score, tenth in zip(given, tenths, strict=True) if 0 < tenth < 9]
        if not kept:
            raise StatisticsError("Too few areas to leave the outermost tenths out.")
        return kept
    low, high = quantile(zs, TRIM), quantile(zs, 1 - TRIM)
    return [Score(score.y, score.s, min(max(score.z, low), high)) for score in given]


def limits(size: float, target: float, width: float, tau2: float, scale: Scale) -> tuple[float, float]:
    """Lower and upper funnel limit for a denominator of this size, `width` standard deviations out."""
    spread = width * sqrt(_limit_error(size, scale) ** 2 + tau2)
    theta = transformed(target, scale)
    if scale is Scale.PROPORTION:
        return sin(max(0.0, theta - spread)) ** 2, sin(min(pi / 2, theta + spread)) ** 2
    if scale is Scale.RATIO_ROOT:
        return max(0.0, target - spread), target + spread
    return exp(theta - spread), exp(theta + spread)


def pooled(tallies: Sequence[Tally]) -> float:
    """Sum of numerators over sum of denominators."""
    return fsum(t.numerator for t in tallies) / fsum(t.denominator for t in tallies)


def transformed(value: float, scale: Scale) -> float:
    """A figure on the scale's own terms."""
    if scale is Scale.PROPORTION:
        return asin(sqrt(value))
    return sqrt(value) if scale is Scale.RATIO_ROOT else log(value)


POOLED = (Scale.PROPORTION, Scale.COUNTS)


def _placed(tally: Tally, scale: Scale) -> tuple[float, float]:
    x, n = tally.numerator, tally.denominator
    if scale is Scale.PROPORTION:
        return asin(sqrt(x / n)), 1 / (2 * sqrt(n))
    if scale is Scale.RATIO_ROOT:
        return sqrt(x / n), 1 / (2 * sqrt(n))
    if scale is Scale.RATIO_LOG:
        expected = round(n, 2)  # as published for the SHMI
        return log(x / expected), 1 / sqrt(expected)
    return log((x + 0.5) / (n + 0.5)), sqrt(x / (x + 0.5) ** 2 + n / (n + 0.5) ** 2)


def _limit_error(size: float, scale: Scale) -> float:
    return 1 / sqrt(size) if scale is Scale.RATIO_LOG else 1 / (2 * sqrt(size))


def _tau2(kept: Sequence[Score], phi: float) -> float:
    n = len(kept)
    if n * phi < n - 1:
        return 0.0
    s1 = fsum(1 / score.s**2 for score in kept)
    s2 = fsum(1 / score.s**4 for score in kept)
    below = s1 - s2 / s1
    return max(0.0, (n * phi - (n - 1)) / below) if below > 0 else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    """From 1; equal values share their average rank."""
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) + 1) / 2 for value in values]


def _check(tally: Tally, scale: Scale) -> None:
    numbers([tally.numerator, tally.denominator], "Figure")
    if tally.denominator <= 0 or tally.numerator < 0:
        raise StatisticsError(f"{tally.numerator:g} of {tally.denominator:g} has no place on a funnel.")
    if scale is Scale.PROPORTION and tally.numerator > tally.denominator:
        raise StatisticsError(f"{tally.numerator:g} of {tally.denominator:g} is more than the whole.")
    if scale is Scale.RATIO_LOG and (tally.numerator == 0 or round(tally.denominator, 2) == 0):
        raise StatisticsError("An area without events has no logarithm: use the square root scale.")
