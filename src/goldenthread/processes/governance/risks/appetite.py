"""How much risk a partnership lives with, of each kind; and which risks lie above it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT

from .models import Appetite, Kind, Risk

#: Where a partnership has said nothing: default of this platform.
DEFAULT = 9


def appetites(partnership: Partnership) -> dict[str, int]:
    """Kind of risk -> the highest score that the partnership lives with. One query."""
    set_: dict[str, int] = dict(Appetite.objects.filter(partnership=partnership).values_list("kind_of_risk", "highest"))
    return {kind: set_.get(kind, set_.get("", DEFAULT)) for kind in Kind.values}


def is_above(risk: Risk, limits: Mapping[str, int]) -> bool:
    return risk.score > limits[risk.kind_of_risk]


def above(limits: Mapping[str, int]) -> Q:
    """Risks whose score lies above the appetite for their kind."""
    found = Q(pk__in=[])
    for kind, highest in limits.items():
        found |= Q(kind_of_risk=kind, score__gt=highest)
    return found


@transaction.atomic
def set_appetite(
    partnership: Partnership,
    *,
    highest: int,
    reason: str,
    kind_of_risk: str = "",
    expected_version: int | None = None,
) -> Appetite:
    """Say how much is lived with: of one kind, or ("") of all that have none of their own. Raises StaleEdit."""
    allow(OVERSIGHT, partnership.pk, "set how much risk is lived with")
    held = Appetite.objects.select_for_update().filter(partnership=partnership, kind_of_risk=kind_of_risk).first()
    if held:
        refuse_if_stale(held, expected_version, {"highest": highest, "reason": reason})
    row = held or Appetite(partnership=partnership, kind_of_risk=kind_of_risk, version=0)
    row.highest, row.reason = highest, reason.strip()
    row.version += 1
    row.full_clean()
    row.save()
    return row
