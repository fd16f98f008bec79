"""A drawing read back: its words with the room they take, its marks, and its plot. Only what a reader would see."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from goldenthread.publishing.charts.lettering import width

NS = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Box:
    words: str
    left: float
    top: float
    right: float
    bottom: float

    def inside(self, other: Box, slack: float = 0.15) -> bool:
        across = other.left - slack <= self.left and self.right <= other.right + slack
        return across and other.top - slack <= self.top and self.bottom <= other.bottom + slack

    def meets(self, other: Box) -> bool:
        across = self.left < other.right - 0.2 and other.left < self.right - 0.2
        return across and self.top < other.bottom - 0.2 and other.top < self.bottom - 0.2


@dataclass(frozen=True)
class Read:
    root: ElementTree.Element

    @property
    def sheet(self) -> Box:
        left, top, wide, high = (float(each) for each in self.root.attrib["viewBox"].split())
        return Box("sheet", left, top, left + wide, top + high)

    @property
    def words(self) -> list[Box]:
        """Every line of words: from its ascenders to its descenders, as wide as our widest typeface sets it."""
        size = float(self.root.attrib["font-size"])
        made = []
        for node in self.root.iter(f"{NS}text"):
            said = node.text or ""
            wide = width(said, size, bold=node.get("font-weight") == "bold")
            x, y = float(node.attrib["x"]), float(node.attrib["y"])
            left = x - {"start": 0, "middle": wide / 2, "end": wide}[node.get("text-anchor", "start")]
            made.append(Box(said, left, y - size * 0.75, left + wide, y + size * 0.22))
        return made

    @property
    def plot(self) -> Box:
        node = next(node for node in self.root.iter(f"{NS}rect") if node.get("class") == "gt-plot")
        x, y, wide, high = (float(node.attrib[name]) for name in ("x", "y", "width", "height"))
        return Box("plot", x, y, x + wide, y + high)

    @property
    def points(self) -> list[tuple[float, float]]:
        """Where the marks stand, in the order they were drawn."""
        made = []
        for node in self.root.iter(f"{NS}path"):
            if "gt-point" in node.get("class", "").split():
                x, y = node.attrib["transform"].removeprefix("translate(").removesuffix(")").split()
                made.append((float(x), float(y)))
        return made

    def count(self, kind: str) -> int:
        return sum(kind in node.get("class", "").split() for node in self.root.iter())

    def collisions(self) -> list[tuple[str, str]]:
        return [(one.words, other.words) for one, other in combinations(self.words, 2) if one.meets(other)]

    def outside(self) -> list[str]:
        return [each.words for each in self.words if not each.inside(self.sheet)]

    def said(self) -> str:
        return " ".join(each.words for each in self.words)


def read(svg: str) -> Read:
    return Read(ElementTree.fromstring(svg))
