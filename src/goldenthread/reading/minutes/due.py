"""When an action is due: a date in the text, or a meeting of the calendar that the text names."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from goldenthread.reading.minutes.dates import MONTH, days_in, month_number

_BEFORE = (
    r"(?:by|before|no\s+later\s+than|due(?:\s+(?:date|by|on))?|deadline(?:\s+(?:of|is|for))?|until|for|on"
    r"|at|to|of|in\s+time\s+for)"
)
_LEAD = re.compile(
    rf"(?:\b{_BEFORE}\b)(?:\s+the)?(?:\s+(?:next|board|full|partnership|main|safeguarding"
    rf"|\w+day))*\s*(?:meeting\s+)?(?:on\s+|of\s+|scheduled\s+for\s+)?(?:the\s+)?[:\u2013-]?\s*\(?$",
    re.I,
)
_FIRM = re.compile(r"\b(?:by|before|no\s+later\s+than|due|deadline)\b", re.I)
_END = re.compile(
    rf"\b(?:by|before|at)\s+(?:the\s+)?end\s+of\s+(?P<month>{MONTH})(?:\s+(?P<year>(?:19|20)\d\d))?", re.I
)
_OTHERS = r"(?P<kind>(?:[\w&'\u2019]+\s+){0,4}?)"
_MEETING = (
    re.compile(
        rf"(?:the\s+|our\s+|\b(?:to|by|for|at)\s+)?\b(?P<month>{MONTH})\s*(?P<year>(?:19"
        rf"|20)\d\d)?(?:'s)?\s+{_OTHERS}(?:meeting|mtg)\b",
        re.I,
    ),
    re.compile(
        rf"\b{_OTHERS}(?:meetings?|mtgs?)\s+(?:taking\s+place\s+|scheduled\s+|planned\s+|to\s+be\s+held\s+|held\s+)?(?:in"
        rf"|for|of)\s+(?P<month>{MONTH})\s*(?P<year>(?:19|20)\d\d)?",
        re.I,
    ),
    re.compile(
        rf"\b(?P<month>{MONTH})\s*(?P<year>(?:19|20)\d\d)?\s+(?P<kind>)(?:board|partnership"
        rf"|executive)\b(?!\s+(?:report|plan|paper))",
        re.I,
    ),
)
_NEXT = re.compile(rf"\b(?:the\s+)?next\s+{_OTHERS}(?:meeting|mtg)\b", re.I)
_SOME = re.compile(
    rf"\b(?:by|before|in|for|during|within)\s+(?:the\s+)?(?:early\s+|late\s+"
    rf"|mid[- ]?)?(?:{MONTH}(?:\s+(?:19|20)\d\d)?|(?:spring|summer|autumn|winter)(?:\s+\d{{4}})?"
    rf"|\w+\s+(?:days?|weeks?|months?)|next\s+week)\b"
    r"|\b(?:a\s+)?future\s+(?:\w+\s+){0,2}(?:meeting|mtg)\b|\b(?:asap|as\s+soon\s+as\s+possible|immediate(?:ly)?)\b",
    re.I,
)
_OWN = re.compile(
    r"^(?:(?:the|this|full|main|board|partnership|executive|scheduled|planned|quarterly|safeguarding|at|to"
    r"|for|by|children'?s?|lscb|lscp|next|our|present|back|update|in|a|it|report)\s+)*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Due:
    """The date, None when it cannot be told; the words; ``problem`` is "not_in_calendar", "no_calendar" or
    "two_meetings"
    when the words name a meeting that does not lead to one date."""

    date: date | None = None
    text: str | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """This meeting's date and the dates of those to come."""

    held: date | None
    coming: tuple[date, ...]

    def next(self) -> date | None:
        """The first meeting after this one, as the minutes list them."""
        return min((day for day in self.coming if self.held is None or day > self.held), default=None)

    def in_month(self, month: int, year: int | None) -> list[date]:
        """The meetings to come in a month; without a year, in the twelve months after this meeting."""
        return sorted(
            day for day in set(self.coming) if day.month == month and (day.year == year if year else self._soon(day))
        )

    def _soon(self, day: date) -> bool:
        return self.held is not None and self.held < day and (day - self.held).days < 366


