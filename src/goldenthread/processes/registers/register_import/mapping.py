"""How a register is read: which sheet, which row has the headings, what each column fills, what each word means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.crypto import salted_hmac

from goldenthread.reading.trackers.headings import key_of


@dataclass(frozen=True)
class Layout:
    """One sheet: its place in the book, the row of the headings (from 0) and how many they take, column -> target."""

    sheet: int
    row: int
    rows: int = 1
    columns: Mapping[int, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        columns = {str(at): name for at, name in self.columns.items()}
        return {"sheet": self.sheet, "row": self.row, "rows": self.rows, "columns": columns}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Layout:
        columns = {int(at): str(name) for at, name in said.get("columns", {}).items()}
        return cls(int(said["sheet"]), int(said["row"]), int(said.get("rows", 1)), columns)

    def filling(self, name: str) -> list[int]:
        """The columns that fill a target, in order."""
        return sorted(at for at, filled in self.columns.items() if filled == name)


@dataclass(frozen=True)
class Way:
    """The whole way: the sheet of the cases, sheets of rows below them by name, and target -> word -> choice.

    Words stand as fingerprints (`fingerprint`), so that the way may be kept where no cell's text may be. A word that
    means "leave it empty" has the choice "".
    """

    main: Layout
    below: Mapping[str, Layout] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        below = {name: layout.as_json() for name, layout in self.below.items()}
        values = {name: dict(words) for name, words in self.values.items()}
        return {"main": self.main.as_json(), "below": below, "values": values}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Way:
        below = {name: Layout.of(one) for name, one in said.get("below", {}).items()}
        values = {name: dict(words) for name, words in said.get("values", {}).items()}
        return cls(Layout.of(said["main"]), below, values)


def fingerprint(words: str) -> str:
    """Of a heading or a word, however it is spaced: the same here always, and nothing can be read from it."""
    return salted_hmac("goldenthread.register", key_of(words), algorithm="sha256").hexdigest()[:40]


def fingerprint_of_all(headings: Iterable[str]) -> str:
    """Of a set of headings, in any order."""
    keys = sorted({key_of(words) for words in headings} - {""})
    return salted_hmac("goldenthread.register.headings", "\n".join(keys), algorithm="sha256").hexdigest()[:64]
