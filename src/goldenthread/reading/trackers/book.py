"""What a spreadsheet holds, cell by cell, and as a person sees it: hidden and struck-out rows, merged headings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True)
class Failed:
    """A cell whose formula came to an error: "#REF!"."""

    text: str

    def __str__(self) -> str:
        return self.text


Content = Value | Failed


@dataclass(frozen=True)
class Merged:
    """A stretch of cells that are shown as one; rows and columns from 0, the last ones included."""

    first_row: int
    first: int
    last_row: int
    last: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. Rows and columns count from 0; `rows` need not be equally long."""

    name: str
    rows: tuple[tuple[Content, ...], ...]
    hidden: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    plain: bool = False  # text with separators: places are lines, and there are no sheets

    def at(self, row: int, column: int) -> Content:
        """The content of a cell; nothing where the sheet ends earlier."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def place(self, row: int, column: int) -> str:
        """Where a cell stands, as a spreadsheet calls it: Sheet 'Cases', cell C7."""
        if self.plain:
            return f"Line {row + 1}, column {column + 1}"
        return f"Sheet '{self.name}', cell {letters(column)}{row + 1}"

    def place_of_row(self, row: int) -> str:
        """Where a row stands: Sheet 'Cases', row 7."""
        return f"Line {row + 1}" if self.plain else f"Sheet '{self.name}', row {row + 1}"

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True)
class Book:
    """A spreadsheet file: its sheets in order."""

    sheets: tuple[Sheet, ...]


def letters(column: int) -> str:
    """A, B, ... Z, AA: the column as a spreadsheet names it."""
    said, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        said = chr(65 + rest) + said
    return said


def shown(value: Content) -> str:
    """A cell as a person reads it, on one line: a date as day/month/year, a whole number without ".0"."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.hour or value.minute else f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return " ".join(str(value).replace("\0", "").split())


def empty(value: Content) -> bool:
    return value is None or (isinstance(value, str) and not shown(value))
