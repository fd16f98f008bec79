"""An attacker without a linear programme: tries every table of whole numbers, to hold the audit against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from goldenthread.kernel.disclosure.relations import Relation
from goldenthread.kernel.disclosure.views import View


def intervals(view: View, *, most: int) -> dict[str, tuple[int, int]]:
    """The least and most of every open count, over all tables that agree with the view; none above `most`.

    Open counts are tried one after another; a line is checked as soon as all of its counts are set.
    """
    found: dict[str, tuple[int, int]] = {}
    for counts in tables(view, most=most):
        for key, count in counts.items():
            low, high = found.get(key, (count, count))
            found[key] = min(low, count), max(high, count)
    return found


def tables(view: View, *, most: int) -> Iterator[dict[str, int]]:
    """Every table of whole numbers that agrees with everything shown."""
    settled = {key: low for key, (low, high) in view.bounds.items() if low == high}
    open_ones = [key for key in view.bounds if key not in settled]
    place = {key: n for n, key in enumerate(open_ones)}
    due: list[list[Relation]] = [[] for _ in open_ones]
    for line in view.relations:
        last = max((place[key] for key, _ in line.terms if key in place), default=None)
        if last is not None:
            due[last].append(line)
    yield from _filled(view, settled, open_ones, due, most)


def _filled(
    view: View, counts: Mapping[str, int], left: Sequence[str], due: Sequence[Sequence[Relation]], most: int
) -> Iterator[dict[str, int]]:
    if not left:
        yield dict(counts)
        return
    low, high = view.bounds[left[0]]
    for count in range(low, (most if high is None else min(high, most)) + 1):
        tried = {**counts, left[0]: count}
        if all(line.holds(tried) for line in due[0]):
            yield from _filled(view, tried, left[1:], due[1:], most)


def every_choice(keys: Sequence[str]) -> Iterator[frozenset[str]]:
    """Every set of keys."""
    for chosen in product((False, True), repeat=len(keys)):
        yield frozenset(key for key, is_in in zip(keys, chosen, strict=True) if is_in)
