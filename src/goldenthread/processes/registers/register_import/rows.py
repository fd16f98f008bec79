"""Each row of a register looked at: what a case says, what of it was not taken and where, rows that are no cases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from goldenthread.reading.trackers.book import Book, Sheet, empty, shown
from goldenthread.reading.trackers.headings import Headings, headings_at, key_of, why_no_case

from .cells import take_cell
from .mapping import Layout, Way
from .vocabulary import OWN_NUMBER, Target, Vocabulary

#: Why a row is no case, in words.
NO_CASE = {
    "total": "It adds up other rows.",
    "heading": "It is a heading, or a note, between the cases.",
    "struck": "It is struck through.",
}


@dataclass(frozen=True)
class Problem:
    """What was not taken: of which target, in which cell, a code that may be kept, what was read and the cure.

    `read` and `why` may quote the cell: they are shown, and never kept.
    """

    code: str
    target: str
    sheet: int
    row: int
    column: int | None
    place: str
    read: str
    why: str


@dataclass
class Case:
    """One case of the file: where it stands and what its cells say."""

    sheet: int
    row: int
    place: str
    values: dict[str, Any] = field(default_factory=dict)
    below: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    number: str = ""
    ties: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LeftOut:
    """A row that is no case, and why: a code of `NO_CASE`."""

    row: int
    place: str
    why: str


@dataclass(frozen=True)
class Read:
    """All that stands in the file, by the way it is read. `loose` are rows of other sheets that belong to no case."""

    cases: tuple[Case, ...]
    left_out: tuple[LeftOut, ...]
    loose: tuple[Problem, ...]
    rows: int


@dataclass(frozen=True)
class _Reading:
    book: Book
    words: Vocabulary
    way: Way


def read_rows(book: Book, words: Vocabulary, way: Way) -> Read:
    """Look at every row below the headings. Nothing is asked of the database."""
    reading = _Reading(book, words, way)
    sheet, headings = _laid_out(book, way.main)
    cases, left = [], []
    for row in range(headings.first_below, len(sheet.rows)):
        why = why_no_case(sheet, row, headings, way.main.columns)
        if not why:
            cases.append(_case(reading, sheet, headings, row))
        elif why != "blank":
            left.append(LeftOut(row, sheet.place_of_row(row), why))
    loose = [problem for name, layout in way.below.items() for problem in _hang(reading, name, layout, cases)]
    return Read(tuple(cases), tuple(left), tuple(loose), len(cases) + len(left))


def _laid_out(book: Book, layout: Layout) -> tuple[Sheet, Headings]:
    sheet = book.sheets[layout.sheet]
    return sheet, headings_at(sheet, layout.row, layout.rows)


def _case(reading: _Reading, sheet: Sheet, headings: Headings, row: int) -> Case:
    at, main = reading.way.main.sheet, reading.way.main
    case = Case(at, row, sheet.place_of_row(row))
    if row in sheet.hidden:
        case.notes.append(f"{case.place} is hidden in the file, and is read like the others.")
    for name in dict.fromkeys(main.columns.values()):
        target = reading.words.targets.get(name)
        if target is not None and not target.below:
            _fill(reading, sheet, case, target, main.filling(name))
    for entries in reading.words.importable.entries:
        _rows_in_columns(reading, sheet, headings, case, entries.entries)
    case.number = case.values.pop(OWN_NUMBER, "") or ""
    case.ties = frozenset(key_of(str(text)) for text in (case.number, *_tying(reading, case)) if text)
    return case


def _tying(reading: _Reading, case: Case) -> list[Any]:
    return [case.values.get(one.name) for one in reading.words.telling() if one.kind == "text"]


def _fill(reading: _Reading, sheet: Sheet, case: Case, target: Target, columns: list[int]) -> None:
    """The value of one target: of one cell, or of several texts beside each other joined by a space."""
    if len(columns) > 1 and target.kind == "text":
        parts = [shown(sheet.at(case.row, at)) for at in columns]
        case.values[target.name] = " ".join(part for part in parts if part)
        return
    taken = _take(reading, sheet, case, target, case.row, columns[0])
    if taken is not None:
        case.values[target.name] = taken


def _take(
    reading: _Reading, sheet: Sheet, case: Case, target: Target, row: int, column: int, sheet_at: int | None = None
) -> Any:
    """The value of a cell; nothing, and a line among the case's problems, where it was not taken."""
    content = sheet.at(row, column)
    taken = take_cell(content, target, reading.way.values.get(target.name, {}))
    place = sheet.place(row, column)
    if taken.code:
        at = case.sheet if sheet_at is None else sheet_at
        case.problems.append(Problem(taken.code, target.name, at, row, column, place, shown(content), taken.why))
    elif taken.note:
        case.notes.append(f"{place}: {taken.note}")
    return taken.value


