"""A printed change against its two figures: differences, percentages of change, percentage points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.figures import HUNDRED, Figure, Fit, Unit, change_range, cut, show
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.periods import when
from goldenthread.kernel.arithmetic.tables import Table

_PLAIN = {Unit.COUNT, Unit.MONEY}


@dataclass(frozen=True, slots=True)
class Change:
    """What a printed change should be. ``points``: the printed one is right only as percentage points."""

    fit: Fit
    computed: str
    kind: Kind
    points: bool = False
    sign: bool = False  # right but for its sign


def change_of(base: Figure, new: Figure, printed: Figure, *, percent: bool, signless: bool = False) -> Change | None:
    """Compare ``printed`` with the change from ``base`` to ``new``; None where the two cannot be compared.

    ``percent``: the change is a percentage of the base, not a difference. ``signless``: only its size is printed.
    """
    if percent:
        return _percent_change(base, new, printed, signless)
    low, high = new.low - base.high, new.high - base.low
    exact = new.value - base.value
    fit = _fit(printed, low, high, signless)
    shown = show(abs(exact) if signless else exact, _signed(printed, signless))
    sign = fit is Fit.NO and _fit(printed, -high, -low, False) is not Fit.NO
    return Change(fit, shown, Kind.CHANGE, sign=sign)


def _signed(printed: Figure, signless: bool) -> Figure:
    return (
        printed if signless else Figure(printed.value, printed.text, printed.unit, printed.step, signed=printed.signed)
    )


def _fit(printed: Figure, low: Decimal, high: Decimal, signless: bool) -> Fit:
    if signless and high < 0:
        low, high = -high, -low
    return printed.fit(low, high)


def _percent_change(base: Figure, new: Figure, printed: Figure, signless: bool) -> Change | None:
    if not base.value or base.value < 0:
        return None
    low, high = change_range(base, new)
    exact = HUNDRED * (new.value - base.value) / base.value
    fit = _fit(printed, low, high, signless)
    points = False
    if base.unit is Unit.PERCENT and new.unit is Unit.PERCENT:
        difference = abs(new.value - base.value) == abs(printed.value)
        if fit is Fit.ROUNDED and difference and _fit(printed, exact, exact, signless) is Fit.NO:
            fit, points = Fit.NO, True  # it fits only if every rounding went one way: the difference was meant
        elif fit is not Fit.ROUNDED:
            points = _fit(printed, new.low - base.high, new.high - base.low, signless) is Fit.ROUNDED
    sign = fit is Fit.NO and _fit(printed, -high, -low, False) is not Fit.NO
    kind = Kind.PERCENTAGE_POINTS if points else Kind.PERCENTAGE_CHANGE
    return Change(fit, show(abs(exact) if signless else exact, printed), kind, points, sign)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two columns that a change column may be the change between, in per cent of the first or as a difference.

    ``down``: one column, each row against the row ``down`` before it (-1: after it).
    """

    base: int
    new: int
    percent: bool
    down: int = 0

    def figures(self, table: Table, row: int) -> tuple[Figure | None, Figure | None]:
        """The two figures that the change in a row is between."""
        if not self.down:
            return table.figure(row, self.base), table.figure(row, self.new)
        before = row - self.down
        return (table.figure(before, self.base) if 0 <= before < len(table.rows) else None), table.figure(row, self.new)


def check_changes(table: Table) -> Iterator[Finding]:
    """Every column of changes against the two columns it comes from; every row headed "Change" against two above."""
    for column, title in enumerate(table.columns):
        if _is_change_column(table, column, title):
            yield from _column(table, column)
    across = table.sideways
    for column, title in enumerate(across.columns):
        if across.units[column] and roles.is_bare_change(title):
            yield from _column(across, column)


def _is_change_column(table: Table, column: int, title: str) -> bool:
    unit = table.units[column]
    if unit is None or not any(table.units[:column]):
        return False
    if roles.is_change(title):
        return True
    # a column without a title whose figures carry signs
    figures = [figure for _, figure in table.column(column)]
    return not title.strip() and any(f.signed for f in figures) and all(f.signed or not f.value for f in figures)


def _pairs(table: Table, column: int) -> Iterator[_Pair]:
    """The usual readings: the two nearest figure columns on the left, or any two of one unit, by period if known."""
    title = table.columns[column]
    left = [
        at
        for at in range(column)
        if table.units[at] and not roles.is_change(table.columns[at]) and not roles.is_rank(table.columns[at])
    ]
    percent = table.units[column] is Unit.PERCENT or (roles.is_percent(title) and not roles.is_points(title))
    if len(left) < 2:
        return
    couples = [(left[-2], left[-1])] + [(a, b) for a in left for b in left if a < b]
    seen: set[tuple[int, int]] = set()
    for first, second in couples:
        if (first, second) in seen or table.units[first] is not table.units[second]:
            continue
        seen.add((first, second))
        for base, new in _ordered(table, first, second):
            both = table.units[first] is Unit.PERCENT
            yield _Pair(base, new, percent and not (both and roles.is_points(title)))
            if percent and both:
                yield _Pair(base, new, False)


