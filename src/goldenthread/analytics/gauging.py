"""The verbs that tie a measure to an impact as its test, and what it says now."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.thread.models import Impact
from goldenthread.kernel.now import now

from .models import Gauge, Measure
from .roles import KEEPERS


@transaction.atomic
def gauge(measure: Measure, impact: Impact) -> Gauge:
    """Name a measure as the test of an impact. Naming it twice is naming it once.

    Raises PermissionDenied, ValidationError for an impact of another partnership.
    """
    allow(KEEPERS, measure.partnership_id, "name a measure as a test")
    if impact.recommendation.partnership_id != measure.partnership_id:
        raise ValidationError({"impact": "This recommendation belongs to another partnership."})
    values = {"by": current_actor().name, "at": now()}
    found: Gauge = Gauge.objects.get_or_create(measure=measure, impact=impact, defaults=values)[0]
    return found


def ungauge(row: Gauge) -> None:
    """The measure no longer tests the impact; history keeps that it did."""
    allow(KEEPERS, Measure.objects.get(pk=row.measure_id).partnership_id, "take a test back")
    row.delete()
