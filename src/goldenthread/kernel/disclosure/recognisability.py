"""The guard: would somebody know a child in a table of cases? It refuses, says where and why, and what would pass.

A table passes when every combination of what may be known of a child is shared by at least k lines (lines that are
withheld are alike too), in an area that is not small, with more than one thing told of those who share it, and no cell
that names, dates or places. Every proposal was tried and passes; the least loss comes first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.disclosure.cases import NOTHING, WITHHELD, CaseTable, Role, Rules
from goldenthread.kernel.disclosure.recognising import Texts, in_text


class Why(StrEnum):
    """Why a child could be known."""

    RARE = "rare combination"
    SMALL_AREA = "small area"
    CAUSE = "unusual cause"
    PLACE = "named place"
    DATE = "exact date or age"
    NAME = "proper name"
    NUMBER = "identifying number or address"
    ROLE = "unique role"
    ALL_ALIKE = "all alike"


@dataclass(frozen=True)
class Recognised:
    """One finding: why, in words; where: line and column of a table (from 1), or the words and their place."""

    why: Why
    words: str
    line: int = 0
    column: str = ""
    text: str = ""
    start: int = 0

    @property
    def where(self) -> str:
        if self.line:
            return f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"'{self.text}', letter {self.start + 1}" if self.text else "the whole"

    def __str__(self) -> str:
        return f"{self.where}: {self.why}. {self.words}"


def findings(table: CaseTable, rules: Rules, texts: Texts | None = None) -> tuple[Recognised, ...]:
    """Everything by which a child could be known in a table as it stands; nothing where it may be shown."""
    return tuple(_found(table, rules, texts or Texts()))


def passes(table: CaseTable, rules: Rules, texts: Texts | None = None) -> bool:
    """Whether a table may be shown."""
    return next(_found(table, rules, texts or Texts()), None) is None


def _found(table: CaseTable, rules: Rules, texts: Texts) -> Iterator[Recognised]:
    yield from _rare(table, rules)
    yield from _alike(table, rules)
    yield from _cells(table, texts)
    yield from _too_exact(table)


def classes(table: CaseTable) -> Mapping[tuple[str, ...], int]:
    """How many lines share each combination; the lines that are withheld are one."""
    return Counter(table.combination(row) for row in table.rows)


def _rare(table: CaseTable, rules: Rules) -> Iterator[Recognised]:
    counts = classes(table)
    names = [table.columns[n].name for n in table.known]
    if not names and 0 < len(table.rows) < rules.k:
        yield Recognised(Why.RARE, f"There are {len(table.rows)} cases in all; {rules.k} are needed.")
    for number, row in enumerate(table.rows, 1):
        combination = table.combination(row)
        said = ", ".join(
            f"{name} {value}"
            for name, value in zip(names, combination, strict=True)
            if value not in (NOTHING, WITHHELD)
        )
        if names and counts[combination] < rules.k:
            shared = counts[combination]
            words = f"{'Only this case is' if shared == 1 else f'Only {shared} cases are'} {said or 'withheld'}; "
            yield Recognised(Why.RARE, f"{words}{rules.k} are needed.", number)
        for value, count in rules.small(combination):
            words = f"{value} is {count:,} children; {rules.least_population:,} are needed."
            yield Recognised(Why.SMALL_AREA, words, number)


def _alike(table: CaseTable, rules: Rules) -> Iterator[Recognised]:
    """All who share a combination share what is told: to know who is among them is to be told it."""
    for n, column in enumerate(table.columns):
        if column.role is not Role.TOLD:
            continue
        told = defaultdict(set)
        for row in table.rows:
            told[table.combination(row)].add(row[n])
        counts = Counter(row[n] for row in table.rows)
        for number, row in enumerate(table.rows, 1):
            if row[n] in (NOTHING, WITHHELD):
                continue
            if counts[row[n]] < rules.k:
                words = f"'{row[n]}' is told of {counts[row[n]]}; {rules.k} are needed."
                yield Recognised(Why.CAUSE, words, number, column.name)
            elif len(told[table.combination(row)]) < rules.different:
                words = f"All who are alike have '{row[n]}': whoever knows the child is told it."
                yield Recognised(Why.ALL_ALIKE, words, number, column.name)


def _cells(table: CaseTable, texts: Texts) -> Iterator[Recognised]:
    """Names, places, dates and numbers that stand in a cell, whatever its column."""
    cleared: dict[tuple[bool, str], tuple[tuple[str, str, str, int], ...]] = {}
    for number, row in enumerate(table.rows, 1):
        for column, value in zip(table.columns, row, strict=True):
            # What is neither known nor told of a child is held to no number: its words are read as running text.
            key = column.role is not Role.SHOWN, value
            if key not in cleared:
                cleared[key] = tuple((f.kind, f.words, f.text, f.start) for f in in_text(value, texts, cell=key[0]))
            for kind, words, text, start in cleared[key]:
                yield Recognised(Why(kind), words, number, column.name, text, start)


def _too_exact(table: CaseTable) -> Iterator[Recognised]:
    for column in table.columns:
        if column.least:
            words = f"It is shown too closely: {column.steps[column.least - 1].words}."
            yield Recognised(Why.DATE, words, 0, column.name, column.name)
