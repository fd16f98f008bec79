"""What was learned, what should change, and whether it did: findings, recommendations, impacts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.models import Record
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership

from .plans import Origin


class Finding(Governed):
    """Something learned, from any record. As secret as the record it came from."""

    source = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="findings")
    text = models.TextField("what was found")
    found_on = models.DateField("found on")
    by = models.CharField("raised by", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    governed_by = "source"
    immutable = ("source_id",)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.text[:120]


class Recommendation(Governed):
    """What should change. Wider than its findings: the board sees it without seeing whose case it was.

    Whether it worked is said by its impacts, not by its standing: closed as done without one, its impact is unknown.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Reason(models.TextChoices):
        DONE = "done", "Done"
        NOT_ACCEPTED = "not_accepted", "Not accepted"
        OVERTAKEN = "overtaken", "Overtaken by events"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40, editable=False)
    text = models.TextField("recommendation")
    made_on = models.DateField("made on")
    origin = models.ForeignKey(
        Origin,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="where it comes from",
    )
    origin_number = models.CharField("its number there", max_length=20, blank=True)
    owner_group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="group that sees it through",
    )
    owner_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="agency that answers for it",
    )
    due_on = models.DateField("due on", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN, editable=False)
    reason = models.CharField("why it was closed", max_length=20, choices=Reason, blank=True, editable=False)
    closed_on = models.DateField("closed on", null=True, blank=True, editable=False)
    closing = models.TextField("what was said when it was closed", blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "reference")
    words_of = ("text",)

    deletable = True  # with the import of minutes that wrote it (`taking_back`), and not otherwise

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-made_on", "-pk"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["partnership", "status", "due_on"], name="recommendation_by_due"),
            models.Index(fields=["partnership", "origin"], name="recommendation_by_origin"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="recommendation_reference_once"),
            models.CheckConstraint(
                name="recommendation_closed_with_a_reason",
                condition=(Q(status="closed") & ~Q(reason="") & Q(closed_on__isnull=False))
                | (~Q(status="closed") & Q(reason="") & Q(closed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="recommendation_closed_after_made",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("made_on")),
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return f"{self.reference}: {self.text}"


class Answers(Governed):
    """This recommendation answers that finding: many to many, and only those who see the finding see the link."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="answered_by")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="answers")
    governed_by = "finding"
    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["finding", "recommendation"], name="answer_once")
        ]


class Impact(Governed):
    """One look at whether it worked, planned or taken: what was tested, when, what had changed, and how that is known.

    Each look is a row of its own, so that a later one never writes over an earlier. The test may be a measure in words
    here; rooms above link it to a figure that they keep (docs/decisions).
    """

    class Result(models.TextChoices):
        NOT_YET = "not_yet", "Not yet"
        EMBEDDED = "embedded", "Embedded"
        PARTLY = "partly", "Partly embedded"
        NO_CHANGE = "no_change", "No change"
        WORSE = "worse", "Worse"

    class Asks(models.TextChoices):
        CHANGED = "changed", "Has it changed anything?"
        SUSTAINED = "sustained", "Is it still so, a year on?"

    class Means(models.TextChoices):
        MEASURE = "measure", "A measure that should move"
        AUDIT = "audit", "The same audit items asked again"
        CHILDREN = "children", "What children and families say"
        PRACTICE = "practice", "What practitioners say or do"
        OTHER = "other", "Another way"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", blank=True, editable=False)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="impacts")
    measure = models.CharField("what should move", max_length=200)
    means = models.CharField("how it is known", max_length=10, choices=Means, default=Means.OTHER)
    asks = models.CharField("what is asked", max_length=10, choices=Asks, default=Asks.CHANGED)
    sample = models.CharField("whom or what was looked at", max_length=200, blank=True)
    baseline = models.DecimalField("where it stood", max_digits=12, decimal_places=3, null=True, blank=True)
    target = models.DecimalField("where it should be", max_digits=12, decimal_places=3, null=True, blank=True)
    review_on = models.DateField("look again on", null=True, blank=True)
    result = models.CharField("did it work?", max_length=12, choices=Result, default=Result.NOT_YET)
    looked_on = models.DateField("looked on", null=True, blank=True)
    reading = models.DecimalField("where it stands now", max_digits=12, decimal_places=3, null=True, blank=True)
    found = models.TextField("what changed", blank=True)
    by = models.CharField("who", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    partnership_of = "recommendation"
    words_of = ("measure", "found")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["review_on", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="impact_known_only_from_a_look", condition=Q(result="not_yet") | Q(looked_on__isnull=False)
            ),
            models.CheckConstraint(
                name="impact_planned_or_looked_at", condition=Q(looked_on__isnull=False) | Q(review_on__isnull=False)
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """As the recommendation's, whose partnership is its own."""
        return Q(Held("partnership_id", "partnerships"))

    @property
    def planned(self) -> bool:
        """Nobody has looked yet."""
        return self.looked_on is None
