"""Rows of cell texts into a typed table: header rows, label columns, groups, units given by headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goldenthread.kernel.arithmetic.figures import Figure, Unit
from goldenthread.kernel.arithmetic.tables import Cell, CellKind, Row, Table
from goldenthread.reading.reports.cells import as_unit, composite, is_period, read_cell, read_label

_RULE = re.compile(r"^[\s\-–—=_:|+]*$")
_PERCENT_HEADING = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_COUNT_HEADING = re.compile(r"\b(?:no\.?|numbers?|count)\b|^#$|£", re.IGNORECASE)
_POINT_HEADING = re.compile(r"(?:percentage|%)[ -]?points?|\bpp\b|\bppts?\b", re.IGNORECASE)
_MONEY_HEADING = re.compile(r"£|\bgbp\b", re.IGNORECASE)


@dataclass(frozen=True)
class Grid:
    """Cell texts, row by row, all of one width; ``places`` says where each row stands in the file.

    ``fractions``: percentages are kept as fractions of one, as spreadsheets do.
    """

    rows: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]
    fractions: bool = False

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], places: Sequence[str], *, fractions: bool = False) -> Grid:
        """Rows of any width; drawn rules, empty rows and empty columns at the end go."""
        kept = [
            (tuple(cell.strip() for cell in row), place)
            for row, place in zip(rows, places, strict=True)
            if not all(_RULE.match(cell) for cell in row)
        ]
        width = max((max((at + 1 for at, cell in enumerate(row) if cell), default=0) for row, _ in kept), default=0)
        filled = tuple((*row, *("",) * width)[:width] for row, _ in kept)
        return cls(filled, tuple(place for _, place in kept), fractions)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Head:
    """What the top of a table says: a title row if any, the heading of each column."""

    titles: tuple[str, ...]
    title: str = ""


def _is_data(text: str) -> bool:
    if is_period(text):
        return False
    return read_cell(text).kind is CellKind.FIGURE or composite(text) is not None


def _has_data(row: Sequence[str]) -> bool:
    return any(_is_data(cell) for cell in row[1:]) or (bool(row) and _is_data(row[0]) and len(row) < 3)


def header_rows(grid: Grid) -> int:
    """How many rows at the top carry headings and no figures."""
    count = 0
    for row in grid.rows:
        if _has_data(row) or _shares_a_symbol(row):
            break
        count += 1
    if count == len(grid.rows):
        return 0
    # the last of them may already be the heading of a group of rows
    while count > 1 and sum(1 for cell in grid.rows[count - 1] if cell) == 1 and grid.rows[count - 1][0]:
        count -= 1
    return count


def heads_anew(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether row ``at`` carries headings in the columns where the rows above and below it carry figures."""
    filled = [n for n, cell in enumerate(rows[at]) if n and cell.strip()]
    if not filled or any(_is_data(rows[at][n]) or _is_symbol(rows[at][n]) for n in filled):
        return False
    if len(filled) < 2 and not is_period(rows[at][filled[0]]):
        return False
    near = [row for row in (rows[at - 1], rows[at + 1] if at + 1 < len(rows) else ()) if row]
    return len(near) == 2 and all(any(n < len(row) and _is_data(row[n]) for n in filled) for row in near)


def _is_symbol(text: str) -> bool:
    return read_cell(text).kind is CellKind.SYMBOL


def _shares_a_symbol(row: Sequence[str]) -> bool:
    kinds = [read_cell(cell).kind for cell in row[1:]]
    return bool(kinds) and kinds.count(CellKind.SYMBOL) > 0 and CellKind.TEXT not in kinds


def read_head(grid: Grid, count: int) -> Head:
    """The heading rows as one heading a column; a heading over several columns holds for each of them."""
    titles = [""] * grid.width
    title = ""
    for at in range(count):
        row = grid.rows[at]
        filled = [cell for cell in row if cell]
        if len(filled) == 1 and at + 1 < count:
            title = f"{title} {filled[0]}".strip()
            continue
        spread = _spread(row) if at + 1 < count else row
        titles = [f"{old} {new}".strip() if new not in old else old for old, new in zip(titles, spread, strict=True)]
    return Head(tuple(titles), title)


def _spread(row: Sequence[str]) -> list[str]:
    last, made = "", []
    for at, cell in enumerate(row):
        last = cell or (last if at else "")
        made.append(last)
    return made


def label_columns(grid: Grid, count: int) -> int:
    """How many columns at the left hold labels: text or periods in most rows, or a running number before such."""
    body = grid.rows[count:]
    labels = 0
    for at in range(min(3, grid.width - 1)):
        cells = [row[at] for row in body if row[at]]
        data = sum(1 for cell in cells if _is_data(cell) or read_cell(cell).kind is CellKind.SYMBOL)
        if data * 2 >= max(len(cells), 1) and not (at == 0 and _running(cells) and _mostly_text(body, 1)):
            break
        labels = at + 1
    return labels


