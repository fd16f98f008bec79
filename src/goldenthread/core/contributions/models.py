"""A form asked of someone outside, and a notification that somebody outside is writing."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.core.casework.models import Record, Register
from goldenthread.core.links.models import opened_by
from goldenthread.core.sealing.fields import Sealed, SealedText, SealedTyping
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import today
from goldenthread.law.forms import Form, Section

from .answers import Answers, Typed, sections_of
from .asked import asked_of, notices_of

#: Kinds of links (`core.links.kinds`).
ASKED, NOTIFYING = "asked", "notifying"


class Contribution(Governed):
    """One form about one sealed case, asked of one person outside. Everything they are told and say is sealed with it.

    Whoever holds its link sees this row and none of the case's; who sees the case sees it.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="contributions")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.SlugField("kind of case", editable=False)
    form_key = models.SlugField("form", max_length=60, editable=False)
    sections = models.JSONField("asked for", default=list, blank=True, editable=False)
    name = SealedText("who is asked", max_length=200)
    about = SealedText("what they must know to answer", blank=True)
    due = models.DateField("due")
    asked_on = models.DateField("asked on")
    asked_by = models.CharField("asked by", max_length=200)
    #: What is typed and not sent yet (JSON of `answers.Typed`), and what was sent (of `answers.Answers`).
    typed = SealedText("typed so far", blank=True)
    said = SealedText("answers", blank=True)
    opened_on = models.DateField("first opened", null=True, editable=False)
    answered_on = models.DateField("answered on", null=True, editable=False)
    given = models.PositiveSmallIntegerField("questions answered", default=0, editable=False)
    not_known = models.PositiveSmallIntegerField("asked, not known", default=0, editable=False)
    blank_fields = models.PositiveSmallIntegerField("not answered", default=0, editable=False)
    hours = models.DecimalField(
        "hours it took", max_digits=5, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(999)],
    )  # fmt: skip
    withdrawn_on = models.DateField("withdrawn on", null=True, editable=False)
    withdrawn_why = SealedText("why it was withdrawn", blank=True, max_length=300)
    chased_on = models.DateField("last chased on", null=True, editable=False)
    chased = models.PositiveSmallIntegerField("times chased", default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    sealed_by = "record"
    immutable = ("record_id", "partnership_id", "register_id", "kind", "form_key", "asked_on")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["due", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="contribution_answered_or_withdrawn",
                condition=Q(answered_on__isnull=True) | Q(withdrawn_on__isnull=True),
            )
        ]

    @classmethod
    def rule(cls) -> Q:
        """Who sees the case, and whoever holds its link until the answer is sent."""
        seen = Record.unguarded.filter(Record.visible(), pk=OuterRef("record_id"))
        return Q(Held("register_id", "registers")) | Q(Exists(seen)) | opened_by(ASKED)

    @property
    def form(self) -> Form:
        """Raises LookupError for a form that its kind no longer asks for."""
        takes = asked_of(self.kind)
        if takes is None or self.form_key not in takes.forms:
            raise LookupError(f"No form {self.form_key} is asked for about {self.kind}.")
        return takes.forms[self.form_key]

    @property
    def state(self) -> str:
        """asked, opened, answered or withdrawn."""
        if self.withdrawn_on:
            return "withdrawn"
        return "answered" if self.answered_on else "opened" if self.opened_on else "asked"

    @property
    def waiting(self) -> bool:
        return self.state in ("asked", "opened")

    @property
    def late(self) -> bool:
        return self.waiting and self.due < today()

    @property
    def asked_sections(self) -> tuple[Section, ...]:
        """What this agency is asked for, in the form's order."""
        return sections_of(self.form, self.sections)

    @property
    def answers(self) -> Answers:
        """What was sent, while the case is being read; nothing otherwise, and nothing before it was sent."""
        found: Answers = opened_json(self.said)
        return found

    @property
    def draft(self) -> Typed:
        """What is typed so far, while it is open to whoever types it."""
        found: Typed = opened_json(self.typed)
        return found

    def __str__(self) -> str:
        return self.form.title


def opened_json(value: Any) -> Any:
    """What a sealed column of JSON holds; an empty mapping where it is empty or not open."""
    if isinstance(value, Sealed):
        value = value.value() if value.readable else ""
    return json.loads(value) if value else {}


class Notification(Governed):
    """That somebody without an account notifies something, when they began and sent it. Then a case holds it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField("what is notified", editable=False)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    immutable = ("partnership_id", "kind", "begun_at")
    deletable = True
    tracked = False  # what nobody sent leaves nothing

    class Meta(Governed.Meta):
        indexes: ClassVar[list[Any]] = [models.Index(fields=["partnership", "begun_at"])]

    @classmethod
    def rule(cls) -> Q:
        """Whoever proved the address; and that there is one, the business unit and its jobs."""
        return opened_by(NOTIFYING) | Q(Held("partnership_id", "oversight"))

    @property
    def form(self) -> Form:
        """Raises LookupError where this kind is no longer notified."""
        notices = notices_of(self.kind)
        if notices is None:
            raise LookupError(f"Nobody takes notifications of {self.kind}.")
        return notices.form


class Unsent(Governed):
    """What is typed of a notification and not sent yet, for whoever types it alone.

    Sealed with the ring itself, since there is no case yet whose key could. Gone when it is sent, or after a week.
    """

    notification = models.OneToOneField(Notification, on_delete=models.PROTECT, related_name="unsent")
    typed = SealedTyping()

    immutable = ("notification_id",)
    deletable = True
    tracked = False  # its history would be another place where it lies

    class Meta(Governed.Meta):
        pass

    @classmethod
    def rule(cls) -> Q:
        return opened_by(NOTIFYING, "notification_id")
