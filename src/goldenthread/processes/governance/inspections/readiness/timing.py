"""When a request is due, and how late it came: to the hour where a time is set, in working days where none is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from goldenthread.kernel.calendars import Calendar
from goldenthread.kernel.now import LONDON
from goldenthread.kernel.spans import day_of

END_OF_DAY = time(23, 59, 59)


class Dated(Protocol):
    """A request as timing reads it."""

    due_at: datetime | None
    due_time: time | None
    answered_at: datetime | None
    state: str
    reason: str


@dataclass(frozen=True)
class Standing:
    """How a request stands in a word, its colour, and what stands beside it."""

    key: str
    words: str
    colour: str
    note: str = ""


def working_day(notified: datetime, number: int, calendar: Calendar) -> date:
    """The nth working day after notice; day 0 is the day on which notice came, or the next working day after it."""
    day = day_of(notified.astimezone(LONDON))
    if number:
        return calendar.nth_working_day(day, number)
    return day if calendar.is_working_day(day) else calendar.next_working_day(day)


def due_moment(notified: datetime, number: int, at: time | None, calendar: Calendar) -> datetime:
    """The moment until which it is in time: the end of the working day, or the time that is set."""
    return datetime.combine(working_day(notified, number, calendar), at or END_OF_DAY, LONDON)


def lateness(due: datetime, came: datetime) -> timedelta:
    """How long after the due moment; nothing when it came in time. Elapsed time, also across a change of the clocks."""
    return max(timedelta(0), timedelta(seconds=came.timestamp() - due.timestamp()))


def late_words(request: Dated, moment: datetime, calendar: Calendar) -> str:
    """ "3 hours late" where a time was set, "2 working days late" where none was; "" when it is in time."""
    if request.due_at is None or not (late := lateness(request.due_at, moment)):
        return ""
    hours = int(late.total_seconds() // 3600)
    if request.due_time is not None and hours < 48:
        return f"{hours} hour{'' if hours == 1 else 's'} late" if hours else "less than an hour late"
    last, came = day_of(request.due_at.astimezone(LONDON)), day_of(moment.astimezone(LONDON))
    days = calendar.working_days_between(last, came)
    return f"{days} working day{'' if days == 1 else 's'} late" if days else "late, before the next working day"


def standing(request: Dated, moment: datetime, calendar: Calendar, *, over: bool) -> Standing:
    """How it stands at a moment. Once the run is over, what never came is not answered, and it says why or says so."""
    if request.state == "answered" and request.answered_at:
        late = late_words(request, request.answered_at, calendar)
        return Standing("late", "Answered late", "yellow", late) if late else Standing("answered", "Answered", "green")
    if request.state == "not_answered" or over:
        return Standing("not_answered", "Not answered", "red", request.reason or "No reason given")
    late = late_words(request, moment, calendar)
    if late:
        return Standing("overdue", "Late", "orange", late)
    if request.state == "acknowledged":
        return Standing("acknowledged", "Acknowledged", "blue")
    return Standing("asked", "Asked", "grey")


@dataclass(frozen=True)
class Tally:
    """How an agency, or a whole run, did: asked, in time, late, not answered."""

    asked: int
    in_time: int
    late: int
    not_answered: int

    @property
    def still_open(self) -> int:
        """Neither answered nor given up."""
        return self.asked - self.in_time - self.late - self.not_answered

    @property
    def share_in_time(self) -> int | None:
        """Whole per cent answered in time of what was asked; nothing where nothing was."""
        return round(100 * self.in_time / self.asked) if self.asked else None


def tally(standings: Iterable[Standing]) -> Tally:
    """Count them. What is neither answered nor given up yet is asked, and no more."""
    keys = [one.key for one in standings]
    return Tally(len(keys), keys.count("answered"), keys.count("late"), keys.count("not_answered"))
