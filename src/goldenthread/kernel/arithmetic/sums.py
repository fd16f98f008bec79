"""Which lines a total may be the sum of: every reading of the table that is usual, from the nearest to the widest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.figures import Figure, Unit, most_slack, slack_of_sum, total_of
from goldenthread.kernel.arithmetic.tables import CellKind, Table

_LONGEST_TAIL = 40  # a total of the last few lines; in long data, trying every length would take the square of it
ADDED = {Unit.COUNT, Unit.MONEY}


class Verdict(StrEnum):
    """``unknown``: a line was kept back or left blank, so that the sum cannot be told. ``none``: nothing to add."""

    HOLDS = "holds"
    WRONG = "wrong"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Sum:
    """One reading of a total in one column."""

    verdict: Verdict
    computed: Decimal = Decimal(0)
    lines: int = 0
    rounding: bool = False  # wrong, unless every rounding went one way


NOTHING = Sum(Verdict.NONE)


@dataclass(frozen=True)
class Layout:
    """The rows of a table sorted by what they are; totals already found to hold stand for their lines."""

    table: Table
    totals: tuple[int, ...]
    lines: tuple[int, ...]

    @classmethod
    def of(cls, table: Table, totals: tuple[int, ...]) -> Layout:
        """Lines are rows with a figure that are neither totals nor averages, targets, parts of the row above..."""
        lines = tuple(
            at
            for at, row in enumerate(table.rows)
            if at not in totals
            and any(cell.kind in {CellKind.FIGURE, CellKind.SYMBOL} for cell in row.cells)
            and not roles.stands_apart(row.label)
            and not roles.is_change(row.label)
        )
        return cls(table, totals, lines)

    def readings(self, at: int, held: dict[int, tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
        """Sets of rows that the total in row ``at`` may be the sum of, the likeliest first, each once."""
        seen: set[tuple[int, ...]] = set()
        for rows in self._readings(at, held):
            if len(rows) > 1 and rows not in seen:
                seen.add(rows)
                yield rows

    def _readings(self, at: int, held: dict[int, tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
        table = self.table
        whole = tuple(row for row in self.lines if not roles.is_of_which(table.rows[row].label))
        before = max((row for row in self.totals if row < at), default=-1)
        after = min((row for row in self.totals if row > at), default=len(table.rows))
        group = table.rows[at].group
        if group:
            yield tuple(row for row in whole if table.rows[row].group == group)
        block = tuple(row for row in whole if before < row < at)
        yield block
        yield tuple(row for row in self._standing(at, held) if row in whole or row in self.totals)
        yield tuple(row for row in self.lines if before < row < at)
        if not any(row < at for row in self.lines):
            yield tuple(row for row in whole if at < row < after)
            yield tuple(row for row in whole if row > at)
            yield tuple(row for row in self.totals if row > at)
        yield tuple(row for row in self.totals if row < at)
        yield tuple(row for row in whole if row < at)
        yield (*(row for row in self.totals if row < at), *block)
        for start in range(max(1, len(block) - _LONGEST_TAIL), len(block) - 1):
            yield block[start:]
        # a total above its lines in the middle of a table ("All ages", then each age)
        yield tuple(row for row in whole if at < row < after)

    def is_tail(self, at: int, rows: tuple[int, ...]) -> bool:
        """Whether ``rows`` are the last few lines before ``at``, with more lines of the same stretch above them."""
        before = max((row for row in self.totals if row < at), default=-1)
        block = [row for row in self.lines if before < row < at]
        return (
            bool(block)
            and set(rows) < set(block)
            and not any(roles.is_of_which(self.table.rows[row].label) for row in set(block) - set(rows))
        )

    def _standing(self, at: int, held: dict[int, tuple[int, ...]]) -> list[int]:
        """What stands above ``at`` when each total that holds replaces its own lines."""
        standing: list[int] = []
        for row in range(at):
            if row in self.totals:
                inside = set(held.get(row, ()))
                standing = [*(other for other in standing if other not in inside), row]
            elif row in self.lines:
                standing.append(row)
        return standing

    def add(self, at: int, rows: tuple[int, ...], column: int) -> Sum:
        """Whether the total in row ``at`` is the sum of ``rows`` in ``column``."""
        total = self.table.figure(at, column)
        if total is None or total.unit not in ADDED or not roles.is_summed(self.table.columns[column]):
            return NOTHING
        cells = [self.table.rows[row].cells[column] for row in rows]
        lines = [
            (cell.figure, self.table.rows[row].times)
            for cell, row in zip(cells, rows, strict=True)
            if cell.figure is not None and _same(cell.figure, total)
        ]
        if not lines or len(lines) + sum(cell.figure is None for cell in cells) < 2:
            return NOTHING
        return self._judged(total, lines, any(cell.figure is None for cell in cells), len(cells))

    def _judged(self, total: Figure, lines: list[tuple[Figure, int]], missing: bool, count: int) -> Sum:
        figures, weights = [f for f, _ in lines], [n for _, n in lines]
        computed = total_of(figures, weights)
        slack = slack_of_sum([*figures, total], [*weights, 1])
        if abs(total.value - computed) <= slack:
            return Sum(Verdict.HOLDS, computed, count)
        # what was kept back can only add to the lines
        if missing and computed < total.value + slack:
            return Sum(Verdict.UNKNOWN, computed, count)
        rounding = abs(total.value - computed) <= most_slack([*figures, total], [*weights, 1])
        return Sum(Verdict.WRONG, computed, count, rounding)


def _same(line: Figure, total: Figure) -> bool:
    """Lines of a money total are often printed without the pound sign."""
    return line.unit is total.unit or {line.unit, total.unit} == ADDED
