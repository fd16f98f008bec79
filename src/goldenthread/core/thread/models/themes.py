"""Themes: one kept vocabulary across reviews, deaths, audits, challenges and what came of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership

from .learning import Finding, Recommendation


class Theme(Governed):
    """One word of a partnership's vocabulary. Merged into another, it leads there: what was tagged with it stays."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField("theme", max_length=80)
    note = models.CharField("what belongs to it", max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    retired_on = models.DateField("not used from", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "name"], name="theme_once"),
            models.CheckConstraint(
                name="theme_not_merged_into_itself", condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id"))
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return self.name


class FindingTheme(Governed):
    """What a finding is about; as secret as the finding."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="themed")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")

    governed_by = "finding"
    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["finding", "theme"], name="finding_theme_once")
        ]


class RecommendationTheme(Governed):
    """What a recommendation is about."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", blank=True, editable=False)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="themed")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")

    partnership_of = "recommendation"
    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["recommendation", "theme"], name="recommendation_theme_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        """As the recommendation's, whose partnership is its own."""
        return Q(Held("partnership_id", "partnerships"))


class RecordTheme(Governed):
    """What a record is about: a challenge, a review, an audit. As secret as the record."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="themed")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")

    governed_by = "record"
    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "theme"], name="record_theme_once")
        ]
