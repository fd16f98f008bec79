"""Tables set with single spaces, as text taken from a PDF often is: "Foster care (in house) 214 198"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from goldenthread.kernel.arithmetic.periods import when
from goldenthread.kernel.arithmetic.roles import is_all, is_total
from goldenthread.kernel.arithmetic.tables import CellKind
from goldenthread.reading.blocks import Line
from goldenthread.reading.reports.cells import composite, is_period, read_cell

_FEWEST = 3  # rows: two lines that end in figures are prose as often as not
_LONGEST = 60  # letters of a label
_SHARE = re.compile(r"^\([+\-−–]?[\d.,]+\s?%\)$")
_WORDY = re.compile(
    r"[.;,:]$|\b(?:was|were|is|are|of|in|from|to|than|and|by|at|on|for|with|had|has|have|the|a)$", re.IGNORECASE
)


def opened_out(lines: Sequence[Line]) -> list[Line]:
    """The same lines, with tabs between the label and the figures of rows that stand line under line."""
    ends = [_ends(line.text) for line in lines]
    made = list(lines)
    start = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and ends[at]:
            continue
        if at - start >= _FEWEST:
            _open(lines, made, ends, start, at)
        start = at + 1
    return made


def _open(lines: Sequence[Line], made: list[Line], ends: Sequence[list[str]], start: int, end: int) -> None:
    count = Counter(len(ends[n]) for n in range(start, end)).most_common(1)[0][0]
    rows = [n for n in range(start, end) if len(ends[n]) >= count]
    cells = {n: _row(lines[n].text, ends[n], count) for n in rows}
    totals = any(is_total(row[0]) or is_all(row[0]) for row in cells.values())
    shares = all(composite(cell) for row in cells.values() for cell in row[1:])
    if len(rows) < end - start or (count == 1 and not totals and not shares):
        return
    for n in rows:
        made[n] = Line(lines[n].number, lines[n].page, "\t".join(cells[n]))
    above = start - 1
    heading = _heading(lines[above].text, count) if above >= 0 else None
    if heading:
        made[above] = Line(lines[above].number, lines[above].page, "\t".join(heading))


def _row(text: str, ends: Sequence[str], count: int) -> list[str]:
    """The label and the last ``count`` figures; figures before them belong to the label ("Standard 1")."""
    kept = list(ends[len(ends) - count :])
    tail = sum(len(cell.split(" ")) for cell in kept)
    return [" ".join(text.split(" ")[:-tail]), *kept]


def _ends(text: str) -> list[str]:
    """The figures that a line ends with; none where it is no row of a table."""
    said = text.strip()
    if not said or "\t" in said or "  " in said or not said[0].isalnum():
        return []
    words = said.split(" ")
    found: list[str] = []
    while words and _is_value(words, bool(found)):
        cell = words.pop()
        if _SHARE.match(cell) and words and composite(f"{words[-1]} {cell}"):
            cell = f"{words.pop()} {cell}"
        found.insert(0, cell)
    label = " ".join(words)
    fine = 1 < len(label) <= _LONGEST and any(c.isalpha() for c in label) and not _WORDY.search(label)
    return found if fine and any(read_cell(c).kind is CellKind.FIGURE or composite(c) for c in found) else []


def _is_value(words: Sequence[str], later: bool) -> bool:
    cell = words[-1]
    if cell.endswith(".") or is_period(cell):
        return False
    if _SHARE.match(cell) or read_cell(cell).kind is CellKind.FIGURE:
        return True
    return cell in {"-", "–", "*", "n/a"} or (cell in {"c", "x"} and later)


def _heading(text: str, count: int) -> list[str] | None:
    """The line over the rows as a heading for each column, where its words can be told apart."""
    words = text.strip().split(" ")
    if "\t" in text or "  " in text.strip() or len(words) < count or text.rstrip()[-1:] in ".:;":
        return None
    tail = words[-count:]
    if len(words) <= count + 1 or all(when(word) or word in {"%", "Total", "Change", "Number"} for word in tail):
        return [" ".join(words[:-count]), *tail]
    return None
