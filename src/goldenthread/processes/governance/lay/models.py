"""What a lay member follows, and what they moderate. They see their own; those who oversee see all."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from goldenthread.analytics.models import Measure
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.thread.models import Theme
from goldenthread.kernel.identifying import refusal


class Followed(Governed):
    """One area of a portfolio: a theme, a group or a measure."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField("followed from")

    deletable = True
    immutable = ("partnership_id", "person_id")

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="followed_is_one_thing",
                condition=Q(theme__isnull=False, group__isnull=True, measure__isnull=True)
                | Q(theme__isnull=True, group__isnull=False, measure__isnull=True)
                | Q(theme__isnull=True, group__isnull=True, measure__isnull=False),
                violation_error_message="Choose one thing to follow: a theme, a group or a measure.",
            ),
            models.UniqueConstraint(
                fields=["person", "theme", "group", "measure"],
                nulls_distinct=False,
                name="followed_once",
                violation_error_message="It is followed already.",
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("person_id", "persons")) | Q(Held("partnership_id", "oversight"))


class Moderation(Governed):
    """A piece of work whose makers graded it themselves, and the lay member's grade beside theirs."""

    class Grade(models.IntegerChoices):
        OUTSTANDING = 1, "Outstanding"
        GOOD = 2, "Good"
        NEEDS_MORE = 3, "Requires improvement"
        INADEQUATE = 4, "Inadequate"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="lay member")
    what = models.CharField("what is moderated", max_length=200, help_text="Never a child's or a family's name.")
    link = models.CharField("address of its page here", max_length=300, blank=True, help_text="Begins with /.")
    self_grade = models.PositiveSmallIntegerField("grade that its makers gave", choices=Grade)
    asked_on = models.DateField("asked on", editable=False)
    due_on = models.DateField("by")
    grade = models.PositiveSmallIntegerField("your grade", choices=Grade, null=True, blank=True)
    note = models.TextField("why", blank=True)
    done_on = models.DateField("moderated on", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id",)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="moderation_graded_when_done",
                condition=Q(grade__isnull=True, done_on__isnull=True)
                | (Q(grade__isnull=False, done_on__isnull=False) & ~Q(note="")),
                violation_error_message="Give a grade and say why.",
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("person_id", "persons")) | Q(Held("partnership_id", "oversight"))

    @property
    def gap(self) -> int | None:
        """How many grades lower (more than 0) or higher the lay member's is; none before it was given."""
        return None if self.grade is None else self.grade - self.self_grade

    def clean(self) -> None:
        if said := refusal(f"{self.what}\n{self.note}"):
            raise ValidationError({"note" if refusal(self.note) else "what": said})
        if self.link and (not self.link.startswith("/") or self.link.startswith("//")):
            raise ValidationError({"link": "Give the address of a page of this site, beginning with one /."})

    def __str__(self) -> str:
        return self.what
