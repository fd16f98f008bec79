"""A spreadsheet file (bytes) -> its cells. A workbook is taken apart in a process of its own, held back in time."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from goldenthread.reading.encodings import looks_binary, text_of
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.isolation import SLOW
from goldenthread.reading.reports.apart import check_workbook

from .book import Book, Content, Failed, Merged, Sheet, empty
from .child import MOST_ROWS

SECONDS = 9.0
MOST_BYTES = 15 * 1024 * 1024
_ROOT = str(Path(__file__).resolve().parents[3])
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = UnreadableDocument(
    "damaged", "This workbook cannot be read: it is cut off or damaged. Open it in Excel and save it again."
)
_WRONG = UnreadableDocument(
    "wrong_type", "This is no spreadsheet. Choose the register as an Excel workbook (.xlsx), or as .ods or .csv."
)


def open_tracker(data: bytes) -> Book:
    """The sheets of an .xlsx, .ods or .csv file, judged by its content; what it is called does not matter.

    Raises UnreadableDocument ("empty", "too_large", "encrypted", "old_format", "macros", "zip_bomb", "damaged",
    "too_long", "too_slow", "wrong_type"), in words that name the cure and never quote a cell.
    """
    _refuse(data)
    book = _workbook(data) if data.startswith(b"PK\x03\x04") else _separated(data)
    if not any(not empty(value) for sheet in book.sheets for row in sheet.rows for value in row):
        raise UnreadableDocument("empty", "There is nothing in this file. Choose the register as it is kept in Excel.")
    return book


def _refuse(data: bytes) -> None:
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableDocument("empty", "This file is empty. Choose the register as it is kept in Excel.")
    if len(data) > MOST_BYTES:
        raise UnreadableDocument(
            "too_large",
            f"This file is {len(data) / 1024 / 1024:.0f} MB; the limit is {MOST_BYTES // 1024 // 1024} MB. "
            "Save the sheets of the register alone, without pictures, and try again.",
        )
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument("encrypted", "This workbook has a password. Save it without one and try again.")
        raise UnreadableDocument(
            "old_format", "This is a workbook of an old Excel (.xls). Open it, save it as .xlsx and try that file."
        )


def _workbook(data: bytes) -> Book:
    check_workbook(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise _DAMAGED from problem
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} or "word/document.xml" in names:
        raise _WRONG
    answer = _apart(data)
    if "code" in answer:
        raise UnreadableDocument(answer["code"], answer["message"])
    return Book(tuple(_sheet(one) for one in answer["sheets"]))


def _apart(data: bytes) -> dict[str, Any]:
    environment = {"PYTHONPATH": _ROOT, "PYTHONIOENCODING": "utf-8", "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "goldenthread.reading.trackers.child"],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise SLOW from problem
    if done.returncode < 0 and -done.returncode in {9, 24}:
        raise SLOW
    if done.returncode:
        raise _DAMAGED
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _sheet(said: dict[str, Any]) -> Sheet:
    return Sheet(
        name=said["name"],
        rows=tuple(tuple(_content(value) for value in row) for row in said["rows"]),
        hidden=frozenset(said["hidden"]),
        struck=frozenset(said["struck"]),
        merged=tuple(Merged(*one) for one in said["merged"]),
    )


def _content(value: Any) -> Content:
    if isinstance(value, dict):
        if "e" in value:
            return Failed(value["e"])
        return datetime.fromisoformat(value["m"]) if "m" in value else date.fromisoformat(value["d"])
    return None if value == "" else value


def _separated(data: bytes) -> Book:
    """Comma-, semicolon- or tab-separated text as one sheet."""
    if looks_binary(data) or data.lstrip().startswith((b"<", b"%PDF", b"{")):
        raise _WRONG
    text = text_of(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max("\t;,", key=first.count)
    if mark not in first:
        raise _WRONG
    rows: list[tuple[Content, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            rows.append(tuple(cell if cell.strip() else None for cell in row))
            if len(rows) > MOST_ROWS:
                raise UnreadableDocument(
                    "too_long", f"There are more than {MOST_ROWS:,} lines. Bring them in as two files."
                )
    except csv.Error as problem:
        raise UnreadableDocument(
            "damaged", f"Line {len(rows) + 1} cannot be read as a row of a table. Save the file again as .xlsx."
        ) from problem
    return Book((Sheet("", tuple(rows), plain=True),))
