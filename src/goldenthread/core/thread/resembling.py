"""After an import: which of the recommendations that came in look like earlier ones, and what a person says of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today

from .models import Recommendation, Resemblance
from .repeats import DOING, say_repeats
from .similar import VERY_CLOSE, closest_to_each
from .taking_back import take_back

#: As many earlier ones as are put before a person for each that came in.
MOST = 3


@transaction.atomic
def look_for_earlier(partnership: Partnership, rows: Sequence[Recommendation]) -> list[Resemblance]:
    """Write down which of these look like earlier ones, for whoever acts to decide. Found again, nothing is added.

    Only what was made before, or on the same day, by another import: the rest cannot be repeated.
    """
    found = [
        Resemblance(
            partnership=partnership, recommendation=row, earlier=one.recommendation, closeness=one.closeness,
            asked_of_id=current_actor().user, found_on=today(),
        )
        for row, close in closest_to_each(partnership, rows, limit=MOST, least=VERY_CLOSE)
        for one in close
    ]  # fmt: skip
    return Resemblance.objects.bulk_create(found, ignore_conflicts=True) if found else []


def undecided(partnership: Partnership) -> list[Resemblance]:
    """What nobody has decided, the newest import first, with both recommendations. One query."""
    rows = Resemblance.objects.filter(partnership=partnership, decision="")
    rows = rows.select_related("recommendation__origin", "earlier__origin", "asked_of")
    return list(rows.order_by("-found_on", "recommendation", "-closeness", "pk"))


@transaction.atomic
def decide(partnership: Partnership, decisions: Mapping[int, str]) -> int:
    """Say of some (id -> `Resemblance.Decision`) whether they ask again; how many were decided now.

    Raises PermissionDenied; ValidationError for what is no decision, or where one cannot repeat the other: then none is
    written. What someone decided meanwhile stays as they said.
    """
    allow(OVERSIGHT, partnership.pk, DOING)
    if unknown := set(decisions.values()) - set(Resemblance.Decision.values):
        raise ValidationError(f"There is no such decision: {', '.join(sorted(unknown))}.")
    rows = Resemblance.objects.select_for_update(of=("self",)).filter(partnership=partnership, decision="")
    found = list(rows.filter(pk__in=decisions).select_related("recommendation", "earlier"))
    for one in found:
        one.decision, one.decided_on, one.by = decisions[one.pk], today(), current_actor().name[:200]
        if one.decision == Resemblance.Decision.REPEATS:
            say_repeats(one.recommendation, one.earlier)
        one.save()
    return len(found)


def forget(recommendations: Collection[int]) -> None:
    """With an import that is taken back: nobody is asked any more about what it wrote."""
    either = Q(recommendation__in=recommendations) | Q(earlier__in=recommendations)
    rows: Iterable[Resemblance] = Resemblance.objects.filter(either)
    take_back(rows)
