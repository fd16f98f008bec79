"""Puts blocks together for formats that have no lines of their own (HTML, Word): each paragraph and table row is a
line."""

from __future__ import annotations

from dataclasses import dataclass, field

from goldenthread.reading.blocks import Block, Cell, Line, Paragraph, Row, Where, table_of
from goldenthread.reading.encodings import MOST_CHARACTERS
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.plain import paragraph

MOST_CELLS = 60_000


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph before it has its place."""

    text: str
    level: int = 0
    strong: bool = False
    bullet: bool = False
    marker: str = ""


@dataclass(slots=True)
class Builder:
    """Numbers the lines as blocks are added, and holds the size within bounds."""

    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    page: int | None = None
    _characters: int = 0
    _cells: int = 0
    _tabbed: list[Row] = field(default_factory=list)

    def _line(self, text: str) -> Where:
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS or len(self.lines) > MOST_CELLS or self._cells > MOST_CELLS:
            raise UnreadableDocument(
                "too_long",
                "This file holds far more text than the minutes of one meeting. "
                "Save the minutes alone, without their papers, and try again.",
            )
        line = Line(len(self.lines) + 1, self.page, text)
        self.lines.append(line)
        return Where(line.number, line.number, self.page, text)

    def _placed(self, words: Words, where: Where) -> Paragraph:
        made = paragraph(words.text, where, strong=words.strong)
        return Paragraph(made.text, where, words.level, words.strong, made.bullet or words.bullet, words.marker)

    def add_paragraph(self, words: Words) -> None:
        """One paragraph, on a line of its own; empty ones are left out."""
        text = " ".join(words.text.split())
        if text:
            self.end_tabs()
            shown = f"{words.marker} {text}" if words.marker else text
            self.blocks.append(self._placed(Words(text, *_rest(words)), self._line(shown)))

    def add_table(self, rows: list[list[list[Words]]]) -> None:
        """One table, each row on a line; rows without text are left out."""
        self.end_tabs()
        table = table_of(self._rows(rows))
        if table:
            self.blocks.append(table)

    def add_tabs(self, row: list[list[Words]]) -> None:
        """A paragraph with tabs in it; such paragraphs in a row are the rows of one table."""
        self._tabbed.extend(self._rows([row]))

    def end_tabs(self) -> None:
        """Close the table made of tabbed paragraphs, if one is open."""
        table = table_of(self._tabbed)
        self._tabbed = []
        if table:
            self.blocks.append(table)

    def _rows(self, rows: list[list[list[Words]]]) -> list[Row]:
        made: list[Row] = []
        for row in rows:
            self._cells += len(row)
            texts = [" ".join(f"{w.marker} {w.text}".strip() for w in cell) for cell in row]
            if any(texts):
                where = self._line("\t".join(texts))
                made.append(Row(tuple(Cell(tuple(self._placed(w, where) for w in cell)) for cell in row), where))
        return made


def _rest(words: Words) -> tuple[int, bool, bool, str]:
    return words.level, words.strong, words.bullet, words.marker
