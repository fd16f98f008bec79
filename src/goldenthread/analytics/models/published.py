"""Published statistics, the same for every partnership: areas, their neighbours, and figures as they were printed.

`owner_writes`: they are loaded by a command, as the owner of the database; the app's role may only read them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership


class Area(models.Model):
    """A country, a region, an authority or a district, by its official code."""

    class Level(models.TextChoices):
        COUNTRY = "country", "Country"
        REGION = "region", "Region"
        AUTHORITY = "authority", "Local authority"
        DISTRICT = "district", "District"

    code = models.CharField("official code", max_length=12, unique=True)
    old_code = models.CharField("Department for Education's number", max_length=6, blank=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    made_up = models.BooleanField("made up, for the demonstration", default=False)

    owner_writes = True

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["old_code"])]

    def __str__(self) -> str:
        return self.name


class Coverage(Governed):
    """An authority's area that a partnership covers: its own in comparisons, and the one its districts lie in."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="covers")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "area"], name="coverage_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "known_at"))


class Neighbour(models.Model):
    """One of an authority's ten statistical neighbours under a dated model, with how close it is."""

    model = models.CharField("which model", max_length=40)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="neighbours")
    neighbour = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    closeness = models.CharField(max_length=40, blank=True)

    owner_writes = True

    class Meta:
        ordering: ClassVar[list[str]] = ["model", "area", "rank"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["model", "area", "rank"], name="neighbour_once")
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.neighbour}"


class PublishedSet(models.Model):
    """One published file as it was loaded. The same bytes again change nothing; a later edition stands beside it."""

    key = models.CharField("which file", max_length=120)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200)
    licence = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    loaded_at = models.DateTimeField()
    rows = models.PositiveIntegerField("rows read")
    figures = models.PositiveIntegerField("figures kept")
    made_up = models.BooleanField("made up, for the demonstration", default=False)

    owner_writes = True

    class Meta:
        ordering: ClassVar[list[str]] = ["key", "-loaded_at"]

    def __str__(self) -> str:
        return self.title


class PublishedFigure(models.Model):
    """One printed figure: of a series, for an area, over a stretch. A symbol is kept as such and is not nought."""

    edition = models.ForeignKey(PublishedSet, on_delete=models.CASCADE, related_name="+")
    series = models.CharField("file and column", max_length=120)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    symbol = models.CharField(max_length=4, blank=True)

    owner_writes = True

    class Meta:
        ordering: ClassVar[list[str]] = ["series", "last"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["series", "area", "last"], name="published_by_area")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["edition", "series", "area", "first", "last"], name="published_once")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class PublishedDefinition(models.Model):
    """What a national measure counts, in its publisher's words: a line of the data dictionary, in one edition."""

    edition = models.ForeignKey(PublishedSet, on_delete=models.CASCADE, related_name="+")
    number = models.CharField("number in the dictionary", max_length=10)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    counted = models.TextField("how it is counted", blank=True)
    polarity = models.CharField(max_length=20, blank=True)

    owner_writes = True

    class Meta:
        ordering: ClassVar[list[str]] = ["number", "title"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["number"])]

    def __str__(self) -> str:
        return self.title
