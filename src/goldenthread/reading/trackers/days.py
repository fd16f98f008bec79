"""Days as people type them into a register, and what else is found where a day should stand.

Day first, as it is written in England. A day is never guessed: where two readings are possible, or a part is missing,
the cell is refused in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .book import Content, Failed, shown

#: What people write where they have no day: an empty cell in so many letters.
NOTHING = frozenset({
    "", "-", "--", "–", "—", "n/a", "na", "n.a.", "none", "nil", "tbc", "tba", "tbd", "unknown", "not known", "nk",
    "n/k", "?", "??", "pending", "ongoing", "current", "open", "awaited", "not applicable", "not yet", "x", "no date",
})  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]?\s+", re.IGNORECASE)
_CLOCK = re.compile(
    r"[T\s,]+(?:at\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<half>am|pm)?$", re.I
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})\s*[-/.\\ ]\s*(\d{1,2})\s*[-/.\\ ]\s*(\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s./-]*([A-Za-z]{3,9})\.?[\s,./-]*(\d{4}|'?\d{2})")
_WORDS_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SEVERAL = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", re.DOTALL)
_BASE = date(1899, 12, 30)
_SERIALS = range(10_959, 80_000)  # 1930 to 2119


@dataclass(frozen=True)
class Read:
    """What was read: `value`, or `code` and `why` where it was not taken; `note` says how, where that helps."""

    value: date | datetime | None = None
    code: str = ""
    why: str = ""
    note: str = ""


def read_day(content: Content, *, earliest: date, latest: date) -> Read:
    """A day from `earliest` to `latest`, both included; nothing for an empty cell or a word that says so.

    Codes: "failed_formula", "age", "no_such_day", "month_first", "no_year", "no_day", "several", "not_a_date",
    "too_early", "too_late".
    """
    found = _of(content)
    if found.value is None:
        return found
    day = found.value.date() if isinstance(found.value, datetime) else found.value
    return _within(day, content, found.note, earliest, latest)


def read_moment(content: Content, *, earliest: date, latest: date) -> Read:
    """A day with its time. Where only the day is given it is taken as midday, and `note` says so."""
    text = content.strip() if isinstance(content, str) else ""
    clock = _CLOCK.search(text)
    if clock:
        content = text[: clock.start()]
    found = read_day(content, earliest=earliest, latest=latest)
    day = found.value
    if day is None:
        return found
    if clock:
        return _with_clock(day, clock)
    if isinstance(content, datetime) and content.time() != time():
        return Read(datetime.combine(day, content.time()))
    return Read(datetime.combine(day, time(12)), note="No time is given: taken as midday.")


def _with_clock(day: date, clock: re.Match[str]) -> Read:
    hour, minute = int(clock["hour"]), int(clock["minute"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "pm" else 0)
    if hour > 23 or minute > 59:
        return Read(code="no_such_time", why="There is no such time of day. Write it such as 14:30.")
    return Read(datetime.combine(day, time(hour, minute)))


def looks_like_a_day(content: Content) -> bool:
    """Whether a cell holds a day, whatever it is of: for guessing what a column is."""
    if isinstance(content, (date, datetime)):
        return True
    return isinstance(content, str) and _of(content).value is not None


def _within(day: date, content: Content, note: str, earliest: date, latest: date) -> Read:
    if day.year < 1911 and not isinstance(content, str):
        number = (day - _BASE).days
        return Read(
            code="age",
            why=f"This is how a spreadsheet shows the number {number} as a date. Is it an age? Write the date.",
        )
    if day < earliest:
        return Read(code="too_early", why=f"It is before {_in_words(earliest)}. Is the year right?")
    if day > latest:
        return Read(code="too_late", why=f"It is after {_in_words(latest)}. Is the year right?")
    return Read(day, note=note)


def _of(content: Content) -> Read:
    if content is None:
        return Read()
    if isinstance(content, Failed):
        return Read(code="failed_formula", why=f"The formula comes to an error ({content}). Write the date.")
    if isinstance(content, (date, datetime)):
        return Read(content)
    if isinstance(content, bool):
        return Read(code="not_a_date", why="It says yes or no, where a date should stand.")
    if isinstance(content, (int, float)):
        return _number(content)
    return _text(shown(content))


def _number(content: float) -> Read:
    whole = int(content)
    if whole in _SERIALS:
        day = _BASE + timedelta(days=whole)
        return Read(day, note=f"{shown(content)} is the number by which a spreadsheet stores {_in_words(day)}.")
    if 1900 <= whole <= 2100 and whole == content:
        return Read(code="no_day", why="It is a year alone. Write the day, such as 3 April 2024.")
    if 0 <= whole <= 120 and whole == content:
        return Read(code="age", why=f"{whole} is no date. Is it an age? Write the date, such as 3 April 2024.")
    if len(str(whole)) == 8:
        return _text(str(whole))
    return Read(code="not_a_date", why="This number is no date. Write one such as 3 April 2024.")


def _text(text: str) -> Read:
    if text.casefold() in NOTHING:
        return Read()
    bare = _WEEKDAY.sub("", _CLOCK.sub("", text)).strip(" .,;")
    for pattern, order in (
        (_ISO, (2, 1, 0)),
        (_FIGURES, (0, 1, 2)),
        (_WORDS, (0, 1, 2)),
        (_WORDS_MONTH_FIRST, (1, 0, 2)),
    ):
        found = pattern.fullmatch(bare)
        if found and (month := _month(found.groups()[order[1]])):
            parts = found.groups()
            return _day(int(parts[order[0]]), month, parts[order[2]].lstrip("'"))
    if re.fullmatch(r"\d{8}", bare):
        year_first = bare[:2] in ("19", "20") and 1 <= int(bare[4:6]) <= 12
        return (
            _day(int(bare[6:]), int(bare[4:6]), bare[:4])
            if year_first
            else _day(int(bare[:2]), int(bare[2:4]), bare[4:])
        )
    if re.fullmatch(r"\d{5}(?:\.0+)?", bare) or re.fullmatch(r"\d{1,4}", bare):
        return _number(float(bare))
    return Read(code=(code := _why_not(bare))[0], why=code[1])


def _why_not(text: str) -> tuple[str, str]:
    cure = "Write one such as 3 April 2024."
    if _SEVERAL.search(text):
        return "several", "There is more than one date in this cell. Give each a cell of its own."
    if re.search(r"\b(?:years?|yrs?|y/?o|months?|mths?|weeks?|wks?|old)\b", text, re.I) or re.fullmatch(
        r"\d{1,2}\s*y", text
    ):
        return "age", f"It looks like an age, where a date should stand. {cure}"
    if re.fullmatch(r"(?:[A-Za-z]{3,9}\.?[\s'/-]*\d{2,4}|\d{1,2}[/-]\d{4}|\d{4}\s*[-/]\s*\d{2,4})", text):
        return "no_day", "The day of the month is missing. Write the day, such as 3 April 2024."
    if re.fullmatch(r"\d{1,2}(?:[-/.]\d{1,2}|(?:st|nd|rd|th)?\s+[A-Za-z]{3,9})", text):
        return "no_year", "The year is missing. Write it, such as 3 April 2024."
    if re.search(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}", text):
        return (
            "not_a_date",
            "There are words beside the date. Leave the date alone in its cell, and put the words into another.",
        )
    return "not_a_date", f"It is not a date. {cure}"


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text) or 99
    low = text.lower()
    if low[:3] in _MONTHS and (_FULL[_MONTHS.index(low[:3])].startswith(low) or low == "sept"):
        return _MONTHS.index(low[:3]) + 1
    return None


def _day(day: int, month: int, year: str) -> Read:
    if month > 12 and day <= 12:
        return Read(
            code="month_first",
            why="There is no such month: it seems to be written with the month first. Write such as 3 April 2024.",
        )
    full = int(year) if len(year) > 2 else int(year) + (2000 if int(year) < 60 else 1900)
    try:
        return Read(date(full, month, day))
    except ValueError:
        return Read(code="no_such_day", why="There is no such day in the calendar. Mend the day or the month.")


def _in_words(day: date) -> str:
    return f"{day.day} {_FULL[day.month - 1].capitalize()} {day.year}"
