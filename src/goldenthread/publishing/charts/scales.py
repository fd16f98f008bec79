"""From figures and days to places on the drawing: round ticks, calendar ticks, and curves cut at the edge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.publishing.charts.units import Unit

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale: `low` is drawn at `start`, `high` at `end` (which may be the smaller number, for heights)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def holds(self, value: float) -> bool:
        slack = (self.high - self.low) * 1e-9
        return self.low - slack <= value <= self.high + slack


@dataclass(frozen=True, slots=True)
class Axis:
    """Ticks from the first at or below the data to the last at or above it, `step` apart."""

    ticks: tuple[float, ...]
    step: float

    @property
    def low(self) -> float:
        return self.ticks[0]

    @property
    def high(self) -> float:
        return self.ticks[-1]


def axis_for(values: Sequence[float], also: Sequence[float], unit: Unit, *, about: int, zero: float = 0.5) -> Axis:
    """Round ticks that cover all `values`, and what of `also` (limits, targets) lies within the unit's bounds.

    The axis begins at zero where the data come down to less than `zero` of their greatest (1: always): an axis that
    is cut short must have a reason.
    """
    bounds = [_within(value, unit) for value in also]
    together = [value for value in (*values, *bounds) if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(together), max(together)
    if zero >= 1 or 0 <= low <= high * zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= max(abs(high), abs(low)) * 1e-9:
        low, high = _widened(low, high, unit)
    return _ticks(low, high, about, whole=unit.decimals == 0 and unit.most is None)


def _within(value: float, unit: Unit) -> float:
    least = -math.inf if unit.least is None else unit.least
    most = math.inf if unit.most is None else unit.most
    return min(max(value, least), most)


def _widened(low: float, high: float, unit: Unit) -> tuple[float, float]:
    """Room about a single value, on the side where there is any."""
    room = max(abs(high) * 0.1, 1.0)
    if high == 0:
        return 0.0, 1.0
    if unit.most is not None and high + room > unit.most >= high:
        return _within(low - room, unit), max(high, unit.most)
    return _within(low - room, unit) if low >= 0 else low - room, high + room


def _ticks(low: float, high: float, about: int, *, whole: bool) -> Axis:
    rough = (high - low) / max(about, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in _ROUND if each * power >= rough * (1 - 1e-9))
    if whole and step < 1:
        step = 1.0  # there is no half a child
    if whole and step == 2.5:
        step = 5.0
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Axis(tuple(_clean(place * step) for place in range(first, max(last, first + 1) + 1)), step)


def _clean(value: float) -> float:
    """Without the dust of binary fractions: 0.30000000000000004 is 0.3."""
    return float(f"{value:.12g}")


def within_edges(points: Sequence[tuple[float, float]], scale: Scale) -> list[list[tuple[float, float]]]:
    """A line cut where it leaves the scale upwards or downwards: the pieces that can be drawn, in order."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for place, point in enumerate(points):
        before = points[place - 1] if place else None
        if scale.holds(point[1]):
            if before and not scale.holds(before[1]):
                pieces.append([_crossing(before, point, scale)])
            pieces[-1].append(point)
        elif before and scale.holds(before[1]):
            pieces[-1].append(_crossing(point, before, scale))
            pieces.append([])
    return [piece for piece in pieces if len(piece) > 1]


def _crossing(outside: tuple[float, float], inside: tuple[float, float], scale: Scale) -> tuple[float, float]:
    edge = scale.high if outside[1] > scale.high else scale.low
    share = (edge - inside[1]) / (outside[1] - inside[1])
    return inside[0] + share * (outside[0] - inside[0]), edge
