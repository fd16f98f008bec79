"""All that is true (`Facts`), and what a reader of a release sees of it (`View`): the two sides of the audit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from goldenthread.kernel.disclosure.figures import Derived, Figure, Mean, Ratio
from goldenthread.kernel.disclosure.profiles import Profile
from goldenthread.kernel.disclosure.relations import Interval, Ledger, Relation, meet, of_figure, of_sum
from goldenthread.kernel.disclosure.rounding import could_be, nearest
from goldenthread.kernel.disclosure.tables import Cell, Release, Sum

MOST_STOREYS = 12


@dataclass(frozen=True)
class View:
    """What a reader knows: an interval for each count, and relations between them. `truth` is ours, and lies within."""

    truth: Mapping[str, int]
    bounds: Mapping[str, Interval]
    relations: tuple[Relation, ...]


@dataclass(frozen=True)
class Facts:
    """A release, the ledger and a profile, brought together. Complements of ratios are counts here, unpublished.

    withheld_before: counts that an earlier release withheld; sensitive_before: those of them withheld for their own
    sake, with what the earlier release was.
    """

    release: Release
    ledger: Ledger
    profile: Profile

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every count: of the release, of complements, of the ledger, and of totals that only the ledger names."""
        found = dict(self.release.cells)
        for entry in self.ledger.entries:
            found.setdefault(entry.key, Cell(entry.key, entry.count, published=False))
        for figure, other in self.complements.items():
            below, above = found[str(figure.denominator)], found[figure.numerator]
            found[other] = Cell(other, max(below.count - above.count, 0), above.tier, published=False)
        return found

    @cached_property
    def counts(self) -> dict[str, int]:
        return {key: cell.count for key, cell in self.cells.items()}

    @cached_property
    def complements(self) -> dict[Ratio, str]:
        """Ratios with a count left over, and that count's key."""
        return {f: key for f in self.release.all_figures if isinstance(f, Ratio) and (key := f.complement())}

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        made = (Sum(str(f.denominator), (f.numerator, other)) for f, other in self.complements.items())
        return tuple(dict.fromkeys((*self.release.all_sums, *made)))

    @cached_property
    def heights(self) -> dict[str, int]:
        """How many sums stand on one another below each count: 0 for one that is the total of nothing."""
        found = dict.fromkeys(self.cells, 0)
        for _ in range(MOST_STOREYS):
            before = dict(found)
            for one in self.sums:
                found[one.total] = max(found[one.total], 1 + max(found[part] for part in one.parts))
            if found == before:
                break
        return found

    @cached_property
    def lines(self) -> tuple[Relation, ...]:
        """Relations that hold whatever is shown: sums, and all that earlier releases gave away."""
        return tuple(dict.fromkeys((*map(of_sum, self.sums), *self.ledger.relations)))

    @cached_property
    def known(self) -> dict[str, Interval]:
        """What earlier releases say, by count."""
        return self.ledger.known()

    @cached_property
    def withheld_before(self) -> frozenset[str]:
        return frozenset(entry.key for entry in self.ledger.entries if entry.withheld)

    def contradictions(self) -> Iterator[str]:
        """What does not add up, in words: an audit of figures that contradict each other would prove nothing."""
        for entry in self.ledger.entries:
            if entry.count != self.cells[entry.key].count:
                yield (
                    f"'{entry.key}' was {entry.count} in {entry.release} and is {self.cells[entry.key].count} now: "
                    "a revised figure needs a key of its own."
                )
        for line in self.lines:
            unknown = [key for key, _ in line.terms if key not in self.cells]
            if unknown:
                yield f"'{line.name}' needs '{unknown[0]}', which neither the release nor the ledger has."
            elif not line.holds(self.counts):
                yield f"It does not add up: {self.in_figures(line)}."
        for figure in self.complements:
            if self.counts[figure.numerator] > self.counts[str(figure.denominator)]:
                yield f"'{figure.key}' has more in its numerator than in its denominator."

    def in_figures(self, line: Relation) -> str:
        """A relation with its counts beside it."""
        return f"{line.name} ({', '.join(f'{key} is {self.counts[key]}' for key, _ in line.terms)})"

    def as_withheld(self, key: str, sensitive: Collection[str]) -> Interval:
        """What a symbol says of a count: at least 1 where noughts are shown.

        Where a symbol names its band, what carries another symbol is known not to be in it: a nought is then as good
        as said, and more than the reader knows is taken for known.
        """
        cell, limit = self.cells[key], self.profile.limit(self.cells[key].tier)
        if self.profile.nought_is_band:
            return (0, limit) if cell.count <= limit else (limit + 1, None)
        if not self.profile.band_known:
            return (1 if cell.count and not self.profile.noughts else 0), None
        if self.is_small(key):
            return 1, (limit if key in sensitive else None)
        return (limit + 1, None) if cell.count else (0, 0)

    def is_small(self, key: str) -> bool:
        """Whether a count is in the band that its profile withholds."""
        return self.profile.hides(self.counts[key], self.cells[key].tier)

    def as_shown(self, key: str) -> Interval:
        """What the published form of a count that is not withheld says; an unpublished one says nothing."""
        cell, profile = self.cells[key], self.profile
        if cell.fixed:
            return cell.count, cell.count
        if not cell.published:
            return 0, None
        if profile.nought_is_band and cell.count <= profile.limit(cell.tier):
            return 0, profile.limit(cell.tier)
        return self._rounded(cell)

    def _rounded(self, cell: Cell) -> Interval:
        base = self.profile.base(cell.tier)
        if base == 1:
            return cell.count, cell.count
        low, high = could_be(nearest(cell.count, base), base, withheld_to=self.profile.limit(cell.tier))
        if cell.count and not nearest(cell.count, base) and self.profile.rounds_to_nought:
            low = 1
        return low, high

    def figures_shown(self, withheld: Collection[str], withdrawn: Collection[str]) -> tuple[Figure, ...]:
        """The figures that remain: none that is withdrawn, and no ratio or derived figure of anything that is gone."""
        gone = {*withheld, *withdrawn}
        for figure in (f for f in self.release.all_figures if isinstance(f, Ratio)):
            if gone & {*figure.of, self.complements.get(figure, figure.key)}:
                gone.add(figure.key)
        means = (f for f in self.release.all_figures if isinstance(f, Mean) and self.is_from_rounded(f))
        gone.update(f.key for f in means if gone.intersection(f.of))
        derived = [f for f in self.release.all_figures if isinstance(f, Derived)]
        for _ in derived:  # one may rest on another: as many rounds as there are is always enough
            gone.update(f.key for f in derived if gone.intersection(f.of))
        return tuple(f for f in self.release.all_figures if f.key not in gone)

    def said_by(self, figure: Figure) -> tuple[Relation, ...]:
        """What a figure tells of counts beyond what the shown counts do. Nothing where it is made from those."""
        beneath = self.counts_beneath(figure)
        open_ones = [key for key in beneath if self.as_shown(key) != self._exact(key)]
        if isinstance(figure, Derived):
            name = f"{figure.key} gives it away"
            return tuple(Relation(((k, 1),), *self._exact(k), name, figure.key) for k in open_ones)
        if isinstance(figure, Ratio) and not open_ones:
            return ()
        if not self.is_from_rounded(figure):
            return of_figure(figure, self.counts)
        name = f"{figure.key} is made from it"
        hidden = (self.cells[key] for key in open_ones if not self.cells[key].published)
        return tuple(Relation(((c.key, 1),), *self._rounded(c), name, figure.key) for c in hidden)

    def counts_beneath(self, figure: Figure) -> tuple[str, ...]:
        """The counts that a figure is made from, those of the figures that it is made from among them."""
        figures = {f.key: f for f in self.release.all_figures}
        found: dict[str, None] = {}
        left, seen = list(figure.of), set[str]()
        while left:
            key = left.pop()
            if key in self.cells:
                found[key] = None
            elif key not in seen:
                seen.add(key)
                left.extend(figures[key].of)
        return tuple(sorted(found))

    def is_from_rounded(self, figure: Figure) -> bool:
        """Whether a ratio or a mean is worked out from rounded counts, and so tells no more than they do."""
        rounded = any(self.profile.base(self.cells[key].tier) > 1 for key in self.counts_beneath(figure))
        return rounded and self.profile.rates_from == "rounded"

    def _exact(self, key: str) -> tuple[int, int]:
        return self.counts[key], self.counts[key]

    def seen(self, withheld: Collection[str], sensitive: Collection[str], withdrawn: Collection[str] = ()) -> View:
        """What a reader sees when these counts are withheld and these figures withdrawn."""
        bounds = {}
        for key in self.cells:
            here = self.as_withheld(key, sensitive) if key in withheld else self.as_shown(key)
            bounds[key] = meet(here, self.known.get(key, (0, None)))
        said = (line for figure in self.figures_shown(withheld, withdrawn) for line in self.said_by(figure))
        return View(self.counts, bounds, tuple(dict.fromkeys((*self.lines, *said))))
