"""How long the law gives. A span is a value that knows how to count; a calendar tells it which days count.

Day 0 is the start event: counting starts the next day and the deadline is the end of day n
(`Convention.EXCLUDE_START`), which is the usual reading. Parts of the sector call the start day itself day 1
(`INCLUDE_START`), one counted day earlier.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from goldenthread.kernel.calendars import Calendar
from goldenthread.kernel.now import LONDON

Moment = date | datetime
NextDay = Literal["next_day", "next_school_day", "next_working_day"]


class SpanError(ValueError):
    """A span that makes no sense, or is asked what it cannot answer."""


class Convention(StrEnum):
    """Whether the day of the start event is counted. It makes no odds to hours or to 'by 09:00 the next day'."""

    EXCLUDE_START = "exclude_start"
    INCLUDE_START = "include_start"

    def __str__(self) -> str:
        return "the day after counts as day 1" if self is Convention.EXCLUDE_START else "the day itself counts as day 1"


class Unit(StrEnum):
    HOURS = "hour"
    DAYS = "day"
    WORKING_DAYS = "working day"
    SCHOOL_DAYS = "school day"
    WEEKS = "week"
    MONTHS = "month"
    BY_TIME = "by"


@dataclass(frozen=True)
class Span:
    """Make one with `hours`, `days`, `working_days`, `school_days`, `weeks`, `months` or `by_time`."""

    n: int
    unit: Unit
    at: time | None = None
    on: NextDay = "next_day"
    or_same_day: bool = False

    def __post_init__(self) -> None:
        if self.n < 0 or (self.n == 0 and self.unit is not Unit.DAYS):
            raise SpanError(f"A limit of {self.n} {self.unit}s cannot be counted.")
        if (self.at is None) is (self.unit is Unit.BY_TIME):
            raise SpanError("A time of day belongs to a 'by' span, and to no other.")

    def __str__(self) -> str:
        if self.at:
            day = self.on.replace("_", " ")
            return f"by {self.at:%H:%M} on the {day}{' (or the same morning)' if self.or_same_day else ''}"
        if self.n == 0:
            return "the same day"
        return f"{self.n} {self.unit}{'' if self.n == 1 else 's'}"

    def deadline(self, start: Moment, calendar: Calendar, convention: Convention = Convention.EXCLUDE_START) -> Moment:
        """The last day (a date: until its end) or moment (an aware datetime, Europe/London) that is still in time.

        Hours from a datetime are elapsed time, so 24 hours across a clock change end an hour earlier or later by the
        wall clock. Hours from a bare date end with the day they would reach if the event came at the last minute: 72
        hours is 3 days on. Raises `SpanError` for a datetime without a zone, `CalendarError` beyond the days that the
        calendar knows.
        """
        if self.unit is Unit.HOURS:
            return _hours(start, self.n)
        if self.at:
            return self._by(start, self.at, calendar)
        day = day_of(start)
        if self.unit in (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS):
            return self._counted(day, calendar, convention, +1)
        given = convention is Convention.INCLUDE_START and self.n > 0
        return self._plain(day, +1) - timedelta(days=given)

    def before(self, event: Moment, calendar: Calendar, convention: Convention = Convention.EXCLUDE_START) -> Moment:
        """The last day or moment still this long before an event: counted backwards, the event's day being day 0.


        With `INCLUDE_START` the event's own day is day 1, one counted day later. Raises as `deadline` does, and
        `SpanError` for 'by a time on the next day', which only runs forwards.
        """
        if self.unit is Unit.HOURS:
            return _hours(event, -self.n)
        if self.at:
            raise SpanError(f"'{self}' cannot be counted back from an event.")
        day = day_of(event)
        if self.unit in (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS):
            return self._counted(day, calendar, convention, -1)
        given = convention is Convention.INCLUDE_START and self.n > 0
        return self._plain(day, -1) + timedelta(days=given)

    def _plain(self, day: date, way: int) -> date:
        if self.unit is Unit.MONTHS:
            return add_months(day, way * self.n)
        return day + timedelta(days=way * self.n * (7 if self.unit is Unit.WEEKS else 1))

    def _counted(self, day: date, calendar: Calendar, convention: Convention, way: int) -> date:
        schools = self.unit is Unit.SCHOOL_DAYS
        counts = calendar.is_school_day if schools else calendar.is_working_day
        if convention is Convention.INCLUDE_START and counts(day):
            day -= way * timedelta(days=1)  # as if it happened the day before, so that the day itself is day 1
        return (calendar.nth_school_day if schools else calendar.nth_working_day)(day, way * self.n)

    def _by(self, start: Moment, at: time, calendar: Calendar) -> datetime:
        day = day_of(start)
        counts = {"next_school_day": calendar.is_school_day, "next_working_day": calendar.is_working_day}.get(self.on)
        early = self.or_same_day and isinstance(start, datetime) and start.astimezone(LONDON).time() < at
        if not (early and (counts is None or counts(day))):
            day += timedelta(days=1)
            while counts and not counts(day):
                day += timedelta(days=1)
        return datetime.combine(day, at, LONDON)


def hours(n: int) -> Span:
    """Elapsed hours."""
    return Span(n, Unit.HOURS)


def days(n: int) -> Span:
    """Calendar days; 0 is 'the same day'."""
    return Span(n, Unit.DAYS)


def working_days(n: int) -> Span:
    """Monday to Friday without bank holidays."""
    return Span(n, Unit.WORKING_DAYS)


def school_days(n: int) -> Span:
    """Days on which the area's schools have pupils in."""
    return Span(n, Unit.SCHOOL_DAYS)


def weeks(n: int) -> Span:
    """Seven calendar days each."""
    return Span(n, Unit.WEEKS)


def months(n: int) -> Span:
    """Calendar months: the same day of a later month, or that month's last day where it has no such day."""
    return Span(n, Unit.MONTHS)


def by_time(at: time, on: NextDay = "next_day", *, or_same_day: bool = False) -> Span:
    """By a time of day in London on the next day, school day or working day after the start.

    `or_same_day`: what happens in the small hours of such a day, before `at`, is due that same morning.
    """
    return Span(1, Unit.BY_TIME, at, on, or_same_day)


def add_months(day: date, n: int) -> date:
    """The same day n months on (or back), clamped to the month's end: 30 November and 3 months is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_of(moment: Moment) -> date:
    """The day in London on which a moment falls. Raises `SpanError` for a datetime without a zone."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise SpanError("A time without its zone cannot be counted from: give an aware datetime.")
    return moment.astimezone(LONDON).date()


def _hours(start: Moment, n: int) -> Moment:
    if isinstance(start, datetime):
        day_of(start)  # refuses a naive one
        return (start.astimezone(UTC) + timedelta(hours=n)).astimezone(LONDON)
    whole_days = -(-abs(n) // 24)
    return start + timedelta(days=whole_days if n > 0 else -whole_days)
