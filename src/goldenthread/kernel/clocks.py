"""Clocks are projections: computed from the dates on a record each time, so that one typed in late puts all right.


A clock says which periods of a record it measures. How long each may last is the law's business: the caller hands in a
`Limits` lookup (see `goldenthread.law.clocks.limit_for`) and the law in force when the period started is the one
applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from goldenthread.kernel.calendars import Calendar
from goldenthread.kernel.spans import Convention, Moment, Span, Unit, day_of

T = TypeVar("T")
Period = tuple[Moment | None, Moment | None]
Pause = tuple[date, date | None]
"""First day that does not count, and the day on which counting resumes (nothing: still paused)."""


class Direction(StrEnum):
    """What a limit says of the moment it computes."""

    FORWARDS = "within"  # no later than this after the start event
    BACKWARDS = "before"  # no later than this ahead of the event
    MINIMUM = "not before"  # no earlier than this after the start event


class Standing(StrEnum):
    """How one running of a clock stands on a day."""

    MET = "met"
    MET_LATE = "met late"
    RUNNING = "running"
    OVERDUE = "overdue"
    PAUSED = "paused"
    TOO_EARLY = "met too early"  # only where the law says 'not before'
    OPEN = "open"  # only where the law says 'not before': the time has passed and it may be done


class Limit(Protocol):
    """What a clock needs to know of a limit; `goldenthread.law.limits.Limit` is one."""

    @property
    def span(self) -> Span: ...
    @property
    def convention(self) -> Convention: ...
    @property
    def direction(self) -> Direction: ...


class Limits(Protocol):
    """Looks up the limit of a clock (and of one part of it) in force on a day."""

    def __call__(self, clock_id: str, on: date, part: str | None = None) -> Limit: ...


@dataclass(frozen=True)
class Counted:
    """A limit of one's own: a span with the way it is counted."""

    span: Span
    convention: Convention = Convention.EXCLUDE_START
    direction: Direction = Direction.FORWARDS


@dataclass(frozen=True)
class Run:
    """One running of a clock: when it started, the last moment in time (nothing while paused), and when it was met.

    For a `MINIMUM`, `due` is the first moment at which it may be done. `limit` is what was applied, to be stored
    beside it.
    """

    started: Moment
    due: Moment | None
    met: Moment | None
    limit: Limit = Counted(Span(0, Unit.DAYS))
    part: str | None = None

    def standing(self, on: Moment) -> Standing:
        """How it stands at a moment, or at the end of a day. What was met after `on` is not yet met then."""
        met = None if self.met is None or _later(self.met, on) else self.met
        if self.due is None:
            return Standing.MET if met else Standing.PAUSED
        if self.limit.direction is Direction.MINIMUM:
            return self._minimum(self.due, met, on)
        if met is not None:
            return Standing.MET_LATE if _later(met, self.due) else Standing.MET
        return Standing.OVERDUE if _later(on, self.due) else Standing.RUNNING

    def days_left(self, on: Moment) -> int | None:
        """Calendar days from `on` (or from when it was met, if earlier) to the deadline; below 0, days late."""
        if self.due is None:
            return None
        until = on if self.met is None or _later(self.met, on) else self.met
        return (day_of(self.due) - day_of(until)).days

    def days_late(self, on: Moment) -> int:
        """Calendar days past the deadline, when overdue or met late; else 0."""
        late = self.standing(on) in (Standing.OVERDUE, Standing.MET_LATE)
        return -(self.days_left(on) or 0) if late else 0

    def in_words(self, on: Moment) -> str:
        """How it stands, with the days: '3 days left', 'overdue by 1 day', 'met', 'met 2 days late'."""
        standing, left = self.standing(on), self.days_left(on) or 0
        size = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
        match standing:
            case Standing.RUNNING if self.limit.direction is Direction.MINIMUM:
                return f"not for another {size}" if left else "not before today's time"
            case Standing.RUNNING:
                return f"{size} left" if left else "due today"
            case Standing.OVERDUE:
                return f"overdue by {size}" if left else "overdue since today"
            case Standing.MET_LATE:
                return f"met {size} late" if left else "met late on the day"
        return str(standing)

    @staticmethod
    def _minimum(due: Moment, met: Moment | None, on: Moment) -> Standing:
        if met is not None:
            return Standing.TOO_EARLY if _later(due, met) else Standing.MET
        return Standing.RUNNING if _later(due, on) else Standing.OPEN


