"""A workbook with our own columns, for a register that is begun anew or copied over: each heading is known when it
comes in, and a second sheet says what each column takes. Empty, or with the rows of an invented register.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from goldenthread.core.casework.importable import Row
from goldenthread.publishing.spreadsheets import Sheet, to_workbook

from .vocabulary import OWN_NUMBER, STATE, Target, Vocabulary

#: So many rows below a case ("Date of visit 1", "Date of visit 2") have columns.
BESIDE = 3
TAKES = {
    "text": "Words", "day": "A date, such as 3 April 2026", "moment": "A date, with a time or without",
    "yes": "Yes or no", "number": "A number",
}  # fmt: skip
ABOUT = ("Column", "Must be filled", "What it takes")


def template_of(words: Vocabulary, example: Sequence[Row] = ()) -> bytes:
    """The workbook: a sheet of headings, with the rows of an example or none, and a sheet on each column."""
    columns = list(_columns(words))
    headings = [heading for heading, *_ in columns]
    rows = [[_said(row, target, number) for _, target, number in columns] for row in example]
    about = [(heading, "Yes" if _must(target) else "", _takes(target)) for heading, target, _ in columns]
    sheets = [Sheet("Cases", headings, rows), Sheet("Columns", list(ABOUT), about)]
    return to_workbook(words.importable.of.title, sheets)


def _said(row: Row, target: Target, number: int) -> Any:
    """What a row of an example says in a column: of the case, or of the so-manieth row below it."""
    if not target.below:
        return row.get(target.name, "")
    rows: Sequence[Row] = row.get(target.below, ())
    return rows[number - 1].get(target.fills.name, "") if number <= len(rows) else ""


def _columns(words: Vocabulary) -> Iterator[tuple[str, Target, int]]:
    """Each heading with what it fills: the case's own, then what hangs from it, so many times (1, 2, ...)."""
    for target in words.of_record():
        if target.name == STATE:
            yield "Status", target, 0
        elif target.name != OWN_NUMBER:
            yield target.label, target, 0
    for entries in words.importable.entries:
        for number in range(1, BESIDE + 1):
            for target in words.of(entries.entries):
                yield f"{target.label.partition(': ')[2].capitalize()} {number}", target, number


def _must(target: Target) -> bool:
    return target.needed and not target.below


def _takes(target: Target) -> str:
    if target.chosen:
        return "One of: " + "; ".join(label for _, label in target.choices)
    return TAKES[target.kind]
