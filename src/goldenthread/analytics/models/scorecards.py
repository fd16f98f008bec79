"""Scorecards: which measures are put before whom, in which order."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership

from .measures import Measure
from .published import Area


class Scorecard(Governed):
    """For the Board, a group, an agency or a district. It shows only those of its measures that the reader may see."""

    class For(models.TextChoices):
        BOARD = "board", "The Board"
        GROUP = "group", "A group"
        AGENCY = "agency", "An agency"
        DISTRICT = "district", "A district"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="scorecards")
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, editable=False)
    audience = models.CharField("for whom", max_length=10, choices=For, default=For.BOARD)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="scorecards")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    retired_on = models.DateField("no longer used from", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["title"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="scorecard_once"),
            models.CheckConstraint(
                name="scorecard_says_for_whom",
                condition=Q(audience="board")
                | (Q(audience="group") & Q(group__isnull=False))
                | (Q(audience="agency") & Q(agency__isnull=False))
                | (Q(audience="district") & Q(area__isnull=False)),
                violation_error_message="Say which group, agency or district it is for.",
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships")) | Q(Held("group_id", "groups"))

    def __str__(self) -> str:
        return self.title


class ScorecardLine(Governed):
    """One measure on a scorecard."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="lines")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    heading = models.CharField(max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    governed_by = "measure"
    deletable = True

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["scorecard", "measure"], name="scorecard_line_once")
        ]
