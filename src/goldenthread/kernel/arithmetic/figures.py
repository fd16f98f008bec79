"""A printed figure: its value, how finely it was printed, and what a sum of such figures may be.

Everything is exact decimal arithmetic. A whole count is exact; anything printed with a step (48.5%, £12,000 in
thousands, an average) stands for everything that rounds to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_SLACK = Decimal("1e-9")  # divisions are cut off after 28 digits; no printed figure is that fine


class Unit(StrEnum):
    """What a figure counts. A difference of two percentages is in percentage points."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    MONEY = "money"


class Fit(StrEnum):
    """How a printed figure stands to what was computed."""

    ROUNDED = "rounded"
    TRUNCATED = "truncated"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Figure:
    """``step`` is one in the last printed place (0.1 for 48.5; 1000 for £30k); ``about`` for "nearly 700"."""

    value: Decimal
    text: str
    unit: Unit = Unit.COUNT
    step: Decimal = Decimal(1)
    about: bool = False
    signed: bool = False

    @property
    def whole(self) -> bool:
        """An exact count: nothing was rounded away."""
        return self.unit is Unit.COUNT and self.step == 1 and not self.about

    @property
    def low(self) -> Decimal:
        """The least it may have been before rounding."""
        return self.value - self._slack()

    @property
    def high(self) -> Decimal:
        """The most it may have been before rounding."""
        return self.value + self._slack()

    def _slack(self) -> Decimal:
        if self.about:
            return max(abs(self.value) / 10, self.step)
        return Decimal(0) if self.whole else self.step / 2

    def fit(self, low: Decimal, high: Decimal) -> Fit:
        """Whether this figure is what some value from ``low`` to ``high`` rounds to, or else is cut off to."""
        if low > high:
            low, high = high, low
        half = self._slack() if self.about else self.step / 2
        if self.value + half + _SLACK >= low and self.value - half - _SLACK <= high:
            return Fit.ROUNDED
        # cut off towards nought: 42.8 stands for 42.8 up to but not with 42.9
        near, far = min(abs(low), abs(high)), max(abs(low), abs(high))
        alike = low * high >= 0 and (self.value * (low + high) > 0 or not self.value)
        return Fit.TRUNCATED if alike and near < abs(self.value) + self.step and far >= abs(self.value) else Fit.NO

    def like(self, value: Decimal) -> Figure:
        """The same kind of figure with another value, printed as this one is."""
        return replace(self, value=value, text=show(value, self))


def shared_step(figures: Sequence[Figure]) -> Decimal:
    """The coarsest step among ``figures``."""
    return max(figure.step for figure in figures)


def total_of(figures: Iterable[Figure], weights: Iterable[int] = ()) -> Decimal:
    """The sum of the printed values, each taken as many times as its weight."""
    values = [figure.value for figure in figures]
    times = list(weights) or [1] * len(values)
    return sum((value * n for value, n in zip(values, times, strict=True)), Decimal(0))


def most_slack(figures: Sequence[Figure], weights: Sequence[int] = ()) -> Decimal:
    """How far a printed total may stand from the sum of printed lines if every rounding goes one way; 0 for counts."""
    return sum(_steps(figures, weights), Decimal(0)) / 2


def slack_of_sum(figures: Sequence[Figure], weights: Sequence[int] = ()) -> Decimal:
    """How far it usually does: within three standard deviations of that many roundings. Nought for exact counts."""
    steps = _steps(figures, weights)
    spread = 3 * (sum((step * step for step in steps), Decimal(0)) / 12).sqrt()
    return min(sum(steps, Decimal(0)) / 2, max(spread, max(steps, default=Decimal(0))))


def _steps(figures: Sequence[Figure], weights: Sequence[int]) -> list[Decimal]:
    times = list(weights) or [1] * len(figures)
    return [2 * (figure.high - figure.value) * n for figure, n in zip(figures, times, strict=True)]


def percent_range(part: Figure, whole: Figure, *, scale: Decimal = HUNDRED) -> tuple[Decimal, Decimal]:
    """Least and greatest of ``scale * part / whole``; the whole is not nought."""
    corners = [scale * p / w for p in (part.low, part.high) for w in (whole.low, whole.high) if w]
    return min(corners), max(corners)


def change_range(base: Figure, new: Figure) -> tuple[Decimal, Decimal]:
    """Least and greatest percentage change from ``base`` to ``new``; the base is not nought."""
    corners = [HUNDRED * (n - b) / abs(b) for b in (base.low, base.high) if b for n in (new.low, new.high)]
    return min(corners), max(corners)


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """``value`` to the nearest ``step``, halves away from nought."""
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def cut(value: Decimal, step: Decimal) -> Decimal:
    """``value`` with everything under ``step`` cut off."""
    return (value / step).quantize(Decimal(1), ROUND_DOWN) * step


def places_of(step: Decimal) -> int:
    """Decimal places that a step asks for: 1 for 0.1, 0 for 1 and for 1000."""
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def show(value: Decimal, like: Figure) -> str:
    """``value`` as ``like`` is printed: its unit, its places, its thousands, its sign."""
    near = rounded(value, min(like.step, Decimal(1)))
    sign = "-" if near < 0 else "+" if like.signed and near > 0 else ""
    commas = "," in like.text or (abs(near) >= 1000 and not any(c.isdigit() for c in like.text.replace(",", "")[3:]))
    digits = f"{abs(near):{',' if commas else ''}.{places_of(like.step)}f}"
    if like.unit is Unit.MONEY:
        return f"{sign}£{digits}"
    ends = {Unit.PERCENT: "%", Unit.POINTS: " percentage points"}
    return f"{sign}{digits}{ends.get(like.unit, '')}"
