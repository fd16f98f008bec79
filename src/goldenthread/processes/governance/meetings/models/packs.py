"""A pack that someone asked for: queued, made by the worker, kept until they fetch it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, Held

from .meeting import Meeting


class PackRun(Governed):
    """One making of a pack. It holds what one reader may see, so only they see it, while they still see the meeting.

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
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    progress = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    name = models.CharField("file name", max_length=130, blank=True)
    content = models.BinaryField(null=True)

    governed_by = "meeting"
    immutable = ("meeting_id", "requested_by_id", "edition", "format")
    deletable = True
    tracked = False  # a product, made again at will; its history would hold every file

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-requested_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["meeting", "requested_by", "edition", "format"],
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
        return Q(Held("requested_by_id", "users"))

    def __str__(self) -> str:
        return f"{self.get_edition_display()} ({self.get_format_display()})"
