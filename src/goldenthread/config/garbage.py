"""How often a process looks for garbage: seldom, and only among what came after its start."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: A page that reads thousands of figures would be looked through dozens of times while it is made (Python's own: 700).
OBJECTS = 50_000


def look_seldom() -> None:
    """What is there for good, before the first page, is left out for ever: it also stays shared between processes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, 10, 10)


@contextmanager
def looking_seldom() -> Iterator[None]:
    """Inside, hundreds of megabytes of garbage may lie about: migrating makes every table's class anew some hundreds of
    times, and looking through them again and again took a third of its time.
    """
    before = gc.get_threshold()
    gc.set_threshold(2 * OBJECTS, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.collect()
