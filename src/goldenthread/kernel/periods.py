"""The spans that figures cover: whole months, quarters and years as the field counts them, and stretches that are none.

A financial year runs from 1 April, an academic year from 1 September; quarter 1 is April to June. A stock is counted on
a day, which is a stretch of one day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache

ONE_DAY = timedelta(days=1)


class Every(StrEnum):
    """How often a figure comes, which is also the whole stretch that it should cover."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    FINANCIAL_YEAR = "financial_year"
    ACADEMIC_YEAR = "academic_year"
    CALENDAR_YEAR = "calendar_year"
    THREE_YEARS = "three_years"  # three financial years, pooled because the numbers are small

    @property
    def months(self) -> int:
        """Length in months; 0 for a day."""
        return _MONTHS[self]

    @property
    def per_year(self) -> float:
        return 365.25 if self is Every.DAY else 12 / self.months

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


_MONTHS = {
    Every.DAY: 0,
    Every.MONTH: 1,
    Every.QUARTER: 3,
    Every.HALF_YEAR: 6,
    Every.FINANCIAL_YEAR: 12,
    Every.ACADEMIC_YEAR: 12,
    Every.CALENDAR_YEAR: 12,
    Every.THREE_YEARS: 36,
}
_FIRST_MONTH = {Every.CALENDAR_YEAR: 1, Every.ACADEMIC_YEAR: 9}  # all others are counted from April


class PeriodError(ValueError):
    """A stretch that ends before it begins, or words that name no period."""


@dataclass(frozen=True, order=True)
class Stretch:
    """From a first to a last day, both within. Ordered by first day."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodError(f"{self.last:%-d %B %Y} comes before {self.first:%-d %B %Y}.")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def overlaps(self, other: Stretch) -> bool:
        return self.first <= other.last and other.first <= self.last

    def within(self, other: Stretch) -> bool:
        return other.first <= self.first and self.last <= other.last

    def is_whole(self, every: Every) -> bool:
        """Whether it is exactly one of these periods."""
        return self.every is every or _is_whole(self, every)

    @cached_property
    def every(self) -> Every | None:
        """Which period it is exactly; nothing for a stretch that is no whole period."""
        return _every_of(self)

    @cached_property
    def label(self) -> str:
        """What it is called, as `label` says."""
        return label(self)

    def __str__(self) -> str:
        return label(self)


#: Sixty measures of five years speak of the same sixty months: what a stretch is called is worked out once.
_once = lru_cache(maxsize=4096)


@_once
def _is_whole(stretch: Stretch, every: Every) -> bool:
    return stretch == period(every, stretch.last)  # three years are found by their last


@_once
def _every_of(stretch: Stretch) -> Every | None:
    return next((every for every in _NAMED if _is_whole(stretch, every)), None)


_NAMED = (
    Every.DAY,
    Every.MONTH,
    Every.QUARTER,
    Every.HALF_YEAR,
    Every.FINANCIAL_YEAR,
    Every.ACADEMIC_YEAR,
    Every.CALENDAR_YEAR,
    Every.THREE_YEARS,
)


def day(on: date) -> Stretch:
    """The stretch of a stock counted on one day."""
    return Stretch(on, on)


def period(every: Every, on: date) -> Stretch:
    """The whole period of this kind in which a day lies. Three years end with the financial year of the day."""
    if every is Every.DAY:
        return day(on)
    if every is Every.THREE_YEARS:
        last = period(Every.FINANCIAL_YEAR, on)
        return Stretch(last.first.replace(year=last.first.year - 2), last.last)
    months = every.months
    since = (on.year * 12 + on.month - _FIRST_MONTH.get(every, 4)) // months * months + _FIRST_MONTH.get(every, 4) - 1
    return _months(since, months)


def before(stretch: Stretch, every: Every, back: int = 1) -> Stretch:
    """The period `back` periods earlier than the one in which the stretch begins."""
    if every is Every.DAY:
        return day(stretch.first - timedelta(days=back))
    steps = 12 if every is Every.THREE_YEARS else every.months
    if every is Every.THREE_YEARS:
        whole = period(every, stretch.last)
        return Stretch(_moved(whole.first, -back * steps), _month_end(_moved(whole.last, -back * steps)))
    first = period(every, stretch.first).first
    return period(every, _moved(first, -back * steps))


def a_year_before(stretch: Stretch) -> Stretch:
    """The same stretch of the year before: the one a seasonal figure is compared with."""
    last = _moved(stretch.last, -12)
    ends_month = (stretch.last + ONE_DAY).month != stretch.last.month
    return Stretch(_moved(stretch.first, -12), _month_end(last) if ends_month else last)


def periods(every: Every, first: date, last: date) -> Iterator[Stretch]:
    """Every whole period that begins on or after `first` and ends on or before `last`, in order."""
    one = period(every, first)
    while one.last <= last:
        if one.first >= first:
            yield one
        one = period(every, one.last + ONE_DAY)


@_once
def label(stretch: Stretch) -> str:
    """In words: "March 2026", "Quarter 3 2026-27", "2026-27", "31 March 2026", "1 April 2026 to 14 May 2026"."""
    words = _LABELS.get(stretch.every) if stretch.every else None
    return words(stretch) if words else f"{stretch.first:%-d %B %Y} to {stretch.last:%-d %B %Y}"


@_once
def short_label(stretch: Stretch) -> str:
    """For a chart's axis and a narrow table: "Mar 26", "Q3 26-27", "26-27", "31 Mar 26"."""
    words = _SHORT.get(stretch.every) if stretch.every else None
    return words(stretch) if words else f"{stretch.first:%-d %b %y} to {stretch.last:%-d %b %y}"


