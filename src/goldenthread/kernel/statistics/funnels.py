"""Funnel plots: many areas against one benchmark, with limits that widen as areas get smaller.

PHEindicatormethods 2.1.0 for proportions, rates and ratios; limits that allow for overdispersion as FunnelPlotR 0.6.0
has them (square root scale for rates and ratios, which takes areas without events). Two pairs of limits: 95 and 99.8%.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

from goldenthread.kernel.statistics.distributions import chi_square, chi_square_upper, z_of
from goldenthread.kernel.statistics.intervals import PER_10_000, Interval, count
from goldenthread.kernel.statistics.overdispersion import (
    Overdispersion,
    Scale,
    State,
    Tally,
    limits,
    measure,
    pooled,
    scores,
)
from goldenthread.kernel.statistics.values import Refused, StatisticsError

LEVELS = (0.95, 0.998)
STEPS = 60
LimitsAt = Callable[[float, float], tuple[float, float]]
"""Lower and upper limit, as figures, for a size and a level."""


class Standing(StrEnum):
    """Where an area stands, and the chance on that side."""

    HIGH_998 = "High (0.001)"
    HIGH_95 = "High (0.025)"
    WITHIN = "Not significant"
    LOW_95 = "Low (0.025)"
    LOW_998 = "Low (0.001)"
    NOT_APPLICABLE = "Not applicable"

    @property
    def words(self) -> str:
        return {
            "High (0.001)": "far above what chance would give",
            "High (0.025)": "above what chance would give",
            "Not significant": "within what chance would give",
            "Low (0.025)": "below what chance would give",
            "Low (0.001)": "far below what chance would give",
        }.get(self.value, "too few events to say")


@dataclass(frozen=True)
class Area:
    """One authority: events of people, or observed of expected."""

    name: str
    numerator: float
    denominator: float


@dataclass(frozen=True)
class FunnelPoint:
    """`size` along, `value` up, in the funnel's unit."""

    name: str
    size: float
    value: float
    standing: Standing


@dataclass(frozen=True)
class FunnelLine:
    """One limit as it is drawn: (size, value) pairs with size rising."""

    level: float
    upper: bool
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Funnel:
    """`per`: 100 for per cent, 10,000 for per 10,000, 1 for ratios. `method` goes to the foot of the plot."""

    benchmark: float
    per: float
    points: tuple[FunnelPoint, ...]
    lines: tuple[FunnelLine, ...]
    overdispersion: Overdispersion | None
    method: str


def proportions(areas: Sequence[Area], *, per: float = 100, adjust: bool = True) -> Funnel:
    """Shares of a whole. The benchmark is the pooled share of all the areas. Raises `StatisticsError` for no areas."""
    tallies = _tallies(areas)
    scores(tallies, Scale.PROPORTION)  # refuses what is no share
    share = pooled(tallies)
    found = _overdispersion(tallies, Scale.PROPORTION, share, adjust)

    def at(size: float, level: float) -> tuple[float, float]:
        if found and found.state is State.ADJUSTED:
            return limits(size, share, z_of(level), found.tau2, Scale.PROPORTION)
        return proportion_limits(share, size, level)

    return _funnel(areas, share, per, found, at, "Limits p ± z √(p(1 − p)/n) (PHEindicatormethods 2.1.0)")


def rates(
    areas: Sequence[Area], *, per: float = PER_10_000, benchmark: float | None = None, adjust: bool = True
) -> Funnel:
    """Events per so many people. `benchmark` (per `per`): without, the pooled rate. Areas may have no events."""
    rate = pooled(_tallies(areas)) if benchmark is None else benchmark / per
    if rate <= 0:
        raise StatisticsError("Without a single event there is no rate to compare with.")
    return _poisson(areas, rate, per, adjust)


def ratios(areas: Sequence[Area], *, per: float = 1, adjust: bool = True) -> Funnel:
    """Observed over expected events; the benchmark is 1."""
    return _poisson(areas, 1.0, per, adjust)


def proportion_limits(share: float, size: float, level: float) -> tuple[float, float]:
    """0 to 1; `level` 0.95 or 0.998."""
    half = z_of(level) * sqrt(share * (1 - share) / size)
    return max(0.0, share - half), min(1.0, share + half)


def expected_at_limit(observed: float, level: float, *, upper: bool) -> float:
    """The number expected at which this number observed lies on the limit: the x of a line's point, whose y is O/E.

    On the upper line P(X >= O | E), on the lower P(X <= O | E), is (1 - level)/2.
    """
    tail = (1 - level) / 2
    if upper:
        return chi_square(tail, 2 * observed) / 2
    return chi_square_upper(tail, 2 * observed + 2) / 2


