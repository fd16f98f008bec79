"""Which priorities a recommendation serves, and the audit questions by which it is tested."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership

from .learning import Impact, Recommendation
from .plans import Priority


class Serves(Governed):
    """This recommendation serves that priority: many to many."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", blank=True, editable=False)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="serves")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="served_by")

    partnership_of = "recommendation"
    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["recommendation", "priority"], name="serves_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        """As the recommendation's, whose partnership is its own."""
        return Q(Held("partnership_id", "partnerships"))


class AuditQuestion(Governed):
    """One item of an audit, kept so that the very same is asked again of a new sample."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField("number")
    text = models.CharField("what is asked of each case", max_length=300)

    governed_by = "recommendation"
    immutable = ("recommendation_id", "text")
    deletable = True  # as long as nobody has answered it

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["recommendation", "number"], name="audit_question_number_once")
        ]

    def __str__(self) -> str:
        return self.text


class AuditReading(Governed):
    """What one look found for one question: of so many cases, so many met it."""

    impact = models.ForeignKey(Impact, on_delete=models.CASCADE, related_name="readings")
    question = models.ForeignKey(AuditQuestion, on_delete=models.PROTECT, related_name="readings")
    cases = models.PositiveIntegerField("cases looked at")
    met = models.PositiveIntegerField("of which met it")

    governed_by = "impact"

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["question__number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["impact", "question"], name="audit_reading_once"),
            models.CheckConstraint(
                name="audit_reading_no_more_than_cases",
                condition=Q(met__lte=F("cases")),
                violation_error_message="No more can meet it than were looked at.",
            ),
        ]
