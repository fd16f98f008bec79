"""Rows of several agencies into one chronology: ordered, the same event put together, conflicts and gaps beside it.

Nothing is lost and nothing is decided: every row stands in exactly one event, as it was typed, and what may be the same
event is a candidate for a person to judge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from goldenthread.kernel.chronology.conflicts import Conflict, across_days, within_event
from goldenthread.kernel.chronology.gaps import Gap, Rules, gaps
from goldenthread.kernel.chronology.likeness import Like, Likenesses
from goldenthread.kernel.chronology.model import Row, Unread
from goldenthread.kernel.chronology.naming import Names

ALIKE = 0.45
NAMED = 0.15  # more, where one names the other's agency: "joint visit with HV"
LEAST_ALIKE = 0.2
DUPLICATE = 0.95
FEWEST_SHARED = 2


@dataclass(frozen=True)
class Event:
    """What may be one event, told by one agency or by several. `number` counts from 1 in the order of the whole.

    repeats: rows of one agency that say what another row of it says, on the same day.
    """

    number: int
    rows: tuple[Row, ...]
    conflicts: tuple[Conflict, ...] = ()
    repeats: tuple[Row, ...] = ()

    @property
    def agencies(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.agency for row in self.rows))

    @property
    def is_shared(self) -> bool:
        """Told by more than one agency."""
        return len(self.agencies) > 1


@dataclass(frozen=True)
class Merged:
    """One chronology. `dated_apart`: what may be one event that two agencies date differently; it stands twice."""

    events: tuple[Event, ...]
    agencies: tuple[tuple[str, int], ...]
    dated_apart: tuple[Conflict, ...]
    gaps: tuple[Gap, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in order."""
        return tuple(row for event in self.events for row in event.rows)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return (*(conflict for event in self.events for conflict in event.conflicts), *self.dated_apart)

    @property
    def repeats(self) -> tuple[Row, ...]:
        return tuple(row for event in self.events for row in event.repeats)

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day that a row may be of."""
        firsts = [row.when.first for row in self.rows if row.when.first]
        lasts = [row.when.last for row in self.rows if row.when.last]
        return (min(firsts), max(lasts)) if firsts and lasts else None


def merge(rows: Iterable[Row], *, unread: Sequence[Unread] = (), rules: Rules | None = None) -> Merged:
    """One chronology of every row that is given: the same for the same rows, in whatever order the files came."""
    ordered = sorted(rows, key=_place)
    likenesses = Likenesses(ordered)
    days: dict[date, list[int]] = defaultdict(list)
    for n, row in enumerate(ordered):
        if row.when.day:
            days[row.when.day].append(n)
    groups = _Groups(ordered)
    names = Names(row.agency for row in ordered)
    for likes in (_alike(bucket, ordered, likenesses, names) for bucket in days.values() if len(bucket) > 1):
        for like in sorted(likes, key=lambda one: (-one.likeness, one.one, one.other)):
            groups.join(like)
    events = tuple(groups.events())
    alone = (n for n in range(len(ordered)) if not groups.is_shared(n))
    apart = tuple(across_days(ordered, alone, likenesses))
    counted = Counter(row.agency for row in ordered)
    return Merged(events, tuple(sorted(counted.items())), apart, gaps(ordered, rules), tuple(unread))


def _place(row: Row) -> tuple[object, ...]:
    """Where a row stands; of two alike in all that matters, by everything else: the order of the files is none."""
    where = (row.place.file, row.place.sheet, row.place.row, row.place.cell)
    said = (row.event, row.action, row.comment, row.who, row.professional, row.seen.value, row.when.text, row.other)
    return (*row.when.order, row.when.until or time.max, row.agency, *where, *said)


def _alike(bucket: Sequence[int], rows: Sequence[Row], likenesses: Likenesses, names: Names) -> Iterator[Like]:
    """Pairs of one day that are alike enough: to be one event, or within one agency the same row twice."""
    named = {n: names.named(rows[n].words) for n in bucket}
    for one, other in likenesses.within(bucket):
        likeness, a, b = likenesses.of(one, other), rows[one].agency, rows[other].agency
        if a == b:
            if likeness >= DUPLICATE and _same_words(rows[one], rows[other]):
                yield Like(one, other, 2.0)  # joined before all others
        elif likeness >= LEAST_ALIKE and likenesses.shared(one, other) >= FEWEST_SHARED:
            likeness += NAMED * ((a in named[other]) + (b in named[one]))
            if likeness >= ALIKE:
                yield Like(one, other, min(likeness, 1.0))


def _same_words(one: Row, other: Row) -> bool:
    return " ".join(one.words.lower().split()) == " ".join(other.words.lower().split())


class _Groups:
    """Rows put together: at most one account of each agency in an event, but for its own repeats."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.of = list(range(len(rows)))
        self.held = {n: [n] for n in range(len(rows))}
        self.repeated: set[int] = set()

    def join(self, like: Like) -> None:
        one, other = sorted((self.of[like.one], self.of[like.other]))
        if one == other:
            return
        if like.likeness > 1:
            self.repeated.add(like.other)
        elif self._agencies(one) & self._agencies(other):
            return
        for row in self.held.pop(other):
            self.held[one].append(row)
            self.of[row] = one

    def is_shared(self, row: int) -> bool:
        return len(self._agencies(self.of[row])) > 1

    def events(self) -> Iterator[Event]:
        for number, first in enumerate(sorted(self.held), 1):
            places = sorted(self.held[first])
            rows = tuple(self.rows[n] for n in places)
            told = tuple(self.rows[n] for n in places if n not in self.repeated)
            repeats = tuple(self.rows[n] for n in places if n in self.repeated)
            yield Event(number, rows, tuple(within_event(told)), repeats)

    def _agencies(self, group: int) -> set[str]:
        return {self.rows[n].agency for n in self.held[group]}
