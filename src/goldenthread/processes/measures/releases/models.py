"""What leaves the house: a release, what it is to hold, the proof that it may go out, and what went out, frozen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.models import Entry, Record
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure import PROFILES
from goldenthread.law.measures.entry import Cut

#: What a release says of itself; it changes only while the release is put together.
CONTENT = ("name", "kind_of_release", "profile", "as_known", "replaces_id")


class Release(Record):
    """A set of tables that goes out together. Until it is out, only its keepers and the chair know of it."""

    class State(models.TextChoices):
        DRAFTING = "drafting", "Being put together"
        AUDITED = "audited", "Audited, waiting for a second person"
        APPROVED = "approved", "Approved"
        RELEASED = "released", "Released"
        SUPERSEDED = "superseded", "Superseded"
        WITHDRAWN = "withdrawn", "Withdrawn"
        ABANDONED = "abandoned", "Not gone ahead with"

    class Kind(models.TextChoices):
        PUBLIC = "public", "Public: for anyone to read"
        INTERNAL = "internal", "Internal: for the partnership only"

    state = models.CharField(choices=State, default=State.DRAFTING, max_length=12, editable=False)
    name = models.CharField("title", max_length=200)
    kind_of_release = models.CharField("for whom", max_length=8, choices=Kind)
    profile = models.CharField(
        "rules of disclosure", max_length=16, choices=[(p.name, p.title) for p in PROFILES.values()]
    )
    as_known = models.DateTimeField("figures as they were known at", editable=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors",
        verbose_name="release that it takes the place of",
    )  # fmt: skip
    #: The number of the proof that holds, and what was proved.
    edition = models.PositiveSmallIntegerField(default=0, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    released_at = models.DateTimeField("released", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "release"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="release_goes_on_only_with_a_proof",
                condition=Q(state__in=["drafting", "abandoned"]) | (Q(edition__gt=0) & ~Q(fingerprint="")),
            ),
            models.CheckConstraint(
                name="release_is_out_since",
                condition=Q(released_at__isnull=True) | Q(state__in=["released", "superseded", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="release_in_public_hides_something",
                condition=Q(kind_of_release="internal") | ~Q(profile="internal"),
                violation_error_message="These rules withhold nothing: they are for releases inside the partnership.",
            ),
        ]

    def clean(self) -> None:
        """What a release says stands still from its audit on, and for whom it is from its first."""
        before = Release.objects.filter(pk=self.pk).values(*CONTENT).first() if self.pk else None
        if before is None:
            return
        if before["kind_of_release"] != self.kind_of_release and self.frozen.exists():
            raise ValidationError("It was audited for other readers before. Begin another release for these.")
        if self.state != self.State.DRAFTING and any(before[name] != getattr(self, name) for name in CONTENT):
            raise ValidationError("It was audited as it stands. Take it back before you change it.")

    @property
    def public(self) -> bool:
        return self.kind_of_release == self.Kind.PUBLIC

    @property
    def is_out(self) -> bool:
        """Whether it has been released, though it may have been superseded since."""
        return self.state in (self.State.RELEASED, self.State.SUPERSEDED)


class ReleaseTable(Entry):
    """One table that a release is to hold. It names figures and holds none."""

    record = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="tables")
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    title = models.CharField(max_length=200)
    commentary = models.TextField("what it says, in words", blank=True, max_length=5000)
    cut = models.CharField(
        "broken down by", max_length=12, blank=True,
        choices=[(c.value, c.value.replace("_", " ").capitalize()) for c in Cut],
    )  # fmt: skip
    since = models.DateField("figures from")
    until = models.DateField("to")
    running = models.BooleanField("with parts of periods, such as the year to date", default=False)
    totals = models.BooleanField("with totals", default=True)
    chart = models.BooleanField("with a chart", default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    deletable = True

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="release_table_forwards",
                condition=Q(until__gte=F("since")),
                violation_error_message="The last day lies before the first.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class TableMeasure(Governed):
    """A measure in a table, in its order."""

    table = models.ForeignKey(ReleaseTable, on_delete=models.CASCADE, related_name="measures")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    governed_by = "table"
    immutable = ("table_id",)
    deletable = True

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["table", "measure"], name="release_measure_once")
        ]


class Proof(Entry):
    """One audit: whether it may go out, why not, and what the public would know of each count. Holds true counts, so
    only those with oversight see it, and whoever asked for it.
    """

    class Outcome(models.TextChoices):
        PASSED = "passed", "May go out"
        REFUSED = "refused", "May not go out"

    record = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="proofs")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    fingerprint = models.CharField(max_length=64)
    ledger_mark = models.CharField("releases that it was held against", max_length=64, blank=True)
    reasons = models.JSONField(default=list)
    proposals = models.JSONField(default=list)
    ledger = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    append_only = True
    tracked = False  # it is its own history

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "number"], name="release_proof_once")
        ]

    @classmethod
    def narrower(cls) -> Q:
        return Q(Held("partnership_id", "oversight")) | Q(Held("asked_by_id", "users"))


class FrozenTable(Entry):
    """A table as it may be shown: texts and symbols alone, never a count that is not shown. Never changed.

    columns: [{"label", "day"}]; rows: [{"label", "unit", "cells": [{"t": text, "s": symbol or "",
    "m": the mark beside the text, if any}]}]; notes: symbol and meaning.
    """

    record = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="frozen")
    number = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    commentary = models.TextField(blank=True)
    head = models.CharField(max_length=80)
    chart = models.BooleanField(default=False)
    columns = models.JSONField()
    rows = models.JSONField()
    notes = models.JSONField()

    append_only = True
    tracked = False  # it never changes

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["number", "order"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "number", "order"], name="frozen_table_once")
        ]


class ReleaseFile(Entry):
    """A file made from the frozen tables when the release went out."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        HTML = "html", "Web page"
        EXCEL = "xlsx", "Excel"
        CSV = "zip", "CSV files, zipped"

    record = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="documents")
    format = models.CharField(max_length=4, choices=Format)
    name = models.CharField(max_length=130)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    append_only = True
    tracked = False  # it never changes, and its history would hold the file again

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "format"], name="release_file_once")
        ]


class Job(Entry):
    """Something that the worker does for a release, and how far it is."""

    class Task(models.TextChoices):
        AUDIT = "audit", "Audit"
        DOCUMENTS = "documents", "Files"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being done"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    record = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="jobs")
    task = models.CharField(max_length=10, choices=Task)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    progress = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    tracked = False  # a job, not what came of it

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["record", "task"], condition=Q(state__in=["queued", "running"]), name="release_job_at_a_time"
            )
        ]
