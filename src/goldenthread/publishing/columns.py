"""How a table's columns share the page, so that no word runs into the next column."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.publishing.documents import Table, plain

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
    """Every column gets at least its longest word; what is left is shared by the columns' weights.

    A table whose columns cannot do so on an upright page goes on its side. One that cannot even there breaks words.
    """
    least = [_least(table, place) for place in range(len(table.columns))]
    wide = sum(least) > LINE_LETTERS
    line = WIDE_LETTERS if wide else LINE_LETTERS
    weights = [column.width for column in table.columns]
    widths = _shared(least, weights, line) if sum(least) <= line else [line * each / sum(least) for each in least]
    return Columns(tuple(max(3, int(width) - _CELL_PADDING) for width in widths), wide)


def _least(table: Table, place: int) -> float:
    cells = (table.columns[place].title, *(plain(row[place]) for row in table.rows))
    longest = max((len(word) for cell in cells for word in cell.split()), default=1)
    return min(longest, _LONGEST_KEPT_WHOLE) + _CELL_PADDING + 1


def _shared(least: list[float], weights: list[float], line: float) -> list[float]:
    """Widths by weight, none under its least: too narrow a column takes its least and leaves the sharing."""
    fixed: set[int] = set()
    while True:
        free = line - sum(least[place] for place in fixed)
        total = sum(weight for place, weight in enumerate(weights) if place not in fixed)
        widths = [least[place] if place in fixed else free * weight / total for place, weight in enumerate(weights)]
        narrow = {place for place, width in enumerate(widths) if place not in fixed and width < least[place]}
        if not narrow:
            return widths
        fixed |= narrow
        if len(fixed) == len(weights):
            spare = (line - sum(least)) / len(least)
            return [each + spare for each in least]
