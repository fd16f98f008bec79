"""What the colours of an action tracker mean, where the document itself says so. A colour alone says nothing."""

from __future__ import annotations

import re

from goldenthread.reading.minutes.flow import Unit
from goldenthread.reading.minutes.previous import status_in

_COLOUR = r"red|amber|green|blue|yellow|grey|gray|black|white|purple|orange"
_MEANS = re.compile(
    rf"\b(?P<colour>{_COLOUR})\b\s*(?:\(\w\)\s*)?(?:=|:|[-\u2013\u2014]|\bis\b|\bmeans\b|\bindicates\b|\bfor\b)\s*"
    rf"(?P<meaning>.{{3,70}}?)(?=\s*(?:[;,.|/\n]|$|\b(?:{_COLOUR})\b))",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:overdue|late|delay|behind|at\s+risk|off\s+track|slipp|not\s+(?:yet\s+)?(?:started|begun|due|on\s+track)"
    r"|to\s+be\s+started|in\s+time|on\s+target|progressing|new)",
    re.I,
)
_WHOLE = re.compile(rf"^\W*(?P<colour>{_COLOUR})\W*$", re.I)


def _meaning(words: str) -> str:
    status = status_in(words)
    return "ongoing" if status == "unknown" and _OPEN.search(words) else status


def legend_of(units: list[Unit]) -> dict[str, str]:
    """Colour -> "closed", "deferred" or "ongoing", from lines and tables that explain colours; empty without such.

    One colour alone is a sentence ("Green: complete"), two are a legend.
    """
    found: dict[str, str] = {}
    for unit in units:
        for colour, words in _pairs(unit):
            status = _meaning(words)
            if status != "unknown":
                found.setdefault(colour.lower(), status)
    return found if len(found) > 1 else {}


def _pairs(unit: Unit) -> list[tuple[str, str]]:
    if unit.table is None:
        return [(match["colour"], match["meaning"]) for match in _MEANS.finditer(unit.text)]
    pairs = []
    if unit.shape is None or unit.shape.kind not in {"actions", "people"}:
        for row in unit.table.rows:
            texts = [text for text in row.texts if text]
            match = _WHOLE.match(texts[0]) if len(texts) == 2 else None
            if match:
                pairs.append((match["colour"], texts[1]))
    return pairs


def status_of_colour(cell: str, legend: dict[str, str]) -> str:
    """What a cell with a colour, or its first letter, stands for by the legend; "unknown" where it does not say."""
    words = re.findall(rf"\b(?:{_COLOUR})\b", cell, re.I)
    if words:
        return legend.get(words[-1].lower(), "unknown")
    letter = cell.strip(" .()").lower()
    named = [status for colour, status in legend.items() if len(letter) == 1 and colour[0] == letter]
    return named[0] if len(named) == 1 else "unknown"
