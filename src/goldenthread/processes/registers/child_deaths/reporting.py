"""A year of child deaths as files: every table as Excel or CSV, the yearly return, a section for the annual report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure import Table as Counts
from goldenthread.kernel.periods import Stretch, label
from goldenthread.law.deaths.lscb1 import Lscb1
from goldenthread.publishing.documents import Column, Document, Note, Paragraph, Section, Table
from goldenthread.publishing.spreadsheets import Sheet, to_csv, to_workbook
from goldenthread.publishing.word import to_word

from .counting import shape_of

WITHHELD = "c"
HEADS = ("Section", "What is counted", "Reviews completed", "Modifiable", "None", "Inadequate", "Not recorded")
Flat = tuple[str, list[str], list[list[Any]]]


def flat_tables(shown: Mapping[str, Any]) -> list[Flat]:
    """(title, columns, rows) of each table that everyone may see; a withheld number is a c."""
    cells = shown["cells"]
    return [
        *((table["title"], table["columns"], [[name, *(_said(cells.get(key)) for key in keys)]
                                              for name, keys in table["rows"]]) for table in shown["tables"]),
        *((one["title"], ["Rate", "95% interval", "To know"], one["rows"]) for one in shown["rates"]),
    ]  # fmt: skip


def true_tables(tables: Sequence[Counts]) -> list[Flat]:
    """The same with every number, for those who keep the register."""
    found = []
    for table in tables:
        shape, cells = shape_of(table), {cell.key: cell.count for cell in table.cells}
        rows = [[name, *(cells[key] for key in keys)] for name, keys in shape.rows]
        found.append((shape.title, list(shape.columns), rows))
    return found


def as_excel(title: str, tables: Sequence[Flat]) -> bytes:
    """A sheet for each table."""
    return to_workbook(title, [Sheet(name, ["What is counted", *heads], rows) for name, heads, rows in tables])


def as_csv(tables: Sequence[Flat]) -> bytes:
    """One line for each number: table, row, column, number."""
    lines = [
        [name, row[0], head, value] for name, heads, rows in tables for row in rows
        for head, value in zip(heads, row[1:], strict=True)
    ]  # fmt: skip
    return to_csv(["Table", "What is counted", "Column", "Number"], lines)


def lscb1_rows(found: Lscb1) -> list[list[Any]]:
    """Every line of the return."""
    return [
        [one.section, one.words, one.completed, one.modifiable, one.none, one.inadequate, one.not_recorded]
        for one in found.lines
    ]


def lscb1_file(found: Lscb1, kind: str) -> bytes:
    """The return as Excel, with what would be sent back on a second sheet; or its lines as CSV."""
    if kind == "csv":
        return to_csv(HEADS, lscb1_rows(found))
    beside = [["Deaths notified in the year", found.notified], ["Reviews open at its end", found.open]]
    return to_workbook(
        f"LSCB1 {label(found.year)}",
        [
            Sheet("LSCB1", HEADS, lscb1_rows(found)),
            Sheet("Beside", ["What is counted", "Number"], beside),
            Sheet("To be mended", ["What is missing"], [[one] for one in found.problems]),
        ],
    )


def sentences(shown: Mapping[str, Any], year: Stretch) -> Iterator[str]:
    """What the year comes to, in words: nothing is said of a figure that is withheld."""
    cells, name = shown["cells"], label(year)
    notified = cells.get(f"Deaths notified, {name}: expected or unexpected: Total")
    reviewed = cells.get(f"Reviews completed, {name}: time from death to review: Total")
    if notified is not None:
        yield f"{notified} deaths of children who lived here were notified."
    if reviewed is not None:
        yield f"The panel completed {reviewed} reviews; these are often of deaths in earlier years."
    changeable = cells.get(
        f"Reviews completed, {name}: modifiable factors by category: Total | Modifiable factors identified"
    )
    if changeable is not None:
        yield f"Modifiable factors were found in {changeable} of them."
    within = cells.get(f"Reviews completed, {name}: time from death to review: Within 6 months")
    if within is not None:
        yield f"{within} reviews were completed within six months of the death."


def as_word(board: Partnership, shown: Mapping[str, Any], year: Stretch, on: date, source: str) -> bytes:
    """The section of the annual report: sentences, and each table with the source of its figures: what was counted."""
    said = [Paragraph(f"{one} (Source: {source}.)") for one in sentences(shown, year)]
    none = Paragraph("The numbers of this year are too small to be given without telling a child from them.")
    tables = (
        Section(
            title,
            (
                Table(
                    title,
                    (Column("What is counted", 3, heads_row=True), *(Column(head) for head in heads)),
                    tuple(tuple(str(one) for one in row) for row in rows),
                    "Nothing.",
                ),
                Note(f"Source: {source}."),
            ),
        )
        for title, heads, rows in flat_tables(shown)
    )
    notes = (Note(f"c: withheld, so that no child can be told from it. Source: {source}."),)
    return to_word(
        Document(
            title=f"Child deaths, {label(year)}",
            organisation=board.name,
            sections=(Section("The year", tuple(said) or (none,)), *tables, Section("How to read this", notes)),
            issued_on=on,
            cover=False,
        )
    )


def _said(value: Any) -> Any:
    return WITHHELD if value is None else value
