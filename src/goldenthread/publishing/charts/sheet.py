"""The sheet that every chart is drawn on: elements as text, a cursor for lines of words, and the accessible frame.

Nothing here needs a style sheet, a script or another file: presentation attributes only, so that a strict
Content-Security-Policy has nothing to refuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from goldenthread.publishing.charts.lettering import width, wrapped
from goldenthread.publishing.charts.palette import FONTS, INK, Shape, outline
from goldenthread.publishing.wording import printable

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The size that a chart is drawn for, in units of which `type_size` is the height of its type.

    A wide drawing shrunk to a phone would shrink its words too; so a phone gets its own.
    """

    name: str
    width: float
    plot: float
    type_size: float

    @property
    def narrow(self) -> bool:
        return self.width < 500

    @property
    def line(self) -> float:
        return round(self.type_size * 1.3, 1)


WIDE = Frame("wide", 760, 280, 16)  # 20 px type across a whole page, 13 px across two thirds, 10 pt in print
PHONE = Frame("phone", 340, 230, 14)


def number(value: float) -> str:
    """A coordinate to a tenth: `12`, `12.5`."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def said(words: str) -> str:
    return escape(printable(words), quote=True)


@dataclass(slots=True)
class Sheet:
    """Elements gather in order; `y` is where the next line of words goes."""

    frame: Frame
    y: float = 0.0
    parts: list[str] = field(default_factory=list)

    def add(self, element: str) -> None:
        self.parts.append(element)

    def text(self, x: float, y: float, words: str, *, anchor: Anchor = "start", bold: bool = False) -> None:
        """One line of words with its baseline at `y`."""
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        weight = ' font-weight="bold"' if bold else ""
        self.add(f'<text x="{number(x)}" y="{number(y)}"{where}{weight}>{said(words)}</text>')

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str = INK,
        thick: float = 1,
        dash: str = "",
        faint: bool = False,
    ) -> None:
        more = (f' stroke-dasharray="{dash}"' if dash else "") + (' stroke-opacity=".3"' if faint else "")
        self.add(
            f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
            f'stroke="{stroke}" stroke-width="{thick:g}"{more}/>'
        )

    def path(
        self, points: Sequence[tuple[float, float]], *, stroke: str = INK, thick: float = 1.5, dash: str = ""
    ) -> None:
        drawn = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        more = f' stroke-dasharray="{dash}"' if dash else ""
        self.add(f'<path d="{drawn}" fill="none" stroke="{stroke}" stroke-width="{thick:g}"{more}/>')

    def mark(
        self,
        x: float,
        y: float,
        shape: Shape,
        r: float,
        *,
        colour: str,
        hollow: bool = False,
        dash: str = "",
        tip: str = "",
        kind: str = "",
    ) -> None:
        """A mark about (x, y); `tip` is shown when a pointer rests on it; `kind` is its class."""
        fill = "#fff" if hollow else colour
        more = f' stroke-dasharray="{dash}"' if dash else ""
        kinds = " ".join(filter(None, (kind, "gt-hollow" if hollow else "")))
        named = f' class="{kinds}"' if kinds else ""
        inside = f"<title>{said(tip)}</title></path>" if tip else "</path>"
        self.add(
            f'<path{named} transform="translate({number(x)} {number(y)})" d="{outline(shape, round(r, 2))}" '
            f'fill="{fill}" stroke="{colour}" stroke-width="{2 if hollow else 1}"{more}>{inside}'
        )

    def write(self, words: str, *, x: float = 0, room: float | None = None, bold: bool = False) -> None:
        """Lines of words below what is there, across the sheet or `room` wide."""
        across = self.frame.width - x if room is None else room
        for each in wrapped(words, across, self.frame.type_size, bold=bold):
            self.y += self.frame.line
            self.text(x, self.y - self.frame.line * 0.25, each, bold=bold)

    def wide(self, words: str, *, bold: bool = False) -> float:
        return width(words, self.frame.type_size, bold=bold)

    def finish(self, title: str, description: str, key: str, *, alone: bool) -> str:
        """The whole drawing. `alone` gives it a size and a white ground, to be a file; otherwise it fills its place."""
        high = self.y + self.frame.type_size * 0.5
        name = f"{said(key)}-{self.frame.name}"
        edge = self.frame.type_size if alone else 0  # a file has a white edge, a page has its own
        box = [number(each) for each in (-edge, -edge, self.frame.width + 2 * edge, high + 2 * edge)]
        size = f'width="{box[2]}" height="{box[3]}"' if alone else 'width="100%"'
        place = f'x="{box[0]}" y="{box[1]}" width="{box[2]}" height="{box[3]}"'
        ground = f'<rect {place} fill="#fff"/>\n' if alone else ""
        body = "\n".join(self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="gt-drawing" {size} viewBox="{" ".join(box)}" role="img" '
            f'aria-labelledby="{name}-title {name}-desc" font-family="{FONTS}" '
            f'font-size="{self.frame.type_size:g}" fill="{INK}">\n'
            f'<title id="{name}-title">{said(title)}</title>\n<desc id="{name}-desc">{said(description)}</desc>\n'
            f"{ground}{body}\n</svg>\n"
        )
