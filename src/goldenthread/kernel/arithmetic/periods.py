"""Periods as reports head their columns: which comes first, whether one is part of a year, a day or a span."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR_PAIR = re.compile(r"\b(?P<first>(?:19|20)\d\d|\d\d)\s*[-/–]\s*(?P<second>(?:19|20)\d\d|\d\d)\b")
_MONTH_YEAR = re.compile(_MONTH + r"[.\s'’/-]*(?P<year>(?:19|20)\d\d|\d\d)\b")
_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_QUARTER = re.compile(r"\b(?:q(?:uarter)?|qtr)\s*(?P<quarter>[1-4])\b")
_LAST_MONTH = 3  # the financial year ends with March
_NUMBER = r"(?:[2-9]|10|11|two|three|four|five|six|seven|eight|nine|ten|eleven)"
_PART = re.compile(
    r"part[- ]year|\bso far this year\b"
    r"|year[- ]to[- ]date|\bytd\b|\b(?:partial|incomplete) year\b|\bhalf[- ]year\b|\bfirst half\b"
    rf"|\b(?:first|last|initial) {_NUMBER} months\b|\b{_NUMBER}[- ]months? (?:only|data|figures?|period|total)"
    r"|\bq1\s*(?:[-–&]|to|and)\s*q?[23]\b|\bquarters? (?:1|one)\s*(?:[-–&]|to|and)\s*(?:2|3|two|three)\b"
    r"|\b(?:did not|didn't) (?:commence|start|begin) until\b"
    r"|\bonly (?:began|started|recorded|collected|available) (?:from|in|since)\b"
    r"|\b(?:recording|collection|records|recorded|collected)\b[^.]{0,30}\b(?:began|started|commenced|from|since)\b"
)
_RANGE = re.compile(_MONTH + r"[ .]*(?:\d{2,4})?\s*(?:[-–]|to|until)\s*" + _MONTH.replace("month", "last"))
_DAY = re.compile(
    r"\b(?:as at|as of|at|on)\b[^.]{0,12}\b(?:31|30|29|28|1)(?:st|th)?\b"
    r"|\b(?:31|30|28|29)(?:st|th)? (?:mar|jun|sep|dec|apr)[a-z]*|\bat (?:the )?(?:year|quarter|month)[- ]end\b"
    r"|\bat (?:the )?end of\b|\bsnap ?shot\b|\b(?:on|at) any (?:one|given) (?:day|time)\b"
)
_SPAN = re.compile(
    r"\b(?:during|throughout|over|across|in|for) (?:the )?(?:whole |full |last |past |previous |same )?"
    r"(?:year|quarter|month|12 months|twelve months|period|(?:19|20)?\d\d\s*[-/–]\s*\d\d)\b"
    r"|\b(?:between|from) .{3,30} (?:and|to) |\bfull year\b"
)
_FLOW = re.compile(
    r"\b(?:referrals?|contacts?|notifications?|episodes?|incidents?|starts|started|ended|ceased|admissions?"
    r"|discharges?|assessments? completed|conferences? held|enquiries|investigations|consultations|completions?|calls"
    r"|visits|reviews held|received|attendances?|deaths|events)\b"
)


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A sort key of a period: year, then month (0: a whole year). ``kind`` is "year", "month" or "quarter"."""

    year: int
    month: int
    kind: str


def same_year(one: When, other: When) -> bool:
    """Whether two periods lie in one financial year (April to March): "2016/17" and "March 2017"."""
    return _financial(one) == _financial(other)


def _financial(period: When) -> int:
    if period.kind == "quarter" or not period.month:
        return period.year
    return period.year if period.month > _LAST_MONTH else period.year - 1


def _full(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def when(text: str) -> When | None:
    """The period that a heading names: "2015-16", "Mar-17", "31 March 2017", "Q2 2016/17", "2016"; None if none."""
    said = text.lower()
    quarter = _QUARTER.search(said)
    pair = _YEAR_PAIR.search(said)
    if pair and (_full(pair["second"]) - _full(pair["first"])) % 100 == 1:
        year = _full(pair["first"])
        return When(year, int(quarter["quarter"]) * 3 if quarter else 0, "quarter" if quarter else "year")
    month = _MONTH_YEAR.search(said)
    if month:
        return When(_full(month["year"]), _MONTHS.index(month["month"]) + 1, "month")
    year_only = _YEAR.search(said)
    if year_only:
        return When(
            int(year_only["year"]), int(quarter["quarter"]) * 3 if quarter else 0, "quarter" if quarter else "year"
        )
    return When(0, int(quarter["quarter"]) * 3, "quarter") if quarter else None


def is_part_year(text: str) -> bool:
    """Whether the words say that a figure covers part of a year only ("Q1 to Q3", "April to December")."""
    said = text.lower()
    if _PART.search(said):
        return True
    span = _RANGE.search(said)
    if not span:
        return False
    return (_MONTHS.index(span["last"]) - _MONTHS.index(span["month"])) % 12 < 11


def is_day(text: str) -> bool:
    """Whether the words speak of one day (a stock is counted on a day)."""
    return bool(_DAY.search(text.lower()))


def is_span(text: str) -> bool:
    """Whether the words speak of a span (a flow is counted over a span)."""
    return bool(_SPAN.search(text.lower()))


def is_flow(text: str) -> bool:
    """Whether the words name something that happens over time (referrals), not something there is on a day."""
    return bool(_FLOW.search(text.lower()))
