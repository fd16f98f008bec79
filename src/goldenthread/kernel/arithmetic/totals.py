"""Totals against their lines, down the columns and across the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from itertools import takewhile

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.figures import show
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.periods import when
from goldenthread.kernel.arithmetic.sums import Layout, Sum, Verdict
from goldenthread.kernel.arithmetic.tables import CellKind, Table

_NEAR = Decimal("0.25")
_LEAST_LINES = 3
_LONGEST = 200  # longer tables are data; none of their rows is a total without saying so
_GREAT = 20  # smaller figures are the sums of others too often by chance
_VERY_NEAR = Decimal("0.10")
_YEAR = re.compile(r"^(?:full year|year to date|ytd|annual|year end|year|outturn|year total)$")


class Claim(IntEnum):
    """How plainly a row says that it is a total."""

    NAMED = 0  # the first or last row, by the name of the whole ("Wealdshire"): only where another column adds up
    WEAK = 1  # "Total number of contacts", "Year to date": may be a measure of its own
    BLANK = 2  # the last row, without a label
    PLAIN = 3  # "Total", "Total income"


@dataclass(frozen=True, slots=True)
class _Reading:
    rows: tuple[int, ...]
    sums: dict[int, Sum]

    def columns(self, verdict: Verdict) -> list[int]:
        return [column for column, found in self.sums.items() if found.verdict is verdict]

    @property
    def rank(self) -> tuple[int, int]:
        return len(self.columns(Verdict.HOLDS)), -len(self.columns(Verdict.WRONG))


def check_totals(table: Table) -> Iterator[Finding]:
    """Totals down the columns of ``table`` and across its rows."""
    yield from _down(table)
    yield from _down(table.sideways)


def _claims(table: Table) -> dict[int, Claim]:
    claims: dict[int, Claim] = {}
    last = len(table.rows) - 1
    for at, row in enumerate(table.rows):
        if not any(cell.figure for cell in row.cells):
            continue
        if roles.is_total(row.label) or (not table.turned and roles.is_money_total(row.label)):
            claims[at] = Claim.PLAIN
        elif (
            _is_year(table, at)
            or roles.is_all(row.label)
            or (roles.may_be_total(row.label) and not roles.stands_apart(row.label))
        ):
            claims[at] = Claim.WEAK
        elif not row.label.strip() and at == last and at > 2 and not table.turned:
            claims[at] = Claim.BLANK
    if not claims and not table.turned and 2 < last < _LONGEST:
        claims = {at: Claim.NAMED for at in (0, last) if table.rows[at].label and not _apart(table, at)}
    return claims


def _may_be_total(label: str) -> bool:
    return roles.may_be_total(label) and not roles.stands_apart(label)


def _apart(table: Table, at: int) -> bool:
    return roles.stands_apart(table.rows[at].label) or roles.is_measure(table.rows[at].label)


def _is_year(table: Table, at: int) -> bool:
    """ "Year to date", or a year that comes straight after four quarters or twelve months."""
    label = table.rows[at].label
    if _YEAR.match(roles.plain(label)):
        return True
    own = when(label)
    if own is None or own.kind != "year":
        return False
    parts = takewhile(lambda row: _within_year(row.label), reversed(table.rows[:at]))
    return sum(1 for _ in parts) in {4, 12}


def _within_year(label: str) -> bool:
    found = when(label)
    return found is not None and found.kind != "year"


def _down(table: Table) -> Iterator[Finding]:
    claims = _claims(table)
    # measures that happen to be named "total" are lines like any other
    totals = tuple(at for at, claim in claims.items() if claim > Claim.WEAK)
    layout = Layout.of(table, totals)
    held: dict[int, tuple[int, ...]] = {}
    for at, claim in claims.items():
        here = layout if claim > Claim.WEAK else Layout.of(table, (*totals, at))
        readings = [
            _Reading(rows, {column: here.add(at, rows, column) for column in range(len(table.columns))})
            for rows in here.readings(at, held)
        ]
        readings = [r for r in readings if r.columns(Verdict.HOLDS) or r.columns(Verdict.WRONG) or _unknown(r)]
        if not readings:
            continue
        best = max(readings, key=lambda reading: reading.rank)
        holds = len(best.columns(Verdict.HOLDS))
        if not holds:
            best = _nearest(table, at, readings, layout)
        if holds and not best.columns(Verdict.WRONG):
            held[at] = best.rows
        yield from _said(table, at, best, claim)


def _nearest(table: Table, at: int, readings: list[_Reading], layout: Layout) -> _Reading:
    """Where no reading holds, the one that comes nearest was meant; not the last few lines of a longer list."""
    wide = [r for r in readings if not layout.is_tail(at, r.rows)] or readings
    wrong = [reading for reading in wide if reading.columns(Verdict.WRONG)]
    if not wrong:
        return wide[0]
    return min(wrong, key=lambda r: sum(_distance(table, at, r, column) for column in r.columns(Verdict.WRONG)))


def _unknown(reading: _Reading) -> bool:
    return bool(reading.columns(Verdict.UNKNOWN))


def _said(table: Table, at: int, best: _Reading, claim: Claim) -> Iterator[Finding]:
    wrong = best.columns(Verdict.WRONG)
    for column in wrong:
        confidence = _confidence(table, at, best, column, claim)
        if confidence:
            yield _wrong(table, at, best, column, confidence)
    if not wrong and claim is Claim.PLAIN:
        for column in best.columns(Verdict.UNKNOWN):
            yield _cannot(table, at, column)


def _distance(table: Table, at: int, best: _Reading, column: int) -> Decimal:
    total = table.figure(at, column)
    computed = best.sums[column].computed
    return abs(total.value - computed) / max(abs(computed), Decimal(1)) if total else Decimal(0)


def _confidence(table: Table, at: int, best: _Reading, column: int, claim: Claim) -> Confidence | None:
    holds, wrong = best.columns(Verdict.HOLDS), best.columns(Verdict.WRONG)
    if table.turned and roles.is_total(table.columns[column]) and _kept_back(table, at, best):
        return None
    if _is_last_line(table, at, best, column) or (claim <= Claim.BLANK and _among_lines(table, at, best, column)):
        return None
    doubted = best.sums[column].rounding or roles.overlaps(table)
    if doubted:
        return Confidence.NOTE if claim is Claim.PLAIN and not table.turned else None
    if holds:
        return _with_support(table, at, holds, len(wrong), claim)
    return _alone(table, at, best, column, claim)


def _alone(table: Table, at: int, best: _Reading, column: int, claim: Claim) -> Confidence | None:
    """No column adds up by this reading: then how near it comes, and how plainly the row says that it is a total."""
    wrong, far = best.columns(Verdict.WRONG), _distance(table, at, best, column)
    if claim is Claim.NAMED:
        return None
    if claim is Claim.WEAK:
        return _weak(table, at, best, far, len(wrong))
    if len(wrong) > 1 and any(_distance(table, at, best, c) > _NEAR for c in wrong):
        return Confidence.NOTE if claim is Claim.PLAIN else None
    if claim is Claim.BLANK:
        return Confidence.LIKELY if far <= Decimal("0.5") else None
    return Confidence.SURE if far <= (_NEAR if len(wrong) == 1 else _VERY_NEAR) else Confidence.LIKELY


def _kept_back(table: Table, at: int, best: _Reading) -> bool:
    """Whether some line has a total of which the parts were kept back ("-"): then the totals' own parts are short."""
    return any(
        table.figure(at, column) is not None
        and any(table.rows[row].cells[column].kind is CellKind.SYMBOL for row in best.rows)
        for column in range(len(table.columns))
    )


