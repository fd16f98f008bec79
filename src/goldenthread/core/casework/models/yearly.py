"""The counts of a year: made by those who keep a register, protected, and then for everyone at the table."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership


class ShownYear(Governed):
    """One counting of a financial year of a kind of work. `shown`: what disclosure control lets out, and nothing else.

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
        abstract = True
        ordering: ClassVar[list[str]] = ["-first", "-counted_at", "-pk"]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))


def ends_after_it_began(name: str) -> Any:
    """The constraint on a year's days, under the name that the kind's own table has it by."""
    return models.CheckConstraint(name=name, condition=Q(last__gt=F("first")))
