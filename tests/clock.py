"""The day on which the suite begins, for the tests and for programs that they start.

It is the same day whenever the suite is run, so that it does not rot; with GOLDENTHREAD_TEST_YEARS=1 it is that day so
many years later, so that what the tests prove does not hang from it. Time passes from there as usual; a test that needs
a moment of its own travels to it.
"""

from __future__ import annotations

import os
from datetime import datetime

import time_machine

from goldenthread.kernel.now import LONDON

TEST_YEARS = "GOLDENTHREAD_TEST_YEARS"
FIRST_DAY = datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)  # a Wednesday in term


def begin() -> time_machine.travel:
    """Set this process's clock; returns what stops it."""
    years = int(os.environ.get(TEST_YEARS) or 0)
    clock = time_machine.travel(FIRST_DAY.replace(year=FIRST_DAY.year + years), tick=True)
    clock.start()
    return clock
