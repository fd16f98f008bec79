"""Shares of a whole that is not printed: what the rows of a table, or the shares of a sentence, show it to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.figures import HUNDRED, Figure, Unit, most_slack, show, total_of
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.tables import Table

_FEWEST = 3
_FURTHEST = 40  # per cent: rows further than this from 100 are answers of another kind


@dataclass(frozen=True, slots=True)
class Odd:
    """The one share that does not go with the others: its place among them and what its count should be about."""

    at: int
    computed: Decimal


def odd_share(shares: Sequence[tuple[Figure, Figure]]) -> Odd | None:
    """The one (count, percentage) that cannot be of the whole that all the others are of; None where there is none.

    The percentages must make 100, so that they are of one whole and it is the count that is wrong.
    """
    percents = [percent for _, percent in shares]
    if len(shares) <= _FEWEST or abs(total_of(percents) - HUNDRED) > most_slack(percents):
        return None
    if _common(shares) is not None:
        return None
    odd: list[Odd] = []
    for at, (_, percent) in enumerate(shares):
        whole = _common([share for other, share in enumerate(shares) if other != at])
        if whole is not None:
            odd.append(Odd(at, whole * percent.value / HUNDRED))
    return odd[0] if len(odd) == 1 else None


def _common(shares: Sequence[tuple[Figure, Figure]]) -> Decimal | None:
    """A whole that every share may be of, the middle of what is possible."""
    telling = [(part, percent) for part, percent in shares if part.value > 0 and percent.low > 0]
    least = max((HUNDRED * part.low / percent.high for part, percent in telling), default=Decimal(0))
    most = min((HUNDRED * part.high / percent.low for part, percent in telling), default=Decimal(0))
    return (least + most) / 2 if 0 < least <= most else None


def check_wholes(table: Table) -> Iterator[Finding]:
    """Counts beside their shares of one whole; rows (or columns) of percentages of which most make 100."""
    for column, unit in enumerate(table.units):
        if unit is Unit.PERCENT and column and table.units[column - 1] in {Unit.COUNT, Unit.MONEY}:
            yield from _odd_row(table, column - 1, column)
    yield from _hundreds(table)
    yield from _hundreds(table.sideways)


def _odd_row(table: Table, counts: int, percents: int) -> Iterator[Finding]:
    if roles.is_change(table.columns[percents]) or any(_whole_row(row.label) for row in table.rows):
        return
    rows = [at for at in range(len(table.rows)) if table.figure(at, counts) and table.figure(at, percents)]
    pairs = [
        (part, percent) for at in rows if (part := table.figure(at, counts)) if (percent := table.figure(at, percents))
    ]
    odd = odd_share(pairs)
    if odd is None:
        return
    part, percent = pairs[odd.at]
    computed = show(odd.computed, part)
    text = (
        f"{part.text} is printed as {percent.text}. The other shares are of one whole, of which {percent.text} is "
        f"about {computed}. Check both figures and correct the one that is wrong."
    )
    yield Finding(table.where(rows[odd.at], counts), Kind.PERCENTAGE, part.text, computed, Confidence.LIKELY, text)


def _whole_row(label: str) -> bool:
    return roles.may_be_total(label) or roles.is_all(label)


def _hundreds(table: Table) -> Iterator[Finding]:
    """Answers side by side: where most rows make 100 per cent, the others should."""
    columns = [at for at, title in enumerate(table.columns) if not roles.stands_apart(title) or title.strip() == "%"]
    columns = [at for at in columns if table.units[at] is Unit.PERCENT and not roles.is_change(table.columns[at])]
    if len(columns) < _FEWEST or any(_whole_row(table.columns[at]) for at in columns) or roles.overlaps(table):
        return
    good = 0
    wrong: list[tuple[int, list[Figure], Decimal]] = []
    for at, row in enumerate(table.rows):
        figures = [f for column in columns if (f := table.figure(at, column)) is not None and f.unit is Unit.PERCENT]
        if len(figures) < len(columns) or roles.is_change(row.label) or any(f.value < 0 for f in figures):
            continue
        together = total_of(figures)
        if abs(together - HUNDRED) <= most_slack(figures):
            good += 1
        else:
            wrong.append((at, figures, together))
    if good < max(2, len(wrong) * 2):
        return
    for at, figures, together in wrong:
        if abs(together - HUNDRED) <= _FURTHEST:
            yield _not_hundred(table, at, figures, together, good)


def _not_hundred(table: Table, row: int, figures: Sequence[Figure], together: Decimal, good: int) -> Finding:
    computed = show(together, figures[0])
    listed = " + ".join(figure.text for figure in figures)
    line = "column" if table.turned else "row"
    text = (
        f"The percentages of this {line} make {computed} ({listed}), and those of {good} others make 100%. "
        "Check each of them against its count."
    )
    confidence = Confidence.SURE if good > 2 else Confidence.LIKELY
    return Finding(table.where(row), Kind.PARTS, "100%", computed, confidence, text)
