"""The roll: how each agency's return for each period stands, for everyone at the table. Silence is nobody's secret."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.periods import Stretch

from .returns import Return
from .schedules import Schedule


def stood_on(stood: Iterable[dict[str, str]], day: date) -> tuple[str, date, date | None, str] | None:
    """(state, due on, sent on, reason) of the last line that was written by the end of a day."""
    known = [one for one in stood if one["on"] <= day.isoformat()]
    if not known:
        return None
    last = known[-1]
    sent = date.fromisoformat(last["sent"]) if last["sent"] else None
    return last["state"], date.fromisoformat(last["due"]), sent, last["reason"]


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
    #: How it stood from which day on, the earliest first: what `says` gave on each day that anything changed.
    stood = models.JSONField("how it stood, and since when", default=list, editable=False)

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

    def says(self, on: date) -> dict[str, str]:
        """How it stands, for `stood`: from a day on."""
        sent = self.sent_on.isoformat() if self.sent_on else ""
        due, why = self.due_on.isoformat(), self.reason
        return {"on": on.isoformat(), "state": self.state, "due": due, "sent": sent, "reason": why}

    def as_on(self, day: date) -> Roll | None:
        """The line as it stood at the end of a day; nothing where the return was not asked for yet."""
        told = stood_on(self.stood, day)
        if told is None:
            return None
        found = copy(self)
        found.state, found.due_on, found.sent_on, found.reason = told
        return found

    def __str__(self) -> str:
        return self.reference
