"""One invented document in every kind of file: the words of ``sound`` as Word, HTML, PDF and a workbook."""

from __future__ import annotations

import html
import io
from typing import Any

import openpyxl

from tests.reading.making import add_rows, pdf, word

Block = tuple[str, list[list[str]] | str]


def blocks_of(text: str) -> list[Block]:
    """Paragraphs and tables (stretches of lines with tabs) of a plain text."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows and not line.strip():
            blocks.append(("table", _even(rows)))
            rows = []
        elif rows:  # the heading of a group of rows
            rows.append([line])
            continue
        if line.strip():
            blocks.append(("paragraph", line))
    return blocks


def _even(rows: list[list[str]]) -> list[list[str]]:
    width = max(len(row) for row in rows)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def as_word(text: str) -> bytes:
    def build(document: Any) -> None:
        for _, content in blocks_of(text):
            if isinstance(content, str):
                document.add_paragraph(content, style="Heading 2" if _heads(content) else None)
            else:
                add_rows(document, content)

    return word(build)


def _heads(text: str) -> bool:
    return len(text) < 70 and text[-1] not in ".:*" and not text.startswith(("-", "*"))


def as_html(text: str) -> bytes:
    said = []
    for _, content in blocks_of(text):
        if isinstance(content, str):
            tag = "h2" if _heads(content) else "p"
            said.append(f"<{tag}>{html.escape(content)}</{tag}>")
        else:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in content)
            said.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return f"<!doctype html><html><body>{''.join(said)}</body></html>".encode()


def as_pdf(text: str) -> bytes:
    made: list[dict[str, Any]] = []
    for _, content in blocks_of(text):
        if isinstance(content, str):
            made.append({"kind": "heading" if _heads(content) else "paragraph", "text": content})
        else:
            made.append({"kind": "table", "widths": [3, *[1] * (len(content[0]) - 1)], "rows": content})
    return pdf(made)


def as_workbook(rows: list[list[Any]], title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
