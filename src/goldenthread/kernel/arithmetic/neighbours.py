"""Tables beside each other: one that lists fewer agencies, and one figure that two tables print differently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.periods import when
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.kernel.arithmetic.totals import is_sum

_FEWEST = 5
_BODY = re.compile(
    r"\b(?:agenc|partner|organisation|district|borough|authorit|localit|team|area|member|provider|service|sector|board)"
)
_NAMES = re.compile(
    r"\b(?:police|health|probation|education|schools?"
    r"|nhs|council|housing|fire|cafcass|trust|voluntary|social care|fostering)\b"
)
_EXPLAINED = re.compile(
    r"did not (?:send|provide|return|submit|supply|respond)|no return"
    r"|not (?:sent|supplied|provided|submitted|applicable|include)"
    r"|does not (?:include|apply)|exclud|only (?:those|agencies)|where (?:applicable|provided)|no data"
    r"|top (?:five|ten|\d+)|omitted"
    r"|no (?:staff|attend)|nil return|other agencies|remaining agencies"
)


def check_neighbours(tables: Sequence[Table]) -> Iterator[Finding]:
    """Each table against those near it (three before) with the same kind of rows."""
    for at, table in enumerate(tables):
        for other in reversed(tables[max(0, at - 3) : at]):
            found = _fewer(other, table)
            if found:
                yield found
                break


def _labels(table: Table) -> dict[str, str]:
    last = len(table.rows) - 1
    whole = table.rows[last] if is_sum(table, last) else None
    return {
        roles.plain(row.label): row.label
        for row in table.rows
        if row.label.strip()
        and not roles.may_be_total(row.label)
        and not roles.stands_apart(row.label)
        and row is not whole
    }


def _bodies(table: Table) -> bool:
    """Whether the rows are agencies, districts or the like, by the heading of their column or by their names."""
    named = sum(1 for label in _labels(table) if _NAMES.search(label))
    return bool(_BODY.search(table.corner.lower())) or named >= 4


def _fewer(first: Table, second: Table) -> Finding | None:
    one, other = _labels(first), _labels(second)
    shared = one.keys() & other.keys()
    more, less, table, fuller = (one, other, second, first) if len(one) > len(other) else (other, one, first, second)
    missing = [more[label] for label in more if label not in shared]
    if len(shared) < _FEWEST or not missing or len(one) == len(other) or not (_bodies(first) and _bodies(second)):
        return None
    # two lists of one kind: nearly all of the shorter stand in the longer, and most of the longer in the shorter
    if len(shared) < len(less) * 0.8 or len(shared) < len(more) * 0.6:
        return None
    if _EXPLAINED.search(table.words):
        return None
    same = roles.plain(first.corner) == roles.plain(second.corner)
    names = ", ".join(missing[:6]) + (f" and {len(missing) - 6} more" if len(missing) > 6 else "")
    text = (
        f"{fuller.name or 'The table before it'} lists {len(more)}, this one {len(less)}: not here are {names}. "
        "Say for each of them whether it was nought, not asked for or not sent."
    )
    confidence = Confidence.LIKELY if same else Confidence.NOTE
    place = table.name or "Table"
    return Finding(place, Kind.FEWER_AGENCIES, str(len(less)), str(len(more)), confidence, text)


def check_repeats(tables: Sequence[Table]) -> Iterator[Finding]:
    """A measure that two tables print for one period with two values."""
    seen: dict[tuple[str, str], tuple[Table, int, int]] = {}
    for table in tables:
        for row, line in enumerate(table.rows):
            if not _is_named_measure(line.label):
                continue
            for column, title in enumerate(table.columns):
                found = _repeat(table, row, column, title, seen)
                if found:
                    yield found


def _is_named_measure(label: str) -> bool:
    return roles.is_measure(label) and len(roles.plain(label).split()) >= 4


def _repeat(
    table: Table, row: int, column: int, title: str, seen: dict[tuple[str, str], tuple[Table, int, int]]
) -> Finding | None:
    figure = table.figure(row, column)
    if figure is None or when(title) is None or roles.is_change(title):
        return None
    first = seen.setdefault((roles.plain(table.rows[row].label), str(when(title))), (table, row, column))
    earlier = first[0].figure(first[1], first[2])
    if first[0] is table or earlier is None or earlier.unit is not figure.unit or table.section != first[0].section:
        return None
    if earlier.high >= figure.low and figure.high >= earlier.low:
        return None
    text = (
        f"“{table.rows[row].label}” is {earlier.text} in {first[0].where(first[1], first[2])}, and {figure.text} here. "
        "Say why they differ (date, definition), or correct one."
    )
    return Finding(table.where(row, column), Kind.QUOTED_TWICE, figure.text, earlier.text, Confidence.LIKELY, text)
