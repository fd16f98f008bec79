"""Which other counts must be withheld so that no sensitive one can be had from the rest: few, small, totals last.

The usual rule (a second one in every row and column) is not safe: two ones whose sum is known to be 2 are ones. Here
each sensitive count gets a proof that it could be another number (`cover`); what the proofs need is withheld; what no
proof needs is shown again; and where a web is small, every smaller choice is tried. The audit then starts afresh.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

from goldenthread.kernel.disclosure.cover import Cover, Proof
from goldenthread.kernel.disclosure.presolve import Component, components, tighten
from goldenthread.kernel.disclosure.primary import Need
from goldenthread.kernel.disclosure.relations import Interval, Relation, meet
from goldenthread.kernel.disclosure.tables import sums_of
from goldenthread.kernel.disclosure.views import Facts

PRICE_OF_A_TOTAL = 20.0
PRICE_OF_A_FIGURE = 0.4
MOST_CHOICES = 1500
"""How many choices are tried one by one in a small web; a larger one keeps what was found."""
LARGEST_WHOLE = 1200
"""Of more linked counts than this, parts are searched first, and the whole only for what no part can meet."""
SHAKES = 6


@dataclass(frozen=True)
class Pattern:
    """withheld: sensitive counts and those that protect them; withdrawn: figures that would give one away.

    stuck: needs that nothing can meet, whatever is withheld. proofs: other counts that protect, for the audit to see.
    """

    withheld: frozenset[str]
    withdrawn: frozenset[str]
    stuck: tuple[Need, ...]
    proofs: tuple[Mapping[str, int], ...] = field(repr=False)


def protect_others(facts: Facts, found: Collection[str], needs: Sequence[Need], withdrawn: Collection[str]) -> Pattern:
    """The pattern for one release. `found`: sensitive counts; `withdrawn`: figures that are gone already.

    Raises `Unproved` where the solver cannot tell.
    """
    first = frozenset(found) | {key for key in facts.withheld_before if not facts.cells[key].fixed}
    web = _Web(facts, first, frozenset(found), frozenset(withdrawn))
    needed = {need.key: need for need in needs}
    paid: set[str] = set()
    proofs: list[Proof] = []
    stuck: list[Need] = []
    for part in components(web.widest(), web.relations):
        here = [needed.pop(key) for key in part.keys if key in needed]
        found_here = _Progress()
        left = _in_parts(web, part, here, found_here) if len(part.keys) > LARGEST_WHOLE else here
        if left:
            stuck += _Search(web, part, left, found_here).run()
        paid |= found_here.paid
        proofs += found_here.proofs
    withheld, gone = first | (paid & facts.cells.keys()), frozenset(withdrawn) | (paid - facts.cells.keys())
    loose = (need for need in needed.values() if not _open_enough(need, web.free[need.key]))
    seen = tuple({key: by for key, by in p.moves.items() if key in facts.cells} for p in proofs)
    return Pattern(withheld, gone, (*stuck, *loose), seen)


@dataclass
class _Progress:
    """What is given up so far, counts and figures, and the proofs that it is enough."""

    paid: set[str] = field(default_factory=set)
    proofs: list[Proof] = field(default_factory=list)


def _in_parts(web: _Web, part: Component, needs: Sequence[Need], so_far: _Progress) -> list[Need]:
    """Meets what needs it can within small parts of a large web, the rest of it held still; those that are left.

    First the pieces that it falls into when the highest totals stand still, then what is near to each count that is
    left. What holds while the rest stands still holds all the more when it may move.
    """
    still = {key: (web.facts.counts[key],) * 2 for key in part.keys}
    left = {need.key: need for need in needs}
    for piece in _pieces(web, part, still):
        here = [left.pop(key) for key in piece.keys if key in left]
        if here:
            left |= {need.key: need for need in _Search(web, piece, here, so_far).run()}
    near = _Neighbours(part)
    return [need for need in left.values() if not _is_met_near(web, near, need, still, so_far)]


def _pieces(web: _Web, part: Component, still: Mapping[str, Interval]) -> list[Component]:
    """The web without as many of its highest totals as it takes to leave no piece too large; none if it takes all."""
    height = web.facts.heights
    for most in range(max(height[key] for key in part.keys), 0, -1):
        moving = {key: part.bounds[key] for key in part.keys if height[key] < most}
        found = list(components({**still, **moving}, part.relations))
        if all(len(piece.keys) <= LARGEST_WHOLE for piece in found):
            return found
    return []


def _is_met_near(web: _Web, near: _Neighbours, need: Need, still: Mapping[str, Interval], so_far: _Progress) -> bool:
    around = {key: near.part.bounds[key] for key in near.of(need.key)}
    for small in components({**still, **around}, near.relations(around)):
        if need.key in small.bounds:
            return not _Search(web, small, [need], so_far).run()
    return False


class _Neighbours:
    """Which counts share a line, in one web."""

    def __init__(self, part: Component):
        self.part = part
        self.lines: dict[str, list[Relation]] = {}
        for line in part.relations:
            for key, _ in line.terms:
                self.lines.setdefault(key, []).append(line)

    def of(self, key: str) -> set[str]:
        """Counts within two lines of one."""
        found = {key}
        for _ in range(2):
            found = {other for one in found for line in self.lines.get(one, ()) for other, _ in line.terms} | {key}
        return found

    def relations(self, keys: Iterable[str]) -> list[Relation]:
        """Every line that any of these counts is in."""
        return list(dict.fromkeys(line for key in keys for line in self.lines.get(key, ())))


def _open_enough(need: Need, interval: Interval) -> bool:
    low, high = interval
    return high is None or (high - low >= need.width and high >= need.reach)


class _Web:
    """What each count could be: as things stand (`free`), and if it too were withheld (`paid`); and what it costs."""

    def __init__(self, facts: Facts, first: frozenset[str], found: frozenset[str], withdrawn: frozenset[str]):
        self.facts = facts
        view = facts.seen(first, found, withdrawn)
        self.free = view.bounds
        said = (line for figure in facts.figures_shown(first, withdrawn) for line in facts.said_by(figure))
        self.relations: tuple[Relation, ...] = tuple(dict.fromkeys((*facts.lines, *said)))
        cells = facts.release.cells.values() if facts.profile.secondary else ()
        may = (c.key for c in cells if c.published and c.count and not c.fixed and c.key not in first)
        wider = {key: meet(facts.as_withheld(key, found), facts.known.get(key, (0, None))) for key in may}
        self.paid = {key: interval for key, interval in wider.items() if interval != self.free[key]}
        self.totals = sums_of(facts.sums)
        weight = 10.0 * (1 + sum(facts.counts[key] for key in self.paid))
        self.prices = {key: 1 + facts.counts[key] / weight for key in self.paid}
        self.prices |= {key: self.prices[key] + PRICE_OF_A_TOTAL for key in self.paid if key in self.totals}
        self.prices |= {figure.key: PRICE_OF_A_FIGURE for figure in facts.release.all_figures}

    def widest(self) -> dict[str, Interval]:
        """What each count could be if everything that may be withheld were."""
        return {key: self.paid.get(key, interval) for key, interval in self.free.items()}


class _Search:
    """The search in one web, or part of one. It adds to what was found so far, and takes back only what it added."""

    def __init__(self, web: _Web, part: Component, needs: Sequence[Need], so_far: _Progress):
        self.web, self.part, self.so_far = web, part, so_far
        self.counts = web.facts.counts
        self.needs = sorted(needs, key=lambda need: (-need.width, -self.counts[need.key], need.key))
        self.before, self.proofs_before = frozenset(so_far.paid), tuple(so_far.proofs)
        self.paid: set[str] = set(so_far.paid)
        self.proofs: list[Proof] = list(so_far.proofs)

    def run(self) -> list[Need]:
        """The needs that it cannot meet."""
        if all(self._is_met(need, self.proofs) for need in self.needs):
            return []
        self.cover = Cover(self.counts, self.part, self.web.free, self.web.paid, self.web.prices)
        self._shake()
        stuck = []
        for need in self.needs:
            if not self._is_met(need, self.proofs):
                proofs = self._cheapest(need)
                if proofs is None:
                    stuck.append(need)
                else:
                    self.proofs += proofs
                    self.paid.update(*(proof.pays for proof in proofs))
        self.needs = [need for need in self.needs if need not in stuck]
        self._drop_what_no_one_needs()
        self._try_every_smaller_choice()
        self.so_far.paid, self.so_far.proofs = self.paid, self.proofs
        return stuck

    def _shake(self) -> None:
        for n in range(SHAKES):
            proof = self.cover.shake([1 if (i * 2654435761 >> (7 + n)) & 1 else -1 for i in range(97)], self.paid)
            if proof is None or not proof.moves:
                return
            self.proofs.append(proof)

    def _is_met(self, need: Need, proofs: Iterable[Proof]) -> bool:
        moves = [0, *(proof.moves.get(need.key, 0) for proof in proofs)]
        return max(moves) - min(moves) >= need.width and self.counts[need.key] + max(moves) >= need.reach

    def _cheapest(self, need: Need, *, only: Collection[str] | None = None) -> list[Proof] | None:
        """The cheapest proofs that meet a need: all the way up or down, or failing that some of each."""
        best: list[Proof] | None = None
        for ups_and_downs in self._ways(need):
            proofs = self._moves(need.key, ups_and_downs, only)
            if proofs is not None:
                price = self._price(proofs)
                if best is None or price < self._price(best):
                    best = proofs
                if not price or len(ups_and_downs) > 1:
                    break
            if best is not None and len(ups_and_downs) > 1:
                break
        return best

    def _ways(self, need: Need) -> Iterator[tuple[int, ...]]:
        least = max(need.reach - self.counts[need.key], 0)
        yield (max(need.width, least),)
        if not least:
            yield (-need.width,)
        yield from ((up, up - need.width) for up in range(need.width - 1, max(least, 1) - 1, -1))

    def _moves(self, key: str, ways: tuple[int, ...], only: Collection[str] | None) -> list[Proof] | None:
        have = self.paid if only is None else set(only)
        found: list[Proof] = []
        for by in ways:
            proof = self.cover.move(key, by, have.union(*(p.pays for p in found)), only_these=only is not None)
            if proof is None:
                return None
            found.append(proof)
        return found

    def _price(self, proofs: Iterable[Proof]) -> float:
        items = frozenset[str]().union(*(proof.pays for proof in proofs)) - self.paid
        return sum(self.web.prices[item] for item in items)

    def _drop_what_no_one_needs(self) -> None:
        for item in sorted(self.paid - self.before, key=lambda item: (-self.web.prices[item], item)):
            without = self._without(item)
            if without is not None:
                self.paid.discard(item)
                self.proofs = without

    def _without(self, item: str) -> list[Proof] | None:
        """Proofs of every need that do not use an item; nothing where there are none."""
        proofs = [proof for proof in self.proofs if item not in proof.pays]
        for need in self.needs:
            if not self._is_met(need, proofs):
                more = self._cheapest(need, only=self.paid - {item})
                if more is None:
                    return None
                proofs += more
        return proofs

    def _try_every_smaller_choice(self) -> None:
        """In a small web, the fewest counts and then the smallest: every choice before the one that was found."""
        cells = frozenset(self.paid & self.web.paid.keys())
        pool = self.web.paid.keys() & set(self.part.keys)
        pool = pool if cells & self.web.totals else pool - self.web.totals
        if self.before or not cells or sum(comb(len(pool), n) for n in range(len(cells) + 1)) > MOST_CHOICES:
            return
        best = (len(cells), sum(self.counts[key] for key in cells))
        choices = (c for n in range(len(cells) + 1) for c in combinations(sorted(pool), n))
        for size, weight, choice in sorted((len(c), sum(self.counts[k] for k in c), c) for c in choices):
            if (size, weight) >= best:
                return
            if self._take({*choice, *(self.paid - cells)}):
                return

    def _take(self, choice: set[str]) -> bool:
        """Withholds these and no others, if they are enough."""
        bounds: Mapping[str, Interval] = {
            key: self.web.paid[key] if key in choice else self.web.free[key] for key in self.part.keys
        }
        lines = [line for line in self.part.relations if line.figure not in choice]
        tight = tighten(bounds, lines)
        if not all(_open_enough(need, tight[need.key]) for need in self.needs):
            return False
        found: list[Proof] = []
        for need in self.needs:
            proofs = self._cheapest(need, only=choice)
            if proofs is None:
                return False
            found += proofs
        self.paid, self.proofs = choice, found
        return True
