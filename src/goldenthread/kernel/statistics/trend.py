"""Trends of annual figures: the marker of Fingertips on five years, Mann-Kendall and Sen's slope on more.

Not for monthly or quarterly data, which have seasons and are charted (`xmr`), nor for overlapping periods.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from math import fsum, log, sqrt
from typing import TypeVar

from goldenthread.kernel.statistics.distributions import two_sided_p, z_of
from goldenthread.kernel.statistics.values import StatisticsError, median, numbers

POINTS = 5
CONFIDENCE = 0.998
LEVEL = 1e-9  # a slope this much smaller than the whole one is level, but for rounding
SOURCE = "OHID Fingertips trend marker, the latest five annual points, 99.8%"


class Direction(StrEnum):
    INCREASING = "Increasing"
    DECREASING = "Decreasing"
    NO_CHANGE = "No significant change"
    NOT_CALCULATED = "Cannot be calculated"


@dataclass(frozen=True)
class Marker:
    """`chi_square` and `slope` are None where nothing could be calculated; `slopes` leave out each point in turn.

    The slope is per year: of the logit for a proportion, else in the unit of the value.
    """

    direction: Direction
    reason: str
    chi_square: float | None = None
    slope: float | None = None
    slopes: tuple[float, ...] = ()
    method: str = SOURCE

    @property
    def words(self) -> str:
        return f"{self.direction}: {self.reason[0].lower()}{self.reason[1:]}"


@dataclass(frozen=True)
class YearShare:
    """How many of how many in a year (2025 for 2024/25, say: any whole number that rises by one a year)."""

    year: int
    numerator: float
    denominator: float


@dataclass(frozen=True)
class YearValue:
    """A figure of a year with its interval at `confidence`."""

    year: int
    value: float
    lower: float | None
    upper: float | None
    confidence: float = 0.95


@dataclass(frozen=True)
class Kendall:
    """The Mann-Kendall test of an annual series, and Sen's slope per step. Autocorrelation makes p too small."""

    direction: Direction
    s: int
    variance: float
    z: float
    p: float
    tau: float
    slope: float
    method: str = "Mann-Kendall with Sen's slope; where years depend on each other p is too small"


Year = TypeVar("Year", YearShare, YearValue)


def of_shares(years: Sequence[YearShare]) -> Marker:
    """The marker of a proportion (chi-square for trend; the direction by the logit)."""
    latest, trouble = _latest(years)
    for one in latest:
        _check(one)
    if trouble:
        return trouble
    certain = any(one.numerator in (0, one.denominator) for one in latest)
    note = "" if not certain else ", half a case added to each side: a year was 0 or 100%"
    return _marked(latest, _trend_of_shares(latest), lambda some: _logit_slope(some, certain), note)


def of_values(years: Sequence[YearValue]) -> Marker:
    """The marker of a rate, ratio or mean with its intervals: a regression weighted by their width."""
    latest, trouble = _latest(years)
    if trouble:
        return trouble
    if any(one.lower is None or one.upper is None for one in latest):
        return Marker(Direction.NOT_CALCULATED, "Missing at least one confidence interval value")
    errors = [_error(one) for one in latest]
    if min(errors) <= 0:
        return Marker(Direction.NOT_CALCULATED, "A confidence interval has no width")
    weighed = dict(zip((one.year for one in latest), errors, strict=True))

    def slope(some: Sequence[YearValue]) -> float:
        return _regression(some, weighed)[0]

    beta, variance = _regression(latest, weighed)
    return _marked(latest, beta * beta / variance, slope, "")


