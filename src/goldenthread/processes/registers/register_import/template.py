"""A workbook with our own columns, for a register that is begun anew or copied over: each heading is known when it
comes in, and a second sheet says what each column takes.
"""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.publishing.spreadsheets import Sheet, to_workbook

from .vocabulary import OWN_NUMBER, STATE, Target, Vocabulary

#: So many rows below a case ("Date of visit 1", "Date of visit 2") have columns.
BESIDE = 3
TAKES = {
    "text": "Words", "day": "A date, such as 3 April 2026", "moment": "A date, with a time or without",
    "yes": "Yes or no", "number": "A number",
}  # fmt: skip
ABOUT = ("Column", "Must be filled", "What it takes")


def template_of(words: Vocabulary) -> bytes:
    """The workbook: a sheet of headings alone, and a sheet on each column."""
    columns = list(_columns(words))
    headings = [heading for heading, _ in columns]
    about = [(heading, "Yes" if _must(target) else "", _takes(target)) for heading, target in columns]
    return to_workbook(words.importable.of.title, [Sheet("Cases", headings, []), Sheet("Columns", list(ABOUT), about)])


def _columns(words: Vocabulary) -> Iterator[tuple[str, Target]]:
    """Each heading with what it fills: the case's own, then what hangs from it, so many times."""
    for target in words.of_record():
        if target.name == STATE:
            yield "Status", target
        elif target.name != OWN_NUMBER:
            yield target.label, target
    for entries in words.importable.entries:
        for number in range(1, BESIDE + 1):
            for target in words.of(entries.entries):
                yield f"{target.label.partition(': ')[2].capitalize()} {number}", target


def _must(target: Target) -> bool:
    return target.needed and not target.below


def _takes(target: Target) -> str:
    if target.chosen:
        return "One of: " + "; ".join(label for _, label in target.choices)
    return TAKES[target.kind]