def _down_pairs(table: Table, column: int) -> Iterator[_Pair]:
    """Rows headed by periods: each is the change from the row of the period before."""
    periods = [when(row.label) for row in table.rows]
    known = [period for period in periods if period]
    if len(known) < 3 or len(known) * 2 < len(periods):
        return
    step = 1 if known == sorted(known) else -1
    percent = table.units[column] is Unit.PERCENT or roles.is_percent(table.columns[column])
    for at in range(column):
        if table.units[at] and not roles.is_change(table.columns[at]):
            yield _Pair(at, at, percent and not roles.is_points(table.columns[column]), step)


def _ordered(table: Table, first: int, second: int) -> list[tuple[int, int]]:
    one, other = when(table.columns[first]), when(table.columns[second])
    if one and other and one != other:
        return [(first, second) if one < other else (second, first)]
    return [(first, second), (second, first)]


def _compare(table: Table, column: int, pair: _Pair, signless: bool) -> dict[int, Change]:
    found: dict[int, Change] = {}
    for row, printed in table.column(column):
        base, new = pair.figures(table, row)
        if base is None or new is None or base.unit is not new.unit:
            continue
        # one column may hold differences of counts and of percentages, and a % sign in some rows only
        percent = pair.percent if printed.unit is not Unit.PERCENT else pair.percent or base.unit in _PLAIN
        compared = change_of(base, new, printed, percent=percent, signless=signless)
        if compared:
            found[row] = compared
    return found


def _column(table: Table, column: int) -> Iterator[Finding]:
    printed = [figure for _, figure in table.column(column)]
    signless = not any(f.signed or f.value < 0 for f in printed)
    best: tuple[int, _Pair, dict[int, Change]] | None = None
    for pair in chain(_pairs(table, column), _down_pairs(table, column)):
        found = _compare(table, column, pair, signless)
        good = sum(1 for change in found.values() if change.fit is not Fit.NO)
        if found and (best is None or good > best[0]):
            best = good, pair, found
    if best is None:
        return
    good, pair, found = best
    for row, change in found.items():
        confidence = _confidence(table, column, good, len(found), change)
        if confidence:
            yield _finding(table, row, column, pair, change, confidence)


def _confidence(table: Table, column: int, good: int, compared: int, change: Change) -> Confidence | None:
    if change.fit is Fit.ROUNDED:
        return None
    if change.fit is Fit.TRUNCATED:
        return Confidence.NOTE
    if good * 2 > compared or (good and good * 2 >= compared):
        return Confidence.SURE
    # no row agrees, or few do: the column may be defined in another way
    if table.turned:
        return None
    if good == 0 and compared <= 2 and roles.is_change(table.columns[column]):
        return Confidence.LIKELY
    return Confidence.NOTE if compared <= 4 else None


def _finding(table: Table, row: int, column: int, pair: _Pair, change: Change, confidence: Confidence) -> Finding:
    printed, (base, new) = table.figure(row, column), pair.figures(table, row)
    if printed is None or base is None or new is None:
        raise ValueError("only rows with all three figures are compared")
    kind = Kind.TRUNCATION if change.fit is Fit.TRUNCATED else change.kind
    return Finding(
        table.where(row, column), kind, printed.text, change.computed, confidence, in_words(base, new, printed, change)
    )


def in_words(base: Figure, new: Figure, printed: Figure, change: Change) -> str:
    """What is wrong with a printed change, and what to do."""
    if change.fit is Fit.TRUNCATED:
        return truncated(printed, change.computed, cut_of=f"the change from {base.text} to {new.text}")
    if change.points:
        return (
            f"From {base.text} to {new.text} is printed as a change of {printed.text}: that is the difference in "
            f"percentage points. As a percentage of the first figure it is {change.computed}. Say “percentage points”."
        )
    hint = " Only its sign is wrong." if change.sign else ""
    return (
        f"The change from {base.text} to {new.text} is printed as {printed.text}; it computes to {change.computed}."
        f"{hint} Check the two figures and the change, and correct the one that is wrong."
    )


def truncated(printed: Figure, computed: str, *, cut_of: str) -> str:
    """The note about a figure that was cut off where it should have been rounded."""
    return (
        f"{printed.text} is {cut_of} cut off, not rounded: rounded it is {computed}. "
        "Round all figures alike, or say that they are cut off."
    )


def cut_off(value: Decimal, printed: Figure) -> bool:
    """Whether ``printed`` is ``value`` with its further digits cut off, and not also its rounding."""
    return cut(value, printed.step) == printed.value and printed.fit(value, value) is Fit.TRUNCATED