def _among_lines(table: Table, at: int, best: _Reading, column: int) -> bool:
    """A figure no greater than the greatest line is an average or a rate, whatever its heading."""
    total = table.figure(at, column)
    lines = [figure.value for row in best.rows if (figure := table.figure(row, column))]
    return bool(total and lines and len(lines) > 1 and min(lines) <= total.value <= max(lines))


def is_sum(table: Table, at: int) -> bool:
    """Whether the figures of a row are, in some column, the sum of all other lines: a total by any name."""
    layout = Layout.of(table, (at,))
    rows = tuple(row for row in layout.lines if row != at)
    if len(rows) < _LEAST_LINES:
        return False
    sums = [layout.add(at, rows, column) for column in range(len(table.columns))]
    return any(found.verdict is Verdict.HOLDS and found.computed >= _GREAT for found in sums)


def _with_support(table: Table, at: int, holds: list[int], wrong: int, claim: Claim) -> Confidence | None:
    """Other columns add up by the same reading: this one should too."""
    if claim is Claim.NAMED and not any((f := table.figure(at, column)) and f.value >= _GREAT for column in holds):
        return None
    if claim <= Claim.WEAK and wrong > len(holds):
        return None
    return Confidence.SURE if len(holds) >= wrong or claim is Claim.PLAIN else Confidence.LIKELY


def _weak(table: Table, at: int, best: _Reading, far: Decimal, wrong: int) -> Confidence | None:
    if table.turned or at != len(table.rows) - 1 or len(best.rows) < 3 or wrong > 1:
        return None
    if any(roles.is_measure(table.rows[row].label) for row in best.rows):
        return None
    return Confidence.LIKELY if far <= _VERY_NEAR else None


def _is_last_line(table: Table, at: int, best: _Reading, column: int) -> bool:
    """A year's figure that repeats its last quarter is a stock, not a sum."""
    last, total = table.figure(best.rows[-1], column), table.figure(at, column)
    return bool(last and total and last.value == total.value and _is_year(table, at))


def _wrong(table: Table, at: int, best: _Reading, column: int, confidence: Confidence) -> Finding:
    total = table.figure(at, column)
    if total is None:
        raise ValueError("a column is judged wrong only where its total is a figure")
    computed = show(best.sums[column].computed, total)
    gap = show(abs(total.value - best.sums[column].computed), total).lstrip("+")
    text = (
        f"The total is printed as {total.text}, but its {best.sums[column].lines} lines add up to {computed}, "
        f"a difference of {gap}. Check the lines and the total against the source, and correct the one that is wrong."
    )
    if roles.overlaps(table):
        text += " The table says that its lines may overlap: say beside it why they need not add up."
    return Finding(table.where(at, column), Kind.TOTAL, total.text, computed, confidence, text)


def _cannot(table: Table, at: int, column: int) -> Finding:
    total = table.figure(at, column)
    printed = total.text if total else ""
    text = (
        f"Cannot tell whether the total {printed} is right: a line above it is blank or kept back. "
        "Fill it in, or say beside the table what was left out."
    )
    return Finding(table.where(at, column), Kind.CANNOT_TELL, printed, "", Confidence.NOTE, text)
