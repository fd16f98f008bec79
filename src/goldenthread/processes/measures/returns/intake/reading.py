"""Files and pasted text turned into cells. Nothing here knows what they mean."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

import python_calamine

from .rows import MOST_BYTES, MOST_ROWS, SHEET, Cells, IntakeRefused, cell_name

#: What a workbook may come to when it is unpacked: far more than a return needs.
MOST_UNPACKED = 20 * 1024 * 1024
_ERROR = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL
)
_SHEET = re.compile(rb"""<(?:\w+:)?sheet\b[^>]*?\b\w+:id=["']([^"']*)["']""")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_SAID = re.compile(rb"""(\w+)=["']([^"']*)["']""")
LINKS = "xl/_rels/workbook.xml.rels"

#: Excel before 2007, and any file with a password: its failed formulas read as empty cells, and nothing tells them.
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
#: How an OpenDocument sheet marks a formula that came to an error.
FAILED = (b'calcext:value-type="error"', b">Err:5")


def read_file(name: str, data: bytes) -> Cells:
    """An .xlsx, .ods or .csv file. Raises IntakeRefused, in words, for what is none or is too much."""
    if len(data) > MOST_BYTES:
        raise IntakeRefused(
            [("", f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. A return is a few rows: send only those.")]
        )
    if not data.strip():
        raise IntakeRefused([("", "The file is empty.")])
    if data.startswith(OLD_EXCEL):
        raise IntakeRefused(
            [
                (
                    "",
                    "This file is of an old Excel, or has a password. Save it as .xlsx without one, and send it again.",
                )
            ]
        )
    return _workbook(data) if data.startswith(b"PK\x03\x04") else _text(_decoded(data), "line")


def read_pasted(text: str) -> Cells:
    """Cells copied out of a spreadsheet: a line for each row, tabs between."""
    if len(text.encode()) > MOST_BYTES:
        raise IntakeRefused([("", "Too much was pasted. A return is a few rows: paste only those.")])
    if not text.strip():
        raise IntakeRefused([("", "Nothing was pasted.")])
    return _text(text, "line")


def _workbook(data: bytes) -> Cells:
    try:
        _not_too_large(data)
        book = python_calamine.load_workbook(io.BytesIO(data))
        index = book.sheet_names.index(SHEET) if SHEET in book.sheet_names else 0
        sheet = book.get_sheet_by_index(index)
        _not_too_many(sheet.height)
        rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
        _put_errors(data, index, rows)
        merged = tuple(_range(*one) for one in sheet.merged_cell_ranges or ())
    except python_calamine.PasswordError as error:
        raise IntakeRefused([("", "The file has a password. Save it without one, and send it again.")]) from error
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise IntakeRefused(
            [("", "This is not a spreadsheet that can be read. Save it as .xlsx and send it again.")]
        ) from error
    name = sheet.name
    return Cells(rows, lambda row, column: f"Sheet '{name}', cell {cell_name(row, column)}", merged)


def _not_too_large(data: bytes) -> None:
    """Before it is unpacked: a small file may hold a very large sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(one.file_size for one in parts.infolist()) > MOST_UNPACKED:
            raise IntakeRefused([("", f"The workbook holds far more than a return. Send at most {MOST_ROWS:,} rows.")])
        if "content.xml" in parts.namelist() and any(one in parts.read("content.xml") for one in FAILED):
            raise IntakeRefused([("", "A formula in this file comes to an error. Mend it, or leave the cell empty.")])


def _put_errors(data: bytes, index: int, rows: list[list[Any]]) -> None:
    """Formula errors, which the reader gives as empty cells: an error must not pass for "nothing here"."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        name = _part_of(parts, index)
        sheet = parts.read(name) if name in parts.namelist() else b""
    for letters, number, text in _ERROR.findall(sheet):
        row, column = int(number) - 1, _column(letters.decode())
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text.decode("ascii", "replace")


def _part_of(parts: zipfile.ZipFile, index: int) -> str:
    """The name in the archive of the sheet that stands at this place: sheets that were moved keep their file."""
    names = set(parts.namelist())
    if not {"xl/workbook.xml", LINKS} <= names:
        return ""
    ids = _SHEET.findall(parts.read("xl/workbook.xml"))
    targets = {}
    for link in _LINK.findall(parts.read(LINKS)):
        said = dict(_SAID.findall(link))
        targets[said.get(b"Id", b"")] = said.get(b"Target", b"").decode("ascii", "replace")
    target = targets.get(ids[index], "") if index < len(ids) else ""
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text(text: str, unit: str) -> Cells:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            _not_too_many(len(rows))
    except csv.Error as error:
        raise IntakeRefused(
            [(f"{unit.capitalize()} {len(rows) + 1}", f"It cannot be read as a table: {error}.")]
        ) from error
    return Cells(rows, lambda row, column: f"{unit.capitalize()} {row + 1}, column {column + 1}")


def _not_too_many(rows: int) -> None:
    if rows > MOST_ROWS:
        raise IntakeRefused(
            [("", f"There are {rows:,} rows or more. A return has at most {MOST_ROWS:,}: send only those.")]
        )


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise IntakeRefused([("", "This is neither a spreadsheet nor a table in text. Save it as .xlsx or .csv.")])
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise IntakeRefused([("", "The letters of this file cannot be read. Save it as 'CSV UTF-8'.")])


def _range(start: tuple[int, int], end: tuple[int, int]) -> str:
    return f"{cell_name(*start)}:{cell_name(*end)}"
