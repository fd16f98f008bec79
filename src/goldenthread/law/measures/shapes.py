"""The usual shapes of a measure, so that each entry of the catalogue says only what is its own."""

from __future__ import annotations

from functools import partial

from goldenthread.kernel.periods import Every
from goldenthread.law.limits import Confidence
from goldenthread.law.measures.entry import Kind, MeasureEntry, Unit

POPULATION = "children aged 0 to 17 in the area, by the mid-year estimate before"
COMPARED = "England, the region and statistical neighbours"
LOCAL = "local practice of a board, in its own published papers"

#: Counted on a day; counted over a span; so many of so many over a span, or on a day; done in time, from a clock.
stock = partial(MeasureEntry, kind=Kind.STOCK)
flow = partial(MeasureEntry, kind=Kind.FLOW)
share = partial(MeasureEntry, kind=Kind.RATIO, unit=Unit.PERCENT)
share_on_a_day = partial(MeasureEntry, kind=Kind.RATIO, unit=Unit.PERCENT, on_a_day=True)
timely = partial(MeasureEntry, kind=Kind.TIMELINESS, unit=Unit.PERCENT, every=Every.MONTH)
#: Per 10,000 children: of what happened in a year, and of how many there are on a day.
yearly_rate = partial(
    MeasureEntry, kind=Kind.RATIO, unit=Unit.PER_10000, every=Every.FINANCIAL_YEAR, denominator=POPULATION
)
rate_on_a_day = partial(
    MeasureEntry, kind=Kind.RATIO, unit=Unit.PER_10000, on_a_day=True, denominator=POPULATION
)  # fmt: skip

SOURCE, PUBLISHED = Confidence.SOURCE, Confidence.PUBLISHED


def lait(number: int, also: str = "") -> str:
    """The reference of a measure of the Local Authority Interactive Tool."""
    return f"Department for Education, Local Authority Interactive Tool {number}{f'; {also}' if also else ''}"
