"""What is to be drawn, as values. No statistics here: limits, marks and intervals arrive worked out.

Every chart is three things made from one value, so that they cannot disagree: a drawing, a sentence or two that say
what it shows, and a data table that holds every figure in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from goldenthread.publishing.charts.units import COUNT, Unit

#: What the rules say of a point (the semantics of "Making Data Count"; the drawings are ours).
Variation = Literal[
    "common_cause",
    "improvement_high",
    "improvement_low",
    "concern_high",
    "concern_low",
    "neutral_high",
    "neutral_low",
]
#: Whether the target will be met, as far as the limits can say.
Assurance = Literal["pass", "fail", "inconsistent", "none", "not_assessable"]
Step = Literal["day", "month", "quarter", "year", "event"]
Happening = Literal["policy change", "audit", "process change", "new limits", "other"]

#: Below this many values nothing is joined, no limits are drawn, and the chart says "too few points to judge".
FEWEST = 12
NO_DATA = "no data"

VARIATION_WORDS: Mapping[Variation, str] = {
    "common_cause": "Common cause: no significant change",
    "improvement_high": "Improvement: significantly higher, and higher is better",
    "improvement_low": "Improvement: significantly lower, and lower is better",
    "concern_high": "Concern: significantly higher, and lower is better",
    "concern_low": "Concern: significantly lower, and higher is better",
    "neutral_high": "Significantly higher: neither better nor worse",
    "neutral_low": "Significantly lower: neither better nor worse",
}
ASSURANCE_WORDS: Mapping[Assurance, str] = {
    "pass": "Likely to meet the target every time, if nothing changes",
    "fail": "Likely to miss the target every time, if nothing changes",
    "inconsistent": "Hit or miss: may meet the target or not, by chance",
    "none": "No target set",
    "not_assessable": "Not assessable: too few points, or not stable",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One period's value. `day` places it on the time line (any day of the period, the same one throughout).

    `label` is the period in words. `value` None is a period without a figure, shown as a gap with the word `missing`.
    `why` says in words what the mark rests on. `provisional`: may still be revised. `part`: not a whole period.
    """

    day: date
    label: str
    value: float | None
    mark: Variation = "common_cause"
    why: str = ""
    note: str = ""
    provisional: bool = False
    part: bool = False
    missing: str = NO_DATA


@dataclass(frozen=True, slots=True)
class Limits:
    """Centre line and limits from the point on `first` to the point on `last`, both included; None is not drawn."""

    first: date
    last: date
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"These limits end on {self.last}, before they begin on {self.first}.")


@dataclass(frozen=True, slots=True)
class Comparator:
    """Another area's line over the same periods. `values` are by the day of the point that they stand beside."""

    label: str
    values: tuple[tuple[date, float | None], ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something that happened, on the time line. `new limits` is a rebase: a person's decision, with its reason."""

    day: date
    text: str
    kind: Happening = "other"


@dataclass(frozen=True, slots=True)
class RunChart:
    """Values over time. `better` says which way is good, "" where neither is; `centre_name` what the centre line is.

    `not_judged`: why limits would mislead, in a sentence; the values are then dots, however many they are.
    """

    title: str
    points: tuple[Point, ...]
    unit: Unit = COUNT
    step: Step = "month"
    limits: tuple[Limits, ...] = ()
    target: float | None = None
    minimum: float | None = None
    comparators: tuple[Comparator, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    better: Literal["", "high", "low"] = ""
    centre_name: str = "Mean"
    source: str = ""
    not_judged: str = ""

    def __post_init__(self) -> None:
        for before, after in pairwise(self.points):
            if after.day <= before.day:
                raise ValueError(
                    f"The points of '{self.title}' are not in order of time: {after.label} follows {before.label}."
                )

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(point.value for point in self.points if point.value is not None)

    @property
    def whole(self) -> int:
        """How many values stand for a whole period: a part of one is never judged, nor counted towards judging."""
        return sum(point.value is not None and not point.part for point in self.points)

    @property
    def judged(self) -> bool:
        """Whether there are enough values for limits and marks to mean something, and nothing speaks against them."""
        return self.whole >= FEWEST and not self.not_judged

    @property
    def unjudged(self) -> str:
        """Why there are no limits, in a sentence; "" where there is no call for one."""
        if self.judged:
            return ""
        return self.not_judged or f"Too few points to judge: {self.whole}, where {FEWEST} are needed."

    @property
    def latest(self) -> Point | None:
        """The last whole period with a figure; where there is none, the last part of one."""
        given = [point for point in self.points if point.value is not None]
        whole = [point for point in given if not point.part]
        chosen = whole or given
        return chosen[-1] if chosen else None

    @property
    def so_far(self) -> Point | None:
        """A part of a period after the latest whole one."""
        last = next((point for point in reversed(self.points) if point.value is not None), None)
        return last if last is not self.latest else None

    @property
    def last_limits(self) -> Limits | None:
        """The limits that hold at the end: those of the last point that has any."""
        return next((found for point in reversed(self.points) if (found := self.limits_on(point.day))), None)

    def place(self, day: date) -> float:
        """Where a day stands along the foot: by the calendar; of events one after another, each as far as the next."""
        if self.step != "event":
            return float(day.toordinal())
        days = [point.day for point in self.points]
        at = bisect_left(days, day)
        return float(at) if at < len(days) and days[at] == day else at - 0.5

    def limits_on(self, day: date) -> Limits | None:
        """The limits that hold for the point on `day`; None where there are none, or too few points to judge."""
        found = (limits for limits in self.limits if limits.first <= day <= limits.last)
        return next(found, None) if self.judged else None


@dataclass(frozen=True, slots=True)
class Area:
    """One dot of a funnel: `size` is the denominator. `mark` says where it stands, "" for within the limits."""

    label: str
    size: float
    value: float
    ours: bool = False
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A limit of a funnel, as (denominator, value) in order of denominator. Curves of one label share a name."""

    label: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class FunnelChart:
    title: str
    areas: tuple[Area, ...]
    unit: Unit = COUNT
    curves: tuple[Curve, ...] = ()
    benchmark: float | None = None
    benchmark_name: str = "England"
    size_name: str = "Children aged 0 to 17"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A category's value with the interval around it. `comparator` bars are drawn in outline; `ours` is marked."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    ours: bool = False
    comparator: bool = False
    note: str = ""
    missing: str = NO_DATA


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars from zero, in the order given. `interval_name` says what the whiskers are."""

    title: str
    bars: tuple[Bar, ...]
    unit: Unit = COUNT
    category_name: str = "Area"
    target: float | None = None
    interval_name: str = "95% confidence interval"
    source: str = ""


@dataclass(frozen=True, slots=True)
class DotRow:
    """A small run of dots for a table cell: the points and, where there are enough of them, the mean and limits."""

    title: str
    points: tuple[Point, ...]
    unit: Unit = COUNT
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None


Chart = RunChart | FunnelChart | BarChart
