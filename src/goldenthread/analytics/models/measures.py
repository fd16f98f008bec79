"""What is measured, how it is counted from which day, and what the partnership expects of it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.periods import Every
from goldenthread.law.measures.entry import Better, Kind, Unit


def choices(values: Any) -> list[tuple[str, str]]:
    """Choices of a kernel enumeration, by its own words."""
    return [(v.value, str(getattr(v, "words", v.value)).replace("_", " ").capitalize()) for v in values]


class Measure(Governed):
    """One thing that a partnership measures. How it is counted stands in its definitions, each from a day."""

    class Audience(models.TextChoices):
        PARTNERSHIP = "partnership", "Everyone at the partnership"
        GROUP = "group", "The group that owns it, the agency that answers, and the business unit"
        UNIT = "unit", "The agency that answers and the business unit"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="measures")
    code = models.SlugField("code", max_length=60, help_text="Short, unique here, never changed: cp_rate.")
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=80, blank=True)
    question = models.CharField("question it answers", max_length=300)
    audience = models.CharField("who may see it", max_length=12, choices=Audience, default=Audience.PARTNERSHIP)
    owner_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="agency that answers for it",
    )
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name="group that owns it",
    )
    catalogue = models.CharField("code in the shipped catalogue", max_length=60, blank=True, editable=False)
    clock = models.CharField("clock it shows the keeping of", max_length=40, blank=True)
    published = models.CharField("published series that is the same figure", max_length=120, blank=True)
    retired_on = models.DateField("no longer measured from", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "code")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["subject", "title"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["partnership", "code"],
                name="measure_code_once",
                violation_error_message="Another measure here has this code.",
            ),
            models.CheckConstraint(
                name="measure_group_when_audience_is_group",
                condition=~Q(audience="group") | Q(group__isnull=False),
                violation_error_message="Say which group owns it, or choose another audience.",
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """By audience; and always to the agency that answers for it and to those with oversight."""
        at_the_table = Q(Held("partnership_id", "partnerships")) & Q(audience="partnership")
        sits = Q(audience__in=["group", "partnership"]) & Q(Held("group_id", "groups"))
        answers = Q(Held(("partnership_id", "owner_agency_id"), "places"))
        return at_the_table | sits | answers | Q(Held("partnership_id", "oversight"))

    def __str__(self) -> str:
        return self.title


class Definition(Governed):
    """How a measure is counted, from a day on. A changed definition is a new version: figures under two are not one
    series.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="definitions")
    number = models.PositiveSmallIntegerField("version of the definition", default=1, editable=False)
    since = models.DateField("counted so from", null=True, blank=True, help_text="Leave empty for: always so far.")
    kind = models.CharField("kind of figure", max_length=12, choices=choices(Kind))
    unit = models.CharField("given in", max_length=12, choices=choices(Unit))
    better = models.CharField("which way is good", max_length=8, choices=choices(Better))
    every = models.CharField("how often", max_length=16, choices=choices(Every))
    snapshot = models.BooleanField("counted on a day, not over a span", default=False)
    seasonal = models.BooleanField(
        "rises and falls with the time of year", default=False,
        help_text="As referrals do with school terms: part of a year then never stands for the whole.",
    )  # fmt: skip
    numerator = models.CharField("what is counted", max_length=300)
    denominator = models.CharField("out of what", max_length=300, blank=True)
    source = models.CharField("where it comes from", max_length=300, blank=True)
    cuts = models.CharField("broken down by", max_length=200, blank=True)
    note = models.TextField(blank=True)

    governed_by = "measure"
    immutable = ("measure_id", "number")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["measure", "number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["measure", "number"], name="definition_number_once"),
        ]

    def clean(self) -> None:
        per = Unit(self.unit).per if self.unit else None
        if per and not self.denominator:
            raise ValidationError(
                {"denominator": f"A figure in {Unit(self.unit).words} is out of something. Say what."}
            )
        if self.kind == Kind.FLOW and self.snapshot:
            raise ValidationError({"snapshot": "A flow is counted over a span, not on a day."})

    @property
    def per(self) -> int | None:
        """What numerator / denominator is multiplied by; nothing for a plain number."""
        return Unit(self.unit).per

    def __str__(self) -> str:
        return f"{self.measure_id} version {self.number}"


class Standard(Governed):
    """What is expected of a measure from a day on: a target and a minimum, or the reason why there is none."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="standards")
    since = models.DateField("from")
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    minimum = models.DecimalField("minimum standard", max_digits=14, decimal_places=4, null=True, blank=True)
    ceiling = models.DecimalField(
        "upper end of the band", max_digits=14, decimal_places=4, null=True, blank=True,
        help_text="Only where good lies between two values.",
    )  # fmt: skip
    benchmark = models.CharField("held against", max_length=200, blank=True)
    none_because = models.CharField("no benchmark exists because", max_length=300, blank=True)
    agreed = models.CharField("who agreed it, and where", max_length=200)

    governed_by = "measure"
    append_only = True  # a new standard stands beside the old one, from its own day

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["measure", "-since", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="standard_band_is_upright",
                condition=Q(ceiling__isnull=True) | Q(target__isnull=True) | Q(ceiling__gte=F("target")),
                violation_error_message="The upper end of the band lies below its lower end.",
            )
        ]

    def __str__(self) -> str:
        return f"standard of {self.measure_id} from {self.since}"


def in_force(rows: Any, on: date) -> Any:
    """The last of some dated rows (definitions, standards) that holds on a day; nothing when none does."""
    held = [row for row in rows if row.since is None or row.since <= on]
    return max(held, key=lambda row: (row.since or date.min, row.pk), default=None)
