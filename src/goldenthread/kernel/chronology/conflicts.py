"""Where accounts of one event disagree: the child seen or not, the time, whether it took place at all, the date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.kernel.calendars import say
from goldenthread.kernel.chronology.likeness import SMALL_DAY, Likenesses
from goldenthread.kernel.chronology.model import Row

MINUTES_APART = 60
DAYS_APART, MORE_DAYS_APART = 7, 14  # the second for what is told in nearly the same words
NEARLY_SAME = 0.8
ALIKE_ACROSS = 0.62
FEWEST_WORDS = 4
_NOT_DONE = re.compile(
    r"\b(?:no (?:answer|access|reply|one (?:at|was) home)|not (?:at|in) home|was not brought|wnb|cancelled"
    r"|abandoned|did not (?:attend|take place|go ahead|happen)|didn't attend|dna(?:'?d)?|failed to attend)\b",
    re.I,
)
_DONE = re.compile(
    r"\b(?:attended|took place|went ahead|was held|visited|seen by|was seen|met with|spoke (?:to|with)|completed)\b",
    re.I,
)


class Kind(StrEnum):
    """What two accounts disagree on."""

    SEEN = "whether the child was seen"
    TIME = "the time"
    HAPPENED = "whether it took place"
    DATE = "the date"
    ORDER = "day and month may be changed over"


@dataclass(frozen=True)
class Conflict:
    """Two accounts, what they disagree on, and each side in words."""

    kind: Kind
    one: Row
    other: Row
    words: str


def within_event(rows: Sequence[Row]) -> Iterator[Conflict]:
    """Every disagreement between agencies that tell of one event, each kind once for each two agencies."""
    for n, one in enumerate(rows):
        for other in rows[n + 1 :]:
            if one.agency != other.agency:
                yield from _between(one, other)


def _between(one: Row, other: Row) -> Iterator[Conflict]:
    if one.seen.is_yes != other.seen.is_yes and "not said" not in (one.seen, other.seen):
        yield _said(Kind.SEEN, one, other, f"the child was {one.seen}", f"the child was {other.seen}")
    a, b = one.when.at, other.when.at
    if a and b and abs((a.hour * 60 + a.minute) - (b.hour * 60 + b.minute)) > MINUTES_APART:
        yield _said(Kind.TIME, one, other, f"{a:%H:%M}", f"{b:%H:%M}")
    done = happened(one), happened(other)
    if None not in done and done[0] != done[1]:
        sides = ("it took place" if yes else "it did not" for yes in done)
        yield _said(Kind.HAPPENED, one, other, *sides)


def happened(row: Row) -> bool | None:
    """Whether the row says that something took place, or that it did not; nothing where it says neither."""
    if _NOT_DONE.search(row.words):
        return False
    return True if _DONE.search(row.words) else None


def across_days(rows: Sequence[Row], alone: Iterable[int], likenesses: Likenesses) -> Iterator[Conflict]:
    """The same event with different dates: two agencies, alike beyond chance, days apart or day and month changed over.

    `alone`: rows that no other agency tells of on their own day, in order of date. Each is held once against each
    agency, with its likest there.
    """
    candidates = []
    order = list(alone)
    for one, other in dict.fromkeys((*likenesses.across(order), *_changed_over(rows, order))):
        kind = _dates_apart(rows[one], rows[other])
        if kind and likenesses.shared(one, other) >= FEWEST_WORDS:
            likeness = likenesses.of(one, other)
            if likeness >= (NEARLY_SAME if _far(rows[one], rows[other], kind) else ALIKE_ACROSS):
                candidates.append((-likeness, one, other, kind))
    used: set[tuple[int, str]] = set()
    for _, one, other, kind in sorted(candidates):
        sides = {(one, rows[other].agency), (other, rows[one].agency)}
        if not used & sides:
            used |= sides
            yield _dated(kind, rows[one], rows[other])


def _changed_over(rows: Sequence[Row], order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs whose day and month may have been changed over; of a day of very many rows, the first ones."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for n in order:
        day = rows[n].when.day
        if day:
            by_day[day].append(n)
    for day, own in by_day.items():
        other_day = swapped(day)
        if other_day and day < other_day:
            others = by_day.get(other_day, [])[:SMALL_DAY]
            yield from ((min(a, b), max(a, b)) for a in own[:SMALL_DAY] for b in others)


def _dates_apart(one: Row, other: Row) -> Kind | None:
    a, b = one.when.day, other.when.day
    if a is None or b is None or a == b or one.agency == other.agency:
        return None
    if swapped(a) == b:
        return Kind.ORDER
    return Kind.DATE if abs((a - b).days) <= MORE_DAYS_APART else None


def _far(one: Row, other: Row, kind: Kind) -> bool:
    """More than a week apart: only nearly the same words are then perhaps one event."""
    a, b = one.when.day, other.when.day
    return kind is Kind.DATE and a is not None and b is not None and abs((a - b).days) > DAYS_APART


def swapped(day: date) -> date | None:
    """The day with day and month changed over: 4 March for 3 April. Nothing where that is no day."""
    return date(day.year, day.day, day.month) if day.day <= 12 else None


def _dated(kind: Kind, one: Row, other: Row) -> Conflict:
    a, b = one.when.day, other.when.day
    sides = (say(a) if a else one.when.text, say(b) if b else other.when.text)
    return _said(kind, one, other, *sides)


def _said(kind: Kind, one: Row, other: Row, a: str, b: str) -> Conflict:
    return Conflict(kind, one, other, f"{_opening(kind)}: {one.agency} says {a}; {other.agency} says {b}.")


def _opening(kind: Kind) -> str:
    if kind is Kind.ORDER:
        return "Perhaps one event whose day and month were changed over"
    return f"Perhaps one event; they differ on {kind}" if kind is Kind.DATE else f"They differ on {kind}"
