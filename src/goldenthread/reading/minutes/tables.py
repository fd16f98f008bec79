"""What a table is for, judged by its header row or by what stands in its columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from goldenthread.reading.blocks import Table
from goldenthread.reading.minutes.dates import days_in, months_in
from goldenthread.reading.minutes.labels import ACTION_COLUMNS, COLUMNS, ITEM_COLUMNS, column
from goldenthread.reading.minutes.marks import is_mark, meaning_of_word
from goldenthread.reading.minutes.people import is_initials, is_name

_NUMBER = re.compile(r"^(?:item\s+)?[A-Z]{0,6}[-/ ]?\d{1,4}(?:[./]\d{1,4}){0,3}[.):]?$|^[ivxIVX]{1,6}[.):]$", re.I)
_SIDE = re.compile(r"^\W*(?:actions?|resolved|agreed|decision)\b", re.I)


@dataclass(frozen=True, slots=True)
class Shape:
    """``kind``: "people", "actions", "items", "labels", "text" or "other"; ``header`` is how many rows come before
    the records;
    ``columns`` maps a column's meaning to its place; ``dates`` maps a dated column of an attendance grid to its
    header."""

    kind: str
    header: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    dates: dict[int, str] = field(default_factory=dict)
    numbered: bool = False
    sides: tuple[int, ...] = ()


def _columns(kinds: dict[str, str], header: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, text in enumerate(header):
        kind = column(kinds, text)
        if kind and kind not in found:
            found[kind] = at
    return found


def _dated(header: tuple[str, ...]) -> dict[int, str]:
    return {at: text for at, text in enumerate(header) if len(text) < 24 and (days_in(text) or months_in(text))}


def _people(header: tuple[str, ...], row: int) -> Shape | None:
    columns = _columns(COLUMNS, header)
    dates = _dated(header)
    if any(re.search(r"\bactions?\b", text, re.I) for text in header) or any(len(text) > 60 for text in header):
        return None
    marks = {"attended", "apology", "mark", "absent"} & set(columns)
    described = {"title", "agency"} & set(columns)
    if "name" in columns and (marks or described or dates or "deputy" in columns):
        return Shape("people", row + 1, columns, dates)
    if ("agency" in columns or "title" in columns) and (dates or len(marks) > 1):
        return Shape("people", row + 1, columns, dates)
    if marks >= {"attended", "apology"} or ("attended" in columns and described):
        # The first column has no header of its own.
        free = [at for at in range(len(header)) if at not in columns.values() and not header[at]]
        return Shape("people", row + 1, columns | ({"name": free[0]} if free else {}), dates) if free else None
    return None


def people_header(header: tuple[str, ...]) -> bool:
    """Whether a row names the columns of a list of people: "Name", and what they are or whether they came."""
    found = _people(header, 0)
    return found is not None and "name" in found.columns and len(found.columns) > 1


def _actions(header: tuple[str, ...], row: int) -> Shape | None:
    columns = _columns(ACTION_COLUMNS, header)
    if any(len(text) > 60 for text in header):
        return None
    if "text" not in columns or not {"owner", "due", "status", "update"} & set(columns):
        return None
    if any(re.search(r"discussion|agenda item$|^minutes?$|^notes?$", text.strip(), re.I) for text in header):
        return None
    return Shape("actions", row + 1, columns)


def _items(header: tuple[str, ...], row: int) -> Shape | None:
    if len(header) > 5 or any(len(text) > 50 for text in header) or not any(header):
        return None
    named = [column(ITEM_COLUMNS, text) for text in header]
    sides = tuple(at for at, text in enumerate(header) if at and text and re.search(ITEM_COLUMNS["side"], text, re.I))
    if "content" in named[1:] and named[0] in {"number", "content"}:
        return Shape("items", row + 1, numbered=True, sides=sides)
    if named[0] == "content" and sides:
        return Shape("items", row + 1, sides=sides)
    return None


def side_note(text: str) -> bool:
    """Whether a short text beside the minutes names who is to act: "ACTION: JS", "JS/AB", "Ann Lee"."""
    if len(text) > 60 or not text:
        return False
    parts = [part for part in re.split(r"\s*(?:[/,&\n]|\band\b)\s*", text.strip(" .:")) if part]
    return bool(_SIDE.match(text)) or all(is_initials(part) or is_name(part) or part.lower() == "all" for part in parts)


def _by_content(table: Table, is_label: Callable[[str], bool]) -> Shape:
    width = len(table.rows[0].cells)
    firsts = [row.cells[0].text for row in table.rows if row.cells[0].text]
    if width == 1 or not firsts:
        return Shape("text")
    filled = [text for row in table.rows for text in row.texts if text]
    if all(":" in text and is_label(text.split(":")[0]) for text in filled):
        return Shape("text")  # "Date: 4 May" beside "Time: 2pm"
    if sum(1 for text in firsts if is_label(text)) >= max(1, len(firsts) * 0.5):
        return Shape("labels")
    lasts = [row.cells[-1].text for row in table.rows if row.cells[-1].text]
    sides = (width - 1,) if width in (2, 3) and lasts and all(side_note(text) for text in lasts) else ()
    if sum(1 for text in firsts if _NUMBER.match(text.strip())) >= len(firsts) * 0.6 and width <= 3 + len(sides):
        return Shape("items", numbered=True, sides=sides)
    if sides and width == 2 and any(len(text) > 40 for text in firsts):
        return Shape("items", sides=sides)
    if sum(1 for text in firsts if is_name(re.sub(r"\(.*?\)", "", text))) >= max(1, len(firsts) * 0.6):
        return _with_marks(Shape("people", columns={"name": 0}), table)
    return Shape("other" if len(table.rows) > 1 or any(days_in(text) for text in filled) else "text")


def _with_marks(shape: Shape, table: Table) -> Shape:
    """A people table that no header gives marks: a column where every cell says how someone attended."""
    if shape.dates or {"attended", "apology", "mark", "absent"} & set(shape.columns):
        return shape
    for at in range(len(table.rows[0].cells)):
        cells = [text for row in table.rows[shape.header :] if (text := row.texts[at].strip())]
        if at not in shape.columns.values() and len(cells) > 1 and all(is_mark(t) or meaning_of_word(t) for t in cells):
            return replace(shape, columns=shape.columns | {"mark": at})
    return shape


def shape_of(table: Table, is_label: Callable[[str], bool]) -> Shape:
    """What ``table`` is for; "other" when neither header nor columns tell."""
    for at, row in enumerate(table.rows[:3]):
        texts = row.texts
        for judge in (_people, _actions, _items):
            found = judge(texts, at)
            if found and found.kind == "people":
                found = _with_marks(found, table)
            if found and not is_label(texts[0].rstrip(":") + ":" if texts[0].endswith(":") else ""):
                return found
    return _by_content(table, is_label)
