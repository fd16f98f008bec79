"""What is missing: long silence in all, one agency silent while others are active, a contact that left no trace."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goldenthread.kernel.calendars import say
from goldenthread.kernel.chronology.model import Row
from goldenthread.kernel.chronology.naming import Names

SILENT_DAYS = 90
ACTIVE_ROWS = 5
TRACE_DAYS = 3


class Missing(StrEnum):
    """What kind of gap it is."""

    ALL = "nobody records anything"
    AGENCY = "one agency is silent while others are active"
    TRACE = "one agency tells of a contact, the other has no trace of it"


@dataclass(frozen=True)
class Gap:
    """A stretch without a record, both ends within; whose; in words. `row`: who tells of the contact."""

    kind: Missing
    first: date
    last: date
    agency: str
    words: str
    row: Row | None = None

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Rules:
    """How long is long: days of silence, how many rows of others make them active, how near a trace must be."""

    silent_days: int = SILENT_DAYS
    active_rows: int = ACTIVE_ROWS
    trace_days: int = TRACE_DAYS


_CONTACT = re.compile(
    r"\b(?:joint(?:ly)?|visit(?:ed|s)?|meeting|discussion|conference|core group|refer(?:red|ral)|call(?:ed|s)?|rang"
    r"|phoned|telephoned|informed|notified|spoke|liais(?:ed|on)|attended|shared|emailed|contacted|reported)\b",
    re.I,
)


def gaps(rows: Sequence[Row], rules: Rules | None = None) -> tuple[Gap, ...]:
    """Every gap, in order. `rows` in order of date; a vague date covers every day that it may be."""
    rules = rules or Rules()
    dated = [row for row in rows if row.when.is_known]
    by_agency: dict[str, list[Row]] = defaultdict(list)
    for row in dated:
        by_agency[row.agency].append(row)
    days = sorted(row.when.first for row in dated if row.when.first)
    found = [*_silence(dated, rules)]
    for agency, own in by_agency.items():
        found += _silent(agency, own, days, rules)
    found += _untraced(dated, by_agency, rules)
    return tuple(sorted(found, key=lambda gap: (gap.first, gap.kind, gap.agency, gap.words)))


def _stretches(rows: Sequence[Row]) -> Iterator[tuple[date, date]]:
    """(last day with a record, next day with one) between rows in order, vague dates counted for all their days."""
    covered: date | None = None
    for row in sorted(rows, key=lambda row: (row.when.first or date.max, row.when.last or date.max)):
        first, last = row.when.first, row.when.last
        if first is None or last is None:
            continue
        if covered is not None and first > covered:
            yield covered, first
        covered = last if covered is None else max(covered, last)


def _silence(rows: Sequence[Row], rules: Rules) -> Iterator[Gap]:
    for before, after in _stretches(rows):
        if (after - before).days > rules.silent_days:
            words = f"Nobody records anything for {(after - before).days - 1} days, {_from_to(before, after)}."
            yield Gap(Missing.ALL, _next(before), _before(after), "", words)


def _silent(agency: str, own: Sequence[Row], days: Sequence[date], rules: Rules) -> Iterator[Gap]:
    ends = max((row.when.last for row in own if row.when.last), default=None)
    stretches = [*_stretches(own), *([(ends, _next(days[-1]))] if ends and days[-1] > ends else [])]
    for before, after in stretches:
        if (after - before).days <= rules.silent_days:
            continue
        others = bisect_left(days, after) - bisect_right(days, before)
        if others >= rules.active_rows:
            words = (
                f"{agency} records nothing for {(after - before).days - 1} days, {_from_to(before, after)}, "
                f"while others record {others} entries."
            )
            yield Gap(Missing.AGENCY, _next(before), _before(after), agency, words)


def _untraced(rows: Sequence[Row], by_agency: Mapping[str, Sequence[Row]], rules: Rules) -> Iterator[Gap]:
    """A contact with an agency that takes part, and that has nothing within a few days of it."""
    if len(by_agency) < 2:
        return
    spans = {agency: _covered(own, rules.trace_days) for agency, own in by_agency.items()}
    names = Names(by_agency)
    for row in rows:
        day = row.when.day
        if day is None or not _CONTACT.search(row.words):
            continue
        for agency in sorted(names.named(row.words)):
            if agency != row.agency and not _holds(spans[agency], day):
                words = f"{row.agency} tells of a contact with {agency} on {say(day)}; {agency} has no entry within "
                words += f"{rules.trace_days} days of it."
                yield Gap(Missing.TRACE, day, day, agency, words, row)


def _covered(rows: Sequence[Row], slack: int) -> list[tuple[date, date]]:
    """The days on which an agency has an entry, a few more at either side, as stretches in order that do not touch."""
    found: list[tuple[date, date]] = []
    wide = timedelta(days=slack)
    for first, last in sorted((r.when.first, r.when.last) for r in rows if r.when.first and r.when.last):
        if found and first - wide <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last + wide))
        else:
            found.append((first - wide, last + wide))
    return found


def _holds(spans: Sequence[tuple[date, date]], day: date) -> bool:
    at = bisect_right(spans, (day, date.max)) - 1
    return at >= 0 and spans[at][0] <= day <= spans[at][1]


def _from_to(before: date, after: date) -> str:
    return f"from {say(_next(before))} to {say(_before(after))}"


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _before(day: date) -> date:
    return day - timedelta(days=1)
