"""The report of a register coming in, as sheets: the file's own rows with a verdict each, and every cell not taken."""

from __future__ import annotations

from typing import Any

from goldenthread.publishing.spreadsheets import Sheet
from goldenthread.reading.trackers.book import Book, Failed
from goldenthread.reading.trackers.headings import headings_at

from .cells import CODES
from .checking import Checked
from .mapping import Way
from .models import RegisterImport
from .parts import label_of
from .rows import NO_CASE
from .taking import kept_verdicts
from .vocabulary import Vocabulary

VERDICTS = {
    "taken": "Taken in", "refused": "Not taken", "here": "Here already", "aside": "Left out", "no_case": "No case",
    "loose": "Belongs to no case",
}  # fmt: skip
CELLS = ("Where", "What it fills", "What was read", "Why it is not taken, and the cure")


def report_sheets(one: RegisterImport, book: Book, found: Checked, words: Vocabulary) -> list[Sheet]:
    """Before it is taken in: the rows as they stand in the file, and each cell with what was read."""
    problems = [*found.problems, *found.loose]
    said = {row.case.row: "; ".join(f"{p.place}: {p.why}" for p in row.case.problems) for row in found.rows}
    kept = kept_verdicts(found, [])
    cells = [(p.place, label_of(words, p.target), p.read, p.why) for p in problems]
    return [_rows(one, book, kept, said), Sheet("Cells", CELLS, cells)]


def kept_sheets(one: RegisterImport, book: Book | None, words: Vocabulary) -> list[Sheet]:
    """Afterwards: the rows of the file while it is still held, else their places alone; cells by their places."""
    cells = [
        (place, label_of(words, target), "", CODES.get(code, code))
        for verdict in one.verdicts
        for place, target, code in verdict["cells"]
    ]
    said = {
        v["row"]: "; ".join(f"{place}: {CODES.get(code, code)}" for place, _, code in v["cells"]) for v in one.verdicts
    }
    if book is not None:
        return [_rows(one, book, one.verdicts, said), Sheet("Cells", CELLS, cells)]
    columns = ("Where", "Verdict", "Why", "Reference")
    rows = [(v["place"], VERDICTS[v["verdict"]], _why(v, said), v.get("reference", "")) for v in one.verdicts]
    return [Sheet("Rows", columns, rows), Sheet("Cells", CELLS, cells)]


def _rows(one: RegisterImport, book: Book, kept: list[dict[str, Any]], said: dict[int, str]) -> Sheet:
    """The sheet of the cases as it stands, with the verdict on each row beside it."""
    main = Way.of(one.way).main
    sheet = book.sheets[main.sheet]
    headings = headings_at(sheet, main.row, main.rows)
    verdicts = {verdict["row"]: verdict for verdict in kept if verdict["verdict"] != "loose"}
    columns = (
        "Row",
        "Verdict",
        "Why",
        "Reference",
        *(headings.words[at] if at < len(headings.words) else "" for at in range(sheet.width)),
    )
    rows = []
    for row in range(headings.first_below, len(sheet.rows)):
        verdict = verdicts.get(row)
        if verdict is not None:
            cells = [_plain(sheet.at(row, at)) for at in range(sheet.width)]
            rows.append(
                (row + 1, VERDICTS[verdict["verdict"]], _why(verdict, said), verdict.get("reference", ""), *cells)
            )
    return Sheet("Rows", columns, rows)


def _why(verdict: dict[str, Any], said: dict[int, str]) -> str:
    if verdict["verdict"] == "no_case":
        return NO_CASE[verdict["why"]]
    return said.get(verdict["row"], "") if verdict["verdict"] in ("refused", "loose") else ""


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Failed) else "" if value is None else value
