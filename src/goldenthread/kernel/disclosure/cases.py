"""Tables of cases, one line for each child: what is known of a child, and the ways in which it may be said coarser.

The danger is not a small number but a rare combination: a line that only one child can be. A column has a ladder: the
value itself, coarser values step by step, at the end nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from goldenthread.kernel.disclosure.tables import ReleaseError

WITHHELD = "c"
NOTHING = "Withheld"


class Role(StrEnum):
    """What a column is."""

    KNOWN = "known"  # what a neighbour may know of the child: age, sex, area, when
    TOLD = "told"  # what the table would tell of the child: the cause, what agencies did
    SHOWN = "shown"  # neither: how long the review took, whether it is closed


@dataclass(frozen=True)
class Step:
    """One rung of a ladder: what the step does, in words, and each value of the table's own as it would then read."""

    words: str
    of: Mapping[str, str]


@dataclass(frozen=True)
class Attribute:
    """One column. `steps` are coarser and coarser; `least`: how many of them must be taken whatever the counts.

    ordered: its values are bands that are joined with their neighbours.
    """

    name: str
    role: Role = Role.KNOWN
    steps: tuple[Step, ...] = ()
    least: int = 0
    ordered: bool = False

    def at(self, step: int, value: str) -> str:
        """A value as it reads after so many steps; past the last nothing is said."""
        if step == 0:
            return value
        return self.steps[step - 1].of.get(value, value) if step <= len(self.steps) else NOTHING

    @property
    def last(self) -> int:
        """The step at which the column says nothing."""
        return len(self.steps) + 1


@dataclass(frozen=True)
class CaseTable:
    """Lines of cases. Raises `ReleaseError` for a line of another width, or no columns."""

    name: str
    columns: tuple[Attribute, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not self.columns:
            raise ReleaseError(f"'{self.name}' has no columns.")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                words = f"line {number} of '{self.name}' has {len(row)} cells; it has {len(self.columns)} columns"
                raise ReleaseError(f"The table cannot be read: {words}.")

    @property
    def known(self) -> tuple[int, ...]:
        """The columns that a neighbour may know."""
        return tuple(n for n, column in enumerate(self.columns) if column.role is Role.KNOWN)

    def combination(self, row: Sequence[str]) -> tuple[str, ...]:
        """What is known of the child of one line."""
        return tuple(row[n] for n in self.known)

    def taken(self, steps: Sequence[int]) -> CaseTable:
        """The table with so many steps taken in each column."""
        rows = tuple(
            tuple(column.at(step, value) for column, step, value in zip(self.columns, steps, row, strict=True))
            for row in self.rows
        )
        columns = tuple(replace(c, steps=(), least=0) for c in self.columns)
        return CaseTable(self.name, columns, rows)

    def without(self, lines: frozenset[int]) -> CaseTable:
        """The same with every cell of these lines (from 0) withheld."""
        hidden = (WITHHELD,) * len(self.columns)
        rows = tuple(hidden if n in lines else row for n, row in enumerate(self.rows))
        return replace(self, rows=rows)


def banded(name: str, bands: Sequence[str], values: Sequence[str], *, role: Role = Role.KNOWN) -> Attribute:
    """A column of ordered bands ("1 to 4", "5 to 9"): each step joins the band of fewest cases to its nearer neighbour.

    Bands without cases lie between without a say: what is joined across them takes them in.
    """
    groups = [[band] for band in bands]
    counts = [sum(value == band for value in values) for band in bands]
    steps = []
    while sum(count > 0 for count in counts) > 1:
        first, last = _joined(counts)
        named = " and ".join(f"'{_label(group)}'" for group in groups[first : last + 1])
        groups[first : last + 1] = [[band for group in groups[first : last + 1] for band in group]]
        counts[first : last + 1] = [sum(counts[first : last + 1])]
        steps.append(Step(f"join {named}", {band: _label(group) for group in groups for band in group}))
    return Attribute(name, role, tuple(steps), ordered=True)


def _joined(counts: Sequence[int]) -> tuple[int, int]:
    """First and last place to join: from the smallest that has cases to the smaller of the next ones that have."""
    held = [n for n, count in enumerate(counts) if count]
    at = min(held, key=lambda n: (counts[n], n))
    beside = [n for n in (held.index(at) - 1, held.index(at) + 1) if 0 <= n < len(held)]
    other = held[min(beside, key=lambda n: (counts[held[n]], n))]
    return min(at, other), max(at, other)


def nested(name: str, *ladders: tuple[str, Mapping[str, str]], role: Role = Role.KNOWN, least: int = 0) -> Attribute:
    """A column whose values lie in larger ones (a district in a county): each ladder is its words and value -> parent.

    A later ladder is of the parents of the one before.
    """
    steps: list[Step] = []
    for words, parents in ladders:
        before = steps[-1].of if steps else {value: value for value in parents}
        steps.append(Step(words, {value: parents.get(above, above) for value, above in before.items()}))
    return Attribute(name, role, tuple(steps), least)


def dated(name: str, values: Sequence[str], *, role: Role = Role.KNOWN) -> Attribute:
    """A column of days as YYYY-MM-DD: at least the quarter is shown in place of the day, else the financial year."""
    days = [value for value in dict.fromkeys(values) if len(value) == 10 and value[4] == value[7] == "-"]
    quarters = {day: _quarter(day) for day in days}
    years = {day: _year(day) for day in days}
    steps = (Step("the quarter for the day", quarters), Step("the year for the quarter", years))
    return Attribute(name, role, steps, least=1)


def _label(group: Sequence[str]) -> str:
    """ "1 to 4 years" and "5 to 9 years" are "1 to 9 years"; words that are no bands are joined."""
    if len(group) == 1:
        return group[0]
    first, last = group[0].split(" to ")[0], group[-1].split(" to ")[-1]
    units = (group[0].split()[-1], group[-1].split()[-1])
    if first[:1].isdigit() and last[:1].isdigit():
        return f"{first} to {last}" if units[0] == units[1] else f"{first} {units[0]} to {last}"
    return " or ".join(group)


def _quarter(day: str) -> str:
    return f"{_year(day)} quarter {((int(day[5:7]) - 4) % 12) // 3 + 1}"


def _year(day: str) -> str:
    first = int(day[:4]) - (int(day[5:7]) < 4)
    return f"{first}-{(first + 1) % 100:02d}"


@dataclass(frozen=True)
class Rules:
    """When a child could be known.

    k: how many cases must share what is known of each; population: how many children share a combination in the area,
    by the combination or any value in it; least_population: fewer make a small area; different: how many different
    things must be told of those who share a combination. text: what is looked for in words.
    """

    k: int = 5
    population: Mapping[str, int] = field(default_factory=dict)
    least_population: int = 5_000
    different: int = 2

    def __post_init__(self) -> None:
        if self.k < 2:
            raise ReleaseError(f"k is {self.k}: at least 2 cases must be alike, or every one of them is alone.")

    def small(self, combination: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Each value of a combination, and the whole of it, whose population is known and small."""
        for key in dict.fromkeys((" | ".join(combination), *combination)):
            count = self.population.get(key)
            if count is not None and count < self.least_population:
                yield key, count
