"""A figure of a sentence against the row of a table that the rest of the sentence shows it to be from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goldenthread.kernel.arithmetic.figures import Figure
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.periods import When, same_year, when
from goldenthread.kernel.arithmetic.roles import is_change, is_total
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.prose import Passage, place_of
from goldenthread.reading.reports.quoting import misprint
from goldenthread.reading.reports.tabling import Found

_LEAST = 20  # smaller counts stand in too many rows
_NEAR_BLOCKS = 6
_LONG = 4  # digits
_YEAR_BEFORE = re.compile(
    r"\s*(?:in )?(?:the (?:year before|previous year)|a year (?:before|earlier)|(?:one|twelve months) earlier)\b"
)


@dataclass(frozen=True, slots=True)
class _Dated:
    figure: Figure
    period: When


def check_anchored(found: Sequence[Found], passages: Sequence[Passage]) -> Iterator[Finding]:
    """ "440 in 2023 and 435 in 2024", where a row has 440 for 2023 and 453 for 2024; a total near by, misprinted."""
    rows: dict[Decimal, list[Row]] = {}
    for row in _rows(found):
        for value in {figure.value for figure, _ in row.values()}:
            rows.setdefault(value, []).append(row)
    for passage in passages:
        near = [one.table for one in found if abs(passage.block - one.block) <= _NEAR_BLOCKS]
        for said in passage.sentences:
            dated = _dated(said)
            place = place_of(passage, said)
            yield from _anchored(dated, rows, place)
            yield from _totals(dated, near, place)


def _dated(said: Said) -> list[_Dated]:
    """Each figure with the period that stands nearest to it, no other figure between; "the year before" counts back."""
    made: list[_Dated] = []
    for mention in said.mentions:
        if mention.figure is None or mention.letter not in "cm" or mention.figure.about or mention.figure.signed:
            continue
        if made and _YEAR_BEFORE.match(said.text[mention.end :]):
            made.append(_Dated(mention.figure, replace(made[-1].period, year=made[-1].period.year - 1)))
            continue
        after = [m for m in said.mentions if m.start >= mention.end]
        before = [m for m in said.mentions if m.end <= mention.start]
        for other in (after[:1], before[-1:]):
            period = when(said.text[other[0].start : other[0].end]) if other and other[0].letter == "x" else None
            if period is not None and not (other == after[:1] and _parted(said, mention.end, other[0].start)):
                made.append(_Dated(mention.figure, period))
                break
    return made


def _parted(said: Said, start: int, end: int) -> bool:
    """Whether a new clause begins between two places."""
    return bool(re.search(r"[;:.]|\b(?:compared|against|while|whereas|and)\b", said.text[start:end]))


Row = dict[When, tuple[Figure, str]]


def _rows(found: Sequence[Found]) -> list[Row]:
    """The figures of each row under the periods that head its columns."""
    made: list[Row] = []
    for table in (one.table for one in found):
        columns = [(at, period) for at, title in enumerate(table.columns) if (period := _period(title))]
        if len({period for _, period in columns}) < len(columns) or len(columns) < 2:
            continue
        for number, line in enumerate(table.rows):
            cells = {p: (f, table.where(number, at)) for at, p in columns if (f := line.cells[at].figure)}
            if len(cells) > 1:
                made.append(cells)
    return made


def _period(title: str) -> When | None:
    return None if is_change(title) else when(title)


def _anchored(dated: Sequence[_Dated], rows: Mapping[Decimal, list[Row]], place: str) -> Iterator[Finding]:
    for anchor in dated if len(dated) > 1 else ():
        same = rows.get(anchor.figure.value, ()) if anchor.figure.value >= _LEAST else ()
        held = [row for row in same if _holds(row, anchor)]
        others = [one for one in dated if one.period != anchor.period and one.figure.unit is anchor.figure.unit]
        for other in others:
            told = [cell for row in held if (cell := _at(row, other.period))]
            if not told or any(_same(figure, other.figure) for figure, _ in told):
                continue
            figure, where = told[0]
            if abs(figure.value - other.figure.value) * 4 <= figure.value:
                yield _finding(place, other.figure, figure, where)


def _holds(row: Row, one: _Dated) -> bool:
    told = _at(row, one.period)
    return told is not None and told[0].value == one.figure.value


def _at(row: Row, period: When) -> tuple[Figure, str] | None:
    """A row's figure for a period; for a month, the only one of its year where columns are headed by years."""
    alike = [cell for own, cell in row.items() if own == period or (own.kind == "year" and same_year(own, period))]
    return alike[0] if len(alike) == 1 else None


def _same(one: Figure, other: Figure) -> bool:
    return one.high >= other.low and other.high >= one.low


def _totals(dated: Sequence[_Dated], tables: Sequence[Table], place: str) -> Iterator[Finding]:
    """A long figure that is a total of a table near by for the same period, but for one digit or two changed round."""
    for one in dated:
        if sum(c.isdigit() for c in one.figure.text) < _LONG:
            continue
        for table in tables:
            for at, title in enumerate(table.columns):
                if _period(title) != one.period:
                    continue
                for number, line in enumerate(table.rows):
                    total = line.cells[at].figure
                    if total is not None and is_total(line.label) and misprint(total, one.figure):
                        yield _finding(place, one.figure, total, table.where(number, at))


def _finding(place: str, printed: Figure, told: Figure, where: str) -> Finding:
    text = (
        f"{printed.text} is printed here, and {told.text} in {where}. "
        "If they are the same, correct one; if not, say how they differ (date, definition)."
    )
    return Finding(place, Kind.QUOTED_TWICE, printed.text, told.text, Confidence.LIKELY, text)
