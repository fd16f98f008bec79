"""Small real files for the tests."""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter


def blank_pdf(pages: int = 1) -> bytes:
    """A PDF of blank A4 pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
