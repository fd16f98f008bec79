"""When someone is told, as plain rules over dates: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from goldenthread.kernel.calendars import Calendar


def horizon(on: date, calendar: Calendar) -> date:
    """The last day before the next working day: what falls due the day after it is "tomorrow" to someone at work `on`.

    On a Friday that is the Sunday, so that a thing due on Monday is reminded of on Friday and not at the weekend.
    """
    return calendar.next_working_day(on) - timedelta(days=1)


def reminder_due(due: date, on: date, until: date, leads: Iterable[int]) -> int | None:
    """Which of the `leads` (days before) a thing due on `due` is to be reminded of on a working day `on`, or none.

    `until` is the `horizon`. Of several that have been reached it is the last, so that after a pause one is sent and
    not all. Nothing is reminded of once it is late.
    """
    if due < on:
        return None
    reached = [lead for lead in leads if (due - until).days <= lead]
    return min(reached, default=None)


def is_late_by(due: date, on: date, days: int) -> bool:
    """Whether it is at least so many calendar days late, and late at all."""
    return due < on and (on - due).days >= days


def reminder_key(action_id: int, due: date, lead: int) -> str:
    """One reminder for each lead and date: an action put off is reminded of anew."""
    return f"reminder:{lead}:{action_id}:{due.isoformat()}"


def escalation_key(kind: str, action_id: int, due: date) -> str:
    return f"{kind}:{action_id}:{due.isoformat()}"


def digest_key(on: date) -> str:
    return f"digest:{on.isoformat()}"


def digest_wanted(frequency: str, on: date, calendar: Calendar) -> bool:
    """A daily digest each working day; a weekly one on the week's first working day."""
    if frequency == "weekly":
        sunday = on - timedelta(days=on.isoweekday())
        return on == calendar.next_working_day(sunday)
    return frequency == "daily"


def checked_leads(leads: Sequence[int]) -> list[int]:
    """Leads without repeats, longest first. Raises ValueError for one outside 1 to 60 days."""
    if any(not 1 <= lead <= 60 for lead in leads):
        raise ValueError("A reminder comes from 1 to 60 days before")
    return sorted(set(leads), reverse=True)
