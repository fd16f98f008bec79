"""Where the headings of a register stand, what they say, and which rows below them are no cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from .book import Content, Sheet, empty, shown

#: Rows from the top among which the headings are looked for.
LOOKED_AT = 40
_TOTAL = re.compile(
    r"(?:(?:grand |sub[- ]?|overall |running )?totals?|averages?|mean|count|sum|number of (?:cases|children)|"
    r"(?:cases|children) in all)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Headings:
    """The row of the headings (from 0), how many rows they take (1 or 2), and the words over each column."""

    row: int
    rows: int
    words: tuple[str, ...]

    @property
    def first_below(self) -> int:
        return self.row + self.rows


def key_of(words: str) -> str:
    """A heading or a word stripped to what matters: "Date  Notified: " and "date notified" are one."""
    plain = re.sub(r"\([^)]*\)|[^0-9a-z&/ ]+", " ", words.casefold().replace("'", "").replace("’", ""))
    return " ".join(plain.replace("&", " and ").replace("/", " ").split())


def guess_headings(sheet: Sheet, known: Callable[[str], bool]) -> Headings | None:
    """The row that most looks like headings; `known` says whether a heading is one that people use here.

    Nothing where no row has two headings or more.
    """
    best, found = 0.0, None
    for row in range(min(len(sheet.rows), LOOKED_AT)):
        score = _score(sheet, row, known)
        if score > best:
            best, found = score, row
    if found is None:
        return None
    return headings_at(sheet, *_with_second(sheet, found, known))


def headings_at(sheet: Sheet, row: int, rows: int = 1) -> Headings:
    """The headings as they stand in these rows: a merged one counts for each column below it."""
    width = max([len(sheet.rows[r]) for r in range(row, min(row + rows, len(sheet.rows)))], default=0)
    lines = [[_covering(sheet, r, column) for column in range(width)] for r in range(row, row + rows)]
    words = tuple(" ".join(dict.fromkeys(line[column] for line in lines if line[column])) for column in range(width))
    return Headings(row, rows, words)


def _with_second(sheet: Sheet, row: int, known: Callable[[str], bool]) -> tuple[int, int]:
    """The first row of the headings, and how many rows they take."""
    if row and _spans(sheet, row - 1) and not _holds_values(sheet, row):
        return row - 1, 2
    if _spans(sheet, row) and row + 1 < len(sheet.rows) and not _holds_values(sheet, row + 1):
        return row, 2
    return row, 1


def _spans(sheet: Sheet, row: int) -> bool:
    """Whether a heading in this row stands over two columns or more, or over the next row, while others do not."""
    across = [m for m in sheet.merged if m.first_row == row == m.last_row and m.last > m.first]
    texts = sum(not empty(value) for value in sheet.rows[row])
    down = any(m.first_row == row and m.last_row == row + 1 for m in sheet.merged)
    return down or bool(across and texts > 1)


def _score(sheet: Sheet, row: int, known: Callable[[str], bool]) -> float:
    cells = [value for value in sheet.rows[row] if not empty(value)]
    texts = [shown(value) for value in cells if isinstance(value, str) and re.search(r"[A-Za-z]", value)]
    short = [text for text in texts if len(text) <= 80]
    if len(short) < 2 or len(short) < len(cells) * 0.6:
        return 0.0
    said = sum(3.0 for text in short if known(text))
    below = any(not empty(value) for r in sheet.rows[row + 1 : row + 4] for value in r)
    return said + len(short) * (0.2 if below else 0.0) - row * 0.01


def _holds_values(sheet: Sheet, row: int) -> bool:
    """Whether a row has dates or numbers of more than two figures: then it is a case and no heading."""
    return any(isinstance(v, (date, datetime)) or (isinstance(v, float) and v > 99) for v in sheet.rows[row])


def _covering(sheet: Sheet, row: int, column: int) -> str:
    value = sheet.at(row, column)
    if not empty(value):
        return shown(value)
    for merged in sheet.merged:
        if merged.first_row <= row <= merged.last_row and merged.first <= column <= merged.last:
            return shown(sheet.at(merged.first_row, merged.first))
    return ""


def why_no_case(sheet: Sheet, row: int, headings: Headings, columns: Iterable[int]) -> str:
    """Why a row below the headings is no case: "blank", "total", "heading", "struck", or "" where it is one.

    `columns` are those that are taken in: a lone word elsewhere does not make a case.
    """
    cells = {at: value for at, value in enumerate(sheet.rows[row]) if not empty(value)}
    if not cells:
        return "blank"
    if row in sheet.struck:
        return "struck"
    if _TOTAL.match(shown(next(iter(cells.values())))):
        return "total"
    if _repeats(cells, headings) or _is_a_line(sheet, row, cells, set(columns)):
        return "heading"
    return ""


def _repeats(cells: dict[int, Content], headings: Headings) -> bool:
    """Whether a row says the headings again, as it does where a list was printed page by page."""
    same = sum(
        key_of(shown(value)) == key_of(headings.words[at]) for at, value in cells.items() if at < len(headings.words)
    )
    return same >= 2 and same * 2 > len(cells)


def _is_a_line(sheet: Sheet, row: int, cells: dict[int, Content], columns: set[int]) -> bool:
    """A lone word over the cases that follow ("Closed cases", "2024-25"), or notes beside the columns taken in."""
    if not columns & set(cells):
        return True
    wide = any(m.first_row == row and m.last > m.first for m in sheet.merged)
    return len(cells) == 1 and len(columns) > 1 and (wide or next(iter(cells)) == 0)
