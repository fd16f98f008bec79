"""What hangs from a case: children, meetings, strands, reviews, referrals, reopenings, what was learned."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Entry
from goldenthread.core.sealing.fields import SealedDate, SealedText
from goldenthread.law.lado.fields import STRANDS
from goldenthread.law.lado.outcomes import REFERRALS

from .cases import OUTCOME_CHOICES, Case


class Child(Entry):
    record = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="children")
    child_name = SealedText("name of the child", max_length=120)
    born = SealedDate("date of birth", blank=True)
    relation = SealedText("how the child knows the person", max_length=160, blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name_plural = "children"


class Meeting(Entry):
    """An allegations meeting: strategy, evaluation, whatever the area calls it."""

    record = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField("date of the meeting")
    attended = SealedText("who attended, by agency", blank=True)
    decisions = SealedText("what was decided", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["held_on", "pk"]
        verbose_name_plural = "allegations meetings"


class Strand(Entry):
    """A strand begins or ends. What each came to is said when it ends."""

    class What(models.TextChoices):
        STARTED = "started", "It started"
        ENDED = "ended", "It ended"

    class Result(models.TextChoices):
        NO_ACTION = "no_action", "No further action"
        PROCEEDED = "proceeded", "Charged, substantiated or upheld"
        ADVICE = "advice", "Advice, warning or conditions"
        NOT_PROVED = "not_proved", "Not proved or not upheld"
        OTHER = "other", "Something else"

    record = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="strands")
    strand = models.CharField("strand", choices=[(c.code, c.label) for c in STRANDS], max_length=12)
    what = models.CharField("what", choices=What, max_length=8)
    happened_on = models.DateField("date")
    result = models.CharField("what it came to", choices=Result, max_length=12, blank=True)
    details = SealedText("details", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["happened_on", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="lado_strand_ends_with_a_result",
                condition=(Q(what="ended") & ~Q(result="")) | Q(what="started", result=""),
                violation_error_message="Say what the strand came to when it ends, and only then.",
            )
        ]

    def clean(self) -> None:
        """A strand starts when it is not going on, and ends when it is, on or after that day."""
        if not (self.record_id and self.strand and self.what and self.happened_on):
            return
        last = Strand.objects.filter(record=self.record_id, strand=self.strand).last()
        running = last is not None and last.what == self.What.STARTED
        if running is (self.what == self.What.STARTED):
            words = "It is going on already." if running else "It has not started, or has ended already."
            raise ValidationError({"what": words})
        if last and self.happened_on < last.happened_on:
            told = f"This strand last changed on {last.happened_on:%-d %B %Y}: give that day or a later."
            raise ValidationError({"happened_on": told})


class Review(Entry):
    """A look at how far it has come. An allegations meeting counts as one."""

    record = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField("date of the review")
    progress = SealedText("how far it has come", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["reviewed_on", "pk"]
        verbose_name_plural = "progress reviews"


class Referral(Entry):
    """To the Disclosure and Barring Service or a regulator: is there a duty, when was it done, or why not."""

    class Duty(models.TextChoices):
        YES = "yes", "Yes: removed, or would have been, and the harm test is met"
        NO = "no", "No"

    record = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    to = models.CharField("to whom", choices=REFERRALS, max_length=12)
    duty = models.CharField("is there a duty to refer?", choices=Duty, max_length=4)
    referred_on = models.DateField("date of the referral", null=True, blank=True)
    why_not = SealedText("why it was not referred", blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name_plural = "referrals to regulators"

    def clean(self) -> None:
        if self.referred_on is None and not self.__dict__.get("why_not"):
            raise ValidationError({"why_not": "Give the date of the referral, or say why it was not made."})


class Reopening(Entry):
    """New information: the case goes on. What it had come to before is kept here."""

    record = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reopenings")
    reopened_on = models.DateField("date it was opened again")
    why = SealedText("what is new")
    was = models.CharField("what it was", choices=Case.State, max_length=20, blank=True, editable=False)
    outcome = models.CharField("outcome before", choices=OUTCOME_CHOICES, max_length=20, blank=True, editable=False)
    ended_on = models.DateField("ended before on", null=True, editable=False)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["reopened_on", "pk"]


class ReviewOfLearning(Entry):
    """What is learned once a case is closed. Findings are raised from the case's page, for the thread."""

    record = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="learning")
    held_on = models.DateField("date of the learning review")
    attended = SealedText("who took part, by agency", blank=True)
    learned = SealedText("what was learned")

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["held_on", "pk"]
        verbose_name_plural = "learning reviews"
