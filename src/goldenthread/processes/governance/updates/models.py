"""A group's update in the board's four questions, and what of it each board was sent."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.models import Record
from goldenthread.core.groups.gates import HELD_BACK, AtTheGate
from goldenthread.core.groups.models import Group
from goldenthread.core.groups.telling import Asked
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today

#: The columns of the four answers, in their order.
ANSWERS = ("achieved", "works", "worries", "comes_next")


class GroupUpdate(Record):
    """What one group says of one stretch of days. Until it is submitted only the group and the unit read it."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    state = models.CharField(choices=State, default=State.DRAFT, max_length=20, editable=False)
    first = models.DateField("from")
    last = models.DateField("to")
    achieved = models.TextField(Asked.ACHIEVED.value, blank=True)
    works = models.TextField(Asked.WORKS.value, blank=True)
    worries = models.TextField(Asked.WORRIES.value, blank=True)
    comes_next = models.TextField(Asked.NEXT.value, blank=True)
    submitted_on = models.DateField("submitted on", null=True, blank=True, editable=False)
    #: The group with its days: it says what it did in them once.
    once = models.CharField(
        max_length=60, unique=True, editable=False, null=True,
        error_messages={"unique": "This group has an update for these days already."},
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = "update of a group"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="update_ends_after_it_begins",
                condition=Q(last__gt=F("first")),
                violation_error_message="The last day comes after the first.",
            ),
            models.CheckConstraint(
                name="update_submitted_on_a_day",
                condition=Q(state="submitted", submitted_on__isnull=False)
                | (~Q(state="submitted") & Q(submitted_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="update_once_until_withdrawn",
                condition=Q(state="withdrawn", once__isnull=True) | (~Q(state="withdrawn") & Q(once__isnull=False)),
            ),
        ]

    def clean(self) -> None:
        """What follows from its state and its group."""
        if self.group is None:
            raise ValidationError({"group": "Say which group it is of."})
        if self.group.partnership_id != self.partnership_id:
            raise ValidationError({"group": "A joint group reports once, where it belongs; the others are sent it."})
        gone, sent = self.state == self.State.WITHDRAWN, self.state == self.State.SUBMITTED
        self.once = None if gone else f"{self.group_id}:{self.first}:{self.last}"
        self.submitted_on = (self.submitted_on or today()) if sent else None

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Each question with its answer."""
        return tuple((asked.value, getattr(self, name)) for asked, name in zip(Asked, ANSWERS, strict=True))


class SentUpdate(Governed):
    """An update as one group, or one further partnership that a joint group serves, was sent it.

    It holds the words themselves: those who read it at another partnership see no other row of the sender's.
    """

    update = models.ForeignKey(GroupUpdate, on_delete=models.PROTECT, related_name="sent")
    sender = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    to_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="updates_heard")
    group_name = models.CharField("group", max_length=200)
    first = models.DateField("from")
    last = models.DateField("to")
    achieved = models.TextField(Asked.ACHIEVED.value, blank=True)
    works = models.TextField(Asked.WORKS.value, blank=True)
    worries = models.TextField(Asked.WORRIES.value, blank=True)
    comes_next = models.TextField(Asked.NEXT.value, blank=True)
    sent_on = models.DateField("submitted on")
    sent_by = models.CharField("submitted by", max_length=200)
    gate = models.CharField("at the gate", max_length=12, choices=AtTheGate, blank=True)
    gate_keeper = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    passed_at = models.ForeignKey("casework.Record", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    gate_why = models.TextField("why", blank=True)
    gate_by = models.CharField("who", max_length=200, blank=True)
    gate_on = models.DateField("on", null=True, blank=True)
    heard_on = models.DateField("heard on", null=True, blank=True)
    heard_by = models.CharField("written down by", max_length=200, blank=True)
    heard_words = models.TextField("what was said of it", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("update_id", "sender_id", "partnership_id", "to_group_id")
    deletable = True  # taken back before anyone heard it, and not otherwise

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-sent_on", "-pk"]
        verbose_name = "update as sent"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["partnership", "-sent_on"], name="update_by_board"),
            models.Index(fields=["to_group"], condition=Q(heard_on__isnull=True), name="update_unheard"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["update", "partnership", "to_group"], nulls_distinct=False, name="update_sent_once"
            ),
            models.CheckConstraint(
                name="update_gate_has_a_keeper",
                condition=Q(gate="", gate_keeper__isnull=True) | (~Q(gate="") & Q(gate_keeper__isnull=False)),
            ),
            models.CheckConstraint(
                name="update_waived_with_a_reason", condition=~Q(gate__in=["waived", "turned_back"]) | ~Q(gate_why="")
            ),
            models.CheckConstraint(
                name="update_passed_at_a_meeting", condition=~Q(gate="passed") | Q(passed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="update_heard_only_through_the_gate",
                condition=~Q(gate__in=HELD_BACK) | Q(heard_on__isnull=True),
                violation_error_message="It has not passed the gate.",
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships")) | Q(Held("sender_id", "partnerships"))

    @property
    def title(self) -> str:
        return f"Update of {self.group_name}, {self.first:%-d %B %Y} to {self.last:%-d %B %Y}"

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Each question with its answer."""
        return tuple((asked.value, getattr(self, name)) for asked, name in zip(Asked, ANSWERS, strict=True))

    @property
    def held_back(self) -> bool:
        return self.gate in HELD_BACK
