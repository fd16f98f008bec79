"""Today is London's day, whatever the machine's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from goldenthread.kernel.now import now, today


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2016, 6, 30, 22, 59, tzinfo=UTC), date(2016, 6, 30)),
        (datetime(2016, 6, 30, 23, 0, tzinfo=UTC), date(2016, 7, 1)),  # summer time: London is an hour ahead
        (datetime(2016, 12, 1, 23, 59, tzinfo=UTC), date(2016, 12, 1)),
    ],
)
def test_a_day_ends_at_its_own_midnight_in_london(utc: datetime, day: date) -> None:
    with time_machine.travel(utc, tick=False):
        assert today() == day
        assert now() == utc
        assert now().tzinfo is not None
