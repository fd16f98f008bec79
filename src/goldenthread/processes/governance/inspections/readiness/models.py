"""Readiness for a joint inspection: a run of it, mock or real, what is asked of whom by when, and what came."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.identity import NO_IDENTITY, refuse_identity
from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership, Person


class Run(Record):
    """One run of a joint inspection. Everyone at the table sees who answered and who did not."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        RUNNING = "running", "Running"
        OVER = "over", "Over"
        CLOSED = "closed", "Closed"

    class Sort(models.TextChoices):
        MOCK = "mock", "Mock"
        REAL = "real", "Real"

    state = models.CharField(choices=State, default=State.PLANNED, max_length=10, editable=False)
    sort = models.CharField("mock or real", max_length=4, choices=Sort, default=Sort.MOCK)
    theme = models.CharField("theme", max_length=150, blank=True)
    notified_at = models.DateTimeField("told of it", null=True, blank=True)
    fieldwork_on = models.DateField("inspectors are on site from", null=True, editable=False)
    over_at = models.DateTimeField("over since", null=True, editable=False)
    before = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="run before it"
    )

    class Meta(Record.Meta):
        verbose_name = "inspection run"
        indexes = []
        constraints = [
            models.CheckConstraint(
                name="run_told_of_once_it_runs", condition=Q(state="planned") | Q(notified_at__isnull=False)
            ),
            models.CheckConstraint(
                name="run_over_after_it_began", condition=Q(over_at__isnull=True) | Q(over_at__gte=F("notified_at"))
            ),
            models.CheckConstraint(
                name="run_not_before_itself",
                condition=Q(before__isnull=True) | ~Q(before=F("record_ptr")),
                violation_error_message="A run cannot be compared with itself.",
            ),
        ]

    @property
    def running(self) -> bool:
        return bool(self.state == self.State.RUNNING)


class Request(Governed):
    """One thing asked of one agency. That it came, late or never, and why, everyone at the table sees."""

    class What(models.TextChoices):
        LIST = "list", "List of children or contacts"
        CASES = "cases", "Cases"
        DOCUMENTS = "documents", "Documents"

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        ANSWERED = "answered", "Answered"
        NOT_ANSWERED = "not_answered", "Not answered"

    record = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="requests")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="who answers"
    )
    title = models.CharField("what is asked", max_length=200, help_text=NO_IDENTITY, validators=[refuse_identity])
    what = models.CharField("what kind of thing", max_length=10, choices=What)
    working_day = models.PositiveSmallIntegerField("due on working day")
    due_time = models.TimeField("due by (time)", null=True, blank=True)
    due_at = models.DateTimeField("due", null=True, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.ASKED, editable=False)
    acknowledged_at = models.DateTimeField("acknowledged", null=True, editable=False)
    answered_at = models.DateTimeField("answered", null=True, editable=False)
    reason = models.CharField(
        "why it was not answered", max_length=500, blank=True, editable=False, validators=[refuse_identity]
    )
    by = models.CharField("who said so", max_length=200, blank=True, editable=False)
    lesson = models.ForeignKey("thread.Finding", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    governed_by = "record"
    deletable = True  # while the run is planned
    immutable = ("record_id", "partnership_id", "agency_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["working_day", "due_time", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "agency", "title"], name="request_once"),
            models.CheckConstraint(
                name="request_answered_at_a_moment",
                condition=(Q(state="answered") & Q(answered_at__isnull=False))
                | (~Q(state="answered") & Q(answered_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="request_reason_only_when_not_answered", condition=Q(reason="") | Q(state="not_answered")
            ),
            models.CheckConstraint(name="request_day_can_be_met", condition=Q(working_day__gte=0, working_day__lte=60)),
        ]

    @property
    def settled(self) -> bool:
        return self.state in (self.State.ANSWERED, self.State.NOT_ANSWERED)

    def __str__(self) -> str:
        return self.title


class Given(Governed):
    """What an agency gave, and where it is kept. For the agency and for those who oversee: it may tell of children."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="given")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("what was given, and where it is")
    by = models.CharField("who", max_length=200)
    at = models.DateTimeField("when")

    governed_by = "request"
    append_only = True

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["pk"]

    @classmethod
    def narrower(cls) -> Q:
        return Q(Held(("partnership_id", "agency_id"), "places")) | Q(Held("partnership_id", "oversight"))
