"""All checks on one table, and on tables that stand together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.balances import check_balances
from goldenthread.kernel.arithmetic.changes import check_changes
from goldenthread.kernel.arithmetic.findings import Finding, Kind
from goldenthread.kernel.arithmetic.implied import check_implied
from goldenthread.kernel.arithmetic.neighbours import check_neighbours, check_repeats
from goldenthread.kernel.arithmetic.orders import check_averages, check_ranks
from goldenthread.kernel.arithmetic.ratios import check_ratios
from goldenthread.kernel.arithmetic.running import check_running, check_surplus
from goldenthread.kernel.arithmetic.shares import check_shares
from goldenthread.kernel.arithmetic.spans_in_tables import check_periods
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.kernel.arithmetic.totals import check_totals
from goldenthread.kernel.arithmetic.wholes import check_wholes

Check = Callable[[Table], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    check_totals,
    check_implied,
    check_balances,
    check_changes,
    check_ratios,
    check_shares,
    check_wholes,
    check_averages,
    check_ranks,
    check_periods,
    check_running,
)


def check_table(table: Table, *, every: bool = False) -> list[Finding]:
    """What does not add up in ``table``; with ``every`` also what cannot be told. One finding a cell and kind."""
    if not table.rows or not table.columns:
        return []
    base = roles.rounding_base(table)
    ready = table.with_step(Decimal(base)) if base > 1 else table
    return _once(
        finding for check in CHECKS for finding in check(ready) if every or finding.kind is not Kind.CANNOT_TELL
    )


def check_tables(tables: Sequence[Table]) -> list[Finding]:
    """What does not hold between tables that stand together."""
    return _once(finding for check in (check_neighbours, check_repeats, check_surplus) for finding in check(tables))


def _once(findings: Iterator[Finding]) -> list[Finding]:
    kept: dict[tuple[str, Kind, str], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.where, finding.kind, finding.printed), finding)
    return list(kept.values())
