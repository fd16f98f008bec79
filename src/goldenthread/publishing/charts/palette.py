"""Colours and shapes. Everything is told apart by shape and words first: the drawing must serve in black and white.

Words and axes take the colour of the text around them (`currentColor`), so that a reader's own colours hold. The other
colours are at least 3.3:1 against both white and black, and 4.5:1 under white, for the same reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

INK = "currentColor"
PAPER = "#fff"
COMMON = "#5f6b73"
IMPROVEMENT = "#1f6fb5"
CONCERN = "#b5530f"
NEUTRAL = "#7b4fa6"
OURS = "#17697a"
FONTS = "Arial, Helvetica, 'Noto Sans', sans-serif"

Shape = Literal["circle", "square", "diamond", "up", "down"]
#: By what is said of a point: its shape and colour. Neutral ones point the way they went.
MARKS: Mapping[str, tuple[Shape, str]] = {
    "common_cause": ("circle", COMMON),
    "improvement_high": ("square", IMPROVEMENT),
    "improvement_low": ("square", IMPROVEMENT),
    "concern_high": ("diamond", CONCERN),
    "concern_low": ("diamond", CONCERN),
    "neutral_high": ("up", NEUTRAL),
    "neutral_low": ("down", NEUTRAL),
}
#: Dashes that tell lines apart without colour.
DASHES: Mapping[str, str] = {"target": "10 5", "minimum": "2 4", "limit": "6 3", "benchmark": "12 3 2 3"}
COMPARATOR_DASHES = ("9 3 2 3", "4 2", "2 2", "12 3")


def outline(shape: Shape, r: float) -> str:
    """The path of a mark about (0, 0). Sizes are evened out to the eye: a diamond must reach further than a square."""
    if shape == "circle":
        return f"M{-r:g} 0a{r:g} {r:g} 0 1 1 {2 * r:g} 0a{r:g} {r:g} 0 1 1 {-2 * r:g} 0z"
    if shape == "square":
        return f"M{-r:g} {-r:g}h{2 * r:g}v{2 * r:g}h{-2 * r:g}z"
    if shape == "diamond":
        far = round(r * 1.4, 2)
        return f"M0 {-far:g}L{far:g} 0L0 {far:g}L{-far:g} 0z"
    tip, base = (-1.25 * r, 0.95 * r) if shape == "up" else (1.25 * r, -0.95 * r)
    wide = round(r * 1.25, 2)
    return f"M0 {round(tip, 2):g}L{wide:g} {round(base, 2):g}L{-wide:g} {round(base, 2):g}z"
