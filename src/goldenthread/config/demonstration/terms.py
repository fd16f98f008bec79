"""The demonstration's calendar: school terms around today, two closing days, and one local limit."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.core.casework.models import CalendarEntry
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.calendars import COMPUTED_TO
from goldenthread.kernel.spans import Convention, Unit
from goldenthread.web.pages.clocks import set_local_clock

TERMS = (("Autumn term", (9, 3), (12, 18)), ("Spring term", (1, 6), (3, 27)), ("Summer term", (4, 13), (7, 21)))


def set_calendar(board: Partnership, today: date) -> None:
    """Terms from the year before last to the next; a closing day in each autumn."""
    years = range(today.year - 2, min(today.year + 2, COMPUTED_TO + 1))
    for year in years:
        for name, first, last in TERMS:
            _add(board, CalendarEntry.Kind.TERM, date(year, *first), date(year, *last), f"{name} {year}")
        _add(board, CalendarEntry.Kind.SCHOOL_CLOSED, date(year, 10, 20), date(year, 10, 31), "Autumn half term")


def set_local_limit(board: Partnership, today: date) -> None:
    """Where no national rule sets a limit, this partnership set one of its own."""
    set_local_clock(
        board, clock="EH-1", part="", number=16, unit=Unit.WEEKS, convention=Convention.EXCLUDE_START,
        since=today - timedelta(days=300), until=None, reason="Agreed by the Education and Early Help Group",
    )  # fmt: skip


def _add(board: Partnership, kind: str, since: date, until: date, name: str) -> None:
    entry = CalendarEntry(partnership=board, kind=kind, since=since, until=until, name=name)
    entry.full_clean()
    entry.save()
