"""A control chart as a value: points with their findings, segments with their limits, icons, and words for all of it.

Made by `xmr.chart`, `laney.chart`, `rare.t_chart` and `rare.g_chart`; drawn elsewhere. Limits are never cut off at 0 or
100: clip the drawing, not the values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from goldenthread.kernel.statistics.icons import AssuranceIcon, VariationIcon, assurance_icon, variation, variation_icon
from goldenthread.kernel.statistics.rules import Cause, Lines, Place, RuleSet, causes, place
from goldenthread.kernel.statistics.values import Better, Point, Rebase, StatisticsError, Why, in_words

#: Two numbers closer than this share of the largest value are one number: decimals are not exact in binary.
BLUR = 1e-11


class Method(StrEnum):
    XMR = "XmR chart"
    P_PRIME = "P′ chart (Laney)"
    T = "T chart: days between events"
    G = "G chart: opportunities between events"


@dataclass(frozen=True)
class Fit:
    """What a method makes of a segment: its average, lines for every point (or none, and why), how many points fed."""

    centre: float | None
    lines: Sequence[Lines] = ()
    reason: Why | None = None
    fed_by: int = 0


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A point as judged. Without lines `outside` and `close` are None: the question could not be asked."""

    on: date
    label: str
    value: float
    segment: int
    centre: float | None
    lines: Lines | None
    outside: bool | None
    side: int
    close: bool | None
    cause: Cause
    better: Better
    trial: bool

    @property
    def special(self) -> bool:
        return self.cause.special

    @property
    def kind(self) -> str:
        """common_cause, not_assessable, or special_cause_ with improvement, concern, neutral_high or neutral_low."""
        found = variation(self.cause, self.better)
        if not found.special:
            return found.value
        return f"special_cause_{found.value if self.better is Better.NEUTRAL else found.value.split('_')[0]}"

    @property
    def words(self) -> str:
        """For a screen reader: 'Special cause: above the upper limit (concern)'."""
        if not self.special:
            return "Common cause" if self.cause is Cause.COMMON else "Not judged"
        meaning = self.kind.removeprefix("special_cause_").partition("_")[0]
        told = "" if meaning == "neutral" else f" ({meaning})"
        return f"Special cause: {self.cause}{told}{', on trial limits' if self.trial else ''}"


@dataclass(frozen=True)
class Segment:
    """A stretch with limits of its own. `trial`: too few points yet for its limits to be relied on."""

    start: date
    end: date
    n: int
    fed_by: int
    centre: float | None
    lines: Lines | None
    reason: Why | None
    trial: bool
    rebase: Rebase | None

    @property
    def words(self) -> str:
        """Why there are no limits, or that they are on trial; empty where all is well."""
        if self.reason is Why.NO_VARIATION:
            return "every value is the same, so there is no variation to judge by"
        if self.reason is Why.TOO_FEW_POINTS:
            return f"too few points to judge ({self.n})"
        since = f" since {in_words(self.start)}" if self.rebase else ""
        return f"the limits are on trial, with {self.n} points{since}" if self.trial else ""


@dataclass(frozen=True)
class ControlChart:
    """The whole chart. `lines` of a segment are those of its last point: only P′ charts differ from point to point."""

    method: Method
    rules: RuleSet
    better: Better
    target: float | None
    points: tuple[ChartPoint, ...]
    segments: tuple[Segment, ...]
    variation: VariationIcon
    assurance: AssuranceIcon

    @property
    def latest(self) -> ChartPoint:
        return self.points[-1]

    @property
    def judged(self) -> bool:
        """Whether there are any limits. If not, draw a run of dots and say `verdict`."""
        return any(segment.lines for segment in self.segments)

    @property
    def rule_set(self) -> str:
        """The method, the rules and their version, for the foot of the chart."""
        return f"{self.method}. {self.rules}"

    @property
    def verdict(self) -> str:
        """One or two sentences that say what the chart shows."""
        if not self.judged:
            said = self.segments[-1].words or "not judged"
            return f"{said[0].upper()}{said[1:]}."
        found = f" ({self.latest.cause})" if self.variation.kind.special else ""
        target = f" {self.assurance.words}." if self.assurance.symbol else ""
        return f"{self.latest.label}: {self.variation.words}{found}.{target}"


