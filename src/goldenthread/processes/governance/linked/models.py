"""The boards beside this one: who reports to whom, how often, what was said last, and what nobody tells either."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Entry, Record
from goldenthread.core.files.models import StoredFile
from goldenthread.core.tenancy.models import Person
from goldenthread.kernel.now import today


class LinkedBoard(Record):
    """A board of others that this one reports to, hears from, or both."""

    class State(models.TextChoices):
        LINKED = "linked", "Linked"
        ENDED = "ended", "No longer linked"

    class Kind(models.TextChoices):
        WELLBEING = "wellbeing", "Health and wellbeing"
        ADULTS = "adults", "Safeguarding adults"
        COMMUNITY = "community", "Community safety"
        ABUSE = "abuse", "Domestic abuse"
        PARENTING = "parenting", "Corporate parenting"
        PREVENT = "prevent", "Prevent"
        CHILDREN = "children", "Children's trust or partnership"
        JUSTICE = "justice", "Family or youth justice"
        OTHER = "other", "Another board"

    state = models.CharField(choices=State, default=State.LINKED, max_length=20, editable=False)
    name = models.CharField("what it is called", max_length=200)
    board_kind = models.CharField("kind of board", max_length=12, choices=Kind)
    reporter = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="who reports from us"
    )
    contact = models.CharField("who there", max_length=200, blank=True)
    every_months = models.PositiveSmallIntegerField("months from report to report", default=12)
    gaps = models.TextField("gaps between the boards", blank=True, help_text="What neither board tells the other.")
    last_on = models.DateField("last report", null=True, blank=True, editable=False)
    next_due = models.DateField("next report due")

    class Meta(Record.Meta):
        verbose_name = "linked board"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["next_due"], name="linked_board_by_due")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="linked_board_reports_some_day",
                condition=Q(every_months__gte=1, every_months__lte=60),
                violation_error_message="From one month to five years lie between two reports.",
            )
        ]

    def clean(self) -> None:
        if self.group is None:
            raise ValidationError({"group": "Say which of our groups reports to it, and hears from it."})
        if self.group.partnership_id != self.partnership_id:
            raise ValidationError({"group": "This group belongs to another partnership."})

    @property
    def overdue(self) -> bool:
        return self.state == self.State.LINKED and self.next_due < today()


class LinkedReport(Entry):
    """One report, given or received, with its file where there is one."""

    class Way(models.TextChoices):
        GIVEN = "given", "We reported to them"
        RECEIVED = "received", "They reported to us"

    record = models.ForeignKey(LinkedBoard, on_delete=models.CASCADE, related_name="reports")
    way = models.CharField("which way", max_length=10, choices=Way)
    reported_on = models.DateField("on")
    words = models.TextField("what was reported")
    came_of_it = models.TextField("what came of it", blank=True)
    stored_file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="linked_report", verbose_name="file"
    )

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["-reported_on", "-pk"]
        verbose_name = "report"

    def clean(self) -> None:
        if self.reported_on and self.reported_on > today():
            raise ValidationError({"reported_on": "This day has not come yet."})
