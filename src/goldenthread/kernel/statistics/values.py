"""What goes into the statistics, and the two ways in which they decline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import fsum, isfinite


class StatisticsError(ValueError):
    """Input that makes no sense: a percentage of more than the whole, two values for one day."""


class Better(StrEnum):
    """Which way is good."""

    HIGH = "high"
    LOW = "low"
    NEUTRAL = "neutral"

    @property
    def sign(self) -> int:
        """+1 where more is better, -1 where less is, 0 where neither is."""
        return {"high": 1, "low": -1, "neutral": 0}[self.value]


class Why(StrEnum):
    """Why something is not given. The words beside it are for people; this is for code."""

    NO_VARIATION = "no_variation"
    TOO_FEW_POINTS = "too_few_points"
    TOO_FEW_EVENTS = "too_few_events"
    TOO_FEW_AREAS = "too_few_areas"
    RARE_EVENTS = "rare_events"
    MANY_ZEROS = "many_zeros"
    NOT_ANNUAL = "not_annual"
    DIFFERENT_KINDS = "different_kinds"
    OVERLAPPING = "overlapping"
    PART_YEAR = "part_year"
    WRONG_ORDER = "wrong_order"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class Refused:
    """Not given, and why: the honest answer where a figure would mislead."""

    why: Why
    words: str


@dataclass(frozen=True)
class Point:
    """One value of a series. `on` orders it (the day of a stock, the first of a period); `label` is what is read."""

    on: date
    value: float
    label: str = ""


@dataclass(frozen=True)
class Share:
    """One proportion of a series: how many of how many."""

    on: date
    numerator: float
    denominator: float
    label: str = ""


@dataclass(frozen=True)
class Rebase:
    """From this point on the limits are computed afresh: a person's decision, for a known change, never a default."""

    on: date
    reason: str
    by: str = ""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise StatisticsError(f"Say why the limits are set anew from {in_words(self.on)}: which change was made?")


def in_words(day: date) -> str:
    """1 April 2025."""
    return f"{day.day} {day:%B %Y}"


def amount(value: float) -> str:
    """As a sentence has it: 1,234 or 12.35, never 1.2e+03."""
    said = f"{value:,.2f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean, corrected once, so that the mean of equal values is that value to the last bit.

    A naive mean of 0.1, 0.1, 0.1 is not 0.1, and a chart would then find every point on one side of it.
    """
    first = fsum(values) / len(values)
    return first + fsum(v - first for v in values) / len(values)


def median(values: Iterable[float]) -> float:
    """The middle value, or half-way between the two middle ones."""
    return quantile(values, 0.5)


def quantile(values: Iterable[float], share: float) -> float:
    """Type 7 of Hyndman and Fan, the default of R and numpy: linear between order statistics."""
    ranked = sorted(values)
    if not ranked:
        raise StatisticsError("No values, so no quantile.")
    place = (len(ranked) - 1) * share
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (place - below) * (ranked[above] - ranked[below])


def numbers(values: Iterable[float], what: str) -> list[float]:
    """The values as floats. Raises `StatisticsError` for one that is not a finite number, saying which."""
    found = []
    for place, value in enumerate(values, 1):
        if isinstance(value, bool) or not isfinite(value):
            raise StatisticsError(f"{what} {place} is not a number: {value}. Leave out periods without data.")
        found.append(float(value))
    return found
