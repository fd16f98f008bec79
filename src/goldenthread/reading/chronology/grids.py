"""A file of any kind into grids of texts, each cell with the name that a reader finds it by."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from goldenthread.kernel.chronology.model import Place
from goldenthread.reading.blocks import Paragraph, Table
from goldenthread.reading.documents import open_document
from goldenthread.reading.encodings import text_of
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.reports.apart import any_sheets_apart
from goldenthread.reading.reports.sheets import is_workbook
from goldenthread.reading.sniffing import MOST_BYTES, kind_of

#: Of a table of text: twenty thousand long rows.
MOST_CHARACTERS = 10_000_000
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOK = "Workbook".encode("utf-16-le")
_NONE = UnreadableDocument(
    "empty", "There is no table in this file. Choose the chronology as it was typed: Excel, Word or CSV."
)


@dataclass(frozen=True)
class Grid:
    """One sheet or table. `above`: what is written before it. `cell` names a cell by row and column, both from 0."""

    name: str
    rows: Sequence[Sequence[str]]
    cell: Callable[[int, int], Place]
    above: tuple[str, ...] = ()


def grids_of(data: bytes, name: str) -> list[Grid]:
    """Every sheet or table of a chronology, in order.

    Raises UnreadableDocument with a code and a plain message for what cannot be read.
    """
    if not data.strip():
        raise UnreadableDocument("empty", "This file is empty. Choose the chronology as it was typed.")
    if len(data) > MOST_BYTES:
        size = f"more than {MOST_BYTES // 1024 // 1024} MB"
        raise UnreadableDocument("too_large", f"This file is {size}. Save a part of it.")
    if is_workbook(data) or _is_old_workbook(data) or _is_open_document(data):
        found = [_sheet(name, sheet, rows) for sheet, rows in any_sheets_apart(data)]
    elif PurePath(name).suffix.lower() in {".csv", ".tsv"} and kind_of(data, name) == "txt":
        found = [_separated(text_of(data, MOST_CHARACTERS), name)]
    else:
        found = list(_tables(data, name))
    kept = [grid for grid in found if any(any(row) for row in grid.rows)]
    if not kept:
        raise _NONE
    return kept


def letters(column: int) -> str:
    """A column as a spreadsheet names it: 0 is A, 26 is AA."""
    named = ""
    while column >= 0:
        column, left = column // 26 - 1, column % 26
        named = chr(65 + left) + named
    return named


def _is_old_workbook(data: bytes) -> bool:
    return data.startswith(_OLD) and (_BOOK in data[:1_000_000] or _BOOK in data[-1_000_000:])


def _is_open_document(data: bytes) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            small = "mimetype" in archive.namelist() and archive.getinfo("mimetype").file_size < 200
            return small and b"spreadsheet" in archive.read("mimetype")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return False


def _sheet(file: str, sheet: str, rows: Sequence[Sequence[object]]) -> Grid:
    texts = [[_written(value) for value in row] for row in rows]

    def cell(row: int, column: int) -> Place:
        return Place(file, f"sheet “{sheet}”", row + 1, f"{letters(column)}{row + 1}" if column >= 0 else "")

    return Grid(sheet, texts, cell)


def _written(value: object) -> str:
    """A stored value as a person reads it: a whole number without its point, a day without its hour."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00").removesuffix("T00:00:00").strip()


def _separated(text: str, file: str) -> Grid:
    first = next((line for line in text.splitlines() if line.strip()), "")
    rows, lines = [], []
    try:
        reader = csv.reader(io.StringIO(text), delimiter=max("\t,;|", key=first.count))
        for row in reader:
            rows.append([cell.strip() for cell in row])
            lines.append(reader.line_num)
    except csv.Error as problem:
        place = f"line {len(rows) + 1}"
        words = f"This table cannot be read at {place}: {problem}. Save it again."
        raise UnreadableDocument("damaged", words) from problem

    def cell(row: int, column: int) -> Place:
        return Place(file, "", lines[row], f"line {lines[row]}, column {column + 1}" if column >= 0 else "")

    return Grid("", rows, cell)


def _tables(data: bytes, file: str) -> Iterator[Grid]:
    above: list[str] = []
    number = 0
    for block in open_document(data, file).blocks:
        if isinstance(block, Paragraph):
            above.append(block.text.strip())
        else:
            number += 1
            yield _table(block, file, number, tuple(above[-5:]))
            above = []


def _table(block: Table, file: str, number: int, above: tuple[str, ...]) -> Grid:
    def cell(row: int, column: int) -> Place:
        at = f"row {row + 1}, column {column + 1}"
        return Place(file, f"table {number}", row + 1, at if column >= 0 else "")

    return Grid(f"table {number}", [row.texts for row in block.rows], cell, above)
