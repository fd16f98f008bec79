"""A reader with nothing but the printed tables: tries every set of counts and keeps those that would print the same.

It knows the rules of addition and of rounding, that noughts are printed, which counts a symbol may stand for, and how
figures are worked out. It shares no code with the audit: what it cannot tell apart is protected, whatever the audit
believes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from goldenthread.kernel.disclosure import Mean, Protected, Ratio, Release, Sum


@dataclass(frozen=True)
class Print:
    """What was printed and by which rules. base: of rounding; above: counts up to this are never printed as numbers;
    most: no withheld count is more (in reason; of totals too, where `band` says that the symbol means so)."""

    release: Release
    shown: Protected
    most: int
    base: int = 1
    above: int = 0
    band: bool = False

    def could_be(self, key: str) -> range:
        """The counts that print as this one did, were it alone."""
        outcome = self.shown.outcomes.get(key)
        if outcome is None:
            return range(self.most + 1)
        if outcome.value is None:
            return range(1, self.most + 1)
        value = int(outcome.value)
        low = max(value - self.base // 2, self.above + 1) if value else 0
        return range(low, value + (self.base - 1) // 2 + 1 if value else 1)


def possible(printed: Print) -> Iterator[dict[str, int]]:
    """Every set of counts that prints as this release did."""
    totals = {s.total: s for s in printed.release.all_sums}
    atoms = [key for key in printed.release.cells if key not in totals]
    yield from _filled({}, atoms, totals, printed)


def in_reach(printed: Print, keys: Collection[str]) -> set[str]:
    """Those of the counts that can be one thing only."""
    seen: dict[str, set[int]] = {key: set() for key in keys}
    for counts in possible(printed):
        for key in seen:
            seen[key].add(counts[key])
        if all(len(values) > 1 for values in seen.values()):
            return set()
    return {key for key, values in seen.items() if len(values) < 2}


def _filled(
    counts: dict[str, int], left: list[str], totals: Mapping[str, Sum], printed: Print
) -> Iterator[dict[str, int]]:
    known = {**counts}
    for _ in totals:
        for key, one in totals.items():
            if key not in known and all(part in known for part in one.parts):
                known[key] = sum(known[part] for part in one.parts)
    if not _prints_the_same(known, printed):
        return
    if not left:
        yield known
        return
    for count in printed.could_be(left[0]):
        yield from _filled({**counts, left[0]: count}, left[1:], totals, printed)


def _prints_the_same(known: Mapping[str, int], printed: Print) -> bool:
    release, totals = printed.release, {s.total for s in printed.release.all_sums}
    if not all(_may_be(known[key], key, printed) for key in known.keys() & totals):
        return False
    sums = (s for s in release.all_sums if {s.total, *s.parts} <= known.keys())
    if not all(known[s.total] == sum(known[part] for part in s.parts) for s in sums):
        return False
    outcomes = printed.shown.outcomes
    ready = (f for f in release.all_figures if not outcomes[f.key].symbol and {*f.of} <= known.keys())
    return all(_printed(figure, known) == outcomes[figure.key].text for figure in ready)


def _may_be(count: int, key: str, printed: Print) -> bool:
    """As `could_be`, but that a withheld total may be any size unless the symbol says otherwise."""
    outcome = printed.shown.outcomes.get(key)
    if outcome is None:
        return True
    return count >= 1 if outcome.value is None and not printed.band else count in printed.could_be(key)


def _printed(figure: object, known: Mapping[str, int]) -> str:
    if isinstance(figure, Mean):
        return _half_up(Fraction(sum(known[key] for key in figure.of), len(figure.of)), figure.places)
    assert isinstance(figure, Ratio)
    below = known[figure.denominator] if isinstance(figure.denominator, str) else figure.denominator
    return _half_up(Fraction(figure.per * known[figure.numerator], below), figure.places) if below else ""


def _half_up(value: Fraction, places: int) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
