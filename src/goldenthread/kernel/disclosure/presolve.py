"""What follows by simple sums alone, before any programme: intervals drawn tight, and counts parted into webs."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from goldenthread.kernel.disclosure.relations import Interval, Relation, meet

MOST_VISITS = 40
"""How often a line is looked at again: drawing tight may creep, and the programmes finish what it leaves."""


@dataclass(frozen=True)
class Component:
    """Counts not yet settled that hang together, and the lines between them; settled counts are worked into these."""

    keys: tuple[str, ...]
    bounds: Mapping[str, Interval]
    relations: tuple[Relation, ...]


def tighten(bounds: Mapping[str, Interval], relations: Sequence[Relation]) -> dict[str, Interval]:
    """Every interval cut down to what each line alone allows it, over and over. True intervals stay true.

    Raises nothing: relations that contradict each other give an empty interval, which the programmes then refuse.
    """
    found = dict(bounds)
    lines_of: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(relations):
        for key, _ in line.terms:
            lines_of[key].append(n)
    visits = [0] * len(relations)
    queue, waiting = deque(range(len(relations))), set(range(len(relations)))
    while queue:
        n = queue.popleft()
        waiting.discard(n)
        visits[n] += 1
        for key in _cut(found, relations[n]):
            again = [m for m in lines_of[key] if m not in waiting and visits[m] < MOST_VISITS]
            queue.extend(again)
            waiting.update(again)
    return found


def _cut(found: dict[str, Interval], line: Relation) -> list[str]:
    """Cuts the intervals of one line's counts; the keys of those that changed."""
    ends = [_ends(found[key], a) for key, a in line.terms]
    least, most = _total(end[0] for end in ends), _total(end[1] for end in ends)
    changed = []
    for (key, a), (low, high) in zip(line.terms, ends, strict=True):
        room_up = None if line.high is None else _less(line.high, least, low)  # the most that a x count can be
        room_down = None if line.low is None else _less(line.low, most, high)
        cut = meet(found[key], _by(a, room_down, room_up))
        if cut != found[key]:
            found[key] = cut
            changed.append(key)
    return changed


def _ends(interval: Interval, a: int) -> tuple[int | None, int | None]:
    low, high = interval
    up = None if high is None else a * high
    return (a * low, up) if a > 0 else (up, a * low)


def _total(ends: Iterator[int | None]) -> tuple[int, int]:
    """The sum of those ends that there are, and how many there are not."""
    known, open_ends = 0, 0
    for end in ends:
        if end is None:
            open_ends += 1
        else:
            known += end
    return known, open_ends


def _less(side: int, others: tuple[int, int], own: int | None) -> int | None:
    """What a side leaves for one term when the others are at their ends; nothing where another's end is open."""
    known, open_ends = others
    if open_ends > (own is None):
        return None
    return side - known + (own or 0)


def _by(a: int, low: int | None, high: int | None) -> Interval:
    """The interval of a count, from that of `a` times it."""
    if a < 0:
        a, low, high = -a, None if high is None else -high, None if low is None else -low
    return (0 if low is None else max(-(-low // a), 0)), (None if high is None else high // a)


def components(bounds: Mapping[str, Interval], relations: Sequence[Relation]) -> Iterator[Component]:
    """Counts that are still open, by the lines that tie them together, each web on its own."""
    open_ones = {key for key, (low, high) in bounds.items() if high is None or high > low}
    lines = [line for line in (_worked_in(line, bounds, open_ones) for line in relations) if line]
    root = {key: key for line in lines for key, _ in line.terms}

    def find(key: str) -> str:
        while root[key] != key:
            root[key] = key = root[root[key]]
        return key

    for line in lines:
        first = find(line.terms[0][0])
        for key, _ in line.terms[1:]:
            root[find(key)] = first
            first = find(first)
    keys: dict[str, list[str]] = defaultdict(list)
    for key in root:
        keys[find(key)].append(key)
    tied: dict[str, list[Relation]] = defaultdict(list)
    for line in lines:
        tied[find(line.terms[0][0])].append(line)
    for name, members in keys.items():
        yield Component(tuple(members), {key: bounds[key] for key in members}, tuple(tied[name]))


def _worked_in(line: Relation, bounds: Mapping[str, Interval], open_ones: set[str]) -> Relation | None:
    settled = sum(a * bounds[key][0] for key, a in line.terms if key not in open_ones)
    terms = tuple((key, a) for key, a in line.terms if key in open_ones)
    if not terms:
        return None
    low = None if line.low is None else line.low - settled
    high = None if line.high is None else line.high - settled
    return Relation(terms, low, high, line.name, line.figure)
