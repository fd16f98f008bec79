"""Private fostering: someone else's child, cared for 28 days or more. The council must be told, and must visit."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.models import Entry, Record, filled_only_when


class Arrangement(Record):
    class State(models.TextChoices):
        NOTIFIED = "notified", "Notified"
        SUITABLE = "suitable", "Suitable, being visited"
        PROHIBITED = "prohibited", "Prohibited"
        ENDED = "ended", "Ended"

    class Source(models.TextChoices):
        CARER = "carer", "Carer"
        PARENT = "parent", "Parent"
        SCHOOL = "school", "School"
        HEALTH = "health", "Health"
        SOCIAL_CARE = "social_care", "Social care"
        OTHER = "other", "Other"

    state = models.CharField(choices=State, default=State.NOTIFIED, max_length=20, editable=False)
    child_ref = models.CharField(
        "child's case reference",
        max_length=40,
        help_text="The number in the council's own system. Do not write a name.",
    )
    notified_by = models.CharField("who told the council", choices=Source, max_length=20)
    notified_on = models.DateField("date the council was told")
    began_on = models.DateField("date the arrangement began", help_text="If it has not begun, the date planned.")
    ended_on = models.DateField("date the arrangement ended", null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = "private fostering arrangement"
        indexes = []
        constraints = [
            models.CheckConstraint(
                name="pf_ends_after_it_began",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                violation_error_message="The arrangement cannot end before it began.",
            ),
            filled_only_when("ended", "ended_on"),
        ]


class Visit(Entry):
    record = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="visits")
    visited_on = models.DateField("date of visit")
    child_seen_alone = models.BooleanField("the child was seen alone", default=False)
    what_was_seen = models.TextField("what was seen and said", blank=True)

    class Meta(Entry.Meta):
        ordering = ["visited_on"]
