"""Files that hang from a record or from evidence. The rows are here; the contents are in the vault."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.core.casework.models import Participant, Record
from goldenthread.core.sealing.fields import Sealed, SealedText
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action, Evidence


class StoredFile(Governed):
    """One file as one person gave it, with what was found in it. Its content can be destroyed; the row stays."""

    class Scan(models.TextChoices):
        CLEAN = "clean", "No virus found"
        NOT_SCANNED = "not_scanned", "Not checked: no scanner is set up"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    name = models.CharField(max_length=130)
    #: Of a sealed case: the content is locked with the case's key, and so is the name that it came with.
    sealed_name = SealedText("name", max_length=130, blank=True)
    media_type = models.CharField("type, by its content", max_length=100)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)
    scan = models.CharField("virus check", max_length=12, choices=Scan)
    restricted = models.BooleanField(
        "restricted: left out of public editions, seen by those nearest to it", default=False
    )
    keep_until = models.DateField("keep until", null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("who", max_length=200)
    shredded_at = models.DateTimeField("destroyed", null=True)
    shredded_by = models.CharField("destroyed by", max_length=200, blank=True)
    shred_reason = models.CharField("why it was destroyed", max_length=300, blank=True)

    sealed_by = "record"
    immutable = ("partnership_id", "record_id", "evidence_id", "key", "sha256", "size", "uploaded_at", "uploaded_by_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["uploaded_at", "pk"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["partnership", "keep_until"], condition=Q(shredded_at__isnull=True), name="file_kept"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="file_hangs_from_one_place", condition=Q(record__isnull=False) ^ Q(evidence__isnull=False)
            ),
            models.CheckConstraint(
                name="file_shredded_with_a_reason",
                condition=(Q(shredded_at__isnull=True) & Q(shred_reason=""))
                | (Q(shredded_at__isnull=False) & ~Q(shred_reason="")),
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """As secret as what it hangs from; a restricted one is narrower still (`_near`)."""
        record = Record.unguarded.filter(Record.visible(), pk=OuterRef("record_id"))
        evidence = Evidence.unguarded.filter(Evidence.visible(), pk=OuterRef("evidence_id"))
        return (Q(Exists(record)) | Q(Exists(evidence))) & (Q(restricted=False) | cls._near())

    @classmethod
    def _near(cls) -> Q:
        """Who sees a restricted file.

        The business unit and the chair, whoever gave it, the record's group, its lead agency and those let in by name;
        for evidence, the agency or person that answers for the action.
        """
        let_in = Participant.unguarded.filter(Participant.let_in(), record=OuterRef("record_id"))
        closest = Q(Held("group_id", "groups")) | Q(Held(("partnership_id", "lead_agency_id"), "places"))
        record = Record.unguarded.filter(closest, pk=OuterRef("record_id"))
        answers = Q(Held(("partnership_id", "owner_agency_id"), "places")) | Q(Held("owner_id", "persons"))
        action = Action.unguarded.filter(answers, evidence=OuterRef("evidence_id"))
        unit = Q(Held("partnership_id", "oversight")) | Q(Held("uploaded_by_id", "users"))
        return unit | Q(Exists(let_in)) | Q(Exists(record)) | Q(Exists(action))

    @property
    def sealed(self) -> bool:
        return self.sealed_name is not None

    @property
    def shown_name(self) -> str:
        """The name it came with; of a sealed one only while its case is being read."""
        if isinstance(self.sealed_name, Sealed) and not self.sealed_name.readable:
            return self.name
        return str(self.sealed_name or self.name)

    @property
    def shredded(self) -> bool:
        return self.shredded_at is not None

    def __str__(self) -> str:
        return self.shown_name
