"""The days that a figure of a table covers: by its column, its row, its footnotes, its table, and the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from goldenthread.kernel.arithmetic.tables import CellKind, Row, Table
from goldenthread.kernel.periods import Stretch, period
from goldenthread.law.measures.entry import Cut
from goldenthread.reading.figures.columns import Head, When
from goldenthread.reading.figures.kinds import Sort
from goldenthread.reading.figures.model import ReadFigure, Span
from goldenthread.reading.figures.spans import cut_short, spans_in
from goldenthread.reading.figures.symbols import reason_of

DAY_HEADS = frozenset({"day", "month"})
NO_PERIOD = "No period is named. Say which."
ONLY_A_DAY = "It is counted over time, and only a day is named. Say from which day to which."


@dataclass(frozen=True)
class Setting:
    """One table with everything that is said of all its figures."""

    table: Table
    when: When
    heads: tuple[Head, ...]
    cut: Cut | None
    by_period: bool
    months: bool
    title: str


def figure_of(
    setting: Setting, row: Row, at: int, headed: Span | None, sort: Sort, whole: ReadFigure | None = None
) -> ReadFigure:
    """The figure, or the symbol, in one cell, with what it covers and what had to be assumed. ``whole``: the figure
    of which this one is a part ("of these"): it covers the same days.
    """
    cell = row.cells[at]
    notes = _notes(setting.table, {*cell.marks, *row.marks})
    span, doubt = (headed, "") if headed else _undated(setting, row)
    over, on, assumed, problem = _covered(setting, row, span, sort)
    if span and over and notes:
        over, short = cut_short(replace(span, stretch=over), notes)
        problem = problem or ("" if sort.snapshot else short)
    if whole is not None and whole.span and not sort.snapshot:
        over, problem, doubt = whole.span, whole.problem, "It is a part of the row above, and covers the same days."
    blank = cell.kind in (CellKind.BLANK, CellKind.TEXT)
    said = (notes, f"Each of {row.times}." if row.times > 1 else "", "Nothing is printed." if blank else "")
    return ReadFigure(
        text=cell.text or "(blank)",
        value=cell.figure.value if cell.figure else None,
        symbol="" if cell.figure else "not_sent" if blank else reason_of(cell.text),
        period=span.words if span else "",
        span=over,
        on=on,
        where=setting.table.where(setting.table.rows.index(row), at),
        note=" ".join(filter(None, said)),
        doubt=doubt or assumed,
        problem=problem,
    )


def _undated(setting: Setting, row: Row) -> tuple[Span | None, str]:
    """The period of a figure whose column names none."""
    named = [span for span in spans_in(row.label) if span.sure]
    if len(named) == 1:
        return named[0], ""
    if setting.when.own:
        return setting.when.own, ""
    report = setting.when.report
    return report, f"No period stands over it: taken to be the report's, {report.words}." if report else ""


def _covered(setting: Setting, row: Row, span: Span | None, sort: Sort) -> tuple[Stretch | None, date | None, str, str]:
    """The span of a count over time, the day of a stock, what was assumed, and what stands in the way."""
    if span is None:
        return None, None, "", NO_PERIOD
    on = span.stretch.last
    doubt = "" if span.sure else f"{span.words} was taken to be the calendar year."
    if span.precision not in DAY_HEADS or (setting.months and span.precision == "month"):
        return span.stretch, on, doubt, ""
    longer = _ending_with(setting, row, span)
    if longer is not None:
        told = f"It is counted over time, so {span.words} was taken to be the end of {longer}."
        return longer, on, "" if sort.snapshot else told, ""
    if span.precision == "month":
        return span.stretch, on, doubt, ""
    return None, on, doubt, "" if sort.snapshot else ONLY_A_DAY


def _ending_with(setting: Setting, row: Row, span: Span) -> Stretch | None:
    """The year or quarter that ends when a day or month heads the column, where the words around name such spans."""
    ends = span.stretch.last
    for named in _named(setting, row):
        stretch = named.stretch
        every = stretch.every
        if every is None or named.precision in DAY_HEADS:
            continue
        one = period(every, ends)
        if one.last == ends or (
            span.precision == "month" and (one.last.year, one.last.month) == (ends.year, ends.month)
        ):
            return one
    return None


def _named(setting: Setting, row: Row) -> Iterator[Span]:
    table = setting.table
    for text in (row.label, table.title, table.section, table.around):
        yield from spans_in(text)
    if setting.when.report:
        yield setting.when.report


def _notes(table: Table, marks: set[str]) -> str:
    """The footnotes that a figure's markers point to."""
    found = [note for note in table.notes if any(mark and _pointed(note, mark) for mark in marks)]
    return " ".join(found)


def _pointed(note: str, mark: str) -> bool:
    """Whether a footnote begins with a marker: "* part year", "[1] provisional"."""
    if mark.isdigit():
        return bool(re.match(rf"\s*[\[(]?{mark}[\]).:\s]", note))
    return bool(re.match(rf"\W*?{re.escape(mark)}", note.strip()))
