"""A reader with nothing but the printed tables: tries every set of counts and keeps those that would print the same.

It knows the rules of addition, that noughts are printed, and how figures are worked out. It shares no code with the
audit: what it cannot tell apart is protected, whatever the audit believes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from goldenthread.kernel.disclosure import Mean, Protected, Ratio, Release, Sum


def possible(release: Release, shown: Protected, *, most: int) -> Iterator[dict[str, int]]:
    """Every set of counts, none of the open ones above `most`, that prints as this release did."""
    totals = {s.total: s for s in release.all_sums}
    atoms = [key for key in release.cells if key not in totals]
    yield from _filled({}, atoms, totals, release, shown, most)


def _filled(
    counts: dict[str, int], left: list[str], totals: Mapping[str, Sum], release: Release, shown: Protected, most: int
) -> Iterator[dict[str, int]]:
    known = {**counts}
    for _ in totals:
        for key, one in totals.items():
            if key not in known and all(part in known for part in one.parts):
                known[key] = sum(known[part] for part in one.parts)
    if not _prints_the_same(known, release, shown):
        return
    if not left:
        yield known
        return
    outcome = shown.outcomes.get(left[0])
    value = outcome.value if outcome else None
    for count in range(most + 1) if value is None else (int(value),):
        yield from _filled({**counts, left[0]: count}, left[1:], totals, release, shown, most)


def _prints_the_same(known: Mapping[str, int], release: Release, shown: Protected) -> bool:
    for key, count in known.items():
        outcome = shown.outcomes.get(key)
        if outcome and (count < 1 if outcome.symbol else count != outcome.value):
            return False
    sums = (s for s in release.all_sums if {s.total, *s.parts} <= known.keys())
    if not all(known[s.total] == sum(known[part] for part in s.parts) for s in sums):
        return False
    ready = (f for f in release.all_figures if not shown.outcomes[f.key].symbol and {*f.of} <= known.keys())
    return all(_printed(figure, known) == shown.outcomes[figure.key].text for figure in ready)


def _printed(figure: object, known: Mapping[str, int]) -> str:
    if isinstance(figure, Mean):
        return _half_up(Fraction(sum(known[key] for key in figure.of), len(figure.of)), figure.places)
    assert isinstance(figure, Ratio)
    below = known[figure.denominator] if isinstance(figure.denominator, str) else figure.denominator
    return _half_up(Fraction(figure.per * known[figure.numerator], below), figure.places) if below else ""


def _half_up(value: Fraction, places: int) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
