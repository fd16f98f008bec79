"""Columns drawn with spaces (typed text, text taken from a PDF): aligned lines become rows of cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from goldenthread.reading.blocks import Line

_GAP = re.compile(r"(?<=\S)(?: {3,}|(?<![.:;!?]) {2})(?=\S)")
_BULLET = re.compile(r"^[\u2022\u25aa\u25cf\u25e6\u2023\uf0b7\u00b7*\u25a0\u27a2o\u2013-]$")
_MARGIN_FROM = 48  # a note in the right margin starts beyond this column
_MARGIN_WIDTH = 28


@dataclass(slots=True)
class Piece:
    """A stretch of a line between wide gaps, with the column where it starts."""

    start: int
    text: str


@dataclass(slots=True)
class GridRow:
    """A row being put together: for each column the lines of text so far (a blank line is kept as "")."""

    first: Line
    last: Line
    cells: list[list[str]] = field(default_factory=list)


def pieces_of(text: str) -> list[Piece]:
    """The stretches of ``text`` that wide gaps keep apart."""
    found, at = [], len(text) - len(text.lstrip(" "))
    for gap in _GAP.finditer(text):
        found.append(Piece(at, text[at : gap.start()].strip()))
        at = gap.end()
    rest = text[at:].strip()
    if rest:
        found.append(Piece(at, rest))
    if len(found) > 1 and _BULLET.match(found[0].text):  # the gap after a bullet parts no columns
        found[:2] = [Piece(found[0].start, f"{found[0].text} {found[1].text}")]
    return found


def column_starts(rows: list[list[Piece]]) -> list[int]:
    """Where columns start: starts met at least twice among lines of several pieces, near ones merged."""
    several = [row for row in rows if len(row) > 1]
    starts = sorted(piece.start for row in several for piece in row)
    columns: list[list[int]] = []
    for start in starts:
        if columns and start - columns[-1][-1] <= 2:
            columns[-1].append(start)
        else:
            columns.append([start])
    return [group[0] for group in columns if len(group) >= 2]


def _column(columns: list[int], start: int) -> int:
    best = 0
    for index, column in enumerate(columns):
        if column <= start + 2:
            best = index
    return best


def fits(columns: list[int], pieces: list[Piece]) -> bool:
    """Whether every piece starts at one of the columns."""
    return all(any(abs(piece.start - column) <= 2 for column in columns) for piece in pieces)


def _continues(row: GridRow | None, texts: dict[int, str]) -> bool:
    """A line without a first cell goes on with the row above; so does a lone first cell that starts in lower case."""
    if row is None:
        return False
    if 0 not in texts:
        return True
    return len(texts) == 1 and len(row.cells) > 1 and (texts[0][:1].islower() or row.cells[0][-1:] == ["-"])


def grid(lines: list[tuple[Line, list[Piece]]], columns: list[int]) -> list[GridRow]:
    """Rows from lines already known to stand in ``columns``. Blank lines come as a line with no pieces."""
    rows: list[GridRow] = []
    blank = False
    for line, pieces in lines:
        if not pieces:
            blank = True
            continue
        texts: dict[int, str] = {}
        for piece in pieces:
            at = _column(columns, piece.start)
            texts[at] = f"{texts[at]} {piece.text}" if at in texts else piece.text
        if not _continues(rows[-1] if rows else None, texts):
            rows.append(GridRow(line, line, [[] for _ in columns]))
        row = rows[-1]
        row.last = line
        for at, text in texts.items():
            if blank and row.cells[at]:
                row.cells[at].append("")
            row.cells[at].append(text)
        blank = False
    return rows


def margin_note(pieces: list[Piece]) -> bool:
    """Whether the last piece stands in the right margin beside running text (an action's owner, usually)."""
    if len(pieces) != 2:
        return False
    body, note = pieces
    return note.start >= _MARGIN_FROM and len(note.text) <= _MARGIN_WIDTH and len(body.text) >= 25
