"""The two icons of Making Data Count as values: each a kind, a symbol for the shape, and words. Drawing is not ours.

Variation is the finding at the latest point. Assurance sets the target against the latest point's limits. An icon that
would claim too much reads "not assessable" and says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.statistics.rules import Cause, Lines
from goldenthread.kernel.statistics.values import Better


class Variation(StrEnum):
    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"
    NOT_ASSESSABLE = "not_assessable"

    @property
    def special(self) -> bool:
        """Whether it asks for an answer."""
        return self not in (Variation.COMMON_CAUSE, Variation.NOT_ASSESSABLE)


class Assurance(StrEnum):
    PASS = "pass"  # noqa: S105 - the target is passed; nobody's password
    FAIL = "fail"
    INCONSISTENT = "inconsistent"
    NO_TARGET = "none"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True)
class VariationIcon:
    """`symbol`: H or L (high, low) for special causes, ~ for common cause, – where it cannot be said."""

    kind: Variation
    symbol: str
    words: str


@dataclass(frozen=True)
class AssuranceIcon:
    """`symbol`: P (passes), F (fails), ? (hit or miss), – where it cannot be said, nothing where nothing is asked."""

    kind: Assurance
    symbol: str
    words: str


VARIATION_WORDS = {
    Variation.COMMON_CAUSE: "Common cause: no more change than chance alone would give",
    Variation.IMPROVEMENT_HIGH: "Special cause: improvement, values are higher",
    Variation.IMPROVEMENT_LOW: "Special cause: improvement, values are lower",
    Variation.CONCERN_HIGH: "Special cause: concern, values are higher",
    Variation.CONCERN_LOW: "Special cause: concern, values are lower",
    Variation.NEUTRAL_HIGH: "Special cause: values are higher, which is neither good nor bad in itself",
    Variation.NEUTRAL_LOW: "Special cause: values are lower, which is neither good nor bad in itself",
}
ASSURANCE = {
    Assurance.PASS: ("P", "Passing: if nothing changes, the target will be met every time"),
    Assurance.FAIL: ("F", "Failing: unless something changes, the target will not be met"),
    Assurance.INCONSISTENT: ("?", "Hit or miss: chance decides whether the target is met"),
    Assurance.NO_TARGET: ("", "No target to be assured of"),
}


def variation(cause: Cause, better: Better) -> Variation:
    """The kind of variation that a finding means, given which way is good."""
    if not cause.special:
        return Variation.COMMON_CAUSE if cause is Cause.COMMON else Variation.NOT_ASSESSABLE
    way = "high" if cause.direction > 0 else "low"
    meaning = {0: "neutral", 1: "improvement", -1: "concern"}[cause.direction * better.sign]
    return Variation(f"{meaning}_{way}")


def assurance(lines: Lines | None, target: float | None, better: Better, blur: float = 0.0) -> Assurance:
    """Whether limits lie wholly on one side of a target. A target exactly on a limit is hit or miss."""
    if target is None or better is Better.NEUTRAL:
        return Assurance.NO_TARGET
    if lines is None:
        return Assurance.NOT_ASSESSABLE
    if target - blur > lines.upper:
        return Assurance.FAIL if better is Better.HIGH else Assurance.PASS
    if target + blur < lines.lower:
        return Assurance.PASS if better is Better.HIGH else Assurance.FAIL
    return Assurance.INCONSISTENT


def variation_icon(cause: Cause, better: Better, doubt: str) -> VariationIcon:
    """`doubt`: why it cannot be said; empty where it can."""
    kind = variation(cause, better)
    if doubt or kind is Variation.NOT_ASSESSABLE:
        return VariationIcon(Variation.NOT_ASSESSABLE, "–", f"Variation not assessable: {doubt or 'not judged'}")
    symbol = {1: "H", -1: "L", 0: "~"}[cause.direction]
    return VariationIcon(kind, symbol, VARIATION_WORDS[kind])


def assurance_icon(
    lines: Lines | None, target: float | None, better: Better, doubt: str, blur: float = 0.0
) -> AssuranceIcon:
    """`doubt`: why it cannot be said; empty where it can. Without a target (or a good way) there is no icon."""
    kind = assurance(lines, target, better, blur)
    if kind is not Assurance.NO_TARGET and (doubt or kind is Assurance.NOT_ASSESSABLE):
        return AssuranceIcon(Assurance.NOT_ASSESSABLE, "–", f"Assurance not assessable: {doubt or 'no limits'}")
    return AssuranceIcon(kind, *ASSURANCE[kind])
