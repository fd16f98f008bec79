"""Tables drawn in plain text (strokes, columns of spaces, runs of tabs) as lines with one tab between cells.

Minutes are read otherwise (``reading.plain``): there a column holds prose; here it holds figures, whose headings stand
over them however the figures are set (to the right, mostly).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from goldenthread.kernel.arithmetic.tables import CellKind
from goldenthread.reading.blocks import Line
from goldenthread.reading.columns import pieces_of
from goldenthread.reading.reports.cells import composite, is_period, read_cell
from goldenthread.reading.reports.close_set import opened_out

_RULE = re.compile(r"^[\s+\-–—=_:|]{3,}$")
_LONGEST = 60  # letters: a longer piece is prose, not a label or a figure
_HEADINGS = 4  # lines of headings over a table, at the most
_RUNS_ON = re.compile(r"^\d[\d,.]*%? [a-z]")  # "5 of the quality group": no numbered point begins so
_FULL = 60
_LISTED = re.compile(
    r"^\s*(?:[•*–-]\s+)?(?P<label>[A-Z][^:\t\d]{2,60}?)\s*(?::|\s[–-])\s*(?P<count>£?\d[\d,]*(?:\.\d+)?)"
    r"(?:\s*\((?P<share>\d+(?:\.\d+)?\s?%)\))\s*$"
)


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    text: str

    @property
    def figure(self) -> bool:
        """A figure, a symbol in place of one, or a period."""
        return self.quantity or read_cell(self.text).kind is CellKind.SYMBOL or is_period(self.text)

    @property
    def quantity(self) -> bool:
        """A figure that is no period."""
        said = read_cell(self.text).kind is CellKind.FIGURE or composite(self.text) is not None
        return said and not is_period(self.text)


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    pieces: tuple[_Piece, ...]

    @property
    def blank(self) -> bool:
        return not self.pieces

    @property
    def rule(self) -> bool:
        return bool(_RULE.match(self.line.text))

    @property
    def data(self) -> bool:
        """A label and figures, most of them readable as such."""
        if len(self.pieces) < 2 or self.rule or any(len(piece.text) > _LONGEST for piece in self.pieces):
            return False
        figures = sum(piece.figure for piece in self.pieces[1:])
        return figures * 2 >= len(self.pieces) - 1 and any(piece.quantity for piece in self.pieces[1:])

    @property
    def heading(self) -> bool:
        """Words or periods in several columns."""
        short = all(len(piece.text) <= _LONGEST for piece in self.pieces)
        return len(self.pieces) > 1 and short and not self.data and not self.rule

    @property
    def label(self) -> bool:
        """One short piece: the heading of a group of rows, or the first line of a long label."""
        return len(self.pieces) == 1 and len(self.line.text.strip()) <= _LONGEST and self.line.text.rstrip()[-1] != "."


def laid_out(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines, numbered as they were; drawn tables become tabbed rows, and their rules go."""
    rows = [_row(line) for line in _joined(iter(opened_out(_listed(list(_unpiped(lines))))))]
    made: list[Line] = []
    at = 0
    for start, end in _blocks(rows):
        table = _tabbed(rows[start:end])
        if table is not None:
            made += [*(row.line for row in rows[at:start]), *table]
            at = end
    made += [row.line for row in rows[at:]]
    return tuple(_without_rules(made))


def _unpiped(lines: Sequence[Line]) -> Iterator[Line]:
    """Rows drawn with upright strokes, with tabs in their place; one stroke is enough where the next line has one."""
    counts = [line.text.count("|") for line in lines]
    for at, line in enumerate(lines):
        beside = (counts[at - 1] if at else 0, counts[at + 1] if at + 1 < len(lines) else 0)
        said = line.text.strip()
        if counts[at] > 1 or (counts[at] == 1 and 1 in beside and not said.startswith("|")):
            cells = said.removeprefix("|").removesuffix("|").split("|")
            yield Line(line.number, line.page, "\t".join(cell.strip() for cell in cells))
        else:
            yield line


def _listed(lines: list[Line]) -> list[Line]:
    """ "Neglect: 92 (49%)" line under line as the rows of a table; three at least, or else they are prose."""
    found = [_LISTED.match(line.text) if "\t" not in line.text else None for line in lines]
    made = list(lines)
    start = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and found[at]:
            continue
        if at - start > 2:
            for n in range(start, at):
                match = found[n]
                if match:
                    cells = [match["label"].strip(), match["count"], match["share"] or ""]
                    made[n] = Line(lines[n].number, lines[n].page, "\t".join(cells))
        start = at + 1
    return made


def _joined(lines: Iterator[Line]) -> list[Line]:
    """A line that goes on with a number ("made up of / 5 of the quality group") joined to the one before."""
    made: list[Line] = []
    for line in lines:
        before = made[-1].text.rstrip() if made else ""
        goes_on = len(before) >= _FULL and before[-1] not in ".:;!?" and "\t" not in before + line.text
        if goes_on and _RUNS_ON.match(line.text.strip()) and len(pieces_of(line.text)) == 1:
            made[-1] = Line(made[-1].number, made[-1].page, f"{before} {line.text.strip()}")
        else:
            made.append(line)
    return made


