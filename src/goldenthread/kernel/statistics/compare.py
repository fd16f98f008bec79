"""One area with a benchmark, with another area, with its statistical neighbours.

Intervals are never compared by their overlap: against a benchmark taken as fixed, one interval is set against the
value; against another area, the difference (or ratio) has an interval of its own. Our own area is taken out of what it
is compared with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from goldenthread.kernel.statistics.intervals import PER_10_000, Interval, wilson
from goldenthread.kernel.statistics.overdispersion import Tally, pooled
from goldenthread.kernel.statistics.values import (
    Better,
    Refused,
    StatisticsError,
    Why,
    amount,
    mean,
    median,
    numbers,
    quantile,
)


class Standing(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    SIMILAR = "similar"


@dataclass(frozen=True)
class Comparison:
    """`confidence`: of the widest interval (99.8 before 95%) that leaves the benchmark out, else of the narrower."""

    standing: Standing
    benchmark: float
    confidence: float

    @property
    def words(self) -> str:
        if self.standing is Standing.SIMILAR:
            return f"Similar to the benchmark: chance alone could give the difference ({self.confidence:.1%} interval)"
        return f"{self.standing.capitalize()} than the benchmark, by more than chance ({self.confidence:.1%} interval)"


@dataclass(frozen=True)
class Contrast:
    """A difference (no difference: 0) or ratio (1), ours against theirs, with its interval."""

    interval: Interval
    null: float

    @property
    def distinct(self) -> bool:
        """Whether the interval leaves 'no difference' out."""
        return self.null not in self.interval

    @property
    def words(self) -> str:
        way = "higher" if self.interval.value > self.null else "lower"
        return f"{way}, by more than chance would give" if self.distinct else "no difference that chance could not give"


@dataclass(frozen=True)
class Neighbour:
    """A statistical neighbour and its figure, if it has one; `closeness` as the model's author words it."""

    name: str
    value: float | None
    tally: Tally | None = None
    closeness: str = ""


@dataclass(frozen=True)
class NeighbourSummary:
    """What the neighbours have between them: name which. `pooled` (in the unit of the values) is the one for tests."""

    mean: float
    median: float
    pooled: float | None
    used: tuple[str, ...]
    missing: tuple[str, ...]
    closeness: tuple[tuple[str, int], ...]
    model: str

    @property
    def words(self) -> str:
        without = f"; no figure for {', '.join(self.missing)}" if self.missing else ""
        close = ", ".join(f"{number} {band.lower()}" for band, number in self.closeness)
        model = f", {self.model}" if self.model else ""
        return (
            f"Statistical neighbours{model}: median {amount(self.median)}, mean {amount(self.mean)} "
            f"of {len(self.used)}{without}{f' ({close})' if close else ''}"
        )


def against(interval: Interval, benchmark: float, better: Better, wider: Interval | None = None) -> Comparison:
    """Against a fixed value; one on an end of the interval is similar. `wider`: the 99.8% interval, if wanted."""
    for one in (wider, interval):
        if one is not None and benchmark not in one:
            return Comparison(_named(one.value > benchmark, better), benchmark, one.confidence)
    return Comparison(Standing.SIMILAR, benchmark, interval.confidence)


def without(ours: Tally, whole: Tally) -> Tally:
    """A region or England less our own area. Raises `StatisticsError` where we are not part of it, or all of it."""
    rest = Tally(whole.numerator - ours.numerator, whole.denominator - ours.denominator)
    if rest.numerator < 0 or rest.denominator <= 0:
        raise StatisticsError("Our own figures are not part of the figures they are to be taken out of.")
    return rest


