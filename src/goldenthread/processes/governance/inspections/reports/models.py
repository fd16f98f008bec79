"""Inspections as they came: who inspected, by which framework, what was judged."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.columns import WebAddressField
from goldenthread.core.casework.models import Entry, Record
from goldenthread.kernel.now import today


class Inspection(Record):
    class State(models.TextChoices):
        ANNOUNCED = "announced", "Announced"
        ON_SITE = "on_site", "Inspectors on site"
        REPORTED = "reported", "Reported"
        ANSWERED = "answered", "Answered by a plan"
        CLOSED = "closed", "Closed"

    class Framework(models.TextChoices):
        LSCB = "LSCB", "Review of a safeguarding children board"
        ILACS = "ILACS", "Inspection of children's services"
        JTAI = "JTAI", "Joint targeted area inspection"
        OTHER = "OTHER", "Another framework"

    state = models.CharField(choices=State, default=State.ANNOUNCED, max_length=10, editable=False)
    inspectorate = models.CharField("who inspects", max_length=200, help_text="Ofsted, or all of a joint inspection.")
    framework = models.CharField("framework", max_length=8, choices=Framework)
    announced_on = models.DateField("announced on")
    fieldwork_on = models.DateField("inspectors on site from", null=True, blank=True)
    reported_on = models.DateField("report published on", null=True, blank=True)
    report = WebAddressField("address of the report", blank=True)

    class Meta(Record.Meta):
        verbose_name = "inspection"
        indexes = []
        constraints = [
            models.CheckConstraint(
                name="inspection_on_site_after_it_was_announced",
                condition=Q(fieldwork_on__isnull=True) | Q(fieldwork_on__gte=F("announced_on")),
                violation_error_message="Inspectors cannot be on site before the inspection was announced.",
            ),
            models.CheckConstraint(
                name="inspection_reported_after_it_was_announced",
                condition=Q(reported_on__isnull=True) | Q(reported_on__gte=F("announced_on")),
                violation_error_message="The report cannot be older than the inspection.",
            ),
            models.CheckConstraint(
                name="inspection_reported_on_a_day",
                condition=Q(state__in=["announced", "on_site"]) | Q(reported_on__isnull=False),
                violation_error_message="Give the day on which the report was published.",
            ),
        ]

    def clean(self) -> None:
        """A report that has not been published yet is none."""
        if self.reported_on and self.reported_on > today():
            raise ValidationError({"reported_on": "This day has not come yet."})


class Judgement(Entry):
    """One judgement of the report: a heading, the grade or kind of it, and what was said."""

    class Grade(models.TextChoices):
        OUTSTANDING = "outstanding", "Outstanding"
        GOOD = "good", "Good"
        REQUIRES = "requires", "Requires improvement to be good"
        INADEQUATE = "inadequate", "Inadequate"
        STRENGTH = "strength", "Strength (not graded)"
        IMPROVE = "improve", "Area for improvement (not graded)"
        PRIORITY = "priority", "Priority action (not graded)"

    record = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="judgements")
    heading = models.CharField("heading", max_length=150)
    grade = models.CharField("judgement", max_length=12, choices=Grade)
    text = models.TextField("what was said", blank=True)

    class Meta(Entry.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record", "heading", "grade", "text"], name="judgement_once")]
