"""What hangs from a notification: the group's looks at it, the partners' decisions, letters, panel, family."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Entry
from goldenthread.core.sealing.fields import SealedText
from goldenthread.kernel.now import today

from . import choices
from .cases import CaseReview
from .choices import Partner


class Dated(Entry):
    """An entry whose day has come, and is not before the notification."""

    record: Any
    record_id: int | None
    day: ClassVar[str]
    since_incident: ClassVar[bool] = False

    class Meta(Entry.Meta):
        abstract = True

    def clean(self) -> None:
        own = getattr(self, self.day)
        if own is None or self.record_id is None:
            return
        first = self.record.incident_on if self.since_incident else self.record.notified_on
        if own > today():
            raise ValidationError({self.day: "This day has not come yet."})
        if own < first:
            raise ValidationError({self.day: f"It cannot be before {first:%-d %B %Y}."})


class Consideration(Dated):
    """One look of the group at it: what it recommends and who was of another mind; or that it was not agreed."""

    class Result(models.TextChoices):
        RECOMMENDED = "recommended", "Recommended"
        NOT_AGREED = "not_agreed", "Not agreed"
        PUT_OFF = "put_off", "Put off, for more information"

    day = "held_on"
    record = models.ForeignKey(CaseReview, on_delete=models.CASCADE, related_name="considerations")
    held_on = models.DateField("date of the meeting")
    extraordinary = models.BooleanField("extraordinary meeting", default=False, editable=False)
    result = models.CharField("what came of it", choices=Result, max_length=12, editable=False, blank=True)
    recommendation = models.CharField(
        "what is recommended", choices=choices.OUTCOME, max_length=20, blank=True,
        help_text="Nothing, where an extraordinary meeting does not agree either: then it is put to who decides.",
    )  # fmt: skip
    improvements = models.BooleanField("it highlights improvements that are needed", default=False)
    themes = models.BooleanField("it highlights recurrent themes", default=False)
    bodies = models.BooleanField("there are concerns about how bodies worked together", default=False)
    attended = SealedText("who took part, by agency", blank=True)
    why = SealedText("reasons", blank=True)
    dissent = SealedText("who was of another mind, and why", blank=True)
    dissented = models.BooleanField("not of one mind", default=False, editable=False)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["held_on", "pk"]
        verbose_name_plural = "considered by the group"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="review_recommendation_or_not_agreed",
                condition=~Q(result="recommended") | ~Q(recommendation="") | Q(extraordinary=True, dissented=True),
                violation_error_message="Say what is recommended.",
            )
        ]

    def get_result_display(self) -> str:  # type: ignore[no-redef]  # Django keeps the one that is written
        """In words. An extraordinary meeting that did not agree either recommends nothing."""
        if self.result == self.Result.RECOMMENDED and not self.recommendation:
            return "Not agreed either: put to who decides"
        return str(self.Result(self.result).label) if self.result else ""


class PartnerDecision(Dated):
    """What one safeguarding partner decides. A later decision of the same partner stands in place of an earlier."""

    day = "decided_on"
    record = models.ForeignKey(CaseReview, on_delete=models.CASCADE, related_name="decisions")
    partner = models.CharField("safeguarding partner", choices=Partner, max_length=10)
    outcome = models.CharField("decision", choices=choices.OUTCOME, max_length=20)
    decided_on = models.DateField("date of the decision")
    by = SealedText("who decided for the partner", max_length=120, blank=True)
    why = SealedText("reasons", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["decided_on", "pk"]
        verbose_name_plural = "decisions of the safeguarding partners"


class Letter(Dated):
    """What went to the national panel and the regulators, or came from them, and when."""

    day = "sent_on"
    record = models.ForeignKey(CaseReview, on_delete=models.CASCADE, related_name="letters")
    what = models.CharField("what", choices=choices.LETTERS, max_length=14)
    sent_on = models.DateField("sent or received on")
    words = SealedText("what it says", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["sent_on", "pk"]
        verbose_name_plural = "correspondence with the national panel"


class Parallel(Dated):
    """Proceedings beside the review begin or end. While they go on the review's clocks stand still."""

    class What(models.TextChoices):
        STARTED = "started", "They began"
        ENDED = "ended", "They ended"

    day = "happened_on"
    since_incident = True
    record = models.ForeignKey(CaseReview, on_delete=models.CASCADE, related_name="parallels")
    process = models.CharField("proceedings", choices=choices.PROCESSES, max_length=10)
    what = models.CharField("what", choices=What, max_length=8)
    happened_on = models.DateField("date")
    details = SealedText("details", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["happened_on", "pk"]
        verbose_name_plural = "parallel proceedings"

    def clean(self) -> None:
        super().clean()
        if not self.record_id:
            return
        last = CaseReview.objects.get(pk=self.record_id).parallels.filter(process=self.process).last()
        running = last is not None and last.what == self.What.STARTED
        if running is (self.what == self.What.STARTED):
            words = "They go on already." if running else "They have not begun: record that first."
            raise ValidationError({"what": words})
        if last and self.happened_on and self.happened_on < last.happened_on:
            raise ValidationError({"happened_on": f"It cannot be before {last.happened_on:%-d %B %Y}."})


class Panelist(Dated):
    """Someone on the review's panel, from a day on."""

    class Seat(models.TextChoices):
        CHAIR = "chair", "Chair of the panel"
        MEMBER = "member", "Member"
        ADVISER = "adviser", "Adviser"

    day = "since"
    record = models.ForeignKey(CaseReview, on_delete=models.CASCADE, related_name="panelists")
    who = SealedText("name", max_length=120)
    agency = SealedText("agency", max_length=160, blank=True)
    seat = models.CharField("seat", choices=Seat, max_length=8, default=Seat.MEMBER)
    since = models.DateField("since")

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["seat", "pk"]
        verbose_name_plural = "panel of the review"


class PanelMeeting(Dated):
    day = "held_on"
    record = models.ForeignKey(CaseReview, on_delete=models.CASCADE, related_name="panel_meetings")
    held_on = models.DateField("date of the meeting")
    attended = SealedText("who took part, by agency", blank=True)
    decisions = SealedText("what was decided", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["held_on", "pk"]
        verbose_name_plural = "panel meetings"


class FamilyPart(Dated):
    """How the family took part."""

    class What(models.TextChoices):
        TOLD = "told", "Told of the review"
        INVITED = "invited", "Invited to take part"
        MET = "met", "Took part"
        DECLINED = "declined", "Did not wish to"
        NOT_ASKED = "not_asked", "Not asked yet, for a reason"
        SHOWN = "shown", "Shown the report"

    day = "happened_on"
    record = models.ForeignKey(CaseReview, on_delete=models.CASCADE, related_name="family_parts")
    what = models.CharField("what", choices=What, max_length=10)
    happened_on = models.DateField("date")
    who = SealedText("who", max_length=200, blank=True)
    words = SealedText("what they said, or why they were not asked", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["happened_on", "pk"]
        verbose_name_plural = "family involvement"


class Reopening(Dated):
    """New information: it is considered again. What it had come to before is kept here."""

    day = "reopened_on"
    record = models.ForeignKey(CaseReview, on_delete=models.CASCADE, related_name="reopenings")
    reopened_on = models.DateField("date it was opened again")
    why = SealedText("what is new")
    was = models.CharField("what it was", choices=CaseReview.State, max_length=20, blank=True, editable=False)
    outcome = models.CharField("outcome before", choices=choices.OUTCOME, max_length=20, blank=True, editable=False)
    decided_on = models.DateField("decided before on", null=True, editable=False)
    ended_on = models.DateField("ended before on", null=True, editable=False)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["reopened_on", "pk"]