@dataclass(frozen=True)
class Clock:
    """A time limit as it applies to one kind of record. `periods` gives (started, met) for each running of it."""

    id: str
    label: str
    periods: Callable[[Any], Iterable[Period]]
    span: Callable[[Any, date], Span | Limit] | None = None
    part: Callable[[Any, date], str | None] | None = None
    pauses: Callable[[Any], Iterable[Pause]] | None = None

    def runs(
        self, record: Any, calendar: Calendar, limits: Limits, applies: Callable[[str, date], bool] | None = None
    ) -> list[Run]:
        """Every running on this record, in the order of its periods; a period that has not started has none.

        `applies(clock, day)`: whether the law has this clock for a running that starts on the day; without, it has.
        """
        pauses = list(self.pauses(record)) if self.pauses else []
        found = []
        for started, met in self.periods(record):
            if started is None:
                continue
            on = day_of(started)
            if applies is not None and not applies(self.id, on):
                continue
            part = self.part(record, on) if self.part else None
            limit = self._limit(record, on, part, limits)
            found.append(Run(started, due(limit, started, calendar, pauses), met, limit, part))
        return found

    def _limit(self, record: Any, on: date, part: str | None, limits: Limits) -> Limit:
        if self.span is None:
            return limits(self.id, on, part)
        own = self.span(record, on)
        return Counted(own) if isinstance(own, Span) else own


def clock(
    id: str,
    *,
    periods: Callable[[Any], Iterable[Period]] | None = None,
    start: str | None = None,
    stop: str | None = None,
    within: Span | Callable[[Any, date], Span | Limit] | None = None,
    part: str | Callable[[Any, date], str | None] | None = None,
    pauses: Callable[[Any], Iterable[Pause]] | None = None,
    label: str | None = None,
) -> Clock:
    """A clock, as a process declares it.

    id: the law's id ("PF-3"). periods: a function giving (started, met) pairs; or `start` and `stop`, the record's
    fields that hold the two. within: a span, or a function of the record and the day it started; without, the law's
    limit for the id on the day it started. part: which of the law's limits ("first", "later"), or a function that
    says so. pauses: a function giving the spells in which the clock stands still. label: without, the law's title is
    shown.
    """
    if (periods is None) == (start is None):
        raise ValueError(f"Clock {id} needs either its periods or the field that starts it.")
    return Clock(
        id=id,
        label=label or "",
        periods=periods or _between_fields(str(start), stop),
        span=_always(within) if isinstance(within, Span) else within,
        part=_always(part) if isinstance(part, str) else part,
        pauses=pauses,
    )


def due(limit: Limit, start: Moment, calendar: Calendar, pauses: Sequence[Pause] = ()) -> Moment | None:
    """The deadline (or first permitted moment) of a limit from a start event; nothing while paused without end.

    A paused day does not count. Limits counted back from an event do not pause.
    """
    if limit.direction is Direction.BACKWARDS:
        return limit.span.before(start, calendar, limit.convention)
    lost = {a + timedelta(days=n) for a, b in pauses if b for n in range((b - a).days)}
    reached = _reached(limit, start, calendar, lost)
    return None if any(b is None and a <= day_of(reached) for a, b in pauses) else reached


def _reached(limit: Limit, start: Moment, calendar: Calendar, lost: set[date]) -> Moment:
    """The deadline when these days are lost to pauses."""
    if limit.span.unit in (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS):
        return limit.span.deadline(start, calendar.with_holidays(lost) if lost else calendar, limit.convention)
    reached = limit.span.deadline(start, calendar, limit.convention)
    if limit.span.unit is Unit.BY_TIME:
        while day_of(reached) in lost:
            reached = limit.span.deadline(day_of(reached), calendar)
        return reached
    counts_at_once = limit.convention is Convention.INCLUDE_START or limit.span.unit is Unit.HOURS
    first = day_of(start) + timedelta(days=not counts_at_once)
    added = timedelta(0)
    while (more := timedelta(days=sum(first <= day <= day_of(reached) + added for day in lost))) > added:
        added = more
    return reached + added


def _later(one: Moment, other: Moment) -> bool:
    """Whether one is after the other.

    A bare date lasts until its end, and a moment within the same day is not after it.
    """
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.astimezone(UTC) > other.astimezone(UTC)  # within one zone Python compares wall clocks
    return day_of(one) > day_of(other)


def _between_fields(start: str, stop: str | None) -> Callable[[Any], Iterable[Period]]:
    return lambda record: [(getattr(record, start), getattr(record, stop) if stop else None)]


def _always(value: T) -> Callable[[Any, date], T]:
    return lambda _record, _on: value
