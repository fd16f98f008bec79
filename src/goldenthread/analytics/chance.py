"""How far chance alone could have moved one figure of our own: the interval about a share, a rate or a count."""

from __future__ import annotations

from goldenthread.kernel.periods import Every
from goldenthread.kernel.statistics import intervals
from goldenthread.kernel.statistics.intervals import Interval
from goldenthread.law.measures.entry import Kind, Unit

from .known import Known
from .models import Definition
from .reliability import shown

FINE = 100.5
RATES = {Unit.PER_1000: 1_000, Unit.PER_10000: 10_000, Unit.PER_100000: 100_000}


def interval_of(one: Known | None, definition: Definition, confidence: float = 0.95) -> Interval | None:
    """Of a share Wilson's, of a rate or a count of events Byar's or the exact one; in the measure's own unit.

    None where chance has no say that could be worked out: a stock that was counted, an average, money, a figure without
    its parts, parts that are no whole numbers, one event written down on its own day.
    """
    if one is None or one.value is None:
        return None
    if definition.unit == Unit.COUNT:
        events = float(one.value)
        counted = definition.kind == Kind.FLOW and definition.every != Every.DAY and events >= 0 and events.is_integer()
        return intervals.count(events, confidence) if counted else None
    if one.numerator is None or not one.denominator:
        return None
    over, under = float(one.numerator), float(one.denominator)
    if over < 0 or under <= 0 or not over.is_integer():
        return None
    if definition.unit == Unit.PERCENT:
        return intervals.wilson(over, under, confidence).scaled(100) if over <= under else None
    per = RATES.get(Unit(definition.unit))
    return intervals.rate(over, under, per=per, confidence=confidence) if per else None


def chance_words(one: Known | None, definition: Definition) -> str:
    """`By chance alone it could lie between 86.0% and 98.9% (95% interval, Wilson).`; "" where it cannot be said."""
    found = interval_of(one, definition)
    if found is None:
        return ""
    low, high = (_whole(value) for value in (found.lower or 0, found.upper))
    between = f"{shown(low, definition.unit)} and {shown(high, definition.unit)}"
    return f"By chance alone it could lie between {between} ({found.confidence:.0%} interval, {found.method})."


def brief_chance(one: Known, definition: Definition) -> str:
    """The same for a cell: `95% interval 86.0 to 98.9`."""
    found = interval_of(one, definition)
    return "" if found is None else f"95% interval {_short(found.lower or 0)} to {_short(found.upper)}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= FINE else f"{value:,.1f}"


def _whole(value: float) -> float:
    """Tenths of a child in hundreds say nothing."""
    return float(round(value)) if value >= FINE else value
