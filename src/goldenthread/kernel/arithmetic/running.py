"""Rows that add up as they go on ("year to date"), and what is left of income when expenditure is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.figures import Figure, most_slack, show
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.tables import Table

_FEWEST = 3
_SURPLUS = re.compile(r"^(?:net |operating )?(?:surplus|deficit|underspend|overspend|under ?/ ?over ?spend)\b")
_INCOME = re.compile(r"^total (?:income|funding|contributions|resources)\b")
_SPENT = re.compile(r"^total (?:expenditure|spend|spending|costs?|outgoings)\b")


def check_running(table: Table) -> Iterator[Finding]:
    """Cumulative rows and columns against the row or column that they add up."""
    yield from _running(table)
    yield from _running(table.sideways)


def _running(table: Table) -> Iterator[Finding]:
    for at, row in enumerate(table.rows):
        if not roles.is_cumulative(row.label):
            continue
        found = [made for other in range(len(table.rows)) if other != at and (made := _sums(table, at, other))]
        if found and not any(wrong is None for wrong in found[0]):
            yield from (_wrong(table, at, *wrong) for wrong in found[0] if wrong)


def _sums(table: Table, at: int, other: int) -> list[tuple[int, Figure, Decimal] | None]:
    """The first place where the running sum of row ``other`` is not in row ``at``, or None if there is none.

    Empty where the two do not belong together.
    """
    cells = [(column, table.figure(at, column), table.figure(other, column)) for column in range(len(table.columns))]
    told = [(column, whole, step) for column, whole, step in cells if whole is not None and step is not None]
    if len(told) < _FEWEST or roles.is_cumulative(table.rows[other].label):
        return []
    total, right = Decimal(0), 0
    wrong: list[tuple[int, Figure, Decimal]] = []
    for column, whole, step in told:
        total += step.value
        if abs(total - whole.value) > most_slack([whole, step]):
            wrong.append((column, whole, total))
        else:
            right += 1
    if right < 2 or right < len(wrong):
        return []
    return [wrong[0] if wrong else None]


def _wrong(table: Table, at: int, column: int, printed: Figure, computed: Decimal) -> Finding:
    shown = show(computed, printed)
    text = (
        f"Up to here the figures beside it add up to {shown}; {printed.text} is printed. "
        "Check this figure and those before it."
    )
    return Finding(table.where(at, column), Kind.TOTAL, printed.text, shown, Confidence.SURE, text)


def check_surplus(tables: Sequence[Table]) -> Iterator[Finding]:
    """A surplus or deficit against the total income and total expenditure, in one table or the two before it."""
    for number, table in enumerate(tables):
        for at, row in enumerate(table.rows):
            if _SURPLUS.match(roles.plain(row.label)):
                yield from _left(table, at, tables[max(0, number - 2) : number + 1])


def _left(table: Table, at: int, near: Sequence[Table]) -> Iterator[Finding]:
    income, spent = _only(near, _INCOME), _only(near, _SPENT)
    if income is None or spent is None:
        return
    found = []
    for column, title in enumerate(table.columns):
        printed = table.figure(at, column)
        came, went = _under(income, title, column), _under(spent, title, column)
        if printed is not None and came is not None and went is not None:
            left = came.value - went.value
            # a deficit is printed with a minus, in brackets, or under its own name
            gap = min(abs(left - printed.value), abs(abs(left) - abs(printed.value)))
            found.append((column, printed, came, went, gap > most_slack([printed, came, went])))
    right = sum(not wrong for *_, wrong in found)
    for column, printed, came, went, wrong in found:
        if wrong and right:
            yield _not_left(table, at, column, printed, came, went)


def _only(near: Sequence[Table], pattern: re.Pattern[str]) -> tuple[Table, int] | None:
    found = [(one, at) for one in near for at, row in enumerate(one.rows) if pattern.match(roles.plain(row.label))]
    return found[0] if len(found) == 1 else None


def _under(place: tuple[Table, int], title: str, column: int) -> Figure | None:
    """The figure of a row under the same heading."""
    table, at = place
    columns = [n for n, own in enumerate(table.columns) if roles.plain(own) == roles.plain(title)]
    return table.figure(at, columns[0]) if len(columns) == 1 else None


def _not_left(table: Table, at: int, column: int, printed: Figure, came: Figure, went: Figure) -> Finding:
    shown = show(came.value - went.value, printed)
    text = (
        f"{came.text} less {went.text} leaves {shown}; {printed.text} is printed. "
        "Check all three against the accounts, and correct the one that is wrong."
    )
    return Finding(table.where(at, column), Kind.TOTAL, printed.text, shown, Confidence.LIKELY, text)
