"""The yearly return on private fostering (PF1): its cells as a pure function over plain rows.

Collected by the department from 2004 to 2015-16 or later; many councils still fill it in for their board. The list of
cells is partly recalled (medium confidence).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.kernel.calendars import ENGLAND, Calendar
from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.law.deaths.values import years_old
from goldenthread.law.limits import Confidence
from goldenthread.law.private_fostering.visits import Due, visits_due

SOURCE = ("Department for Education, private fostering return PF1, guidance for 2015-16", Confidence.MEDIUM)


class Region(StrEnum):
    """Where the child was born, in the bands of the return."""

    UK = "United Kingdom"
    EUROPE = "Europe"
    AFRICA = "Africa"
    ASIA = "Asia"
    OCEANIA = "Oceania"
    NORTH_AMERICA = "North America"
    SOUTH_AMERICA = "South America and Caribbean"
    UNKNOWN = "Not known"


AGE_BANDS: tuple[tuple[str, int], ...] = (
    ("Under 1", 0), ("1 to 4", 4), ("5 to 9", 9), ("10 to 15", 15), ("16 and over", 200),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One arrangement as it stands on the register. `began_on`: nothing while it is only proposed; `born`: nothing
    where it is not known.
    """

    ref: str
    born: date | None
    sex: str
    region: Region
    notified_on: date
    began_on: date | None
    ended_on: date | None = None
    visits: tuple[date, ...] = ()
    aware_on: date | None = None

    def __post_init__(self) -> None:
        if self.began_on and self.ended_on and self.ended_on < self.began_on:
            raise ValueError(f"{self.ref} ends before it begins.")


@dataclass(frozen=True)
class Cell:
    """One cell of the return: its key, what it counts, and the references of the arrangements counted in it."""

    key: str
    words: str
    of: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.of)


def financial_year(on: date) -> Stretch:
    """The year of the return in which a day lies: 1 April to 31 March."""
    return period(Every.FINANCIAL_YEAR, on)


def pf1(
    cases: Iterable[Case], year: Stretch, *, on: date | None = None, calendar: Calendar = ENGLAND
) -> tuple[Cell, ...]:
    """Every cell of the return for a financial year, in order. ValueError for any other stretch, or a ref met twice.

    `on`: the day it is counted, where the year is not over: a visit still to come is not late.
    """
    if not year.is_whole(Every.FINANCIAL_YEAR):
        raise ValueError(f"The return is of a financial year; {year} is none.")
    rows = tuple(cases)
    twice = {ref for ref, times in Counter(row.ref for row in rows).items() if times > 1}
    if twice:
        raise ValueError(f"'{min(twice)}' stands in the register twice: each arrangement is counted once.")
    return tuple(_cells(rows, year, min(on or year.last, year.last), calendar))


def _cells(rows: tuple[Case, ...], year: Stretch, until: date, calendar: Calendar) -> Iterator[Cell]:
    notified = [row for row in rows if _within(row.notified_on, year)]
    begun = [row for row in rows if _within(row.began_on, year)]
    going = [row for row in rows if row.began_on and row.began_on < year.first and _open_on(row, year.first)]
    still = [row for row in rows if _open_on(row, year.last) and not _within(row.ended_on, year)]
    due = {row.ref: _due(row, until, calendar) for row in (*notified, *begun, *going)}

    def in_time(row: Case) -> bool:
        return _all_in_time(due[row.ref], until)

    def in_time_since(row: Case) -> bool:
        return _all_in_time([one for one in due[row.ref] if one.made_on is None or one.made_on >= year.first], until)

    in_seven = (row for row in notified if any(_first_in_time(one) for one in due[row.ref]))
    visited = (row for row in notified if any(one.clock == "PF-3" and one.made_on for one in due[row.ref]))
    ended = (row for row in rows if _within(row.ended_on, year))
    yield _cell("notified", "Notifications received in the year", notified)
    yield _cell("visited", "of which visited as the regulations ask", visited)
    yield _cell("visited_7", "of which within 7 working days", in_seven)
    yield _cell("begun", "New arrangements that began in the year", begun)
    yield _cell("begun_6", "of which every visit was at most 6 weeks apart", filter(in_time, begun))
    yield _cell("continuing", "Arrangements that began before the year and went on into it", going)
    yield _cell("continuing_12", "of which every visit of the year was in time", filter(in_time_since, going))
    yield _cell("ended", "Arrangements that ended in the year", ended)
    yield _cell("open", "Arrangements in force on 31 March", still)
    yield from _described(begun, "begun", "began in the year")
    yield from _described(still, "open", "in force on 31 March", year.last)


def _cell(key: str, words: str, rows: Iterable[Case]) -> Cell:
    return Cell(key, words, tuple(row.ref for row in rows))


def _described(rows: list[Case], key: str, words: str, on: date | None = None) -> Iterator[Cell]:
    ages = [(years_old(row.born, on or row.began_on or row.notified_on), row) for row in rows if row.born]
    low = -1
    for band, most in AGE_BANDS:
        of_band = [row for age, row in ages if low < age <= most]
        yield _cell(f"{key}_age_{band}", f"Age {band.lower()}, {words}", of_band)
        low = most
    yield _cell(f"{key}_age_unknown", f"Age not known, {words}", [row for row in rows if not row.born])
    for sex in sorted({row.sex for row in rows}):
        yield _cell(f"{key}_sex_{sex}", f"{sex}, {words}", [row for row in rows if row.sex == sex])
    for region in Region:
        of_region = [row for row in rows if row.region is region]
        yield _cell(f"{key}_born_{region.name.lower()}", f"Born in {region}, {words}", of_region)


def _due(row: Case, until: date, calendar: Calendar) -> tuple[Due, ...]:
    """The visits of one arrangement up to a day."""
    if row.notified_on > until:
        return ()
    visits = [visit for visit in row.visits if visit <= until]
    return visits_due(
        row.notified_on, visits, on=until, aware_on=row.aware_on, ended_on=row.ended_on, calendar=calendar
    )


def _first_in_time(one: Due) -> bool:
    return one.clock == "PF-3" and one.made_on is not None and one.made_on <= one.due_on


def _all_in_time(due: Sequence[Due], on: date) -> bool:
    """The first visit was made, and no later one was late, made or missing: what falls due after the year is not."""
    later = [one for one in due if one.clock == "PF-4"]
    return bool(later) and all(one.days_late(on) == 0 for one in later)


def _open_on(row: Case, on: date) -> bool:
    return row.began_on is not None and row.began_on <= on and (row.ended_on is None or row.ended_on >= on)


def _within(on: date | None, year: Stretch) -> bool:
    return on is not None and year.first <= on <= year.last
