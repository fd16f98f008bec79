"""What a reader can hold against each other: lines over counts that are known to be true, and the ledger of all that
was ever published.

A `Relation` says low <= sum of coefficient x count <= high, all whole numbers. A sum is one; a rate shown to one
decimal is one; "last year's figure was revised by at most 10" is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from goldenthread.kernel.disclosure.figures import Mean, Ratio
from goldenthread.kernel.disclosure.tables import Sum

Interval = tuple[int, int | None]
"""The least and the most that a count can be; nothing: no upper end."""


@dataclass(frozen=True)
class Relation:
    """low <= sum of coefficient x count <= high. `name` says it in words; `figure` is the figure that gives it away."""

    terms: tuple[tuple[str, int], ...]
    low: int | None
    high: int | None
    name: str
    figure: str = ""

    def holds(self, counts: Mapping[str, int]) -> bool:
        """Whether it is true of these counts (every key must be among them)."""
        value = sum(coefficient * counts[key] for key, coefficient in self.terms)
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


def of_sum(one: Sum) -> Relation:
    """A total less its parts is nothing."""
    return Relation(((one.total, 1), *((part, -1) for part in one.parts)), 0, 0, str(one))


def within(lower: str, upper: str, low: int | None, high: int | None) -> Relation:
    """`upper` is more than `lower` by between low and high: a revision, a subset (low 0), a flow against a stock."""
    return Relation(((upper, 1), (lower, -1)), low, high, f"{upper} is {low} to {high} more than {lower}")


def of_figure(figure: Ratio | Mean, counts: Mapping[str, int]) -> tuple[Relation, ...]:
    """What a figure worked out from counts as they are says of them when shown to its decimals, half up.

    Rates undo rounding: 7.5 per 10,000 of 57,312 children can only be 43 children. A ratio that is not applicable says
    that there is nothing to divide by.
    """
    name = f"{figure.key} as shown to {figure.places} decimals"
    if isinstance(figure, Mean):
        scale = 2 * 10**figure.places
        low, high = _ends(scale * sum(counts[key] for key in figure.of), len(figure.of))
        return (Relation(tuple((key, scale) for key in figure.of), low, high, name, figure.key),)
    scale = 2 * figure.per * 10**figure.places
    if isinstance(figure.denominator, int):
        low, high = _ends(scale * counts[figure.numerator], figure.denominator)
        return (Relation(((figure.numerator, scale),), low, high, name, figure.key),)
    below = counts[figure.denominator]
    if not below:
        return (Relation(((figure.denominator, 1),), 0, 0, f"{figure.key} as not applicable", figure.key),)
    twice = _twice(scale * counts[figure.numerator], below)
    top, bottom = (figure.numerator, scale), figure.denominator
    return (
        Relation((top, (bottom, 1 - twice)), 0, None, name, figure.key),
        Relation((top, (bottom, -1 - twice)), None, -1, name, figure.key),
    )


def _twice(twofold: int, below: int) -> int:
    """Twice the whole number nearest to (twofold / 2) / below, halves up."""
    return 2 * ((twofold + below) // (2 * below))


def _ends(twofold: int, below: int) -> tuple[int, int]:
    """The least and most of `twofold` that is shown as it is: (2R - 1) x below <= twofold < (2R + 1) x below."""
    twice = _twice(twofold, below)
    return (twice - 1) * below, (twice + 1) * below - 1


@dataclass(frozen=True)
class Entry:
    """What one earlier release said of one count. `low` to `high`: what a reader of it knows; the count is ours alone.

    withheld: it was shown as a symbol, and is to be wherever it appears; sensitive: for its own sake.
    """

    key: str
    count: int = field(repr=False)
    low: int
    high: int | None
    release: str
    withheld: bool = False
    sensitive: bool = False


@dataclass(frozen=True)
class Ledger:
    """Everything published so far that can be held against the next release: counts and the lines between them.

    A count withheld once is withheld everywhere. A revised figure is another count under another key; tie the two with
    `within` where a reader can.
    """

    entries: tuple[Entry, ...] = ()
    relations: tuple[Relation, ...] = ()

    def known(self) -> dict[str, Interval]:
        """What a reader of all earlier releases knows of each count."""
        found: dict[str, Interval] = {}
        for entry in self.entries:
            found[entry.key] = meet(found.get(entry.key, (0, None)), (entry.low, entry.high))
        return found

    def plus(self, entries: Iterable[Entry], relations: Iterable[Relation] = ()) -> Ledger:
        """This ledger and one more release."""
        return Ledger(
            tuple(dict.fromkeys((*self.entries, *entries))), tuple(dict.fromkeys((*self.relations, *relations)))
        )


def published_before(release: str, counts: Mapping[str, int], sums: Iterable[Sum] = ()) -> Ledger:
    """A ledger of counts that an earlier publication showed as they are."""
    entries = tuple(Entry(key, count, count, count, release) for key, count in counts.items())
    return Ledger(entries, tuple(map(of_sum, sums)))


def meet(a: Interval, b: Interval) -> Interval:
    """What both say."""
    highs = [high for high in (a[1], b[1]) if high is not None]
    return max(a[0], b[0]), min(highs, default=None)
