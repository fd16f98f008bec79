"""A figure of a sentence against the cell of a table beside it that the sentence names, by its row and its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from goldenthread.kernel.arithmetic.claims import Share
from goldenthread.kernel.arithmetic.figures import Figure, Unit, most_slack, total_of
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.periods import when
from goldenthread.kernel.arithmetic.roles import is_change, plain
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.reports.around import Around
from goldenthread.reading.reports.mentions import Mention
from goldenthread.reading.reports.quoting import digits_of, misprint
from goldenthread.reading.reports.subjects import periods_of, stems

_PARTLY = re.compile(r"\b(?:rose|fell|increase|decrease|up|down|more|fewer) (?:by|of|from)? ?$")
_CARRIED = re.compile(r"\b(?:carried|brought) forward\b|\breserves?\b|\bopening balance\b|\bclosing balance\b")
_TENTH = Decimal("0.2")


def rows_around(one: Around) -> Iterator[Finding]:
    """Misprints of the cell that is named; shares of a column that is named; what is carried on."""
    for mention in one.said.mentions:
        figure = mention.figure
        if figure is None or mention.letter not in "cmpr" or figure.signed or figure.about:
            continue
        if not _PARTLY.search(one.said.text[: mention.start].lower()):
            yield from _misprinted(one, mention, figure)
    yield from _of_cell(one)
    yield from _carried(one)


def _misprinted(one: Around, mention: Mention, figure: Figure) -> Iterator[Finding]:
    """One digit, or two changed round, apart from the cell that the sentence names; itself nowhere in the tables."""
    if len(digits_of(figure.text)) < 3 or any(figure.value in table.values for table in one.tables):
        return
    words, periods = stems(one.said.text), periods_of(one.said)
    told = plain(one.said.text)
    for table in one.tables:
        for row, line in enumerate(table.rows):
            for column, title in enumerate(table.columns):
                cell = line.cells[column].figure
                if cell is None or not misprint(cell, figure) or not _same_unit(cell, figure) or is_change(title):
                    continue
                if all(_names(label, words, told) or when(label) in periods for label in (line.label, title)):
                    yield _finding(one, figure, cell, table.where(row, column))
                    return


def _same_unit(cell: Figure, figure: Figure) -> bool:
    return cell.unit is figure.unit or {cell.unit, figure.unit} == {Unit.COUNT, Unit.MONEY}


def _names(label: str, words: frozenset[str], told: str) -> bool:
    """Whether the sentence has every telling word of a row's or column's title; a unit or "Total" tells nothing."""
    own = stems(re.sub(r"\bper [\d,]+\w*", " ", label))
    return bool(own) and own <= words


def _of_cell(one: Around) -> Iterator[Finding]:
    """ "an overspend of £5,800 (1.5% of the budget)": a cell as a share of the one in the column that is named."""
    for match in re.finditer(
        r"\{m(?P<part>\d+)\} ?[(,] ?(?:or )?\{p(?P<percent>\d+)\} of (?:the |our |its )?(?P<what>[a-z ]+)",
        one.said.normal,
    ):
        part, percent = one.said.figure(match["part"]), one.said.figure(match["percent"])
        named = stems(match["what"])
        wholes = [whole for table in one.tables for whole in _in_row(table, part, named)]
        claims = [Share(part, percent, (whole,), Confidence.LIKELY) for whole in wholes]
        if claims and all(list(claim.check("")) for claim in claims):
            yield from claims[0].check(one.where)


def _in_row(table: Table, part: Figure, named: frozenset[str]) -> Iterator[Figure]:
    for row in table.rows:
        if any(cell.figure and abs(cell.figure.value) == part.value for cell in row.cells):
            for column, title in enumerate(table.columns):
                whole = row.cells[column].figure
                if whole is not None and stems(title) & named and whole.value > part.value:
                    yield whole


def _carried(one: Around) -> Iterator[Finding]:
    """Three amounts of money about a reserve: two of them make the third."""
    figures = [one.said.figure(number) for number in one.said.lettered("m")]
    if len(figures) != 3 or not _CARRIED.search(one.said.normal) or any(f.about or f.signed for f in figures):
        return
    ordered = sorted(figures, key=lambda figure: figure.value)
    whole, parts = ordered[2], ordered[:2]
    gap = abs(total_of(parts) - whole.value)
    if gap <= most_slack(figures) or gap > whole.value * _TENTH:
        return
    text = (
        f"{parts[0].text} and {parts[1].text} make £{total_of(parts):,.0f}, but {whole.text} is printed. "
        "Check the three figures, or say what else was added or taken."
    )
    yield Finding(one.where, Kind.STOCK_FLOW, whole.text, f"£{total_of(parts):,.0f}", Confidence.LIKELY, text)


def _finding(one: Around, printed: Figure, cell: Figure, where: str) -> Finding:
    text = (
        f"{printed.text} is printed here, and {cell.text} in {where}. "
        "If they are the same, correct one; if not, say how they differ (date, definition)."
    )
    return Finding(one.where, Kind.QUOTED_TWICE, printed.text, cell.text, Confidence.LIKELY, text)
