"""Chronologies as files, invented: Excel, OpenDocument, Word, CSV; and large ones for the bench."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.sax.saxutils import escape

import docx
import openpyxl

Rows = Sequence[Sequence[Any]]


def as_xlsx(sheets: dict[str, Rows]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(tables: Sequence[tuple[str, Rows]]) -> bytes:
    """Each table under a line of text."""
    word = docx.Document()
    for above, rows in tables:
        if above:
            word.add_paragraph(above)
        table = word.add_table(0, max(map(len, rows)))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=False):
                cell.text = str(text)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def as_csv(rows: Rows) -> bytes:
    return "\r\n".join(",".join(f'"{text}"' for text in row) for row in rows).encode("cp1252")


def as_ods(name: str, rows: Rows) -> bytes:
    """The least that an OpenDocument spreadsheet is."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(str(t))}</text:p></table:table-cell>'
            for t in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in names)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{escape(name)}">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


AGENCIES = (
    "Health visiting",
    "Police",
    "Social care",
    "School",
    "General practice",
    "Midwifery",
    "Hospital",
    "Housing",
)
_HEADS = ("Date", "Time", "Who was seen", "Child seen?", "Event", "Action taken", "Comment")
_DID = (
    "Home visit",
    "Telephone call",
    "Strategy discussion",
    "Core group",
    "Appointment",
    "Referral",
    "Meeting",
    "Report",
)
_OF = (
    "about weight gain", "after shouting was heard", "about attendance", "about bruising to the arm", "on rent arrears",
    "about a missed scan", "on speech delay", "about sleeping arrangements", "after a fall", "on bedding and heating",
)  # fmt: skip
_BY = (
    "with mother",
    "with grandmother",
    "with both parents",
    "with father",
    "with a neighbour",
    "with the older sister",
)
_WAYS = (lambda d: d, lambda d: f"{d:%d/%m/%y}", lambda d: f"{d:%d.%m.%Y}", lambda d: f"{d:%a} {d.day} {d:%B %Y}",
         lambda d: f"{d:%B %Y}", lambda d: f"c. {d:%d/%m/%Y}")  # fmt: skip


def large(rows: int, *, seed: int = 5, shared: float = 0.3) -> dict[str, bytes]:
    """One workbook for each of eight agencies, `rows` in all; a share of the events is told by two of them.

    The years grow with the rows, as those of a long chronology do: about five rows a day.
    """
    chance = random.Random(seed)
    told: dict[str, list[list[Any]]] = {agency: [list(_HEADS)] for agency in AGENCIES}
    days, made = max(30, rows // 5), 0
    while made < rows:
        day = date(2010, 1, 1) + timedelta(days=chance.randrange(days))
        words = f"{chance.choice(_DID)} {chance.choice(_OF)} {chance.choice(_BY)}, reference {chance.randrange(900)}"
        tellers = chance.sample(AGENCIES, 2 if chance.random() < shared else 1)
        for agency in tellers[: rows - made]:
            way = _WAYS[chance.choices(range(6), (50, 20, 15, 10, 3, 2))[0]]
            told[agency].append([
                way(datetime.combine(day, time())), f"{chance.randrange(8, 18):02d}:{chance.choice((0, 15, 30)):02d}",
                "Mother", chance.choice(("Y", "N", "", "alone")), words, "Noted and shared", "",
            ])  # fmt: skip
            made += 1
    return {agency: as_xlsx({agency: lines}) for agency, lines in told.items()}
