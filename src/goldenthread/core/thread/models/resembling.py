"""That a recommendation which was brought in may ask again for an earlier one: found by itself, decided by a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership

from .learning import Recommendation


class Resemblance(Governed):
    """Found when a list or minutes came in; nobody's work until someone decides. For those who may say that it repeats.

    Said to repeat, it becomes a `Repeats`, which is the work; this row only keeps that it is not asked again.
    """

    class Decision(models.TextChoices):
        REPEATS = "repeats", "Asks for this again"
        NOT = "not", "Asks for something else"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="resembles")
    earlier = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="+")
    closeness = models.FloatField("how close, from 0 to 1")
    #: Who brought it in, and is asked.
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    found_on = models.DateField("found on")
    decision = models.CharField("decided", max_length=8, choices=Decision, blank=True)
    decided_on = models.DateField("decided on", null=True)
    by = models.CharField("decided by", max_length=200, blank=True)

    governed_by = "recommendation"
    immutable = ("partnership_id", "recommendation_id", "earlier_id")
    deletable = True  # with the import that wrote one of the two

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["recommendation", "-closeness", "pk"]
        verbose_name_plural = "likenesses to earlier recommendations"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["partnership", "asked_of"], condition=Q(decision=""), name="resemblance_undecided")
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["recommendation", "earlier"], name="resemblance_once"),
            models.CheckConstraint(name="resembles_another", condition=~Q(recommendation=F("earlier"))),
            models.CheckConstraint(
                name="resemblance_decided_on_a_day", condition=Q(decision="") ^ Q(decided_on__isnull=False)
            ),
        ]

    @classmethod
    def narrower(cls) -> Q:
        return Q(Held("partnership_id", "oversight"))
