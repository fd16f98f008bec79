"""A risk as a test writes it down."""

from __future__ import annotations

from typing import Any

from goldenthread.core.casework.warnings import EarlyWarning
from goldenthread.processes.governance.risks.models import Risk
from goldenthread.processes.governance.risks.opening import open_risk
from tests.world import World

WORDS: dict[str, Any] = {
    "kind_of_risk": "vacancies",
    "subject": "Health visitors",
    "cause": "A third of posts is vacant.",
    "event": "Visits are missed.",
    "effect": "Babies at risk are not seen.",
    "likelihood_before": 5,
    "impact_before": 4,
    "likelihood_target": 2,
    "impact_target": 3,
    "why": "The trust's own figures of April.",
}


def written(world: World, name: str = "nurse", *, likelihood: int = 3, impact: int = 3, **values: Any) -> Risk:
    """The health trust's, unless said otherwise: score 9, which is within the appetite."""
    with world.acting(name):
        return open_risk(
            partnership=world.north,
            likelihood=likelihood,
            impact=impact,
            **{"agency": world.health, **WORDS, **values},
        )


def sign(world: World, key: str = "attendance:health", **values: Any) -> EarlyWarning:
    told = {
        "title": "The health trust does not come",
        "cause": "Three meetings without it.",
        "evidence": "0 of 3 meetings from 1 March 2026 to 1 May 2026.",
        "since": WORDS.get("since"),
        "agency": world.health,
        **values,
    }
    return EarlyWarning(key=key, **told)
