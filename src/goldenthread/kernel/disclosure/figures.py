"""Published figures that are made from counts: percentages, rates, means, points, intervals, control limits.

Every one of them says something about its counts. A ratio or a mean says so linearly, so the audit can weigh what it
gives away; anything else is taken to give its counts away altogether.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import ClassVar


@dataclass(frozen=True)
class Ratio:
    """`per` x numerator / denominator, to `places` decimals, half up. A percentage or a rate.

    denominator: the key of a count, or a number that everyone knows (a population).
    part_of: the numerator is counted within the denominator, so what is left over is a count too (46 of 48 leaves 2).
    """

    key: str
    numerator: str
    denominator: str | int
    per: int = 100
    places: int = 1
    part_of: bool = True
    may_use_figures: ClassVar[bool] = False

    @property
    def of(self) -> tuple[str, ...]:
        return (self.numerator, *([self.denominator] if isinstance(self.denominator, str) else []))

    def complement(self) -> str | None:
        """The key of denominator less numerator, where that is a count."""
        return f"{self.denominator} less {self.numerator}" if self.part_of and len(self.of) == 2 else None


@dataclass(frozen=True)
class Mean:
    """The mean of several counts, to `places` decimals, half up: the centre line of a chart, an average month."""

    key: str
    of: tuple[str, ...]
    places: int = 1
    may_use_figures: ClassVar[bool] = False


@dataclass(frozen=True)
class Derived:
    """Any other published function of counts or of figures: an interval, control limits, an index, a rank, a sentence.

    text: as it would be shown. `of`: the keys of all that it is worked out from; it goes when one of them goes.
    """

    key: str
    of: tuple[str, ...]
    text: str
    may_use_figures: ClassVar[bool] = True


Figure = Ratio | Mean | Derived


def half_up(value: Fraction, places: int) -> Decimal:
    """To so many decimals, halves away from nought: 0.25 to one place is 0.3. (Python's own `round` says 0.2.)"""
    step = Decimal(1).scaleb(-places)
    whole = Fraction(value) * 10**places
    return (Decimal(_half_up(whole)) * step).quantize(step, ROUND_HALF_UP)


def _half_up(value: Fraction) -> int:
    sign = -1 if value < 0 else 1
    return sign * int((abs(value) * 2 + 1) // 2)
