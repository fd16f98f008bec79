"""Confidence intervals as the Department of Health and Social Care's public health team computes them.

PHEindicatormethods 2.1.0: Wilson for proportions; for counts and rates exact Poisson below 10 events, Byar from 10;
Dobson for directly standardised rates; Student's t for means. Usual confidences are 0.95 and 0.998.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from goldenthread.kernel.statistics.distributions import chi_square, chi_square_upper, student_t, z_of
from goldenthread.kernel.statistics.values import Refused, StatisticsError, Why, mean, numbers

FEWEST_FOR_BYAR = 10
FEWEST_FOR_DSR = 10
PER_10_000 = 10_000  # children's social care: per 10,000 aged 0 to 17


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval, in the unit of the estimate. `lower` is None where the method has none."""

    value: float
    lower: float | None
    upper: float
    confidence: float
    method: str

    def scaled(self, by: float) -> Interval:
        """The same in another unit: 100 for per cent, 10,000 for per 10,000."""
        lower = None if self.lower is None else self.lower * by
        return Interval(self.value * by, lower, self.upper * by, self.confidence, self.method)

    def __contains__(self, number: float) -> bool:
        return (self.lower is None or self.lower <= number) and number <= self.upper


@dataclass(frozen=True)
class Stratum:
    """One age band: events, people at risk, and the standard population's people (direct standardisation)."""

    events: float
    population: float
    standard: float


def wilson(events: float, of: float, confidence: float = 0.95) -> Interval:
    """The score interval of a proportion, 0 to 1, without correction for continuity."""
    _whole(events, of)
    if events > of:
        raise StatisticsError(f"{events:g} of {of:g} is more than the whole.")
    z = z_of(confidence)
    share = events / of
    middle, half = 2 * events + z * z, z * sqrt(z * z + 4 * events * (1 - share))
    below = 2 * (of + z * z)
    # At none and at all a limit is the share itself; the sum would round to just inside it.
    lower = (middle - half) / below if events else 0.0
    upper = (middle + half) / below if events < of else 1.0
    return Interval(share, lower, upper, confidence, "Wilson")


def byar(events: float, confidence: float = 0.95) -> Interval:
    """Byar's approximation for a count above 0; a lower limit below 0 is none, as the peer has it."""
    _count(events)
    if events == 0:
        raise StatisticsError("Byar's method has no interval for 0 events: use the exact one.")
    z = z_of(confidence)
    lower = events * (1 - 1 / (9 * events) - z / (3 * sqrt(events))) ** 3
    more = events + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3
    return Interval(events, lower if lower >= 0 else None, upper, confidence, "Byar")


def exact_poisson(events: float, confidence: float = 0.95) -> Interval:
    """The exact interval of a count: 0 events have a lower limit of 0."""
    _count(events)
    z_of(confidence)  # refuses what is no confidence
    tail = (1 - confidence) / 2
    lower = chi_square(tail, 2 * events) / 2 if events else 0.0
    upper = chi_square_upper(tail, 2 * events + 2) / 2
    return Interval(events, lower, upper, confidence, "exact Poisson")


def count(events: float, confidence: float = 0.95) -> Interval:
    """Exact below 10 events, Byar from 10."""
    return (exact_poisson if events < FEWEST_FOR_BYAR else byar)(events, confidence)


def rate(events: float, population: float, *, per: float = PER_10_000, confidence: float = 0.95) -> Interval:
    """Events per so many people. Events may be more than people: a child may have several."""
    _whole(events, population)
    found = count(events, confidence).scaled(per / population)
    return Interval(per * events / population, found.lower, found.upper, confidence, found.method)


def rate_of_groups(
    groups: Sequence[tuple[float, float]], *, per: float = PER_10_000, confidence: float = 0.95
) -> Interval:
    """The rate of several groups of (events, population) together: both are summed first, rates are never averaged."""
    for events, population in groups:
        _whole(events, population)
    return rate(fsum(e for e, _ in groups), fsum(n for _, n in groups), per=per, confidence=confidence)


