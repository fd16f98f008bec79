"""A table of typed cells, whatever it was read from: a file, a page, a return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from goldenthread.kernel.arithmetic.figures import Figure, Unit


class CellKind(StrEnum):
    """``symbol``: a figure was kept back or there is none (c, *, <5, n/a, -); ``blank``: nothing is printed."""

    FIGURE = "figure"
    BLANK = "blank"
    SYMBOL = "symbol"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``marks`` are its footnote markers ("*", "1")."""

    text: str = ""
    kind: CellKind = CellKind.BLANK
    figure: Figure | None = None
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its label (without marker), the group it stands in, and a cell for each column of the table.

    ``times``: its figures count so many times in a sum ("each of seven"). ``marks``: footnote markers of the label.
    """

    label: str
    cells: tuple[Cell, ...]
    group: str = ""
    where: str = ""
    marks: str = ""
    times: int = 1


@dataclass(frozen=True)
class Table:
    """``columns`` are the titles of the figure columns (those of row labels are in ``corner``).

    ``name`` says where it is, in words; ``notes`` are footnotes under it,
    ``around`` the text beside it; ``turned`` when rows and columns were
    swapped to check across. ``number`` is its place in the document, from 1.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str = ""
    title: str = ""
    corner: str = ""
    notes: tuple[str, ...] = ()
    number: int = 1
    turned: bool = False
    section: str = ""
    around: str = ""
    upright: Table | None = None

    def figure(self, row: int, column: int) -> Figure | None:
        """The figure in a cell, None where there is none."""
        return self.rows[row].cells[column].figure

    def column(self, column: int) -> Iterator[tuple[int, Figure]]:
        """The figures of a column with their rows."""
        for at, row in enumerate(self.rows):
            found = row.cells[column].figure
            if found is not None:
                yield at, found

    @cached_property
    def units(self) -> tuple[Unit | None, ...]:
        """What each column mostly holds; None for a column without figures."""
        found: list[Unit | None] = []
        for at in range(len(self.columns)):
            counted = Counter(figure.unit for _, figure in self.column(at))
            found.append(counted.most_common(1)[0][0] if counted else None)
        return tuple(found)

    @cached_property
    def values(self) -> frozenset[Decimal]:
        """Every value that is printed in a cell."""
        return frozenset(cell.figure.value for row in self.rows for cell in row.cells if cell.figure is not None)

    def where(self, row: int, column: int | None = None) -> str:
        """A place in this table, in words: its row, its column, and where the row stands in the file."""
        if self.turned:
            across, down = self.rows[row].label, None if column is None else column
            return _place(self.name, down, across, self)
        return _place(self.name, row, None if column is None else self.columns[column], self)

    def with_step(self, step: Decimal) -> Table:
        """The same table, its whole counts known to be rounded to ``step``."""
        rows = tuple(replace(row, cells=tuple(_stepped(cell, step) for cell in row.cells)) for row in self.rows)
        return replace(self, rows=rows)

    @cached_property
    def sideways(self) -> Table:
        """Rows and columns swapped: what holds down a column can then be checked across a row."""
        rows = tuple(Row(title, tuple(row.cells[at] for row in self.rows)) for at, title in enumerate(self.columns))
        return replace(self, columns=tuple(row.label for row in self.rows), rows=rows, turned=True, upright=self)

    @property
    def words(self) -> str:
        """Everything that is said around the figures, in small letters."""
        return " ".join([self.title, self.section, self.corner, *self.columns, *self.notes, self.around]).lower()


def _stepped(cell: Cell, step: Decimal) -> Cell:
    if cell.figure is None or not cell.figure.whole:
        return cell
    return replace(cell, figure=replace(cell.figure, step=step))


def _place(name: str, row: int | None, column: str | None, table: Table) -> str:
    parts = [name] if name else []
    home = table.upright or table
    if row is not None:
        label, line = home.rows[row].label or f"number {row + 1}", home.rows[row].where
        parts.append(f"row “{label}”" + (f" ({line})" if line else ""))
    if column is not None:
        parts.append(f"column “{column}”" if column else "a column without a title")
    return ", ".join(parts)
