"""A pack that someone asked for: queued, made by the worker, kept until they fetch it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, GovernedManager, Held
from goldenthread.kernel.now import now

from .meeting import Meeting

#: How long a finished pack can be fetched. It shows what its reader could see then, and what they may see changes.
KEPT = timedelta(days=7)


class PackRunManager(GovernedManager):
    """Shows packs for as long as they are kept."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().exclude(finished_at__lt=now() - KEPT)

    def expired(self) -> models.QuerySet:
        """The actor's own packs that can no longer be fetched, to be deleted."""
        return super().get_queryset().filter(finished_at__lt=now() - KEPT)


class PackRun(Governed):
    """One making of a pack. It holds what one reader may see, so only they see it, while they still see the meeting,
    and hold the seat on its group and the office at its partnership that they held when it was made.

    The finished file is in the row, so that "done" and the file are one write: a worker killed half-way leaves neither.
    """

    class Edition(models.TextChoices):
        FULL = "full", "Everything you may see"
        MEMBERS = "members", "Members' edition, without what is closed to them"
        PUBLIC = "public", "Public edition, without restricted items"
        MINUTES = "minutes", "Draft minutes"

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        HTML = "html", "Web page"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pack_runs")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    edition = models.CharField(max_length=8, choices=Edition, default=Edition.MEMBERS)
    format = models.CharField(max_length=4, choices=Format, default=Format.PDF)
    known_on = models.DateField("scorecards as they were known on", null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    progress = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    name = models.CharField("file name", max_length=130, blank=True)
    content = models.BinaryField(null=True)
    needs_group = models.BigIntegerField("group its reader sat on when it was made", null=True, editable=False)
    needs_oversight = models.BigIntegerField("partnership its reader oversaw then", null=True, editable=False)

    objects: ClassVar[PackRunManager] = PackRunManager()

    governed_by = "meeting"
    immutable = ("meeting_id", "requested_by_id", "edition", "format", "known_on")
    deletable = True
    tracked = False  # a product, made again at will; its history would hold every file

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-requested_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["meeting", "requested_by", "edition", "format", "known_on"],
                nulls_distinct=False,
                condition=Q(state__in=["queued", "running"]),
                name="pack_once_at_a_time",
            ),
            models.CheckConstraint(
                name="pack_is_there_when_done",
                condition=Q(state="done", content__isnull=False, finished_at__isnull=False)
                | (~Q(state="done") & Q(content__isnull=True)),
            ),
        ]

    @classmethod
    def narrower(cls) -> Q:
        sits = Q(needs_group__isnull=True) | Q(Held("needs_group", "groups"))
        oversees = Q(needs_oversight__isnull=True) | Q(Held("needs_oversight", "oversight"))
        return Q(Held("requested_by_id", "users")) & sits & oversees

    def __str__(self) -> str:
        known = f", figures as known on {self.known_on:%-d %B %Y}" if self.known_on else ""
        return f"{self.get_edition_display()} ({self.get_format_display()}){known}"
