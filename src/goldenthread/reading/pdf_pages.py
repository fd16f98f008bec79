"""The text of a PDF, page by page, with its tables. Runs in a process of its own (``isolation``)."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

import pypdf
from pypdf.errors import PyPdfError

from goldenthread.reading.blocks import Block, Line, Row, Table, Where
from goldenthread.reading.encodings import MOST_CHARACTERS
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.pdf_marks import marks_of
from goldenthread.reading.pdf_tables import PdfRow, entries_of
from goldenthread.reading.plain import blocks_of, cell_of

MOST_PAGES = 300
_FURNITURE = re.compile(r"^\s*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*$", re.I)
_DAMAGED = UnreadableDocument(
    "damaged", "This PDF is incomplete or damaged. Open it, choose Print and save it as a new PDF, and try that file."
)
_BROKEN = (
    *(PyPdfError, KeyError, ValueError, TypeError, IndexError, AttributeError, RecursionError, OSError),
    *(ZeroDivisionError, AssertionError, NotImplementedError, StopIteration),
)
Entry = str | PdfRow


def _page(page: pypdf.PageObject) -> list[Entry]:
    # Some fonts and forms defeat the reading by place; the plain mode still gives the words.
    try:
        entries = entries_of(marks_of(page))
    except _BROKEN:
        entries = []
    return entries or [*page.extract_text().split("\n")]


def _open(data: bytes) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableDocument("encrypted", "This PDF has a password. Save it without one and try again.")
    if len(reader.pages) > MOST_PAGES:
        raise UnreadableDocument(
            "too_long",
            f"This PDF has {len(reader.pages)} pages; the limit is {MOST_PAGES}. "
            "Save the minutes alone, without their papers, and try again.",
        )
    return reader


def _size(entry: Entry) -> int:
    return len(entry) if isinstance(entry, str) else sum(len(line) for cell in entry.cells for line in cell)


def _without_furniture(pages: list[list[Entry]]) -> list[list[Entry]]:
    """Page numbers go, and so do headers and footers: lines repeated at the same edge of most pages."""

    def edges(page: list[Entry]) -> dict[int, str]:
        filled = [at for at, entry in enumerate(page) if not isinstance(entry, str) or entry.strip()]
        found = ((at, page[at]) for at in {*filled[:2], *filled[-2:]})
        return {at: re.sub(r"\d+", "#", entry.strip()) for at, entry in found if isinstance(entry, str)}

    seen: dict[str, int] = {}
    for page in pages:
        for text in set(edges(page).values()):
            seen[text] = seen.get(text, 0) + 1
    common = {text for text, times in seen.items() if len(pages) > 1 and times > max(1, len(pages) * 0.6)}
    kept: list[list[Entry]] = []
    for number, page in enumerate(pages):
        gone = {
            at for at, text in edges(page).items() if (number and text in common) or _FURNITURE.match(str(page[at]))
        }
        kept.append([entry for at, entry in enumerate(page) if at not in gone])
    return kept


class _Assembly:
    """Lines numbered through the document; text between tables read as plain text, tables joined over page breaks."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.blocks: list[Block] = []
        self.pending: list[Line] = []
        self.rows: list[Row] = []
        self.edges: tuple[float, ...] = ()

    def _line(self, page: int, text: str) -> Line:
        line = Line(len(self.lines) + 1, page, text.rstrip())
        self.lines.append(line)
        return line

    def add(self, page: int, entry: Entry) -> None:
        if isinstance(entry, str):
            self.pending.append(self._line(page, entry))
            if entry.strip():
                self.end_table()
            return
        self.end_text()
        if len(entry.edges) != len(self.edges):
            self.end_table()
            self.edges = entry.edges
        text = "\t".join(" ".join(filter(None, cell)) for cell in entry.cells)
        line = self._line(page, text)
        where = Where(line.number, line.number, page, text.strip())
        row = Row(tuple(cell_of(cell, where) for cell in entry.cells), where)
        if not (self.rows and row.texts == self.rows[0].texts):  # the header repeated on a new page
            self.rows.append(row)

    def end_table(self) -> None:
        if self.rows:
            self.blocks.append(Table(tuple(self.rows)))
        self.rows, self.edges = [], ()

    def end_text(self) -> None:
        if any(line.text.strip() for line in self.pending):
            self.end_table()
            self.blocks.extend(blocks_of(tuple(self.pending)))
        self.pending = []


def _pages(data: bytes) -> Iterator[list[Entry]]:
    total = 0
    for page in _open(data).pages:
        entries = _page(page)
        total += sum(_size(entry) for entry in entries)
        if total > MOST_CHARACTERS:
            raise UnreadableDocument(
                "too_long",
                "This PDF holds far more text than the minutes of one meeting. "
                "Save the minutes alone, without their papers, and try again.",
            )
        yield entries


def read_pdf(data: bytes) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """Lines and blocks of a PDF with their pages.

    Raises UnreadableDocument ("encrypted", "damaged", "scanned", "too_long").
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = list(_pages(data))
    except _BROKEN as problem:
        raise _DAMAGED from problem
    if not pages:
        raise _DAMAGED
    size = sum(_size(entry) for page in pages for entry in page)
    if size < 25 * len(pages) and size < 500:
        raise UnreadableDocument(
            "scanned",
            f"This PDF has {len(pages)} page{'s' if len(pages) > 1 else ''} but almost no text: it is probably a scan "
            "(pictures of pages). Choose the document as it was typed, or run text recognition (OCR) on it first.",
        )
    assembly = _Assembly()
    for number, page in enumerate(_without_furniture(pages), start=1):
        for entry in page:
            assembly.add(number, entry)
    assembly.end_text()
    assembly.end_table()
    return tuple(assembly.lines), tuple(assembly.blocks)