def standardised_rate(
    strata: Sequence[Stratum], *, per: float = PER_10_000, confidence: float = 0.95
) -> Interval | Refused:
    """The directly standardised rate with Dobson's limits; refused below 10 events. Events are independent."""
    return _dobson(strata, _variance(strata), per, confidence, "Dobson")


def standardised_rate_of_repeats(
    people_by_events: Mapping[int, Sequence[Stratum]], *, per: float = PER_10_000, confidence: float = 0.95
) -> Interval | Refused:
    """The same where a child may have several events, which are then not independent.

    For each number of events f, the strata (same bands, populations and standard in each) hold how many *people* had f.
    """
    if not people_by_events or min(people_by_events) < 1:
        raise StatisticsError("Say how many people had one event, two events and so on.")
    bands = {tuple((s.population, s.standard) for s in strata) for strata in people_by_events.values()}
    if len(bands) > 1:
        raise StatisticsError("The age bands, their populations and standards must be the same for every number.")
    together = [
        Stratum(fsum(f * s[i].events for f, s in people_by_events.items()), population, standard)
        for i, (population, standard) in enumerate(bands.pop())
    ]
    spread = fsum(f * f * _variance(strata) for f, strata in people_by_events.items())
    return _dobson(together, spread, per, confidence, "Dobson, for repeated events")


def indirect_ratio(observed: float, expected: float, *, per: float = 1, confidence: float = 0.95) -> Interval:
    """Observed over expected events (see `expected_events`); `per` 100 for the usual index."""
    _whole(observed, expected)
    found = count(observed, confidence).scaled(per / expected)
    return Interval(per * observed / expected, found.lower, found.upper, confidence, found.method)


def expected_events(bands: Sequence[tuple[float, float, float]]) -> float:
    """What the reference would give: sum over bands of (our population, reference events, reference population)."""
    for _, events, population in bands:
        _whole(events, population)
    return fsum(ours * events / population for ours, events, population in bands)


def mean_interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """The mean with Student's t on n - 1 degrees of freedom. Raises `StatisticsError` below two values."""
    given = numbers(values, "Value")
    if len(given) < 2:
        raise StatisticsError("The interval of a mean needs at least two values.")
    z_of(confidence)  # refuses what is no confidence
    n, middle = len(given), mean(given)
    spread = sqrt(fsum((value - middle) ** 2 for value in given) / (n - 1))
    half = student_t(confidence + (1 - confidence) / 2, n - 1) * spread / sqrt(n)
    return Interval(middle, middle - half, middle + half, confidence, "Student's t")


def _dobson(
    strata: Sequence[Stratum], variance: float, per: float, confidence: float, method: str
) -> Interval | Refused:
    events = fsum(s.events for s in strata)
    if events < FEWEST_FOR_DSR:
        words = f"A standardised rate is not given for fewer than {FEWEST_FOR_DSR} events (there were {events:g})."
        return Refused(Why.TOO_FEW_EVENTS, words)
    weight = fsum(s.standard for s in strata)
    value = fsum(s.standard * s.events / s.population for s in strata) / weight
    plain = byar(events, confidence)
    scale = sqrt(variance / events)
    lower = value + scale * ((plain.lower or 0.0) - events)
    return Interval(per * value, per * lower, per * (value + scale * (plain.upper - events)), confidence, method)


def _variance(strata: Sequence[Stratum]) -> float:
    for s in strata:
        _whole(s.events, s.population)
        if s.standard < 0:
            raise StatisticsError("A standard population cannot be below 0.")
    weight = fsum(s.standard for s in strata)
    if weight <= 0:
        raise StatisticsError("The standard population is empty.")
    return fsum(s.standard**2 * s.events / s.population**2 for s in strata) / weight**2


def _count(events: float) -> None:
    numbers([events], "Count")
    if events < 0:
        raise StatisticsError(f"A count cannot be below 0: {events:g}.")


def _whole(events: float, of: float) -> None:
    _count(events)
    numbers([of], "Whole")
    if of <= 0:
        raise StatisticsError(f"Of {of:g} there can be no share and no rate.")
