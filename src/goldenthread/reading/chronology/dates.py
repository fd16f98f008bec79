"""Dates as people type them into a chronology: "3/4/16", "04.03.2016", "March 2016", "circa", "winter 2015/16", ranges.

British order. What is not said is not guessed: a date without a year is none, a vague date covers every day it may be.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from goldenthread.kernel.calendars import say
from goldenthread.kernel.chronology.model import Precision, When
from goldenthread.reading.chronology.vague import vague
from goldenthread.reading.minutes.dates import MONTH, hours_in, month_number

_ABOUT = re.compile(
    r"(?:\bcirca\b|(?<!/)\bc\.?\s?(?=\d)|\bca\.|\bapprox(?:imately|\.)?|\babout\b|\baround\b|\bpossibly\b|\bbelieved\b"
    r"|\best(?:imated|\.)?(?=\W|$)|~|\?)",
    re.I,
)
_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?:the\s+)?)?"
_YEAR = r"(?P<year>(?:19|20)\d\d|['\u2019]?\d\d)(?!\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:\s?(?:st|nd|rd|th))?"
_SHAPES = tuple(
    re.compile(shape, re.I)
    for shape in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>[01]?\d)(?P=sep)(?P<day>[0-3]?\d)(?!\d)",
        rf"{_WEEKDAY}(?<![\d/.:])(?P<day>[0-3]?\d)\s?(?P<sep>[/.\-\u2013])\s?(?P<month>[0-3]?\d)\s?(?P=sep)\s?{_YEAR}(?![/])",
        rf"{_WEEKDAY}(?<!\d)(?P<day>[0-3]?\d) (?P<month>[01]?\d) (?P<year>(?:19|20)\d\d)(?!\d)",
        rf"{_WEEKDAY}(?<!\d){_DAY}\s*(?:of\s+)?[\s,./-]*(?P<month>{MONTH})[\s,./-]*{_YEAR}",
        rf"{_WEEKDAY}\b(?P<month>{MONTH})\s+{_DAY}\b,?\s+(?P<year>(?:19|20)\d\d)(?!\d)",
    )
)
_YEARLESS = re.compile(
    rf"^{_WEEKDAY}(?:[0-3]?\d\s?[/.-]\s?[01]?\d|[0-3]?\d(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}|{MONTH}\s+[0-3]?\d)\W*$",
    re.I,
)
_SHORT_FIRST = re.compile(
    rf"(?<![\d/.])(?P<a>[0-3]?\d)(?:st|nd|rd|th)?(?:\s*(?P<m>{MONTH}|[/.]\s?[01]?\d))?\s*(?:-|\u2013|\u2014|to|until|and|&|/)\s*$",
    re.I,
)
_BETWEEN = re.compile(r"^\W*(?:-|\u2013|\u2014|to|until|till|and|&|through)\W*$", re.I)
_WEEK = re.compile(r"\b(?:w/?[cb]\b|week (?:commencing|beginning|of))\.?", re.I)
_WEEK_END = re.compile(r"\b(?:w/?e\b|week ending)\.?", re.I)
_SERIAL = (15_000, 60_000)  # Excel's day numbers for 1941 to 2064
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class DateRead:
    """What was read, and what a person should look at: "" where nothing is in doubt."""

    when: When
    problem: str = ""
    cure: str = ""


@dataclass(frozen=True)
class _Found:
    day: date
    start: int
    end: int
    weekday: str


def read_when(text: str, hours: str = "") -> DateRead:
    """The date in a cell, and the time in it or in the cell beside it (`hours`). Never raises."""
    said = " ".join(text.split())
    shown = " ".join(filter(None, (said, " ".join(hours.split()))))
    if not said:
        return DateRead(When(shown))
    read = (
        _serial(said)
        or _days(_ABOUT.sub(lambda found: " " * len(found[0]), said), said)
        or _vague(said)
        or _refused(said)
    )
    begins, ends = _times(said, hours) if read.when.is_known else (None, None)
    return replace(read, when=replace(read.when, text=shown, at=begins, until=ends))


def _serial(text: str) -> DateRead | None:
    """A day number that Excel shows as a date when the cell is formatted so."""
    if not re.fullmatch(r"\d{5}(?:\.\d+)?", text) or not _SERIAL[0] <= float(text) <= _SERIAL[1]:
        return None
    day = date(1899, 12, 30) + timedelta(days=int(float(text)))
    doubt = f"It is a number and no date; as Excel counts days it is {say(day)}."
    return DateRead(_when(day, day), doubt, "Format the cell as a date, and check it.")


def _days(text: str, said: str) -> DateRead | None:
    """One day, or a first and a last. `text`: what was said without its "about"."""
    found, wrong = _found(text)
    if not found:
        return wrong
    first, doubt = found[0], _weekday(found[0])
    if _WEEK.search(text[: first.start]):
        return DateRead(_when(first.day, first.day + timedelta(days=6), said), *doubt)
    if _WEEK_END.search(text[: first.start]):
        return DateRead(_when(first.day - timedelta(days=6), first.day, said), *doubt)
    if len(found) > 1:
        return _range(text, found, said)
    earlier = _short_first(text[: first.start], first.day)
    if earlier:
        return DateRead(_when(earlier, first.day, said), *doubt)
    return DateRead(_when(first.day, first.day, said), *doubt)


def _range(text: str, found: list[_Found], written: str) -> DateRead:
    first, last = found[0], found[1]
    said = bool(_BETWEEN.match(text[first.end : last.start])) and len(found) == 2
    if said and last.day < first.day:
        when = _when(last.day, first.day, written)
        return DateRead(when, "The last day comes before the first.", "Check both days; they were changed over.")
    if said:
        return DateRead(_when(first.day, last.day, written))
    whole = _when(min(one.day for one in found), max(one.day for one in found), written)
    return DateRead(whole, f"The cell holds {len(found)} dates.", "Give each date a row of its own.")


def _found(text: str) -> tuple[list[_Found], DateRead | None]:
    """Every complete day in the text; and, where there is none, what is wrong with the first that looked like one."""
    found: list[_Found] = []
    wrong: DateRead | None = None
    taken: list[tuple[int, int]] = []
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            day = _made(match)
            if day is None:
                wrong = wrong or _no_such_day(match)
                continue
            found.append(_Found(day, match.start(), match.end(), match.groupdict().get("weekday") or ""))
    return sorted(found, key=lambda one: one.start), wrong


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    word = match["month"]
    month = int(word) if word.isdecimal() else month_number(word) or 0
    digits = match["year"].lstrip("'\u2019")
    year = int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 50 else 1900 + int(digits)
    return year, month, int(match["day"])


def _made(match: re.Match[str]) -> date | None:
    try:
        return date(*_numbers(match))
    except ValueError:
        return None


def _no_such_day(match: re.Match[str]) -> DateRead:
    year, month, day = _numbers(match)
    if month > 12:
        cure = (
            f"If it is the American order, write {say(date(year, day, month))}."
            if month <= 28 and day <= 12
            else "Check it."
        )
        return DateRead(When(match[0]), f"There is no month {month}.", cure)
    named = f"{date(2000, month, 1):%B} {year}" if 1 <= month <= 12 else "that month"
    return DateRead(When(match[0]), f"There is no day {day} in {named}.", "Check the date.")


def _weekday(found: _Found) -> tuple[str, str]:
    if found.weekday and _DAYS.index(found.weekday[:3].lower()) != found.day.weekday():
        return f"{say(found.day)} was a {found.day:%A}.", "Check the date or the day of the week."
    return "", ""


def _short_first(before: str, last: date) -> date | None:
    """ "3-5 April 2016" and "3/4 - 5/4/16": the first day borrows its month or year from the last."""
    match = _SHORT_FIRST.search(before)
    if not match:
        return None
    word = (match["m"] or "").lstrip("/. ")
    month = last.month if not word else int(word) if word.isdecimal() else month_number(word) or 0
    try:
        day = date(last.year, month, int(match["a"]))
    except ValueError:
        return None
    return day if day <= last else day.replace(year=day.year - 1) if month > last.month else None


def _vague(text: str) -> DateRead | None:
    stretch = vague(_ABOUT.sub(" ", text))
    if stretch is None:
        return None
    return DateRead(replace(_when(stretch[0], stretch[1], text), about=bool(_ABOUT.search(text)) or stretch[2]))


def _when(first: date, last: date, text: str = "") -> When:
    days = (last - first).days + 1
    if days == 1:
        kind = Precision.DAY
    elif first.day == 1 and last.day == monthrange(last.year, last.month)[1] and days > 27:
        kind = Precision.MONTH if days <= 31 else Precision.YEAR if days >= 365 else Precision.PART
    else:
        kind = Precision.RANGE
    return When(text, first, last, precision=kind, about=bool(_ABOUT.search(text)))


def _refused(text: str) -> DateRead:
    if _YEARLESS.match(text):
        return DateRead(When(text), "The date has no year.", "Write the year.")
    return DateRead(When(text), "No date can be read here.", "Write it as 4 March 2016, March 2016 or 2016.")


def _times(text: str, hours: str) -> tuple[time | None, time | None]:
    """When it began and ended: from the cell of the time, else from the date's own."""
    for said in (hours, _without_vague(text)):
        stored = re.match(r"^(?:1899-12-3[01][ T]|1900-01-0\d[ T])?([0-2]\d:[0-5]\d)(?::\d\d)?$", said.strip())
        begins, ends = (stored[1], None) if stored else hours_in(_plain_hours(said))
        if begins and begins != "00:00":
            made = datetime.strptime(begins, "%H:%M").time()  # noqa: DTZ007 - a wall clock's time, without a day
            return made, datetime.strptime(ends, "%H:%M").time() if ends else None  # noqa: DTZ007 - as above
    return None, None


def _plain_hours(text: str) -> str:
    """Four figures alone are hours and minutes in a column of times ("1430"); seconds are left out."""
    text = re.sub(r"^\s*([01]\d|2[0-3])([0-5]\d)\s*$", r"\1:\2", text)
    return re.sub(r"(\d\d:\d\d):\d\d(?:\.\d+)?", r"\1", text.replace("T", " "))


def _without_vague(text: str) -> str:
    """Years and school years are no times of day."""
    return (
        re.sub(r"\b(?:19|20)\d\d(?:\s?[/-]\s?\d{2,4})?\b(?!\s?h)", " ", text)
        if not re.search(r"\d[:.]\d\d", text)
        else text
    )
