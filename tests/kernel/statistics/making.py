"""Series for the tests: one value a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from goldenthread.kernel.spans import add_months
from goldenthread.kernel.statistics.values import Point

#: A busy machine is no failure of an example.
unhurried = settings(deadline=None)
START = date(2015, 1, 1)


def month(n: int) -> date:
    return add_months(START, n)


def monthly(values: Sequence[float]) -> list[Point]:
    return [Point(month(i), value) for i, value in enumerate(values)]


#: Whole numbers: a series whose mean or limits a point meets meets them exactly.
values = st.integers(-1000, 1000)
series = st.lists(values, min_size=12, max_size=40).filter(lambda found: len(set(found)) > 1)
