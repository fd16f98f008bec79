"""Parts against a whole in a table: percentages that should make 100, rows that are part of the row above."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.figures import Figure, Fit, Unit, most_slack, show, total_of
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.tables import Table

_HUNDRED = Decimal(100)


def check_shares(table: Table) -> Iterator[Finding]:
    """Percentages that are printed as shares of 100, down and across; parts that are greater than their whole."""
    yield from _of_hundred(table)
    yield from _of_hundred(table.sideways)
    yield from _of_which(table)
    yield from _total_within(table)
    yield from _all_between(table.sideways)


def _of_hundred(table: Table) -> Iterator[Finding]:
    for column in range(len(table.columns)):
        if table.units[column] is not Unit.PERCENT or roles.is_change(table.columns[column]):
            continue
        total, lines = _total_and_lines(table, column)
        if len(lines) < 2 or any(f.value > _HUNDRED or f.value < 0 for _, f in lines):
            continue
        if (
            total is not None
            and len(lines) > 2
            and _makes_hundred(lines)
            and total[1].fit(_HUNDRED, _HUNDRED) is Fit.NO
            and not _of_its_own_counts(table, *total)
        ):
            yield _not_hundred(table, total[0], column, total[1])
            continue
        shares = total is not None and abs(total[1].value - _HUNDRED) < Decimal("0.05")
        named = roles.is_share(table.columns[column]) and not table.turned
        if (shares or named) and not roles.overlaps(table):
            yield from _sum_to_hundred(table, column, total, lines, named)


def _total_and_lines(table: Table, column: int) -> tuple[tuple[int, Figure] | None, list[tuple[int, Figure]]]:
    total, lines = None, []
    for row, figure in table.column(column):
        label = table.rows[row].label
        if roles.is_total(label) or _all_of(table, row, column, figure):
            total = (row, figure)
        elif figure.unit is Unit.PERCENT and not roles.stands_apart(label) and not roles.is_of_which(label):
            lines.append((row, figure))
    return total, lines


def _all_of(table: Table, row: int, column: int, figure: Figure) -> bool:
    """ "All attendees", or the name of the whole in the last row: where it is 100 per cent, and no other row is."""
    if figure.value != _HUNDRED or row != len(table.rows) - 1:
        return False
    return all(other.value < _HUNDRED for at, other in table.column(column) if at != row)


def _of_its_own_counts(table: Table, row: int, printed: Figure) -> bool:
    """Two counts beside it make the percentage: a rate of its row then, whatever the others happen to add up to."""
    beside = [cell.figure for cell in table.rows[row].cells if cell.figure and cell.figure.unit is Unit.COUNT]
    pairs = ((over.value, under.value) for over in beside for under in beside if over is not under and under.value)
    return any(printed.fit(share, share) is not Fit.NO for share in (_HUNDRED * over / under for over, under in pairs))


def _makes_hundred(lines: list[tuple[int, Figure]]) -> bool:
    figures = [figure for _, figure in lines]
    return abs(total_of(figures) - _HUNDRED) <= most_slack(figures) / 2


def _not_hundred(table: Table, row: int, column: int, printed: Figure) -> Finding:
    computed = show(_HUNDRED, printed)
    text = f"The percentages in this column add up to {computed}, but their total is printed as {printed.text}."
    return Finding(
        table.where(row, column), Kind.PARTS, printed.text, computed, Confidence.LIKELY, f"{text} Correct the total."
    )


def _sum_to_hundred(
    table: Table, column: int, total: tuple[int, Figure] | None, lines: list[tuple[int, Figure]], named: bool
) -> Iterator[Finding]:
    figures = [figure for _, figure in lines]
    computed = total_of(figures)
    gap = abs(computed - _HUNDRED)
    if gap <= most_slack(figures):
        return
    blank = any(row.cells[column].figure is None and not roles.is_total(row.label) for row in table.rows)
    if blank and computed < _HUNDRED:
        return
    # a total of 100 % beside lines that are rates of their own (each 100% of itself) is far from 100 in sum
    if gap > 20 and not named:
        return
    confidence = (
        Confidence.SURE if total is not None and gap <= 20 else Confidence.LIKELY if gap <= 20 else Confidence.NOTE
    )
    row, printed = total if total is not None else (lines[-1][0], figures[-1])
    shown = show(computed, printed)
    text = (
        f"The percentages in this column are shares of one whole, and add up to {shown}, not 100%. "
        "Check each of them against its count."
    )
    printed_text = printed.text if total is not None else "100%"
    yield Finding(table.where(row, column), Kind.PARTS, printed_text, shown, confidence, text)


def _of_which(table: Table) -> Iterator[Finding]:
    parent: int | None = None
    for row, line in enumerate(table.rows):
        if not roles.is_of_which(line.label):
            parent = row if any(cell.figure for cell in line.cells) else parent
            continue
        for column in range(len(table.columns)):
            part = table.figure(row, column)
            whole = table.figure(parent, column) if parent is not None else None
            if part and whole and _exceeds(part, whole) and not roles.is_change(table.columns[column]):
                yield _greater(table, row, column, part, whole)


def _exceeds(part: Figure, whole: Figure) -> bool:
    return part.unit is whole.unit and part.unit is not Unit.PERCENT and part.low > whole.high > 0


def _greater(table: Table, row: int, column: int, part: Figure, whole: Figure) -> Finding:
    text = (
        f"{part.text} is printed as part of {whole.text}, and a part cannot be greater than its whole. "
        "Check both figures, and which of them the row belongs to."
    )
    return Finding(
        table.where(row, column), Kind.MORE_THAN_WHOLE, part.text, f"at most {whole.text}", Confidence.SURE, text
    )


def _total_within(table: Table) -> Iterator[Finding]:
    """A percentage for all lies between the least and the greatest of the lines'."""
    for column in range(len(table.columns)):
        if table.units[column] is not Unit.PERCENT or roles.is_change(table.columns[column]):
            continue
        total, lines = _total_and_lines(table, column)
        if total is None or len(lines) < 3 or len(lines) != _filled(table):
            continue
        figures = [figure for _, figure in lines]
        near_sum = abs(total[1].value - total_of(figures)) <= max(Decimal(3), total[1].value / 10)
        if near_sum or abs(total[1].value - _HUNDRED) < Decimal("0.05") or roles.is_share(table.columns[column]):
            continue
        low, high = min(f.low for f in figures), max(f.high for f in figures)
        if total[1].high < low or total[1].low > high:
            yield _outside(table, total[0], column, total[1], min(figures, key=_value), max(figures, key=_value))


