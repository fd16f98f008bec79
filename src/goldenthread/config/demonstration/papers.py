"""The papers of the demonstration: real PDF and Word files, made here."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx

from goldenthread.publishing.documents import Bullets, Column, Document, Paragraph, Section, Table
from goldenthread.publishing.pdf import to_pdf

RISE = "Repeat plans rose for the second quarter. The localities answer as follows."
ANSWERS = (
    "Coast: two sibling groups account for the rise.",
    "East: no answer was received.",
    "South: recording was late; the figure will fall next quarter.",
)
LOCALITIES = ("North", "East", "South", "West", "Coast", "Castlebourne")


def performance_report(on: date) -> bytes:
    """A report of two sections as PDF, dated `on`."""
    rows = tuple((place, str(41 + 7 * n), str(38 + 9 * n), f"{3 + n}") for n, place in enumerate(LOCALITIES))
    headings = (
        Column("Locality", heads_row=True),
        Column("This quarter", align="right"),
        Column("Last quarter", align="right"),
        Column("Repeat plans", align="right"),
    )
    report = Document(
        title="Performance report",
        subtitle="Children with a child protection plan",
        organisation="Wealdshire Safeguarding Children Partnership",
        issued_on=on,
        cover=False,
        contents=False,
        sections=(
            Section("What the figures say", (Table("Children with a plan at the end of the quarter", headings, rows),)),
            Section("So what?", (Paragraph(RISE), Bullets(ANSWERS))),
        ),
    )
    return to_pdf(report)


def briefing(title: str, lines: tuple[str, ...]) -> bytes:
    """One page as a Word file: a heading and a list."""
    page = docx.Document()
    page.add_heading(title, level=1)
    for line in lines:
        page.add_paragraph(line, style="List Bullet")
    kept = BytesIO()
    page.save(kept)
    return kept.getvalue()
