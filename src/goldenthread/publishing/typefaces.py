"""The typefaces we ship, for Typst: only ours, so that a bare machine and a rich one print the same."""

from __future__ import annotations

from functools import cache

import typst

from goldenthread.publishing.wording import FONT_FOLDER


@cache
def our_fonts() -> typst.Fonts:
    """Noto Sans for reading, DejaVu Sans for what it lacks; read once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])
