"""Counts from a sheet: a row for each answer, a column for each group. Every cell that cannot be read is named."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import python_calamine
from django.core.exceptions import ValidationError

from goldenthread.publishing.spreadsheets import to_xlsx

from .models import Question, Survey
from .surveying import Given

ASKED = "How many were asked"
MOST_BYTES, MOST_ROWS, MOST_UNPACKED = 2 * 1024 * 1024, 2_000, 20 * 1024 * 1024


def template_of(survey: Survey) -> bytes:
    """An Excel sheet with every row and column that the survey needs, its cells empty."""
    rows = [[ASKED, "", *("" for _ in survey.group_names)]]
    for one in survey.questions.all():
        rows += [[one.text, answer, *("" for _ in survey.group_names)] for answer in one.options]
    return to_xlsx(survey.title, ["Question", "Answer", *survey.group_names], rows)


def read_counts(survey: Survey, name: str, data: bytes) -> list[Given]:
    """What a filled sheet says. Raises ValidationError with every cell that cannot be, by its name; empty is 0."""
    rows = [row for row in enumerate(_rows(data), 1) if any(str(cell).strip() for cell in row[1])]
    if not rows:
        raise ValidationError("The file is empty. Download the sheet of this survey and fill it in.")
    groups, problems = _groups(survey, rows[0])
    questions = {_plain(one.text): one for one in survey.questions.all()}
    found: list[Given] = []
    for number, row in rows[1:]:
        try:
            question, answer = _named(questions, number, row)
            found += list(_numbers(question, answer, groups, number, row, problems))
        except ValidationError as error:
            problems += error.messages
    if problems:
        raise ValidationError(problems[:50])
    return found


def _groups(survey: Survey, heading: tuple[int, Sequence[Any]]) -> tuple[dict[int, str], list[str]]:
    """Column -> group, from the headings; and what is wrong with them."""
    number, row = heading
    known = {_plain(group): group for group in survey.group_names}
    columns: dict[int, str] = {}
    problems: list[str] = []
    for place, cell in enumerate(row[2:], 2):
        said = _plain(cell)
        if said in known and known[said] not in columns.values():
            columns[place] = known[said]
        elif said:
            problems.append(
                f"Cell {_cell(number, place)}: '{str(cell)[:60]}' is no group of this survey, or stands twice."
            )
    missing = [group for group in survey.group_names if group not in columns.values()]
    if missing:
        problems.append(f"Row {number}: there is no column for {', '.join(missing)}.")
    return columns, problems


def _named(questions: dict[str, Question], number: int, row: Sequence[Any]) -> tuple[Question | None, str]:
    said, answer = (_plain(row[0]) if row else ""), (_plain(row[1]) if len(row) > 1 else "")
    if said == _plain(ASKED):
        return None, ""
    question = questions.get(said)
    if question is None:
        raise ValidationError(f"Cell {_cell(number, 0)}: '{str(row[0])[:60]}' is no question of this survey.")
    options = {_plain(option): option for option in question.options}
    if answer not in options:
        raise ValidationError(f"Cell {_cell(number, 1)}: '{str(row[1])[:60]}' is no answer to this question.")
    return question, options[answer]


def _numbers(
    question: Question | None, answer: str, groups: dict[int, str], number: int, row: Sequence[Any], problems: list[str]
) -> Iterator[Given]:
    for place, group in groups.items():
        cell = row[place] if place < len(row) else ""
        people = whole(cell)
        if people is None:
            problems.append(f"Cell {_cell(number, place)}: '{str(cell)[:40]}' is not a whole number of people.")
        else:
            yield Given(question, answer, group, people, f"Cell {_cell(number, place)}")


def whole(cell: Any) -> int | None:
    """How many people a cell says; nought where it is empty, None where it is no whole number of people."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if cell == int(cell) and cell >= 0 else None
    said = str(cell).strip().replace(",", "")
    if not said:
        return 0
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None


def _plain(cell: Any) -> str:
    return " ".join(str(cell).split()).casefold()


def _cell(row: int, place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _rows(data: bytes) -> list[list[Any]]:
    """The cells of the first sheet, or of a CSV file. Raises ValidationError for anything else."""
    if len(data) > MOST_BYTES:
        raise ValidationError("The file is larger than 2 MB. Send the counts alone.")
    rows = _sheet(data) if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else _text(data)
    if len(rows) > MOST_ROWS:
        raise ValidationError(f"There are more than {MOST_ROWS:,} rows. Send the counts alone.")
    return rows


def _sheet(data: bytes) -> list[list[Any]]:
    refused = "This is not a spreadsheet that can be read. Save it as .xlsx without a password and send it again."
    try:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                if sum(one.file_size for one in parts.infolist()) > MOST_UNPACKED:
                    raise ValidationError("The workbook holds far more than the counts of a survey. Send them alone.")
        book = python_calamine.load_workbook(io.BytesIO(data))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    except (
        python_calamine.CalamineError, python_calamine.PasswordError, zipfile.BadZipFile, OSError, ValueError
    ) as error:  # fmt: skip
        raise ValidationError(refused) from error


def _text(data: bytes) -> list[list[Any]]:
    if b"\0" in data:
        raise ValidationError("This is neither a spreadsheet nor a table in text. Save it as .xlsx or .csv.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    separator = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise ValidationError(f"The file cannot be read as a table: {error}.") from error
