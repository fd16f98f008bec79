"""Percentages, rates and averages in a table against the columns they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.changes import truncated
from goldenthread.kernel.arithmetic.figures import Figure, Fit, Unit, percent_range, show, total_of
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.periods import when
from goldenthread.kernel.arithmetic.tables import Table

_PARTS = {Unit.COUNT, Unit.MONEY}
_KINDS = {100: Kind.PERCENTAGE, 1: Kind.AVERAGE}
_CLOSE = Decimal(10)
_ABOVE = 4
_NEAREST = 12  # columns further off are hardly meant, and each pair of them must be tried


@dataclass(frozen=True, slots=True)
class Reading:
    """A column as ``scale`` * column ``part`` / its whole: another column, or (None) the total of the part's column.

    ``total``: the row of that total; None where it is the sum of the lines.
    """

    part: int
    whole: int | None
    scale: int
    total: int | None = None
    rest: bool = False  # what is left: 100 less the percentage

    def relation(self, column: int) -> tuple[object, ...]:
        """The same for columns that stand alike to theirs: what holds for one year's columns holds for the next's."""
        whole = None if self.whole is None else self.whole - column
        return self.part - column, whole, self.scale, self.total, self.rest


@dataclass(frozen=True, slots=True)
class Compared:
    """One row under one reading."""

    fit: Fit
    exact: Decimal
    part: Figure
    whole: Figure


def check_ratios(table: Table) -> Iterator[Finding]:
    """Each column of percentages, rates or averages, under the reading that most of its rows bear out.

    Across, too: a row of percentages as one row near it over another.
    """
    yield from _checked(table, _readings)
    yield from _checked(table.sideways, _readings_near)


def _checked(table: Table, readings_of: Callable[[Table, int, int], Iterator[Reading]]) -> Iterator[Finding]:
    tried = {
        column: {
            reading: rows for reading in readings_of(table, column, scale) if (rows := _rows(table, column, reading))
        }
        for column, title in enumerate(table.columns)
        if (scale := _scale(table, column, title))
    }
    pooled: dict[tuple[object, ...], list[Compared]] = {}
    for column, readings in tried.items():
        for reading, rows in readings.items():
            pooled.setdefault(_evidence(table, column, reading), []).extend(rows.values())
    chosen: dict[int, Reading] = {}
    for column, readings in tried.items():
        if readings:
            chosen[column] = max(
                readings, key=lambda reading: _score(pooled[_evidence(table, column, reading)], readings[reading])
            )
    for column, best in chosen.items():
        rows = tried[column][best]
        # one share is not printed twice: another column that it fits wholly is that share, this one is of another whole
        twin = any(best == chosen[other] and _all_fit(tried[other][best]) for other in chosen if other != column)
        if not twin or _all_fit(rows):
            yield from _judge(table, column, best, rows, pooled[_evidence(table, column, best)])


def _all_fit(rows: dict[int, Compared]) -> bool:
    return all(compared.fit is not Fit.NO for compared in rows.values())


def _evidence(table: Table, column: int, reading: Reading) -> tuple[object, ...]:
    """Columns that stand alike bear each other out; across, each row is a measure of its own."""
    return (column, reading) if table.turned else reading.relation(column)


def _readings_near(table: Table, column: int, scale: int) -> Iterator[Reading]:
    """Across: only the few rows just above, for with many pairs some fit by chance."""
    if scale != 100 or roles.is_change(table.columns[column]):
        return
    near = [at for at in range(max(0, column - _ABOVE), column) if table.units[at] in _PARTS and _countable(table, at)]
    for part, whole in permutations(near, 2):
        yield Reading(part, whole, scale)


def _scale(table: Table, column: int, title: str) -> int | None:
    unit = table.units[column]
    if roles.is_rank(title) or (roles.is_change(title) and not roles.is_share(title)):
        return None
    if unit is Unit.PERCENT:
        return 100
    if unit is not Unit.COUNT:
        return None
    per = roles.scale_of(title) or roles.scale_of(f"{table.title} {table.corner}") if "rate" in title.lower() else None
    if per or roles.scale_of(title):
        return per or roles.scale_of(title)
    return 1 if roles.is_average(title) else None


def _readings(table: Table, column: int, scale: int) -> Iterator[Reading]:
    parts = [at for at, unit in enumerate(table.units) if unit in _PARTS and at != column and _countable(table, at)]
    parts = sorted(parts, key=lambda at: abs(at - column))[:_NEAREST]
    rests = (False, True) if scale == 100 else (False,)
    for part, whole in permutations(parts, 2):
        yield from (Reading(part, whole, scale, rest=rest) for rest in rests)
    if scale == 100:
        for part in parts:
            yield from (Reading(part, None, scale, total) for total in _total_rows(table, part))
            yield Reading(part, None, scale)


def _total_rows(table: Table, part: int) -> list[int]:
    """Rows that may hold the whole: totals, the last row, and the row of the greatest figure."""
    figures = list(table.column(part))
    greatest = max((figure.value for _, figure in figures), default=Decimal(0))
    last = len(table.rows) - 1
    return [
        row
        for row, figure in figures
        if row == last or figure.value == greatest or roles.may_be_total(table.rows[row].label)
    ]


def _countable(table: Table, column: int) -> bool:
    title = table.columns[column]
    return not roles.is_change(title) and not roles.is_rank(title) and not roles.is_average(title)


def _rows(table: Table, column: int, reading: Reading) -> dict[int, Compared]:
    common = _common_whole(table, reading) if reading.whole is None else None
    found: dict[int, Compared] = {}
    for row, printed in table.column(column):
        if table.turned and roles.is_change(table.rows[row].label):
            continue  # changes are no parts of each other
        part = table.figure(row, reading.part)
        whole = common if reading.whole is None else table.figure(row, reading.whole)
        if part is None or whole is None or whole.value <= 0 or printed.unit is Unit.MONEY:
            continue
        low, high = percent_range(part, whole, scale=Decimal(reading.scale))
        exact = reading.scale * part.value / whole.value
        if reading.rest:
            low, high, exact = 100 - high, 100 - low, 100 - exact
        found[row] = Compared(printed.fit(low, high), exact, part, whole)
    return found


def _common_whole(table: Table, reading: Reading) -> Figure | None:
    if reading.total is not None:
        return table.figure(reading.total, reading.part)
    lines = [
        f
        for row, f in table.column(reading.part)
        if not roles.may_be_total(table.rows[row].label) and not roles.stands_apart(table.rows[row].label)
    ]
    return lines[0].like(total_of(lines)) if len(lines) > 1 else None


def _telling(compared: Compared) -> bool:
    """Nought and the whole fit many readings."""
    return compared.exact > 0 and compared.part.value != compared.whole.value


def _score(pooled: list[Compared], own: dict[int, Compared]) -> tuple[int, int, int]:
    good = [compared for compared in own.values() if compared.fit is not Fit.NO]
    telling = sum(_telling(compared) for compared in pooled if compared.fit is not Fit.NO)
    exact = sum(compared.fit is Fit.ROUNDED for compared in good)
    return telling, exact, -sum(compared.fit is Fit.NO for compared in own.values())


def _judge(
    table: Table, column: int, reading: Reading, rows: dict[int, Compared], pooled: list[Compared]
) -> Iterator[Finding]:
    good = sum(compared.fit is not Fit.NO for compared in pooled)
    telling = sum(compared.fit is not Fit.NO and _telling(compared) for compared in pooled)
    borne_out = good >= 2 and telling >= 1 and good * 5 >= len(pooled) * 3
    for row, compared in rows.items():
        if compared.fit is Fit.ROUNDED:
            continue
        if borne_out:
            sure = Confidence.SURE if good > 2 or telling > 1 else Confidence.LIKELY
            yield _finding(table, row, column, reading, compared, sure)
        elif _single(table, column, reading, rows, compared):
            yield _finding(table, row, column, reading, compared, Confidence.LIKELY)


def _single(table: Table, column: int, reading: Reading, rows: dict[int, Compared], compared: Compared) -> bool:
    """One or two rows alone: only where the columns stand side by side and the figure is nearly right."""
    if table.turned or len(rows) > 2 or reading.whole is None or reading.rest or reading.scale != 100:
        return False
    wholes = [at for at, unit in enumerate(table.units) if unit in _PARTS]
    printed = next(figure for row, figure in table.column(column) if rows.get(row) is compared)
    return (
        len(wholes) == 2
        and not any(when(table.columns[at]) for at in wholes)
        and compared.part.value < compared.whole.value
        and abs(compared.exact - printed.value) <= _CLOSE
    )


def _finding(
    table: Table, row: int, column: int, reading: Reading, compared: Compared, confidence: Confidence
) -> Finding:
    printed = table.figure(row, column)
    if printed is None:
        raise ValueError("only rows with a printed figure are compared")
    computed = show(compared.exact, printed)
    kind = _KINDS.get(reading.scale, Kind.RATE)
    said = _said(table, reading, compared)
    if compared.fit is Fit.TRUNCATED:
        text = truncated(printed, computed, cut_of=said)
        return Finding(table.where(row, column), Kind.TRUNCATION, printed.text, computed, Confidence.NOTE, text)
    text = (
        f"{printed.text} is printed, but {said} is {computed}. Check the two figures and correct the one that is wrong."
    )
    return Finding(table.where(row, column), kind, printed.text, computed, confidence, text)


def _said(table: Table, reading: Reading, compared: Compared) -> str:
    if reading.scale == 1:
        return f"{compared.part.text} divided by {compared.whole.text}"
    if reading.scale != 100:
        return f"{compared.part.text} for every {reading.scale:,} of {compared.whole.text}"
    said = f"{compared.part.text} as a percentage of {compared.whole.text}"
    return f"what is left of {said}" if reading.rest else said
