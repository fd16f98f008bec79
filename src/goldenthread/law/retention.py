"""How long sealed cases are kept. No national rule sets these: they are examples that areas have published, shown as
such, and every partnership decides its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.law.limits import Confidence


@dataclass(frozen=True)
class Rule:
    """An example: `years` after the day that `counted_from` names. `part` tells cases of one kind apart."""

    kind: str
    part: str
    label: str
    years: int
    counted_from: str
    source: str
    confidence: Confidence


RULES = (
    Rule("allegations", "consultation", "Consultations and no further action", 6, "the day it was closed",
         "a county's published schedule", Confidence.SOURCE),
    Rule("allegations", "not upheld", "Unfounded, malicious or false", 10, "the day it was closed",
         "a region's published schedules", Confidence.SOURCE),
    Rule("allegations", "upheld", "Substantiated or unsubstantiated", 100, "the person's date of birth",
         "a county's published schedule", Confidence.SOURCE),
    Rule("private-fostering", "", "Private fostering arrangements", 15, "the day it ended", "practice",
         Confidence.LOW),
    Rule("child-death", "", "Child death reviews", 25, "the day it was closed", "practice", Confidence.LOW),
    Rule("case-review", "", "Papers of case reviews", 25, "the day it was closed", "practice", Confidence.LOW),
)  # fmt: skip


def rule_of(kind: str, part: str) -> Rule | None:
    """The shipped example for a part of a kind; nothing where there is none."""
    return next((rule for rule in RULES if (rule.kind, rule.part) == (kind, part)), None)
