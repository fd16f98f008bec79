"""The report of a move as a file: Excel with a sheet for each part, CSV in one table, Word to take to a meeting."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from goldenthread.kernel.calendars import say
from goldenthread.kernel.now import today
from goldenthread.law.changing import Change
from goldenthread.publishing.documents import Column, Document, Facts, Paragraph, Section, Table
from goldenthread.publishing.spreadsheets import Sheet, to_csv, to_workbook
from goldenthread.publishing.word import to_word

from .tables import HEADINGS, Part

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CAUTION = (
    "Taken from the law as it is described here, each line with its source and how sure that is. Not legal advice."
)
File = tuple[bytes, str]


def title_of(change: Change) -> str:
    return f"Change of law: {change.before.title} to {change.after.title}"


def as_excel(change: Change, parts: list[Part], organisation: str) -> bytes:
    sheets = [Sheet(part.title, HEADINGS, [row.plain for row in part.rows]) for part in parts]
    return to_workbook(f"{title_of(change)}, {organisation}", sheets)


def as_csv(change: Change, parts: list[Part], organisation: str) -> bytes:
    rows = [[part.title, *row.plain] for part in parts for row in part.rows]
    return to_csv(["Part", *HEADINGS], rows)


def as_word(change: Change, parts: list[Part], organisation: str) -> bytes:
    document = Document(
        title=title_of(change),
        organisation=organisation,
        sections=(Section("How to read this", (Paragraph(CAUTION),)), *_sections(parts)),
        facts=Facts((("From", say(change.on)), ("Guidance", change.after.guidance))),
        issued_on=today(),
        cover=False,
    )
    return to_word(document)


#: What is asked for -> how it is written, and as what it is sent.
FORMATS: dict[str, tuple[Callable[[Change, list[Part], str], bytes], str]] = {
    "xlsx": (as_excel, EXCEL),
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "docx": (as_word, WORD),
}


def _sections(parts: Iterable[Part]) -> Iterable[Section]:
    columns = (Column(HEADINGS[0], 1), Column(HEADINGS[1], 3, heads_row=True), Column(HEADINGS[2], 2),
               Column(HEADINGS[3], 3))  # fmt: skip
    for part in parts:
        yield Section(part.title, (Table(part.title, columns, tuple(row.plain for row in part.rows), part.empty),))
