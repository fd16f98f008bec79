"""The tables of a child death overview panel's yearly report, as counts that disclosure control can protect.

Each is a `grid` with every total, ready for `protect`; none may be published without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.kernel.disclosure import Dimension, Protected, Refused, Release, Sum, Table, grid, protect
from goldenthread.kernel.disclosure.profiles import PROFILES, Profile
from goldenthread.kernel.disclosure.relations import Ledger
from goldenthread.kernel.disclosure.tables import TOTAL
from goldenthread.kernel.periods import Stretch, label
from goldenthread.law.deaths.analysis import CATEGORIES, Modifiability
from goldenthread.law.deaths.rows import NOT_RECORDED, Basis, Counted, Death, DeathError, counted, years_of
from goldenthread.law.deaths.values import AGE_BANDS, EXPECTEDNESS, PLACES, SEXES
from goldenthread.law.forms import Choice

#: Months from the death to the completed review: (words, most days). A year is 365 days.
INTERVALS: tuple[tuple[str, int], ...] = (
    ("Within 6 months", 182), ("7 to 12 months", 365), ("13 to 18 months", 547), ("More than 18 months", 10**6),
)  # fmt: skip
PLACE_KINDS: tuple[str, ...] = tuple(dict.fromkeys((*(one.under for one in PLACES), NOT_RECORDED)))
SEX_WORDS = tuple(one.label for one in SEXES)
EXPECTED_WORDS = tuple(one.label for one in EXPECTEDNESS)
CATEGORY_WORDS = (*(one.title for one in CATEGORIES), NOT_RECORDED)
MODIFIABLE_WORDS = (*(one.value for one in Modifiability), NOT_RECORDED)
Cut = tuple[Dimension, Callable[[Death], str]]

AGE: Cut = (Dimension("Age", AGE_BANDS), lambda row: row.age)
SEX: Cut = (Dimension("Sex", SEX_WORDS), lambda row: _word(SEXES, row.sex))
EXPECTED: Cut = (Dimension("Expected", EXPECTED_WORDS), lambda row: _word(EXPECTEDNESS, row.expected))
PLACE: Cut = (Dimension("Place of death", PLACE_KINDS), lambda row: row.place)
CATEGORY: Cut = (Dimension("Category", CATEGORY_WORDS, attribute=True), lambda row: row.cause)
MODIFIABLE: Cut = (
    Dimension("Modifiable factors", MODIFIABLE_WORDS, attribute=True),
    lambda row: row.modifiable.value if row.modifiable else NOT_RECORDED,
)
INTERVAL: Cut = (Dimension("Death to review", tuple(words for words, _ in INTERVALS)), lambda row: _interval(row))


def age_by_sex(of: Counted) -> Table:
    """Of any basis."""
    return _table(of, "age by sex", AGE, SEX)


def expected_or_not(of: Counted) -> Table:
    """Expected, unexpected, not yet known: of any basis."""
    return _table(of, "expected or unexpected", EXPECTED)


def by_place(of: Counted) -> Table:
    """The kind of place of death: of any basis."""
    return _table(of, "place of death", PLACE)


def by_area(of: Counted, areas: Sequence[str]) -> Table:
    """Where the children lived: of any basis. Raises `ReleaseError` for an area that is not among them."""
    return _table(of, "area", (Dimension("Area", tuple(areas)), lambda row: row.area))


def category_by_age(of: Counted) -> Table:
    """Of reviews alone: the panel finds the category."""
    return _table(of.only(Basis.REVIEWED), "category by age", CATEGORY, AGE)


def modifiable_factors(of: Counted) -> Table:
    """By category, of reviews alone."""
    return _table(of.only(Basis.REVIEWED), "modifiable factors by category", CATEGORY, MODIFIABLE)


def timeliness(of: Counted) -> Table:
    """From the death to the completed review, of reviews alone."""
    return _table(of.only(Basis.REVIEWED), "time from death to review", INTERVAL)


@dataclass(frozen=True)
class YearRow:
    """One year of the trend: two columns that are never added to each other."""

    year: str
    notified: int
    reviewed: int


def trend(rows: Iterable[Death], years: Stretch) -> tuple[YearRow, ...]:
    """Notified against completed, year by year."""
    given = list(rows)
    return tuple(
        YearRow(
            label(year), len(counted(given, Basis.NOTIFIED, year)), len(counted(given, Basis.REVIEWED, year))
        )
        for year in years_of(years)
    )  # fmt: skip


@dataclass(frozen=True)
class Backlog:
    """How reviews stand at the end of a year: open at its start + notified = completed + open at its end."""

    opened: int
    notified: int
    completed: int
    open: int

    @property
    def adds_up(self) -> bool:
        return self.opened + self.notified == self.completed + self.open


def backlog(rows: Iterable[Death], year: Stretch) -> Backlog:
    """Of our own children's deaths that were notified by the end of the year."""
    own = [row for row in rows if not row.outside and row.notified_on <= year.last]
    before = [row for row in own if row.notified_on < year.first]
    return Backlog(
        opened=sum(_open(row, year.first) for row in before),
        notified=sum(row.notified_on >= year.first for row in own),
        completed=sum(row.reviewed_on is not None and year.first <= row.reviewed_on <= year.last for row in own),
        open=sum(row.reviewed_on is None or row.reviewed_on > year.last for row in own),
    )


