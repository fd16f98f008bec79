"""A set of minutes on its way in: the file, and one row for each thing that was read in it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.models import Meeting


class MinutesImport(Governed):
    """One file of minutes. Nothing of it is anywhere else until it is accepted; then it says what was written."""

    class State(models.TextChoices):
        READING = "reading", "Being read"
        READY = "ready", "Ready to check"
        ACCEPTED = "accepted", "Accepted"
        UNDONE = "undone", "Taken back"
        DISMISSED = "dismissed", "Dismissed"
        FAILED = "failed", "Could not be read"

    #: While it is in one of these states, the same file is the same import.
    STANDING: ClassVar[tuple[str, ...]] = ("reading", "ready", "accepted")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="group that met"
    )
    name = models.CharField("file name", max_length=130)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("size in bytes")
    state = models.CharField(max_length=10, choices=State, default=State.READING, editable=False)
    progress = models.PositiveSmallIntegerField("percent read", default=0, editable=False)
    progress_words = models.CharField(max_length=200, blank=True, editable=False)
    error = models.TextField("why it could not be read", blank=True, editable=False)
    read = models.JSONField("what was read", default=dict, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="imports", editable=False)
    written = models.JSONField("what was written", default=dict, editable=False)
    found = models.JSONField("how things stood before", default=dict, editable=False, encoder=DjangoJSONEncoder)
    left = models.JSONField("versions that were left behind", default=dict, editable=False)
    taken_back = models.JSONField("what was taken back, in words", default=list, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    by = models.CharField("brought in by", max_length=200)
    settled_by = models.CharField("accepted or dismissed by", max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    undone_by = models.CharField("taken back by", max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "sha256", "size", "uploaded_by_id", "uploaded_at")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-uploaded_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["partnership", "sha256"],
                condition=Q(state__in=["reading", "ready", "accepted"]),
                name="minutes_imported_once",
            ),
            models.CheckConstraint(
                name="minutes_accepted_made_a_meeting",
                condition=Q(state__in=["accepted", "undone"], meeting__isnull=False)
                | (~Q(state__in=["accepted", "undone"]) & Q(meeting__isnull=True)),
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """Unchecked text about people: for the business unit and the chair alone."""
        return Q(Held("partnership_id", "oversight"))

    def __str__(self) -> str:
        return self.name


class ImportSource(Governed):
    """The file itself and its lines as a person sees them; taken away when the import is dismissed or fails."""

    minutes_import = models.OneToOneField(MinutesImport, on_delete=models.CASCADE, related_name="source")
    content = models.BinaryField()
    lines = models.JSONField("number, page and text of each line", default=list)

    governed_by = "minutes_import"
    deletable = True
    tracked = False  # its history would hold the whole file again
    immutable = ("minutes_import_id", "content")


class ReadItem(Governed):
    """One thing that was read: where it stands in the source, what was made of it, what the clerk says of that."""

    class Kind(models.TextChoices):
        MEETING = "meeting", "The meeting"
        ATTENDANCE = "attendance", "Person"
        ITEM = "item", "Agenda item"
        DECISION = "decision", "Decision"
        PREVIOUS = "previous_action", "Earlier action"
        ACTION = "action", "New action"
        PROMISE = "promise", "Promise"
        RECOMMENDATION = "recommendation", "Recommendation"
        FUTURE = "future_meeting", "Meeting to come"
        UNPLACED = "unplaced", "Could not be placed"
        WARNING = "warning", "Warning"

    class Verdict(models.TextChoices):
        UNDECIDED = "undecided", "Not looked at yet"
        ACCEPTED = "accepted", "Accepted"
        CORRECTED = "corrected", "Corrected"
        DISMISSED = "dismissed", "Dismissed"

    class Match(models.TextChoices):
        NONE = "none", "Nothing like it is known"
        SURE = "sure", "The same"
        LIKELY = "likely", "Perhaps the same"

    #: Verdicts under which a row is written.
    TAKEN: ClassVar[tuple[str, ...]] = ("accepted", "corrected")

    minutes_import = models.ForeignKey(MinutesImport, on_delete=models.CASCADE, related_name="items")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    order = models.PositiveIntegerField()
    line = models.PositiveIntegerField(null=True)
    last_line = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(null=True)
    source = models.TextField("in the minutes", blank=True)
    read = models.JSONField("as it was read")
    values = models.JSONField("as it will be written")
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.UNDECIDED)
    match = models.CharField(max_length=6, choices=Match, default=Match.NONE)
    unsure = models.JSONField("which links are only likely", default=list)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("minutes_import_id", "partnership_id", "kind", "order", "read", "source")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["minutes_import", "order"], name="read_item_order_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        """As its import; said with its own column, so that a long list needs no second look."""
        return Q(Held("partnership_id", "oversight"))

    @property
    def taken(self) -> bool:
        return self.verdict in self.TAKEN

    @property
    def place(self) -> str:
        """Where it stands in the source, in words; empty where it concerns the whole document."""
        if self.line is None:
            return ""
        lines = f"line {self.line}" if self.line == self.last_line else f"lines {self.line} to {self.last_line}"
        return f"page {self.page}, {lines}" if self.page else lines

    def __str__(self) -> str:
        said = self.values.get("name") or self.values.get("title") or self.values.get("text") or ""
        return f"{self.get_kind_display()} {self.values.get('number') or ''} {said[:60]}".replace("  ", " ").strip()
