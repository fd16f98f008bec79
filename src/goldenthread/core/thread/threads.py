"""A whole thread at once, as its reader may see it: finding, recommendation, action, evidence, impact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .models import Action, Answers, Evidence, Finding, Impact, Recommendation


@dataclass(frozen=True)
class Promise:
    """An action on a thread, with what shows that it was done."""

    action: Action
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Strand:
    """One recommendation with all that hangs from it which the reader may see."""

    recommendation: Recommendation
    findings: tuple[Finding, ...]
    promises: tuple[Promise, ...]
    impacts: tuple[Impact, ...]

    @property
    def looks(self) -> tuple[Impact, ...]:
        """The looks that were taken, the newest first."""
        taken = [impact for impact in self.impacts if impact.looked_on]
        return tuple(sorted(taken, key=lambda impact: (impact.looked_on, impact.pk), reverse=True))

    @property
    def planned(self) -> tuple[Impact, ...]:
        """The looks to come, the next first."""
        return tuple(impact for impact in self.impacts if impact.planned)

    @property
    def evidence(self) -> tuple[tuple[Action, Evidence], ...]:
        """Everything that shows something, with the action it shows done."""
        return tuple((promise.action, one) for promise in self.promises for one in promise.evidence)


def strands(recommendations: Iterable[Recommendation]) -> list[Strand]:
    """Each recommendation as a strand, in the order given. Four queries, however many there are; each under the
    reader's own sight, so that nobody learns of a finding or an action here that they could not open.
    """
    rows = list(recommendations)
    findings, actions, impacts = _findings(rows), _actions(rows), _by(Impact.objects.filter(recommendation__in=rows))
    shown = _evidence([action for found in actions.values() for action in found])
    return [
        Strand(
            recommendation=row,
            findings=tuple(findings[row.pk]),
            promises=tuple(Promise(action, tuple(shown[action.pk])) for action in actions[row.pk]),
            impacts=tuple(impacts[row.pk]),
        )
        for row in rows
    ]


def strand(recommendation: Recommendation) -> Strand:
    return strands([recommendation])[0]


def _findings(rows: list[Recommendation]) -> dict[int, list[Finding]]:
    links = Answers.objects.filter(recommendation__in=rows).select_related("finding__source").order_by("pk")
    found: dict[int, list[Finding]] = defaultdict(list)
    for link in links:
        found[link.recommendation_id].append(link.finding)
    return found


def _actions(rows: list[Recommendation]) -> dict[int, list[Action]]:
    actions = Action.objects.filter(recommendation__in=rows).select_related("owner_agency", "owner")
    return _by(actions.order_by("made_on", "pk"))


def _evidence(actions: list[Action]) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    if actions:
        for row in Evidence.objects.filter(action__in=actions):
            found[row.action_id].append(row)
    return found


def _by(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.recommendation_id].append(row)
    return found
