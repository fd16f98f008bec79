"""The tables of a register coming in: how its rows add up, what is not taken and where, what is here already."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.models import Partnership
from goldenthread.reading.trackers.book import Book
from goldenthread.reading.trackers.headings import headings_at
from goldenthread.web.components import Cell, Column, Link, Table, Tag, Task, count
from goldenthread.web.pages.board import record_address

from .checking import HERE, REFUSED, TAKEN, Checked, lacking_columns
from .forms import words_asked
from .mapping import Way
from .models import RegisterImport
from .rows import NO_CASE
from .taking import desk_of
from .vocabulary import OWN_NUMBER, STATE, Vocabulary

#: As many lines of a kind are shown; the report has all.
SHOWN = 100
COUNTED = (
    ("taken", "would be taken in"), ("refused", "not taken, for the reasons below"), ("here", "here already"),
    ("aside", "left out by you"), ("no_case", "no cases: totals, headings, rows struck through"),
)  # fmt: skip
AFTERWARDS = {"taken": "taken in", "refused": "not taken"}


def sums(counts: dict[str, int], *, done: bool = False) -> Table:
    """Rows in = taken + refused + here already + left out + no cases."""
    words = {name: AFTERWARDS.get(name, said) if done else said for name, said in COUNTED}
    rows = [(Cell(words[name][:1].upper() + words[name][1:]), counts.get(name, 0)) for name, _ in COUNTED
            if counts.get(name) or name in (TAKEN, REFUSED)]  # fmt: skip
    rows.append((Cell("Rows below the headings, all of these together"), counts.get("rows", 0)))
    return Table("How the rows add up", (Column("Rows that are"), Column("Number", True)), tuple(rows))


def checked_context(board: Partnership, one: RegisterImport, found: Checked, words: Vocabulary) -> dict[str, Any]:
    """Everything the page of the check shows."""
    problems = [*found.problems, *found.loose]
    here = found.of(HERE)
    notes = [note for row in found.rows if row.verdict == TAKEN for note in row.case.notes]
    return {
        "counts": found.counts,
        "sums": sums(found.counts),
        "problems": _problems(problems[:SHOWN], words) if problems else None,
        "more": max(len(problems) - SHOWN, 0),
        "here": _here(here[:SHOWN]) if here else None,
        "standing": [(words.importable.of.state_label(state), number) for state, number in _standing(found)],
        "left_out": [f"{left.place}: {NO_CASE[left.why]}" for left in found.left_out[:SHOWN]],
        "notes": notes[:SHOWN],
        "lacking": found.lacking,
        "seen": found.seen,
        "left": found.counts[REFUSED] + len(found.loose),
        "loose": len(found.loose),
        "words_url": reverse("register_words", args=[board.slug, one.pk]),
        "columns_url": reverse("register_columns", args=[board.slug, one.pk]),
        "report_url": reverse("register_report", args=[board.slug, one.pk]),
    }


def _problems(problems: list[Any], words: Vocabulary) -> Table:
    rows = tuple(
        (Cell(p.place, note=label_of(words, p.target)), Cell(p.read[:80] or "Empty"), Cell(p.why)) for p in problems
    )
    columns = (Column("Where"), Column("What was read"), Column("Why it is not taken, and the cure"))
    return Table("Cells that are not taken", columns, rows)


def _here(rows: list[Any]) -> Table:
    lines = tuple((Cell(row.case.place), Cell(row.same)) for row in rows)
    return Table("Cases that are here already", (Column("Where"), Column("Here as")), lines)


def _standing(found: Checked) -> list[tuple[str, int]]:
    """How the cases that would be taken in stand: state -> how many, with what hangs from them."""
    states: dict[str, int] = {}
    for row in found.of(TAKEN):
        states[row.state] = states.get(row.state, 0) + 1
    return sorted(states.items())


def label_of(words: Vocabulary, name: str) -> str:
    """What a target is called on a page; nothing for one that the process has no more."""
    if name == OWN_NUMBER:
        return "Number of the case"
    target = words.targets.get(name)
    return "How it stands" if name == STATE else target.label if target else ""


def rows_said(board: Partnership, one: RegisterImport, book: Book) -> list[Task]:
    """The steps of bringing a register in, each with how far it is."""
    words = desk_of(one).words
    way = Way.of(one.way) if one.way else None
    done, todo = Tag("Done", "green"), Tag("To do", "blue")
    if way is None:
        hint = "No row looks like headings. Say where they stand."
        return [Task("Sheet and headings", todo, _url(board, one, "register_sheet"), hint)]
    sheet = book.sheets[way.main.sheet]
    headings = headings_at(sheet, way.main.row, way.main.rows)
    lacking = lacking_columns(words, way)
    unknown = sum(map(len, words_asked(book, words, way).values()))
    where = f"{sheet.name or 'The file'}, row {way.main.row + 1}"
    filled = f"{len(way.main.columns)} of {count(sum(map(bool, headings.words)), 'column')} are taken in"
    tasks = [
        Task("Sheet and headings", Tag("Found", "green"), _url(board, one, "register_sheet"), where),
        Task("Columns", todo if lacking else Tag("Found", "green"), _url(board, one, "register_columns"),
             f"Nothing fills: {', '.join(lacking)}" if lacking else filled),
    ]  # fmt: skip
    for name, layout in way.below.items():
        address = reverse("register_below", args=[board.slug, one.pk, name])
        tasks.append(Task(f"Columns of “{book.sheets[layout.sheet].name}”", Tag("Found", "green"), address))
    said = f"{count(unknown, 'word')} to explain" if unknown else "Every word is known"
    tasks.append(Task("Words", todo if unknown else done, _url(board, one, "register_words"), said))
    ready = not lacking
    address = _url(board, one, "check_register") if ready else ""
    tasks.append(Task("Look at every row and take it in", todo if ready else Tag("Not yet", "grey"), address))
    return tasks


def written_table(board: Partnership, one: RegisterImport) -> dict[str, Any]:
    """What was written: the sum, and the first of the records."""
    keys = [int(pk) for pk in one.written]
    records = Record.objects.filter(pk__in=keys).order_by("pk")[:SHOWN]
    links = [Link(row.reference, record_address(board, one.process, row.pk)) for row in records]
    return {"sums": sums(one.counts, done=True), "records": links, "more": max(len(keys) - SHOWN, 0)}


def _url(board: Partnership, one: RegisterImport, name: str) -> str:
    return reverse(name, args=[board.slug, one.pk])
