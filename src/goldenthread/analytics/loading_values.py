"""What is read from a published file before anything is written, and what is wrong with one that cannot be."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

MOST_PROBLEMS = 10
MOST_BYTES = 200 * 1024 * 1024


class BadFile(ValueError):
    """A file that cannot be taken as it is. `problems` say where, what and how to mend it."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True)
class AreaRow:
    """An area as a file names it. `parent` is a code, "" for the country; `year` the last year it was printed for."""

    code: str
    name: str
    level: str
    parent: str = ""
    old_code: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`value` as it was printed; "" where there is a symbol instead."""

    series: str
    area: str
    first: date
    last: date
    value: str
    symbol: str


@dataclass(frozen=True)
class NeighbourRow:
    """By the department's numbers, which is how the model is published."""

    area: str
    neighbour: str
    rank: int
    closeness: str


@dataclass(frozen=True)
class DefinitionRow:
    number: str
    title: str
    description: str
    counted: str
    polarity: str


@dataclass(frozen=True)
class ReadFile:
    """One file, read whole. `told`: what a person should know of it, in words."""

    name: str
    key: str
    title: str
    publisher: str
    sha256: str
    rows: int
    areas: dict[str, AreaRow] = field(default_factory=dict)
    figures: list[FigureRow] = field(default_factory=list)
    neighbours: list[NeighbourRow] = field(default_factory=list)
    definitions: list[DefinitionRow] = field(default_factory=list)
    told: tuple[str, ...] = ()


class Problems:
    """Gathers what is wrong, by row and column, up to as many as a person will read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[str] = []
        self.more = 0

    def add(self, row: int, column: str, what: str) -> None:
        where = f"{self.name}, row {row}{f', column {column}' if column else ''}"
        if len(self.found) < MOST_PROBLEMS:
            self.found.append(f"{where}: {what}")
        else:
            self.more += 1

    def refuse_if_any(self) -> None:
        if self.found:
            raise BadFile([*self.found, *([f"{self.name}: and {self.more} more."] if self.more else [])])


def table_of(name: str, data: bytes) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The headings, and each row with its number as a spreadsheet shows it. Raises BadFile."""
    if len(data) > MOST_BYTES:
        raise BadFile([f"{name} is larger than {MOST_BYTES // 1024 // 1024} MB, the limit."])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        row = data[: wrong.start].count(b"\n") + 1
        raise BadFile(
            [f"{name}, row {row}: holds a character that is not UTF-8. Download the file again; do not save it anew."]
        ) from wrong
    if "\0" in text:
        raise BadFile([f"{name} is not a text file. Download the .csv, not the spreadsheet."])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        headings = [heading.strip() for heading in next(reader)]
    except (StopIteration, csv.Error) as wrong:
        raise BadFile([f"{name} is empty."]) from wrong
    twice = sorted({heading for heading in headings if headings.count(heading) > 1})
    if twice:
        raise BadFile([f"{name}, row 1: the heading '{twice[0]}' is there twice."])
    return headings, _rows(name, reader, len(headings))


def _rows(name: str, reader: Iterable[list[str]], wide: int) -> Iterator[tuple[int, list[str]]]:
    number = 1
    try:
        for number, cells in enumerate(reader, start=2):
            if not any(cells):
                continue
            if len(cells) != wide:
                raise BadFile([f"{name}, row {number}: has {len(cells)} cells where the heading has {wide}."])
            yield number, cells
    except csv.Error as wrong:
        raise BadFile([f"{name}, row {number + 1}: {wrong}. Is the end of the file missing?"]) from wrong
