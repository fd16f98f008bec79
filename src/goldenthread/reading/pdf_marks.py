"""What stands on a page of a PDF: stretches of text with their places, and the ruled lines of its tables (units:
points)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
from pypdf._text_extraction._layout_mode._fixed_width_page import recurse_to_target_op
from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
from pypdf.generic import ArrayObject, ContentStream, StreamObject

Operation = tuple[list[object], bytes]
Matrix = tuple[float, float, float, float, float, float]
_THIN = 2.5
_MOST_RULES = 20_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text drawn in one go: from ``left`` to ``right`` on the base line ``y`` (upwards), letters ``height`` high."""

    left: float
    right: float
    y: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along one axis at ``at``, from ``first`` to ``last`` on the other."""

    at: float
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Marks:
    """All of one page."""

    texts: list[Stretch]
    level: list[Rule]
    upright: list[Rule]


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _on(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def _numbers(operands: list[object], count: int) -> list[float] | None:
    numbers = [float(value) for value in operands if isinstance(value, int | float)]
    return numbers if len(numbers) == count else None


class _Pen:
    """Follows the drawing of lines and boxes."""

    def __init__(self) -> None:
        self.matrix: Matrix = (1, 0, 0, 1, 0, 0)
        self.kept: list[Matrix] = []
        self.at: tuple[float, float] | None = None
        self.lines: list[tuple[tuple[float, float], tuple[float, float]]] = []
        self.drawn: list[tuple[tuple[float, float], tuple[float, float]]] = []

    def feed(self, operands: list[object], operator: bytes) -> None:
        if operator == b"q":
            self.kept.append(self.matrix)
        elif operator == b"Q":
            self.matrix = self.kept.pop() if self.kept else self.matrix
        elif operator == b"cm":
            numbers = _numbers(operands, 6)
            if numbers:
                a, b, c, d, e, f = numbers
                self.matrix = _times((a, b, c, d, e, f), self.matrix)
        elif operator in {b"m", b"l", b"re"}:
            self._path(operands, operator)
        elif operator in {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}:
            self.drawn.extend(self.lines[: _MOST_RULES - len(self.drawn)])
            self.lines, self.at = [], None
        elif operator == b"n":
            self.lines, self.at = [], None

    def _path(self, operands: list[object], operator: bytes) -> None:
        numbers = _numbers(operands, 4 if operator == b"re" else 2)
        if numbers is None or len(self.lines) > _MOST_RULES:
            return
        if operator == b"re":
            x, y, w, h = numbers
            corners = [_on(self.matrix, *corner) for corner in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))]
            self.lines.extend(zip(corners, [*corners[1:], corners[0]], strict=True))
            return
        point = _on(self.matrix, numbers[0], numbers[1])
        if operator == b"l" and self.at is not None:
            self.lines.append((self.at, point))
        self.at = point


def _rules(pen: _Pen) -> tuple[list[Rule], list[Rule]]:
    level, upright = [], []
    for (x0, y0), (x1, y1) in pen.drawn:
        if abs(y0 - y1) < _THIN <= abs(x0 - x1):
            level.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) < _THIN <= abs(y0 - y1):
            upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return level, upright


def _texts(page: pypdf.PageObject, operations: Iterator[Operation]) -> list[Stretch]:
    # The public layout mode gives lines padded with spaces, in which columns drift; its own groups keep the true
    # places.
    groups, _ = recurse_to_target_op(operations, TextStateManager(), b"Q", page._layout_mode_fonts(), True)
    return [
        Stretch(g["tx"], g["displaced_tx"], g["ty"], max(g["font_height"], 1.0), g["text"])
        for g in groups
        if g["text"].strip()
    ]


def marks_of(page: pypdf.PageObject) -> Marks:
    """The text and rules of a page; raises what pypdf raises on a damaged one."""
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    if not isinstance(contents, ArrayObject | StreamObject):
        return Marks([], [], [])
    operations = ContentStream(contents, page.pdf, "bytes").operations
    pen = _Pen()
    for operands, operator in operations:
        pen.feed(operands, operator)
    level, upright = _rules(pen)
    return Marks(_texts(page, iter(operations)), level, upright)
