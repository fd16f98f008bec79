"""What hangs from a case: the response of agencies, their reports, what runs beside, the panel's looks, reopenings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Entry
from goldenthread.core.sealing.fields import SealedText
from goldenthread.kernel.now import today
from goldenthread.kernel.spans import day_of

from . import choices
from .cases import ChildDeath
from .panels import PanelMeeting


class Response(Entry):
    """One step of what agencies do together: in hospital, the first meeting, the visit, the review meeting."""

    class Kind(models.TextChoices):
        HOSPITAL = "hospital", "Immediate response in hospital"
        PLANNING = "planning", "First meeting: sharing information and planning"
        VISIT = "visit", "Visit to the home or scene"
        RESULTS = "results", "Results of the post-mortem"
        FOLLOW_UP = "follow_up", "Follow-up with the family"
        FINAL = "final", "Final case discussion"
        REVIEW_MEETING = "review_meeting", "Child death review meeting"

    #: The meetings of those who knew the child, after which the panel can take it up.
    LAST: ClassVar[tuple[str, ...]] = ("final", "review_meeting")

    record = models.ForeignKey(ChildDeath, on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField("what", choices=Kind, max_length=14)
    held_at = models.DateTimeField("when")
    attended = SealedText("who took part, by agency", blank=True)
    notes = SealedText("what was found and decided", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["held_at", "pk"]
        verbose_name_plural = "joint agency response"

    def clean(self) -> None:
        if self.held_at and day_of(self.held_at) > today():
            raise ValidationError({"held_at": "This moment has not come yet."})
        if self.record_id and self.held_at and day_of(self.held_at) < self.record.died_on:
            raise ValidationError({"held_at": f"The death was on {self.record.died_on:%-d %B %Y}."})


class Report(Entry):
    """What one agency was asked for and what came: form B or its successor, or a supplement to it.

    The three numbers tell apart what was given, what was asked and is not known, and what was left blank.
    """

    class Outcome(models.TextChoices):
        ASKED = "asked", "Asked"
        RETURNED = "returned", "Returned"
        NOTHING = "nothing", "Holds nothing on the child"

    record = models.ForeignKey(ChildDeath, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField("kind of agency", choices=choices.KINDS, max_length=16)
    form = models.CharField("form", choices=choices.FORMS, max_length=80, default="B")
    agency = SealedText("which agency, and who answers", max_length=200, blank=True)
    asked_on = models.DateField("asked on")
    due_on = models.DateField("asked for by", null=True, blank=True)
    outcome = models.CharField("how it stands", choices=Outcome, max_length=10, default=Outcome.ASKED)
    returned_on = models.DateField("came on", null=True, blank=True)
    given = models.PositiveSmallIntegerField("questions answered", null=True, blank=True)
    not_known = models.PositiveSmallIntegerField("asked, not known", null=True, blank=True)
    blank = models.PositiveSmallIntegerField("left blank", null=True, blank=True)
    words = SealedText("what it says", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["asked_on", "kind", "pk"]
        verbose_name_plural = "agency reports"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="death_report_came_on_a_day",
                condition=Q(outcome="asked", returned_on__isnull=True)
                | (~Q(outcome="asked") & Q(returned_on__isnull=False)),
                violation_error_message="Give the day on which it came, if it came, and only then.",
            )
        ]

    def clean(self) -> None:
        if self.returned_on and self.asked_on and self.returned_on < self.asked_on:
            raise ValidationError({"returned_on": "It cannot have come before it was asked for."})
        if any(day and day > today() for day in (self.asked_on, self.returned_on)):
            raise ValidationError("A day given here has not come yet.")


class Parallel(Entry):
    """Another process begins beside the review, or ends. A coroner's and the police's hold the case, and the review."""

    class What(models.TextChoices):
        STARTED = "started", "It started"
        ENDED = "ended", "It ended"

    record = models.ForeignKey(ChildDeath, on_delete=models.CASCADE, related_name="parallels")
    process = models.CharField("which process", choices=choices.PARALLEL, max_length=12)
    what = models.CharField("what", choices=What, max_length=8)
    happened_on = models.DateField("date")
    details = SealedText("details, such as the conclusion", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["happened_on", "pk"]
        verbose_name_plural = "other processes"

    def clean(self) -> None:
        """It starts when it is not going on, and ends when it is, on or after that day."""
        if not (self.record_id and self.process and self.what and self.happened_on):
            return
        if self.happened_on > today():
            raise ValidationError({"happened_on": "This day has not come yet."})
        last = Parallel.objects.filter(record=self.record_id, process=self.process).last()
        running = last is not None and last.what == self.What.STARTED
        if running is (self.what == self.What.STARTED):
            words = "It is going on already." if running else "It has not started, or has ended already."
            raise ValidationError({"what": words})
        if last and self.happened_on < last.happened_on:
            told = f"It last changed on {last.happened_on:%-d %B %Y}: give that day or a later."
            raise ValidationError({"happened_on": told})


class Consideration(Entry):
    """One look of the panel at the case: it completed its review, or put it off."""

    class Result(models.TextChoices):
        COMPLETED = "completed", "Review completed"
        PUT_OFF = "put_off", "Put off"

    record = models.ForeignKey(ChildDeath, on_delete=models.CASCADE, related_name="considerations")
    meeting = models.ForeignKey(PanelMeeting, on_delete=models.PROTECT, related_name="+", verbose_name="panel meeting")
    result = models.CharField("result", choices=Result, max_length=10, default=Result.PUT_OFF, editable=False)
    why = SealedText("why it was put off", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name_plural = "panel's considerations"


class Reopening(Entry):
    """Something new: the case goes on. What it had come to is kept here."""

    record = models.ForeignKey(ChildDeath, on_delete=models.CASCADE, related_name="reopenings")
    reopened_on = models.DateField("date it was opened again")
    why = SealedText("what is new")
    was = models.CharField("what it was", choices=ChildDeath.State, max_length=20, blank=True, editable=False)
    category = models.CharField(
        "category before", choices=choices.CATEGORIES, max_length=12, blank=True, editable=False
    )
    reviewed_on = models.DateField("reviewed before on", null=True, editable=False)
    ended_on = models.DateField("ended before on", null=True, editable=False)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["reopened_on", "pk"]
