"""Percentages of a known number of meetings: only so many are possible."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from goldenthread.kernel.arithmetic.changes import truncated
from goldenthread.kernel.arithmetic.figures import HUNDRED, Figure, Fit, Unit, show
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.roles import may_be_total, stands_apart
from goldenthread.kernel.arithmetic.tables import Row, Table


def check_meetings(table: Table, meetings: int) -> Iterator[Finding]:
    """Each attendance percentage against 0, 1, ... ``meetings`` of them.

    Rows with a marker may have been asked to fewer, and are passed over. Silent where most figures fit no
    number of meetings: the percentages are then of something else.
    """
    for column in range(len(table.columns)):
        if table.units[column] is not Unit.PERCENT:
            continue
        own = [(row, figure) for row, figure in table.column(column) if _counts(table.rows[row])]
        fits = {row: _fit(figure, meetings) for row, figure in own}
        if sum(fit is not Fit.NO for fit in fits.values()) * 3 < len(fits) * 2:
            continue
        for row, figure in own:
            if fits[row] is not Fit.ROUNDED:
                yield _finding(table, row, column, figure, meetings, fits[row])


def _counts(row: Row) -> bool:
    marked = row.marks or any(cell.marks for cell in row.cells)
    return not marked and not may_be_total(row.label) and not stands_apart(row.label)


def _fit(figure: Figure, meetings: int) -> Fit:
    fits = {figure.fit(share, share) for share in _possible(meetings)}
    return Fit.ROUNDED if Fit.ROUNDED in fits else Fit.TRUNCATED if Fit.TRUNCATED in fits else Fit.NO


def _possible(meetings: int) -> list[Decimal]:
    return [HUNDRED * attended / meetings for attended in range(meetings + 1)]


def _finding(table: Table, row: int, column: int, figure: Figure, meetings: int, fit: Fit) -> Finding:
    nearest = min(range(meetings + 1), key=lambda attended: abs(HUNDRED * attended / meetings - figure.value))
    if fit is Fit.TRUNCATED:
        nearest = next(n for n, share in enumerate(_possible(meetings)) if figure.fit(share, share) is Fit.TRUNCATED)
    computed = show(HUNDRED * nearest / meetings, figure)
    said = f"{nearest} of {meetings} meetings"
    place = table.where(row, column)
    if fit is Fit.TRUNCATED:
        return Finding(
            place, Kind.TRUNCATION, figure.text, computed, Confidence.NOTE, truncated(figure, computed, cut_of=said)
        )
    text = (
        f"There were {meetings} meetings, and no number of them is {figure.text}; the nearest is {said}, {computed}. "
        "Correct it, or say how many meetings this row was asked to."
    )
    return Finding(place, Kind.PERCENTAGE, figure.text, computed, Confidence.LIKELY, text)
