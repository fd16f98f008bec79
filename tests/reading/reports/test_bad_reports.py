"""Reports and tables that cannot or must not be read: a plain message with the cure, within five seconds."""

from __future__ import annotations

import contextlib
import io
import random
import time
import zipfile
from collections.abc import Callable

import pypdf
import pytest

from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.reports.checking import check_document
from tests.reading.making import pdf, word
from tests.reading.reports.making import as_workbook

BOOK = as_workbook([["Agency", "2023"], ["Police", 3], ["Health", 4], ["Total", 8]])


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _with(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([{"kind": "paragraph", "text": "Of 30, 12 (40%) came."}])))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _scan() -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("r.txt", lambda: b"", "empty"),
    "only spaces": ("r.csv", lambda: b" \n\t\n", "empty"),
    "noise": ("r.bin", lambda: random.Random(1).randbytes(5000), "binary"),
    "noise called a pdf": ("r.pdf", lambda: random.Random(2).randbytes(5000), "wrong_type"),
    "locked pdf": ("r.pdf", _locked_pdf, "encrypted"),
    "scanned pdf": ("r.pdf", _scan, "scanned"),
    "cut workbook": ("r.xlsx", lambda: BOOK[: len(BOOK) // 2], "damaged"),
    "workbook with macros": ("r.xlsm", lambda: _with(BOOK, "xl/vbaProject.bin", b"Sub Auto_Open()"), "macros"),
    "workbook bomb": ("r.xlsx", lambda: _with(BOOK, "xl/worksheets/sheet2.xml", b"0" * 90_000_000), "zip_bomb"),
    "word with macros": (
        "r.docx",
        lambda: _with(word(lambda d: d.add_paragraph("Of 30, 12 (40%) came.")), "word/vbaProject.bin", b"x"),
        "macros",
    ),
    "word bomb": (
        "r.docx",
        lambda: _with(word(lambda d: d.add_paragraph("x")), "word/media/image1.xml", b"0" * 90_000_000),
        "zip_bomb",
    ),
    "empty workbook": ("r.xlsx", lambda: as_workbook([["Nothing here"]]), "empty"),
    "slides": ("r.pptx", lambda: _zip({"ppt/presentation.xml": b"<p/>"}), "wrong_type"),
    "fifty megabytes": ("r.txt", lambda: b"Contacts rose.\n" * 3_500_000, "too_large"),
    "a million rows": ("r.csv", lambda: b"a,1\n" * 1_000_000, "too_long"),
    "not text": ("r.csv", lambda: b"Agency,\x81\x8d\x8f\x90\x9d\nA,1\n", "wrong_encoding"),
    "a table without figures": ("r.csv", lambda: b"Agency,Lead\nPolice,A\nHealth,B\n", "empty"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_plain_message_within_five_seconds(name: str) -> None:
    file, make, code = BAD[name]
    data = make()
    started = time.monotonic()
    with pytest.raises(UnreadableDocument) as refused:
        check_document(data, file)
    assert time.monotonic() - started < 5
    assert refused.value.code == code
    assert "minutes" not in refused.value.message
    assert refused.value.message.endswith(".")


STRANGE = {
    "formula errors": "Agency,2022,2023\nA,3,#REF!\nB,4,#DIV/0!\nTotal,7,#N/A\n",
    "one cell a row": "Agency\t1\n2\n3\t\t\t\n\t\t9\n",
    "huge figures": "A,99999999999999999999999999999999999999\nB,1\nTotal,1e400\n",
    "braces and tokens": "Of the {c0} children {p1} (5%) and 12 {x9} of {c99}, 40% (3 of 9).\n",
    "nested brackets": "A " + "(" * 3000 + "12%" + ")" * 3000 + " of 40\n",
    "one long line of figures": "from 1 to 2, " * 4000 + "\n",
    "percentages of nothing": "Name\tNumber\tOut of\t%\nA\t0\t0\t0%\nB\t0\t0\t100%\nC\t3\t0\t-\n",
    "dates for figures": "Agency,Sent\nA,2023-04-01\nB,45017\nTotal,45018\n",
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_contents_neither_fail_nor_take_long(name: str) -> None:
    started = time.monotonic()
    for file in ("strange.txt", "strange.csv"):
        with contextlib.suppress(UnreadableDocument):
            check_document(STRANGE[name].encode(), file)
    assert time.monotonic() - started < 5
