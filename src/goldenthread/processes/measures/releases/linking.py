"""How counts hang together: parts of a whole, stretches of time, revisions. What a reader of all releases can add up.

Counts are only tied as they truly are: where a whole is more than its parts the rest is open; where figures of
different stretches do not quite add up, they are tied to within that difference, which is more than a reader knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from goldenthread.kernel.disclosure import Sum
from goldenthread.kernel.disclosure.relations import Relation
from goldenthread.kernel.periods import ONE_DAY, Stretch

from .identities import Identity, read_key

#: To be in one of these says something about a child.
TELLING = frozenset({"ethnicity", "cohort", "category"})


@dataclass(frozen=True)
class Links:
    """sums: between counts of the release; relations: with earlier releases, or of less than equality."""

    sums: tuple[Sum, ...]
    relations: tuple[Relation, ...]


def link(here: Mapping[str, int], before: Mapping[str, int]) -> Links:
    """Every tie between the counts of a release and those of earlier ones, by key."""
    linker = _Linker({**before, **here}, frozenset(here))
    made = [*linker.parts(), *linker.times(), *linker.revisions()]
    sums = tuple(dict.fromkeys(one for one in made if isinstance(one, Sum)))
    return Links(sums, tuple(dict.fromkeys(one for one in made if isinstance(one, Relation))))


class _Linker:
    def __init__(self, counts: Mapping[str, int], here: frozenset[str]):
        self.counts, self.here = counts, here
        self.revised: dict[Identity, list[tuple[int, str]]] = defaultdict(list)
        for key in counts:
            if found := read_key(key):
                self.revised[found[0]].append((found[1], key))
        #: The count that stands for each figure now: the release's own, else the last that was released.
        self.current = {identity: max((key in here, n, key) for n, key in keys)[2]
                        for identity, keys in self.revised.items()}  # fmt: skip

    def parts(self) -> Iterator[Sum | Relation]:
        """The whole, and its parts by each cut."""
        found: dict[tuple[object, ...], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for one, key in sorted(self.current.items(), key=lambda pair: pair[1]):
            found[one.measure, one.definition, one.role, one.flow, one.stretch][one.cut].append(key)
        for by_cut in found.values():
            for whole in by_cut.get("", []):
                yield from (
                    self._line(whole, [(1, key) for key in parts], attribute=cut in TELLING)
                    for cut, parts in by_cut.items()
                    if cut
                )

    def times(self) -> Iterator[Sum | Relation]:
        """Stretches of one figure: those that others make up, and those that others lie in."""
        found: dict[tuple[object, ...], dict[Stretch, str]] = defaultdict(dict)
        for one, key in self.current.items():
            if one.flow:
                found[one.measure, one.definition, one.role, one.cut, one.part][one.stretch] = key
        for keys in found.values():
            for stretch, path in cycles(sorted(keys)):
                yield self._line(keys[stretch], [(sign, keys[other]) for sign, other in path])
            for stretch, within in contained(sorted(keys)):
                yield self._line(keys[stretch], [(1, keys[other]) for other in within])

    def revisions(self) -> Iterator[Relation]:
        """A revised figure lies as near to what it was as it truly does."""
        for keys in self.revised.values():
            ordered = [key for _, key in sorted(keys)]
            for old, new in pairwise(ordered):
                apart = abs(self.counts[new] - self.counts[old])
                yield Relation(((new, 1), (old, -1)), -apart, apart, f"{new} is {old}, revised")

    def _line(self, total: str, parts: Sequence[tuple[int, str]], *, attribute: bool = False) -> Sum | Relation:
        keys = [key for _, key in parts]
        rest = self.counts[total] - sum(sign * self.counts[key] for sign, key in parts)
        added = all(sign > 0 for sign, _ in parts)
        if rest == 0 and added and self.here.issuperset({total, *keys}):
            return Sum(total, tuple(keys), attribute)
        low, high = (0, 0) if rest == 0 else (min(rest, 0), None) if added else (-abs(rest), abs(rest))
        terms = ((total, 1), *((key, -sign) for sign, key in parts))
        return Relation(terms, low, high, f"{total} and {', '.join(keys)}")


def cycles(stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, list[tuple[int, Stretch]]]]:
    """Each stretch that shorter ones make up, added (1) or taken away (-1): a basis of all that can be reckoned."""
    tree: dict[date, list[tuple[date, int, Stretch]]] = defaultdict(list)
    for one in sorted(stretches, key=lambda s: (s.days, s.first)):
        begins, ends = one.first, one.last + ONE_DAY
        path = _path(tree, begins, ends)
        if path is not None:
            yield one, path
        else:
            tree[begins].append((ends, 1, one))
            tree[ends].append((begins, -1, one))


def _path(
    tree: Mapping[date, list[tuple[date, int, Stretch]]], begins: date, ends: date
) -> list[tuple[int, Stretch]] | None:
    ways: dict[date, list[tuple[int, Stretch]]] = {begins: []}
    left = [begins]
    while left:
        at = left.pop()
        for to, sign, one in tree.get(at, ()):
            if to not in ways:
                ways[to] = [*ways[at], (sign, one)]
                left.append(to)
    return ways.get(ends)


def contained(stretches: Sequence[Stretch]) -> Iterator[tuple[Stretch, list[Stretch]]]:
    """Each stretch with those apart from one another that fill most of it, where they do not fill it altogether."""
    for one in stretches:
        inside = sorted((s for s in stretches if s != one and s.within(one)), key=lambda s: s.last)
        chosen = _most(inside)
        if chosen and sum(s.days for s in chosen) < one.days:
            yield one, chosen


def _most(inside: Sequence[Stretch]) -> list[Stretch]:
    best: list[tuple[int, list[Stretch]]] = []
    for one in inside:
        before = max(
            (found for found, s in zip(best, inside, strict=False) if s.last < one.first),
            key=lambda f: f[0], default=(0, []),
        )  # fmt: skip
        best.append((before[0] + one.days, [*before[1], one]))
    return max(best, key=lambda f: f[0], default=(0, []))[1]
