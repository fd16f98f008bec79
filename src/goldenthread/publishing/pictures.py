"""Drawings for formats that only take pictures made of dots."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from goldenthread.publishing.typefaces import our_fonts

_DOTS_PER_INCH = 200
_PAGE = """#set page(width: auto, height: auto, margin: 0pt)
#set text(font: "Noto Sans")
#image("picture.svg", width: {width})
"""
_WIDEST = 8000


def as_png(svg: bytes) -> bytes:
    """An SVG drawing as PNG, 165 mm wide at 200 dots an inch. Raises ValueError if it is no SVG that can be drawn."""
    return _rendered(svg, "165mm", _DOTS_PER_INCH)


def png(svg: str, width: int) -> bytes:
    """An SVG drawing as PNG, `width` dots wide (1 to 8,000), set in our own typefaces on white. Raises ValueError."""
    if not 1 <= width <= _WIDEST:
        raise ValueError(f"A picture can be 1 to {_WIDEST} dots wide, not {width}.")
    return _rendered(svg.encode("utf-8"), f"{width}pt", 72)


def _rendered(svg: bytes, width: str, dots_per_inch: int) -> bytes:
    with tempfile.TemporaryDirectory(prefix="picture-") as folder:
        (Path(folder) / "picture.svg").write_bytes(svg)
        try:
            compiler = typst.Compiler(_PAGE.format(width=width).encode(), root=folder, font_paths=our_fonts())
            made = compiler.compile(format="png", ppi=dots_per_inch)
        except typst.TypstError as problem:
            raise ValueError(f"This drawing cannot be read: {problem.message}") from problem
    if not isinstance(made, bytes):
        raise TypeError("A drawing became several pages.")
    return made
