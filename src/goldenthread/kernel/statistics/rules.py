"""The four rules that tell a special cause from chance, in the two sets boards meet.

Rules never cross a rebase. All points of a pattern are flagged, so a pattern is seen in hindsight: a point added at the
end can flag points before it, but only those of the pattern that it completes; with fixed limits it changes no
earlier point's `outside`, and takes no flag away. Precedence: outside, trend, two in three, shift.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from goldenthread.kernel.statistics.values import StatisticsError


@dataclass(frozen=True)
class RuleSet:
    """A set of rules with its name and version, which every chart shows.

    screen_outliers: moving ranges of 3.267 times their average or more are left out of the limits, once.
    n_shift, n_trend: points in a row on one side of the mean; points in a row that strictly rise (or fall).
    two_sigma_includes_beyond_limits: a point beyond the limits counts towards two in three.
    trial_below: a segment of fewer points has limits on trial only.
    cautious: gives no limits to a chart of fewer than `trial_below` points or without variation, no icon on trial
    limits, no assurance while the last segment holds a special cause. The package of `NHSR_0_2_2` judges all these.
    """

    name: str
    version: str
    screen_outliers: bool
    n_shift: int
    n_trend: int
    two_sigma_includes_beyond_limits: bool
    trial_below: int
    cautious: bool

    def __post_init__(self) -> None:
        if self.n_shift < 2 or self.n_trend < 3:
            raise StatisticsError("A shift needs at least 2 points in a row, a trend at least 3.")

    def __str__(self) -> str:
        """For the foot of a chart."""
        screened = "without outlying moving ranges" if self.screen_outliers else "from all moving ranges"
        counted = "counted" if self.two_sigma_includes_beyond_limits else "not counted"
        return (
            f"{self.name}, {self.version}: limits {screened}; shift of {self.n_shift}; trend of {self.n_trend}; "
            f"two in three near a limit, points beyond it {counted}"
        )


#: NHS England's Excel tool, which boards already see: no screening; points beyond the limits count since November 2023.
MAKING_DATA_COUNT = RuleSet("Making Data Count", "November 2023", False, 7, 7, True, 12, True)
#: The R package NHSRplotthedots 0.2.2 to the letter, its warning below 13 points included.
NHSR_0_2_2 = RuleSet("NHSRplotthedots", "0.2.2", True, 7, 7, False, 13, False)


class Cause(StrEnum):
    """What a point was found to be, in the precedence of the rules."""

    ABOVE = "above the upper limit"
    BELOW = "below the lower limit"
    RISING = "part of a rising trend"
    FALLING = "part of a falling trend"
    TWO_IN_THREE_HIGH = "one of two in three near the upper limit"
    TWO_IN_THREE_LOW = "one of two in three near the lower limit"
    SHIFT_HIGH = "part of a run above the average"
    SHIFT_LOW = "part of a run below the average"
    COMMON = "common cause"
    NOT_JUDGED = "not judged"

    @property
    def special(self) -> bool:
        return self not in (Cause.COMMON, Cause.NOT_JUDGED)

    @property
    def direction(self) -> int:
        """+1 high or rising, -1 low or falling, 0 neither. A falling trend above the mean is low."""
        return DIRECTION.get(self, 0)


DIRECTION = {
    Cause.ABOVE: 1,
    Cause.RISING: 1,
    Cause.TWO_IN_THREE_HIGH: 1,
    Cause.SHIFT_HIGH: 1,
    Cause.BELOW: -1,
    Cause.FALLING: -1,
    Cause.TWO_IN_THREE_LOW: -1,
    Cause.SHIFT_LOW: -1,
}


@dataclass(frozen=True, slots=True)
class Lines:
    """What is drawn across a point: average (of a G chart the median), limits, and the lines two thirds of the way."""

    centre: float
    lower: float
    upper: float
    lower_two_thirds: float
    upper_two_thirds: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value lies: outside the limits; its side of the centre (-1, 0, 1); within, but near a limit."""

    outside: bool
    side: int
    close: bool


def place(value: float, lines: Lines, blur: float = 0.0) -> Place:
    """A value on a line is inside it. `blur`: what differs by less is the same number, written in binary."""
    above = value - blur
    below = value + blur
    outside = above > lines.upper or below < lines.lower
    near = above > lines.upper_two_thirds or below < lines.lower_two_thirds
    return Place(outside, (above > lines.centre) - (below < lines.centre), near and not outside)


def causes(values: Sequence[float], places: Sequence[Place], rules: RuleSet) -> list[Cause]:
    """The finding at each point of ONE segment, in order. `values` and `places` have the same length."""
    found = [Cause.COMMON] * len(values)
    for start, end, side in _shifts(places, rules.n_shift):
        found[start:end] = [Cause.SHIFT_HIGH if side > 0 else Cause.SHIFT_LOW] * (end - start)
    for spot, side in _two_in_three(places, rules.two_sigma_includes_beyond_limits):
        found[spot] = Cause.TWO_IN_THREE_HIGH if side > 0 else Cause.TWO_IN_THREE_LOW
    for start, end, way in _trends(values, rules.n_trend):  # a point in two trends ends with the later one's direction
        found[start:end] = [Cause.RISING if way > 0 else Cause.FALLING] * (end - start)
    for spot, at in enumerate(places):
        if at.outside:
            found[spot] = Cause.ABOVE if at.side > 0 else Cause.BELOW
    return found


def _shifts(places: Sequence[Place], length: int) -> Iterator[tuple[int, int, int]]:
    start = 0
    for side, run in groupby(at.side for at in places):
        end = start + sum(1 for _ in run)
        if side and end - start >= length:
            yield start, end, side
        start = end


def _trends(values: Sequence[float], length: int) -> Iterator[tuple[int, int, int]]:
    start = 0
    for way, run in groupby((b > a) - (b < a) for a, b in pairwise(values)):
        steps = sum(1 for _ in run)
        if way and steps + 1 >= length:
            yield start, start + steps + 1, way
        start += steps


def _two_in_three(places: Sequence[Place], beyond_counts: bool) -> Iterator[tuple[int, int]]:
    near = [at.close or (beyond_counts and at.outside) for at in places]
    for first in range(len(places) - 2):
        three = range(first, first + 3)
        side = places[first].side
        if sum(near[first : first + 3]) >= 2 and side and all(places[i].side == side for i in three):
            yield from ((i, side) for i in three if near[i])
