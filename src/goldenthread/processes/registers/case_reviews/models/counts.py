"""The counts of a year: made by those who keep the register, protected, and then for everyone at the table."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership


class YearCount(Governed):
    """One counting of a financial year. `shown`: what disclosure control lets out, and nothing else.

    A later counting stands in place of an earlier one, which is kept.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    first = models.DateField("first day")
    last = models.DateField("last day")
    counted_at = models.DateTimeField("when it was counted")
    by = models.CharField("who counted", max_length=200)
    source = models.CharField("what was counted", max_length=200)
    shown = models.JSONField("what may be shown")

    append_only = True
    immutable = ("partnership_id",)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-first", "-counted_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="review_count_of_a_year", condition=Q(last__gt=F("first")))
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))