def _all_between(table: Table) -> Iterator[Finding]:
    """Across: what "All" say lies between what each group says; only where most rows bear it out."""
    whole = [at for at, row in enumerate(table.rows) if roles.is_all(row.label)]
    lines = [at for at, row in enumerate(table.rows) if at not in whole and not roles.stands_apart(row.label)]
    if len(whole) != 1 or len(lines) < 2 or any(roles.is_change(table.rows[at].label) for at in lines):
        return
    outside: list[tuple[int, Figure, list[Figure]]] = []
    held = 0
    for column in range(len(table.columns)):
        total, figures = table.figure(whole[0], column), [f for at in lines if (f := table.figure(at, column))]
        if total is None or len(figures) != len(lines) or any(f.unit is not Unit.PERCENT for f in [total, *figures]):
            continue
        if total.high < min(f.low for f in figures) or total.low > max(f.high for f in figures):
            outside.append((column, total, figures))
        else:
            held += 1
    if held > len(outside):
        for column, total, figures in outside:
            yield _outside(table, whole[0], column, total, min(figures, key=_value), max(figures, key=_value))


def _value(figure: Figure) -> Decimal:
    return figure.value


def _filled(table: Table) -> int:
    return sum(1 for row in table.rows if not roles.is_total(row.label) and not roles.stands_apart(row.label))


def _outside(table: Table, row: int, column: int, printed: Figure, low: Figure, high: Figure) -> Finding:
    text = (
        f"{printed.text} is printed for all, but the lines go from {low.text} to {high.text}: a percentage for all "
        "must lie between them. Check the total, and that the table lists every line."
    )
    return Finding(
        table.where(row, column), Kind.AVERAGE, printed.text, f"{low.text} to {high.text}", Confidence.LIKELY, text
    )
