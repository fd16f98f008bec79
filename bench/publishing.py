"""How long a board pack takes: about sixty pages with papers merged in, as PDF, Word and HTML. Three runs of each."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date

import docx
from pypdf import PdfReader

from goldenthread.publishing.documents import (
    Attached,
    Block,
    Bullets,
    Column,
    Document,
    Facts,
    Paragraph,
    Section,
    Table,
)
from goldenthread.publishing.html import to_html
from goldenthread.publishing.papers import PDF, WORD
from goldenthread.publishing.pdf import to_pdf
from goldenthread.publishing.word import to_word

SENTENCE = "The group heard how the localities answer when a plan is repeated, and asked what children say about it. "
RUNS = 3


def main() -> None:
    """Prints pages, bytes and seconds for each format; the first run of PDF includes reading the typefaces."""
    pack = board_pack()
    pages = len(PdfReader(io.BytesIO(to_pdf(pack))).pages)
    print(f"{pages} pages, {sum(1 for section in pack.sections if has_paper(section))} papers")
    makers: tuple[tuple[str, Callable[[Document], bytes | str]], ...] = (
        ("PDF", to_pdf),
        ("Word", to_word),
        ("HTML", to_html),
    )
    for name, make in makers:
        taken, worked = [], []
        for _ in range(RUNS):
            started, busy = time.perf_counter(), time.process_time()
            size = len(make(pack))
            taken.append(f"{time.perf_counter() - started:.2f}")
            worked.append(f"{time.process_time() - busy:.2f}")
        print(f"{name}: {', '.join(taken)} s; of processor {', '.join(worked)} s; {size / 1024:.0f} KB")


def has_paper(section: Section) -> bool:
    return any(isinstance(block, Attached) for block in section.blocks)


def board_pack() -> Document:
    """A pack as a large board has it: 14 items, 60 actions, 20 agencies, 6 papers of which one is a Word file."""
    return Document(
        title="Pack: Strategic board, Tuesday 3 March 2026",
        organisation="Wealdshire Safeguarding Children Partnership",
        marking="For members of the group",
        edition="Members' edition",
        issued_on=date(2026, 2, 24),
        facts=Facts(
            (("Date", "Tuesday 3 March 2026"), ("Time", "2pm to 4:30pm"), ("Place", "Castle Room, County Hall"))
        ),
        sections=(_agenda(), *_minutes(), _actions(), _attendance(), *_papers()),
    )


def _agenda() -> Section:
    columns = (
        Column("No.", 0.4, "right"), Column("Item", 3, heads_row=True), Column("For", 1.6),
        Column("Presented by", 1.6), Column("Minutes", 0.7, "right"), Column("Papers", 1.8),
    )  # fmt: skip
    rows = tuple(
        (str(n), f"Item {n}: what the audit of repeat plans says", "Decision", "Rowan Ashdown", "15", f"Paper {n}")
        for n in range(1, 15)
    )
    return Section("Agenda", (Table("Agenda", columns, rows),))


def _minutes() -> list[Section]:
    said: tuple[Block, ...] = (Paragraph(SENTENCE * 6), Bullets((SENTENCE, SENTENCE)), Paragraph(SENTENCE * 4))
    items = [Section(f"Matter {n}", said, level=2, number=str(n)) for n in range(1, 15)]
    return [Section("Minutes of the meeting of 6 January 2026", (Paragraph(SENTENCE * 3),), new_page=True), *items]


def _actions() -> Section:
    columns = (
        Column("Reference", 1.2, heads_row=True), Column("Action", 3), Column("Owner", 1.5), Column("Due", 1.3),
        Column("Age in days", 0.8, "right"), Column("Deferred", 0.9, "right"), Column("Latest", 2.4),
    )  # fmt: skip
    rows = tuple(
        (f"WSCP-2026-{n:04d}", SENTENCE, "Rowan Ashdown, Wealdshire Police", "3 Mar 2026 (12 days overdue)", "92", "2",
         "6 Jan 2026: " + SENTENCE) for n in range(60)
    )  # fmt: skip
    return Section("Action log", (Table("Carried", columns, rows),), new_page=True)


def _attendance() -> Section:
    titles = ("Present", "Asked to", "Percent", "By deputy", "Apologies", "Absent", "Not known", "Vacant")
    columns = (Column("For", 2.6, heads_row=True), *(Column(title, 0.9, "right") for title in titles))
    rows = tuple((f"Wealdshire agency {n} NHS Foundation Trust", *("5", "6", "83%", "1", "1", "0", "0", "0"))
                 for n in range(20))  # fmt: skip
    return Section("Attendance by agency", (Table("Attendance by agency", columns, rows),))


def _papers() -> list[Section]:
    report = Document(
        title="Report",
        cover=False,
        sections=tuple(Section(f"Part {n}", (Paragraph(SENTENCE * 24),) * 2) for n in range(5)),
    )
    content = to_pdf(report)
    word = docx.Document()
    word.add_heading("A report written in Word", level=1)
    for _ in range(12):
        word.add_paragraph(SENTENCE * 8)
    kept = io.BytesIO()
    word.save(kept)
    files = [(content, PDF)] * 5 + [(kept.getvalue(), WORD)]
    return [
        Section(
            f"Paper {n}: What we found", (Attached(*file, f"What we found, part {n}", f"Paper {n}"),), new_page=True
        )
        for n, file in enumerate(files, start=1)
    ]


if __name__ == "__main__":
    main()
