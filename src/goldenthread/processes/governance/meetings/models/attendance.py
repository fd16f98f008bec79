"""Who was asked to a meeting and what came of it: one row a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Entry
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.models import Agency, Partnership, Person

from .meeting import Meeting


class Attendance(Entry):
    """One person at one meeting. A deputy is named on the member's row: the member was asked, the deputy came."""

    class Status(models.TextChoices):
        ATTENDED = "attended", "Attended"
        APOLOGY = "apology", "Sent apologies"
        DEPUTY = "deputy", "Sent a deputy"
        ABSENT = "absent", "Absent without apology"
        PAPERS_ONLY = "papers_only", "Receives papers only"
        NOT_INVITED = "not_invited", "Not yet asked to attend"
        UNKNOWN = "unknown", "Not known"

    class Part(models.TextChoices):
        MEMBER = "member", "Member"
        GUEST = "guest", "Guest"
        PRESENTER = "presenter", "Presenter"
        IN_ATTENDANCE = "in_attendance", "In attendance"

    record = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", blank=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendance")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.UNKNOWN)
    part = models.CharField("part in the meeting", max_length=14, choices=Part, default=Part.MEMBER)
    deputy = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="deputy"
    )
    deputy_name = models.CharField("deputy, if not known to the partnership", max_length=200, blank=True)
    virtual = models.BooleanField("joined online", default=False)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    deletable = True  # with the import of minutes that wrote it, and not otherwise

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name_plural = "attendance"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "person"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_names_the_deputy_sent",
                condition=(Q(status="deputy") & (Q(deputy__isnull=False) ^ ~Q(deputy_name="")))
                | (~Q(status="deputy") & Q(deputy__isnull=True, deputy_name="")),
                violation_error_message="Name the deputy who came, and only where one was sent.",
            ),
            models.CheckConstraint(
                name="attendance_no_one_deputises_for_themselves",
                condition=Q(deputy__isnull=True) | ~Q(deputy=models.F("person")),
                violation_error_message="No one is their own deputy.",
            ),
        ]

    def clean(self) -> None:
        """The database holds the same; said here first, because asking it costs a query for each row."""
        self.partnership_id = self.record.partnership_id
        named = (self.deputy_id is not None) + bool(self.deputy_name)
        if named != (self.status == self.Status.DEPUTY):
            raise ValidationError("Name the one deputy who came, and only where one was sent.", code="deputy")
        if self.deputy_id == self.person_id:
            raise ValidationError("No one is their own deputy.", code="deputy")

    @property
    def deputy_sent(self) -> str:
        return self.deputy.name if self.deputy else self.deputy_name

    def __str__(self) -> str:
        return f"{self.person}: {self.get_status_display()}"
