"""The section of the annual report on case reviews: sentences and tables, each figure with its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import Stretch, label
from goldenthread.publishing.documents import Column, Document, Note, Paragraph, Section, Table
from goldenthread.publishing.spreadsheets import Sheet, to_csv, to_workbook
from goldenthread.publishing.word import to_word

from .counting import BY_END, BY_SOURCE, IN_TIME, TIMED, total_key

WITHHELD = "c"
HEADS = ("What is counted", "Number")
TOO_SMALL = "The numbers of this year are too small to be given without telling a child from them."


def tables_of(shown: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, Any]]]]:
    """(title, rows) of each table that everyone may see; a withheld number is a c."""
    cells = shown["cells"]
    return [
        (one["title"], [(name, WITHHELD if cells.get(key) is None else cells[key]) for name, key in one["rows"]])
        for one in shown["tables"]
    ]


def sentences(shown: Mapping[str, Any]) -> Iterator[str]:
    """What the year comes to, in words: nothing is said of a figure that is withheld."""
    cells = shown["cells"]
    notified, ended = cells.get(total_key(BY_SOURCE)), cells.get(total_key(BY_END))
    if notified is not None:
        yield f"{notified} serious incidents were notified."
    if ended is not None:
        yield f"On {ended} notifications it was settled in the year what comes of them, some of earlier years."
    for title in TIMED.values():
        over, of = cells.get(f"{title}: {IN_TIME}"), cells.get(total_key(title))
        if over is not None and of:
            yield f"{title}: {over} of {of}."


def as_word(board: Partnership, shown: Mapping[str, Any], year: Stretch, source: str, on: date) -> bytes:
    said = [Paragraph(f"{one} (Source: {source}.)") for one in sentences(shown)]
    columns = (Column(HEADS[0], 4, heads_row=True), Column(HEADS[1], 1), Column("Source", 2))
    tables = (
        Section(
            title,
            (Table(title, columns, tuple((name, str(number), source) for name, number in rows), "Nothing."),),
        )
        for title, rows in tables_of(shown)
    )
    notes = (Note(f"c: withheld, so that no child can be told from it. Source: {source}."),)
    return to_word(
        Document(
            title=f"Case reviews, {label(year)}",
            organisation=board.name,
            sections=(
                Section("The year", tuple(said) or (Paragraph(TOO_SMALL),)),
                *tables,
                Section("How to read this", notes),
            ),
            issued_on=on,
            cover=False,
        )
    )


def as_excel(shown: Mapping[str, Any], year: Stretch) -> bytes:
    return to_workbook(f"Case reviews {label(year)}", [Sheet(title, HEADS, rows) for title, rows in tables_of(shown)])


def as_csv(shown: Mapping[str, Any]) -> bytes:
    return to_csv(("Table", *HEADS), [(title, *row) for title, rows in tables_of(shown) for row in rows])