def in_order(points: Sequence[Point], *, ties: bool = False) -> list[Point]:
    """The points by date. Raises `StatisticsError` where there is none, or (without `ties`) two of one date."""
    if not points:
        raise StatisticsError("A chart needs at least one point.")
    ordered = sorted(points, key=lambda point: point.on)
    for one, other in pairwise(ordered):
        if one.on == other.on and not ties:
            raise StatisticsError(f"Two values for {in_words(one.on)}: {one.value:g} and {other.value:g}. Keep one.")
    return ordered


def starts(points: Sequence[Point], rebase: Sequence[Rebase]) -> dict[int, Rebase | None]:
    """Where segments begin, with the decision that began each. A rebase must name the date of a point."""
    places: dict[date, int] = {}
    for at, point in enumerate(points):
        places.setdefault(point.on, at)
    found: dict[int, Rebase | None] = {0: None}
    for decision in sorted(rebase, key=lambda one: one.on):
        if decision.on not in places:
            raise StatisticsError(f"No point is dated {in_words(decision.on)}, so limits cannot be set anew from it.")
        if found.get(places[decision.on]):
            raise StatisticsError(f"The limits are set anew from {in_words(decision.on)} twice.")
        found[places[decision.on]] = decision
    return found


def assemble(
    method: Method,
    points: Sequence[Point],
    fit: Callable[[int, int], Fit],
    *,
    better: Better,
    target: float | None,
    rules: RuleSet,
    rebase: Sequence[Rebase] = (),
) -> ControlChart:
    """Judge points that are in order. `fit(start, end)` gives the lines for the segment of points[start:end]."""
    begins = starts(points, rebase)
    edges = [*begins, len(points)]
    blur = BLUR * max(abs(point.value) for point in points)
    judged: list[ChartPoint] = []
    segments = []
    for index, (start, end) in enumerate(pairwise(edges)):
        few = rules.cautious and len(points) < rules.trial_below
        fitted = Fit(None, reason=Why.TOO_FEW_POINTS) if few else fit(start, end)
        segment = _segment(points[start:end], fitted, begins[start], rules)
        segments.append(segment)
        judged += _judge(points[start:end], fitted, index, segment, better, rules, blur)
    doubt = _doubt(segments[-1]) if rules.cautious else ""
    last = judged[-1]
    unstable = rules.cautious and any(p.special for p in judged if p.segment == last.segment)
    unsure = doubt or ("the process is not stable, it holds a special cause" if unstable else "")
    return ControlChart(
        method,
        rules,
        better,
        target,
        tuple(judged),
        tuple(segments),
        variation_icon(last.cause, better, doubt),
        assurance_icon(last.lines, target, better, unsure, blur),
    )


def _doubt(segment: Segment) -> str:
    return "" if segment.lines and not segment.trial else segment.words


def _segment(points: Sequence[Point], fitted: Fit, rebase: Rebase | None, rules: RuleSet) -> Segment:
    last = fitted.lines[-1] if fitted.lines else None
    trial = len(points) < rules.trial_below
    fed_by = fitted.fed_by or len(points)
    return Segment(points[0].on, points[-1].on, len(points), fed_by, fitted.centre, last, fitted.reason, trial, rebase)


def _judge(
    points: Sequence[Point], fitted: Fit, index: int, segment: Segment, better: Better, rules: RuleSet, blur: float
) -> list[ChartPoint]:
    if not fitted.lines:
        cause = Cause.NOT_JUDGED if rules.cautious else Cause.COMMON
        return [
            ChartPoint(
                p.on, _label(p), p.value, index, fitted.centre, None, None, 0, None, cause, better, segment.trial
            )
            for p in points
        ]
    places: list[Place] = [place(p.value, lines, blur) for p, lines in zip(points, fitted.lines, strict=True)]
    found = causes([p.value for p in points], places, rules)
    return [
        ChartPoint(
            p.on,
            _label(p),
            p.value,
            index,
            lines.centre,
            lines,
            at.outside,
            at.side,
            at.close,
            cause,
            better,
            segment.trial,
        )
        for p, lines, at, cause in zip(points, fitted.lines, places, found, strict=True)
    ]


def _label(point: Point) -> str:
    return point.label or in_words(point.on)
