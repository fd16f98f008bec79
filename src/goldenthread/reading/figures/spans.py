"""Words into spans of days: "2015-16", "Mar-17", "April to December 2016", "Q3 2016/17"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date

from goldenthread.kernel.arithmetic.periods import is_part_year
from goldenthread.kernel.periods import Every, PeriodError, Stretch, day, period
from goldenthread.reading.figures.model import Span

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_M = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_Y = r"(?P<{0}>(?:19|20)\d\d|['’]?\d\d(?!\d|[,.]\d|%))"
_D = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?"
_TO = r"\s*(?:[-–—]|\bto\b|\buntil\b|\band\b)\s*(?:the\s+)?"
_PAIR = r"(?P<ya>(?:19|20)\d\d|\d\d)\s?[-/–]\s?(?P<yb>(?:19|20)\d\d|\d\d)(?![\d,.]\d|\d|%)"
_YEARS = r"(?:19|20)\d\d"
_ENDING = r"(?:financial\s+)?(?:year|12\s+months|twelve\s+months)\s+(?:ending|ended|to|up\s+to)\s+(?:the\s+)?"
_ISO = r"(?P<iso_y>(?:19|20)\d\d)-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)\b"
_SLASHED = r"(?<![\d/])(?P<sd>\d{1,2})[/.](?P<sm>\d{1,2})[/.](?P<sy>(?:19|20)?\d\d)(?![\d/])"
_QUARTER = r"(?:q|qtr|quarter)\.?\s*(?P<qa>[1-4])"
_QUARTERS = rf"{_QUARTER}(?:\s*(?:[-–&]|to|and)\s*(?:q|quarter)?\s*(?P<qb>[1-4]))?"

Make = Callable[[dict[str, str]], tuple[Stretch, str, bool]]


def _year(text: str) -> int:
    digits = text.lstrip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(text: str) -> int:
    return MONTHS.index(text[:3].lower()) + 1


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _pair(found: dict[str, str]) -> Stretch:
    first, second = _year(found["ya"]), found["yb"]
    if (first + 1) % 10 ** len(second) != int(second):
        raise PeriodError("its second year does not follow its first")
    return period(Every.FINANCIAL_YEAR, date(first, 4, 1))


def _day_range(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    last = date(_year(found["y2"]), _month(found["m2"]), int(found["d2"]))
    year = _year(found["y1"]) if found.get("y1") else last.year - (_month(found["m1"]) > last.month)
    return Stretch(date(year, _month(found["m1"]), int(found["d1"])), last), "range", True


def _month_range(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    last = _end(_year(found["y2"]), _month(found["m2"]))
    year = _year(found["y1"]) if found.get("y1") else last.year - (_month(found["m1"]) > last.month)
    stretch = Stretch(date(year, _month(found["m1"]), 1), last)
    return stretch, "year" if stretch.is_whole(Every.FINANCIAL_YEAR) else "range", True


def _month_range_of_year(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    year = _pair(found)
    one, two = (_in_year(year, _month(found[name])) for name in ("m1", "m2"))
    return Stretch(one, _end(two.year, two.month)), "range", True


def _in_year(year: Stretch, month: int) -> date:
    return date(year.first.year if month >= year.first.month else year.last.year, month, 1)


def _year_to(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    last = _end(_year(found["y2"]), _month(found["m2"]))
    return Stretch(date(last.year - (last.month < 12), last.month % 12 + 1, 1), last), "year", True


def _quarter(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    year = _pair(found) if found.get("ya") else period(Every.FINANCIAL_YEAR, date(int(found["alone"]), 4, 1))
    return _quarters(year, found), "range" if found.get("qb") else "quarter", bool(found.get("ya"))


def _quarters(year: Stretch, found: dict[str, str]) -> Stretch:
    one, two = int(found["qa"]), int(found.get("qb") or found["qa"])
    months = [_in_year(year, (3 + 3 * (n - 1)) % 12 + 1) for n in (one, two)]
    return Stretch(period(Every.QUARTER, months[0]).first, period(Every.QUARTER, months[1]).last)


def _half(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    first = found["half"].lower() in {"first", "1", "1st"}
    return period(Every.HALF_YEAR, _in_year(_pair(found), 4 if first else 10)), "half", True


def _academic(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    return period(Every.ACADEMIC_YEAR, date(_pair(found).first.year, 9, 1)), "year", True


def _day(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    return day(date(_year(found["y"]), _month(found["m"]), int(found["d"]))), "day", True


def _slashed(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    return day(date(_year(found["sy"]), int(found["sm"]), int(found["sd"]))), "day", True


def _iso(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    return day(date(int(found["iso_y"]), int(found["iso_m"]), int(found["iso_d"]))), "day", True


def _one_month(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    return period(Every.MONTH, date(_year(found["y"]), _month(found["m"]), 1)), "month", True


def _alone(found: dict[str, str]) -> tuple[Stretch, str, bool]:
    return period(Every.CALENDAR_YEAR, date(int(found["alone"]), 1, 1)), "year", False


def _m(name: str) -> str:
    return _M.format(name)


_SAID: tuple[tuple[str, Make], ...] = (
    (rf"{_D.format('d1')}\s+{_m('m1')}\s*{_Y.format('y1')}?{_TO}{_D.format('d2')}\s+{_m('m2')}\s+{_Y.format('y2')}",
     _day_range),
    (rf"{_ENDING}(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_m('m2')}[\s-]+{_Y.format('y2')}", _year_to),
    (rf"{_m('m1')}\.?[\s-]*(?P<y1>{_YEARS})?{_TO}{_m('m2')}\.?[\s-]+{_PAIR}", _month_range_of_year),
    (rf"{_m('m1')}\.?[\s-]*(?P<y1>{_YEARS}|['’]\d\d)?{_TO}{_m('m2')}\.?[\s-]+{_Y.format('y2')}", _month_range),
    (rf"{_QUARTERS}\s*,?\s*(?:of\s+|\(|in\s+)?{_PAIR}", _quarter),
    (rf"{_PAIR}\s*,?\s*\(?{_QUARTERS}", _quarter),
    (rf"(?P<half>first|second)\s+half\s+(?:of\s+)?{_PAIR}"
    rf"|h(?P<h>[12])\s+{_PAIR.replace('ya', 'hya').replace('yb', 'hyb')}",
     _half),
    (rf"(?:academic|school)\s+year\s+{_PAIR}", _academic),
    (_ISO, _iso),
    (_SLASHED, _slashed),
    (rf"{_D.format('d')}\s+{_m('m')}\.?,?\s+{_Y.format('y')}", _day),
    (rf"{_QUARTERS}\s*,?\s*(?P<alone>{_YEARS})(?![-/–]\d)", _quarter),
    (_PAIR, lambda found: (_pair(found), "year", True)),
    (rf"{_m('m')}\.?[\s,’'-]*{_Y.format('y')}", _one_month),
    (rf"(?<![£\d.,/])(?P<alone>{_YEARS})(?!\d|[,.]\d|%|\s?[-/–]\s?\d|\s?(?:children|young|people|referrals|families"
    rf"|cases)\b)", _alone),
)  # fmt: skip
_PATTERNS = [(re.compile(rf"(?<![\w£])(?:{said})" if not said.startswith("(?<!") else said, re.IGNORECASE), make)
             for said, make in _SAID]  # fmt: skip
_LONE_QUARTER = re.compile(rf"^\W*{_QUARTERS}\W*$", re.IGNORECASE)
_LONE_MONTH = re.compile(rf"^\W*{_m('m')}\W*$", re.IGNORECASE)


def spans_in(text: str) -> list[Span]:
    """Every span that a text names, in the order of its words; what lies within a longer one is not named twice."""
    said = " ".join(text.replace("\u00a0", " ").split())
    found: list[tuple[int, int, Span]] = []
    for pattern, make in _PATTERNS:
        for match in pattern.finditer(said):
            if any(match.start() < end and start < match.end() for start, end, _ in found):
                continue
            span = _made(match, make)
            if span:
                found.append((match.start(), match.end(), span))
    return [span for _, _, span in sorted(found, key=lambda one: one[0])]


def _made(match: re.Match[str], make: Make) -> Span | None:
    groups = {name: value for name, value in match.groupdict().items() if value}
    if "h" in groups:
        groups |= {"half": groups["h"], "ya": groups["hya"], "yb": groups["hyb"]}
    try:
        stretch, precision, sure = make(groups)
    except (ValueError, OverflowError):  # no such day, no such pair of years; PeriodError is one
        return None
    return Span(stretch, precision, match.group().strip(" ,("), sure)


def span_of(heading: str, within: Stretch | None = None) -> Span | None:
    """The one span that a heading names; "Q3" and "April" lie in the year ``within``. None for none or several."""
    found = spans_in(heading)
    if found:
        return found[0] if len(found) == 1 else None
    if within is None or within.days < 360:
        return None
    lone = _LONE_QUARTER.match(heading)
    if lone:
        groups = {name: value for name, value in lone.groupdict().items() if value}
        return Span(_quarters(within, groups), "range" if "qb" in groups else "quarter", heading.strip())
    month = _LONE_MONTH.match(heading)
    if month:
        first = _in_year(within, _month(month["m"]))
        return Span(period(Every.MONTH, first), "month", heading.strip())
    return None


def without_spans(heading: str) -> str:
    """A heading without the periods that it names: "Contribution 15-16" is "Contribution"."""
    said = " ".join(heading.split())
    for span in spans_in(said):
        said = said.replace(span.words, " ")
    return " ".join(re.sub(r"\(\s*\)|\b(?:as )?at\s*$|\b(?:in|for|during)\s*$", " ", said).split()).strip(" -–:,(")


_BEGAN = re.compile(
    r"\b(?:(?:did not|didn['’]t) (?:commence|start|begin) until|(?:commenced?|began|begun|started|introduced"
    r"|live)(?: only)?"
    r"(?: from| on| in)?|(?:only |data |figures? |recorded |recording |collected |available )+(?:from|since)"
    r"|since|from)\s+(?:the\s+)?(?P<when>[^;()]{4,40})",
    re.IGNORECASE,
)
_CEASED = re.compile(
    r"\b(?:up to|until|ended(?: on| in)?|ceased(?: on| in)?|to the end of)\s+(?P<when>[^;()]{4,40})", re.I
)


def cut_short(span: Span, note: str) -> tuple[Stretch | None, str]:
    """The days that a figure really covers, given a footnote on it: (stretch, "") or, where it cannot be told,
    (None, what to do). A note that speaks of no part of the period leaves it whole.
    """
    whole = span.stretch
    for named in spans_in(note):
        inside = named.stretch.within(whole) and named.stretch != whole and named.precision in {"range", "half"}
        if inside and (is_part_year(note) or named.precision == "range"):
            return named.stretch, ""
    began, ceased = _edge(_BEGAN, note, whole), _edge(_CEASED, note, whole)
    if began and not is_part_year(note):
        began = None if not re.search(r"\b(?:only|began|commence|start|introduc)", note, re.I) else began
    first = began.first if began else whole.first
    last = ceased.last if ceased and is_part_year(note) and not began else whole.last
    if (first, last) != (whole.first, whole.last):
        return Stretch(first, last), ""
    if is_part_year(note) and not any(one.stretch.within(whole) and one.stretch != whole for one in spans_in(note)):
        return None, f"It covers a part of {span.words} only. Say from which day to which."
    return whole, ""


def _edge(pattern: re.Pattern[str], note: str, whole: Stretch) -> Stretch | None:
    for match in pattern.finditer(note):
        for named in spans_in(match["when"])[:1]:
            if named.stretch.within(whole) and named.stretch != whole and named.precision in {"day", "month"}:
                return named.stretch
    return None


def every_of(span: Span) -> Every:
    """How often such figures come."""
    by_precision = {"day": Every.MONTH, "month": Every.MONTH, "quarter": Every.QUARTER, "half": Every.HALF_YEAR}
    if span.precision in by_precision:
        return by_precision[span.precision]
    return span.stretch.every if span.stretch.days > 300 and span.stretch.every else Every.FINANCIAL_YEAR


def earliest_named(texts: Iterator[str], *, days: bool = False) -> Span | None:
    """The first span that some texts name, of at least a month unless ``days``; a report's own stands near its top."""
    for text in texts:
        for span in spans_in(text):
            if span.sure and (days or span.precision != "day"):
                return span
    return None
