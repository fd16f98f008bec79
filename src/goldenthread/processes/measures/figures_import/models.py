"""A report on its way in: one line for each row of figures that was read, and what is remembered for the next one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.analytics.models import Area, Measure
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership


def for_keepers(brought_by: str) -> Q:
    """Unchecked figures: for those with oversight, and for the analyst who brought them in."""
    return Q(Held("partnership_id", "oversight")) | Q(Held(brought_by, "users"))


class FiguresImport(Governed):
    """One report. No figure of it is anywhere else until it is accepted; then it says what was written.

    The file itself is not kept: each line has its own words and its place.
    """

    class State(models.TextChoices):
        READY = "ready", "Ready to check"
        ACCEPTED = "accepted", "Accepted"
        UNDONE = "undone", "Taken back"
        DISMISSED = "dismissed", "Dismissed"

    #: While it is in one of these states, the same file is the same import.
    STANDING: ClassVar[tuple[str, ...]] = ("ready", "accepted")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("file name", max_length=130)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("size in bytes")
    state = models.CharField(max_length=10, choices=State, default=State.READY, editable=False)
    period = models.CharField("what the report is about", max_length=120, blank=True)
    left = models.JSONField("what found no place, with the reason", default=list, editable=False)
    written = models.JSONField("figures and measures that were written", default=dict, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    by = models.CharField("brought in by", max_length=200)
    settled_by = models.CharField("accepted or dismissed by", max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "sha256", "size", "uploaded_by_id", "uploaded_at")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-uploaded_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["partnership", "sha256"],
                condition=Q(state__in=["ready", "accepted"]),
                name="figures_imported_once",
            )
        ]

    @classmethod
    def rule(cls) -> Q:
        return for_keepers("uploaded_by_id")

    def __str__(self) -> str:
        return self.name


class FigureLine(Governed):
    """One row of figures: as it was read, what it is taken to be, and what a person says of that.

    `figures` is a list of objects (`ReadFigure.as_json`). `measure` is one that is here; else `own` says which
    shipped one is taken (`catalogue`) or what a new one is. Of the whole, unless `agency`, `area` or
    `group` says of which part.
    """

    class Verdict(models.TextChoices):
        UNDECIDED = "undecided", "Not looked at yet"
        ACCEPTED = "accepted", "Accepted"
        CORRECTED = "corrected", "Corrected"
        DISMISSED = "dismissed", "Dismissed"

    class Match(models.TextChoices):
        NONE = "none", "A measure of our own"
        SURE = "sure", "The same measure"
        LIKELY = "likely", "Perhaps this measure"
        REMEMBERED = "remembered", "As it was taken before"

    #: Verdicts under which a line is written.
    TAKEN: ClassVar[tuple[str, ...]] = ("accepted", "corrected")

    figures_import = models.ForeignKey(FiguresImport, on_delete=models.CASCADE, related_name="lines")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.PositiveIntegerField()
    section = models.CharField("table", max_length=200)
    label = models.CharField("as printed", max_length=300, blank=True)
    source = models.TextField("in the report", blank=True)
    where = models.CharField(max_length=300, blank=True)
    read = models.JSONField("as it was read")
    figures = models.JSONField("figures, each with its period", default=list)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    own = models.JSONField("a shipped measure, or one of our own", default=dict)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cut = models.CharField(max_length=12, blank=True)
    group = models.CharField("of which part of those counted", max_length=120, blank=True)
    match = models.CharField(max_length=10, choices=Match, default=Match.NONE)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.UNDECIDED)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("figures_import_id", "partnership_id", "brought_by_id", "order", "section", "read", "source")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["figures_import", "order"], name="figure_line_order_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        """As its import; said with its own columns, so that a long list needs no second look."""
        return for_keepers("brought_by_id")

    @property
    def taken(self) -> bool:
        return self.verdict in self.TAKEN

    @property
    def part(self) -> str:
        """Of whom, in words; "" for the whole."""
        return str(self.agency or self.area or self.group or "")

    def __str__(self) -> str:
        return f"{self.section}: {self.label}"


class RememberedMeasure(Governed):
    """Which measure a partnership's reports mean by some words in one unit. Seen by whoever sees the measure."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    key = models.CharField("words and unit", max_length=250)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")

    governed_by = "measure"
    immutable = ("partnership_id", "key")

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "key"], name="remembered_measure_once")
        ]

    def __str__(self) -> str:
        return self.key


class RememberedPart(Governed):
    """Which agency or district a partnership's reports mean by a name."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    key = models.CharField("name", max_length=250)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "key"], name="remembered_part_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return self.key
