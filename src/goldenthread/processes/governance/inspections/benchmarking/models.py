"""Bench-marking: statements, an exercise, its raters, what each rated alone, and what was agreed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.thread.models import Action, Evidence, Finding, Recommendation
from goldenthread.law.inspections import FRAMEWORKS, Framework

#: A rating that says: not enough is known to judge.
CANNOT_SAY = 0
WORST = 4


class Known(models.TextChoices):
    """The frameworks of the law, as a column keeps them."""

    LSCB = "LSCB", "Review of a safeguarding children board"
    ILACS = "ILACS", "Inspection of children's services"
    JTAI = "JTAI", "Joint targeted area inspection"


class Statement(Governed):
    """What good looks like under one theme, in a partnership's own list. Retired, it stays in exercises that asked."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    framework = models.CharField("framework", max_length=8, choices=Known)
    theme = models.CharField("theme", max_length=120)
    grade = models.PositiveSmallIntegerField("grade that it describes", default=2)
    text = models.CharField("statement", max_length=500)
    source = models.CharField("where it comes from", max_length=200, blank=True)
    own = models.BooleanField("the partnership's own", default=True, editable=False)
    retired_on = models.DateField("not used from", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["framework", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "framework", "text"], name="statement_once"),
            models.CheckConstraint(name="statement_of_a_grade", condition=Q(grade__gte=1, grade__lte=WORST)),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return self.text


class Exercise(Record):
    """One bench-marking: everyone rates alone until a day, then all is shown and one grade is agreed."""

    class State(models.TextChoices):
        PREPARED = "prepared", "Being prepared"
        RATING = "rating", "Open for rating"
        MODERATING = "moderating", "Rated, being moderated"
        AGREED = "agreed", "Agreed"
        CLOSED = "closed", "Closed"
        GIVEN_UP = "given_up", "Given up"

    #: From then on everyone who sees the exercise sees every rating. Never before, and never when it is given up.
    SHOWN: ClassVar[tuple[str, ...]] = (State.MODERATING, State.AGREED, State.CLOSED)

    state = models.CharField(choices=State, default=State.PREPARED, max_length=12, editable=False)
    framework = models.CharField("framework", max_length=8, choices=Known)
    invited_until = models.DateField("rate until")
    before = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="exercise of the year before",
    )

    class Meta(Record.Meta):
        verbose_name = "bench-marking exercise"
        indexes = []
        constraints = [
            models.CheckConstraint(
                name="exercise_not_its_own_year_before",
                condition=Q(before__isnull=True) | ~Q(before=models.F("record_ptr")),
                violation_error_message="An exercise cannot be compared with itself.",
            )
        ]

    def clean(self) -> None:
        """What was rated stands in the words of one framework."""
        if self.pk and self.state != self.State.PREPARED:
            was = Exercise.objects.filter(pk=self.pk).values_list("framework", flat=True).first()
            if was not in (None, self.framework):
                raise ValidationError({"framework": "Its statements are rated: open another exercise instead."})

    @property
    def shown(self) -> bool:
        return self.state in self.SHOWN

    @property
    def words(self) -> Framework:
        return FRAMEWORKS[self.framework]


class Rater(Governed):
    """Who is asked to rate: a person (chair, unit, lay member) or an agency, for which any of its people answers."""

    class Kind(models.TextChoices):
        CHAIR = "chair", "Chair"
        UNIT = "unit", "Business unit"
        MEMBER = "member", "Members"
        LAY = "lay", "Lay members"

    record = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="raters")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("who", max_length=8, choices=Kind)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    handed_in_at = models.DateTimeField("handed in", null=True, editable=False)
    handed_in_by = models.CharField("handed in by", max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    governed_by = "record"
    deletable = True  # as long as nothing was rated
    immutable = ("record_id", "partnership_id", "kind", "agency_id", "person_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["kind", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="rater_is_an_agency_or_a_person", condition=Q(agency__isnull=False) ^ Q(person__isnull=False)
            ),
            models.UniqueConstraint(fields=["record", "agency", "person"], nulls_distinct=False, name="rater_once"),
        ]

    def __str__(self) -> str:
        return str(self.agency or self.person)


class Asked(Governed):
    """One statement of an exercise, as it stood when the rating began, and the grade that was agreed."""

    record = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="asked")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("number")
    theme = models.CharField("theme", max_length=120)
    grade = models.PositiveSmallIntegerField("grade that it describes")
    text = models.CharField("statement", max_length=500)
    agreed = models.PositiveSmallIntegerField("agreed grade", null=True, editable=False)
    agreed_why = models.TextField("why this grade", blank=True, editable=False)
    agreed_by = models.CharField("agreed by", max_length=200, blank=True, editable=False)
    agreed_on = models.DateField("agreed on", null=True, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    governed_by = "record"
    immutable = ("record_id", "statement_id", "number", "text")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "number"], name="asked_number_once"),
            models.UniqueConstraint(fields=["record", "statement"], name="asked_once"),
            models.CheckConstraint(
                name="asked_agreed_with_a_reason",
                condition=Q(agreed__isnull=True, agreed_why="")
                | (Q(agreed__gte=1, agreed__lte=WORST) & ~Q(agreed_why="")),
            ),
        ]

    @property
    def falls_short(self) -> bool:
        """Agreed worse than what the statement describes."""
        return self.agreed is not None and self.agreed > self.grade

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Rating(Governed):
    """What one rater says of one statement. Theirs alone until the rating is closed: not even the unit reads it."""

    record = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="ratings")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    rater = models.ForeignKey(Rater, on_delete=models.PROTECT, related_name="ratings")
    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="ratings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    grade = models.PositiveSmallIntegerField("grade", null=True, blank=True)
    why = models.TextField("why", blank=True)
    evidence = models.CharField("evidence", max_length=500, blank=True)
    shown_by = models.ForeignKey(
        Evidence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="evidence of an action",
    )
    saved_in = models.PositiveIntegerField("version of the rater's sheet", default=1, editable=False)
    by = models.CharField("who", max_length=200)
    at = models.DateTimeField("when")

    governed_by = "record"
    immutable = ("record_id", "partnership_id", "rater_id", "asked_id", "agency_id", "person_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["asked__number", "rater"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["rater", "asked"], name="rating_once"),
            models.CheckConstraint(name="rating_of_a_grade", condition=Q(grade__isnull=True) | Q(grade__lte=WORST)),
            models.CheckConstraint(
                name="rating_is_an_agencys_or_a_persons", condition=Q(agency__isnull=False) ^ Q(person__isnull=False)
            ),
        ]

    @classmethod
    def narrower(cls) -> Q:
        """The rater's own, and what was handed in once the rating is closed. A half-filled sheet is never shown."""
        own = Q(Held(("partnership_id", "agency_id"), "places")) | Q(Held("person_id", "persons"))
        shown = Exercise.unguarded.filter(pk=OuterRef("record_id"), state__in=[str(one) for one in Exercise.SHOWN])
        handed_in = Rater.unguarded.filter(pk=OuterRef("rater_id"), handed_in_at__isnull=False)
        return own | (Q(Exists(shown)) & Q(Exists(handed_in)))
