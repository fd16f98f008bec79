"""Tables written as rows of words, for tests."""

from __future__ import annotations

from decimal import Decimal

from goldenthread.kernel.arithmetic.figures import Figure, Unit
from goldenthread.kernel.arithmetic.tables import Cell, CellKind, Row, Table

_UNITS = {"%": Unit.PERCENT, "£": Unit.MONEY}


def figure(text: str) -> Figure:
    """ "48.5%", "£1,200", "-11", "c30" (about)."""
    plain = text.strip("%£ +").replace(",", "").replace("£", "")
    unit = next((unit for mark, unit in _UNITS.items() if mark in text), Unit.COUNT)
    places = len(plain.partition(".")[2])
    return Figure(Decimal(plain), text, unit, Decimal(1).scaleb(-places), signed=text[:1] in "+-")


def cell(text: str) -> Cell:
    if not text:
        return Cell()
    if text[-1].isdigit() or text.endswith("%"):
        return Cell(text, CellKind.FIGURE, figure(text))
    return Cell(text, CellKind.SYMBOL)


def table(columns: str, *rows: str, title: str = "", corner: str = "", notes: tuple[str, ...] = ()) -> Table:
    """``columns`` and each row are parted by "|"; the first cell of a row is its label."""
    made = []
    for row in rows:
        label, *cells = (part.strip() for part in row.split("|"))
        made.append(Row(label, tuple(cell(text) for text in cells)))
    heads = tuple(part.strip() for part in columns.split("|"))
    return Table(heads, tuple(made), name="Table 1", title=title, corner=corner, notes=notes)
