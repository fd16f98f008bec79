"""A schedule: which figures are asked of which agencies, how often, and who answers for each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.analytics.models import Measure
from goldenthread.analytics.models.measures import choices
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.kernel.periods import Every
from goldenthread.law.measures.entry import Cut

PERIODS = (Every.MONTH, Every.QUARTER, Every.HALF_YEAR, Every.FINANCIAL_YEAR, Every.ACADEMIC_YEAR, Every.CALENDAR_YEAR)


class Schedule(Governed):
    """Figures that agencies send each period. Everyone at the table may read what is asked of whom."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="return_schedules")
    title = models.CharField("what it is called", max_length=150)
    every = models.CharField("how often", max_length=16, choices=choices(PERIODS))
    since = models.DateField("first day of the first period")
    until = models.DateField("no period after", null=True, blank=True)
    days_allowed = models.PositiveSmallIntegerField(
        "working days allowed after a period ends", null=True, blank=True,
        help_text="Leave empty for the partnership's own limit (clock FIG-2).",
    )  # fmt: skip
    words = models.TextField("what to say to those who answer", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["title", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="schedule_ends_after_it_began",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="It cannot end before it began.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "title"], name="schedule_title_once",
                violation_error_message="Another schedule here has this name.",
            ),
        ]  # fmt: skip

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return self.title


class ScheduleMeasure(Governed):
    """One measure that is asked, in its place. A measure that an agency answers for is asked of that agency alone."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="asked")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    heading = models.CharField("under the heading", max_length=120, blank=True)
    of_each = models.BooleanField("asked of every agency, for itself", default=False)
    cut = models.CharField("broken down by", max_length=12, blank=True, choices=choices(Cut))

    governed_by = "schedule"
    immutable = ("schedule_id", "measure_id")
    deletable = True  # what was asked stays on the returns themselves

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["schedule", "measure"], name="schedule_asks_a_measure_once")
        ]


class ScheduleAgency(Governed):
    """One agency that owes the return, from a day to a day."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="owing")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    until = models.DateField("owes none after", null=True, blank=True)

    governed_by = "schedule"
    immutable = ("schedule_id", "agency_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["agency__name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["schedule", "agency"], name="schedule_owed_once")
        ]


class Respondent(Governed):
    """Someone of an agency to whom the link is sent, whether or not they can sign in."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="respondents")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("full name", max_length=200)
    email = models.EmailField("email address")
    ended_on = models.DateField("answers no more from", null=True, blank=True)

    immutable = ("schedule_id", "partnership_id", "agency_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["schedule", "agency", "email"], condition=Q(ended_on__isnull=True), name="respondent_once"
            )
        ]

    @classmethod
    def rule(cls) -> Q:
        """An address is for those who run the partnership and for the agency's own people."""
        return Q(Held("partnership_id", "oversight")) | Q(Held(("partnership_id", "agency_id"), "places"))

    def __str__(self) -> str:
        return self.name