def mann_kendall(values: Sequence[float], *, significance: float = 0.05) -> Kendall:
    """Of at least three values at equal steps, in order. Raises `StatisticsError` for fewer."""
    given = numbers(values, "Value")
    n = len(given)
    if n < 3:
        raise StatisticsError("A trend test needs at least three values.")
    s = sum((b > a) - (b < a) for a, b in combinations(given, 2))
    ties = fsum(t * (t - 1) * (2 * t + 5) for t in Counter(given).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    z = (s - (s > 0) + (s < 0)) / sqrt(variance) if variance else 0.0
    p = two_sided_p(z)
    slope = median((given[j] - given[i]) / (j - i) for i, j in combinations(range(n), 2))
    direction = Direction.NO_CHANGE
    if p < significance:
        direction = Direction.INCREASING if s > 0 else Direction.DECREASING
    return Kendall(direction, s, variance, z, p, s / (n * (n - 1) / 2), slope)


def _latest(years: Sequence[Year]) -> tuple[list[Year], Marker | None]:
    ordered = sorted(years, key=lambda one: one.year)
    for one, other in pairwise(ordered):
        if one.year == other.year:
            raise StatisticsError(f"Two figures for {one.year}.")
    latest = ordered[-POINTS:]
    if len(latest) < POINTS:
        return latest, Marker(Direction.NOT_CALCULATED, f"Not enough data points ({len(latest)} of {POINTS})")
    missing = [year for year in range(latest[0].year, latest[-1].year) if year not in {one.year for one in latest}]
    if missing:
        return latest, Marker(Direction.NOT_CALCULATED, f"No figure for {', '.join(map(str, missing))}")
    return latest, None


def _marked(latest: Sequence[Year], chi_square: float, slope: Callable[[Sequence[Year]], float], note: str) -> Marker:
    beta = slope(latest)
    slopes = tuple(slope([other for other in latest if other is not one]) for one in latest)
    if chi_square <= z_of(CONFIDENCE) ** 2:  # chi-square on one degree of freedom: 9.5495
        direction, reason = Direction.NO_CHANGE, "No significant trend"
    elif any(one * beta <= LEVEL * beta * beta for one in slopes):
        direction, reason = Direction.NO_CHANGE, "Outlier found"
    else:
        direction = Direction.DECREASING if beta < 0 else Direction.INCREASING
        reason = "No outliers and significant trend"
    return Marker(direction, reason + note, chi_square, beta, slopes)


def _trend_of_shares(latest: Sequence[YearShare]) -> float:
    """The chi-square for trend, which is Cochran and Armitage's z squared."""
    start = latest[0].year
    cases, people = fsum(one.numerator for one in latest), fsum(one.denominator for one in latest)
    if cases in (0, people):
        return 0.0
    cases_t = fsum(one.numerator * (one.year - start) for one in latest)
    people_t = fsum(one.denominator * (one.year - start) for one in latest)
    people_tt = fsum(one.denominator * (one.year - start) ** 2 for one in latest)
    above = people * (people * cases_t - cases * people_t) ** 2
    return above / (cases * (people - cases) * (people * people_tt - people_t**2))


def _logit_slope(some: Sequence[YearShare], certain: bool) -> float:
    half = 0.5 if certain else 0.0
    logits = [log((one.numerator + half) / (one.denominator - one.numerator + half)) for one in some]
    start = some[0].year
    middle = fsum(one.year - start for one in some) / len(some)
    spread = fsum((one.year - start - middle) ** 2 for one in some)
    return fsum((one.year - start - middle) * y for one, y in zip(some, logits, strict=True)) / spread


def _regression(some: Sequence[YearValue], errors: dict[int, float]) -> tuple[float, float]:
    """Slope and its variance, each year weighted by 1 / error squared."""
    weights = [1 / errors[one.year] ** 2 for one in some]
    total = fsum(weights)
    middle = fsum(w * one.year for w, one in zip(weights, some, strict=True)) / total
    spread = fsum(w * (one.year - middle) ** 2 for w, one in zip(weights, some, strict=True))
    along = fsum(w * (one.year - middle) * one.value for w, one in zip(weights, some, strict=True))
    return along / spread, 1 / spread


def _error(one: YearValue) -> float:
    """The standard error that the interval stands for."""
    lower, upper = one.lower or 0.0, one.upper or 0.0
    numbers([one.value, lower, upper], f"{one.year}, figure")
    return (upper - lower) / (2 * z_of(one.confidence))


def _check(one: YearShare) -> None:
    numbers([one.numerator, one.denominator], f"{one.year}, figure")
    if one.denominator <= 0 or not 0 <= one.numerator <= one.denominator:
        raise StatisticsError(f"{one.year}: {one.numerator:g} of {one.denominator:g} is not a share.")
