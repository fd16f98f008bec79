"""Drawings for formats that only take pictures made of dots."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from goldenthread.publishing.typefaces import our_fonts

_DOTS_PER_INCH = 200
_PAGE = """#set page(width: auto, height: auto, margin: 0pt)
#set text(font: "Noto Sans")
#image("picture.svg", width: 165mm)
"""


def as_png(svg: bytes) -> bytes:
    """An SVG drawing as PNG, 165 mm wide at 200 dots an inch. Raises ValueError if it is no SVG that can be drawn."""
    with tempfile.TemporaryDirectory(prefix="picture-") as folder:
        (Path(folder) / "picture.svg").write_bytes(svg)
        try:
            compiler = typst.Compiler(_PAGE.encode(), root=folder, font_paths=our_fonts())
            made = compiler.compile(format="png", ppi=_DOTS_PER_INCH)
        except typst.TypstError as problem:
            raise ValueError(f"This drawing cannot be read: {problem.message}") from problem
    if not isinstance(made, bytes):
        raise TypeError("A drawing became several pages.")
    return made
