"""The tables of casework: records and what hangs from every one of them; registers of sealed work."""

from .records import (
    Audience,
    CalendarEntry,
    ClockRun,
    Counter,
    Draft,
    Entry,
    Event,
    LocalClock,
    Participant,
    Record,
    filled_only_when,
)
from .registers import CountedYear, Hold, Keeper, LocalRetention, LogReview, Reading, Register

__all__ = [
    "Audience",
    "CalendarEntry",
    "ClockRun",
    "CountedYear",
    "Counter",
    "Draft",
    "Entry",
    "Event",
    "Hold",
    "Keeper",
    "LocalClock",
    "LocalRetention",
    "LogReview",
    "Participant",
    "Reading",
    "Record",
    "Register",
    "filled_only_when",
]