def _nearest(kind: str) -> str:
    """Of the words before "meeting" those that name it: what comes after the last "at", "to", "the"."""
    return re.split(r"\b(?:at|to|for|by|the|of|in|a|and|on|from|with)\s+", kind, flags=re.I)[-1]


def _words(match: re.Match[str]) -> str:
    """The words of the match that speak of the meeting."""
    kind = match["kind"]
    return match.group().removeprefix(kind[: len(kind) - len(_nearest(kind))]).strip()


def _meeting(text: str, calendar: Calendar, own: re.Pattern[str]) -> Due | None:
    for pattern in _MEETING:
        for match in pattern.finditer(text):
            month = month_number(match["month"])
            if not month or not match["month"][0].isupper():
                continue
            words = _words(match)
            if not own.match(_nearest(match["kind"])):
                return Due(None, words)  # another body's meeting: not in this calendar
            if not calendar.coming:
                return Due(None, words, "no_calendar")
            days = calendar.in_month(month, int(match["year"]) if match["year"] else None)
            if len(days) == 1:
                return Due(days[0], words)
            return Due(None, words, "two_meetings" if days else "not_in_calendar")
    return _next_meeting(text, calendar, own)


def _next_meeting(text: str, calendar: Calendar, own: re.Pattern[str]) -> Due | None:
    following = _NEXT.search(text)
    if following is None:
        return None
    if not own.match(_nearest(following["kind"])):
        return Due(None, following.group())
    day = calendar.next()
    return Due(day, following.group(), "" if day else "no_calendar")


def _own_words(group: str | None) -> re.Pattern[str]:
    """The words that may stand before "meeting" and still mean this group's own."""
    words = "|".join(re.escape(word) for word in (group or "").split() if len(word) > 2)
    return re.compile(_OWN.pattern.replace("(?:the|", f"(?:{words}|the|" if words else "(?:the|"), re.I)


def due_in(text: str, calendar: Calendar, group: str | None = None) -> Due:
    """What ``text`` says of when: a date after "by", "before", "on", or a meeting; never worked out from "in two
    weeks"."""
    dated = None
    for day in days_in(text):
        lead = text[max(0, day.start - 70) : day.start]
        if not _LEAD.search(lead.rstrip() + (" " if lead[-1:].isspace() else "")) and not _LEAD.search(lead):
            continue
        made = day.after(calendar.held)
        if made and (calendar.held is None or made >= calendar.held):
            dated = Due(made, text[day.start : day.end].strip(" ,."))
            if _FIRM.search(lead[-40:]):
                return dated
    if dated:
        return dated
    end = _END.search(text)
    if end:
        return _month_end(end, calendar)
    meeting = _meeting(text, calendar, _own_words(group))
    if meeting:
        return meeting
    some = _SOME.search(text)
    return Due(None, some.group()) if some else Due()


def _month_end(match: re.Match[str], calendar: Calendar) -> Due:
    month = month_number(match["month"]) or 1
    if match["year"]:
        year = int(match["year"])
    elif calendar.held:
        year = calendar.held.year + (month < calendar.held.month)
    else:
        return Due(None, match.group())
    return Due(date(year, month, monthrange(year, month)[1]), match.group())


def due_of_column(text: str, calendar: Calendar, group: str | None = None) -> Due:
    """What a "due" column or label says: a whole date counts with no word before it; "next meeting" and months
    likewise."""
    text = text.strip(" .")
    if not text:
        return Due()
    days = days_in(text)
    if days:
        return Due(days[0].after(calendar.held), text)
    found = due_in(f"by {text}", calendar, group)
    return Due(found.date, text, found.problem)
