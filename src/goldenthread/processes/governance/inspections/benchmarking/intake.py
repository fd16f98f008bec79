"""Statements from a file: Excel or CSV, all or none, with messages that name the row."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import python_calamine
from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.tenancy.models import Partnership
from goldenthread.law.inspections import FRAMEWORKS
from goldenthread.publishing.spreadsheets import to_xlsx

from .asking import add_statement
from .models import Statement

MOST_BYTES, MOST_UNPACKED, MOST_ROWS, MOST_TOLD = 2 * 1024 * 1024, 20 * 1024 * 1024, 500, 50
HEADINGS = ("Theme", "Grade", "Statement", "Source")


def template(partnership: Partnership, framework: str) -> bytes:
    """The workbook to fill in, with the statements that are in use."""
    words = FRAMEWORKS[framework]
    rows = Statement.objects.filter(partnership=partnership, framework=framework, retired_on__isnull=True)
    return to_xlsx("Statements", HEADINGS, [(r.theme, words.grade(r.grade), r.text, r.source) for r in rows])


@transaction.atomic
def take_statements(partnership: Partnership, framework: str, data: bytes) -> int:
    """Add what the file says that the list has not. Returns how many are new. Raises ValidationError, row by row."""
    rows = _rows(data)
    columns = _columns(rows)
    known = {
        text.casefold()
        for text in Statement.objects.filter(partnership=partnership, framework=framework).values_list(
            "text", flat=True
        )
    }
    problems: list[str] = []
    new = 0
    for number, row in enumerate(rows[1:], 2):
        said = {name: _cell(row, place) for name, place in columns.items()}
        if not any(said.values()) or said["Statement"].casefold() in known:
            continue
        problem = _taken(partnership, framework, said)
        if problem:
            problems.append(f"Row {number}: {problem}")
        known.add(said["Statement"].casefold())
        new += not problem
    if problems:
        more = [f"And {len(problems) - MOST_TOLD} more like these."] if len(problems) > MOST_TOLD else []
        raise ValidationError([*problems[:MOST_TOLD], *more])
    return new


def _taken(partnership: Partnership, framework: str, said: dict[str, str]) -> str:
    """Add one; what is wrong with it, or nothing."""
    words = FRAMEWORKS[framework]
    grades = {text.casefold(): rank for rank, text in enumerate(words.grades, 1)}
    rank = grades.get(said["Grade"].casefold(), None if said["Grade"] else words.good)
    if rank is None:
        return f"'{said['Grade']}' is no grade of this framework. Write one of: {', '.join(words.grades)}."
    if not said["Theme"] or not said["Statement"]:
        return "Write both a theme and a statement."
    try:
        add_statement(
            partnership=partnership, framework=framework, theme=said["Theme"], text=said["Statement"], grade=rank,
            source=said["Source"],
        )  # fmt: skip
    except ValidationError as wrong:
        return " ".join(wrong.messages)
    return ""


def _columns(rows: list[list[Any]]) -> dict[str, int]:
    heads = [str(cell).strip().casefold() for cell in rows[0]] if rows else []
    missing = [name for name in HEADINGS[:3] if name.casefold() not in heads]
    if missing:
        raise ValidationError(f"Row 1 must hold the headings {', '.join(HEADINGS)}. Missing: {', '.join(missing)}.")
    return {name: heads.index(name.casefold()) if name.casefold() in heads else -1 for name in HEADINGS}


def _cell(row: list[Any], place: int) -> str:
    return str(row[place]).replace("\0", "").strip() if 0 <= place < len(row) and row[place] is not None else ""


def _rows(data: bytes) -> list[list[Any]]:
    if not data.strip() or len(data) > MOST_BYTES:
        raise ValidationError("The file is empty." if not data.strip() else "The file is larger than 2 MB.")
    rows = _workbook(data) if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else _text(data)
    if len(rows) > MOST_ROWS:
        raise ValidationError(f"The file has {len(rows)} rows. Send at most {MOST_ROWS} at a time.")
    return rows


def _workbook(data: bytes) -> list[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(one.file_size for one in parts.infolist()) > MOST_UNPACKED:
                raise ValidationError(f"The workbook holds far more than statements. Send at most {MOST_ROWS} rows.")
        sheet = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as wrong:
        raise ValidationError(
            "This is not a spreadsheet that can be read. Save it as .xlsx, without a password, and send it again."
        ) from wrong


def _text(data: bytes) -> list[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""))]
    except csv.Error as wrong:
        raise ValidationError(f"This is not a file of rows that can be read: {wrong}.") from wrong
