"""The annual one-to-one: the chair, the member and the business manager, and nobody else.

It is no Record on purpose: a record has a reference that counts up, participants whom the office sees, and events. Here
the three are columns of the row, and the rule asks for them alone.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.thread.models import Theme
from goldenthread.kernel.now import today


class Question(Governed):
    """One of the questions that every member is asked. Kept, so that years can be read beside each other."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("number")
    text = models.CharField("question", max_length=300)
    retired_on = models.DateField("not asked from", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["number"]
        verbose_name = "question of the one-to-one"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "number"], name="one_to_one_question_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return self.text


class OneToOne(Governed):
    """One conversation of a year. Planned until it was held."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("year")
    member = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="member")
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="chair")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="business manager")
    planned_on = models.DateField("planned by")
    held_on = models.DateField("held on", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "member_id", "year")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-year", "planned_on", "pk"]
        verbose_name = "one-to-one"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "member", "year"], name="one_to_one_once_a_year"),
            models.CheckConstraint(
                name="one_to_one_not_with_oneself",
                condition=~Q(member=F("chair")) & ~Q(member=F("manager")),
                violation_error_message="A member's one-to-one is with the chair.",
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """The three of them. Not those who oversee, not the office, not the member's own agency."""
        return Q(Held("member_id", "persons")) | Q(Held("chair_id", "persons")) | Q(Held("manager_id", "persons"))

    def clean(self) -> None:
        if self.held_on and self.held_on > today():
            raise ValidationError({"held_on": "This day lies ahead. Give the day on which it was held."})

    def __str__(self) -> str:
        return f"One-to-one {self.year}"


class Answer(Governed):
    """What the member said to one question. `quote` may be printed without a name once the member agreed to it."""

    one_to_one = models.ForeignKey(OneToOne, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("what was said")
    quote = models.CharField(
        "words that may be printed, if the member agrees",
        max_length=300,
        blank=True,
        help_text="Without anything that tells who said them.",
    )
    agreed_on = models.DateField("the member agreed to it on", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    governed_by = "one_to_one"
    immutable = ("one_to_one_id", "question_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["question__number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["one_to_one", "question"], name="one_to_one_answer_once"),
            models.CheckConstraint(
                name="one_to_one_agreed_to_a_quote", condition=Q(agreed_on__isnull=True) | ~Q(quote="")
            ),
        ]


class AnswerTheme(Governed):
    """What an answer is about."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="themed")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")

    governed_by = "answer"
    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["answer", "theme"], name="one_to_one_answer_theme_once")
        ]


class Composite(Governed):
    """What the one-to-ones of a year came to, without names. Frozen: two of one year would tell who came between."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("year")
    content = models.JSONField(editable=False)
    published_on = models.DateField("published on", editable=False)

    append_only = True

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-year"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "year"], name="composite_once_a_year")
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return f"What members said in {self.year}"
