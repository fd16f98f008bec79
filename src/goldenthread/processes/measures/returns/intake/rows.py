"""A table that came in, whatever it came as: cells with their places, told apart from what they mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.analytics.models import Observation

from ..models import Form

SHEET = "Return"
#: The first row of answers, counted from 1 as a spreadsheet does; its headings stand in the row above.
FIRST_ROW = 7
COLUMNS = (
    "code",
    "part",
    "title",
    "counted",
    "value",
    "denominator",
    "symbol",
    "counted_on",
    "provisional",
    "sure",
    "note",
)
HEADINGS = (
    "Code", "Part", "Measure", "What is counted", "Figure, or how many", "Out of how many", "No data because",
    "Counted on", "Provisional", "I have checked it", "Note",
)  # fmt: skip
Symbol = Observation.Symbol
GAP_WORDS = {s.value: str(s.label) for s in (
    Symbol.NOT_KNOWN, Symbol.NOT_APPLICABLE, Symbol.CONFIDENTIAL, Symbol.UNRELIABLE,
)}  # fmt: skip
MOST_ROWS = 2_000
MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True)
class Cells:
    """One table. `rows` begin with the row of the sheet numbered `offset` + 1; `where` names a cell for a message."""

    rows: Sequence[Sequence[Any]]
    where: Callable[[int, int], str]
    merged: tuple[str, ...] = ()


class IntakeRefused(Exception):
    """Nothing was written. `problems`: (where, what) in words, in order."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{where}: {what}" if where else what for where, what in problems))


def identity(form: Form) -> list[tuple[str, str]]:
    """What a template says of itself in its first rows; a file for another return is known by it."""
    return [
        ("Return", form.title),
        ("Partnership", str(form.partnership)),
        ("Agency", str(form.agency)),
        ("Period", str(form.stretch)),
    ]


def cell_name(row: int, column: int) -> str:
    """C7, as a spreadsheet calls it; both counted from 0."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
