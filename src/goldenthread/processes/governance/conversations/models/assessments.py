"""The board's assessment of itself. Who rated is known, so that nobody rates twice; how, nobody keeps.

A rating is added to a tally the moment that it is given. There is no row for one person's ratings, so there is none to
see, to order, or to find in a backup.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Entry, Record
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership, Person


class Assessment(Record):
    class State(models.TextChoices):
        OPEN = "open", "Members are rating"
        CLOSED = "closed", "Closed"

    state = models.CharField(choices=State, default=State.OPEN, max_length=10, editable=False)
    year = models.PositiveSmallIntegerField("year")
    rate_by = models.DateField("members rate by")
    statements_text = models.TextField("statements, one on each line")
    least = models.PositiveSmallIntegerField(
        "fewest members who must rate before anything is shown", default=5, help_text="No fewer than 5."
    )

    class Meta(Record.Meta):
        verbose_name = "assessment of the board"
        indexes = [models.Index(fields=["year"], name="assessment_year")]
        constraints = [
            models.CheckConstraint(
                name="assessment_least_protects",
                condition=Q(least__gte=5),
                violation_error_message="At least 5 members must rate before anything is shown.",
            )
        ]


class Statement(Entry):
    record = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveSmallIntegerField("number")
    text = models.CharField("statement", max_length=300)

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["number"]
        verbose_name = "statement"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "number"], name="assessment_statement_once")
        ]

    def __str__(self) -> str:
        return self.text


class Rater(Governed):
    """A member who rated: themselves and those who oversee see that they did."""

    record = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="raters")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    governed_by = "record"
    append_only = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "person"], name="assessment_rated_once")
        ]

    @classmethod
    def narrower(cls) -> Q:
        return Q(Held("person_id", "persons")) | Q(Held("partnership_id", "oversight"))


class Tally(Governed):
    """How many gave a statement a rating: 1 (not at all) to 5 (wholly), 0 for "cannot say"."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="tallies")
    rating = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(default=0)

    governed_by = "statement"
    tracked = False  # each version would say how one person rated, and history says who

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["statement", "rating"], name="assessment_tally_once"),
            models.CheckConstraint(name="assessment_rating_known", condition=Q(rating__lte=5)),
        ]
