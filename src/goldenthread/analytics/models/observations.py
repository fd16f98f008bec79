"""Figures, only ever added to: a revision is a new row, and what was known on a day can always be asked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.periods import Stretch
from goldenthread.law.measures.entry import Cut

from .measures import Definition, Measure, choices
from .published import Area


class Subgroup(models.Model):
    """A part of those counted: girls, children of 10 to 15, a cohort. Shared words, no partnership's data."""

    cut = models.CharField(max_length=12, choices=choices(Cut))
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["cut", "order", "label"]
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["cut", "key"], name="subgroup_once")]

    def __str__(self) -> str:
        return self.label


class Observation(Governed):
    """One figure as it was known when it was written down, for the stretch it really covers (a stock: one day).

    `value` is in the definition's unit; numerator and denominator are kept where they are known. Exactly one of value
    and `symbol` is there: a gap says why it is one. Of several rows for the same measure, part and stretch the last
    recorded stands.
    """

    class Source(models.TextChoices):
        RETURN = "return", "Sent by the agency"
        COMPUTED = "computed", "Computed from this platform's records"
        PROCESS = "process", "Brought by a process"
        PUBLISHED = "published", "Published statistics"
        IMPORTED = "imported", "Imported from a file"
        TYPED = "typed", "Typed in"

    class Symbol(models.TextChoices):
        """Why there is no number. Never an empty cell."""

        NONE = "", "A number"
        NOT_SENT = "not_sent", "No data: not sent"
        NOT_KNOWN = "x", "Not available"
        NOT_APPLICABLE = "z", "Not applicable"
        CONFIDENTIAL = "c", "Withheld to protect confidentiality"
        LOW = "low", "Rounds to nought"
        UNRELIABLE = "u", "Too unreliable to give"
        WITHDRAWN = "withdrawn", "Withdrawn"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="observations")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subgroup = models.ForeignKey(Subgroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first = models.DateField("first day")
    last = models.DateField("last day")
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    symbol = models.CharField("why there is no number", max_length=10, choices=Symbol, blank=True)
    provisional = models.BooleanField(default=False)
    as_at = models.DateTimeField("counted as things stood at", null=True, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    origin = models.CharField("where exactly it came from", max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("who", max_length=200)
    recorded_at = models.DateTimeField("known since")

    governed_by = "measure"
    append_only = True
    tracked = False  # it is its own history

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["first", "pk"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["measure", "area", "agency", "subgroup", "last", "-recorded_at"], name="observed"),
            models.Index(fields=["partnership", "recorded_at"], name="observed_lately"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="observed_forwards", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(
                name="observed_a_number_or_why_not",
                condition=(Q(value__isnull=False) & Q(symbol="")) | (Q(value__isnull=True) & ~Q(symbol="")),
            ),
            models.CheckConstraint(
                name="observed_out_of_something", condition=Q(denominator__isnull=True) | Q(denominator__gt=0)
            ),
        ]

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.first, self.last)