def _quarter(stretch: Stretch) -> int:
    return ((stretch.first.month - 4) % 12) // 3 + 1


def _span_of_years(stretch: Stretch) -> str:
    """Of the financial year in which it lies, or of itself when it is a year: "2026-27"."""
    year = stretch if stretch.days > 300 else period(Every.FINANCIAL_YEAR, stretch.first)
    return f"{year.first.year}-{year.last:%y}"


_LABELS: dict[Every, Callable[[Stretch], str]] = {
    Every.DAY: lambda s: f"{s.first:%-d %B %Y}",
    Every.MONTH: lambda s: f"{s.first:%B %Y}",
    Every.QUARTER: lambda s: f"Quarter {_quarter(s)} {_span_of_years(s)}",
    Every.HALF_YEAR: lambda s: f"{'First' if s.first.month == 4 else 'Second'} half {_span_of_years(s)}",
    Every.FINANCIAL_YEAR: _span_of_years,
    Every.ACADEMIC_YEAR: lambda s: f"Academic year {_span_of_years(s)}",
    Every.CALENDAR_YEAR: lambda s: f"{s.first:%Y}",
    Every.THREE_YEARS: lambda s: f"{s.first.year} to {s.last.year} (three years)",
}
_SHORT: dict[Every, Callable[[Stretch], str]] = {
    Every.DAY: lambda s: f"{s.first:%-d %b %y}",
    Every.MONTH: lambda s: f"{s.first:%b %y}",
    Every.QUARTER: lambda s: f"Q{_quarter(s)} {_span_of_years(s)[2:]}",
    Every.HALF_YEAR: lambda s: f"H{1 if s.first.month == 4 else 2} {_span_of_years(s)[2:]}",
    Every.FINANCIAL_YEAR: lambda s: _span_of_years(s)[2:],
    Every.ACADEMIC_YEAR: lambda s: f"Ac {_span_of_years(s)[2:]}",
    Every.CALENDAR_YEAR: lambda s: f"{s.first:%Y}",
    Every.THREE_YEARS: lambda s: f"{s.first:%y}-{s.last:%y}",
}


_WRITTEN = (
    (re.compile(r"^(\d{4})\s*[-/]\s*(\d{2}|\d{4})\s*,?\s*(?:q|quarter)\s*([1-4])$", re.I), "year_quarter"),
    (re.compile(r"^(?:q|quarter)\s*([1-4])\s*,?\s*(\d{4})\s*[-/]\s*(\d{2}|\d{4})$", re.I), "quarter_year"),
    (re.compile(r"^(\d{4})\s*[-/]\s*(\d{4}|\d{2})$"), "financial"),
    (re.compile(r"^(\d{4})-(\d{2})-(\d{2})$"), "iso"),
    (re.compile(r"^([a-z]+)[ -](\d{4}|\d{2})$", re.I), "month"),
    (re.compile(r"^(\d{1,2}) ([a-z]+) (\d{4})$", re.I), "day"),
    (re.compile(r"^(\d{4})$"), "calendar"),
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_period(words: str) -> Stretch:
    """What a label such as "2016-17 Q3", "Quarter 3 2016/17", "2016/17", "Mar 2017", "31 March 2017" or "2017" covers.

    Raises PeriodError, in words, for anything else.
    """
    text = " ".join(words.split())
    for pattern, kind in _WRITTEN:
        if found := pattern.match(text):
            try:
                return _written(kind, found.groups())
            except (ValueError, IndexError) as wrong:
                raise PeriodError(f"'{words}' is not a period: {wrong}") from wrong
    raise PeriodError(
        f"'{words}' is not a period. Write a month (Mar 2026), a quarter (2026-27 Q3), a year (2026-27) or a day."
    )


def _written(kind: str, parts: tuple[str, ...]) -> Stretch:
    match kind:
        case "year_quarter" | "quarter_year":
            begins, ends, quarter = parts if kind == "year_quarter" else (parts[1], parts[2], parts[0])
            year = _financial(begins, ends)
            return period(Every.QUARTER, _moved(year.first, 3 * (int(quarter) - 1)))
        case "financial":
            return _financial(*parts)
        case "iso":
            return day(date(*map(int, parts)))
        case "month":
            return period(Every.MONTH, date(_full_year(parts[1]), _month_number(parts[0]), 1))
        case "day":
            return day(date(int(parts[2]), _month_number(parts[1]), int(parts[0])))
    return period(Every.CALENDAR_YEAR, date(int(parts[0]), 1, 1))


def _financial(begins: str, ends: str) -> Stretch:
    if (int(begins) + 1) % 10 ** len(ends) != int(ends):
        raise PeriodError("its second year does not follow its first")
    return period(Every.FINANCIAL_YEAR, date(int(begins), 4, 1))


def _month_number(name: str) -> int:
    if name.lower()[:3] not in _MONTH_NAMES:
        raise PeriodError(f"'{name}' is no month")
    return _MONTH_NAMES.index(name.lower()[:3]) + 1


def _full_year(written: str) -> int:
    return int(written) + 2000 if len(written) == 2 else int(written)


def _months(since: int, count: int) -> Stretch:
    """`count` whole months from month number `since` (year x 12 + month - 1)."""
    first = date(since // 12, since % 12 + 1, 1)
    return Stretch(first, _moved(first, count) - ONE_DAY)


def _moved(on: date, months: int) -> date:
    """The same day of the month some months on, or the month's last day where it has no such day."""
    at = on.year * 12 + on.month - 1 + months
    return date(at // 12, at % 12 + 1, min(on.day, monthrange(at // 12, at % 12 + 1)[1]))


def _month_end(on: date) -> date:
    return on.replace(day=monthrange(on.year, on.month)[1])
