"""The section of the annual report on private fostering: written from the year's figures, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from goldenthread.core.tenancy.models import Partnership
from goldenthread.publishing.documents import Column, Document, Note, Paragraph, Section, Table
from goldenthread.publishing.word import to_word

from .counts import Line, Year

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SOURCE = "register of private fostering, yearly return (PF1)"
TOLD = (
    ("notified", "{n} notifications were received."),
    ("begun", "{n} new arrangements began."),
    ("ended", "{n} arrangements ended."),
    ("open", "{n} arrangements were in force at the end of the year."),
)
RUNNING = (
    ("notified", "{n} notifications were received so far."),
    ("begun", "{n} new arrangements began so far."),
    ("ended", "{n} arrangements ended so far."),
    ("open", "{n} arrangements are in force today."),
)


def sentences(year: Year, said: Mapping[str, str], before: str = "") -> list[str]:
    """What the year comes to, in words: nothing is said of a figure that is withheld. `before`: how many notifications
    there were the year before, as it may be said.
    """
    told = RUNNING if year.running else TOLD
    found = [words.format(n=said[key]) for key, words in told if said.get(key, "").isdigit()]
    if before.isdigit() and said.get("notified", "").isdigit():
        then = "so far, and {n} in the whole of the year before" if year.running else "{n} the year before"
        joined = " " if year.running else ", "
        found[0] = f"{said['notified']} notifications were received{joined}{then.format(n=before)}."
    if said.get("visited_7", "").isdigit() and said.get("notified", "").isdigit():
        found.append(f"A first visit was made within 7 working days after {said['visited_7']} of the notifications.")
    return found or ["The numbers of this year are too small to be given without telling a child from them."]


def as_word(board: Partnership, year: Year, said: Mapping[str, str], on: date, before: str = "") -> bytes:
    """A Word file: the sentences, then each table with the source of its figures."""
    until = f"{on:%-d %B %Y}, while it runs" if year.running else f"31 March {year.year.last.year}"
    name = f"1 April {year.year.first.year} to {until}"
    document = Document(
        title="Private fostering",
        organisation=board.name,
        sections=(
            Section(
                f"The year {name}",
                tuple(Paragraph(f"{one} (Source: {SOURCE}.)") for one in sentences(year, said, before)),
            ),
            Section("The yearly return", (_table("The yearly return", year.cells, said),)),
            Section("Who told the council", (_table("Who told the council", year.sources, said),)),
            Section(
                "How to read this", (Note(f"c: withheld, so that no child can be told from it. Source: {SOURCE}."),)
            ),
        ),
        issued_on=on,
        cover=False,
    )
    return to_word(document)


def _table(title: str, lines: tuple[Line, ...], said: Mapping[str, str]) -> Table:
    rows = tuple((line.words, said.get(line.key, ""), SOURCE) for line in lines)
    columns = (Column("What is counted", 4, heads_row=True), Column("How many", 1), Column("Source", 2))
    return Table(title, columns, rows, "Nothing.")
