"""Who wants to be told how, when a partnership reminds, and everything that was told to anyone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.thread.models import Action


def usual_reminders() -> list[int]:
    return [7, 1]


class Channel(models.TextChoices):
    """By which way a message goes out. Without a choice, as the installation sends its mail."""

    USUAL = "", "As this site sends its mail"
    SMTP = "smtp", "Email"
    NOTIFY = "notify", "GOV.UK Notify"


class Preference(Governed):
    """How one person wants to be told. Without a row: a daily digest, by email."""

    class Digest(models.TextChoices):
        DAILY = "daily", "Every working day, when there is something to do"
        WEEKLY = "weekly", "Once a week, when there is something to do"
        NEVER = "never", "Never"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="preference")
    digest = models.CharField("summary of what needs you", max_length=10, choices=Digest, default=Digest.DAILY)
    email = models.BooleanField("send me email", default=True)
    channel = models.CharField("sent by", max_length=10, choices=Channel, default=Channel.USUAL, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("person_id",)

    @classmethod
    def rule(cls) -> Q:
        """Each person's own business."""
        return Q(Held("person_id", "persons"))


class Timing(Governed):
    """When one partnership reminds and escalates. Without a row: 7 days and 1 day before; 7 and 21 days after."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="timing")
    remind_days = ArrayField(
        models.PositiveSmallIntegerField(), default=usual_reminders, verbose_name="remind this many days before"
    )
    agency_after = models.PositiveSmallIntegerField("tell the agency's lead when this many days late", default=7)
    chair_after = models.PositiveSmallIntegerField(
        "tell the group's chair and the business manager when this many days late", default=21
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "known_at"))


class Round(Governed):
    """One working day's telling at one partnership has begun: its jobs are in the queue, all of them or none."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    began_at = models.DateTimeField()

    append_only = True
    tracked = False  # it says nothing but that it happened

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["partnership", "day"], name="round_once")]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "oversight"))


class Notice(Governed):
    """One thing told, or to be told, to one person. `key` says what, so that it is never told them twice."""

    class Kind(models.TextChoices):
        DIGEST = "digest", "Summary"
        REMINDER = "reminder", "Reminder before it is due"
        AGENCY = "agency", "Late: told to the agency's lead"
        CHAIR = "chair", "Late: told to the chair or the business manager"

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent; will be tried again"
        REFUSED = "refused", "Not sent: the mail server will not take it"
        UNSURE = "unsure", "Perhaps sent: the sending was cut off, and it is not repeated"
        WITHDRAWN = "withdrawn", "No longer needed"
        SHOWN = "shown", "Shown on pages only: this person wants no email"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=80, editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="notices")
    due_on = models.DateField(null=True)
    day = models.DateField("working day on which it was decided")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField("what went wrong", max_length=60, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    immutable = ("partnership_id", "person_id", "action_id", "kind", "key")
    tracked = False  # it is the history of what was told

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["action"], condition=Q(action__isnull=False), name="notice_of_action"),
            models.Index(fields=["partnership", "status"], name="notice_by_status"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "key"], name="notice_once"),
            models.CheckConstraint(
                name="notice_of_an_action_unless_a_digest", condition=Q(kind="digest") ^ Q(action__isnull=False)
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """One's own; a digest's existence also to the unit; and to whoever sees an action, who was told about it."""
        action = Action.unguarded.filter(Action.visible(), pk=OuterRef("action_id"))
        digest = Q(action__isnull=True) & Q(Held("partnership_id", "oversight"))
        return Q(Held("person_id", "persons")) | digest | Q(Exists(action))

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_status_display().lower()}"


class SentMail(Governed):
    """What a demonstration would have sent: written by `mailbox.EmailBackend` instead of sending anything."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    to = models.TextField("to")
    sender = models.CharField("from", max_length=320)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    at = models.DateTimeField()

    append_only = True
    tracked = False

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    @classmethod
    def rule(cls) -> Q:
        """The recipient; and the demonstration's own unit, as whom `mailbox.mailbox_reader` reads (demonstration
        only).
        """
        return Q(Held("user_id", "users")) | Q(Held("partnership_id", "oversight"))
