"""An agency's chronology (bytes) into rows: every row with its place, and what could not be read by cell with the cure.

Nothing is lost: a row whose date cannot be read is kept without one, a column without a known heading is kept beside
the row, and what stands outside the table is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from goldenthread.kernel.chronology.model import Row, Seen, Unread, When
from goldenthread.reading.chronology.dates import DateRead, read_when
from goldenthread.reading.chronology.grids import Grid, grids_of
from goldenthread.reading.chronology.headings import columns_of
from goldenthread.reading.chronology.seen import seen_in, seen_of
from goldenthread.reading.errors import UnreadableDocument

_TOP = 25  # rows: the headings stand near the top of a sheet
_AGENCY = re.compile(
    r"^\W*(?:name of )?(?:agency|organi[sz]ation|service|completed (?:by|for))(?: name)?\s*[:\-\u2013]\s*(.+)$", re.I
)
_NO_NAME = re.compile(r"^(?:sheet|table|tab|chronology|data|blad|feuil)[\s_-]*\d*$|^\W*$", re.I)
_COLUMNS_CURE = "Head its columns with at least 'Date' and 'Event'."
_WORDS = (
    ("no minutes do", "no chronology does"),
    ("Choose the minutes as .docx, .pdf, .html or .txt", "Choose the chronology as .xlsx, .xls, .ods, .csv or .docx"),
    ("of the minutes of one meeting", "of one chronology"),
    ("the minutes", "the chronology"),
)


@dataclass(frozen=True)
class SheetRead:
    """How one sheet or table was read: whose it is, and which heading was taken for what."""

    name: str
    agency: str
    headings: tuple[tuple[str, str], ...]
    rows: int


@dataclass(frozen=True)
class ChronologyRead:
    """One file. `rows` as they stand in it; `unread`: cells and sheets that a person should look at."""

    filename: str
    rows: tuple[Row, ...]
    unread: tuple[Unread, ...]
    sheets: tuple[SheetRead, ...]


def read_chronology(data: bytes, name: str, agency: str = "") -> ChronologyRead:
    """Every row of a chronology: .xlsx, .xls, .ods, .csv, .tsv, or tables of .docx, .html, .pdf and text.

    `agency`: whose it is, where the caller knows; else a column says so, or a line above the table, or the sheet's or
    file's name. Raises UnreadableDocument with a code and a plain message, also where no table heads a date.
    """
    try:
        grids = grids_of(data, name)
    except UnreadableDocument as problem:
        message = problem.message
        for old, new in _WORDS:
            message = message.replace(old, new)
        raise UnreadableDocument(problem.code, message) from problem
    read = _Reader(name, agency)
    for grid in grids:
        read.grid(grid)
    if not read.sheets:
        raise UnreadableDocument(
            "no_columns", f"No table in this file has a column headed with a date and one of events. {_COLUMNS_CURE}"
        )
    return ChronologyRead(name, tuple(read.rows), tuple(read.unread), tuple(read.sheets))


class _Reader:
    """Reads grid by grid; a table without headings that goes on from the one before keeps its columns."""

    def __init__(self, name: str, agency: str) -> None:
        self.name, self.given = name, agency
        self.rows: list[Row] = []
        self.unread: list[Unread] = []
        self.sheets: list[SheetRead] = []
        self.columns: dict[str, int] = {}
        self.headings: tuple[str, ...] = ()
        self.agency = ""
        self.above: DateRead | None = None
        self.written = ""  # the date of the row above, as it was typed

    def grid(self, grid: Grid) -> None:
        """Add the rows of one sheet or table."""
        start = next((n for n, row in enumerate(grid.rows[:_TOP]) if columns_of(row)), None)
        if self._goes_on(grid, start):
            start = None
        elif start is None:
            self._left_out(grid)
            return
        if start is not None:
            self.headings = tuple(" ".join(text.split()) for text in grid.rows[start])
            self.columns = columns_of(self.headings)
            self.agency = self.given or self._whose(grid, start)
            self.above = None
            self._before(grid, start)
        before = len(self.rows)
        for number in range(0 if start is None else start + 1, len(grid.rows)):
            self._row(grid, number)
        named = tuple((kind, self.headings[place]) for kind, place in self.columns.items())
        self.sheets.append(SheetRead(grid.name, self.agency, named, len(self.rows) - before))

    def _goes_on(self, grid: Grid, start: int | None) -> bool:
        """A table over several pages is several tables, the later ones without headings, or with the same once more."""
        if not self.columns or max(map(len, grid.rows)) != len(self.headings):
            return False
        if start == 0 or (start is not None and columns_of(grid.rows[start]) != self.columns):
            return False
        dates = (row[self.columns["date"]] for row in grid.rows[:start])
        first = next((text for text in dates if text.strip()), "")
        return read_when(first).when.is_known

    def _left_out(self, grid: Grid) -> None:
        first = next(n for n, row in enumerate(grid.rows) if any(cell.strip() for cell in row))
        text = " | ".join(cell for cell in grid.rows[first] if cell.strip())
        problem = f"No columns of a chronology are headed in {grid.name or 'this table'}: it was left out."
        self.unread.append(Unread(grid.cell(first, -1), text, problem, _COLUMNS_CURE))

    def _whose(self, grid: Grid, start: int) -> str:
        lines = [*grid.above, *(" ".join(filter(str.strip, row)) for row in grid.rows[:start])]
        said = next((found[1].strip() for line in lines if (found := _AGENCY.match(line))), "")
        if said or not _NO_NAME.match(grid.name):
            return said or grid.name
        return PurePath(self.name).stem.replace("_", " ").strip() or "Agency not named"

    def _before(self, grid: Grid, start: int) -> None:
        """What stands above the headings is no row; it is told, so that nothing is lost."""
        for number, row in enumerate(grid.rows[:start]):
            text = " ".join(cell for cell in row if cell.strip())
            if text and not _AGENCY.match(text):
                self.unread.append(
                    Unread(grid.cell(number, -1), text, "It stands above the headings.", "Nothing to do.")
                )

    def _row(self, grid: Grid, number: int) -> None:
        texts = grid.rows[number]
        filled = [n for n, text in enumerate(texts) if text.strip()]
        if not filled or columns_of(texts) == self.columns:
            return
        if not set(filled) & {self.columns[k] for k in ("event", "action", "comment") if k in self.columns}:
            self._only(grid, number, filled)
            return
        when = self._when(grid, number)
        self.rows.append(self._made(grid, number, when))

    def _only(self, grid: Grid, number: int, filled: Sequence[int]) -> None:
        text = " | ".join(grid.rows[number][n] for n in filled)
        problem = "The row says nothing of what happened: it was left out."
        place = grid.cell(number, self.columns["event"])
        self.unread.append(Unread(place, text, problem, "Write the event in this cell, if it is one."))

    def _cell(self, grid: Grid, number: int, kind: str) -> str:
        place, row = self.columns.get(kind), grid.rows[number]
        return row[place].strip() if place is not None and place < len(row) else ""

    def _when(self, grid: Grid, number: int) -> When:
        said, until = self._cell(grid, number, "date"), self._cell(grid, number, "date_to")
        place = grid.cell(number, self.columns["date"])
        if not said:
            return self._from_above(grid, number)
        read = read_when(f"{said} to {until}" if until and until != said else said, self._cell(grid, number, "time"))
        if read.problem:
            self.unread.append(Unread(place, said, read.problem, read.cure))
        self.above, self.written = read, said
        return read.when

    def _from_above(self, grid: Grid, number: int) -> When:
        """A cell left empty under a date means the same date: it is taken over, and told."""
        place = grid.cell(number, self.columns["date"])
        if self.above is None or not self.above.when.is_known:
            self.unread.append(Unread(place, "", "There is no date.", "Write the date of the event."))
            return When(self._cell(grid, number, "time"))
        problem = f"There is no date: that of the row above was taken ({self.above.when.in_words()})."
        self.unread.append(Unread(place, "", problem, "Write the date, if it is another."))
        hours = self._cell(grid, number, "time")
        own = read_when(f"{self.above.when.first}", hours).when  # its own time, never that of the row above
        return replace(self.above.when, text=f"{self.written} {hours}".strip(), at=own.at, until=own.until)

    def _made(self, grid: Grid, number: int, when: When) -> Row:
        texts = {kind: self._cell(grid, number, kind) for kind in self.columns}
        other = [*self._others(grid.rows[number])]
        agency = self.agency
        if texts.get("agency"):
            if self.given:
                other.append((self.headings[self.columns["agency"]], texts["agency"]))
            else:
                agency = texts["agency"]
        return Row(
            agency, when, texts.get("event", ""), grid.cell(number, self.columns["event"]),
            action=texts.get("action", ""), comment=texts.get("comment", ""), who=texts.get("who", ""),
            professional=texts.get("professional", ""), seen=self._seen(grid, number, other), other=tuple(other),
        )  # fmt: skip

    def _seen(self, grid: Grid, number: int, other: list[tuple[str, str]]) -> Seen:
        cell = self._cell(grid, number, "seen")
        said = seen_of(cell)
        if said is None:
            place = grid.cell(number, self.columns["seen"])
            other.append((self.headings[self.columns["seen"]], cell))
            self.unread.append(Unread(place, cell, "It says neither seen nor not seen.", "Write yes, no or alone."))
        elif len(cell.split()) > 1 and cell.lower() != said:
            other.append((self.headings[self.columns["seen"]], cell))  # "Yes, asleep in his cot" says more than seen
        if said in (None, Seen.NOT_SAID):
            return seen_in(f"{self._cell(grid, number, 'event')} {self._cell(grid, number, 'action')}")
        return said or Seen.NOT_SAID

    def _others(self, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Columns that no meaning was found for."""
        known = set(self.columns.values())
        for place, text in enumerate(texts):
            if place not in known and text.strip():
                yield (
                    (self.headings[place] if place < len(self.headings) else "") or f"Column {place + 1}",
                    text.strip(),
                )
