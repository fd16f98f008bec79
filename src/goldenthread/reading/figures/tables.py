"""A typed table as rows of figures: whichever way round it is, each figure with what it is of and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.kernel.arithmetic.figures import Unit
from goldenthread.kernel.arithmetic.tables import CellKind, Row, Table
from goldenthread.kernel.periods import Every
from goldenthread.law.measures.entry import Cut
from goldenthread.reading.figures.columns import Head, heads_of, monthly, when_of
from goldenthread.reading.figures.covering import DAY_HEADS, Setting, figure_of
from goldenthread.reading.figures.kinds import Sort, cut_of, is_total, sort_of
from goldenthread.reading.figures.model import FigureRow, LeftOut, ReadFigure, Span
from goldenthread.reading.figures.spans import every_of, span_of, without_spans

_NUMBERED = re.compile(
    r"\(?\b(?:table|figure|chart|appendix"
    r"|annex)\s+[\dA-Z]{1,3}(?:\.\d+)?\b\)?\s*[:.\-–]?\s*",
    re.I,
)
_BY = re.compile(r"\s*\b(?:by|per|for each|broken down by|according to)\s+(?:each\s+)?(?:agency|organisation"
r"|partner\w*|district"
                 r"|borough|area|age(?: group| band)?|gender|sex|ethnic\w+|category|sector|locality"
                 r"|type)s?\b.*$", re.I)  # fmt: skip
_OF_THESE = re.compile(r"^\W*of (?:these|which|those|them|whom)\W*(?:how many (?:were|are)\b)?\s*", re.IGNORECASE)
_OF_MONEY = re.compile(
    r"\b(?:contribut\w+|income|expenditure|spend\w*|spent|budget|costs?|funding|funds|grants?|finance\w*|£"
    r"|reserves?|balance)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^(?:the )?(?:total )?(?:number|no\.?|count) of\s+", re.IGNORECASE)
_TABLE_OF = re.compile(
    r"^(?:table|figures?|summary|overview|breakdown) (?:of|showing|for)\s+(?:the\s+)?", re.IGNORECASE
)


def read_table(table: Table, report: Span | None) -> tuple[list[FigureRow], list[LeftOut]]:
    """The rows of figures of one table, and what in it is none."""
    setting = _setting(table, report)
    left = [
        LeftOut(
            f"{head.title or 'a column without a title'}",
            f"{table.name}, column “{head.title}”",
            f"It is {head.aside}.",
        )
        for head in setting.heads
        if head.aside and head.aside != "words"
    ]
    left += _headings(setting)
    rows = list(_by_period(setting)) if setting.by_period else list(_by_row(setting))
    return [row for row in rows if row.figures], left


def _setting(table: Table, report: Span | None) -> Setting:
    when = when_of(table, report)
    heads = tuple(heads_of(table, when))
    labels = [row.label for row in table.rows]
    dated = sum(span_of(label, when.year) is not None for label in labels)
    by_period = dated * 2 > len([label for label in labels if label]) and not any(head.span for head in heads)
    cut = None if by_period else cut_of(labels, table.corner, f"{table.title} {table.section}")
    down = [Head(label, span_of(label, when.year), "") for label in labels]
    return Setting(table, when, heads, cut, by_period, monthly(down if by_period else list(heads)), title_of(table))


def title_of(table: Table) -> str:
    """What a table is about, without its number and its periods: "Attendance (Table 3)" is "Attendance"."""
    for text in (table.title, table.section):
        said = without_spans(_NUMBERED.sub("", text)).strip(" :.-–")
        said = re.sub(r"\s+(?:and|to|for|in)$", "", said, flags=re.IGNORECASE)
        if len(said) > 3:
            return _TABLE_OF.sub("", _BY.sub("", said)).strip() or said
    return ""


def _headings(setting: Setting) -> Iterator[LeftOut]:
    """Rows of a list by agency that carry a name and no figure: silence is said, not passed over."""
    if setting.cut is not Cut.AGENCY:
        return
    for group in dict.fromkeys(row.group for row in setting.table.rows if row.group):
        why = "It is printed without a figure. If it owes one, write “no data: not sent”."
        yield LeftOut(group, f"{setting.table.name}, row “{group}”", why)


def _by_row(setting: Setting) -> Iterator[FigureRow]:
    """Things counted, agencies or districts down the side; periods or things counted along the top."""
    last: dict[str, FigureRow] = {}
    for row in setting.table.rows:
        for words, columns in _columns(setting):
            made = _row(setting, row, words, columns, last.get(words) if _OF_THESE.match(row.label) else None)
            if made:
                yield made
                if not _OF_THESE.match(row.label):
                    last[words] = made


def _columns(setting: Setting) -> list[tuple[str, list[int]]]:
    """Columns that go together: those of one thing counted, over several periods; and of one unit."""
    found: dict[tuple[str, object], list[int]] = {}
    for at, head in enumerate(setting.heads):
        if not head.aside:
            found.setdefault((head.words, setting.table.units[at]), []).append(at)
    several = len({words for words, _ in found}) > 1
    return [(words if several or setting.cut is None else "", columns) for (words, _), columns in found.items()]


def _row(setting: Setting, row: Row, words: str, columns: list[int], of: FigureRow | None) -> FigureRow | None:
    cells = [(setting.heads[at], row.cells[at], at) for at in columns]
    if all(cell.kind in (CellKind.BLANK, CellKind.TEXT) for _, cell, _ in cells):
        return None
    cut, part = _part(setting, row)
    said = f"{of.words}: {_OF_THESE.sub('', row.label).strip()}" if of else _words(setting, row, words)
    unit = next((setting.table.units[at] for at in columns if setting.table.units[at]), None)
    if unit is None:
        return None
    own = next((cell.figure.unit for _, cell, _ in cells if cell.figure), unit)
    own = Unit.MONEY if own is Unit.COUNT and _money(setting, columns, said) else own
    by_day = any(head.span is not None and head.span.precision in DAY_HEADS for head, _, _ in cells)
    sort = sort_of(said, own, heading=setting.title if setting.cut else "", by_day=by_day and not setting.months)
    if of is not None and own is Unit.COUNT:
        sort = Sort(of.kind, of.unit, of.snapshot)
    wholes = of.figures if of is not None and len(of.figures) == len(cells) else (None,) * len(cells)
    figures = tuple(
        figure_of(setting, row, at, head.span, sort, whole)
        for (head, cell, at), whole in zip(cells, wholes, strict=True)
    )
    return FigureRow(
        section=setting.table.name,
        label=row.label or "Total",
        words=said,
        kind=sort.kind,
        unit=sort.unit,
        snapshot=sort.snapshot,
        every=_every(setting, figures, [head.span for head, _, _ in cells]),
        figures=figures,
        where=setting.table.where(setting.table.rows.index(row)),
        source=" | ".join(filter(None, (row.label, *(cell.text for cell in row.cells)))),
        cut=cut,
        part=part,
        table=setting.table.number,
        context=f"{setting.title} {row.group}".strip(),
    )


def _money(setting: Setting, columns: list[int], words: str) -> bool:
    """Whether plain numbers are pounds: one of their column is printed so, and the words are of money."""
    said = f"{words} {setting.title} {' '.join(setting.table.columns[at] for at in columns)}"
    pounds = any(figure.unit is Unit.MONEY for at in columns for _, figure in setting.table.column(at))
    return pounds and bool(_OF_MONEY.search(said))


def _part(setting: Setting, row: Row) -> tuple[Cut | None, str]:
    """Of which agency or district a row is; the total of a group is that group's."""
    if setting.cut is None or is_total(row.label):
        grouped = setting.cut is not None and bool(row.group) and bool(row.label.strip())
        return (setting.cut, row.group) if grouped else (None, "")
    return setting.cut, row.label


