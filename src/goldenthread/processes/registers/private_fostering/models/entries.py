"""What hangs from an arrangement: visits, notices, matters looked into, requirements, disqualification, prohibition."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Entry
from goldenthread.core.sealing.fields import SealedText

from .arrangements import Arrangement
from .choices import APPEALS, MATTERS, NOTIFIED_BY


class Visit(Entry):
    """An officer was there. The clocks run from visit to visit."""

    class Asked(models.TextChoices):
        DUE = "due", "Nobody: it was due"
        CHILD = "child", "The child"
        CARER = "carer", "The carer"
        PARENT = "parent", "A parent"

    class NotAlone(models.TextChoices):
        UNFITTING = "unfitting", "It would not have been fitting"
        REFUSED = "refused", "The child did not want to be"
        PREVENTED = "prevented", "The carer did not allow it"
        AWAY = "away", "The child was not there"

    record = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="visits")
    visited_on = models.DateField("date of visit")
    asked_by = models.CharField("who asked for it", choices=Asked, max_length=10, default=Asked.DUE, blank=True)
    child_seen_alone = models.BooleanField("the child was seen alone", default=False)
    not_alone = models.CharField("if not, why not", choices=NotAlone, max_length=12, blank=True)
    saw_home = models.BooleanField("the home was seen", default=False)
    saw_carer = models.BooleanField("the carer was spoken to", default=False)
    saw_household = models.BooleanField("everyone in the household was spoken to", default=False)
    saw_parents = models.BooleanField("the parents were spoken to", default=False)
    reported_on = models.DateField("date of the written report", null=True, blank=True)
    what_was_seen = SealedText("what was seen and said", blank=True)

    class Meta(Entry.Meta):
        ordering = ["visited_on"]


class Notice(Entry):
    """What the law wants told within 48 hours: that the child moved in, that something changed, that it ended."""

    class Kind(models.TextChoices):
        MOVED_IN = "moved_in", "The child has moved in"
        CHANGED = "changed", "Something has changed"
        ENDED = "ended", "It has ended"

    record = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="notices")
    of = models.CharField("what it says", choices=Kind, max_length=10)
    by = models.CharField("who told the council", choices=NOTIFIED_BY, max_length=20)
    happened_at = models.DateTimeField("when it happened")
    told_at = models.DateTimeField("when the council was told")
    words = SealedText("details", blank=True)

    class Meta(Entry.Meta):
        ordering = ["happened_at"]


class Matter(Entry):
    """One matter of Schedule 2 or 3, as the assessment found it. The last word on each is what counts."""

    class Grade(models.TextChoices):
        GOOD = "good", "Good"
        ENOUGH = "enough", "Good enough"
        CONCERN = "concern", "A concern"
        UNKNOWN = "unknown", "Not known yet"

    record = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="matters")
    matter = models.CharField("what was looked into", choices=MATTERS, max_length=20)
    grade = models.CharField("how it is", choices=Grade, max_length=10)
    looked_on = models.DateField("date")
    words = SealedText("what was found")

    class Meta(Entry.Meta):
        ordering = ["matter", "looked_on", "pk"]


class Requirement(Entry):
    """What the carer must do (Schedule 8), by a day. Varied, met or lifted: each change is kept in its history."""

    class Kind(models.TextChoices):
        NUMBER = "number", "How many children, of which age or sex"
        HOME = "home", "The home and its equipment"
        CARE = "care", "How the child is cared for"
        PEOPLE = "people", "Who may look after the child"
        RECORDS = "records", "Records and fire precautions"
        OTHER = "other", "Something else"

    class Standing(models.TextChoices):
        OPEN = "open", "To be met"
        MET = "met", "Met"
        LIFTED = "lifted", "Lifted"

    record = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="requirements")
    of = models.CharField("what it is about", choices=Kind, max_length=10)
    words = SealedText("what is required")
    imposed_on = models.DateField("imposed on")
    due_on = models.DateField("to be met by")
    standing = models.CharField("how it stands", choices=Standing, max_length=10, default=Standing.OPEN, blank=True)
    settled_on = models.DateField("met or lifted on", null=True, blank=True)
    varied = models.PositiveSmallIntegerField("times varied", default=0, editable=False)

    class Meta(Entry.Meta):
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="requirement_settled_on_a_day", condition=Q(standing="open") ^ Q(settled_on__isnull=False)
            )
        ]


class Disqualification(Entry):
    """Someone in the home may not foster privately without the council's consent (Children Act 1989, section 68)."""

    class Who(models.TextChoices):
        CARER = "carer", "The carer"
        HOUSEHOLD = "household", "Someone of the household"

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", "Not asked for"
        ASKED = "asked", "Asked for"
        GIVEN = "given", "Given"
        REFUSED = "refused", "Refused"

    record = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="disqualifications")
    who = models.CharField("who is disqualified", choices=Who, max_length=10)
    found_on = models.DateField("date it was found")
    consent = models.CharField("consent of the council", choices=Consent, max_length=10)
    decided_on = models.DateField("date of the decision on consent", null=True, blank=True)
    words = SealedText("who, why, and what was decided")

    class Meta(Entry.Meta):
        ordering = ["found_on", "pk"]


class Prohibition(Entry):
    """A prohibition (section 69) with its reasons and what came of it. Kept when it is lifted."""

    record = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="prohibitions")
    since = models.DateField("from")
    reasons = SealedText("reasons", blank=True)
    appeal = models.CharField("appeal", choices=APPEALS, max_length=10, blank=True)
    lifted_on = models.DateField("lifted on", null=True, blank=True)

    class Meta(Entry.Meta):
        ordering = ["since", "pk"]


class QualityCheck(Entry):
    """An assessment that was drawn for a look at its quality; graded by a manager, told without names."""

    class Grade(models.TextChoices):
        GOOD = "good", "Good"
        IMPROVE = "improve", "To be improved"
        POOR = "poor", "Inadequate"

    record = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="checks")
    drawn_on = models.DateField("drawn on")
    graded_on = models.DateField("graded on", null=True, blank=True)
    grade = models.CharField("all in all", choices=Grade, max_length=10, blank=True)
    checks = models.BooleanField("checks on every adult are complete", default=False)
    matters = models.BooleanField("every matter is answered with evidence", default=False)
    child = models.BooleanField("the child's own words are recorded", default=False)
    parents = models.BooleanField("the parents were spoken to, or why not is said", default=False)
    analysis = models.BooleanField("what is known is weighed", default=False)
    decision = models.BooleanField("a manager decided, with reasons, in time", default=False)
    words = SealedText("what to do better", blank=True)

    class Meta(Entry.Meta):
        ordering = ["drawn_on", "pk"]
        constraints = [
            models.CheckConstraint(name="quality_graded_on_a_day", condition=Q(grade="") ^ Q(graded_on__isnull=False)),
        ]
