"""Fewer counts first: what merging categories, dropping a dimension or pooling periods would save.

A table that needs much withheld is cut too fine. Each proposal is tried out, not guessed; it is for a person to take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product

from goldenthread.kernel.disclosure.profiles import Profile
from goldenthread.kernel.disclosure.relations import Ledger
from goldenthread.kernel.disclosure.release import Refused, protect
from goldenthread.kernel.disclosure.tables import Dimension, Release, Table, grid, grid_key, sums_of

MOST_TABLES = 3
Counts = dict[tuple[str, ...], int]


@dataclass(frozen=True)
class Proposal:
    """What to do, in words, and what it would save.

    now, then: counts that are withheld, of how many shown (`of_now`, `of_then`), each table on its own; nothing where
    the table cannot be released at all.
    """

    tables: tuple[str, ...]
    text: str
    now: int | None
    of_now: int
    then: int
    of_then: int

    def __str__(self) -> str:
        now = "cannot be released" if self.now is None else f"{self.now} of {self.of_now} withheld"
        return f"{self.text}: {now} now, {self.then} of {self.of_then} then."


def proposals(release: Release, profile: Profile) -> tuple[Proposal, ...]:
    """For the grids of a release that lose most: every proposal that would withhold a smaller share, the best first.

    At most `MOST_TABLES` tables are looked at, and sets of tables cut alike (periods) that can be pooled; a table that
    is the sum of others (the year to date) is not pooled with them.
    """
    grids = [table for table in release.tables if table.dimensions]
    losses = {table.name: _loss((table,), profile) for table in grids}
    worst = sorted(grids, key=lambda table: -_share(losses[table.name]))[:MOST_TABLES]
    found: list[Proposal] = []
    for table in worst:
        for text, other in _coarser(table):
            found += _if_better((table,), text, other, profile)
    totals = sums_of(release.sums)
    for text, tables, other in _pooled([table for table in grids if table.cells[0].key not in totals]):
        if {table.name for table in tables} & {table.name for table in worst}:
            found += _if_better(tables, text, other, profile)
    return tuple(sorted(found, key=lambda one: (one.then / one.of_then, one.text)))


def _if_better(tables: tuple[Table, ...], text: str, other: Table, profile: Profile) -> Iterator[Proposal]:
    before, after = _loss(tables, profile), _loss((other,), profile)
    if after[0] is not None and _share(after) < _share(before):
        yield Proposal(tuple(t.name for t in tables), text, before[0], before[1], after[0], after[1])


def _loss(tables: tuple[Table, ...], profile: Profile) -> tuple[int | None, int]:
    """Counts withheld, and counts in all; nothing withheld where it is refused."""
    alone = Release("A proposal", tuple(replace(table, figures=()) for table in tables))
    result = protect(alone, Ledger(), profile)
    if isinstance(result, Refused):
        return None, len(alone.cells)
    return sum(outcome.symbol == profile.symbol for outcome in result.outcomes.values()), len(result.outcomes)


def _share(loss: tuple[int | None, int]) -> float:
    return 2.0 if loss[0] is None else loss[0] / loss[1]


def _inner(table: Table) -> Counts:
    """The innermost counts of a grid, by category of each dimension."""
    counts = {cell.key: cell.count for cell in table.cells}
    places = product(*(dimension.categories for dimension in table.dimensions))
    return {at: counts[grid_key(table.prefix, at)] for at in places}


def _coarser(table: Table) -> Iterator[tuple[str, Table]]:
    counts = _inner(table)
    for n, dimension in enumerate(table.dimensions):
        of_category = {c: sum(count for at, count in counts.items() if at[n] == c) for c in dimension.categories}
        if len(of_category) > 2:
            a, b = sorted(of_category, key=lambda c: of_category[c])[:2]
            name = f"{a} or {b}"
            kept = tuple(name if c == a else c for c in dimension.categories if c != b)
            merged = _regrouped(counts, n, {a: name, b: name})
            dimensions = _with(table.dimensions, n, replace(dimension, categories=kept))
            yield f"In '{table.name}' merge '{a}' with '{b}'", _like(table, dimensions, merged)
        if len(table.dimensions) > 1:
            fewer = (*table.dimensions[:n], *table.dimensions[n + 1 :])
            summed: Counts = {}
            for at, count in counts.items():
                rest = (*at[:n], *at[n + 1 :])
                summed[rest] = summed.get(rest, 0) + count
            yield f"In '{table.name}' leave out {dimension.name}", _like(table, fewer, summed)


def _pooled(grids: Sequence[Table]) -> Iterator[tuple[str, tuple[Table, ...], Table]]:
    """Tables cut alike, added up: periods pooled."""
    alike = groupby(sorted(grids, key=lambda t: repr(t.dimensions)), key=lambda t: t.dimensions)
    for _, group in alike:
        tables = tuple(group)
        if len(tables) > 1:
            counts: Counts = {}
            for table in tables:
                for at, count in _inner(table).items():
                    counts[at] = counts.get(at, 0) + count
            names = ", ".join(f"'{table.name}'" for table in tables)
            yield f"Pool {names}", tables, _like(tables[0], tables[0].dimensions, counts)


def _regrouped(counts: Counts, n: int, names: dict[str, str]) -> Counts:
    found: Counts = {}
    for at, count in counts.items():
        to = (*at[:n], names.get(at[n], at[n]), *at[n + 1 :])
        found[to] = found.get(to, 0) + count
    return found


def _with(dimensions: tuple[Dimension, ...], n: int, other: Dimension) -> tuple[Dimension, ...]:
    return (*dimensions[:n], other, *dimensions[n + 1 :])


def _like(table: Table, dimensions: tuple[Dimension, ...], counts: Counts) -> Table:
    return grid(table.name, dimensions, counts, prefix=table.prefix, tier=table.cells[0].tier)
