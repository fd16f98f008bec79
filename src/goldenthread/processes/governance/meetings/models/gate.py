"""What was decided at the gate about an item: passed, turned back, or waived by the chair. Only ever added to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Entry

from .agenda import AgendaItem, Decision
from .meeting import Meeting


class GateVerdict(Entry):
    """One verdict. Seen where the item is; the meeting and the decision behind it only where they are."""

    class Verdict(models.TextChoices):
        PASSED = "passed", "Passed"
        TURNED_BACK = "turned_back", "Turned back"
        WAIVED = "waived", "Waived by the chair"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField("what was decided", max_length=12, choices=Verdict)
    at = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField("on")
    why = models.TextField("why", blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("who", max_length=200)

    governed_by = "item"
    append_only = True
    tracked = False
    immutable: ClassVar[tuple[str, ...]] = ()

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["-pk"]
        verbose_name = "verdict at the gate"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="gate_passed_at_a_meeting_waived_with_a_reason",
                condition=Q(verdict="passed", at__isnull=False)
                | Q(verdict="turned_back", at__isnull=False) & ~Q(why="")
                | Q(verdict="waived", at__isnull=True, decision__isnull=True) & ~Q(why=""),
                violation_error_message="It is passed or turned back at a meeting, and waived with a reason.",
            ),
        ]
