"""The voice ledger: who said what, where, and what came of it. Groups of people, never a name."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Entry, Record
from goldenthread.core.tenancy.access import Governed
from goldenthread.core.thread.models import Action, Recommendation, Theme
from goldenthread.kernel.identifying import refusal
from goldenthread.kernel.now import today

NO_NAMES = "Describe the group. Never write a name, a date of birth, an address or a number that leads to one person."


def refuse_names(row: models.Model, names: tuple[str, ...]) -> None:
    """Raise ValidationError, by field, where a text could name one person."""
    wrong = {name: said for name in names if (said := refusal(str(getattr(row, name) or "")))}
    if wrong:
        raise ValidationError(wrong)


class Voice(Record):
    """One occasion on which people were heard."""

    class State(models.TextChoices):
        SAID = "said", "Said, no answer yet"
        DECIDED = "decided", "Something was decided"
        NOTHING = "nothing", "Nothing changed, with the reason"
        TOLD = "told", "They were told what came of it"

    class Who(models.TextChoices):
        CHILDREN = "children", "Children"
        YOUNG = "young", "Young people"
        FAMILIES = "families", "Families"
        STAFF = "staff", "Front-line staff"

    class Where(models.TextChoices):
        PRESENTATION = "presentation", "Presentation"
        SURVEY = "survey", "Survey"
        FOCUS_GROUP = "focus_group", "Focus group"
        FORM = "form", "Feedback form"
        REVIEW = "review", "Review"
        VISIT = "visit", "Visit"

    state = models.CharField(choices=State, default=State.SAID, max_length=10, editable=False)
    said_by = models.CharField("who spoke", max_length=10, choices=Who)
    described = models.CharField("which group of them", max_length=200, help_text=NO_NAMES)
    where = models.CharField("where it was said", max_length=14, choices=Where)
    said_on = models.DateField("day on which it was said")
    people = models.PositiveIntegerField("how many took part", null=True, blank=True)
    about = models.CharField("what it was about, in a line", max_length=200)
    decided = models.TextField("what was decided because of it", blank=True)
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="action that follows"
    )
    recommendation = models.ForeignKey(
        Recommendation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="recommendation that follows",
    )
    because = models.TextField("nothing changed, because", blank=True)
    told_on = models.DateField("day on which they were told", null=True, blank=True)
    told_by = models.CharField("who told them", max_length=200, blank=True, help_text="The role or team that did.")
    told_how = models.CharField("how they were told", max_length=200, blank=True)
    public = models.BooleanField("show it on 'You said, we did'", default=False)
    public_said = models.TextField("you said, in words that anyone may read", blank=True)
    public_did = models.TextField("we did, in words that anyone may read", blank=True)

    TEXTS: ClassVar[tuple[str, ...]] = (
        "described", "about", "decided", "because", "told_by", "told_how", "public_said", "public_did",
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = "voice"
        indexes = [models.Index(fields=["state", "said_on"], name="voice_waiting")]
        constraints = [
            models.CheckConstraint(
                name="voice_decided_says_what",
                condition=~Q(state="decided") | ~Q(decided=""),
                violation_error_message="Say what was decided.",
            ),
            models.CheckConstraint(
                name="voice_nothing_says_why",
                condition=~Q(state="nothing") | ~Q(because=""),
                violation_error_message="Say why nothing changed.",
            ),
            models.CheckConstraint(
                name="voice_told_has_an_answer",
                condition=~Q(state="told") | (Q(told_on__isnull=False) & ~Q(told_by="") & ~Q(decided="", because="")),
                violation_error_message="Say who told them, when, and what.",
            ),
            models.CheckConstraint(
                name="voice_public_has_words",
                condition=Q(public=False) | (~Q(public_said="") & ~Q(public_did="")),
                violation_error_message="Write both halves in words that anyone may read before it is shown.",
            ),
        ]

    def clean(self) -> None:
        """Raises ValidationError by field: what an answer lacks, what could name a person, days out of order."""
        super().clean()
        for name in ("decided", "because", "told_by", "told_how"):
            setattr(self, name, getattr(self, name).strip())
        wrong = dict(self._lacking())
        if self.said_on and self.said_on > today():
            wrong["said_on"] = "This day lies ahead. Give the day on which it was said."
        if wrong:
            raise ValidationError(wrong)
        refuse_names(self, self.TEXTS)

    def _lacking(self) -> list[tuple[str, str]]:
        told = self.state == Voice.State.TOLD
        early = self.told_on and self.said_on and not self.said_on <= self.told_on <= today()
        return [
            (name, words)
            for name, words, lacks in (
                ("decided", "Say what was decided because of it.", self.state == "decided" and not self.decided),
                ("because", "Say why nothing changed.", self.state == "nothing" and not self.because),
                ("told_on", "Say when they were told.", told and not self.told_on),
                ("told_by", "Say who told them.", told and not self.told_by),
                ("told_on", "They were told on a day after it was said, up to today.", early),
            )
            if lacks
        ]


class Statement(Entry):
    """One thing that was said, and by how many of them."""

    record = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="statements")
    text = models.TextField("what was said", help_text=NO_NAMES)
    how_many = models.PositiveIntegerField("how many said it", null=True, blank=True)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = "what was said"
        verbose_name_plural = "what was said"

    def clean(self) -> None:
        super().clean()
        refuse_names(self, ("text",))
        took_part = self.record.people
        if took_part is not None and self.how_many is not None and self.how_many > took_part:
            raise ValidationError({"how_many": f"Only {took_part} took part."})

    def __str__(self) -> str:
        return self.text[:120]


class StatementTheme(Governed):
    """What a statement is about."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="themed")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")

    governed_by = "statement"
    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["statement", "theme"], name="statement_theme_once")
        ]
