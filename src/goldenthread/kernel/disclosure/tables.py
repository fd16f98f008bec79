"""What is to be published: counts, how they add up, and the figures made from them. Values only, no rules.

A count is known by its key. Two tables that show the same count (a district's total in one, the same total by age in
another) give it the same key; that is all it takes to link them. How counts add up is said with `Sum`: rows, columns,
subtotals, year to date, districts to the county, detailed to grouped categories.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TypeVar

from goldenthread.kernel.disclosure.figures import Figure

TOTAL = "Total"
LOCAL = "local"
At = TypeVar("At", bound=tuple[str, ...])
"""A place in a grid: one category of each of its dimensions."""


class ReleaseError(ValueError):
    """A release that cannot be read: a key unknown or used for two counts, a count below nought."""


@dataclass(frozen=True)
class Cell:
    """One count of children, cases or events.

    key: its identity in this release, in others and in the ledger. A revised figure is another count: another key.
    tier: "local", "region", "england" or a word of a profile's own; rules may differ by tier.
    published: False for a count that is in no table, but that a published figure is made from.
    fixed: it is public already, published by others (an England figure): never withheld, never protected.
    """

    key: str
    count: int
    tier: str = LOCAL
    published: bool = True
    fixed: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.count, int) or isinstance(self.count, bool) or self.count < 0:
            raise ReleaseError(f"'{self.key}' is {self.count!r}: a count is a whole number, 0 or more.")


@dataclass(frozen=True)
class Sum:
    """`total` is the sum of `parts`, all keys. `attribute`: its parts are groups that say something of a person."""

    total: str
    parts: tuple[str, ...]
    attribute: bool = False

    def __post_init__(self) -> None:
        if not self.parts or len(set(self.parts)) < len(self.parts) or self.total in self.parts:
            raise ReleaseError(f"'{self.total}' cannot be the sum of {list(self.parts)}: each part once, not itself.")

    def __str__(self) -> str:
        return f"{self.total} = {' + '.join(self.parts)}"


@dataclass(frozen=True)
class Dimension:
    """One way in which a table is cut. `attribute`: to be in a category says something about a child."""

    name: str
    categories: tuple[str, ...]
    attribute: bool = False


@dataclass(frozen=True)
class Table:
    """Cells, how they add up, and the figures beside them; `dimensions` and `prefix` where it is a `grid`."""

    name: str
    cells: tuple[Cell, ...]
    sums: tuple[Sum, ...] = ()
    figures: tuple[Figure, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    prefix: str = ""


@dataclass(frozen=True)
class Release:
    """Everything that goes out together: tables, sums across tables, figures of charts and text.

    Raises `ReleaseError` where one key stands for two counts, two things share a key, or a sum or a figure names a
    key that no table has.
    """

    name: str
    tables: tuple[Table, ...]
    sums: tuple[Sum, ...] = ()
    figures: tuple[Figure, ...] = ()
    all_figures: tuple[Figure, ...] = field(init=False, repr=False, compare=False)
    all_sums: tuple[Sum, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        figures = dict.fromkeys((*(f for table in self.tables for f in table.figures), *self.figures))
        sums = dict.fromkeys((*(s for table in self.tables for s in table.sums), *self.sums))
        object.__setattr__(self, "all_figures", tuple(figures))
        object.__setattr__(self, "all_sums", tuple(sums))
        problems = [*self._unnamed(self.cells), *self._doubled(self.cells)]
        if problems:
            raise ReleaseError(f"'{self.name}' cannot be read: " + "; ".join(problems) + ".")

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every count by its key; a count that one table shows is published though another only counts with it."""
        found: dict[str, Cell] = {}
        for cell in (cell for table in self.tables for cell in table.cells):
            before = found.get(cell.key, cell)
            if (before.count, before.tier) != (cell.count, cell.tier):
                raise ReleaseError(
                    f"'{cell.key}' is {before.count} in one table of '{self.name}', {cell.count} in another."
                )
            found[cell.key] = Cell(
                cell.key, cell.count, cell.tier, cell.published or before.published, cell.fixed or before.fixed
            )
        return found

    def _unnamed(self, cells: Mapping[str, Cell]) -> Iterator[str]:
        figures = {figure.key for figure in self.all_figures}
        for one in self.all_sums:
            yield from (f"the sum '{one}' needs '{k}'" for k in (one.total, *one.parts) if k not in cells)
        for figure in self.all_figures:
            known = cells.keys() | (figures - {figure.key} if figure.may_use_figures else set())
            yield from (f"the figure '{figure.key}' needs '{k}'" for k in figure.of if k not in known)

    def _doubled(self, cells: Mapping[str, Cell]) -> Iterator[str]:
        keys = [figure.key for figure in self.all_figures]
        yield from (f"two figures are called '{k}'" for k in dict.fromkeys(keys) if keys.count(k) > 1)
        yield from (f"'{k}' is a count and a figure" for k in keys if k in cells)


def grid(
    name: str,
    dimensions: Sequence[Dimension],
    counts: Mapping[At, int],
    *,
    prefix: str | None = None,
    tier: str = LOCAL,
    figures: Iterable[Figure] = (),
) -> Table:
    """A table of one or more dimensions with every total and subtotal, from its innermost counts.

    `counts` by category of each dimension, in order; one that is not given is 0. The key of a cell is the prefix
    (`name: ` if none is given) and its categories with " | " between, "Total" for a dimension summed over. Raises
    `ReleaseError` for a category that its dimension lacks.
    """
    prefix = f"{name}: " if prefix is None else prefix
    for at in counts:
        if len(at) != len(dimensions) or any(c not in d.categories for c, d in zip(at, dimensions, strict=True)):
            raise ReleaseError(f"'{name}' has no cell {at}: it is cut by {[d.name for d in dimensions]}.")
    found = dict.fromkeys(product(*((*d.categories, TOTAL) for d in dimensions)), 0)
    for at, count in counts.items():
        for place in product(*((category, TOTAL) for category in at)):
            found[place] += count
    cells = tuple(Cell(grid_key(prefix, at), count, tier) for at, count in found.items())
    return Table(name, cells, tuple(_grid_sums(prefix, dimensions)), tuple(figures), tuple(dimensions), prefix)


def grid_key(prefix: str, at: Sequence[str]) -> str:
    """The key of a cell of a `grid`."""
    return prefix + " | ".join(at)


def _grid_sums(prefix: str, dimensions: Sequence[Dimension]) -> Iterator[Sum]:
    for n, dimension in enumerate(dimensions):
        others = [(*d.categories, TOTAL) for d in (*dimensions[:n], *dimensions[n + 1 :])]
        for rest in product(*others):
            ats = [(*rest[:n], category, *rest[n:]) for category in (TOTAL, *dimension.categories)]
            total, *parts = (grid_key(prefix, at) for at in ats)
            yield Sum(total, tuple(parts), dimension.attribute)


def year_to_date(periods: Sequence[str], running: Sequence[str]) -> tuple[Sum, ...]:
    """Each running figure is the one before it and its own period: keys of both, in order, as many of each."""
    pairs = list(zip(periods, running, strict=True))
    return tuple(
        Sum(now, (one,) if n == 0 else (running[n - 1], one)) for n, (one, now) in enumerate(pairs) if now != one
    )


def sums_of(sums: Iterable[Sum]) -> frozenset[str]:
    """The keys that are totals of something."""
    return frozenset(one.total for one in sums)