def standing(intervals: Sequence[Interval | Refused], benchmark: float) -> Standing:
    """By an area's own 95 and 99.8% intervals, in that order; not applicable where one is refused."""
    found = Standing.WITHIN
    for interval, low, high in zip(
        intervals, (Standing.LOW_95, Standing.LOW_998), (Standing.HIGH_95, Standing.HIGH_998), strict=True
    ):
        if isinstance(interval, Refused):
            return Standing.NOT_APPLICABLE
        if interval.lower is not None and benchmark < interval.lower:
            found = high
        elif benchmark > interval.upper:
            found = low
    return found


def _poisson(areas: Sequence[Area], rate: float, per: float, adjust: bool) -> Funnel:
    tallies = [Tally(t.numerator, t.denominator * rate) for t in _tallies(areas)]
    found = _overdispersion(tallies, Scale.RATIO_ROOT, 1.0, adjust)
    if found and found.state is State.ADJUSTED:
        tau2 = found.tau2

        def at(size: float, level: float) -> tuple[float, float]:
            lower, upper = limits(size * rate, 1.0, z_of(level), tau2, Scale.RATIO_ROOT)
            return lower * rate, upper * rate

        return _funnel(areas, rate, per, found, at, "")
    points = tuple(
        FunnelPoint(
            area.name,
            area.denominator,
            per * area.numerator / area.denominator,
            standing([count(area.numerator, level).scaled(1 / area.denominator) for level in LEVELS], rate),
        )
        for area in areas
    )
    lines = tuple(
        FunnelLine(level, upper, _exact_line(tallies, rate, per, level, upper))
        for level in LEVELS
        for upper in (False, True)
    )
    method = "Limits exact Poisson; areas by their own interval, exact below 10 events, else Byar's"
    return Funnel(rate * per, per, points, lines, found, f"{method} (PHEindicatormethods 2.1.0)")


def _exact_line(
    tallies: Sequence[Tally], rate: float, per: float, level: float, upper: bool
) -> tuple[tuple[float, float], ...]:
    sizes = [t.denominator for t in tallies]
    least, most = min(sizes), max(sizes)
    start, end = max(1.0, least - 4 * sqrt(least)), most + 4 * sqrt(most) + 4
    numbers_observed = sorted({round(value) for value in _steps(start, end)} | ({1} if upper else {0}))
    drawn = []
    for observed in numbers_observed:
        expected = expected_at_limit(observed, level, upper=upper)
        drawn.append((expected / rate, per * rate * observed / expected))
    return tuple(drawn)


def _funnel(
    areas: Sequence[Area], benchmark: float, per: float, found: Overdispersion | None, at: LimitsAt, method: str
) -> Funnel:
    points = []
    for area in areas:
        value = area.numerator / area.denominator
        points.append(FunnelPoint(area.name, area.denominator, per * value, _by_limits(value, area.denominator, at)))
    sizes = [area.denominator for area in areas]
    steps = list(_steps(min(sizes), max(sizes)))
    lines = tuple(
        FunnelLine(level, bool(side), tuple((size, per * at(size, level)[side]) for size in steps))
        for level in LEVELS
        for side in (0, 1)
    )
    if found and found.state is State.ADJUSTED:
        method = f"Limits with overdispersion, additive ({found.scale}; FunnelPlotR 0.6.0)"
    return Funnel(benchmark * per, per, tuple(points), lines, found, method)


def _by_limits(value: float, size: float, at: LimitsAt) -> Standing:
    """Equality is inside."""
    for level, low, high in ((0.998, Standing.LOW_998, Standing.HIGH_998), (0.95, Standing.LOW_95, Standing.HIGH_95)):
        lower, upper = at(size, level)
        if value > upper:
            return high
        if value < lower:
            return low
    return Standing.WITHIN


def _steps(start: float, end: float) -> Iterator[float]:
    """Sizes from start to end, evenly on a log scale; both ends exact."""
    if end <= start:
        yield start
        return
    yield start
    yield from (start * (end / start) ** (step / STEPS) for step in range(1, STEPS))
    yield end


def _tallies(areas: Sequence[Area]) -> list[Tally]:
    if not areas:
        raise StatisticsError("A funnel needs at least one area.")
    tallies = [Tally(area.numerator, area.denominator) for area in areas]
    scores(tallies, Scale.RATIO_ROOT, 1.0)  # refuses what has no place on any funnel
    return tallies


def _overdispersion(tallies: Sequence[Tally], scale: Scale, target: float, adjust: bool) -> Overdispersion | None:
    if len(tallies) < 2 or (scale is Scale.PROPORTION and target in (0, 1)):
        return None
    found = measure(tallies, scale, target)
    unadjusted = found.state is State.ADJUSTED and not adjust
    return replace(found, state=State.FLAGGED) if unadjusted else found
