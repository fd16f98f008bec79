"""Rounding that still adds up: each count to the multiple below or above, so that every sum holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goldenthread.kernel.disclosure.audit import Programme, Unproved
from goldenthread.kernel.disclosure.rounding import nearest
from goldenthread.kernel.disclosure.tables import ReleaseError, Sum, sums_of


def controlled(counts: Mapping[str, int], sums: Sequence[Sum], base: int = 5) -> dict[str, int]:
    """Counts rounded to the multiple of `base` below or above them, every sum kept, as many as can be to the nearest.

    A list with its total and a two-way table can always be so rounded; linked tables cannot always be. Multiples, and
    so 0, stay as they are. A reader knows each count to within less than `base` either way. Raises `ReleaseError`
    where the counts do not add up, or no such rounding is found.
    """
    keys = list(counts)
    place = {key: n for n, key in enumerate(keys)}
    rows, sides = [], []
    for one in sums:
        if counts[one.total] != sum(counts[part] for part in one.parts):
            raise ReleaseError(f"'{one}' does not add up, so nothing rounded from it can.")
        rows.append({place[one.total]: 1, **{place[part]: -1 for part in one.parts}})
        sides.append(sum(counts[part] // base for part in one.parts) - counts[one.total] // base)
    upper = [float(counts[key] % base > 0) for key in keys]
    totals = sums_of(sums)
    cost = [_cost(counts[key], base) * (0.1 if key in totals else 1.0) for key in keys]
    try:
        ups = Programme(rows, sides, sides, len(keys)).solve(cost, [0.0] * len(keys), upper)
    except Unproved:
        ups = None
    if ups is None:
        raise ReleaseError(f"These counts cannot all be rounded to {base} so that every sum holds.")
    return {key: base * (counts[key] // base + up) for key, up in zip(keys, ups, strict=True)}


def _cost(count: int, base: int) -> float:
    """What it costs to go up rather than down: less than nothing where up is nearer."""
    return -1.0 if nearest(count, base) > count else 1.0
