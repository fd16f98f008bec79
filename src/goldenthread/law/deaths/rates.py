"""Rates of death by area on a population base, with intervals, years pooled; counts of one basis only.

Infant mortality is deaths under one year per 1,000 live births, neonatal mortality deaths under 28 days on the same
base, child mortality deaths at 1 to 17 per 100,000 children of that age. These are crude rates: the published child
mortality rate is standardised for age. Ours count by the day of notification or death, published ones by registration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.disclosure.symbols import UNRELIABLE
from goldenthread.kernel.periods import Stretch, label
from goldenthread.kernel.statistics import intervals
from goldenthread.kernel.statistics.intervals import Interval
from goldenthread.kernel.statistics.values import Refused, Why
from goldenthread.law.deaths.rows import Basis, Counted, DeathError, years_of
from goldenthread.law.deaths.values import AGE_BANDS, INFANT, AgeBand

#: All areas together, as an area of the population where its base is given as such.
WHOLE = "All areas"
FEWEST_RELIABLE = 20
FEWEST_PUBLISHED = 10  # of the profile for deaths: fewer are no published rate


class Rate(StrEnum):
    """Which rate: its words, its ages and its base."""

    INFANT = "Infant mortality"
    NEONATAL = "Neonatal mortality"
    CHILD = "Child mortality, 1 to 17 years"
    ALL = "Deaths under 18"

    @property
    def bands(self) -> tuple[str, ...]:
        return {
            Rate.INFANT: INFANT,
            Rate.NEONATAL: (AgeBand.NEONATAL.value,),
            Rate.CHILD: tuple(band for band in AGE_BANDS if band not in INFANT),
            Rate.ALL: AGE_BANDS,
        }[self]

    @property
    def per(self) -> int:
        return 1_000 if self in (Rate.INFANT, Rate.NEONATAL) else 100_000

    @property
    def base(self) -> str:
        return {
            Rate.INFANT: "live births",
            Rate.NEONATAL: "live births",
            Rate.CHILD: "children aged 1 to 17",
            Rate.ALL: "children aged 0 to 17",
        }[self]


#: The base by area and by the label of the financial year ("2016-17"): births, or children, one figure a year.
Population = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class AreaRate:
    """One area: events and base of all the years together; the rate with its interval, or why there is none.

    `mark` is [u] where fewer than 20 events make it unreliable. `differs`: its interval leaves out the rate of all
    areas together. This is for the partnership: `publishable` says whether it may go out at all.
    """

    area: str
    events: int
    base: float
    rate: Interval | Refused
    mark: str = ""
    differs: bool | None = None

    @property
    def publishable(self) -> bool:
        return self.events >= FEWEST_PUBLISHED and isinstance(self.rate, Interval)


@dataclass(frozen=True)
class Rates:
    """The rates of every area over pooled years, and of all together."""

    which: Rate
    basis: Basis
    years: Stretch
    confidence: float
    areas: tuple[AreaRate, ...]
    whole: AreaRate

    @property
    def title(self) -> str:
        """With its basis, its years and its base: none of the three may be guessed."""
        pooled = len(years_of(self.years))
        together = f" ({pooled} years together)" if pooled > 1 else ""
        years = f"{years_of(self.years)[0].first.year}-{self.years.last:%y}" if pooled > 1 else label(self.years)
        return f"{self.which} per {self.which.per:,} {self.which.base}: {self.basis.lower()}, {years}{together}"


def area_rates(
    of: Counted, which: Rate, population: Population, areas: Sequence[str], *, confidence: float = 0.95
) -> Rates:
    """The rate of each area: exact below 10 events, Byar's from 10. Reviews have no rate: `DeathError`.

    A year without its base is refused for that area, never filled in from another. For the whole the bases of the areas
    are added up, or taken from the population's own line of it (`WHOLE`) where that of an area is missing.
    """
    rows = [row for row in of.only(Basis.NOTIFIED, Basis.DIED).rows if row.age in which.bands]
    strange = next((row for row in rows if row.area not in areas), None)
    if strange:
        raise DeathError(f"{strange.ref} is of '{strange.area}', which is none of the areas: {', '.join(areas)}.")
    years = [label(year) for year in years_of(of.years)]
    events = {area: sum(row.area == area for row in rows) for area in areas}
    bases = {area: [population.get(area, {}).get(year) for year in years] for area in areas}
    whole = _rate(WHOLE, len(rows), _together(list(bases.values()), population, years), years, which, confidence)
    found = tuple(
        _against(_rate(area, events[area], bases[area], years, which, confidence), whole.rate) for area in areas
    )
    return Rates(which, of.basis, of.years, confidence, found, whole)


def _together(
    bases: Sequence[Sequence[float | None]], population: Population, years: Sequence[str]
) -> list[float | None]:
    """The base of all areas by year: the sum of theirs, or where one is missing what is printed of the whole."""
    printed = [population.get(WHOLE, {}).get(year) for year in years]
    each = [[one[n] for one in bases] for n in range(len(years))]
    return [
        sum(one for one in year if one is not None) if None not in year else printed[n] for n, year in enumerate(each)
    ]


def _rate(
    area: str, events: int, bases: Sequence[float | None], years: Sequence[str], which: Rate, confidence: float
) -> AreaRate:
    missing = [year for year, base in zip(years, bases, strict=True) if base is None]
    if missing:
        words = f"There is no number of {which.base} for {area} in {', '.join(missing)}."
        return AreaRate(area, events, 0, Refused(Why.NO_DATA, words))
    base = sum(one for one in bases if one is not None)
    if base <= 0:
        return AreaRate(area, events, base, Refused(Why.NO_DATA, f"There are no {which.base} in {area}."))
    found = intervals.rate(events, base, per=which.per, confidence=confidence)
    return AreaRate(area, events, base, found, UNRELIABLE.text if events < FEWEST_RELIABLE else "")


def _against(one: AreaRate, whole: Interval | Refused) -> AreaRate:
    if not isinstance(one.rate, Interval) or not isinstance(whole, Interval):
        return one
    return AreaRate(one.area, one.events, one.base, one.rate, one.mark, whole.value not in one.rate)
