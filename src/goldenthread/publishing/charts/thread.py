"""A golden thread as a drawing: one line from what was found to what changed, with a knot for each step on the way.

What is missing is drawn too, in dashes: a thread that breaks off is what the reader must see first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from goldenthread.publishing.charts.lettering import wrapped
from goldenthread.publishing.charts.palette import COMMON, CONCERN, IMPROVEMENT, OURS, Shape
from goldenthread.publishing.charts.sheet import PHONE, WIDE, Frame, Sheet, number

Tone = Literal["plain", "good", "bad", "missing"]

#: As many pieces of one step as are drawn; the rest are counted.
MOST_PIECES = 6
_GOLD = "#b8860b"
_LOOKS: dict[Tone, tuple[str, Shape, str]] = {
    "plain": (OURS, "circle", ""),
    "good": (IMPROVEMENT, "square", ""),
    "bad": (CONCERN, "diamond", ""),
    "missing": (COMMON, "circle", "5 4"),
}
_PAD = 10.0
_GAP = 12.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One finding, recommendation, action, proof or look: its words, and below them how it stands."""

    words: str
    note: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the thread, with what there is of it, and what is said where there is nothing."""

    heading: str
    pieces: tuple[Piece, ...]
    nothing: str

    def drawn(self) -> list[Piece]:
        """What is drawn of it: never nothing."""
        shown = list(self.pieces[:MOST_PIECES])
        if len(self.pieces) > MOST_PIECES:
            shown.append(Piece(f"and {len(self.pieces) - MOST_PIECES} more, in the text below"))
        return shown or [Piece(self.nothing, tone="missing")]


def in_words(steps: Sequence[Step]) -> str:
    """The drawing for those who do not see it: how much there is of each step, and what is missing."""
    return " ".join(
        f"{step.heading}: {len(step.pieces)}." if step.pieces else f"{step.heading}: {step.nothing}" for step in steps
    )


def thread_on_page(steps: Sequence[Step], title: str, *, key: str) -> str:
    """Two drawings, for wide places and for narrow ones; the page's style sheet shows the one that fits."""
    wide, narrow = (draw_thread(steps, title, key=key, frame=frame) for frame in (WIDE, PHONE))
    return (
        f'<div class="gt-chart">\n<div class="gt-chart__wide">{wide}</div>\n'
        f'<div class="gt-chart__narrow">{narrow}</div>\n</div>\n'
    )


def draw_thread(steps: Sequence[Step], title: str, *, key: str, frame: Frame, alone: bool = False) -> str:
    """The thread as SVG, from top to bottom; on a wide sheet two pieces stand side by side."""
    sheet = Sheet(frame)
    spine = frame.type_size * 0.6
    begin = spine * 3 if frame.narrow else frame.width * 0.2
    first = last = frame.line * 0.6
    for place, step in enumerate(steps):
        sheet.y += _GAP if place else 0
        last = _heading(sheet, step, spine, begin)
        _pieces(sheet, step, begin)
    thread = (
        f'<line x1="{number(spine)}" y1="{number(first)}" x2="{number(spine)}" y2="{number(last)}" '
        f'stroke="{_GOLD}" stroke-width="4"/>'
    )
    sheet.parts.insert(0, thread)
    return sheet.finish(title, in_words(steps), key, alone=alone)


def _heading(sheet: Sheet, step: Step, spine: float, begin: float) -> float:
    """The knot of a step and its words; the height of the knot. On a phone the words stand above the pieces."""
    middle = sheet.y + sheet.frame.line * 0.6
    tone: Tone = "plain" if step.pieces else "missing"
    colour, shape, dash = _LOOKS[tone]
    sheet.mark(spine, middle, shape, sheet.frame.type_size * 0.45, colour=colour, hollow=not step.pieces, dash=dash)
    if sheet.frame.narrow:
        sheet.write(step.heading, x=begin, bold=True)
        sheet.y += 2
        return middle
    y = sheet.y
    for each in wrapped(step.heading, begin - spine * 3, sheet.frame.type_size, bold=True):
        y += sheet.frame.line
        sheet.text(spine * 2.4, y - sheet.frame.line * 0.25, each, bold=True)
    return middle


def _pieces(sheet: Sheet, step: Step, begin: float) -> None:
    across = 1 if sheet.frame.narrow else 2
    wide = (sheet.frame.width - begin - _GAP * (across - 1)) / across
    drawn = step.drawn()
    for row in range(0, len(drawn), across):
        tall = max(_height(sheet, piece, wide) for piece in drawn[row : row + across])
        for column, piece in enumerate(drawn[row : row + across]):
            _piece(sheet, piece, begin + column * (wide + _GAP), wide, tall)
        sheet.y += tall + _GAP


def _lines(sheet: Sheet, piece: Piece, wide: float) -> tuple[list[str], list[str]]:
    room = wide - 3 * _PAD
    size = sheet.frame.type_size
    return wrapped(piece.words, room, size), wrapped(piece.note, room, size) if piece.note else []


def _height(sheet: Sheet, piece: Piece, wide: float) -> float:
    words, note = _lines(sheet, piece, wide)
    return (len(words) + len(note)) * sheet.frame.line + 2 * _PAD


def _piece(sheet: Sheet, piece: Piece, x: float, wide: float, tall: float) -> None:
    """A box with a thick edge whose colour, shape of mark and words say how the piece stands."""
    colour, _, dash = _LOOKS[piece.tone]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    sheet.add(
        f'<rect x="{number(x)}" y="{number(sheet.y)}" width="{number(wide)}" height="{number(tall)}" rx="4" '
        f'fill="none" stroke="{colour}" stroke-width="1.5"{dashed}/>'
    )
    if piece.tone != "missing":
        sheet.line(x + 3, sheet.y + 3, x + 3, sheet.y + tall - 3, stroke=colour, thick=5)
    words, note = _lines(sheet, piece, wide)
    y = sheet.y + _PAD
    for each in words:
        y += sheet.frame.line
        sheet.text(x + 1.6 * _PAD, y - sheet.frame.line * 0.25, each)
    for each in note:
        y += sheet.frame.line
        sheet.text(x + 1.6 * _PAD, y - sheet.frame.line * 0.25, each, bold=True)
