"""How counts hang together: parts of a whole, stretches of time, revisions. What a reader of all releases can add up.

Counts are only tied as they truly are: what a whole has beside its parts is a count of its own (`leftovers`); where
figures of different stretches do not quite add up, they are tied to within that difference, which is more than a reader
knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from goldenthread.kernel.disclosure import Sum
from goldenthread.kernel.disclosure.relations import Relation
from goldenthread.kernel.periods import ONE_DAY, Stretch

from .identities import Identity, read_key
from .leftovers import apart, between, key_of_rest

#: To be in one of these says something about a child.
TELLING = frozenset({"ethnicity", "cohort", "category"})
Words = Mapping[tuple[int, str], str]
"""What is counted in a definition (its number, "num" or "den"), in its own words."""


@dataclass(frozen=True)
class Links:
    """sums: between counts of the release; relations: with earlier releases, or of less than equality.

    left: counts that nobody prints but that the sums and relations leave, by key.
    """

    sums: tuple[Sum, ...]
    relations: tuple[Relation, ...]
    left: Mapping[str, int]


def link(
    here: Mapping[str, int], before: Mapping[str, int], words: Words | None = None, shares: Collection[int] = ()
) -> Links:
    """Every tie between the counts of a release and those of earlier ones, by key.

    shares: definitions whose "num" is counted within their "den".
    """
    linker = _Linker({**before, **here}, frozenset(here), words or {})
    linker.leave_others(shares)
    made = [*linker.times(), *linker.parts(), *linker.others(), *linker.revisions(), *linker.same()]
    sums = tuple(dict.fromkeys(one for one in made if isinstance(one, Sum)))
    return Links(sums, tuple(dict.fromkeys(one for one in made if isinstance(one, Relation))), linker.left)


class _Linker:
    def __init__(self, counts: Mapping[str, int], here: frozenset[str], words: Words):
        self.counts, self.here, self.words = dict(counts), set(here), words
        self.left: dict[str, int] = {}
        self.revised: dict[Identity, list[tuple[int, str]]] = defaultdict(list)
        for key in counts:
            if found := read_key(key):
                self.revised[found[0]].append((found[1], key))
        #: The count that stands for each figure now: the release's own, else the last that was released.
        self.current = {identity: max((key in here, n, key) for n, key in keys)[2]
                        for identity, keys in self.revised.items()}  # fmt: skip

    def leave_others(self, shares: Collection[int]) -> None:
        """Adds what a percentage leaves over, before all else: its stretches and parts are reckoned as any other's."""
        for one, above in list(self.current.items()):
            below = self.current.get(replace(one, role="den"))
            if one.definition in shares and one.role == "num" and below is not None:
                other, count = replace(one, role="rest"), self.counts[below] - self.counts[above]
                if count >= 0 and other not in self.current:
                    self._leave(other, count, (above, below))

    def others(self) -> Iterator[Sum | Relation]:
        """What is counted and what is left over make up what it is out of."""
        for one, other in self.current.items():
            above, below = (self.current.get(replace(one, role=role)) for role in ("num", "den"))
            if one.role == "rest" and above is not None and below is not None:
                yield self._line(below, [(1, above), (1, other)], filled=True)

    def times(self) -> Iterator[Sum | Relation]:
        """Stretches of one figure: those that others make up, and those that others lie in."""
        found: dict[tuple[object, ...], dict[Stretch, Identity]] = defaultdict(dict)
        for one in self.current:
            if one.flow:
                found[one.measure, one.definition, one.role, one.cut, one.part][one.stretch] = one
        for series in found.values():
            self._leave_between(series)
            keys = {stretch: self.current[one] for stretch, one in series.items()}
            for stretch, path in cycles(sorted(keys)):
                yield self._line(keys[stretch], [(sign, keys[other]) for sign, other in path], filled=True)
            for stretch, within in apart(sorted(keys)):
                yield self._line(keys[stretch], [(1, keys[other]) for other in within])

    def parts(self) -> Iterator[Sum | Relation]:
        """The whole, and its parts by each cut."""
        found: dict[Identity, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for one, key in sorted(self.current.items(), key=lambda pair: pair[1]):
            found[replace(one, cut="", part=0)][one.cut].append(key)
        for whole, by_cut in found.items():
            if len(by_cut) > 1 and whole not in self.current:
                count = max(sum(self.counts[key] for key in keys) for keys in by_cut.values())
                self._leave(whole, count, [key for keys in by_cut.values() for key in keys])
            if (known := self.current.get(whole)) is not None:
                yield from (
                    self._line(known, [(1, part) for part in parts], attribute=cut in TELLING)
                    for cut, parts in by_cut.items()
                    if cut
                )

    def revisions(self) -> Iterator[Relation]:
        """A revised figure lies as near to what it was as it truly does."""
        for keys in self.revised.values():
            ordered = [key for _, key in sorted(keys)]
            for old, new in pairwise(ordered):
                by = abs(self.counts[new] - self.counts[old])
                yield Relation(((new, 1), (old, -1)), -by, by, f"{new} is {old}, revised")

    def same(self) -> Iterator[Relation]:
        """One number under several measures: what one counts in the same words as another, and as many."""
        alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for one, key in self.current.items():
            if said := " ".join(self.words.get((one.definition, one.role), "").casefold().split()):
                alike[said, one.cut, one.part, one.stretch, self.counts[key]].append(key)
        for keys in alike.values():
            for a, b in pairwise(sorted(keys)):
                yield Relation(((a, 1), (b, -1)), 0, 0, f"{a} is {b}")

    def _leave_between(self, series: dict[Stretch, Identity]) -> None:
        """Adds the stretches that the figures of this release leave to be worked out."""
        counts = {stretch: self.counts[self.current[one]] for stretch, one in series.items()}
        earlier = {s: n for s, n in counts.items() if self.current[series[s]] not in self.here}
        had = dict(between(earlier)).keys()
        for stretch, count in between(counts):
            if stretch not in had:
                series[stretch] = replace(next(iter(series.values())), stretch=stretch)
                self._leave(series[stretch], count, [self.current[series[s]] for s in counts])

    def _leave(self, identity: Identity, count: int, of: Iterable[str]) -> None:
        if self.here.intersection(of):
            self._add(identity.key(), count)
            self.current[identity] = identity.key()

    def _add(self, key: str, count: int) -> None:
        self.left[key] = self.counts[key] = count
        self.here.add(key)

    def _line(
        self, total: str, parts: Sequence[tuple[int, str]], *, attribute: bool = False, filled: bool = False
    ) -> Sum | Relation:
        """filled: nothing lies between the parts, so that what does not add up was written down late: it is no rest."""
        keys = [key for _, key in parts]
        rest = self.counts[total] - sum(sign * self.counts[key] for sign, key in parts)
        added = all(sign > 0 for sign, _ in parts)
        if rest > 0 and not filled and self.here.intersection((total, *keys)):
            other = key_of_rest(total, keys)
            if other not in self.counts:
                self._add(other, rest)
            parts, keys, rest = [*parts, (1, other)], [*keys, other], 0
        if rest == 0 and added and self.here.issuperset({total, *keys}):
            return Sum(total, tuple(keys), attribute)
        low, high = (-abs(rest), abs(rest)) if filled or rest == 0 else (min(rest, 0), None)
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
