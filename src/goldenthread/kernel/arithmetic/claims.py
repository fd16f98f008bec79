"""What a sentence claims of its figures, as values, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from goldenthread.kernel.arithmetic.changes import change_of, in_words, truncated
from goldenthread.kernel.arithmetic.figures import (
    HUNDRED,
    Figure,
    Fit,
    Unit,
    most_slack,
    percent_range,
    show,
    total_of,
)
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind

CHECK_BOTH = "Check both figures and correct the one that is wrong."


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` is printed as ``percent`` of one of ``wholes`` (the likeliest first)."""

    part: Figure
    percent: Figure
    wholes: tuple[Figure, ...]
    confidence: Confidence = Confidence.SURE
    scale: int = 100

    def check(self, where: str) -> Iterator[Finding]:
        """Silent where the percentage fits any of the wholes; cut off is a note."""
        fits = [self._fit(whole) for whole in self.wholes if whole.value > 0]
        if not fits or Fit.ROUNDED in fits:
            return
        whole = next(whole for whole in self.wholes if whole.value > 0)
        if Fit.TRUNCATED in fits:
            whole = [whole for whole in self.wholes if whole.value > 0][fits.index(Fit.TRUNCATED)]
        computed = show(self.scale * self.part.value / whole.value, self.percent)
        said = f"{self.part.text} of {whole.text}"
        if Fit.TRUNCATED in fits:
            text = truncated(self.percent, computed, cut_of=said)
            yield Finding(where, Kind.TRUNCATION, self.percent.text, computed, Confidence.NOTE, text)
            return
        kind = {100: Kind.PERCENTAGE, 1: Kind.AVERAGE}.get(self.scale, Kind.RATE)
        text = f"{said} is printed as {self.percent.text}; it computes to {computed}. {CHECK_BOTH}"
        yield Finding(where, kind, self.percent.text, computed, self.confidence, text)

    def _fit(self, whole: Figure) -> Fit:
        return self.percent.fit(*percent_range(self.part, whole, scale=Decimal(self.scale)))


@dataclass(frozen=True, slots=True)
class Changed:
    """From ``base`` to ``new``, said to go up (1), down (-1) or neither (0), by ``amounts``."""

    base: Figure
    new: Figure
    way: int = 0
    amounts: tuple[Figure, ...] = ()
    confidence: Confidence = Confidence.SURE

    def check(self, where: str) -> Iterator[Finding]:
        """The direction, then each amount; one finding about the direction is enough."""
        if (
            self.way
            and (self.new.low - self.base.high) * self.way < 0
            and (self.new.high - self.base.low) * self.way < 0
        ):
            yield self._direction(where)
            return
        for amount in self.amounts:
            yield from self._amount(amount, where)

    def _direction(self, where: str) -> Finding:
        said, true = ("a rise", "a fall") if self.way > 0 else ("a fall", "a rise")
        text = (
            f"{self.base.text} to {self.new.text} is called {said}, but is {true}. Check the figures and their order."
        )
        printed = f"{self.base.text} to {self.new.text}"
        return Finding(where, Kind.DIRECTION, printed, true, self.confidence, text)

    def _amount(self, amount: Figure, where: str) -> Iterator[Finding]:
        percent = amount.unit is Unit.PERCENT
        if not percent and not _alike(amount, self.base):
            return
        change = change_of(self.base, self.new, amount, percent=percent, signless=not amount.signed)
        if change is None or change.fit is Fit.ROUNDED:
            return
        if amount.about and change.fit is not Fit.NO:
            return
        kind, confidence = change.kind, self.confidence
        if change.fit is Fit.TRUNCATED:
            kind, confidence = Kind.TRUNCATION, Confidence.NOTE
        elif change.points:
            confidence = Confidence.LIKELY
        text = in_words(self.base, self.new, amount, change)
        yield Finding(where, kind, amount.text, change.computed, confidence, text)


def _alike(amount: Figure, base: Figure) -> bool:
    if amount.unit is Unit.POINTS:
        return base.unit is Unit.PERCENT
    return amount.unit is base.unit