def _row(line: Line) -> _Row:
    if "\t" not in line.text:
        found = [_Piece(piece.start, piece.start + len(piece.text), piece.text) for piece in pieces_of(line.text)]
        return _Row(line, tuple(found))
    made: list[_Piece] = []
    at = 0
    for cell in line.text.split("\t"):
        said = cell.strip()
        if said:
            start = at + len(cell) - len(cell.lstrip())
            made.append(_Piece(start, start + len(said), said))
        at = (at + len(cell)) // 8 * 8 + 8
    return _Row(line, tuple(made))


def _blocks(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """Stretches that may be tables: headings, then rows of figures, with rules and single blank lines among them."""
    done = 0
    for at, row in enumerate(rows):
        if at < done or not row.data:
            continue
        first, run = _tab_run(rows, at)
        if _is_proper(rows[first:run]):
            done = run
            continue
        start, end = _first(rows, at, done), _last(rows, at)
        if sum(one.data for one in rows[start:end]) > 1:
            yield start, end
        done = end


def _tab_run(rows: Sequence[_Row], at: int) -> tuple[int, int]:
    """Where the rows with tabs about ``at`` begin and end."""
    first = last = at
    while first and "\t" in rows[first - 1].line.text:
        first -= 1
    while last < len(rows) and "\t" in rows[last].line.text:
        last += 1
    return first, last


def _is_proper(rows: Sequence[_Row]) -> bool:
    """Whether rows have one tab between cells, so that their columns are plain as they stand."""
    places = [
        {n for n, cell in enumerate(row.line.text.split("\t")) if n and cell.strip()}
        for row in rows
        if len(row.pieces) > 1
    ]
    return bool(places) and len(set().union(*places)) <= max(map(len, places))


def _first(rows: Sequence[_Row], at: int, least: int) -> int:
    start, headings = at, 0
    while start > least and headings < _HEADINGS:
        above = rows[start - 1]
        if above.rule or above.heading or _stands_over(above, rows[at]):
            start, headings = start - 1, headings + (not above.rule)
        elif above.blank and start == at and start - 1 > least and rows[start - 2].heading:
            start -= 1
        else:
            break
    while rows[start].rule:
        start += 1
    return start


def _stands_over(row: _Row, data: _Row) -> bool:
    """A single heading over a column of figures."""
    return len(row.pieces) == 1 and row.pieces[0].start > data.pieces[0].end and len(row.pieces[0].text) <= _LONGEST


def _last(rows: Sequence[_Row], at: int) -> int:
    end = at + 1
    ahead = end
    while ahead < len(rows):
        row = rows[ahead]
        if row.heading or (row.blank and rows[ahead - 1].blank) or _heads_wider(rows, at, ahead):
            break
        alone = row.label and ahead + 1 < len(rows) and rows[ahead + 1].blank
        if alone or not (row.data or row.rule or row.label or row.blank):
            break
        ahead += 1
        end = ahead if row.data else end
    return end


def _heads_wider(rows: Sequence[_Row], at: int, ahead: int) -> bool:
    """Whether a title after a blank line stands over rows of more columns than those from ``at``: another table."""
    if not rows[ahead].label or not rows[ahead - 1].blank or ahead + 1 >= len(rows) or not rows[ahead + 1].data:
        return False
    return len(rows[ahead + 1].pieces) > len(rows[at].pieces)


def _tabbed(rows: Sequence[_Row]) -> list[Line] | None:
    """The rows with one tab between cells; None where their figures do not stand in columns."""
    data = [row for row in rows if row.data]
    count = Counter(len(row.pieces) for row in data).most_common(1)[0][0]
    full = [row for row in data if len(row.pieces) == count]
    spans = [(min(r.pieces[n].start for r in full), max(r.pieces[n].end for r in full)) for n in range(count)]
    if len(full) * 2 < len(data) or any(one[1] > two[0] for one, two in pairwise(spans)):
        return None
    made: list[Line] = []
    held = ""
    for at, row in enumerate(rows):
        if row.blank or row.rule:
            continue
        cells = _cells(row, spans)
        if row.label and cells[0] and at + 1 < len(rows) and _goes_on(rows[at + 1]):
            held = f"{held} {cells[0]}".strip()
            continue
        cells[0], held = f"{held} {cells[0]}".strip(), ""
        made.append(Line(row.line.number, row.line.page, "\t".join(cells)))
    return made


def _goes_on(row: _Row) -> bool:
    """A row of figures whose label begins in the middle of one."""
    return row.data and row.pieces[0].text[:1].islower()


def _cells(row: _Row, spans: Sequence[tuple[int, int]]) -> list[str]:
    cells = [""] * len(spans)
    for number, piece in enumerate(row.pieces):
        at = number if len(row.pieces) == len(spans) else _column(piece, spans)
        cells[at] = f"{cells[at]} {piece.text}".strip()
    return cells


def _column(piece: _Piece, spans: Sequence[tuple[int, int]]) -> int:
    """The column that a piece stands over or under for the greatest part, else the nearest."""

    def away(span: tuple[int, int]) -> tuple[int, int]:
        shared = min(piece.end, span[1]) - max(piece.start, span[0])
        return -max(shared, 0), abs(piece.start + piece.end - span[0] - span[1])

    return min(range(len(spans)), key=lambda at: away(spans[at]))


def _without_rules(lines: Sequence[Line]) -> Iterator[Line]:
    """Rules drawn among the rows of a table say nothing and would part it."""
    for at, line in enumerate(lines):
        beside = [lines[n].text for n in (at - 1, at + 1) if 0 <= n < len(lines)]
        if not (_RULE.match(line.text) and any("\t" in text for text in beside)):
            yield line
