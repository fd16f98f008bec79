"""A meeting of the panel: who was there, was it quorate, and the anonymous papers that it reads."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Register
from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership, Person


class PanelMeeting(Governed):
    """One meeting of the child death overview panel. That it met, and who came, is no secret; what it read is."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", verbose_name="panel")
    held_on = models.DateField("date of the meeting")
    theme = models.CharField("what it is for, if not all cases", max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "register_id", "group_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["group", "held_on"], name="death_panel_once_a_day")
        ]

    @classmethod
    def rule(cls) -> Q:
        """The panel, those who keep the register, and the chair and business unit."""
        return (
            Q(Held("group_id", "groups")) | Q(Held("register_id", "registers")) | Q(Held("partnership_id", "oversight"))
        )

    def __str__(self) -> str:
        return f"Panel of {self.held_on:%-d %B %Y}"


class Attendance(Governed):
    """How one person was there, for which agency. `counts`: towards the quorum, as their seat did on that day."""

    class How(models.TextChoices):
        PRESENT = "present", "Present"
        DEPUTY = "deputy", "A deputy came"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(PanelMeeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    seat = models.CharField("seat", choices=Membership.Role, max_length=20)
    how = models.CharField("how", choices=How, max_length=10)

    governed_by = "meeting"
    immutable = ("meeting_id", "person_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["person__name", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["meeting", "person"], name="death_panel_person_once")
        ]

    @property
    def was_there(self) -> bool:
        return self.how in (self.How.PRESENT, self.How.DEPUTY)
