"""Documents and papers for the tests of publishing: real files, made here."""

from __future__ import annotations

import io
from datetime import date

import docx
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from goldenthread.publishing.documents import (
    Attached,
    Block,
    Bullets,
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Section,
    Table,
)
from goldenthread.publishing.papers import PDF, WORD
from goldenthread.publishing.pdf import to_pdf

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='80' height='40'><rect width='60' height='30'/></svg>"
COLUMNS = (Column("Reference", heads_row=True), Column("Action", 3), Column("Due", align="right"))


def document(*blocks: Block, title: str = "Pack of the board", **other: object) -> Document:
    """A document of one section that holds these blocks."""
    return Document(title=title, sections=(Section("First part", blocks),), **other)  # type: ignore[arg-type]


def whole() -> Document:
    """One of everything."""
    rows = tuple((f"WSCP-{n:03d}", f"Action number {n} of the partnership", "3 Mar 2026") for n in range(300))
    return Document(
        title="Pack: Strategic board",
        subtitle="Tuesday 3 March 2026",
        organisation="Wealdshire Safeguarding Children Partnership",
        marking="OFFICIAL-SENSITIVE",
        issued_on=date(2026, 2, 24),
        edition="Members' edition",
        facts=Facts((("Place", "Castle Room"),)),
        sections=(
            Section("Agenda", (Paragraph("What we shall do"), Bullets(("First", "Second")))),
            Section(
                "Action log", (Table("All open actions", COLUMNS, rows), Note("Read this", "Important")), new_page=True
            ),
            Section("Figures", (Figure(SVG, "A bar that shows sixty", "How many"), Heading("More"), Paragraph("End"))),
            Section("Nothing here"),
            Section("Paper 1: Report", (Attached(paper("Zebra", "Yak"), PDF, "Report", "Paper 1"),), new_page=True),
            Section("Paper 2: Briefing", (Attached(word_paper(), WORD, "Briefing", "Paper 2"),), new_page=True),
        ),
    )


def paper(*pages: str) -> bytes:
    """A PDF with one page for each text."""
    sections = tuple(
        Section(text, (Paragraph(f"About {text}"),), new_page=place > 0) for place, text in enumerate(pages)
    )
    return to_pdf(Document(title="A paper", sections=sections, cover=False, contents=False))


def word_paper() -> bytes:
    """A Word file with headings that skip a level, a list and a table."""
    made = docx.Document()
    made.add_heading("Okapi heading", level=3)
    made.add_paragraph("Okapi paragraph")
    made.add_paragraph("Okapi bullet", style="List Bullet")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Place", "Number", "Coast", "Okapi 41"), strict=True):
        cell.text = text
    made.add_heading("Okapi end", level=1)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def plain_pdf(words: str, *, width: int = 595, height: int = 842, rotate: int = 0) -> bytes:
    """A one-page PDF written by hand in Helvetica, which is not embedded."""
    writer = PdfWriter()
    page = writer.add_blank_page(width, height)
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 20 Tf 40 40 Td ({words}) Tj ET".encode("ascii"))
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): named})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(content)
    if rotate:
        page.rotate(rotate)
    return saved(writer)


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(plain_pdf("Secret")))
    writer.encrypt("a password", algorithm="RC4-128")
    return saved(writer)


def saved(writer: PdfWriter) -> bytes:
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def text_of(made: bytes) -> str:
    """All the text of a PDF with white space and break opportunities evened out."""
    return squeezed(" ".join(page.extract_text() for page in read(made).pages))


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def tight(text: str) -> str:
    """Without any white space: where lines break is not the point."""
    return "".join(text.replace("\u200b", "").split())
