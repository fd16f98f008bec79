"""The meetings to come: a table or list of dates under "Date of next meeting", or a sentence that gives one."""

from __future__ import annotations

import re
from datetime import date

from goldenthread.reading.blocks import Where
from goldenthread.reading.minutes.dates import days_in, hours_in
from goldenthread.reading.minutes.model import MeetingDate, Minutes

_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_NEXT = re.compile(r"\bnext\s+(?:\w+\s+){0,4}?meeting\b[^.]{0,50}?\b(?:is|on|will|held|place|scheduled|:|be)\b", re.I)


def year_in(text: str) -> int | None:
    """A year that heads a list of dates ("Meeting dates 2024"); None when there are none or several."""
    years = {int(year) for year in _YEAR.findall(text)}
    return next(iter(years)) if len(years) == 1 and not days_in(text) else None


def dates_in(minutes: Minutes, text: str, where: Where, year: int | None) -> None:
    """Add every date in ``text`` as a meeting to come; a date without a year takes the list's, else the next such
    day."""
    held = minutes.meeting.date
    starts, ends = hours_in(text)
    days = days_in(text)
    for day in days:
        if day.year is None and year is not None:
            made = _made(year, day.month, day.day)
        else:
            made = day.after(held)
        if made is None:
            said = text[day.start : day.end].strip()
            why = (
                "no such day, or not that day of the week"
                if day.year or day.weekday is not None
                else "no year is given"
            )
            minutes.warn("date_unclear", f'The meeting date "{said}" cannot be placed: {why}.', where)
        elif (held is None or made > held) and not any(m.date == made for m in minutes.future_meetings):
            alone = len(days) == 1
            minutes.future_meetings.append(MeetingDate(made, where, starts if alone else None, ends if alone else None))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def sentence_of_next(text: str) -> str | None:
    """The part of a paragraph that says when the next meeting is, if it does."""
    match = _NEXT.search(text)
    return text[match.start() :] if match and days_in(text[match.start() : match.end() + 80]) else None
