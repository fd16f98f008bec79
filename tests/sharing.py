"""What the workers of a run share: a folder, and what one of them does in it for all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEST_DATA = "GOLDENTHREAD_TEST_DATA"


def shared() -> Path:
    """The folder that the workers of a run share."""
    return Path(os.environ[TEST_DATA])


@contextmanager
def first(what: str) -> Iterator[bool]:
    """Whether we are the first to come for this, and so the one to make it; the others wait until it is made.

    Where the first fails the next is first.
    """
    with (shared() / f"{what}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = shared() / f"{what}.made"
        yield not made.exists()
        made.touch()
