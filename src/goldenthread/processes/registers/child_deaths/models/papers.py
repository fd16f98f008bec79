"""What the panel reads of a case: no name, no day, no number. It is sealed as the case is, and goes when that goes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Register
from goldenthread.core.groups.models import Group
from goldenthread.core.sealing.fields import SealedText
from goldenthread.core.tenancy.access import Governed, Held

from .cases import ChildDeath
from .panels import PanelMeeting


class Paper(Governed):
    """A case as one meeting of the panel reads it. The panel sees this row, and never the case that it is of."""

    record = models.ForeignKey(ChildDeath, on_delete=models.CASCADE, related_name="papers")
    meeting = models.ForeignKey(PanelMeeting, on_delete=models.CASCADE, related_name="papers")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField("case", max_length=12)
    facts = SealedText("what is coded")
    text = SealedText("summary of the case")
    checked_by = models.CharField("who checked it", max_length=200)
    checked_at = models.DateTimeField("when it was checked")
    withdrawn_on = models.DateField("taken back on", null=True, blank=True)

    sealed_by = "record"
    immutable = ("record_id", "meeting_id", "register_id", "group_id", "pseudonym")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["pseudonym", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["record", "meeting"], condition=Q(withdrawn_on__isnull=True), name="death_paper_once"
            )
        ]

    @classmethod
    def rule(cls) -> Q:
        """Those who keep the register, and the panel while it is not taken back."""
        return Q(Held("register_id", "registers")) | (Q(Held("group_id", "groups")) & Q(withdrawn_on__isnull=True))
