"""Plain text into paragraphs and tables: tabs, columns of spaces, stray HTML, wrapped lines, page breaks."""

from __future__ import annotations

import re

from goldenthread.reading.blocks import Block, Cell, Line, Paragraph, Row, Where, table_of
from goldenthread.reading.columns import GridRow, Piece, column_starts, fits, grid, margin_note, pieces_of
from goldenthread.reading.markup import paragraphs_of
from goldenthread.reading.wrapping import Wrapping, fills, is_bullet, joined

_BULLET = re.compile(
    r"^\s*(?:[\u2022\u25aa\u25cf\u25e6\u2023\uf0b7\u00b7*\u25a0\u27a2]|[-\u2013](?=\s)|o(?=\s\s?[A-Z]))\s*"
)
_OWNER = re.compile(r"^[A-Z]{2,4}(?:\s*[/,&]\s*[A-Z]{2,4})*$")
Entry = tuple[Line, list[Piece]]


def lines_of(text: str) -> tuple[Line, ...]:
    """Numbered lines; a form feed starts a new page (pages are counted only where there are form feeds)."""
    paged = "\f" in text
    found: list[Line] = []
    for number, page in enumerate(text.split("\f"), start=1):
        rows = page.split("\n")
        if rows and not rows[-1] and paged:
            rows.pop()
        found.extend(Line(0, number if paged else None, row.rstrip()) for row in rows)
    return tuple(Line(at, line.page, line.text) for at, line in enumerate(found, start=1))


def _where(line: Line, last: Line | None = None, text: str | None = None) -> Where:
    return Where(line.number, (last or line).number, line.page, line.text.strip() if text is None else text)


def paragraph(text: str, where: Where, *, strong: bool = False) -> Paragraph:
    """A paragraph, its bullet taken off and remembered."""
    plain = _BULLET.sub("", text, count=1)
    return Paragraph(plain or text, where, strong=strong, bullet=bool(plain) and plain != text.lstrip())


def _cell(text: str, where: Where) -> Cell:
    return Cell(tuple(paragraph(part, where, strong=strong) for part, strong in paragraphs_of(text)))


def _tab_rows(run: list[Line]) -> list[Block]:
    """Lines with tabs: one table for each stretch; the blank lines of a page break do not end it."""
    rows = [Row(tuple(_cell(part, _where(line)) for part in line.text.split("\t")), _where(line)) for line in run]
    table = table_of(rows)
    if table is None:
        return []
    # Tabs typed only to line things up leave columns with nothing in them.
    used = [at for at in range(len(table.rows[0].cells)) if any(row.cells[at].text for row in table.rows)]
    kept = table_of([Row(tuple(row.cells[at] for at in used), row.where) for row in table.rows])
    return [kept] if kept else []


def cell_of(lines: list[str], where: Where, width: int = 0) -> Cell:
    """A cell from its lines: they run on where they filled the column (``width``
    letters; 0: always); an empty line or a bullet starts a paragraph."""
    parts: list[str] = []
    last = ""
    for line in lines:
        narrow = bool(_OWNER.match(line) and _OWNER.match(last))  # initials below each other are one each
        goes_on = not narrow and (not width or fills(last, line, width))
        if line and parts and parts[-1] and not is_bullet(line) and goes_on:
            parts[-1] = joined(parts[-1], line)
        else:
            parts.append(line)
        last = line
    return Cell(tuple(paragraph(part, where) for part in parts if part))


def _grid_block(rows: list[GridRow], lines: tuple[Line, ...]) -> list[Block]:
    made = []
    first = lines[0].number
    widths = [max((len(line) for row in rows for line in row.cells[at]), default=0) for at in range(len(rows[0].cells))]
    for row in rows:
        text = "\n".join(line.text for line in lines[row.first.number - first : row.last.number - first + 1])
        where = _where(row.first, row.last, text)
        made.append(
            Row(tuple(cell_of(cell, where, width) for cell, width in zip(row.cells, widths, strict=True)), where)
        )
    table = table_of(made)
    return [table] if table else []


def _stands_alone(pieces: list[Piece], columns: list[int]) -> bool:
    """Whether a line has only its first column, and does not go on with the line above."""
    return len(pieces) == 1 and pieces[0].start < columns[1] - 2 and not pieces[0].text[:1].islower()


def _beside(piece: Piece, columns: list[int]) -> bool:
    """Whether a line alone stands within the first of two columns: lists side by side need not be equally long."""
    return len(columns) == 2 and piece.start + len(piece.text) < columns[1] - 1


def _grid_run(entries: list[Entry], at: int) -> tuple[int, list[int]]:
    """How far a table drawn with spaces reaches from ``at``, and its columns; ``at`` itself when there is none."""
    if len(entries[at][1]) < 2 or margin_note(entries[at][1]):
        return at, []
    near = [pieces for _, pieces in entries[at : at + 40] if pieces]
    block: list[list[Piece]] = []
    for pieces in near:
        block.append(pieces)
        if len(block) > 2 and all(len(row) < 2 and row[0].start < 3 for row in block[-2:]):
            break
    columns = column_starts(block)
    if len(columns) < 2 or not fits(columns, entries[at][1]):
        return at, []
    end, last = at, at
    while end < len(entries):
        pieces = entries[end][1]
        if pieces and not fits(columns, pieces):
            break
        if _stands_alone(pieces, columns) and not (end - at > 1 and last == end and _beside(pieces[0], columns)):
            break
        last = end + 1 if pieces else last
        end += 1
    several = sum(1 for _, pieces in entries[at:last] if len(pieces) > 1)
    return (last, columns) if several > 1 else (at, [])


