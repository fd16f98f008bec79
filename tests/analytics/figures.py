"""Measures and figures, made through the verbs as the business manager of the north."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from goldenthread.analytics.defining import add_measure
from goldenthread.analytics.models import Measure, Observation
from goldenthread.analytics.observing import Figure, observe
from goldenthread.kernel.periods import Every, Stretch, period
from tests.world import World

COUNTED = {
    "flow": {"kind": "flow", "unit": "count", "better": "low", "every": "month", "numerator": "episodes started"},
    "stock": {
        "kind": "stock", "unit": "count", "better": "context", "every": "month", "snapshot": True,
        "numerator": "children on a plan",
    },
    "ratio": {
        "kind": "ratio", "unit": "percent", "better": "high", "every": "month", "numerator": "in time",
        "denominator": "visits due",
    },
}  # fmt: skip


def measure(world: World, code: str = "missing", kind: str = "flow", **values: Any) -> Measure:
    """A measure of the north; the actor must be one who may add it."""
    wanted = {"title": code.replace("_", " ").capitalize(), "question": f"How many {code}?"} | COUNTED[kind] | values
    return add_measure(partnership=world.north, code=code, owner_agency=world.council, **wanted)


def month(year: int, number: int) -> Stretch:
    return period(Every.MONTH, date(year, number, 1))


def on(year: int, number: int, day: int) -> Stretch:
    return Stretch(date(year, number, day), date(year, number, day))


def write(one: Measure, stretch: Stretch, value: float | str | None = None, **more: Any) -> list[Observation]:
    """Write one figure down as typed in."""
    exact = None if value is None else Decimal(str(value))
    return observe([Figure(measure=one, stretch=stretch, value=exact, **more)], source="typed")
