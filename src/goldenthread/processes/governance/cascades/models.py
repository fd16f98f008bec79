"""A cascade: something every agency is asked to pass on, and what each says it did. No answer is an answer too."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.models import Entry, Record
from goldenthread.core.links.models import opened_by
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import today

#: What links to a slip are called (`core.links`).
LINK = "cascade"


class Cascade(Record):
    class State(models.TextChoices):
        ASKING = "asking", "Asking the agencies"
        CLOSED = "closed", "Closed"

    class What(models.TextChoices):
        PAPER = "paper", "Paper"
        BRIEFING = "briefing", "Learning briefing"
        BULLETIN = "bulletin", "Bulletin"

    state = models.CharField(choices=State, default=State.ASKING, max_length=10, editable=False)
    what = models.CharField("what it is", max_length=10, choices=What)
    named = models.CharField("what it is called", max_length=200)
    message = models.TextField("what people are to know or do")
    sent_on = models.DateField("sent to the agencies on")
    answer_by = models.DateField("agencies answer by")

    class Meta(Record.Meta):
        verbose_name = "cascade"
        indexes = [models.Index(fields=["state", "answer_by"], name="cascade_due")]
        constraints = [
            models.CheckConstraint(
                name="cascade_answered_after_it_is_sent",
                condition=Q(answer_by__gte=F("sent_on")),
                violation_error_message="Agencies cannot answer before it is sent.",
            )
        ]


class Reply(Entry):
    """What one agency says it passed on; waiting until it says so. `reason`: why not, or why not to all."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Not yet"
        PASSED = "passed", "Passed on"
        PARTLY = "partly", "Partly passed on"
        NOT = "not", "Not passed on"

    record = models.ForeignKey(Cascade, on_delete=models.CASCADE, related_name="replies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    status = models.CharField("was it passed on?", max_length=8, choices=Status, default=Status.WAITING)
    teams = models.CharField("to which teams or people", max_length=300, blank=True)
    reached = models.PositiveIntegerField("how many people it reached", null=True, blank=True)
    how = models.CharField("how", max_length=200, blank=True, help_text="Such as team meeting, email, training.")
    done_on = models.DateField("by which day", null=True, blank=True)
    reason = models.TextField("why not, or not to all", blank=True)
    answered_on = models.DateField("answered on", null=True, editable=False)
    answered_by = models.CharField("answered by", max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["agency__name"]
        verbose_name_plural = "what each agency passed on"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "agency"], name="cascade_reply_once"),
            models.CheckConstraint(
                name="cascade_passed_says_to_whom",
                condition=~Q(status__in=["passed", "partly"]) | (~Q(teams="") & ~Q(how="") & Q(done_on__isnull=False)),
                violation_error_message="Say to whom, how, and by which day.",
            ),
            models.CheckConstraint(
                name="cascade_not_passed_says_why",
                condition=~Q(status__in=["partly", "not"]) | ~Q(reason=""),
                violation_error_message="Say why it was not passed on to all.",
            ),
            models.CheckConstraint(
                name="cascade_answer_has_a_day", condition=Q(status="waiting") ^ Q(answered_on__isnull=False)
            ),
        ]

    def clean(self) -> None:
        """Raises ValidationError by field for what the answer lacks."""
        told, short = self.status in ("passed", "partly"), self.status in ("partly", "not")
        lacking = {
            "status": "Say whether it was passed on." if self.status == Reply.Status.WAITING else "",
            "teams": "Say to which teams or people." if told and not self.teams.strip() else "",
            "how": "Say how it was passed on." if told and not self.how.strip() else "",
            "done_on": "Say by which day." if told and not self.done_on else "",
            "reason": "Say why it was not passed on to all." if short and not self.reason.strip() else "",
        }
        wrong = {name: words for name, words in lacking.items() if words}
        if wrong:
            raise ValidationError(wrong)

    @property
    def silent(self) -> bool:
        """Asked, the day has gone, and not a word."""
        return self.status == Reply.Status.WAITING and self.record.answer_by < today()

    @property
    def words(self) -> str:
        """As everyone reads it: late silence is "not sent", with its reason or without."""
        if self.status == Reply.Status.WAITING:
            return "Not sent: no reason given" if self.silent else "Not yet"
        label = str(self.get_status_display())
        return f"{label}: {self.reason}" if self.reason else label


class Slip(Governed):
    """What one agency is asked, on a slip of its own, for whoever holds the link to it: nothing of the others.

    It says itself what it asks, as it stood when the link was last sent, so that the link shows no record.
    """

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="slip")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=Cascade.What)
    named = models.CharField(max_length=200)
    message = models.TextField()
    answer_by = models.DateField()
    #: The reply as it stood: answered since by a colleague, both texts are shown.
    version = models.PositiveIntegerField()
    #: What is typed and not sent yet, by field, so that nothing is lost between two visits.
    typed = models.JSONField(default=dict, blank=True)

    immutable = ("reply_id", "partnership_id", "agency_id")

    class Meta(Governed.Meta):
        pass

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "oversight")) | opened_by(LINK)

    def __str__(self) -> str:
        return self.named
