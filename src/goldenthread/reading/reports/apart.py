"""A workbook is read in a process of its own, held back in time and memory, as every other hostile file is."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from goldenthread.reading.archives import MOST_ENTRIES, MOST_RATIO, MOST_UNPACKED
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.isolation import SLOW

SECONDS = 4.2
_SMALL = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROOT = str(Path(__file__).resolve().parents[3])
_DAMAGED = UnreadableDocument(
    "damaged",
    "This workbook cannot be read: it is damaged. Open it in Excel, save it again as .xlsx and try that file.",
)
_BOMB = UnreadableDocument(
    "zip_bomb",
    "This workbook unpacks to far more than its size, and may be meant to harm. It was not opened. "
    "Ask whoever sent it for a fresh copy.",
)
Sheet = tuple[str, list[list[object]]]


def check_workbook(data: bytes) -> None:
    """Refuse a workbook by the list of what is in it, before anything is unpacked.

    Raises UnreadableDocument ("zip_bomb", "macros", "encrypted", "damaged").
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise _DAMAGED from problem
    if len(infos) > MOST_ENTRIES or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise _BOMB
    if any(info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1) for info in infos):
        raise _BOMB
    if any(info.filename.lower().endswith("vbaproject.bin") for info in infos):
        raise UnreadableDocument(
            "macros",
            "This workbook contains macros (small programs), which are never accepted. "
            "In Excel choose Save As, type Excel Workbook (.xlsx), and try that file.",
        )
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableDocument("encrypted", "This workbook has a password. Save it without one and try again.")


def sheets_apart(data: bytes) -> list[Sheet]:
    """Name and rows of each sheet, read in a child process within 4.2 seconds.

    Raises UnreadableDocument: what ``check_workbook`` raises, "damaged", "too_slow" or "too_long".
    """
    check_workbook(data)
    return _in_child(data)


def any_sheets_apart(data: bytes) -> list[Sheet]:
    """The same, for old workbooks (.xls) and OpenDocument (.ods) too.

    Raises as ``sheets_apart`` does.
    """
    if not data.startswith(_OLE):
        return sheets_apart(data)
    if "EncryptedPackage".encode("utf-16-le") in data[: 1 << 20]:
        raise UnreadableDocument("encrypted", "This workbook has a password. Save it without one and try again.")
    return _in_child(data)


def _in_child(data: bytes) -> list[Sheet]:
    environment = {"PYTHONPATH": _ROOT, "PYTHONIOENCODING": "utf-8", "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "goldenthread.reading.reports.sheet_child"],
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
    answer = json.loads(done.stdout)
    if isinstance(answer, dict):
        raise UnreadableDocument(answer["code"], answer["message"])
    return [(name, rows) for name, rows in answer]
