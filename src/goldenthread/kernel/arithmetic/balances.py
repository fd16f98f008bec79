"""Stocks and flows that must meet: open at the start, and started, less ended, is open at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from goldenthread.kernel.arithmetic.figures import Figure, show
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.roles import plain
from goldenthread.kernel.arithmetic.tables import Table

_OPENING = re.compile(
    r"\b(?:at|on|as at) (?:the )?(?:start|beginning|1(?:st)? (?:april|january|july|october))\b"
    r"|^opening\b|\bbrought forward\b"
)
_CLOSING = re.compile(r"\b(?:at|on|as at) (?:the )?(?:end|(?:31|30)(?:st|th)? \w+)\b|^closing\b|\bcarried forward\b")
_IN = re.compile(
    r"\b(?:started|starting|new|opened|joined|became|began|received|added|admitted|in[- ]?flow)\b"
    r"|\b(?:starts|joiners)\b"
)
_OUT = re.compile(
    r"\b(?:ended|ending|closed|ceased|left|leaving|discharged|concluded|removed|de-?registered)\b|\b(?:leavers)\b"
)
_NEAR = Decimal("0.10")


def check_balances(table: Table) -> Iterator[Finding]:
    """Down the columns and across the rows, where each of the four is there once."""
    yield from _balance(table)
    yield from _balance(table.sideways)


def _only(table: Table, pattern: re.Pattern[str], *, but: tuple[int, ...] = ()) -> int | None:
    found = [at for at, row in enumerate(table.rows) if at not in but and pattern.search(plain(row.label))]
    return found[0] if len(found) == 1 else None


def _balance(table: Table) -> Iterator[Finding]:
    opening, closing = _only(table, _OPENING), _only(table, _CLOSING)
    if opening is None or closing is None or opening == closing:
        return
    came = _only(table, _IN, but=(opening, closing))
    went = _only(table, _OUT, but=(opening, closing))
    if came is None or went is None or came == went:
        return
    sums = [
        (column, figures)
        for column in range(len(table.columns))
        if (figures := _figures(table, column, (opening, came, went, closing)))
    ]
    right = sum(1 for _, figures in sums if _gap(figures) == 0)
    for column, figures in sums:
        near = abs(_gap(figures)) <= figures[3].value * _NEAR
        if _gap(figures) and (right or near):
            yield _finding(table, closing, column, figures, Confidence.SURE if right else Confidence.LIKELY)


def _figures(table: Table, column: int, rows: tuple[int, ...]) -> list[Figure] | None:
    figures = [figure for row in rows if (figure := table.figure(row, column)) and figure.whole]
    return figures if len(figures) == len(rows) else None


def _gap(figures: list[Figure]) -> Decimal:
    opening, came, went, closing = (figure.value for figure in figures)
    return opening + came - abs(went) - closing


def _finding(table: Table, row: int, column: int, figures: list[Figure], confidence: Confidence) -> Finding:
    opening, came, went, closing = figures
    computed = show(closing.value + _gap(figures), closing)
    text = (
        f"{opening.text} at the start and {came.text} more, less {went.text}, makes {computed} at the end; "
        f"{closing.text} is printed. Check all four, or say what else came or went."
    )
    return Finding(table.where(row, column), Kind.STOCK_FLOW, closing.text, computed, confidence, text)
