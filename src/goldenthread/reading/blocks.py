"""A published document as lines, paragraphs and tables, each with its place, whatever file it came in."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the source: first and last line (from 1), page (from 1, None where the format has none), the exact
    text."""

    line: int
    last_line: int
    page: int | None
    text: str

    def to(self, other: Where) -> Where:
        """The span from here to the end of ``other``; the texts are kept apart by a line break."""
        return Where(
            min(self.line, other.line),
            max(self.last_line, other.last_line),
            self.page,
            self.text if other.text in self.text else f"{self.text}\n{other.text}",
        )

    def says(self, text: str) -> Where:
        """The same place with a narrower quotation."""
        return Where(self.line, self.last_line, self.page, text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source as a person would see it."""

    number: int
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that belongs together. ``level`` is 1..6 for a heading style, 0 otherwise; ``marker`` is a number drawn by
    the
    word processor and not typed ("4.2"); ``strong`` when the whole paragraph is bold or underlined."""

    text: str
    where: Where
    level: int = 0
    strong: bool = False
    bullet: bool = False
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its paragraphs in order."""

    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def text(self) -> str:
        """The cell as one line."""
        return " ".join(p.text for p in self.paragraphs).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; every row of a table has the same number of cells."""

    cells: tuple[Cell, ...]
    where: Where

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal width, in order."""

    rows: tuple[Row, ...]

    @property
    def where(self) -> Where:
        """From the first row to the last; the quotation is that of the first row."""
        first, last = self.rows[0].where, self.rows[-1].where
        return Where(first.line, last.last_line, first.page, first.text)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, in reading order. ``kind`` is "txt", "html", "docx" or "pdf"."""

    filename: str
    kind: str
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = field(default=())

    def line(self, number: int) -> str:
        """The text of line ``number`` (from 1); empty when there is none."""
        return self.lines[number - 1].text if 0 < number <= len(self.lines) else ""


def table_of(rows: list[Row]) -> Table | None:
    """A table from rows of any width: short rows are filled with empty cells; None when there are no rows."""
    width = max((len(row.cells) for row in rows), default=0)
    if not width:
        return None
    return Table(tuple(Row(row.cells + (Cell(),) * (width - len(row.cells)), row.where) for row in rows))