def _words(setting: Setting, row: Row, column: str) -> str:
    """What is counted, in the report's words."""
    if setting.cut is not None:
        said = f"{setting.title}: {column}" if column and setting.title else column or setting.title
        return said or row.label
    twice = sum(other.label == row.label for other in setting.table.rows) > 1
    label = f"{row.group}: {row.label}" if row.group and (twice or is_total(row.label)) else row.label
    label = without_spans(label) or label
    label = label if label.strip() else setting.title
    said = _COUNTED.sub("", label).strip() or label
    said = said[:1].upper() + said[1:]
    return f"{said}: {column}" if column else said


def _every(setting: Setting, figures: tuple[ReadFigure, ...], spans: list[Span | None]) -> Every:
    for span in spans:
        if span is not None:
            ends = {figure.on.month for figure in figures if figure.on}
            yearly = span.precision in DAY_HEADS and not setting.months and len(ends) == 1
            return Every.FINANCIAL_YEAR if yearly else every_of(span)
    return every_of(setting.when.best) if setting.when.best else Every.FINANCIAL_YEAR


def _by_period(setting: Setting) -> Iterator[FigureRow]:
    """Periods down the side, things counted (or agencies, or districts) along the top: each column is a row here."""
    table = setting.table
    heads = [head.title for head in setting.heads if not head.aside]
    cut = cut_of(heads, "", f"{table.title} {table.section}") if len(heads) > 1 else None
    spans = [span_of(row.label, setting.when.year) for row in table.rows]
    for at, head in enumerate(setting.heads):
        if head.aside or table.units[at] is None:
            continue
        part = head.title if cut and not is_total(head.title) else ""
        words = setting.title if cut or not head.words else head.words
        sort = sort_of(words, table.units[at] or Unit.COUNT, heading=setting.title)
        figures = tuple(
            figure_of(setting, row, at, span, sort)
            for row, span in zip(table.rows, spans, strict=True)
            if span and row.cells[at].kind is not CellKind.TEXT
        )
        yield FigureRow(
            section=table.name, label=head.title or setting.title, words=words or setting.title, kind=sort.kind,
            unit=sort.unit, snapshot=sort.snapshot, every=_every(setting, figures, list(spans)), figures=figures,
            where=f"{table.name}, column “{head.title}”", cut=cut if part else None, part=part, table=table.number,
            source=" | ".join(f"{row.label}: {row.cells[at].text}" for row in table.rows), context=setting.title,
        )  # fmt: skip
