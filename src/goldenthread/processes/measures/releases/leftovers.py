"""Counts that nobody prints but anyone can work out: the half-year less its first quarter, the whole less its parts.

They are held against the rules as if they were printed: one that is small must stay open, whoever prints the rest.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from goldenthread.kernel.periods import ONE_DAY, Stretch


def between(counts: Mapping[Stretch, int]) -> Iterator[tuple[Stretch, int]]:
    """Stretches that are not among these, and how many they count: what adding and taking away leaves for each.

    Only the shortest: every longer one is a sum of them. None below nought (figures that do not quite add up).
    """
    for ends in _reckoned(counts):
        for begins, after in pairwise(sorted(ends)):
            stretch, count = Stretch(begins, after - ONE_DAY), ends[after] - ends[begins]
            if stretch not in counts and count >= 0:
                yield stretch, count


def _reckoned(counts: Mapping[Stretch, int]) -> Iterator[dict[date, int]]:
    """For each web of stretches that meet: the count up to each day on which one begins, from that of any one day."""
    steps: dict[date, list[tuple[date, int]]] = defaultdict(list)
    for one, count in sorted(counts.items(), key=lambda pair: (pair[0].days, pair[0])):
        steps[one.first].append((one.last + ONE_DAY, count))
        steps[one.last + ONE_DAY].append((one.first, -count))
    known: set[date] = set()
    for start in sorted(steps):
        if start in known:
            continue
        ends, left = {start: 0}, [start]
        while left:
            at = left.pop()
            for to, by in steps[at]:
                if to not in ends:
                    ends[to] = ends[at] + by
                    left.append(to)
        known |= ends.keys()
        yield ends


def apart(stretches: Sequence[Stretch]) -> Iterator[tuple[Stretch, list[Stretch]]]:
    """Each stretch with those apart from one another that fill most of it, where they do not fill it altogether.

    A stretch that overlaps one of those is looked at with what goes beside it: it leaves something else over.
    """
    for one in stretches:
        inside = sorted((s for s in stretches if s != one and s.within(one)), key=lambda s: s.last)
        chosen = _most(inside)
        if not chosen or sum(s.days for s in chosen) == one.days:
            continue
        yield one, chosen
        for other in inside:
            if any(_cross(other, s) for s in chosen):
                yield one, sorted([other, *_most([s for s in inside if not s.overlaps(other)])])


def _cross(a: Stretch, b: Stretch) -> bool:
    return a.overlaps(b) and not a.within(b) and not b.within(a)


def _most(inside: Sequence[Stretch]) -> list[Stretch]:
    best: list[tuple[int, list[Stretch]]] = []
    for one in inside:
        before = max(
            (found for found, s in zip(best, inside, strict=False) if s.last < one.first),
            key=lambda f: f[0], default=(0, []),
        )  # fmt: skip
        best.append((before[0] + one.days, [*before[1], one]))
    return max(best, key=lambda f: f[0], default=(0, []))[1]


def key_of_rest(whole: str, parts: Iterable[str]) -> str:
    """The key of what is left of a count when these are taken away."""
    named = hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()
    return f"{whole} less {named[:16]}"
