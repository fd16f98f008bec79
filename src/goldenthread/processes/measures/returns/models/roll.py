"""The roll: how each agency's return for each period stands, for everyone at the table. Silence is nobody's secret."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.periods import Stretch

from .returns import Return
from .schedules import Schedule


class Roll(Governed):
    """One line of the roll: received, late, queried, not sent and the reason. No figure, note or query stands here.

    The return itself is for its agency and those who run the partnership; that it came, or did not, is for the board.
    """

    record = models.OneToOneField(Return, on_delete=models.PROTECT, related_name="roll")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="roll")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=Return.State, default=Return.State.DUE)
    sent_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    immutable = ("record_id", "partnership_id", "schedule_id", "agency_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-last", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["schedule", "last", "agency"], name="return_on_the_roll_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.first, self.last)

    def __str__(self) -> str:
        return self.reference