def _margin_row(line: Line, pieces: list[Piece]) -> tuple[str, str]:
    return pieces[0].text, pieces[1].text


def _flush(held: list[tuple[Line, str]], notes: list[str], wrapping: Wrapping) -> list[Block]:
    """The lines since the last blank one, as paragraphs; with the margin's notes beside them, as a row of two cells."""
    blocks: list[Block] = []
    for group in wrapping.group([text for _, text in held]):
        first, last = held[group[0]][0], held[group[-1]][0]
        text = held[group[0]][1]
        for index in group[1:]:
            text = joined(text, held[index][1])
        where = _where(first, last, "\n".join(held[index][0].text.strip() for index in group))
        blocks.extend(paragraph(part, where, strong=strong) for part, strong in paragraphs_of(text))
    if notes and blocks:
        paragraphs = tuple(block for block in blocks if isinstance(block, Paragraph))
        where = paragraphs[0].where.to(paragraphs[-1].where)
        row = Row((Cell(paragraphs), Cell((Paragraph(" ".join(notes), where),))), where)
        table = table_of([row])
        blocks = [table] if table else blocks
    held.clear()
    notes.clear()
    return blocks


_RULE = re.compile(r"^[\s|:+=-]+$")


def _piped(text: str) -> list[str] | None:
    """The cells of "| No | Action | Lead |" or "No | Action | Lead"; None for a line that is no row."""
    if text.count("|") < 2:  # one alone parts two things in a sentence or a heading
        return None
    inner = text.strip()
    return [part.strip() for part in inner.removeprefix("|").removesuffix("|").split("|")]


def _pipe_run(lines: tuple[Line, ...], at: int) -> int:
    """Where the table drawn with upright strokes from `at` ends: rows of one width; `at` where there are not two."""
    first = _piped(lines[at].text)
    end, rows = at, 0
    while first and end < len(lines):
        cells, rule = _piped(lines[end].text), bool(_RULE.match(lines[end].text)) and bool(lines[end].text.strip())
        if not rule and (cells is None or len(cells) != len(first)):
            break
        rows += not rule
        end += 1
    return end if rows > 1 else at


def _pipe_rows(run: tuple[Line, ...]) -> list[Block]:
    rows = [
        Row(tuple(_cell(part, _where(line)) for part in _piped(line.text) or ()), _where(line))
        for line in run
        if not _RULE.match(line.text)
    ]
    table = table_of(rows)
    return [table] if table else []


def _tab_run(lines: tuple[Line, ...], at: int) -> int:
    """Where the stretch of tabbed lines from ``at`` ends; blank lines inside it are passed over."""
    width = lines[at].text.count("\t")
    end = at + 1
    while end < len(lines):
        ahead = end
        while ahead < len(lines) and not lines[ahead].text.strip():
            ahead += 1
        if ahead == len(lines) or "\t" not in lines[ahead].text:
            break
        tabs = lines[ahead].text.count("\t")
        if ahead > end and tabs != width and not 2 <= tabs < width:
            break
        width = max(width, lines[ahead].text.count("\t"))
        end = ahead + 1
    return end


def blocks_of(lines: tuple[Line, ...]) -> tuple[Block, ...]:
    """Paragraphs and tables of plain text, in order."""
    entries: list[Entry] = [(line, pieces_of(line.text) if "\t" not in line.text else []) for line in lines]
    wrapping = Wrapping.of([line.text for line in lines])
    blocks: list[Block] = []
    held: list[tuple[Line, str]] = []
    notes: list[str] = []
    at = 0
    while at < len(lines):
        line, pieces = entries[at]
        if "\t" in line.text:
            blocks.extend(_flush(held, notes, wrapping))
            end = _tab_run(lines, at)
            blocks.extend(_tab_rows([row for row in lines[at:end] if row.text.strip()]))
            at = end
            continue
        end = _pipe_run(lines, at)
        if end > at:
            blocks.extend(_flush(held, notes, wrapping))
            blocks.extend(_pipe_rows(lines[at:end]))
            at = end
            continue
        end, columns = _grid_run(entries, at) if pieces else (at, [])
        if end > at:
            blocks.extend(_flush(held, notes, wrapping))
            blocks.extend(_grid_block(grid(entries[at:end], columns), lines))
            at = end
            continue
        if not pieces:
            blocks.extend(_flush(held, notes, wrapping))
        elif margin_note(pieces):
            body, note = _margin_row(line, pieces)
            held.append((line, body))
            notes.append(note)
        else:
            held.append((line, line.text.strip()))
        at += 1
    blocks.extend(_flush(held, notes, wrapping))
    return tuple(blocks)
