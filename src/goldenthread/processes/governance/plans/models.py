"""The business plan: the years it covers, what tests its priorities, and what became of the priorities before it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.models import Entry, Record, filled_only_when
from goldenthread.core.tenancy.access import Governed
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Priority


class BusinessPlan(Record):
    """What a partnership wants changed for children in some years. One is in force at a time."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        CONSULTED = "consulted", "Consulted on"
        AGREED = "agreed", "Agreed, not begun"
        IN_FORCE = "in_force", "In force"
        CARRIED_OVER = "carried_over", "Carried over into another plan"
        CLOSED = "closed", "Closed"

    state = models.CharField(choices=State, default=State.DRAFT, max_length=20, editable=False)
    since = models.DateField("covers from")
    until = models.DateField("covers to")
    purpose = models.TextField("what the plan is for", blank=True)
    still_after = models.PositiveSmallIntegerField(
        "days without a word after which work stands still",
        default=60,
        help_text="An action counts as standing still when nothing was said or done about it for so many days.",
    )
    agreed_on = models.DateField("agreed on", null=True, blank=True)
    review_on = models.DateField("looked at again on", null=True, blank=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="carried_into",
        verbose_name="plan before it",
    )  # fmt: skip
    #: The partnership, while the plan is in force there: so the database itself holds that one is at a time.
    holds_at = models.OneToOneField(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="plan_in_force",
        error_messages={"unique": "Another plan is in force. Carry it over into this one, or close it, first."},
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = "business plan"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="plan_ends_after_it_begins",
                condition=Q(until__gt=F("since")),
                violation_error_message="The plan ends after it begins.",
            ),
            models.CheckConstraint(
                name="plan_agreed_on_a_day",
                condition=~Q(state__in=["agreed", "in_force", "carried_over"]) | Q(agreed_on__isnull=False),
                violation_error_message="Say on which day the plan was agreed.",
            ),
            models.CheckConstraint(
                name="plan_something_stands_still_some_day",
                condition=Q(still_after__gte=1),
                violation_error_message="Work stands still after one day at least.",
            ),
            filled_only_when("in_force", "holds_at"),
        ]

    def clean(self) -> None:
        self.holds_at = self.partnership if self.state == self.State.IN_FORCE else None
        if self.review_on and self.agreed_on and self.review_on <= self.agreed_on:
            raise ValidationError({"review_on": "The plan is looked at again after it was agreed."})


class PriorityMeasure(Governed):
    """This measure should show whether that priority is reached. Seen by those who see both."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="for_priorities")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="measures")
    why = models.CharField("what it would show", max_length=300, blank=True)

    governed_by = "measure"
    immutable: ClassVar[tuple[Any, ...]] = ("measure_id", "priority_id")
    deletable = True

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = "measure of a priority"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["priority", "measure"], name="priority_measured_once")
        ]

    @classmethod
    def narrower(cls) -> Q:
        return Q(Exists(Priority.unguarded.filter(Priority.visible(), pk=OuterRef("priority_id"))))


class CarriedPriority(Entry):
    """What became of a priority of the plan before: honest words, and where it goes on, the priority it goes on as."""

    class Status(models.TextChoices):
        STILL = "still", "Still a challenge"
        IN_PROGRESS = "in_progress", "Work in progress"
        DONE = "done", "Done, with evidence"
        UNKNOWN = "unknown", "Done, impact unknown"

    #: With these it goes on.
    GOES_ON: ClassVar[tuple[str, ...]] = ("still", "in_progress")

    record = models.ForeignKey(BusinessPlan, on_delete=models.CASCADE, related_name="carried")
    was = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="went", verbose_name="priority before")
    status = models.CharField("how it stands", max_length=12, choices=Status)
    evidence = models.TextField("what shows that it is done", blank=True)
    words = models.TextField("what is to be said of it", blank=True)
    into = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="came_from", verbose_name="goes on as"
    )

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["was__number"]
        verbose_name = "priority carried over"
        verbose_name_plural = "what became of the priorities before"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "was"], name="priority_carried_once"),
            models.CheckConstraint(
                name="carried_done_with_evidence",
                condition=Q(status="done") & ~Q(evidence="") | ~Q(status="done") & Q(evidence=""),
                violation_error_message="Say what shows that it is done; without evidence it is done, impact unknown.",
            ),
            models.CheckConstraint(
                name="carried_on_where_not_done",
                condition=Q(status__in=["still", "in_progress"], into__isnull=False)
                | Q(status__in=["done", "unknown"], into__isnull=True),
            ),
        ]