def annual_tables(rows: Iterable[Death], year: Stretch, areas: Sequence[str]) -> tuple[Table, ...]:
    """Every table of the yearly report, those of notifications first. Where no area is given, none by area."""
    given = list(rows)
    notified, reviewed = (counted(given, basis, year) for basis in (Basis.NOTIFIED, Basis.REVIEWED))
    both = (age_by_sex, expected_or_not, by_place)
    return (
        *(table(notified) for table in both), *([by_area(notified, areas)] if areas else []),
        *(table(reviewed) for table in (*both, category_by_age, modifiable_factors, timeliness)),
        *([by_area(reviewed, areas)] if areas else []),
    )  # fmt: skip


def released(
    tables: Sequence[Table], name: str, *, ledger: Ledger | None = None, profile: Profile = PROFILES["deaths"]
) -> Protected | Refused:
    """The tables as they may go out, under the rules for deaths unless others are given.

    A count that several tables print (ages beside sexes and beside categories) is shown, or withheld, in all of them.
    """
    return protect(Release(name, tuple(tables), linked(tables)), ledger or Ledger(), profile)


def linked(tables: Sequence[Table]) -> tuple[Sum, ...]:
    """That two tables of one basis and year print the same count: ages beside sexes, ages beside categories."""
    found: dict[tuple[str, ...], str] = {}
    sums = []
    for table in tables:
        for cell in table.cells:
            at = _at(table, cell.key)
            if at in found:
                sums.append(Sum(found[at], (cell.key,)))
            else:
                found[at] = cell.key
    return tuple(sums)


def _table(of: Counted, name: str, *cuts: Cut) -> Table:
    counts = Counter(tuple(read(row) for _, read in cuts) for row in of.rows)
    return grid(f"{of.title}: {name}", [dimension for dimension, _ in cuts], counts)


def _at(table: Table, key: str) -> tuple[str, ...]:
    """What a count is of, whatever table it stands in: its basis and year, and its categories by dimension."""
    parts = key.removeprefix(table.prefix).split(" | ")
    said = (f"{d.name} {part}" for d, part in zip(table.dimensions, parts, strict=True) if part != TOTAL)
    return table.name.partition(": ")[0], *sorted(said)


def cell_key(of: Counted, name: str, *at: str) -> str:
    """The key of a count of one of these tables: `cell_key(of, "age by sex", "1 to 4 years", "Total")`."""
    return f"{of.title}: {name}: {' | '.join(at)}"


def _interval(row: Death) -> str:
    days = row.days_to_review
    if days is None:
        raise DeathError(f"{row.ref} has no completed review.")
    return next(words for words, most in INTERVALS if days <= most)


def _word(choices: Iterable[Choice], code: str) -> str:
    """The label of a code, or the label itself."""
    for one in choices:
        if code in (one.code, one.label):
            return one.label
    raise DeathError(f"There is no value '{code}' here.")


def _open(row: Death, on: date) -> bool:
    return row.reviewed_on is None or row.reviewed_on >= on
