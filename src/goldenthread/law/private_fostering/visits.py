"""Visits: which were due when, how late each was, and the spread of the lateness.

The first within 7 working days of the notification (PF-3); then no more than 6 weeks apart in the first year and 12
weeks after it (PF-4). The year is counted from the day the council became aware of the arrangement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import zip_longest

from goldenthread.kernel.calendars import ENGLAND, Calendar, say
from goldenthread.kernel.clocks import Limits, due
from goldenthread.kernel.spans import day_of
from goldenthread.law.clocks import limits_with
from goldenthread.law.deaths.values import birthday

#: Bands of the spread: (words, most days late).
BANDS: tuple[tuple[str, int], ...] = (
    ("in time", 0), ("1 to 7 days late", 7), ("8 to 28 days late", 28), ("more than 28 days late", 10**6),
)  # fmt: skip


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Due:
    """One visit that the law asks for. `made_on`: nothing where it has not been made."""

    clock: str
    part: str | None
    counted_from: date
    due_on: date
    made_on: date | None

    def days_late(self, on: date) -> int:
        """Calendar days past the day it was due, by the visit or by `on` where there is none."""
        return max(0, ((self.made_on or on) - self.due_on).days)

    def in_words(self, on: date) -> str:
        late = self.days_late(on)
        if self.made_on is None:
            return f"overdue by {_days(late)}" if late else f"due by {say(self.due_on)}"
        return f"made {say(self.made_on)}, {f'{_days(late)} late' if late else 'in time'}"


def visits_due(
    notified_on: date,
    visits: Iterable[date],
    *,
    on: date,
    aware_on: date | None = None,
    ended_on: date | None = None,
    calendar: Calendar = ENGLAND,
    limits: Limits | None = None,
) -> tuple[Due, ...]:
    """Every visit that was due by `on`, or is due next, in order. Later visits stop with the arrangement.

    `aware_on`: the day the council became aware, where it was not the notification. Visits before the notification are
    not counted. A wait that the end cut short, before it was due, is none.
    """
    due_by = partial(_due, limits) if limits else _by_law
    made = sorted(visit for visit in set(visits) if visit >= notified_on)
    first = day_of(due_by("PF-3", notified_on, None, calendar))
    found = [Due("PF-3", None, notified_on, first, made[0] if made else None)]
    a_year_on = birthday(aware_on or notified_on, 1)
    for visit, following in zip_longest(made, made[1:]):
        part = "first year" if visit < a_year_on else "later"
        due_on = day_of(due_by("PF-4", visit, part, calendar))
        found.append(Due("PF-4", part, visit, due_on, following))
    return tuple(one for one in found if _counts(one, on, ended_on))


@dataclass(frozen=True)
class Spread:
    """How late visits were: how many in each band, the share in time, the median and the most days late."""

    bands: tuple[tuple[str, int], ...]
    in_time: int
    of: int
    median: float | None
    most: int

    @property
    def share(self) -> float | None:
        """Per cent in time; nothing where none was due."""
        return 100 * self.in_time / self.of if self.of else None


def spread(due: Sequence[Due], on: date) -> Spread:
    """The spread of every visit that was due by `on`. One that is still to be made in time is not counted."""
    late = sorted(one.days_late(on) for one in due if one.made_on is not None or one.due_on < on)
    counted = Counter(next(words for words, most in BANDS if days <= most) for days in late)
    middle = len(late) // 2
    median = None if not late else (late[middle] if len(late) % 2 else (late[middle - 1] + late[middle]) / 2)
    in_time = counted[BANDS[0][0]]
    return Spread(tuple((w, counted[w]) for w, _ in BANDS), in_time, len(late), median, late[-1] if late else 0)


@lru_cache(maxsize=10_000)
def _by_law(clock: str, start: date, part: str | None, calendar: Calendar) -> date:
    """A register of years asks for the same days over and over."""
    return _due(limits_with(), clock, start, part, calendar)


def _due(limits: Limits, clock: str, start: date, part: str | None, calendar: Calendar) -> date:
    reached = due(limits(clock, start, part), start, calendar)
    return day_of(reached) if reached is not None else start


def _counts(one: Due, on: date, ended_on: date | None) -> bool:
    """Known by `on`, and not cut short by the end."""
    if one.counted_from > on:
        return False
    return one.made_on is not None or ended_on is None or one.due_on <= ended_on
