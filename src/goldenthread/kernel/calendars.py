"""Which days count. A calendar is a value: bank holidays (proclaimed, so data) and the school terms of one area.

A working day is Monday to Friday and not a bank holiday, Christmas Day or Good Friday (Banking and Financial Dealings
Act 1971, as the Children (Private Arrangements for Fostering) Regulations 2005 define it). An authority's own closing
days still count as working days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from goldenthread.kernel.holidays import computed_holidays, published_holidays

COMPUTED_TO = 2030  # years after the published list are worked out by rule, up to the end of this one
ONE_DAY = timedelta(days=1)


class CalendarError(ValueError):
    """A question about a day that the calendar knows nothing of, or a calendar that contradicts itself."""


@dataclass(frozen=True)
class Term:
    """A school term (or half term), both ends included.

    `closed` holds days in it without pupils, such as INSET days.
    """

    first: date
    last: date
    closed: frozenset[date] = frozenset()
    name: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise CalendarError(f"A term cannot end on {say(self.last)}, before it begins on {say(self.first)}.")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True)
class Calendar:
    """Bank holidays, and the school terms of an area.

    `known_from` and `known_to` bound the days it can answer for; left out, they are the first day of the first year
    and the last day of the last year in which a holiday is listed. Every question beyond raises `CalendarError`,
    never a guess. School days are known only from the first day of the first term to the last day of the last.
    """

    holidays: frozenset[date] = frozenset()
    terms: tuple[Term, ...] = ()
    known_from: date | None = None
    known_to: date | None = None

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.terms, key=lambda term: term.first))
        for earlier, later in pairwise(ordered):
            if later.first <= earlier.last:
                raise CalendarError(f"Two school terms overlap on {say(later.first)}.")
        object.__setattr__(self, "terms", ordered)

    @cached_property
    def bounds(self) -> tuple[date, date] | None:
        """First and last day it can answer for; nothing when it knows no day at all."""
        years = {day.year for day in self.holidays}
        first = self.known_from or (date(min(years), 1, 1) if years else None)
        last = self.known_to or (date(max(years), 12, 31) if years else None)
        return (first, last) if first and last else None

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and not a bank holiday."""
        self._know(day)
        return day.weekday() < 5 and day not in self.holidays

    def is_school_day(self, day: date) -> bool:
        """A working day inside a term on which the area's schools have pupils in."""
        if not self.terms:
            raise CalendarError("No school terms are known for this area. Add its term dates.")
        if not self.terms[0].first <= day <= self.terms[-1].last:
            known = f"from {say(self.terms[0].first)} to {say(self.terms[-1].last)}"
            raise CalendarError(f"School terms are known {known}; {say(day)} is beyond that. Add the term dates.")
        return self.is_working_day(day) and any(day in term and day not in term.closed for term in self.terms)

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        return self.nth_working_day(day, 1)

    def previous_working_day(self, day: date) -> date:
        """The last working day before this one."""
        return self.nth_working_day(day, -1)

    def next_school_day(self, day: date) -> date:
        """The first school day after this one."""
        return self.nth_school_day(day, 1)

    def previous_school_day(self, day: date) -> date:
        """The last school day before this one."""
        return self.nth_school_day(day, -1)

    def nth_working_day(self, day: date, n: int) -> date:
        """The nth working day after `day`, or before it when n is negative. `day` itself is never counted."""
        return _nth(day, n, self.is_working_day)

    def nth_school_day(self, day: date, n: int) -> date:
        """The nth school day after `day`, or before it when n is negative. `day` itself is never counted."""
        return _nth(day, n, self.is_school_day)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; negative when `end` comes first."""
        return _between(start, end, self.is_working_day)

    def school_days_between(self, start: date, end: date) -> int:
        """How many school days lie after `start`, up to and including `end`; negative when `end` comes first."""
        return _between(start, end, self.is_school_day)

    def with_holidays(self, days: Iterable[date], *, known_to: date | None = None) -> Calendar:
        """The same with more holidays.

        Holidays are proclaimed at short notice: that of 19 September 2022 had nine days.

        Give `known_to` when the days added complete the list up to then; a single later holiday does not make its
        year known.
        """
        bounds = self.bounds
        first = self.known_from or (bounds[0] if bounds else None)
        last = known_to or self.known_to or (bounds[1] if bounds else None)
        return replace(self, holidays=self.holidays | frozenset(days), known_from=first, known_to=last)

    def without_holidays(self, days: Iterable[date]) -> Calendar:
        """The same with some holidays taken out, as when one is moved (Early May in 2020)."""
        first, last = self.bounds or (None, None)
        return replace(self, holidays=self.holidays - frozenset(days), known_from=first, known_to=last)

    def with_terms(self, terms: Iterable[Term]) -> Calendar:
        """The same bank holidays with the school terms of an area in place of any it had."""
        return replace(self, terms=tuple(terms))

    def _know(self, day: date) -> None:
        if self.bounds is None:
            raise CalendarError("This calendar knows no bank holidays, so it cannot tell a working day.")
        first, last = self.bounds
        if not first <= day <= last:
            known = f"from {say(first)} to {say(last)}"
            raise CalendarError(f"Bank holidays are known {known}; {say(day)} is beyond that. Add the missing ones.")


def say(day: date) -> str:
    """A day in plain English, as in '5 January 2017'."""
    return f"{day.day} {day:%B} {day.year}"


def _nth(day: date, n: int, counts: Callable[[date], bool]) -> date:
    pace = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        day += pace
        left -= counts(day)
    return day


def _between(start: date, end: date, counts: Callable[[date], bool]) -> int:
    if end < start:
        return -_between(end, start, counts)
    return sum(counts(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def _england() -> Calendar:
    published = published_holidays()
    first, last = min(published).year, max(published).year
    computed = {day for year in range(last + 1, COMPUTED_TO + 1) for day in computed_holidays(year)}
    return Calendar(
        frozenset(published) | computed,
        known_from=date(first, 1, 1),
        known_to=date(max(last, COMPUTED_TO), 12, 31),
    )


ENGLAND = _england()
"""England: bank holidays as published for 2012 to 2028, by rule for 2029 and 2030; no school terms (areas set them)."""
