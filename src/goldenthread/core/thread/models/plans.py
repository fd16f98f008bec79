"""Where recommendations come from, and which of the board's priorities they and its actions serve."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.models import Record
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership


class Origin(Governed):
    """What recommendations came from: an inspection, a review, an audit, a national report.

    The whole board reads it, so it is named as the board may know it. `record` is the record behind it where there is
    one here; only those who see that record are led to it.
    """

    class Kind(models.TextChoices):
        INSPECTION = "inspection", "Inspection"
        REVIEW = "review", "Case review"
        CHILD_DEATHS = "child_deaths", "Child death panel"
        AUDIT = "audit", "Audit"
        CHALLENGE = "challenge", "Challenge"
        VOICE = "voice", "What children and families said"
        MEETING = "meeting", "Meeting"
        NATIONAL = "national", "National report"
        OTHER = "other", "Something else"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("what it is", max_length=12, choices=Kind)
    title = models.CharField("what it is called", max_length=250)
    made_by = models.CharField("who made it", max_length=200, blank=True)
    made_on = models.DateField("date", null=True, blank=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, blank=True, related_name="origins")
    version = models.PositiveIntegerField(default=1, editable=False)

    deletable = True  # with the import that wrote it, and not otherwise
    immutable = ("partnership_id",)  # a list may come in before the record of its inspection is opened here

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-made_on", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "kind", "title"], name="origin_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return self.title


class Priority(Governed):
    """One thing that a business plan wants changed for children: the outcome wanted, and the group that owns it.

    `plan` is the plan's record (processes.governance.plans).
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="priorities")
    plan = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="priorities")
    number = models.PositiveSmallIntegerField("number")
    title = models.CharField("priority", max_length=250)
    outcome = models.TextField("what should be different for children")
    owner_group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="priorities",
        verbose_name="group that owns it",
    )
    since = models.DateField("from")
    until = models.DateField("until", null=True, blank=True)
    ended_why = models.CharField("why it ended", max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "plan_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["plan", "number"]
        verbose_name_plural = "priorities"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="priority_number_once"),
            models.CheckConstraint(
                name="priority_ends_after_it_began", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
