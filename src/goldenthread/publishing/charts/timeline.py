"""Days along the foot of a chart: which periods are named, so that no name touches the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from goldenthread.publishing.charts.lettering import width
from goldenthread.publishing.charts.values import Point, Step

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EVERY: dict[Step, tuple[int, ...]] = {
    "day": (1, 2, 3, 6, 12, 24, 36, 60, 120),
    "month": (1, 2, 3, 6, 12, 24, 36, 60, 120),
    "quarter": (1, 2, 4, 8, 12, 20, 40),
    "year": (1, 2, 3, 5, 10, 20),
    "event": (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30),
}


@dataclass(frozen=True, slots=True)
class DayTick:
    """A named day: one or two lines of words, and the middle of them along the axis."""

    day: date
    lines: tuple[str, ...]
    middle: float
    wide: float


def day_ticks(
    points: Sequence[Point], step: Step, at: Callable[[date], float], *, size: float, edge: float
) -> tuple[DayTick, ...]:
    """As many of the points' own periods as can be named without touching; whole Januaries and quarters first.

    `edge` is how far right words may reach. For days that keep no calendar the first of months are named instead.
    """
    days = [(place, point.day, point.label) for place, point in enumerate(points)]
    if step == "day":
        days = [(place, first, "") for place, first in enumerate(_firsts(points))]
    for every in _EVERY[step]:
        chosen = [each for each in days if _place(each, step, len(days)) % every == 0]
        made = _made(chosen, step, at, size, edge)
        if len(made) > 1 and not _touching(made, size):
            return made
    made = _made([(0, points[0].day, points[0].label), (1, points[-1].day, points[-1].label)], step, at, size, edge)
    return made[:1] if len(points) == 1 or _touching(made, size) else made


def _firsts(points: Sequence[Point]) -> list[date]:
    first, last = points[0].day, points[-1].day
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [day for month in months if first <= (day := date(month // 12, month % 12 + 1, 1)) <= last]


def _place(each: tuple[int, date, str], step: Step, count: int) -> int:
    """The period's number in the calendar, or counted back from the last where the periods are years."""
    place, day, _ = each
    if step in ("year", "event"):
        return count - 1 - place
    months = day.year * 12 + day.month - 1
    return months // 3 if step == "quarter" else months


def _made(
    chosen: Sequence[tuple[int, date, str]], step: Step, at: Callable[[date], float], size: float, edge: float
) -> tuple[DayTick, ...]:
    made: list[DayTick] = []
    year = 0
    for _, day, label in chosen:
        lines = _lines(day, label, step, fresh=day.year != year)
        year = day.year
        wide = max(width(line, size) for line in lines)
        middle = min(max(at(day), wide / 2), edge - wide / 2)
        made.append(DayTick(day, lines, middle, wide))
    return tuple(made)


def _lines(day: date, label: str, step: Step, *, fresh: bool) -> tuple[str, ...]:
    """The year stands under the first of its periods that is named."""
    if step == "year":
        return (label or str(day.year),)
    if step == "event":
        name = f"{day.day} {_MONTHS[day.month - 1]}"
        return (name, str(day.year)) if fresh else (name,)
    month = day.month - 1
    name = f"{_MONTHS[month // 3 * 3]}–{_MONTHS[month // 3 * 3 + 2]}" if step == "quarter" else _MONTHS[month]
    return (name, str(day.year)) if fresh else (name,)


def _touching(made: Sequence[DayTick], size: float) -> bool:
    gap = size * 0.6
    return any(left.middle + left.wide / 2 + gap > right.middle - right.wide / 2 for left, right in pairwise(made))