def difference(ours: Tally, theirs: Tally, confidence: float = 0.95) -> Contrast:
    """Of two proportions, ours less theirs, by Newcombe's hybrid of two Wilson intervals."""
    one = wilson(ours.numerator, ours.denominator, confidence)
    other = wilson(theirs.numerator, theirs.denominator, confidence)
    value = one.value - other.value
    down = sqrt((one.value - (one.lower or 0.0)) ** 2 + (other.upper - other.value) ** 2)
    up = sqrt((other.value - (other.lower or 0.0)) ** 2 + (one.upper - one.value) ** 2)
    return Contrast(Interval(value, value - down, value + up, confidence, "Newcombe"), 0)


def rate_ratio(ours: Tally, theirs: Tally, confidence: float = 0.95) -> Contrast | Refused:
    """Of two rates, ours over theirs, by the score test for two Poisson counts (events of people).

    Given both counts together, ours is binomial, so its Wilson limits are the limits of the ratio. Refused where they
    have no events: there is nothing to be a multiple of.
    """
    numbers([ours.numerator, ours.denominator, theirs.numerator, theirs.denominator], "Figure")
    if min(ours.denominator, theirs.denominator) <= 0 or min(ours.numerator, theirs.numerator) < 0:
        raise StatisticsError("A rate needs people, and no fewer than 0 events.")
    if theirs.numerator == 0:
        return Refused(Why.TOO_FEW_EVENTS, "The comparator had no events, so there is no ratio to it.")
    share = wilson(ours.numerator, ours.numerator + theirs.numerator, confidence)
    scale = theirs.denominator / ours.denominator
    lower, upper = ((end / (1 - end)) * scale for end in (share.lower or 0.0, share.upper))
    value = ours.numerator / theirs.numerator * scale
    return Contrast(Interval(value, lower, upper, confidence, "score, two Poisson counts"), 1)


def neighbours(
    found: Sequence[Neighbour], *, fewest: int = 6, per: float = PER_10_000, model: str = ""
) -> NeighbourSummary | Refused:
    """Mean (as the Local Authority Interactive Tool) and median (as the outcomes dashboard), and the pooled figure.

    Pooled only where every neighbour that has a value has its tally too; `per` is the unit of the values (100 for per
    cent). Refused when fewer than `fewest` have a figure.
    """
    having = [one for one in found if one.value is not None]
    values = numbers((one.value for one in having if one.value is not None), "Neighbour")
    if len(having) < fewest:
        words = f"Only {len(having)} of {len(found)} statistical neighbours have a figure: {fewest} are needed."
        return Refused(Why.TOO_FEW_AREAS, words)
    tallies = [one.tally for one in having if one.tally is not None]
    together = per * pooled(tallies) if len(tallies) == len(having) else None
    bands = Counter(one.closeness.strip() for one in having if one.closeness.strip())
    return NeighbourSummary(
        mean(values),
        median(values),
        together,
        tuple(one.name for one in having),
        tuple(one.name for one in found if one.value is None),
        tuple(bands.items()),
        model,
    )


def quartile_band(value: float, everyone: Sequence[float], better: Better) -> str | Refused:
    """A (best) to D (worst) among all authorities, as the Local Authority Interactive Tool has it. Never show it alone.

    A value on an edge belongs to the quarter of lower values. It knows nothing of chance. Refused where neither way is
    good, and for fewer than four authorities.
    """
    if better is Better.NEUTRAL:
        return Refused(Why.DIFFERENT_KINDS, "Neither high nor low is good here, so there is no best quarter.")
    given = numbers(everyone, "Authority")
    if len(given) < 4:
        return Refused(Why.TOO_FEW_AREAS, f"Quarters need at least four authorities; {len(given)} have a figure.")
    quarter = sum(value > quantile(given, edge) for edge in (0.25, 0.5, 0.75))
    return "ABCD"[quarter] if better is Better.LOW else "DCBA"[quarter]


def _named(above: bool, better: Better) -> Standing:
    if better is Better.NEUTRAL:
        return Standing.HIGHER if above else Standing.LOWER
    return Standing.BETTER if above == (better is Better.HIGH) else Standing.WORSE
