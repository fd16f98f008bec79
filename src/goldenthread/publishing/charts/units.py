"""What the figures are counted in, and how they are said: in a sentence, in a table and along an axis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

_THOUSAND, _MILLION = 1_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Unit:
    """`name` heads the axis and the table. `decimals` is how exactly values are said.

    `least` and `most` are what cannot be passed (0 and 100 for percentages): the axis stops there, and limits beyond
    are not drawn, though they stand in the table as they are.
    """

    name: str
    before: str = ""
    after: str = ""
    decimals: int = 0
    least: float | None = 0
    most: float | None = None

    def said(self, value: float) -> str:
        """The value as people write it: `1,204`, `87.3%`, `£12,500`, `−3`. A half is rounded away from zero."""
        rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        sign = "−" if rounded < 0 else ""
        after = self.after.removesuffix("s") if abs(rounded) == 1 and self.after.startswith(" ") else self.after
        return f"{sign}{self.before}{abs(rounded):,.{self.decimals}f}{after}"

    def brief(self, value: float) -> str:
        """The same for a level that was set, without decimals that say nothing: `90%`, `52.5`."""
        return (self if value != round(value) else replace(self, decimals=0)).said(value)

    def on_axis(self, value: float, step: float) -> str:
        """The same for a tick, as exact as the step between ticks needs; money by the thousand or million."""
        scale, letter = self._scale(step, value)
        places = decimals_of(step / scale)
        sign = "−" if value < 0 else ""
        after = "" if self.after.startswith(" ") else self.after
        return f"{sign}{self.before}{abs(value) / scale:,.{places}f}{letter}{after}"

    def _scale(self, step: float, value: float) -> tuple[int, str]:
        if self.before and step >= _MILLION / 2 and value:
            return _MILLION, "m"
        if self.before and step >= _THOUSAND and value:
            return _THOUSAND, "k"
        return 1, ""


def decimals_of(step: float) -> int:
    """How many decimal places tell ticks this far apart from one another."""
    for places in range(9):
        if abs(step - round(step, places)) < step * 1e-6:
            return places
    return 9


COUNT = Unit("Number")
PERCENT = Unit("Per cent", after="%", most=100)
POUNDS = Unit("Pounds", before="£", least=None)
DAYS = Unit("Days", after=" days")


def rate(per: int = 10_000, of: str = "children aged 0 to 17", decimals: int = 1) -> Unit:
    """Events per so many people, as `Rate per 10,000 children aged 0 to 17`."""
    return Unit(f"Rate per {per:,} {of}", decimals=decimals)


def percent(decimals: int = 0) -> Unit:
    return Unit("Per cent", after="%", most=100, decimals=decimals)
