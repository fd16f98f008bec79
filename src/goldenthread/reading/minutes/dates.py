"""Dates and times as people write them in minutes, British order. Nothing is read that is not there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1
    )
    for name in names.split()
}  # fmt: skip
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MOST_DAYS = 300  # of one paragraph; more are a wall of dates, and comparing them all would take forever
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d|['\u2019]\d\d)(?!\d)"
_WORDED = re.compile(
    rf"(?:\b{_WEEKDAY}\b[.,]?\s+(?:the\s+)?)?(?<![\d./:])\b(?P<day>[0-3]?\d)\s?(?:st|nd|rd"
    rf"|th)?\s*(?:day\s+)?(?:of\s+)?[\s,./-]*"
    rf"(?P<month>{MONTH})(?:[\s,./-]*{_YEAR})?",
    re.I,
)
_AMERICAN = re.compile(
    rf"(?:\b{_WEEKDAY}\b[.,]?\s+)?\b(?P<month>{MONTH})\s+(?P<day>[0-3]?\d)\s?(?:st|nd|rd"
    rf"|th)?\b(?!:)(?:\s*,?\s+{_YEAR})?",
    re.I,
)
_NUMBERS = re.compile(
    r"(?<![\d./])(?P<day>[0-3]?\d)\s?(?P<sep>[/.-])\s?(?P<month>[01]?\d)\s?(?P=sep)\s?(?P<year>(?:19|20)?\d\d)(?![\d/])"
)
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)")
_MONTH_YEAR = re.compile(rf"\b(?P<month>{MONTH})[\s,]*(?P<year>(?:19|20)\d\d)\b", re.I)
_MONTH_ONLY = re.compile(rf"\b(?P<month>{MONTH})(?![\w'])", re.I)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written: ``year`` None when it is not said; ``weekday`` 0..6 when it is."""

    day: int
    month: int
    year: int | None
    weekday: int | None
    start: int
    end: int

    def complete(self) -> date | None:
        """The date when it is complete, exists and agrees with its weekday."""
        if self.year is None:
            return None
        made = _made(self.year, self.month, self.day)
        return made if made and self.weekday in (None, made.weekday()) else None

    def after(self, day: date | None) -> date | None:
        """The date; without a year, the first such day after ``day`` (None when ``day`` is)."""
        if self.year is not None or day is None:
            return self.complete()
        for year in (day.year, day.year + 1):
            made = _made(year, self.month, self.day)
            if made and made > day:
                return made if self.weekday in (None, made.weekday()) else None
        return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_number(word: str) -> int | None:
    """1..12 for a month's name or its short form."""
    return _MONTHS.get(word.strip(".").lower())


def _year(text: str | None) -> int | None:
    if not text:
        return None
    digits = text.lstrip("'\u2019")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day(match: re.Match[str]) -> Day | None:
    groups = match.groupdict()
    word = groups["month"]
    month = int(word) if word.isdecimal() else month_number(word)
    day = int(groups["day"])
    if not month or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    weekday = groups.get("weekday")
    return Day(
        day,
        month,
        _year(groups.get("year")),
        _DAYS.index(weekday[:3].lower()) if weekday else None,
        match.start(),
        match.end(),
    )


def days_in(text: str) -> list[Day]:
    """Every day of the calendar written in ``text``, in order."""
    found: list[Day] = []
    for pattern in (_ISO, _NUMBERS, _WORDED, _AMERICAN):
        for match in islice(pattern.finditer(text), _MOST_DAYS):
            day = _day(match)
            if day and not any(day.start < other.end and other.start < day.end for other in found):
                found.append(day)
    return sorted(found, key=lambda day: day.start)


def first_date(text: str) -> date | None:
    """The first complete date in ``text``."""
    return next((made for made in (day.complete() for day in days_in(text)) if made), None)


def months_in(text: str) -> list[tuple[int, int | None]]:
    """Months named in ``text`` as (month, year or None); "may" in lower case is a verb and does not count."""
    found = [(m.start(), _MONTHS[m["month"].strip(".").lower()], int(m["year"])) for m in _MONTH_YEAR.finditer(text)]
    taken = {start for start, _, _ in found}
    named: list[tuple[int, int, int | None]] = [*found]
    for match in _MONTH_ONLY.finditer(text):
        if match.start() not in taken and match["month"][0].isupper():
            named.append((match.start(), _MONTHS[match["month"].strip(".").lower()], None))
    return [(month, year) for _, month, year in sorted(named, key=lambda item: item[0])]


_TIME = re.compile(
    r"(?<![\d./:\u00a3])(?:(?P<hour>[01]?\d|2[0-4])(?:\s?[:.h]\s?(?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?\s?m\b\.?)?"
    r"|(?P<four>[0-2]\d[0-5]\d)\s?(?:h(?:ou)?rs?\b|h\b)?|(?P<word>noon|midday|midnight))(?![\d/])",
    re.I,
)
_BETWEEN = re.compile(r"^\s*(?:hrs|hours|h)?\s*(?:[-\u2013\u2014]|to|until|till|and|finish(?:ed)?:?)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class _Time:
    hour: int
    minute: int
    half: str
    start: int
    end: int
    sure: bool
    leading: bool  # written on the 24-hour clock: "02:00", "1400", or a word


def _times(text: str) -> list[_Time]:
    for day in days_in(text):  # a date's figures are not times
        text = text[: day.start] + " " * (day.end - day.start - 1) + "|" + text[day.end :]
    found = []
    for m in _TIME.finditer(text):
        if m["word"]:
            found.append(_Time(0 if m["word"].lower() == "midnight" else 12, 0, "word", m.start(), m.end(), True, True))
        elif m["four"]:
            hours = "h" in m.group().lower()
            found.append(_Time(int(m["four"][:2]), int(m["four"][2:]), "24", m.start(), m.end(), hours, True))
        else:
            half = (m["half"] or "").lower()[:1]
            found.append(
                _Time(
                    int(m["hour"]),
                    int(m["minute"] or 0),
                    half,
                    m.start(),
                    m.end(),
                    bool(half or m["minute"]),
                    m["hour"][0] == "0",
                )
            )
    return found


def _clock(time: _Time, half: str, after: str | None = None) -> str | None:
    """ "HH:MM"; a small bare hour ("2.00") may be morning or afternoon: only what it comes ``after`` can settle it."""
    hour = time.hour
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    if not half and hour < 8 and not time.leading:
        if after is None or hour + 12 <= int(after[:2]):
            return None
        hour += 12
    return f"{hour:02d}:{time.minute:02d}" if hour < 24 and time.minute < 60 else None


def _opening_half(first: _Time, last: _Time) -> str:
    """ "2 - 5pm" begins in the afternoon; "10 - 12pm" and "10 - 1pm" in the morning; "9.30 to noon" in the morning."""
    if first.half or not last.half:
        return first.half
    if last.half == "word":
        return "a" if first.hour < 12 else ""
    if last.half == "p":
        return "a" if first.hour % 12 > last.hour % 12 or last.hour == 12 else "p"
    return last.half


def hours_in(text: str) -> tuple[str | None, str | None]:
    """When it starts and ends, "HH:MM" each, as far as ``text`` says; a bare number counts only within a span of
    times."""
    times = _times(text[:4000])
    for first, last in pairwise(times):
        if _BETWEEN.match(text[first.end : last.start]) and (
            first.sure or last.sure or (first.half == last.half == "24")
        ):
            starts = _clock(first, _opening_half(first, last))
            return starts, _clock(last, last.half, starts)
    return next((_clock(time, time.half) for time in times if time.sure), None), None
