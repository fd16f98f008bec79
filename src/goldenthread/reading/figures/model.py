"""What was read: rows of figures, each with its words, its part and its spans; and everything that found no place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from goldenthread.kernel.periods import Every, Stretch
from goldenthread.law.measures.entry import Cut, Kind, Unit


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time as it was written. ``precision``: day, month, quarter, half, year or range.

    ``sure`` is False where the words leave a doubt (a year alone may be a calendar or a financial one).
    """

    stretch: Stretch
    precision: str
    words: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """One printed figure, or the symbol in its place.

    ``symbol`` is a key of the reasons why there is no number ("c" kept back, "x" not available, "z" not applicable,
    "low", "u", "not_sent"). ``span``: what a count over time covers; ``on``: the day, were it counted on one.
    ``problem``: why it cannot be written as it is, in words; ``doubt``: what was assumed.
    """

    text: str
    value: Decimal | None
    symbol: str
    period: str
    span: Stretch | None
    on: date | None
    where: str
    note: str = ""
    doubt: str = ""
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """Dates in ISO form, the number as a string without an exponent."""
        return {
            "printed": self.text,
            "value": None if self.value is None else f"{self.value:f}",
            "symbol": self.symbol,
            "period": self.period,
            "first": self.span.first.isoformat() if self.span else None,
            "last": self.span.last.isoformat() if self.span else None,
            "on": self.on.isoformat() if self.on else None,
            "where": self.where,
            "note": self.note,
            "doubt": self.doubt,
            "problem": self.problem,
        }


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Figures of one thing counted, of one part of it, in one unit.

    ``words`` say what is counted ("referrals to the designated officer"), ``label`` is the row as printed. ``cut`` and
    ``part``: of which agency, district or group of children ("" for the whole). ``told``: what was taken from it.
    """

    section: str
    label: str
    words: str
    kind: Kind
    unit: Unit
    snapshot: bool
    every: Every
    figures: tuple[ReadFigure, ...]
    where: str
    source: str = ""
    cut: Cut | None = None
    part: str = ""
    table: int | None = None
    context: str = ""

    def as_json(self) -> dict[str, Any]:
        """One object; ``table`` counts from 1, None for a sentence."""
        return {
            "section": self.section,
            "table": self.table,
            "label": self.label,
            "measure": self.words,
            "kind": self.kind.value,
            "unit": self.unit.value,
            "snapshot": self.snapshot,
            "every": self.every.value,
            "cut": self.cut.value if self.cut else "",
            "part": self.part,
            "where": self.where,
            "figures": [figure.as_json() for figure in self.figures],
        }


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure, or a row without one, that is offered for no measure, and why."""

    text: str
    where: str
    why: str

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text, "where": self.where, "why": self.why}


@dataclass(frozen=True, slots=True)
class FiguresRead:
    """Everything that was read in one file. ``period`` is what the report as a whole is about, where it says so."""

    name: str
    period: Span | None
    rows: tuple[FigureRow, ...]
    left: tuple[LeftOut, ...]

    def as_json(self) -> dict[str, Any]:
        span = self.period
        return {
            "name": self.name,
            "period": None
            if span is None
            else {
                "words": span.words,
                "first": span.stretch.first.isoformat(),
                "last": span.stretch.last.isoformat(),
            },
            "rows": [row.as_json() for row in self.rows],
            "left": [one.as_json() for one in self.left],
        }
