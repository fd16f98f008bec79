"""Vague dates as the stretch of days they may be: months, quarters, seasons, terms, parts of a month or year, years."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from goldenthread.kernel.spans import add_months
from goldenthread.reading.minutes.dates import MONTH, month_number

Stretch = tuple[date, date, bool]
"""First and last day, and whether it is only about then."""
_Y = r"(?P<year>(?:19|20)\d\d|['\u2019]\d\d)"
_PART = r"(?:(?P<part>early|beginning|start|mid|middle|late|end)(?:\s*(?:of|in))?[\s-]*)?"
_TWO = r"(?:\s?[/-]\s?(?P<next>(?:19|20)?\d\d))?"
_OPEN = r"^(?:in|during|throughout|from|since|by|before|after|prior to|pre|post|until|up to)?\s*(?:the\s+)?"
_BEYOND = re.compile(r"(?:since|by|before|after|prior to|pre|post|until|up to)\b", re.I)
#: Season -> (first month, months): of the year named; winter begins in it and ends in the next.
_SEASONS = {"spring": (3, 3), "summer": (6, 3), "autumn": (9, 3), "winter": (12, 3)}
_TERMS = {"autumn": (9, 4), "winter": (9, 4), "spring": (1, 4), "summer": (4, 4)}
_DAYS_OF = {"christmas": ((12, 24), (12, 31)), "new year": ((1, 1), (1, 2)), "easter": ((3, 20), (4, 27))}
_EARLY, _MIDDLE = {"early", "beginning", "start"}, {"mid", "middle"}


def vague(text: str) -> Stretch | None:
    """The stretch that the words name; nothing where they name none, or more than a date."""
    said = " ".join(text.replace("(", " ").replace(")", " ").split()).strip(" .,;")
    for shape, made in _SHAPES:
        match = shape.match(said)
        if match:
            try:
                first, last, about = made(match)
            except ValueError:
                return None
            return first, last, about or bool(_BEYOND.match(said))
    return None


def _year(match: re.Match[str], group: str = "year") -> int:
    digits = match[group].lstrip("'\u2019")
    return int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 50 else 1900 + int(digits)


def _month(match: re.Match[str]) -> Stretch:
    word = match["month"]
    number = int(word) if word.isdecimal() else month_number(word) or 0
    year = _short_year(match["year"])
    return _part(date(year, number, 1), date(year, number, monthrange(year, number)[1]), match)


def _short_year(text: str) -> int:
    digits = text.lstrip("'\u2019")
    return int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 50 else 1900 + int(digits)


def _part(first: date, last: date, match: re.Match[str]) -> Stretch:
    """A third of it: the first, the middle or the last."""
    part = (match.groupdict().get("part") or "").lower()
    if not part:
        return first, last, False
    third = ((last - first).days + 1) // 3
    if part in _EARLY:
        return first, first + timedelta(days=third - 1), True
    if part in _MIDDLE:
        return first + timedelta(days=third), last - timedelta(days=third), True
    return last - timedelta(days=third - 1), last, True


def _whole_year(match: re.Match[str]) -> Stretch:
    year = _year(match)
    if match["next"]:
        if (year + 1) % 10 ** len(match["next"]) != int(match["next"]):
            first, last = date(year, 1, 1), date(_following(match, year), 12, 31)
            return _part(first, last, match)
        kind = (match["kind"] or "").lower()
        begins = date(year, 9, 1) if "school" in kind or "academic" in kind else date(year, 4, 1)
        ends = date(year + 1, 3, 31) if "financial" in kind else date(year + 1, 8, 31)
        return _part(begins, ends, match)  # a financial or a school year: without a word it may be either
    return _part(date(year, 1, 1), date(year, 12, 31), match)


def _following(match: re.Match[str], year: int) -> int:
    digits = match["next"]
    following = int(digits) if len(digits) == 4 else year // 100 * 100 + int(digits)
    if following < year:
        raise ValueError("the second year comes before the first")
    return following


def _months(match: re.Match[str]) -> Stretch:
    """ "March to May 2016", "November 2015 - January 2016"."""
    last_year = _short_year(match["year"])
    first, last = (month_number(match[group]) or 0 for group in ("from", "to"))
    first_year = _short_year(match["first_year"]) if match["first_year"] else last_year - (first > last)
    begins, ends = date(first_year, first, 1), date(last_year, last, monthrange(last_year, last)[1])
    if ends < begins:
        raise ValueError("it ends before it begins")
    return begins, ends, False


def _season(match: re.Match[str]) -> Stretch:
    name, year = match["season"].lower().replace("fall", "autumn"), _year(match)
    month, months = (_TERMS if match["term"] else _SEASONS)[name]
    if match["term"] and match["next"] and name in {"spring", "summer"}:
        year += 1
    first = date(year, month, 1)
    # "Winter 2015" may have been meant for its first months: it is only about then.
    unsure = name == "winter" and not match["next"] and not match["term"]
    begins, ends, about = _part(first, add_months(first, months) - timedelta(days=1), match)
    return begins, ends, about or unsure


def _quarter(match: re.Match[str]) -> Stretch:
    year, number = _year(match), int(match["q"])
    first = add_months(date(year, 4 if match["next"] else 1, 1), 3 * (number - 1))
    return first, add_months(first, 3) - timedelta(days=1), not match["next"]


def _feast(match: re.Match[str]) -> Stretch:
    (a, b), (c, d) = _DAYS_OF[match["feast"].lower()]
    return date(_year(match), a, b), date(_year(match), c, d), True


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Stretch]], ...] = tuple(
    (re.compile(_OPEN + shape + r"$", re.I), made)
    for shape, made in (
        (rf"{_PART}(?P<month>{MONTH})[\s,'\u2019/.-]*(?P<year>(?:19|20)\d\d|\d\d)", _month),
        (r"(?P<month>0?[1-9]|1[0-2])\s?[/.-]\s?(?P<year>(?:19|20)\d\d)", _month),
        (r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>0?[1-9]|1[0-2])(?!\d)", _month),
        (
            rf"(?:between\s+)?(?P<from>{MONTH})\s*(?P<first_year>(?:19|20)\d\d)?\s*(?:-|\u2013|\u2014|to|until|and|/)\s*"
            rf"(?P<to>{MONTH})[\s,]*(?P<year>(?:19|20)\d\d|['\u2019]\d\d)",
            _months,
        ),
        (
            rf"{_PART}(?P<season>spring|summer|autumn|fall|winter)\s*(?P<term>term)?(?:\s+of)?[\s,]*{_Y}{_TWO}",
            _season,
        ),
        (rf"Q(?:uarter)?\s?(?P<q>[1-4])[\s,]*{_Y}{_TWO}", _quarter),
        (rf"(?P<feast>christmas|new year|easter)[\s,]*{_Y}", _feast),
        (rf"{_PART}(?P<kind>(?:financial|school|academic)(?: year)?|year)?\s*{_Y}{_TWO}", _whole_year),
    )
)
