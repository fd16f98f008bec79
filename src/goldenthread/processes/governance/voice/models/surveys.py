"""Surveys: questions asked in waves, and how many of each group gave each answer.

What was counted is for those who oversee. Everyone else is shown what a wave says of itself once no small group can be
told from it (`Wave.shown`), and nothing before.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership


class Survey(Governed):
    """What is asked, of whom; the same questions in every wave, so that waves can be compared."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("title", max_length=200)
    asked_of = models.CharField("who is asked", max_length=200)
    groups = models.TextField("groups, one on each line", help_text="Such as districts or ages.", blank=True)
    threshold = models.PositiveSmallIntegerField(
        "smallest group that is shown",
        default=5,
        help_text="Fewer people than this are never shown, nor told by others.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["title"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "title"], name="survey_once"),
            models.CheckConstraint(
                name="survey_threshold_protects",
                condition=Q(threshold__gte=3, threshold__lte=50),
                violation_error_message="The smallest group that is shown has 3 to 50 people.",
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups in order; one of all where none are named."""
        return tuple(dict.fromkeys(line.strip() for line in self.groups.splitlines() if line.strip())) or ("Everyone",)

    def __str__(self) -> str:
        return self.title


class Question(Governed):
    """One question with the answers it can have."""

    class Kind(models.TextChoices):
        CHOICE = "choice", "One of several answers"
        SCALE = "scale", "A scale, from least to most"
        YES_NO = "yes_no", "Yes, no or don't know"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField("number")
    text = models.CharField("question", max_length=300)
    kind = models.CharField("kind of answer", max_length=8, choices=Kind, default=Kind.YES_NO)
    answers = models.TextField("answers, one on each line", blank=True)

    governed_by = "survey"

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["number"]
        verbose_name = "question of a survey"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_question_once")
        ]

    def clean(self) -> None:
        if self.kind == Question.Kind.YES_NO:
            self.answers = "Yes\nNo\nDon't know"
        if not 2 <= len(self.options) <= 12:
            raise ValidationError({"answers": "Write two to twelve different answers, one on each line."})

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.strip() for line in self.answers.splitlines() if line.strip()))

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Wave(Governed):
    """One time of asking. `shown`: what may be shown of it to everyone, worked out when the counts came in."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    name = models.CharField("name of the wave", max_length=60)
    since = models.DateField("first day")
    until = models.DateField("last day")
    shown = models.JSONField(default=dict, blank=True, editable=False)
    refused = models.TextField("why nothing can be shown", blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    governed_by = "survey"

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["since", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["survey", "name"], name="survey_wave_once"),
            models.CheckConstraint(
                name="survey_wave_ends_after_it_began",
                condition=Q(until__gte=F("since")),
                violation_error_message="The last day cannot come before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Count(Governed):
    """How many of a group gave an answer; without a question, how many were asked. For those who oversee alone."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="counts")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=200)
    group = models.CharField(max_length=200)
    people = models.PositiveIntegerField()

    governed_by = "wave"
    deletable = True  # a wave's counts are given anew as a whole

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["wave", "question", "answer", "group"], nulls_distinct=False, name="survey_count_once"
            )
        ]

    @classmethod
    def narrower(cls) -> Q:
        return Q(Held("partnership_id", "oversight"))
