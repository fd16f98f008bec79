"""Word and PDF files made for the tests, so that nothing binary is kept in the repository."""

from __future__ import annotations

import io
import json
from typing import Any

import docx
import typst
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def word(build: Any) -> bytes:
    """The bytes of a Word document that ``build`` wrote into."""
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def add_rows(document: Any, rows: list[list[str]]) -> Any:
    """A table with these texts; a line break in a text makes paragraphs."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *others = text.split("\n")
            cell.paragraphs[0].text = first
            for other in others:
                cell.add_paragraph(other)
    return table


def numbered(document: Any, levels: int = 2) -> str:
    """A multi-level list ("1.", "1.1") in the document's numbering; returns its id."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth in range(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for name, value in (
            ("w:start", "1"),
            ("w:numFmt", "decimal"),
            ("w:lvlText", ".".join(f"%{n + 1}" for n in range(depth + 1))),
        ):
            child = OxmlElement(name)
            child.set(qn("w:val"), value + ("." if name == "w:lvlText" and not depth else ""))
            level.append(child)
        abstract.append(level)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    target = OxmlElement("w:abstractNumId")
    target.set(qn("w:val"), "77")
    number.append(target)
    numbering.append(number)
    return "77"


def number_paragraph(paragraph: Any, list_id: str, depth: int) -> None:
    """Put a paragraph into a list at a depth."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = depth
    properties.get_or_add_numId().val = int(list_id)


_TYPST = """
#set page(margin: 2cm, footer: context [#align(center)[
  Page #counter(page).display() of #counter(page).final().first()]])
#set text(size: 10pt, lang: "en")
#let data = json(bytes(sys.inputs.data))
#for block in data {
  if block.kind == "heading" { heading(level: 1, outlined: false, block.text) }
  else if block.kind == "table" {
    table(columns: block.widths.map(w => w * 1fr), stroke: 0.5pt, ..block.rows.flatten().map(t => [#t]))
  }
  else { par(block.text) }
}
"""


def pdf(blocks: list[dict[str, Any]]) -> bytes:
    """A PDF of headings, paragraphs and ruled tables ({"kind": "table", "widths": [...], "rows": [[...]]})."""
    made = typst.compile(_TYPST.encode(), sys_inputs={"data": json.dumps(blocks)})
    assert isinstance(made, bytes)
    return made


def set_page(source: str) -> bytes:
    """A PDF set from Typst's own markup."""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made
