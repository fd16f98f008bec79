"""The day of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from goldenthread.kernel.now import LONDON


@pytest.fixture(autouse=True)
def in_may() -> Iterator[None]:
    """Monday 18 May 2026, ten in the morning."""
    with time_machine.travel(datetime(2026, 5, 18, 10, 0, tzinfo=LONDON), tick=False):
        yield