@dataclass(frozen=True, slots=True)
class PartOfBase:
    """A change printed twice, as a number and as a percentage, with the figure it started from."""

    base: Figure
    amount: Figure
    percent: Figure
    confidence: Confidence = Confidence.SURE

    def check(self, where: str) -> Iterator[Finding]:
        """The percentage against the number."""
        for finding in Share(self.amount, self.percent, (self.base,), self.confidence).check(where):
            kind = Kind.PERCENTAGE_CHANGE if finding.kind is Kind.PERCENTAGE else finding.kind
            text = finding.text.replace(" of ", " from ", 1)
            yield Finding(where, kind, finding.printed, finding.computed, finding.confidence, text)


@dataclass(frozen=True, slots=True)
class Together:
    """``parts`` are printed as making ``total``. ``within``: report only where they come this near (of the total)."""

    total: Figure
    parts: tuple[Figure, ...]
    confidence: Confidence = Confidence.SURE
    within: Decimal = field(default=HUNDRED)

    def check(self, where: str) -> Iterator[Finding]:
        """The parts against the whole."""
        computed = total_of(self.parts)
        gap = abs(computed - self.total.value)
        if gap <= most_slack([*self.parts, self.total]) or gap > self.within * max(abs(self.total.value), Decimal(1)):
            return
        shown = show(computed, self.total)
        listed = " + ".join(part.text for part in self.parts)
        more = computed > self.total.value
        kind = Kind.MORE_THAN_WHOLE if more and self.total.unit is Unit.PERCENT else Kind.PARTS
        text = (
            f"The parts make {shown} ({listed}), but the whole is printed as {self.total.text}. "
            + ("They would need more than the whole. " if more else "Some of the whole is not accounted for. ")
            + "Check the parts and the whole, or say that a part may count twice or that some are left out."
        )
        yield Finding(where, kind, self.total.text, shown, self.confidence, text)


@dataclass(frozen=True, slots=True)
class MoreThan:
    """``part`` is printed as some of ``whole``."""

    part: Figure
    whole: Figure

    def check(self, where: str) -> Iterator[Finding]:
        """A part is never greater than its whole."""
        if self.part.low > self.whole.high:
            text = f"{self.part.text} is printed as part of {self.whole.text}, which is less. {CHECK_BOTH}"
            yield Finding(
                where, Kind.MORE_THAN_WHOLE, self.part.text, f"at most {self.whole.text}", Confidence.SURE, text
            )


@dataclass(frozen=True, slots=True)
class Compared:
    """``left`` is said to be above (or below) ``right``."""

    left: Figure
    right: Figure
    above: bool
    confidence: Confidence = Confidence.SURE

    def check(self, where: str) -> Iterator[Finding]:
        """Only where rounding cannot explain it."""
        wrong = self.left.high <= self.right.low if self.above else self.left.low >= self.right.high
        if not wrong or self.left.about or self.right.about:
            return
        said = "above" if self.above else "below"
        true = f"not {said}"
        text = f"{self.left.text} is said to be {said} {self.right.text}, and is {true} it. {CHECK_BOTH}"
        printed = f"{self.left.text} {said} {self.right.text}"
        yield Finding(
            where, Kind.COMPARISON, printed, f"{self.left.text} is {true} {self.right.text}", self.confidence, text
        )


@dataclass(frozen=True, slots=True)
class Times:
    """``actual`` (a ratio) is put in words: "doubled", "just over half" (lean 1), "nearly half" (-1).

    "More than half" (2) and "less than half" (-2) hold however far beyond it the figure is.
    """

    words: str
    nominal: Decimal
    actual: Decimal
    lean: int
    slack: Decimal
    figures: str
    unit: Figure
    confidence: Confidence = Confidence.LIKELY

    def check(self, where: str) -> Iterator[Finding]:
        """Words are loose: within ``slack``, and on the side that they lean to."""
        off = self.actual - self.nominal
        tiny = self.slack / 50
        fine = {
            0: abs(off) <= self.slack,
            1: -tiny <= off <= self.slack * 4,
            2: off >= -tiny,
            -1: -self.slack * 2 <= off <= tiny,
            -2: off <= tiny,
        }
        if fine[self.lean]:
            return
        computed = show(self.actual, self.unit)
        text = f"“{self.words}” is said of {self.figures}, which is {computed}. Use words that fit the figures."
        yield Finding(where, Kind.MULTIPLE, self.words, computed, self.confidence, text)


Claim = Share | Changed | PartOfBase | Together | MoreThan | Compared | Times
