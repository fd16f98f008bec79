"""A file into blocks: a document as it reads, or each sheet of a workbook and each separated text as one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import PurePath

from goldenthread.reading.blocks import Block, Cell, Paragraph, Row, Where, table_of
from goldenthread.reading.encodings import text_of
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.reports.apart import sheets_apart
from goldenthread.reading.reports.opening import open_report
from goldenthread.reading.reports.sheets import is_workbook
from goldenthread.reading.sniffing import MOST_BYTES, kind_of


def blocks_of_file(data: bytes, name: str) -> list[Block]:
    """What a file holds, in order. Raises UnreadableDocument with a code and a plain message."""
    if len(data) <= MOST_BYTES and is_workbook(data):
        return _tables([rows for _, rows in sheets_apart(data)])
    if PurePath(name).suffix.lower() in {".csv", ".tsv"} and kind_of(data, name) == "txt":
        return _tables([_separated(text_of(data))])
    document = open_report(data, name).document
    if document is None:
        return _tables([_separated(text_of(data))])
    return list(document.blocks)


def _separated(text: str) -> list[list[object]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max("\t,;", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error as problem:
        raise UnreadableDocument("damaged", f"This table cannot be read: {problem}. Save it again as CSV.") from problem


def _tables(sheets: Sequence[Sequence[Sequence[object]]]) -> list[Block]:
    found = [table_of([_row(cells, number) for number, cells in enumerate(rows, 1) if any(cells)]) for rows in sheets]
    made: list[Block] = [table for table in found if table]
    if not made:
        raise UnreadableDocument("empty", "There is nothing in this file. Choose one that lists recommendations.")
    return made


def _row(cells: Sequence[object], number: int) -> Row:
    texts = ["" if value is None else _written(value) for value in cells]
    where = Where(number, number, None, " | ".join(texts))
    return Row(tuple(Cell((Paragraph(text, where),)) for text in texts), where)


def _written(value: object) -> str:
    """A stored value as a person reads it: a whole number without its point, a day without its hour."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix("T00:00:00").strip()
