"""A measure named as the test of an impact: did the figure that should move, move?"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from goldenthread.core.tenancy.access import Governed
from goldenthread.core.thread.models import Impact

from .measures import Measure


class Gauge(Governed):
    """This measure tests that impact. Seen by who sees the measure; the impact itself is seen by the whole board."""

    impact = models.ForeignKey(Impact, on_delete=models.PROTECT, related_name="gauges")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="gauges")
    by = models.CharField("who named it", max_length=200)
    at = models.DateTimeField()

    governed_by = "measure"
    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["impact", "measure"], name="gauge_once")]
