"""The verbs of impact: say what should move, look whether it did, and when to look again.

Impact is tested, not declared: by a figure that should move, or by the same audit items asked again of a new sample.
What is found embedded is asked again a year later, because practice slips back.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today
from goldenthread.kernel.spans import add_months

from .audits import Readings, keep_readings
from .models import Impact, Recommendation

#: What a further look takes over from the one before.
TEST = ("measure", "means", "baseline", "target")
#: When it is looked at, in months from a day, unless someone says otherwise.
LOOKS = (3, 6, 12)
#: Months after which what was found embedded is asked again.
SUSTAINED_AFTER = 12


@transaction.atomic
def set_test(*, recommendation: Recommendation, measure: str, review_on: date, **values: Any) -> Impact:
    """Say what should move if the recommendation works, and when to look. `values` are columns of Impact."""
    allow(OVERSIGHT, recommendation.partnership_id, "set a test of impact")
    impact = _of(recommendation, measure=measure, review_on=review_on, **values)
    impact.full_clean(exclude=["partnership"])
    impact.save()
    return impact


@transaction.atomic
def plan_looks(
    *, recommendation: Recommendation, measure: str, since: date | None = None, **values: Any
) -> list[Impact]:
    """Plan a look after 3, 6 and 12 months from a day (today). Those whose day has passed are left out."""
    begin = since or today()
    days = [add_months(begin, number) for number in LOOKS]
    return [
        set_test(recommendation=recommendation, measure=measure, review_on=day, **values)
        for day in days
        if day > today()
    ]


@transaction.atomic
def record_impact(
    *,
    recommendation: Recommendation,
    result: str,
    found: str,
    measure: str,
    planned: Impact | None = None,
    looked_on: date | None = None,
    look_again_on: date | None = None,
    expected_version: int | None = None,
    readings: Readings | None = None,
    **values: Any,
) -> Impact:
    """Write down one look: what was tested, what changed, how that is known, whether it worked.

    `planned` is the look that was planned and is now taken; without it this is one more. A date to look again plans
    the next, with the same test, as a row of its own; found embedded and nothing else planned, it is asked again a
    year on. `readings` are the audit's answers. Raises StaleEdit where someone else took the planned look first.
    """
    allow(OVERSIGHT, recommendation.partnership_id, "record an impact")
    impact = _looked_at(recommendation, planned, expected_version, {"result": result, "found": found})
    impact.measure, impact.result, impact.found = measure.strip(), Impact.Result(result), found.strip()
    impact.looked_on, impact.by = looked_on or today(), current_actor().name
    for name, value in values.items():
        setattr(impact, name, value)
    check_look(impact, look_again_on)
    impact.full_clean(exclude=["partnership"])
    impact.save()
    keep_readings(impact, readings or {})
    _plan_next(impact, look_again_on)
    return impact


def _plan_next(impact: Impact, look_again_on: date | None) -> None:
    """The next look with the same test: on the day that was said, or a year on from what was found embedded."""
    again = {name: getattr(impact, name) for name in TEST}
    ahead = Impact.objects.filter(recommendation_id=impact.recommendation_id, looked_on__isnull=True)
    asks, looked_on = impact.asks, impact.looked_on or today()
    if look_again_on is None:
        if impact.result != Impact.Result.EMBEDDED or impact.asks == Impact.Asks.SUSTAINED or ahead.exists():
            return
        look_again_on, asks = add_months(looked_on, SUSTAINED_AFTER), Impact.Asks.SUSTAINED
    set_test(recommendation=impact.recommendation, review_on=look_again_on, asks=asks, **again)


@transaction.atomic
def amend_impact(impact: Impact, *, expected_version: int | None = None, **values: Any) -> Impact:
    """Correct the words, figures or dates of a test or a look. Raises StaleEdit with both texts."""
    impact = Impact.objects.select_for_update(of=("self",)).get(pk=impact.pk)
    allow(OVERSIGHT, impact.recommendation.partnership_id, "change an impact")
    refuse_if_stale(impact, expected_version, values)
    for name, value in values.items():
        setattr(impact, name, value)
    if not impact.planned:
        check_look(impact, None, corrected=True)
    impact.version += 1
    impact.full_clean()
    impact.save()
    return impact


def _of(recommendation: Recommendation, **values: Any) -> Impact:
    return Impact(partnership_id=recommendation.partnership_id, recommendation=recommendation, **values)


def _looked_at(
    recommendation: Recommendation, planned: Impact | None, expected_version: int | None, values: dict[str, Any]
) -> Impact:
    if planned is None:
        return _of(recommendation)
    impact = Impact.objects.select_for_update(of=("self",)).get(pk=planned.pk, recommendation=recommendation)
    refuse_if_stale(impact, expected_version, values)
    if not impact.planned:
        raise ValidationError("Someone has looked already. Record another look.")
    impact.version += 1
    return impact


def check_look(impact: Impact, look_again_on: date | None, corrected: bool = False) -> None:
    """Raise ValidationError for a look that says nothing, was taken on a day to come, or is looked at again before it.

    "Not yet" needs a day to look again, except where only its words are `corrected`.
    """
    if not impact.found:
        raise ValidationError({"found": "Say what changed, or that nothing did."})
    if impact.looked_on is None or impact.looked_on > today():
        raise ValidationError({"looked_on": "Give the day someone looked. It cannot be a day to come."})
    if look_again_on and look_again_on <= impact.looked_on:
        raise ValidationError({"look_again_on": "Look again after this look."})
    if impact.result == Impact.Result.NOT_YET and not look_again_on and not corrected:
        raise ValidationError({"look_again_on": "It is too early to tell, so say when to look again."})
