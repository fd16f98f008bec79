"""Bytes of a report into a document, or of a spreadsheet into tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.blocks import Document
from goldenthread.reading.documents import open_document
from goldenthread.reading.encodings import text_of
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.plain import blocks_of, lines_of
from goldenthread.reading.reports.layout import laid_out
from goldenthread.reading.reports.sheets import is_workbook, separated, tables_of_separated, tables_of_workbook
from goldenthread.reading.sniffing import MOST_BYTES, kind_of

_MINUTES = (
    ("the minutes of one meeting", "one report"),
    ("Choose the minutes as they were typed", "Choose the report as it was typed"),
    ("Save the minutes alone, without pictures and papers,", "Save the part with the tables alone, without pictures,"),
    ("Save the minutes alone, without their papers,", "Save a part of it, or its tables alone,"),
    ("which no minutes do", "which no report does"),
    ("Take the minutes out of it", "Take the report out of it"),
    ("Save the minutes as", "Save the report as"),
    ("Choose the minutes as", "Choose a report or table as"),
    ("the minutes", "the report"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a file holds: a document in words and tables, or the tables of a spreadsheet."""

    document: Document | None
    tables: tuple[Table, ...] = ()


def open_report(data: bytes, name: str) -> Report:
    """Read a report or a table.

    Raises UnreadableDocument with a code and a plain message for what cannot be read, within 5 seconds.
    """
    try:
        return _opened(data, name)
    except UnreadableDocument as problem:
        message = problem.message
        for old, new in _MINUTES:
            message = message.replace(old, new)
        raise UnreadableDocument(problem.code, message) from problem


def _opened(data: bytes, name: str) -> Report:
    if len(data) <= MOST_BYTES and is_workbook(data):
        return Report(None, tables_of_workbook(data))
    kind = kind_of(data, name)
    if kind != "txt":
        return Report(open_document(data, name))
    text = text_of(data)
    if PurePath(name).suffix.lower() in {".csv", ".tsv"} or separated(text):
        return Report(None, tables_of_separated(text))
    lines = lines_of(text)
    blocks = blocks_of(laid_out(lines))
    if not blocks:
        raise UnreadableDocument(
            "empty", "This file opens but there is no text in it. Choose the report as it was typed."
        )
    return Report(Document(name, kind, lines, blocks))
