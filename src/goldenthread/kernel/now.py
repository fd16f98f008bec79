"""The one place where a date is read. Tests freeze it; nothing else in the code may ask the machine what day it is."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, aware, in Europe/London."""
    return datetime.now(LONDON)


def today() -> date:
    """Today's date in Europe/London (not UTC: a board's day ends at its own midnight)."""
    return now().date()


def end_of(day: date) -> datetime:
    """The last moment of a day in Europe/London: what was known on that day was known by then."""
    return datetime.combine(day, time.max, LONDON)
