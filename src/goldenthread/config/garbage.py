"""How often a web process looks for garbage: seldom, and only among what came after the start."""

from __future__ import annotations

import gc

#: A page that reads thousands of figures would be looked through dozens of times while it is made (Python's own: 700).
OBJECTS = 50_000


def look_seldom() -> None:
    """What is there for good, before the first page, is left out for ever: it also stays shared between processes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, 10, 10)
