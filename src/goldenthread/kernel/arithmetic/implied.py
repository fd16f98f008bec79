"""A row that is the sum of the rows under it in one column is their total in every column, whatever it is called."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.figures import Figure, Unit, show, slack_of_sum, total_of
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.tables import Table

_FEWEST, _MOST = 3, 8
_GREAT = 50  # smaller figures are each other's sums by chance too often
_NEAR = Decimal("0.10")
_LONGEST = 80  # longer tables are data, where some rows are the sum of others by chance


def check_implied(table: Table) -> Iterator[Finding]:
    """ "Number of courses" and under it the courses of each kind: where one column adds up, the others should."""
    if len(table.rows) > _LONGEST:
        return
    for at, row in enumerate(table.rows):
        if roles.may_be_total(row.label) or roles.stands_apart(row.label):
            continue
        for count in range(_MOST, _FEWEST - 1, -1):
            rows = range(at + 1, at + 1 + count)
            if rows.stop <= len(table.rows):
                found = list(_judged(table, at, rows))
                if found:
                    yield from found
                    break


def _judged(table: Table, at: int, rows: range) -> Iterator[Finding]:
    sums = {column: made for column in range(len(table.columns)) if (made := _sum(table, at, rows, column))}
    good = [column for column, (total, lines) in sums.items() if _gap(total, lines) == 0 and total.value >= _GREAT]
    wrong = [column for column, (total, lines) in sums.items() if _gap(total, lines) > slack_of_sum([total, *lines])]
    if not good or len(wrong) > len(good):
        return
    for column in wrong:
        total, lines = sums[column]
        if _gap(total, lines) <= total.value * _NEAR:
            yield _finding(table, at, column, total, lines)


def _sum(table: Table, at: int, rows: range, column: int) -> tuple[Figure, list[Figure]] | None:
    total = table.figure(at, column)
    if total is None or total.unit not in {Unit.COUNT, Unit.MONEY} or roles.is_change(table.columns[column]):
        return None
    lines = [line for row in rows if (line := table.figure(row, column)) is not None]
    if len(lines) != len(rows) or any(line.unit is not total.unit for line in lines):
        return None
    return total, lines


def _gap(total: Figure, lines: list[Figure]) -> Decimal:
    return abs(total.value - total_of(lines))


def _finding(table: Table, at: int, column: int, total: Figure, lines: list[Figure]) -> Finding:
    computed = show(total_of(lines), total)
    text = (
        f"In another column this row is the sum of the {len(lines)} rows under it; here {total.text} is printed and "
        f"they add up to {computed}. Check the row and those under it."
    )
    return Finding(table.where(at, column), Kind.TOTAL, total.text, computed, Confidence.LIKELY, text)
