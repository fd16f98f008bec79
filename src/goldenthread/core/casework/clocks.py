"""Clocks projected onto a record: which calendar and which limits a partnership counts by, and the runs that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError

from goldenthread.core.tenancy.courses import course_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.calendars import ENGLAND, Calendar, CalendarError, Term
from goldenthread.kernel.clocks import Clock, Limits, Run
from goldenthread.kernel.now import LONDON, now
from goldenthread.kernel.spans import Moment
from goldenthread.law.clocks import CLOCKS, law_clock, limits_with
from goldenthread.law.courses import runs_here
from goldenthread.law.limits import LimitError

from .local import local_limits
from .models import CalendarEntry, ClockRun, Record

END_OF_DAY = time(23, 59, 59)


def calendar_of(partnership: Partnership) -> Calendar:
    """England's calendar with the partnership's own additions: proclaimed holidays and the school terms of its area."""
    entries = list(CalendarEntry.objects.filter(partnership=partnership))
    kinds = CalendarEntry.Kind
    holidays = {day for entry in entries if entry.kind == kinds.HOLIDAY for day in _days(entry.since, entry.until)}
    closed = frozenset(
        day for entry in entries if entry.kind == kinds.SCHOOL_CLOSED for day in _days(entry.since, entry.until)
    )
    terms = tuple(Term(e.since, e.until, closed=closed, name=e.name) for e in entries if e.kind == kinds.TERM)
    return (ENGLAND.with_holidays(holidays) if holidays else ENGLAND).with_terms(terms)


def limits_of(partnership: Partnership) -> Limits:
    """The law's limits, with the partnership's local ones in their place where it has set any."""
    return limits_with(local_limits(partnership))


def project_clocks(record: Record, clocks: tuple[Clock, ...]) -> None:
    """Compute every clock's runs anew from the record as it now stands. Same facts in, same rows out.

    Raises ValidationError in words where a date lies beyond the calendar, or before any law set a limit.
    """
    if not clocks:
        return
    rows = runs_of([record], clocks, record.partnership)
    ClockRun.objects.filter(record=record).delete()
    ClockRun.objects.bulk_create(rows)


def runs_of(records: Iterable[Record], clocks: tuple[Clock, ...], partnership: Partnership) -> list[ClockRun]:
    """Every run of every clock of records of one partnership, not yet written: what they count by is read once.

    Raises ValidationError as `project_clocks` does.
    """
    if not clocks:
        return []
    calendar, limits, law = calendar_of(partnership), limits_of(partnership), _law_of(partnership, clocks)
    try:
        return [
            _row(record, clock, run)
            for record in records
            for clock in clocks
            for run in clock.runs(record, calendar, limits, law(record) if law else None)
        ]
    except (CalendarError, LimitError) as unknown:
        raise ValidationError(str(unknown), code="beyond_the_calendar") from unknown


def bound_by_law(clock_id: str) -> bool:
    """Whether only some of the law's frameworks have this clock (one of a room's own is bound by none)."""
    return clock_id in CLOCKS and CLOCKS[clock_id].bound


def _law_of(
    partnership: Partnership, clocks: tuple[Clock, ...]
) -> Callable[[Record], Callable[[str, date], bool]] | None:
    """Which clocks the framework has, for a record; the partnership's course is read only where one is bound."""
    if not any(bound_by_law(clock.id) for clock in clocks):
        return None
    course = course_of(partnership)

    def law(record: Record) -> Callable[[str, date], bool]:
        def applies(clock_id: str, started: date) -> bool:
            return clock_id not in CLOCKS or runs_here(CLOCKS[clock_id], course, record.opened_on, started)

        return applies

    return law


def _row(record: Record, clock: Clock, run: Run) -> ClockRun:
    timed = isinstance(run.started, datetime) and isinstance(run.due, datetime)
    return ClockRun(
        record_id=record.pk,
        partnership_id=record.partnership_id,
        clock=clock.id,
        part=run.part or "",
        label=clock.label or law_clock(clock.id).title,
        basis=f"{run.limit.span}; {run.limit.convention}",
        direction=run.limit.direction,
        timed=timed,
        started=_moment(run.started, time.min),
        due=None if run.due is None else _moment(run.due, END_OF_DAY),
        met=None if run.met is None else _moment(run.met, time(12)),
    )


def standing(run: ClockRun, on: datetime | None = None) -> str:
    """How a stored run stands, in one word: met, late, running, overdue, paused."""
    moment = on or now()
    if run.due is None:
        return "met" if run.met else "paused"
    if run.met:
        return "late" if run.met > run.due else "met"
    return "overdue" if moment > run.due else "running"


def _moment(value: Moment, at: time) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, at, tzinfo=LONDON)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
