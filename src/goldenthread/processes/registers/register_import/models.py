"""A register on its way in: how its columns are read, which cells were not taken. No cell's text stands here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.core.sealing.fields import SealedTyping
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import now

#: A worker that has not finished by then has stopped.
PATIENCE = timedelta(minutes=15)


class RegisterImport(Governed):
    """One file for one process, seen by whoever brought it in. Cells are named by their places, never by what they say.

    `way` is how it is read (`mapping.Way`); `verdicts` what became of each row, by place and code.
    """

    class State(models.TextChoices):
        READY = "ready", "To be checked"
        TAKING = "taking", "Being taken in"
        ACCEPTED = "accepted", "Taken in"
        UNDONE = "undone", "Taken back"
        DISMISSED = "dismissed", "Dismissed"

    #: While it is in one of these states, the same file is the same import.
    STANDING: ClassVar[tuple[str, ...]] = ("ready", "taking", "accepted")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    process = models.SlugField("kind of work")
    lead_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="lead agency")
    name = models.CharField("file name", max_length=130)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("size in bytes")
    state = models.CharField(max_length=10, choices=State, default=State.READY, editable=False)
    way = models.JSONField("how it is read", default=dict, editable=False)
    counts = models.JSONField("how many rows came to what", default=dict, editable=False)
    verdicts = models.JSONField("what became of each row", default=list, editable=False)
    written = models.JSONField("records that were written, with their versions", default=dict, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    by = models.CharField("brought in by", max_length=200)
    settled_by = models.CharField("taken in, taken back or dismissed by", max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField("since when the worker takes it in", null=True, editable=False)
    trouble = models.TextField("why the worker could not take it in", blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "process", "sha256", "size", "uploaded_by_id", "uploaded_at")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-uploaded_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["partnership", "process", "sha256", "uploaded_by"],
                condition=Q(state__in=["ready", "taking", "accepted"]),
                name="register_imported_once",
            )
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships")) & Q(Held("uploaded_by_id", "users"))

    @property
    def is_open(self) -> bool:
        """Can it still be changed? Also where a worker that took it in was stopped half-way."""
        stopped = self.begun_at is not None and self.begun_at < now() - PATIENCE
        return self.state == self.State.READY or (self.state == self.State.TAKING and stopped)

    def __str__(self) -> str:
        return self.name


class HeldFile(Governed):
    """The file while it is being checked: sealed under the ring that the database does not hold, gone after a day.

    Of a sealed process it goes when the register is taken in; of others it stays that day, for the report.
    """

    register_import = models.OneToOneField(RegisterImport, on_delete=models.CASCADE, related_name="held")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    content = SealedTyping()
    held_at = models.DateTimeField()

    deletable = True
    tracked = False  # its history would hold the whole file again
    immutable = ("register_import_id", "partnership_id", "held_by_id")

    @classmethod
    def rule(cls) -> Q:
        """Whoever brought it in, and nobody else; the job that sweeps it away acts as they do."""
        return Q(Held("held_by_id", "users"))


class RememberedWay(Governed):
    """How a partnership's register with these headings was read, so that the next one maps by itself.

    `columns` and `values` go by fingerprints of headings and words: what is remembered cannot be read out.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    process = models.SlugField("kind of work")
    headings = models.CharField("fingerprint of the headings", max_length=64)
    columns = models.JSONField("heading -> what it fills", default=dict)
    values = models.JSONField("what is filled -> word -> choice", default=dict)
    used_at = models.DateTimeField()

    immutable = ("partnership_id", "process", "headings")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-used_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "process", "headings"], name="register_way_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))
