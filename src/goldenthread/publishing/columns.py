"""How a table's columns share the page, so that no word runs into the next column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goldenthread.publishing.documents import Table, Text, plain

# Letters on a full line at 12 pt, counting capitals and wide letters: A4 upright (170 mm) and on its side (257 mm).
LINE_LETTERS = 68
WIDE_LETTERS = 104
_CELL_PADDING = 2  # letters' worth of space that the two sides of a cell take
_LONGEST_KEPT_WHOLE = 17  # "Northamptonshire" stays whole; a web address is broken


@dataclass(frozen=True, slots=True)
class Columns:
    """Letters that fit on a line of each column, and whether the table needs the page on its side."""

    letters: tuple[int, ...]
    wide: bool


def columns_for(table: Table) -> Columns:
    """Every column gets at least its longest word and no more than its longest line; weights share out what is between.

    A table whose columns cannot do so on an upright page goes on its side. One that cannot even there breaks words.
    """
    needs = [_needs(table, place) for place in range(len(table.columns))]
    least = sum(need[0] for need in needs)
    wide = least > LINE_LETTERS
    line = WIDE_LETTERS if wide else LINE_LETTERS
    if least > line:
        widths = [line * need[0] / least for need in needs]
    else:
        widths = _shared(needs, [_weight(table, place) for place in range(len(table.columns))], line)
    return Columns(tuple(max(3, int(width) - _CELL_PADDING) for width in widths), wide)


def _needs(table: Table, place: int) -> tuple[float, float]:
    """The least a column needs and the most it can use, in letters with padding."""
    cells = (table.columns[place].title, *(plain(row[place]) for row in table.rows))
    word = max((len(word) for cell in cells for word in re.split(r"[ \t\n]+", cell)), default=1)
    line = max((len(line) for cell in cells for line in cell.splitlines()), default=1)
    least = min(word, _LONGEST_KEPT_WHOLE) + _CELL_PADDING + 1
    return least, max(least, line + _CELL_PADDING + 1)


def _weight(table: Table, place: int) -> float:
    """A column's share of the room to spare: its own weight, times how much its cells hold, so that rows stay low."""
    held = sum(len(plain(row[place])) for row in table.rows) / max(1, len(table.rows))
    return table.columns[place].width * max(4.0, held)


def lines_needed(row: tuple[Text, ...], letters: tuple[int, ...]) -> int:
    """About how many lines the row's tallest cell takes."""
    return max(
        sum(1 + len(line) // room for line in plain(cell).splitlines() or [""])
        for cell, room in zip(row, letters, strict=True)
    )


def _shared(needs: list[tuple[float, float]], weights: list[float], line: float) -> list[float]:
    """Widths by weight within what each column needs; when all are content, the rest is spread by weight."""
    widths = [need[0] for need in needs]
    open_places = set(range(len(needs)))
    spare = line - sum(widths)
    while spare > 0.5 and open_places:
        total = sum(weights[place] for place in open_places)
        for place in tuple(open_places):
            widths[place] = min(needs[place][1], widths[place] + spare * weights[place] / total)
            if widths[place] >= needs[place][1]:
                open_places.discard(place)
        spare = line - sum(widths)
    return [width + spare * weight / sum(weights) for width, weight in zip(widths, weights, strict=True)]
