"""One figure with an earlier one, like for like: per day and named as estimated where spans differ, or not at all.

A figure knows the real days that it covers. Nine months are not a year, a caseload on a day is not a flow, and a year
to June set against a year to March counts nine months twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goldenthread.kernel.statistics.values import Refused, StatisticsError, Why, amount, in_words, numbers


class Basis(StrEnum):
    """What a figure counts. A ratio of flows (a percentage, a rate) covers a span but does not grow with it."""

    STOCK = "on a day"
    FLOW = "over a span"
    RATIO = "a ratio over a span"


@dataclass(frozen=True)
class Figure:
    """A value with the days it covers, first and last included; a stock has one day."""

    value: float
    start: date
    end: date
    basis: Basis

    def __post_init__(self) -> None:
        numbers([self.value], "Figure")
        if self.end < self.start:
            raise StatisticsError(f"A span cannot end ({in_words(self.end)}) before it starts.")
        if self.basis is Basis.STOCK and self.start != self.end:
            raise StatisticsError("A figure on a day has one day: a stock does not cover a span.")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def months(self) -> int | None:
        """Whole calendar months covered, or None where the span does not start and end with a month."""
        after = self.end + timedelta(days=1)
        if self.start.day != 1 or after.day != 1:
            return None
        return (after.year - self.start.year) * 12 + after.month - self.start.month

    def __str__(self) -> str:
        if self.basis is Basis.STOCK:
            return f"on {in_words(self.start)}"
        return f"{in_words(self.start)} to {in_words(self.end)} ({self.days} days)"


@dataclass(frozen=True)
class Change:
    """Later less earlier. Where `estimated`, `before` is scaled by days to the later figure's span.

    `percent` is None from nought, and for ratios, whose change is in their own points. Values of `before` and `after`
    are those compared.
    """

    before: float
    after: float
    absolute: float
    percent: float | None
    estimated: bool
    words: str


def change(before: Figure, after: Figure, *, seasonal: bool = False) -> Change | Refused:
    """The change from an earlier figure to a later one.

    Spans of the same number of whole calendar months, or of days, are like for like. Others are compared per day and
    named as estimated if the shorter is at least half the longer and the measure is not `seasonal` (referrals fall in
    the holidays: nine months cannot stand for twelve). Refused: a stock with a flow or a ratio, spans that overlap, a
    part too small for the whole, the earlier figure given second.
    """
    refused = _refused(before, after)
    if refused:
        return refused
    alike = before.days == after.days or (before.months is not None and before.months == after.months)
    if alike or after.basis is Basis.STOCK:
        return _changed(before.value, after, estimated=False, span="")
    shorter, longer = sorted((before, after), key=lambda figure: figure.days)
    if seasonal or 2 * shorter.days < longer.days:
        why = "the seasons differ" if seasonal else "it is too short a part"
        words = f"{shorter.days} days are not compared with {longer.days}: {why}. Compare the same part of each year."
        return Refused(Why.PART_YEAR, words)
    if after.basis is Basis.RATIO:
        return _changed(before.value, after, estimated=True, span=f", over {after.days} days against {before.days}")
    scaled = before.value * after.days / before.days
    return _changed(scaled, after, estimated=True, span=f", per day: {after.days} days against {before.days}")


def _refused(before: Figure, after: Figure) -> Refused | None:
    if before.basis is not after.basis:
        words = f"A figure {before.basis} ({before}) and a figure {after.basis} ({after}) are different things."
        return Refused(Why.DIFFERENT_KINDS, words)
    if after.start <= before.end and before.start <= after.end:
        same = "the same day or span" if (before.start, before.end) == (after.start, after.end) else "overlapping spans"
        words = f"{before} and {after} are {same}: the difference would not be a change over time."
        return Refused(Why.OVERLAPPING, words)
    if after.start < before.start:
        return Refused(Why.WRONG_ORDER, f"The figure {after} is not after the figure {before}.")
    return None


def _changed(before: float, after: Figure, *, estimated: bool, span: str) -> Change:
    absolute = after.value - before
    percent = 100 * absolute / abs(before) if before and after.basis is not Basis.RATIO else None
    way = "up" if absolute > 0 else "down" if absolute < 0 else "no change"
    size = "" if not absolute else f" {amount(abs(absolute))}{' points' if after.basis is Basis.RATIO else ''}"
    share = f" ({percent:+.1f}%)" if percent else (" (from nought)" if absolute and not before else "")
    named = f"estimated{span}: " if estimated else ""
    words = f"{named}{way}{size}{share}"
    return Change(before, after.value, absolute, percent, estimated, words[0].upper() + words[1:])
