"""A year of private fostering in numbers, from what the register keeps in the clear: dates, codes and ages.

Plain values out. Who may see which of them is decided where they are shown (`protecting`, `pages`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BooleanField, ExpressionWrapper, Q

from goldenthread.core.casework.clocks import calendar_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.calendars import Calendar
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.law.private_fostering.pf1 import Case, Region, pf1
from goldenthread.law.private_fostering.visits import Due, Spread, spread, visits_due

from .models import Arrangement, Visit
from .models.ages import as_if_born
from .models.choices import NOTIFIED_BY, SEXES

COLUMNS = (
    "reference", "state", "sex", "origin", "age_begun", "age_march", "notified_by", "notified_on", "aware_on",
    "began_on", "ended_on",
)  # fmt: skip
NOT_FOSTERING = Arrangement.State.NOT_FOSTERING
#: No visit is due later than this after the one before it (PF-4: 12 weeks).
LONGEST = timedelta(weeks=13)


class Made(NamedTuple):
    """One visit: its day, whether the child was seen alone, whether it was reported."""

    on: date
    alone: bool
    reported: bool


@dataclass(frozen=True)
class Line:
    """One figure: its key, what it counts, how many, and the references of the arrangements in it."""

    key: str
    words: str
    count: int
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Late:
    """One visit that was late: whose, how many days, and how it stands in words."""

    ref: str
    days: int
    words: str


@dataclass(frozen=True)
class Year:
    """A year: the lines of the return, how it reconciles, notifications by source and month, visits and how late."""

    year: Stretch
    cells: tuple[Line, ...]
    reconciled: tuple[Line, ...]
    gap: int
    sources: tuple[Line, ...]
    months: tuple[tuple[date, int], ...]
    first: Spread
    later: Spread
    every: Spread
    late: tuple[Late, ...]
    alone: tuple[int, int]
    reported: tuple[int, int]

    @property
    def running(self) -> bool:
        """Whether it is not over: what is said of its end is said of today."""
        return self.year.last > today()

    def count(self, key: str) -> int:
        return next((line.count for line in self.cells if line.key == key), 0)


def year_of(partnership: Partnership, year: Stretch, *, refs: bool = True) -> Year:
    """Count a financial year, within the sight of whoever acts: three queries. `refs`: with the arrangements behind
    each figure of the return.
    """
    return years_of(partnership, year, refs=refs)[0]


def years_of(partnership: Partnership, *years: Stretch, refs: bool = True) -> list[Year]:
    """Count several financial years, each as `year_of` does. Three queries for all of them."""
    rows, made = _rows(partnership, min(year.first for year in years), max(year.last for year in years))
    calendar = calendar_of(partnership)
    return [_counted([row for row in rows if _of(row, year)], made, year, calendar, refs=refs) for year in years]


def _of(row: Any, year: Stretch) -> bool:
    """Whether a year is about an arrangement: not what was over before it, what was found before it to be none, or what
    is of a later year.
    """
    told = row.notified_on >= year.first
    there = row.state != NOT_FOSTERING and (row.ended_on is None or row.ended_on >= date(year.first.year, 3, 31))
    return (told or there) and (row.notified_on <= year.last or (row.began_on or date.max) <= year.last)


def _counted(rows: list[Any], made: Mapping[int, list[Made]], year: Stretch, calendar: Calendar, *, refs: bool) -> Year:
    made = {row.pk: _of_concern(made.get(row.pk, []), row, year) for row in rows}
    cases = [_case(row, [visit.on for visit in made[row.pk]]) for row in rows]
    until = min(year.last, today())
    due = {case.ref: _due(case, until, calendar) for case in cases}
    in_year = {ref: [one for one in found if year.first <= one.due_on <= until] for ref, found in due.items()}
    every = [one for found in in_year.values() for one in found]
    visits = [v for one in made.values() for v in one if year.first <= v.on <= until]
    told = [row for row in rows if year.first <= row.notified_on <= year.last]
    reconciled, gap = _reconciled(cases, year)
    return Year(
        year, _cells(cases, year, calendar, refs=refs), reconciled, gap, _by_source(told), _by_month(told, year),
        spread([one for one in every if one.clock == "PF-3"], until),
        spread([one for one in every if one.clock == "PF-4"], until),
        spread(every, until), _late(in_year, until),
        (sum(v.alone for v in visits), len(visits)),
        (sum(v.reported for v in visits), len(visits)),
    )  # fmt: skip


def years_since(partnership: Partnership) -> list[Stretch]:
    """The financial years that the register knows, the last first."""
    first = Arrangement.objects.filter(partnership=partnership).order_by("notified_on").first()
    this = period(Every.FINANCIAL_YEAR, today())
    start = first.notified_on.year - 1 if first else this.first.year
    found = [period(Every.FINANCIAL_YEAR, date(year, 4, 1)) for year in range(start, this.first.year + 1)]
    return [year for year in reversed(found) if first is None or year.last >= first.notified_on]


def _of_concern(visits: list[Made], row: Any, year: Stretch) -> list[Made]:
    """The visits from which a year may be counted: of what was told or began in it all, of others those of the year and
    before it as far back as a visit of the year may have been due from.
    """
    if row.notified_on >= year.first or (row.began_on and row.began_on >= year.first):
        return visits
    return visits[max(0, bisect_left(visits, year.first - LONGEST, key=attrgetter("on")) - 1) :]


def _rows(partnership: Partnership, first: date, last: date) -> tuple[list[Any], dict[int, list[Made]]]:
    """The arrangements that the years from one day to another may be about, and key -> its visits by day: columns that
    counts need, and nothing sealed.
    """
    told = Q(notified_on__gte=first)
    of_it = Arrangement.objects.filter(partnership=partnership).filter(
        told | ~Q(state=NOT_FOSTERING), told | Q(ended_on__isnull=True) | Q(ended_on__gte=date(first.year, 3, 31)),
        Q(notified_on__lte=last) | Q(began_on__lte=last),
    )  # fmt: skip
    rows = list(of_it.order_by("pk").values_list("pk", *COLUMNS, named=True))
    reported = ExpressionWrapper(Q(reported_on__isnull=False), BooleanField())
    asked = {"days": "visited_on", "alone": "child_seen_alone", "reported": reported}
    by_day = {name: ArrayAgg(one, order_by=["visited_on", "pk"]) for name, one in asked.items()}
    of_each = Visit.objects.filter(record__in=of_it).order_by().values("record_id").annotate(**by_day)
    visits = of_each.values_list("record_id", *by_day)
    return rows, {pk: list(map(Made, *told)) for pk, *told in visits}


def _case(row: Any, visits: Sequence[date]) -> Case:
    counts = row.state != NOT_FOSTERING
    return Case(
        ref=row.reference,
        born=as_if_born(row.age_begun, row.age_march, row.began_on),
        sex=dict(SEXES).get(row.sex, "Not known"),
        region=Region[row.origin.upper()] if row.origin else Region.UNKNOWN,
        notified_on=row.notified_on,
        began_on=row.began_on if counts and row.began_on <= today() else None,
        ended_on=row.ended_on if counts else None,
        visits=tuple(visits),
        aware_on=row.aware_on,
    )


def _due(case: Case, until: date, calendar: Calendar) -> tuple[Due, ...]:
    made = [visit for visit in case.visits if visit <= until]
    over = case.ended_on if case.began_on else case.notified_on  # what is no private fostering waits for no visit
    return visits_due(case.notified_on, made, on=until, aware_on=case.aware_on, ended_on=over, calendar=calendar)


def _cells(cases: list[Case], year: Stretch, calendar: Calendar, *, refs: bool) -> tuple[Line, ...]:
    """Every cell of the return; with `refs` the arrangements that are counted in it."""
    at_end, today_ = "in force on 31 March", "in force today"
    return tuple(
        Line(
            cell.key, cell.words.replace(at_end, today_) if year.last > today() else cell.words, cell.count,
            cell.of if refs else (),
        )
        for cell in pf1(cases, year, on=today(), calendar=calendar)
    )  # fmt: skip


def _reconciled(cases: list[Case], year: Stretch) -> tuple[tuple[Line, ...], int]:
    """Open at the start as it was known then, with what was found out later, and begun, less ended: open at the end?"""

    def line(key: str, words: str, found: Iterable[Case]) -> Line:
        refs = tuple(case.ref for case in found)
        return Line(key, words, len(refs), refs)

    def stood(case: Case, on: date) -> bool:
        return case.began_on is not None and case.began_on <= on and (case.ended_on is None or case.ended_on > on)

    before = date(year.first.year, 3, 31)
    start = [case for case in cases if stood(case, before)]
    lines = (
        line("before", "In force on 31 March before, as known then", [c for c in start if c.notified_on <= before]),
        line("found", "In force then, and told of only since", [c for c in start if c.notified_on > before]),
        line("began", "Began in the year", [c for c in cases if c.began_on and year.first <= c.began_on <= year.last]),
        line("over", "Ended in the year", [c for c in cases if c.ended_on and year.first <= c.ended_on <= year.last]),
        line(
            "after",
            "In force today" if year.last > today() else "In force at the end of the year",
            [c for c in cases if stood(c, year.last)],
        ),
    )
    count = {one.key: one.count for one in lines}
    return lines, count["before"] + count["found"] + count["began"] - count["over"] - count["after"]


def _by_source(rows: list[Any]) -> tuple[Line, ...]:
    refs: dict[str, list[str]] = {}
    for row in rows:
        refs.setdefault(row.notified_by, []).append(row.reference)
    return tuple(
        Line(f"by_{code}", label, len(refs.get(code, ())), tuple(refs.get(code, ()))) for code, label in NOTIFIED_BY
    )


def _by_month(rows: list[Any], year: Stretch) -> tuple[tuple[date, int], ...]:
    counted = Counter(row.notified_on.replace(day=1) for row in rows)
    months = [date(year.first.year + (m > 12), m - 12 * (m > 12), 1) for m in range(4, 16)]
    return tuple((month, counted[month]) for month in months if month <= today())


def _late(due: Mapping[str, list[Due]], on: date) -> tuple[Late, ...]:
    def found() -> Iterator[Late]:
        for ref, visits in due.items():
            for one in visits:
                if (days := one.days_late(on)) > 0:
                    yield Late(ref, days, one.in_words(on))

    return tuple(sorted(found(), key=lambda late: (-late.days, late.ref)))
