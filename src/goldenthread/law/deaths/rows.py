"""A death as the yearly tables need it, without a name; and the two bases that are never mixed.

Deaths *notified* in a year and reviews *completed* in a year are different children: a review is often completed in
another year than the death. Each table is of one basis, says which, and cannot be made of the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.kernel.periods import Every, Stretch, label, period
from goldenthread.law.deaths.analysis import Modifiability, category
from goldenthread.law.deaths.values import NotAChild, age_band, place
from goldenthread.law.forms import FormError

NOT_RECORDED = "Not recorded"


class Basis(StrEnum):
    """What a table counts. The words head the table."""

    NOTIFIED = "Deaths notified"
    DIED = "Deaths that occurred"
    REVIEWED = "Reviews completed"


class DeathError(ValueError):
    """A row that contradicts itself, or a question that mixes the two bases."""


@dataclass(frozen=True)
class Death:
    """One death. Codes are those of `values` and `analysis`; nothing where it is not known.

    born: or nothing, with `band` given. reviewed_on: the day on which the panel completed the review; `category` and
    `modifiable` are found by the review. area: where the child normally lived. expected: "expected", "unexpected" or
    "unknown". outside: the child lived elsewhere: another area's death, counted in no table of ours.
    """

    ref: str
    died_on: date
    notified_on: date
    sex: str
    area: str
    born: date | None = None
    band: str = ""
    expected: str = "unknown"
    place_of_death: str = ""
    ethnicity: str = ""
    reviewed_on: date | None = None
    category: str = ""
    modifiable: Modifiability | None = None
    protection_plan: bool | None = None
    statutory_order: bool | None = None
    asylum_seeker: bool | None = None
    outside: bool = False

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise DeathError(f"{self.ref} cannot be counted: {problem}.")

    def _problem(self) -> str:
        if self.notified_on < self.died_on:
            return "it was notified before the death"
        if self.reviewed_on and self.reviewed_on < self.died_on:
            return "the review was completed before the death"
        if self.category and not self.reviewed_on:
            return "it has a category of death, which only a completed review gives"
        if not self.born and not self.band:
            return "neither the date of birth nor the age band is known"
        try:
            _ = self.age, self.place, self.cause
        except (NotAChild, FormError) as wrong:
            return str(wrong).rstrip(".")
        return ""

    @property
    def age(self) -> str:
        """The age band of the yearly return."""
        return age_band(self.born, self.died_on).value if self.born else self.band

    @property
    def place(self) -> str:
        """The kind of place: acute hospital, home, public place."""
        return place(self.place_of_death).under if self.place_of_death else NOT_RECORDED

    @property
    def cause(self) -> str:
        """The category in words."""
        return category(self.category).title if self.category else NOT_RECORDED

    @property
    def days_to_review(self) -> int | None:
        """Calendar days from death to the completed review."""
        return (self.reviewed_on - self.died_on).days if self.reviewed_on else None

    def on(self, basis: Basis) -> date | None:
        """The day by which it is counted in a year."""
        return {Basis.NOTIFIED: self.notified_on, Basis.DIED: self.died_on, Basis.REVIEWED: self.reviewed_on}[basis]


@dataclass(frozen=True)
class Counted:
    """The deaths of one basis in one stretch of years. Made by `counted` alone."""

    basis: Basis
    years: Stretch
    rows: tuple[Death, ...]

    @property
    def title(self) -> str:
        """ "Reviews completed, 2016-17"."""
        return f"{self.basis}, {label(self.years)}"

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, *bases: Basis) -> Counted:
        """Itself, if it is of one of these bases. Else `DeathError`: a category is of reviews, not of notifications."""
        if self.basis not in bases:
            wanted = " or ".join(str(basis).lower() for basis in bases)
            raise DeathError(
                f"This table is of {wanted}; {self.title.lower()} is another basis, and they are never mixed."
            )
        return self


def counted(rows: Iterable[Death], basis: Basis, years: Stretch) -> Counted:
    """Our own children's deaths of a basis in a stretch, in order. Raises `DeathError` for a reference met twice."""
    given = list(rows)
    times = Counter(row.ref for row in given)
    twice = next((ref for ref, often in times.items() if often > 1), None)
    if twice:
        raise DeathError(f"{twice} stands there twice: a child is counted once.")
    days = [(row.on(basis), row) for row in given if not row.outside]
    within = [(day, row.ref, row) for day, row in days if day is not None and years.first <= day <= years.last]
    return Counted(basis, years, tuple(row for _, _, row in sorted(within, key=lambda one: one[:2])))


def pooled(year: Stretch, count: int) -> Stretch:
    """So many financial years that end with this one. Raises `DeathError` unless it is a whole year, and 1, 3 or 5."""
    if not year.is_whole(Every.FINANCIAL_YEAR):
        raise DeathError(f"{label(year)} is no financial year: years are pooled whole.")
    if count not in (1, 3, 5):
        raise DeathError(f"Years are pooled by 1, 3 or 5, not by {count}.")
    return Stretch(date(year.first.year - count + 1, 4, 1), year.last)


def financial_year(on: date) -> Stretch:
    """The year of the report in which a day lies."""
    return period(Every.FINANCIAL_YEAR, on)


def years_of(stretch: Stretch) -> Sequence[Stretch]:
    """The financial years of a stretch, in order."""
    return [financial_year(date(year, 6, 1)) for year in range(stretch.first.year, stretch.last.year)]
