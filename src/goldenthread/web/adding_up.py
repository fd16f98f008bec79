"""Does it add up? The checks that any report is put to, beside the tables of our own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.kernel.arithmetic.checking import check_table, check_tables
from goldenthread.kernel.arithmetic.findings import Confidence, Finding
from goldenthread.kernel.disclosure.symbols import UNRELIABLE, Symbol
from goldenthread.reading.reports.grids import Grid, Head, table_of
from goldenthread.reading.reports.mentions import read_sentence
from goldenthread.reading.reports.prose import Passage, check_passages
from goldenthread.web.components import Table, Tag

TAGS = {
    Confidence.SURE: Tag("Wrong", "red"),
    Confidence.LIKELY: Tag("Very probably wrong", "orange"),
    Confidence.NOTE: Tag("Worth a look", "blue"),
}
_PARTS = re.compile(r"\d[\d,]*(?:\.\d+)? of \d[\d,]*(?:\.\d+)?")
_MARK = f" {UNRELIABLE.text}"
_KEPT = 64  # pages are asked for again and again, and their figures seldom change
Texts = tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AddsUp:
    """What was looked at and what does not hold; the surest first. ``figures``: how many there were to look at.

    ``marks``: those that stand beside figures of the tables, for the legend below them.
    """

    figures: int
    findings: tuple[Finding, ...]
    marks: tuple[Symbol, ...] = ()

    @property
    def lines(self) -> list[tuple[Tag, Finding]]:
        """Each finding with its tag."""
        return [(TAGS[one.confidence], one) for one in self.findings]


def adds_up(*tables: Table) -> AddsUp:
    """Check the tables of a page as they are shown: each alone, and beside each other.

    A second line in a cell that says what its percentage is made of ("210 of 433") is checked against it.
    """
    texts = tuple(_texts(table) for table in tables)
    figures, findings = _checked(texts)
    marked = any(str(cell.value).endswith(_MARK) for table in tables for line in table.lines() for _, cell in line)
    return AddsUp(figures, findings, (UNRELIABLE,) if marked else ())


@lru_cache(maxsize=_KEPT)
def _checked(tables: tuple[Texts, ...]) -> tuple[int, tuple[Finding, ...]]:
    typed = []
    found: list[Finding] = []
    for number, (caption, heads, rows, said) in enumerate(tables, start=1):
        found += check_passages(list(_passages(caption, rows, said)))
        made = table_of(Grid(rows, ("",) * len(rows)), head=Head(heads), name=caption, title=caption, number=number)
        if made:
            typed.append(made)
            found += check_table(made)
    found += check_tables(typed)
    order = list(Confidence)
    figures = sum(cell.figure is not None for table in typed for row in table.rows for cell in row.cells)
    return figures, tuple(sorted(found, key=lambda one: order.index(one.confidence)))


def _passages(caption: str, rows: Sequence[Sequence[str]], said: Sequence[str]) -> Iterator[Passage]:
    """What each row says in words of its own percentages."""
    for number, (row, text) in enumerate(zip(rows, said, strict=True)):
        if text:
            yield Passage((read_sentence(text),), f"{caption}, row “{row[0]}”", "", number)


def _texts(table: Table) -> Texts:
    """The words of a table: caption, headings, rows, and for each row what its second lines say of its percentages."""
    rows, said = [], []
    for line in table.lines():
        rows.append(tuple(_text(cell.value) for _, cell in line))
        said.append(" ".join(made for _, cell in line if (made := _made_of(_text(cell.value), str(cell.note)))))
    return table.caption, tuple(column.label for column in table.columns), tuple(rows), tuple(said)


def _made_of(value: str, note: str) -> str:
    """ "210 of 433 (48.5%)." of a percentage and the line under it; what follows there (an interval) is left out."""
    found = _PARTS.match(note) if value.rstrip().endswith("%") else None
    return f"{found.group()} ({value})." if found else ""


def _text(value: Any) -> str:
    """What is printed in a cell; a drawing has no words that could be added up."""
    if value is None or (isinstance(value, SafeString) and "<" in value):
        return ""
    return str(value).removesuffix(_MARK)  # what is marked is checked all the same
