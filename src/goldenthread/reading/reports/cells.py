"""The text of a cell into a typed cell: numbers, percentages, money, symbols, footnote markers."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from goldenthread.kernel.arithmetic.figures import Figure, Unit
from goldenthread.kernel.arithmetic.periods import when
from goldenthread.kernel.arithmetic.tables import Cell, CellKind

_SUPERSCRIPT = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_MARK = rf"(?:\s*(?:[*†‡^#]+|[{_SUPERSCRIPT}]+|\[(?:note\s*)?\w{{1,2}}\]|\((?:[a-zA-Z]|note \d)\)|(?<=\d)\s?[rpe]\b))"
_NUMBER = r"\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_TAIL = r"%|per ?cent|pc|percentage points?|% ?points?|ppts?|pp|p\.p\.|k|K|m|M|mn|million|bn|billion|thousand"
_FIGURE = re.compile(
    rf"^(?P<about>c\.|circa|approx\.?|around|about|~)?\s*=?(?P<open>\()?\s*(?P<arrow>[↑↓▲▼⬆⬇↗↘])?\s*(?P<sign>[+\-−–])?\s*"
    rf"(?P<pound>£)?\s*(?P<sign2>[+\-−–])?\s*(?P<number>{_NUMBER})\s*(?P<tail>{_TAIL})?\s*(?P<arrow2>[↑↓▲▼⬆⬇↗↘])?"
    rf"(?P<close>\))?=?(?P<marks>{_MARK}*)$",
    re.IGNORECASE,
)
_SYMBOL = re.compile(
    r"^(?:[-–—−.:*~/]{1,3}|[\[(]?(?:c|x|z|u|s|w|low|k|e|p)[\])]?|n/?a\.?|n\.a\.|not (?:applicable|available|known"
    r"|recorded|collected|provided|supplied|sent|submitted|reported)|no data|none provided|no return"
    r"|suppressed|withheld|tbc|tba"
    r"|unknown|dnr|yes|no|y|n|[✓✔✗✘☑☒]|[<≤>]\s?\d+%?|fewer than \d+|under \d+|nk|#n/a|#div/0!|#ref!|#value!|#name\?)$",
    re.IGNORECASE,
)
_COMPOSITE = re.compile(
    rf"^\s*(?P<first>[^()]*\d[^()]*?)\s*[(\[]\s*(?P<second>[+\-−–]?[\d.,]+\s*%)\s*[)\]](?P<marks>{_MARK}*)\s*$"
)
_TIMES = re.compile(r"\(?\beach\b\)?\s*[x×*]\s*(\d{1,3})\b|\b[x×]\s?(\d{1,3})\s*\(?each\b", re.IGNORECASE)
_LABEL_MARK = re.compile(rf"(?<=\w|\)|%)\s?([*†‡^#]+|[{_SUPERSCRIPT}]+|\[\d{{1,2}}\])\s*:?\s*$")
_SCALES = {"k": 1000, "thousand": 1000, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
_WORDS = {"nil": "0", "zero": "0", "none": "0"}


@lru_cache(maxsize=16_384)
def read_cell(text: str) -> Cell:
    """A typed cell. A cell that is not wholly a figure, a symbol or blank is text."""
    said = " ".join(text.replace("\u00a0", " ").split())
    if not said:
        return Cell()
    if said.lower() in _WORDS:
        return Cell(said, CellKind.FIGURE, Figure(Decimal(0), said))
    if _SYMBOL.match(said):
        return Cell(said, CellKind.SYMBOL)
    found = _FIGURE.match(said)
    if found and bool(found["open"]) == bool(found["close"]) and not is_period(said):
        return Cell(said, CellKind.FIGURE, _figure(found, said), _marks(found["marks"]))
    return Cell(said, CellKind.TEXT)


def _marks(text: str) -> str:
    plain = text.strip().strip("[]()")
    return plain.translate(str.maketrans(_SUPERSCRIPT, "1234567890"))


def _figure(found: re.Match[str], said: str) -> Figure:
    digits = re.sub(r"[,\s\u2009\u202f]", "", found["number"])
    tail = (found["tail"] or "").lower()
    scale = _SCALES.get(tail, 1)
    value = Decimal(digits) * scale
    places = len(digits.partition(".")[2])
    step = Decimal(scale).scaleb(-places)
    arrow = (found["arrow"] or found["arrow2"] or "") in {"↓", "▼", "⬇", "↘"}
    sign = (found["sign"] or found["sign2"] or "") in {"-", "−", "–"}
    negative = sign or arrow or bool(found["open"])
    signed = negative or bool(found["sign"] or found["sign2"] or found["arrow"] or found["arrow2"])
    printed = said[: len(said) - len(found["marks"])].strip() if found["marks"] else said
    return Figure(
        -value if negative else value, printed, _unit(tail, found["pound"]), step, bool(found["about"]), signed
    )


def _unit(tail: str, pound: str | None) -> Unit:
    if pound:
        return Unit.MONEY
    if "point" in tail or tail in {"pp", "ppt", "ppts", "p.p."}:
        return Unit.POINTS
    return Unit.PERCENT if tail in {"%", "per cent", "percent", "pc"} else Unit.COUNT


def is_period(text: str) -> bool:
    """Whether a cell is a year, a month or a span of years rather than a figure ("2016", "2015-16", "Mar-17")."""
    said = text.strip().strip("*").strip()
    return bool(re.fullmatch(r"(?:19|20)\d\d|(?:19|20)?\d\d\s?[-/–]\s?(?:19|20)?\d\d", said)) and when(said) is not None


def composite(text: str) -> tuple[str, str] | None:
    """The two figures of "210 (48.5%)", each with the markers; None for anything else."""
    found = _COMPOSITE.match(" ".join(text.replace("\u00a0", " ").split()))
    if not found:
        return None
    return found["first"] + found["marks"], found["second"]


def read_label(text: str) -> tuple[str, str, int]:
    """A row's label without its footnote marker, the marker, and how many times its figures count ("(each) x 7")."""
    said = " ".join(text.replace("\u00a0", " ").split())
    times = _TIMES.search(said)
    mark = _LABEL_MARK.search(said)
    marks = _marks(mark.group(1)) if mark else ""
    plain = said[: mark.start(1)].rstrip() if mark else said
    return plain.rstrip(" :") or plain, marks, int(times.group(1) or times.group(2)) if times else 1


def as_unit(cell: Cell, unit: Unit) -> Cell:
    """The same cell, its unit given by a heading ("%", "£")."""
    if cell.figure is None or cell.figure.unit is not Unit.COUNT:
        return cell
    figure = replace(cell.figure, unit=unit)
    return replace(cell, figure=figure)
