"""The text of a PDF, page by page, with its columns kept as spaces. Runs in a process of its own (``isolation``)."""

from __future__ import annotations

import io
import logging
import re

import pypdf
from pypdf.errors import PyPdfError

from goldenthread.reading.blocks import Line
from goldenthread.reading.encodings import MOST_CHARACTERS
from goldenthread.reading.errors import UnreadableDocument

MOST_PAGES = 300
_FURNITURE = re.compile(r"^\s*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*$", re.I)
_DAMAGED = UnreadableDocument(
    "damaged", "This PDF is incomplete or damaged. Open it, choose Print and save it as a new PDF, and try that file."
)


def _page_text(page: pypdf.PageObject) -> str:
    # Layout mode keeps columns apart; it gives up on some fonts, where the plain mode still gives the words.
    try:
        text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True)
    except (PyPdfError, KeyError, ValueError, TypeError, IndexError, AttributeError, ZeroDivisionError):
        text = ""
    return text if text.strip() else page.extract_text()


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


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Page numbers go, and so do headers and footers: lines repeated at the same edge of most pages."""
    seen: dict[str, int] = {}
    for page in pages:
        filled = [row.strip() for row in page if row.strip()]
        for text in {re.sub(r"\d+", "#", row) for row in filled[:2] + filled[-2:]}:
            seen[text] = seen.get(text, 0) + 1
    common = {text for text, times in seen.items() if len(pages) > 2 and times > len(pages) * 0.6}
    kept: list[list[str]] = []
    for number, page in enumerate(pages):
        filled = [at for at, row in enumerate(page) if row.strip()]
        edges = set(filled[:2] + filled[-2:])
        kept.append(
            [
                ""
                if at in edges and (_FURNITURE.match(row) or (number and re.sub(r"\d+", "#", row.strip()) in common))
                else row
                for at, row in enumerate(page)
            ]
        )
    return kept


def read_pdf(data: bytes) -> tuple[Line, ...]:
    """The lines of a PDF with their pages.

    Raises UnreadableDocument ("encrypted", "damaged", "scanned", "too_long").
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages, total = [], 0
        for page in _open(data).pages:
            pages.append(_page_text(page).split("\n"))
            total += sum(map(len, pages[-1]))
            if total > 4 * MOST_CHARACTERS:
                break
    except (
        PyPdfError,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        OSError,
    ) as problem:
        raise _DAMAGED from problem
    letters = sum(char.isalpha() for page in pages for row in page for char in row)
    if not pages:
        raise _DAMAGED
    if letters < 20 * len(pages) and letters < 400:
        raise UnreadableDocument(
            "scanned",
            f"This PDF has {len(pages)} page(s) but almost no text: it is probably a scan (pictures of pages). "
            "Choose the document as it was typed, or run text recognition (OCR) on it first.",
        )
    lines = [Line(0, at, row.rstrip()) for at, rows in enumerate(_without_furniture(pages), start=1) for row in rows]
    return tuple(Line(number, line.page, line.text) for number, line in enumerate(lines, start=1))
