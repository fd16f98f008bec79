"""Agencies' chronologies of a sealed case, what they are merged into, and the documents made of that. All sealed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Record
from goldenthread.core.files.models import StoredFile
from goldenthread.core.sealing.fields import Sealed, SealedText
from goldenthread.core.tenancy.access import Governed
from goldenthread.core.tenancy.models import Agency


class AgencyChronology(Governed):
    """One file of one agency, and what was read in it. A newer one takes its place; the older is kept.

    `rows`: what was read, as JSON (`packing`), so that one look opens all of it. `named`: whose it is, where that is no
    agency at the table (a school, a surgery).
    """

    class State(models.TextChoices):
        READING = "reading", "Being read"
        READ = "read", "Read"
        REFUSED = "refused", "Could not be read"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="agency_chronologies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    named = SealedText("who else wrote it", max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("version")
    current = models.BooleanField("the newest of this agency", default=True)
    state = models.CharField(choices=State, default=State.READING, max_length=8)
    rows = SealedText("what was read", blank=True)
    problem = SealedText("why it could not be read", blank=True)
    entries = models.PositiveIntegerField("entries", default=0)
    undated = models.PositiveIntegerField("entries without a date", default=0)
    doubts = models.PositiveIntegerField("cells to check", default=0)
    #: The file's fingerprint, by which the same file is known again in another case; nothing once that is destroyed.
    same = models.CharField(max_length=64, null=True, editable=False, db_index=True)
    brought_at = models.DateTimeField()
    by = models.CharField("brought in by", max_length=200)

    governed_by = "record"
    immutable = ("record_id", "agency_id", "file_id", "number")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["record", "agency"], condition=Q(current=True, agency__isnull=False), name="chronology_once"
            ),
            models.CheckConstraint(
                name="chronology_is_of_someone", condition=Q(agency__isnull=False) ^ Q(named__isnull=False)
            ),
        ]

    @property
    def whose(self) -> str:
        """Whose it is, in words; one that is no agency at the table only while the case is being read."""
        if self.agency is not None:
            return str(self.agency)
        return str(self.named.value() if isinstance(self.named, Sealed) else self.named)

    def __str__(self) -> str:
        return f"{self.whose}, version {self.number}"


class Together(Governed):
    """All agencies' newest chronologies merged, so that it is reckoned once. `stamp`: of which versions it was made."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="+")
    stamp = models.CharField(max_length=2000)
    merged = SealedText("the merged chronology")
    made_at = models.DateTimeField()

    governed_by = "record"
    tracked = False  # reckoned from rows that are

    class Meta(Governed.Meta):
        pass


class Job(Governed):
    """What the worker does for a case: reads a large file, writes a document. As, and for, the person who asked.

    `content`: the document, locked with the case's key.
    """

    class Task(models.TextChoices):
        READ = "read", "Reading a chronology"
        WORD = "docx", "Word"
        EXCEL = "xlsx", "Excel"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting for its turn"
        RUNNING = "running", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Not made"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="chronology_jobs")
    task = models.CharField(max_length=4, choices=Task)
    chronology = models.ForeignKey(
        AgencyChronology, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    stamp = models.CharField(max_length=2000)
    purpose = models.CharField("why", max_length=20)  # one of Reading.Purpose
    words = models.CharField("in their words", max_length=200, blank=True)
    content = models.BinaryField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    governed_by = "record"
    deletable = True
    tracked = False  # a document can be made again at any time; that it was read is in the log of readers

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["record", "task", "chronology"],
                condition=Q(state__in=["queued", "running"]),
                nulls_distinct=False,
                name="chronology_job_once",
            )
        ]
