"""What the tests of measures share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from goldenthread.kernel.now import LONDON
from tests.world import world

__all__ = ["world"]


@pytest.fixture(autouse=True)
def in_may() -> Iterator[None]:
    """Monday 18 May 2026, ten in the morning: the year 2025-26 is over."""
    with time_machine.travel(datetime(2026, 5, 18, 10, 0, tzinfo=LONDON), tick=False):
        yield
