"""Awareness weeks: when people were told that private fostering must be notified. Nobody's case: everyone sees them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership


class Campaign(Governed):
    """A week or a spell of telling people; marked on the chart of notifications by month."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("name", max_length=120)
    since = models.DateField("first day")
    until = models.DateField("last day")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["since", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="campaign_ends_after_it_began",
                condition=Q(until__gte=F("since")),
                violation_error_message="The last day is before the first.",
            ),
            models.UniqueConstraint(fields=["partnership", "name", "since"], name="campaign_once"),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return self.name
