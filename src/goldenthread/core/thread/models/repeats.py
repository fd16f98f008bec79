"""That a recommendation asks again for what was asked for before."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed

from .learning import Finding, Recommendation


class Repeats(Governed):
    """This recommendation asks for what an earlier one asked for: many to many, and read by whoever reads the two.

    `finding` says where it was written down as something learned; only those who see that record are led to it.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="repeats")
    earlier = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="repeated_by")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said_on = models.DateField("said on")
    by = models.CharField("said by", max_length=200, blank=True)

    governed_by = "recommendation"
    immutable = ("recommendation_id", "earlier_id")
    deletable = True

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["recommendation", "earlier"], name="repeats_once"),
            models.CheckConstraint(name="repeats_another", condition=~Q(recommendation=F("earlier"))),
        ]
