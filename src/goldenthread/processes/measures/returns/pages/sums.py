"""The answers of a return as tables, for the question whether they add up: the same that any report is asked.

What the form says while it is typed stands apart from this: an answer that was explained there is still named here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from goldenthread.analytics.reliability import rate_words, shown
from goldenthread.law.measures.entry import Unit
from goldenthread.web.components import Cell, Column, Table

from ..checking import ADDED
from ..models import Line
from .questions import plain

TOTAL = "Total"


def answer_tables(lines: Iterable[Line]) -> list[Table]:
    """The answers given in figures: one table of all measures, then one for each that is asked by its parts.

    Lines are read with their subgroup. A total stands over parts only where they are all of it and all were given:
    cohorts are no division, and a part that is not known makes no sum.
    """
    by_measure: dict[int, list[Line]] = {}
    for line in lines:
        by_measure.setdefault(line.measure_id, []).append(line)
    whole = [line for rows in by_measure.values() for line in rows if not line.part and _given(line)]
    tables = [_measures(whole)] if whole else []
    return tables + [_parts(rows) for rows in by_measure.values() if _divided(rows)]


def _given(line: Line) -> bool:
    return line.answered and line.figure is not None


def _divided(rows: Sequence[Line]) -> bool:
    parts = [line for line in rows if line.part]
    adds = bool(rows[0].per) or rows[0].unit in ADDED
    return adds and len(parts) > 1 and all(_given(line) and (not line.part or line.adds_up) for line in rows)


def _measures(lines: Sequence[Line]) -> Table:
    """This time and the last; what a percentage is made of stands under it."""
    rows = tuple(
        (
            line.title,
            _figure(line.figure, line.numerator, line.denominator, line.unit),
            _figure(line.before, line.before_numerator, line.before_denominator, line.unit),
        )
        for line in lines
    )
    return Table("Answers", (Column("What is asked"), Column("This time"), Column("Last time")), rows)


def _parts(rows: Sequence[Line]) -> Table:
    ordered = [*(line for line in rows if line.part), *(line for line in rows if not line.part)]
    first = rows[0]
    if not first.per:
        body = tuple((line.part or TOTAL, shown(line.value, first.unit)) for line in ordered)
        return Table(first.title, (Column("Part"), Column(first.title)), body)
    if any(line.numerator is None or line.denominator is None for line in ordered):
        return _measures(ordered)  # given as percentages alone, of which no sum can be made
    made = tuple(
        (
            line.part or TOTAL,
            plain(line.numerator),
            plain(line.denominator),
            rate_words(line.figure, line.numerator, first.unit),
        )
        for line in ordered
    )
    return Table(first.title, tuple(map(Column, ("Part", first.counted, first.out_of, _named(first.unit)))), made)


def _named(unit: str) -> str:
    """Not a share: the parts of a column of shares would have to make 100."""
    return "Per cent of these" if unit == Unit.PERCENT else Unit(unit).words


def _figure(value: Decimal | None, over: Decimal | None, under: Decimal | None, unit: str) -> Cell:
    if value is None:
        return Cell("")
    return Cell(
        rate_words(value, over, unit), note=f"{plain(over)} of {plain(under)}" if over is not None and under else ""
    )
