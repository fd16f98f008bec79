"""The areas that deaths are counted by, each with the number of children and of births in a year."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership


class Area(Governed):
    """A district, or whatever the partnership counts by. `larger`: the area that it lies in, for coarser words."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("area", max_length=80)
    larger = models.CharField("larger area that it lies in", max_length=80)

    immutable = ("partnership_id",)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "name"], name="death_area_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return self.name


class Population(Governed):
    """How many children lived in an area, and how many were born there, in a financial year. With its source."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField("year in which the financial year began")
    births = models.PositiveIntegerField("live births", null=True, blank=True)
    from_one = models.PositiveIntegerField("children aged 1 to 17", null=True, blank=True)
    children = models.PositiveIntegerField("children aged 0 to 17", null=True, blank=True)
    source = models.CharField("source", max_length=200)

    governed_by = "area"
    immutable = ("area_id",)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["area__name", "year"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["area", "year"], name="death_population_once")
        ]
