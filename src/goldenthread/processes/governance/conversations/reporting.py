"""What members said in a year as a document, from what was published and nothing else."""

from __future__ import annotations

from goldenthread.core.tenancy.models import Partnership
from goldenthread.publishing.documents import Bullets, Column, Document, Paragraph, Section, Table

from .models import Composite


def document_of(board: Partnership, composite: Composite) -> Document:
    content = composite.content
    rows = tuple((theme, number) for theme, number in content["themes"])
    columns = (Column("Theme", 3, heads_row=True), Column("How many members raised it", 2))
    told = [Paragraph(f"The chair spoke with {content['members']} members, each alone.")]
    sections = [Section("How many", tuple(told))]
    if rows:
        sections.append(Section("What they spoke about", (Table("Themes", columns, rows),)))
    if content["others"]:
        words = "Further themes were raised by too few members to be named."
        sections.append(Section("What else", (Paragraph(words),)))
    if content["quotes"]:
        quotes = Bullets(tuple(f"“{quote}”" for quote in content["quotes"]))
        sections.append(Section("In their words, where they agreed", (quotes,)))
    return Document(
        title=str(composite), sections=tuple(sections), organisation=board.name, issued_on=composite.published_on,
        cover=False, contents=False,
    )  # fmt: skip
