"""Periods in a table: part of a year beside a whole one, a stock on a day beside a flow over a span."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.figures import Unit
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.periods import is_day, is_flow, is_part_year, is_span, when
from goldenthread.kernel.arithmetic.tables import Row, Table

_STOCK = re.compile(
    r"\b(?:in care|looked after|caseloads?|plans? in place|on (?:a |an )?(?:child protection|cp|child in need) plan"
    r"|open cases|cases open|subject to|arrangements|placements)\b"
)
_TOLD = re.compile(r"cumulative|over the year|during the year|snap ?shot|as at")


def check_periods(table: Table) -> Iterator[Finding]:
    """Part-year figures compared with whole years, and stocks compared with flows."""
    yield from _part_year_columns(table)
    yield from _part_year_cells(table)
    yield from _stock_columns(table)
    yield from _mixed_rows(table)


def _change_columns(table: Table) -> list[int]:
    return [
        at
        for at, title in enumerate(table.columns)
        if table.units[at]
        and (roles.is_change(title) or (not title.strip() and any(f.signed for _, f in table.column(at))))
    ]


def _figures(table: Table) -> list[int]:
    changes = _change_columns(table)
    return [at for at, unit in enumerate(table.units) if unit in {Unit.COUNT, Unit.MONEY} and at not in changes]


def _part_year_columns(table: Table) -> Iterator[Finding]:
    columns = _figures(table)
    notes = _part_year_notes(table)
    part = [at for at in columns if is_part_year(table.columns[at]) or _marked(table.columns[at], notes)]
    whole = [at for at in columns if at not in part and (found := when(table.columns[at])) and found.kind == "year"]
    rows = [row for row, _ in table.column(part[0])] if part else []
    if not part or not whole or not rows:
        return
    change = next((at for at in _change_columns(table) if table.figure(rows[0], at)), None)
    confidence = Confidence.LIKELY if change is not None else Confidence.NOTE
    printed = table.figure(rows[0], change if change is not None else part[0])
    text = (
        f"“{table.columns[part[0]]}” is part of a year and stands beside “{table.columns[whole[0]]}”. "
        "Compare the same months of both years, or figures per month, and say which."
    )
    place = table.where(rows[0], change if change is not None else part[0])
    yield Finding(place, Kind.PART_YEAR, printed.text if printed else "", "", confidence, text)


def _marked(title: str, notes: dict[str, str]) -> bool:
    """Whether a heading carries the marker of a note about part of a year ("2021/22*")."""
    return any(not mark.isalnum() and title.rstrip().endswith(mark) for mark in notes)


def _part_year_notes(table: Table) -> dict[str, str]:
    """Footnote markers whose notes speak of part of a year."""
    found = {}
    for note in table.notes:
        mark = re.match(r"\s*[\[(]?([*†‡^#]+|\d{1,2}|[a-z])[\])]?(?=[\s.:)A-Z]|\b)", note)
        if mark and is_part_year(note):
            found[mark.group(1)] = note
    return found


def _part_year_cells(table: Table) -> Iterator[Finding]:
    notes = _part_year_notes(table)
    above: set[int] = set()
    for row, line in enumerate(table.rows):
        part = {at for at in _figures(table) if _is_part(line, at, notes)}
        if roles.is_of_which(line.label):
            part |= {at for at in above if line.cells[at].figure}
        elif line.cells:
            above = part
        if part and len(part) < sum(1 for at in _figures(table) if line.cells[at].figure):
            yield _part_year_row(table, row, min(part))


def _is_part(line: Row, at: int, notes: dict[str, str]) -> bool:
    cell = line.cells[at]
    return cell.figure is not None and bool(cell.marks) and cell.marks in notes


def _part_year_row(table: Table, row: int, column: int) -> Finding:
    change = next((at for at in _change_columns(table) if table.figure(row, at)), None)
    part = table.figure(row, column)
    compared = table.figure(row, change) if change is not None else None
    printed = compared.text if compared else part.text if part else ""
    text = f"{part.text if part else 'This figure'} covers part of a year only and stands beside a whole year"
    text += f", with a change of {compared.text} between them. " if compared else ". "
    text += "Compare the same months of both years, or figures per month, or print no change."
    confidence = Confidence.LIKELY if compared else Confidence.NOTE
    place = table.where(row, change if compared else column)
    return Finding(place, Kind.PART_YEAR, printed, "", confidence, text)


def _stock_columns(table: Table) -> Iterator[Finding]:
    """One column counted on a day, another over a span, and a change between them."""
    columns, changes = _figures(table), _change_columns(table)
    days = [at for at in columns if is_day(table.columns[at])]
    spans = [at for at in columns if at not in days and (is_span(table.columns[at]) or _is_year(table.columns[at]))]
    if len(days) != 1 or len(spans) != 1 or not changes or len(columns) != 2:
        return
    row = next((row for row, _ in table.column(changes[0])), None)
    if row is None:
        return
    printed = table.figure(row, changes[0])
    text = (
        f"“{table.columns[days[0]]}” is counted on one day and “{table.columns[spans[0]]}” over a span of time: "
        "a change between them says nothing. Compare a day with a day, or a span with a span."
    )
    place = table.where(row, changes[0])
    yield Finding(place, Kind.STOCK_FLOW, printed.text if printed else "", "", Confidence.LIKELY, text)


def _is_year(title: str) -> bool:
    found = when(title)
    return bool(found and found.kind == "year" and re.search(r"\d\d\s*[-/–]\s*\d\d", title))


def _mixed_rows(table: Table) -> Iterator[Finding]:
    """Under headings of a day or a month, rows that are there on a day and rows that happen over a year."""
    dated = [at for at in _figures(table) if (found := when(table.columns[at])) and found.kind == "month"]
    if not dated or len(dated) < len(_figures(table)):
        return
    flows = [at for at, row in enumerate(table.rows) if is_flow(row.label) and row.cells[dated[0]].figure]
    stocks = [at for at, row in enumerate(table.rows) if _STOCK.search(row.label.lower()) and at not in flows]
    flows = [at for at in flows if not is_day(table.rows[at].label) and not _TOLD.search(table.rows[at].label.lower())]
    if not flows or not stocks:
        return
    text = (
        f"“{table.rows[stocks[0]].label}” is counted on a day and “{table.rows[flows[0]].label}” over a span, under "
        f"one heading, “{table.columns[dated[0]]}”. Say beside each row whether it is a snapshot or the year's count."
    )
    yield Finding(table.where(flows[0]), Kind.STOCK_FLOW, table.rows[flows[0]].label, "", Confidence.NOTE, text)
