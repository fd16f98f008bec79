"""A document as one stream of units: tables that only hold layout are unfolded, tables that hold records are kept
whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from goldenthread.reading.blocks import Block, Cell, Document, Paragraph, Row, Table, Where
from goldenthread.reading.minutes.labels import FIELD, LIST
from goldenthread.reading.minutes.people import is_name
from goldenthread.reading.minutes.tables import Shape, people_header, shape_of
from goldenthread.reading.wrapping import is_bullet

_NUMBER = re.compile(r"^\(?(?:item\s+)?[A-Z]{0,6}[-/ ]?\d{1,4}(?:[./]\d{1,4}){0,3}[.):]?$|^[ivxIVX]{1,6}[.):]?$", re.I)
_MARKER = re.compile(r"^(?:\(?\d+(?:[./]\d+)*[.):]?\s|actions?\b|[\w .]{0,30}:)", re.I)


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph in the stream, or one whole table (``table`` with its ``shape``).

    ``number`` stands in a cell of its own or was drawn by the word processor; ``in_cell`` says the former.
    ``side`` is the note in the column beside (an action's owner), ``beside`` the text it stands beside.
    """

    text: str
    where: Where
    level: int = 0
    strong: bool = False
    bullet: bool = False
    number: str = ""
    in_cell: bool = False
    side: str = ""
    beside: str = ""
    table: Table | None = None
    shape: Shape | None = None


def _unit(paragraph: Paragraph) -> Unit:
    return Unit(
        paragraph.text,
        paragraph.where.says(paragraph.text),
        paragraph.level,
        paragraph.strong,
        paragraph.bullet,
        paragraph.marker,
    )


def _content(cells: tuple[Cell, ...]) -> list[Paragraph]:
    return [paragraph for cell in cells for paragraph in cell.paragraphs]


def _item_row(row: Row, shape: Shape) -> Iterator[Unit]:
    """A row of a table of items: its number goes to its first paragraph, the note beside to its last."""
    number = row.cells[0].text if shape.numbered else ""
    sides = [cell for at, cell in enumerate(row.cells) if at in shape.sides]
    side = "\n".join(paragraph.text for cell in sides for paragraph in cell.paragraphs)
    cells = tuple(c for at, c in enumerate(row.cells) if at not in shape.sides and not (shape.numbered and at == 0))
    units = [_unit(paragraph) for paragraph in _content(cells)]
    if not units and (number or side):
        where = row.where
        yield Unit(number if not side else "", where, number="", side=side)
        return
    if number and not _NUMBER.match(number) and units:
        # A word in the number's column is a heading of its own ("Apologies | Received from ...").
        yield Unit(number, row.where.says(number), strong=True, in_cell=True)
        number = ""
    for at, unit in enumerate(units):
        first, last = at == 0, at == len(units) - 1
        yield replace(
            unit,
            number=number if first and number else unit.number,
            in_cell=bool(first and number),
            side=side if last else "",
            beside="\n".join(u.text for u in units[1:] or units) if side and last else "",
        )


def _label_row(row: Row) -> Iterator[Unit]:
    """ "Venue: | Town Hall" and "Present: | A | B" as lines of text; a row may hold two such pairs."""
    at = 0
    cells = row.cells
    while at < len(cells):
        label = cells[at].text.rstrip(": ")
        rest: list[Cell] = []
        at += 1
        while at < len(cells) and not (label and rest and is_label(cells[at].text)):
            rest.append(cells[at])
            at += 1
        paragraphs = _content(tuple(rest))
        if label and not paragraphs:
            yield Unit(f"{label}:", row.where.says(cells[0].text), strong=True)
        elif len([cell for cell in rest if cell.text]) > 1:
            if label:
                yield Unit(f"{label}:", row.where.says(label), strong=True)
            yield Unit(" \u2013 ".join(cell.text for cell in rest if cell.text), row.where)
        else:
            if label:
                yield Unit(f"{label}: {paragraphs[0].text}", row.where)
            for paragraph in paragraphs[1 if label else 0 :]:
                yield _unit(paragraph)


def is_label(text: str) -> bool:
    """Whether a cell's text is the label of a header field or of an attendance list."""
    plain = text.strip().rstrip(":").strip()
    return bool(plain) and len(plain) < 45 and bool(FIELD.match(plain) or LIST.match(f"{plain}:"))


def _lists_side_by_side(table: Table) -> bool:
    """Whether each column is a list of its own: "Present" above some people, "Apologies" above others."""
    heads = [text for text in table.rows[0].texts if text]
    labels = len(heads) > 1 and all(LIST.match(f"{text.rstrip(':')}:") and len(text) < 45 for text in heads)
    beside = [p.text for row in table.rows[1:] for cell in row.cells[1:] for p in cell.paragraphs]
    named = (is_name(re.split(r"[(\u2013,]", text)[0].strip()) for text in beside)
    return labels and bool(table.rows[0].texts[0]) and any(named)


def _by_column(table: Table) -> Iterator[Unit]:
    for at, head in enumerate(table.rows[0].texts):
        if head:
            yield Unit(f"{head.rstrip(':')}:", table.rows[0].where.says(head), strong=True)
        for row in table.rows[1:]:
            yield from (_unit(paragraph) for paragraph in row.cells[at].paragraphs)


def _people_below(table: Table) -> int:
    """Where a list of people with a header of its own begins inside a table that began otherwise; 0: nowhere."""
    return next((at for at in range(3, len(table.rows) - 1) if people_header(table.rows[at].texts)), 0)


def _unfold(table: Table) -> Iterator[Unit]:
    if _lists_side_by_side(table):
        yield from _by_column(table)
        return
    below = _people_below(table)
    if below:
        yield from _unfold(Table(table.rows[:below]))
    yield from _rows_of(Table(table.rows[below:]))


def _rows_of(table: Table) -> Iterator[Unit]:
    shape = shape_of(table, is_label)
    if shape.kind == "items":
        for row in table.rows[shape.header :]:
            yield from _item_row(row, shape)
    elif shape.kind == "labels":
        for row in table.rows:
            yield from _label_row(row)
    elif shape.kind == "text":
        for row in table.rows:
            yield from (_unit(paragraph) for paragraph in _content(row.cells))
    else:
        yield Unit(table.rows[0].where.text, table.where, table=table, shape=shape)


def _broken(first: Unit, second: Unit) -> bool:
    """Whether a page break parted one sentence: the first has no end, the second no beginning."""
    if first.table or second.table or second.bullet or second.strong or second.number or second.in_cell or first.side:
        return False
    if first.text.endswith((".", "?", "!", ":", ";", ")")) or is_bullet(second.text) or _MARKER.match(second.text):
        return False
    if len(first.text) > 60 and second.text[:1].islower():
        return True
    # The last sentence has no end though those before it do, or the whole is too long for a heading.
    return (len(first.text) > 240 or re.search(r"[a-z]{2}\.\s.*$", first.text) is not None) and second.text[
        :1
    ].isalpha()


def _mended(units: Iterator[Unit]) -> Iterator[Unit]:
    held: Unit | None = None
    for unit in units:
        if held and _broken(held, unit):
            held = replace(held, text=f"{held.text} {unit.text}", where=held.where.to(unit.where), side=unit.side)
            continue
        if held:
            yield held
        held = unit
    if held:
        yield held


def _units(blocks: tuple[Block, ...]) -> Iterator[Unit]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _unfold(block)
        else:
            yield _unit(block)


def stream(document: Document) -> list[Unit]:
    """Every unit of the document in reading order."""
    return list(_mended(_units(document.blocks)))
