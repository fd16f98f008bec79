"""Tables from spreadsheets: comma- or tab-separated text (a file, or pasted), and Excel workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal

from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.reports.apart import sheets_apart
from goldenthread.reading.reports.grids import Grid, table_of

MOST_CELLS = 2_000_000
_SEPARATORS = "\t,;|"
_EMPTY = UnreadableDocument("empty", "There is no table with figures in this file. Choose one that has a table.")


def separated(text: str) -> bool:
    """Whether a pasted text is one table and nothing else: every line has the same separators, at least one."""
    lines = [line for line in text.splitlines() if line.strip()][:50]
    if len(lines) < 2 or any(len(line) > 2000 for line in lines):
        return False
    for mark in "\t,;":
        widths = {len(row) for row in csv.reader(lines, delimiter=mark)}
        if len(widths) == 1 and widths.pop() > 1 and (mark == "\t" or _looks_numeric(lines, mark)):
            return True
    return False


def _looks_numeric(lines: Sequence[str], mark: str) -> bool:
    """Prose has commas too: in a table most cells after the first are short and hold figures."""
    cells = [cell for row in csv.reader(lines[1:], delimiter=mark) for cell in row[1:]]
    return bool(cells) and sum(any(c.isdigit() for c in cell) and len(cell) < 20 for cell in cells) * 2 >= len(cells)


def tables_of_separated(text: str) -> tuple[Table, ...]:
    """The tables of comma-, tab- or semicolon-separated text; an empty line parts two tables.

    Raises UnreadableDocument ("damaged", "too_long", "empty").
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(_SEPARATORS, key=first.count)
    rows: list[list[str]] = []
    places: list[str] = []
    cells = 0
    try:
        reader = csv.reader(io.StringIO(text), delimiter=mark if mark in first else ",")
        for row in reader:
            cells += len(row)
            rows.append(row)
            places.append(f"line {reader.line_num}")
            if cells > MOST_CELLS:
                raise UnreadableDocument(
                    "too_long", f"This table has more than {MOST_CELLS:,} cells. Save a part of it."
                )
    except csv.Error as problem:
        raise UnreadableDocument(
            "damaged", f"This table cannot be read at line {len(rows) + 1}: {problem}. Save it again as CSV."
        ) from problem
    return _tables(_parted(rows, places), "", fractions=False)


def is_workbook(data: bytes) -> bool:
    """Whether this is an Excel workbook (.xlsx, .xlsm) by its content."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def tables_of_workbook(data: bytes) -> tuple[Table, ...]:
    """The tables of every sheet of a workbook.

    Raises UnreadableDocument ("zip_bomb", "macros", "encrypted", "damaged", "too_long", "too_slow", "empty").
    """
    made: list[Table] = []
    for name, rows in sheets_apart(data):
        places = [f"row {number} of sheet “{name}”" for number in range(1, len(rows) + 1)]
        texts = [[_text(value) for value in row] for row in rows]
        made += _tables(_parted(texts, places), name, fractions=True, first=len(made), needed=False)
    if not made:
        raise _EMPTY
    return tuple(made)


def _text(value: object) -> str:
    """A stored value as it would be printed; a float without the noise of its last digits."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, float):
        exact = Decimal(repr(round(value, 6)))
        return str(int(exact)) if exact == exact.to_integral_value() else f"{exact:f}"
    return str(value)


def _parted(rows: Iterable[Sequence[str]], places: Iterable[str]) -> list[tuple[list[Sequence[str]], list[str]]]:
    """Stretches of rows between empty rows."""
    parts: list[tuple[list[Sequence[str]], list[str]]] = [([], [])]
    for row, place in zip(rows, places, strict=True):
        if any(cell.strip() for cell in row):
            parts[-1][0].append(row)
            parts[-1][1].append(place)
        elif parts[-1][0]:
            parts.append(([], []))
    return [part for part in parts if part[0]]


def _tables(
    parts: list[tuple[list[Sequence[str]], list[str]]],
    sheet: str,
    *,
    fractions: bool,
    first: int = 0,
    needed: bool = True,
) -> tuple[Table, ...]:
    made: list[Table] = []
    title, notes = sheet, [row[0] for rows, _ in parts for row in rows if _alone(row)]
    for rows, places in parts:
        if all(_alone(row) for row in rows):
            title = rows[-1][0].strip() or title
            continue
        while len(rows) > 2 and _alone(rows[0]):
            title = rows[0][0].strip() or title
            rows, places = rows[1:], places[1:]
        number = first + len(made) + 1
        name = f"Table {number}" + (f" (“{title}”)" if title else "")
        table = table_of(
            Grid.of(rows, places, fractions=fractions), name=name, title=title, number=number, notes=tuple(notes)
        )
        if table:
            made.append(table)
    if needed and not made:
        raise _EMPTY
    return tuple(made)


def _alone(row: Sequence[str]) -> bool:
    """A line of text in the first cell: a title or a note."""
    return bool(row) and bool(row[0].strip()) and not any(cell.strip() for cell in row[1:])
