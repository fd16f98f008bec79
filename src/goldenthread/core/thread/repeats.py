"""The verbs of asking again: that a recommendation repeats an earlier one is itself something learned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today

from .learning import link_finding, raise_finding, recommend
from .models import Answers, Finding, Recommendation, Repeats

DOING = "say that a recommendation was made before"


@transaction.atomic
def say_repeats(recommendation: Recommendation, earlier: Recommendation, *, source: Record | None = None) -> Repeats:
    """This recommendation asks again for what `earlier` asked for. Said twice is said once.

    With `source`, the record in which it was noticed, a finding "asked for again" is raised there, which the
    recommendation answers. Raises PermissionDenied; ValidationError for itself, one of another partnership, one made
    later, or one that is said to repeat this.
    """
    allow(OVERSIGHT, recommendation.partnership_id, DOING)
    refuse_strangers(recommendation.partnership_id, earlier=earlier)
    _came_before(recommendation, earlier)
    link, made = Repeats.objects.get_or_create(
        recommendation=recommendation,
        earlier=earlier,
        defaults={"said_on": today(), "by": current_actor().name},
    )
    if source is not None and (made or link.finding_id is None):
        link.finding = _asked_again(recommendation, earlier, source)
        link.save()
    return link


@transaction.atomic
def recommend_again(
    *, partnership: Partnership, earlier: Iterable[Recommendation], source: Record | None = None, **values: Any
) -> Recommendation:
    """Make a recommendation (`recommend`) and say of each earlier one that it is asked for again: all or nothing."""
    row = recommend(partnership=partnership, **values)
    for one in earlier:
        say_repeats(row, one, source=source)
    return row


@transaction.atomic
def unsay_repeats(recommendation: Recommendation, earlier: Recommendation) -> None:
    """It does not ask for the same after all. A finding that was raised stays and is changed like any other, but this
    recommendation does not answer it any more.
    """
    allow(OVERSIGHT, recommendation.partnership_id, DOING)
    links = Repeats.objects.filter(recommendation=recommendation, earlier=earlier)
    raised = [pk for pk in links.values_list("finding_id", flat=True) if pk]
    links.delete()
    Answers.objects.filter(recommendation=recommendation, finding__in=raised).delete()


def _came_before(recommendation: Recommendation, earlier: Recommendation) -> None:
    if earlier.pk == recommendation.pk:
        raise ValidationError({"earlier": "A recommendation cannot repeat itself: choose another."})
    if earlier.made_on > recommendation.made_on:
        later = f"{earlier.reference} was made later. Say of that one that it repeats {recommendation.reference}."
        raise ValidationError({"earlier": later})
    if Repeats.objects.filter(recommendation=earlier, earlier=recommendation).exists():
        raise ValidationError({"earlier": f"{earlier.reference} is said to repeat this one already."})


def _asked_again(recommendation: Recommendation, earlier: Recommendation, source: Record) -> Finding:
    made = f"{earlier.made_on:%-d %B %Y}"
    text = (
        f"Asked for again: {recommendation.reference} asks for what {earlier.reference} asked for on {made}, "
        f"{_stood(earlier)}."
    )
    finding = raise_finding(source=source, text=f"{text}\n\n{recommendation.text}")
    link_finding(recommendation, finding)
    return finding


def _stood(earlier: Recommendation) -> str:
    if earlier.status != Recommendation.Status.CLOSED or earlier.closed_on is None:
        return "and still open"
    return f"closed on {earlier.closed_on:%-d %B %Y} as: {str(earlier.get_reason_display()).lower()}"
