"""Rates built on few events: shown with one mark that says so, wherever they are shown, and never without it.

The Office for National Statistics marks rates of fewer than 20 deaths "u" and gives none of fewer than 3; by chance
alone such a rate moves by half or more.
"""

from __future__ import annotations

from decimal import Decimal

from goldenthread.kernel.disclosure.symbols import UNRELIABLE
from goldenthread.law.measures.entry import Unit

from .known import Known

#: From so many events on a rate is given without the mark.
ENOUGH_EVENTS = 20
#: Units whose figures are rates of events among a population.
RATES = frozenset((Unit.PER_1000, Unit.PER_10000, Unit.PER_100000))


def shown(value: Decimal | float | None, unit: str) -> str:
    """A value with its unit as people read it: "1,234", "95.8%", "57.7 per 10,000 children", "£18,000"."""
    if value is None:
        return "no data"
    number = float(value)
    if unit == Unit.POUNDS:
        return f"£{number:,.2f}".removesuffix(".00")
    text = f"{number:,.1f}" if unit != Unit.COUNT or number % 1 else f"{number:,.0f}"
    if unit in (Unit.COUNT, Unit.MEAN):
        return text
    return f"{text}%" if unit == Unit.PERCENT else f"{text} {Unit(unit).words}"


def unreliable(events: Decimal | float | None, unit: str) -> bool:
    """Whether a rate of so many events is built on too few of them. One whose events are not known cannot be marked."""
    return unit in RATES and events is not None and events < ENOUGH_EVENTS


def rate_words(value: Decimal | float | None, events: Decimal | float | None, unit: str) -> str:
    """A value with its unit, and with the mark where it is a rate of few events: "4.1 per 10,000 children [u]"."""
    marked = value is not None and unreliable(events, unit)
    return f"{shown(value, unit)} {UNRELIABLE.text}" if marked else shown(value, unit)


def figure_words(one: Known, unit: str) -> str:
    """A figure as it is read: with its unit and its mark, or why there is none."""
    return one.reason or rate_words(one.value, one.numerator, unit)


def note_words(one: Known, unit: str) -> str:
    """The mark in words, for a place that has no legend; "" for a figure that has none."""
    return UNRELIABLE.meaning if one.value is not None and unreliable(one.numerator, unit) else ""
