"""A meeting of a group: planned, held, minuted, agreed, published; or cancelled, with the reason."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.columns import WebAddressField
from goldenthread.core.casework.models import Audience, Record
from goldenthread.core.tenancy.models import Person


class Meeting(Record):
    """One meeting. Its date is kept twice, here and as the record's own, because actions are due at records."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        AGENDA_SET = "agenda_set", "Agenda set"
        PAPERS_ISSUED = "papers_issued", "Papers issued"
        HELD = "held", "Held"
        MINUTES_DRAFTED = "minutes_drafted", "Minutes drafted"
        AGREED = "agreed", "Minutes agreed"
        PUBLISHED = "published", "Minutes published"
        CANCELLED = "cancelled", "Cancelled"

    #: The states of a meeting that took place.
    TOOK_PLACE: ClassVar[tuple[str, ...]] = ("held", "minutes_drafted", "agreed", "published")
    #: The states of one that has not taken place yet.
    AHEAD: ClassVar[tuple[str, ...]] = ("planned", "agenda_set", "papers_issued")

    state = models.CharField(choices=State, default=State.PLANNED, max_length=20, editable=False)
    held_on = models.DateField("date")
    starts = models.TimeField("starts at", null=True, blank=True)
    ends = models.TimeField("ends at", null=True, blank=True)
    place = models.CharField("place", max_length=200, blank=True)
    link = WebAddressField("link to join online", max_length=500, blank=True)
    chair = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chaired by"
    )
    minutes = models.TextField(
        "minutes", blank=True, help_text="What belongs to no one item. Each item has its own text."
    )
    papers_issued_on = models.DateField("papers issued on", null=True, blank=True)
    agreed_on = models.DateField("minutes agreed on", null=True, blank=True)
    agreed_at = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreed_there",
        verbose_name="meeting that agreed the minutes",
    )
    published_on = models.DateField("minutes published on", null=True, blank=True)
    cancelled_reason = models.CharField("why it was cancelled", max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = "meeting"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state", "held_on"], name="meeting_by_state_and_date")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                violation_error_message="The meeting cannot end before it starts.",
            ),
            models.CheckConstraint(
                name="meeting_cancelled_with_a_reason",
                condition=(Q(state="cancelled") & ~Q(cancelled_reason=""))
                | (~Q(state="cancelled") & Q(cancelled_reason="")),
                violation_error_message="Say why the meeting is cancelled.",
            ),
            models.CheckConstraint(
                name="meeting_published_on_a_day",
                condition=Q(state="published", published_on__isnull=False)
                | (~Q(state="published") & Q(published_on__isnull=True)),
                violation_error_message="Say on which day the minutes were published.",
            ),
            models.CheckConstraint(
                name="meeting_agreed_after_it_was_held",
                condition=Q(agreed_on__isnull=True) | Q(agreed_on__gte=F("held_on")),
                violation_error_message="Minutes cannot be agreed before the meeting.",
            ),
            models.CheckConstraint(
                name="meeting_agreed_by_another",
                condition=Q(agreed_at__isnull=True) | ~Q(agreed_at=F("record_ptr")),
                violation_error_message="A meeting does not agree its own minutes.",
            ),
        ]

    def clean(self) -> None:
        """Whose it is and who may see it follow from the group; its date is the record's date."""
        if self.group is None:
            raise ValidationError({"group": "Say which group meets."})
        if self._state.adding:
            self.audience = Audience.PARTNERSHIP if self.group.open_to_partnership else Audience.GROUP
        elif Meeting.objects.filter(pk=self.pk).exclude(group_id=self.group_id).exists():
            raise ValidationError({"group": "A meeting stays with its group. Cancel it and plan another."})
        if self.held_on != self.opened_on:
            raise ValidationError({"held_on": "To change the date, move the meeting: the actions due at it move too."})
        if self.group.partnership_id != self.partnership_id:
            raise ValidationError({"group": "This group belongs to another partnership."})
        if self.agreed_at and self.agreed_at.held_on < self.held_on:
            raise ValidationError({"agreed_at": "Minutes are agreed by a later meeting."})

    @property
    def ahead(self) -> bool:
        return self.state in self.AHEAD

    @property
    def took_place(self) -> bool:
        return self.state in self.TOOK_PLACE
