"""Learning from a case that does not tell the case: a briefing of one page, early learning; and which case it is from,
which only those know who see that case.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.access import Governed


class Learning(Record):
    """What happened in general, what was learned, what to do. Everything in it has passed the guard."""

    class State(models.TextChoices):
        DRAFTING = "drafting", "Being written"
        WAITING = "waiting", "With the chair"
        APPROVED = "approved", "Approved"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"
        NOT_PUBLISHED = "not_published", "Not to be published"

    class What(models.TextChoices):
        BRIEFING = "briefing", "One-page briefing"
        EARLY = "early", "Early learning"

    state = models.CharField(choices=State, default=State.DRAFTING, max_length=14, editable=False)
    what = models.CharField("what it is", max_length=10, choices=What, default=What.BRIEFING)
    named = models.CharField("title", max_length=120, help_text="What it is about, never whom.")
    happened = models.TextField(
        "what happened, in general",
        help_text="So that no child, family or place could be known: no names, exact dates, ages or places.",
    )
    learned = models.TextField("what was learned", help_text="One point in a line.")
    to_do = models.TextField("what to do", help_text="One point in a line.")
    questions = models.TextField("questions to discuss", blank=True, help_text="One in a line.")
    further = models.TextField("further reading", blank=True, help_text="One in a line.")
    answer_by = models.DateField(
        "agencies say by when what they passed on",
        null=True,
        blank=True,
        help_text="Left empty: within 14 days.",
    )
    approved_by = models.CharField("approved by", max_length=200, blank=True, editable=False)
    approved_on = models.DateField("approved on", null=True, editable=False)
    published_on = models.DateField("published on", null=True, editable=False)
    passed_on = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    class Meta(Record.Meta):
        verbose_name = "learning"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="learning_out_was_approved",
                condition=~Q(state__in=["approved", "published"]) | (Q(approved_on__isnull=False) & ~Q(approved_by="")),
            ),
            models.CheckConstraint(
                name="learning_out_has_its_day",
                condition=Q(state__in=["published", "withdrawn"]) ^ Q(published_on__isnull=True),
            ),
        ]


class FromCase(Governed):
    """Which case learning is from: as secret as the case."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="learning_given")
    learning = models.OneToOneField(Learning, on_delete=models.PROTECT, related_name="from_case")

    governed_by = "record"
    immutable = ("record_id", "learning_id")

    class Meta(Governed.Meta):
        pass
