"""Averages against their lines, and places in an order against the figures they were given for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.figures import Figure, Fit, Unit, show, total_of
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.tables import Table

_PLAIN = re.compile(
    r"^(?:the )?(?:(?:overall|county|partnership|annual|yearly|quarterly|monthly|board|group|agency) )?(?:average|mean)"
    r"(?: attendance)?(?: (?:for|over|across|of) (?:the )?"
    r"(?:year|period|quarters?|months?|all .*|board|agencies|districts))?$"
)


def check_averages(table: Table) -> Iterator[Finding]:
    """Rows and columns headed "Average" against the plain average of the lines beside them."""
    yield from _averages(table)
    yield from _averages(table.sideways)


def _averages(table: Table) -> Iterator[Finding]:
    for at, row in enumerate(table.rows):
        if not roles.is_average(row.label) or roles.scale_of(row.label) or not _plain_average(row.label):
            continue
        found = [(column, *pair) for column in range(len(table.columns)) if (pair := _lines(table, at, column))]
        right = sum(printed.fit(mean, mean) is not Fit.NO for _, printed, mean, _ in found)
        for column, printed, mean, lines in found:
            yield from _average(table, at, column, printed, mean, lines, right)


def _plain_average(label: str) -> bool:
    """ "Average", "Average for the year", "Mean": not "Average caseload", a measure of its own, nor England's."""
    return bool(_PLAIN.match(roles.plain(label)))


def _lines(table: Table, at: int, column: int) -> tuple[Figure, Decimal, list[Figure]] | None:
    printed = table.figure(at, column)
    lines = [
        figure
        for row, figure in table.column(column)
        if row < at and not roles.stands_apart(table.rows[row].label) and not roles.may_be_total(table.rows[row].label)
    ]
    if printed is None or len(lines) < 3 or any(line.unit is not printed.unit for line in lines):
        return None
    return printed, total_of(lines) / len(lines), lines


def _average(
    table: Table, at: int, column: int, printed: Figure, mean: Decimal, lines: list[Figure], right: int
) -> Iterator[Finding]:
    fit = (
        printed.fit(mean - lines[0].step / 2, mean + lines[0].step / 2)
        if not lines[0].whole
        else printed.fit(mean, mean)
    )
    if fit is not Fit.NO:
        return
    low, high = min(f.low for f in lines), max(f.high for f in lines)
    outside = printed.high < low or printed.low > high
    weighted = printed.unit is Unit.PERCENT or len(roles.plain(table.rows[at].label).split()) > 1
    confidence = Confidence.SURE if right or outside else Confidence.NOTE if weighted else Confidence.LIKELY
    computed = show(mean, printed)
    text = (
        f"The average is printed as {printed.text}; the plain average of the {len(lines)} figures is {computed}. "
        "Correct it, or say how it was weighted."
    )
    if right and weighted and not outside:
        confidence = Confidence.LIKELY
    yield Finding(table.where(at, column), Kind.AVERAGE, printed.text, computed, confidence, text)


def check_ranks(table: Table) -> Iterator[Finding]:
    """A column of ranks against the column they follow: reported where one row alone is out of order."""
    for column, title in enumerate(table.columns):
        if roles.is_rank(title) and table.units[column] is Unit.COUNT:
            best = min((_out_of_order(table, column, other) for other in _others(table, column)), key=len, default=())
            if len(best) == 1 and sum(1 for _ in table.column(column)) > 3:
                yield _rank(table, best[0], column)
            elif not best:
                yield from _shared_ranks(table, column)


def _shared_ranks(table: Table, column: int) -> Iterator[Finding]:
    """One place given to two rows with different figures, where the place beside it is given to none."""
    ranks = [(int(rank.value), row) for row, rank in table.column(column) if not roles.is_total(table.rows[row].label)]
    given = sorted(rank for rank, _ in ranks)
    missing = set(range(1, len(ranks) + 1)) - set(given)
    twice = {rank for rank in given if given.count(rank) == 2}
    if len(missing) != 1 or len(twice) != 1 or abs(min(missing) - min(twice)) != 1:
        return
    rows = [row for rank, row in ranks if rank in twice]
    for other in _others(table, column):
        if _out_of_order(table, column, other):
            continue
        values = [figure.value for row in rows if (figure := table.figure(row, other)) is not None]
        if len(values) == 2 and values[0] != values[1]:
            yield _rank(table, rows[0] if min(missing) < min(twice) else rows[1], column)
            return


def _others(table: Table, column: int) -> Iterator[int]:
    for at, unit in enumerate(table.units):
        if at != column and unit and not roles.is_rank(table.columns[at]) and not roles.is_change(table.columns[at]):
            yield at


def _out_of_order(table: Table, column: int, other: int) -> tuple[int, ...]:
    """Rows that must go for the ranks to follow the figures, whichever way is fewer."""
    pairs = []
    for row, rank in table.column(column):
        value = table.figure(row, other)
        if value is not None and not roles.is_total(table.rows[row].label):
            pairs.append((rank.value, value.value, row))
    if len(pairs) < 4:
        return tuple(range(len(table.rows) + 1))
    return min((_worst_rows(pairs, way) for way in (1, -1)), key=len)


def _worst_rows(pairs: list[tuple[Decimal, Decimal, int]], way: int) -> tuple[int, ...]:
    left, gone = list(pairs), []
    while left:
        clashes = [sum(_clash(one, other, way) for other in left) for one in left]
        worst = max(range(len(left)), key=clashes.__getitem__)
        if not clashes[worst]:
            break
        gone.append(left.pop(worst)[2])
        if len(gone) > 2:
            break
    return tuple(gone)


def _clash(one: tuple[Decimal, Decimal, int], other: tuple[Decimal, Decimal, int], way: int) -> bool:
    return (one[0] - other[0]) * (one[1] - other[1]) * way < 0


def _rank(table: Table, row: int, column: int) -> Finding:
    printed = table.figure(row, column)
    if printed is None:
        raise ValueError("only rows with a rank are compared")
    text = (
        f"The rank {printed.text} is out of order, or given twice: every other row's rank follows its figure. "
        "Check this row's figure and its rank."
    )
    return Finding(table.where(row, column), Kind.RANK, printed.text, "", Confidence.LIKELY, text)