def _rows_in_columns(reading: _Reading, sheet: Sheet, headings: Headings, case: Case, name: str) -> None:
    """Rows below a case that stand beside it: "Visit 1", "Visit 2", each with what goes with it by its number."""
    rows: dict[int, dict[Target, int]] = {}
    counted: dict[str, int] = {}
    for column, filled in sorted(reading.way.main.columns.items()):
        target = reading.words.targets.get(filled)
        if target is None or target.below != name:
            continue
        counted[filled] = counted.get(filled, 0) + 1
        numbers = re.findall(r"\d+", headings.words[column] if column < len(headings.words) else "")
        rows.setdefault(int(numbers[-1]) if numbers else counted[filled], {})[target] = column
    for number in sorted(rows):
        values = {t: _take(reading, sheet, case, t, case.row, at) for t, at in rows[number].items()}
        _add(reading, case, name, values, sheet, case.row, rows[number])


def _add(
    reading: _Reading,
    case: Case,
    name: str,
    values: Mapping[Target, Any],
    sheet: Sheet,
    row: int,
    columns: Mapping[Target, int],
    sheet_at: int | None = None,
) -> None:
    """Keep one row below a case; say so where its first part is missing and others are there."""
    first = next(one for one in reading.words.of(name) if one.first)
    said = {target: value for target, value in values.items() if value not in (None, "", False)}
    if first in said:
        below = {target.fills.name: value for target, value in values.items() if value is not None}
        case.below.setdefault(name, []).append(below)
        return
    failed = {(p.row, p.column) for p in case.problems}
    spoken = [at for target, at in columns.items() if target in said and (row, at) not in failed]
    if spoken and (row, columns.get(first)) not in failed:
        at = columns.get(first, spoken[0])
        where = case.sheet if sheet_at is None else sheet_at
        why = f"There is more of this here, and {first.label.partition(': ')[2]} is empty. Fill it in."
        case.problems.append(Problem("needed", first.name, where, row, at, sheet.place(row, at), "", why))


def _hang(reading: _Reading, name: str, layout: Layout, cases: list[Case]) -> list[Problem]:
    """Rows of another sheet, each with the case whose number it has; those that have none are given back."""
    sheet, headings = _laid_out(reading.book, layout)
    by: dict[str, list[Case]] = {}
    for case in cases:
        for number in case.ties:
            by.setdefault(number, []).append(case)
    loose = []
    tie = next(iter(layout.filling(OWN_NUMBER)), 0)
    columns = {
        reading.words.targets[filled]: at for at, filled in sorted(layout.columns.items()) if filled != OWN_NUMBER
    }
    for row in range(headings.first_below, len(sheet.rows)):
        if why_no_case(sheet, row, headings, layout.columns):
            continue
        found = by.get(key_of(shown(sheet.at(row, tie))), [])
        if len(found) == 1:
            values = {t: _take(reading, sheet, found[0], t, row, at, layout.sheet) for t, at in columns.items()}
            _add(reading, found[0], name, values, sheet, row, columns, layout.sheet)
        elif any(not empty(sheet.at(row, at)) for at in columns.values()):
            loose.append(_loose(sheet, layout, row, tie, len(found)))
    return loose


def _loose(sheet: Sheet, layout: Layout, row: int, tie: int, found: int) -> Problem:
    code = "several_cases" if found else "no_case"
    why = (
        "Several cases have this number. Give each case a number of its own."
        if found
        else "No case on the sheet of cases has this number. Write the number as it stands there."
    )
    return Problem(code, OWN_NUMBER, layout.sheet, row, tie, sheet.place(row, tie), shown(sheet.at(row, tie)), why)