def _running(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and [cell.rstrip(".") for cell in cells] == [str(n + 1) for n in range(len(cells))]


def _mostly_text(body: Sequence[Sequence[str]], at: int) -> bool:
    cells = [row[at] for row in body if len(row) > at and row[at]]
    return sum(1 for cell in cells if not _is_data(cell)) * 2 > len(cells)


def aligned(grid: Grid, count: int) -> Grid:
    """Rows that lost their first cells to one spanning several rows, moved back under their headings.

    Such a row ends in as many blanks as it has labels too few, and has as many figures as a full row.
    """
    shapes = {_shape(row) for row in grid.rows[count:]}
    full = {(labels, figures) for labels, figures, blanks in shapes if not blanks and labels > 1}
    if not full:
        return grid
    rows = list(grid.rows)
    for at in range(count, len(rows)):
        labels, figures, blanks = _shape(rows[at])
        if blanks and labels and figures > 1 and (labels + blanks, figures) in full:
            rows[at] = (*("",) * blanks, *rows[at][: len(rows[at]) - blanks])
    return replace(grid, rows=tuple(rows))


def _shape(row: Sequence[str]) -> tuple[int, int, int]:
    """Labels at the start, cells after them, blanks at the end."""
    blanks = next((n for n, cell in enumerate(reversed(row)) if cell), len(row))
    own = row[: len(row) - blanks]
    labels = next((n for n, cell in enumerate(own) if _is_data(cell)), len(own))
    return labels, len(own) - labels, blanks


def table_of(grid: Grid, *, head: Head | None = None, **words: object) -> Table | None:
    """The typed table in ``grid``, or None where it holds no figures. ``head``: headings of an earlier part."""
    count = header_rows(grid) if head is None else 0
    found = head if head is not None else read_head(grid, count)
    grid = aligned(grid, count)
    labels = label_columns(grid, count)
    rows, titles = _rows(grid, count, labels), list(found.titles[labels:])
    rows, titles = _split(rows, titles)
    if not any(cell.figure for row in rows for cell in row.cells):
        return None
    rows = _united(rows, titles, grid.fractions)
    corner = " ".join(title for title in found.titles[:labels] if title)
    made = Table(tuple(titles), tuple(rows), corner=corner, title=found.title)
    return replace(made, **words)  # type: ignore[arg-type]  # the caller names fields of Table


def _rows(grid: Grid, count: int, labels: int) -> list[Row]:
    rows: list[Row] = []
    group = heading = ""
    for texts, place in zip(grid.rows[count:], grid.places[count:], strict=True):
        said = [text for text in texts[:labels] if text]
        cells = tuple(read_cell(text) for text in texts[labels:])
        if labels > 1 and texts[0]:
            group = texts[0]
        if said and all(cell.kind is CellKind.BLANK for cell in cells) and len(said) == 1:
            heading = group = said[0]
            continue
        label, marks, times = read_label(said[-1] if said else "")
        own = group if labels > 1 and label != group else heading
        if labels > 1 and label == group:
            own = ""
        rows.append(Row(label, cells, own, place, marks, times))
    return rows


def _split(rows: list[Row], titles: list[str]) -> tuple[list[Row], list[str]]:
    """Columns of "210 (48.5%)" as two columns each."""
    both = [at for at in range(len(titles)) if _is_composite(rows, at)]
    if not both:
        return rows, titles
    made: list[Row] = []
    for row in rows:
        cells: list[Cell] = []
        for at, cell in enumerate(row.cells):
            pair = composite(cell.text) if at in both else None
            cells.extend([read_cell(pair[0]), read_cell(pair[1])] if pair else [cell, Cell()] if at in both else [cell])
        made.append(replace(row, cells=tuple(cells)))
    names: list[str] = []
    for at, title in enumerate(titles):
        names.extend([title, f"{title} (%)".strip()] if at in both else [title])
    return made, names


def _is_composite(rows: list[Row], at: int) -> bool:
    filled = [row.cells[at] for row in rows if row.cells[at].kind is not CellKind.BLANK]
    return bool(filled) and sum(composite(cell.text) is not None for cell in filled) * 2 >= len(filled)


def _united(rows: list[Row], titles: list[str], fractions: bool) -> list[Row]:
    """Units that only a heading gives: a column or a row of plain numbers headed "%" or "£"."""
    units = [_heading_unit(title) for title in titles]
    return [
        replace(
            row,
            cells=tuple(
                _unite(cell, units[at] or _heading_unit(row.label), fractions) for at, cell in enumerate(row.cells)
            ),
        )
        for row in rows
    ]


def _heading_unit(title: str) -> Unit | None:
    if _POINT_HEADING.search(title):
        return Unit.POINTS
    if _MONEY_HEADING.search(title) and not _PERCENT_HEADING.search(title):
        return Unit.MONEY
    if _PERCENT_HEADING.search(title) and not _COUNT_HEADING.search(title):
        return Unit.PERCENT
    return None


def _unite(cell: Cell, unit: Unit | None, fractions: bool) -> Cell:
    if unit is None or cell.figure is None or cell.figure.unit is not Unit.COUNT:
        return cell
    if unit is Unit.PERCENT and fractions and abs(cell.figure.value) <= 1:
        cell = replace(cell, figure=_percent(cell.figure))
    return as_unit(cell, unit)


def _percent(figure: Figure) -> Figure:
    value, step = figure.value * 100, min(figure.step * 100, Decimal(1))
    return replace(figure, value=value, step=step, text=f"{value.normalize():f}%")
