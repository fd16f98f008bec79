"""One agency's return for one period: the record that moves through steps, and the form with its answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.analytics.models import Area, Definition, Measure, Observation, Subgroup
from goldenthread.core.casework.models import Participant, Record
from goldenthread.core.links.models import opened_by
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.periods import Stretch
from goldenthread.law.measures.entry import Cut, Unit

from .keys import ReturnKey
from .schedules import Schedule

#: What links to a form are called (`core.links`).
LINK = "return"
NUMBER: dict[str, Any] = {"max_digits": 16, "decimal_places": 3, "null": True, "blank": True}


class Return(Record):
    class State(models.TextChoices):
        DUE = "due", "Owed"
        SENT = "sent", "Received"
        QUERIED = "queried", "Queried"
        NOT_SENT = "not_sent", "Will not be sent"
        ACCEPTED = "accepted", "Accepted"
        NOT_OWED = "not_owed", "Not owed after all"

    state = models.CharField(choices=State, default=State.DUE, max_length=20, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="returns")
    first = models.DateField("first day of the period")
    last = models.DateField("last day of the period")
    due_on = models.DateField("due on")
    sent_on = models.DateField("received on", null=True, blank=True, editable=False)
    sent_by = models.CharField("sent by", max_length=200, blank=True)
    reason = models.CharField("why it is not sent", max_length=500, blank=True)
    #: The day on which its silence was written down as "not sent".
    silent_since = models.DateField(null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "return"
        indexes = [models.Index(fields=["schedule", "last"], name="return_of_schedule")]
        constraints = [models.CheckConstraint(name="return_forwards", condition=Q(last__gte=models.F("first")))]

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.first, self.last)


class Form(Governed):
    """The form of one return, as whoever answers sees it: the agency's own people, or the holder of a link to it.

    It says itself all that the form needs, so that a link shows this one form and no record, measure or figure.
    """

    record = models.OneToOneField(Return, on_delete=models.PROTECT, related_name="form")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    words = models.TextField(blank=True)
    first = models.DateField()
    last = models.DateField()
    due_on = models.DateField()
    stage = models.CharField(max_length=20, choices=Return.State, default=Return.State.DUE)

    immutable = ("record_id", "partnership_id", "schedule_id", "agency_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-last", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["schedule", "agency", "last"], name="return_owed_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        """The agency's own people, those with oversight, those let in, and whoever holds a link or a key."""
        own = Q(Held(("partnership_id", "agency_id"), "places"))
        keys = ReturnKey.unguarded.filter(
            Q(Held("token_key", "links")),
            revoked_at__isnull=True,
            schedule=OuterRef("schedule_id"),
            agency=OuterRef("agency_id"),
        )
        let_in = Participant.unguarded.filter(Participant.let_in(), record=OuterRef("record_id"))
        unit = Q(Held("partnership_id", "oversight"))
        return own | unit | Q(Exists(let_in)) | opened_by(LINK) | Q(Exists(keys))

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.first, self.last)

    @property
    def open(self) -> bool:
        """May answers still be given?"""
        return self.stage in (Return.State.DUE, Return.State.QUERIED, Return.State.NOT_SENT)

    def __str__(self) -> str:
        return f"{self.title}, {self.stretch}"


class Line(Governed):
    """One figure that is asked: the question as it stood when the return was opened, and the answer."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="lines")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    subgroup = models.ForeignKey(Subgroup, on_delete=models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    of_agency = models.BooleanField("the agency's part, and not the whole", default=False)
    number = models.PositiveSmallIntegerField("which screenful")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=60)
    part = models.CharField("which part of it", max_length=120, blank=True)
    catalogue = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    question = models.CharField(max_length=300)
    kind = models.CharField(max_length=12)
    unit = models.CharField(max_length=12)
    every = models.CharField(max_length=16)
    snapshot = models.BooleanField()
    counted = models.CharField(max_length=300)
    out_of = models.CharField(max_length=300, blank=True)

    value = models.DecimalField(**NUMBER)
    numerator = models.DecimalField(**NUMBER)
    denominator = models.DecimalField(**NUMBER)
    symbol = models.CharField(max_length=10, choices=Observation.Symbol, blank=True)
    counted_on = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    sure = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    #: What was typed and does not hold yet, by field, so that nothing is lost between two visits.
    typed = models.JSONField(default=dict, blank=True)

    before_label = models.CharField(max_length=60, blank=True)
    before_value = models.DecimalField(**NUMBER)
    before_numerator = models.DecimalField(**NUMBER)
    before_denominator = models.DecimalField(**NUMBER)
    before_symbol = models.CharField(max_length=10, blank=True)

    governed_by = "form"
    immutable = ("form_id", "measure_id", "definition_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["order", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["form", "measure", "subgroup", "area"], nulls_distinct=False, name="return_line_once"
            )
        ]

    @property
    def per(self) -> int | None:
        """What how many / out of how many is multiplied by; nothing for a plain number."""
        return Unit(self.unit).per

    @property
    def answered(self) -> bool:
        return self.answered_at is not None

    @property
    def adds_up(self) -> bool:
        """Whether the parts of its cut together are the whole, as districts are, and cohorts are not."""
        return self.area_id is not None or (self.subgroup is not None and self.subgroup.cut != Cut.COHORT)

    @property
    def figure(self) -> Decimal | None:
        """The answer in the unit in which the measure is given."""
        return rate(self.value, self.numerator, self.denominator, self.per)

    @property
    def before(self) -> Decimal | None:
        return rate(self.before_value, self.before_numerator, self.before_denominator, self.per)

    def stretch(self, whole: Stretch) -> Stretch:
        """The days that the answer covers: the whole period, or for a stock the day on which it was counted."""
        if not self.snapshot:
            return whole
        on: date = self.counted_on or whole.last
        return Stretch(on, on)


class Query(Governed):
    """What the partnership's unit asks about an answer, and what the agency says to it."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="queries")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, related_name="queries")
    text = models.TextField("what is not clear")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    reply = models.TextField("answer to the query", blank=True)
    replied_by = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True)

    governed_by = "form"
    immutable = ("form_id", "line_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["pk"]


def rate(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, per: int | None
) -> Decimal | None:
    if per and numerator is not None and denominator:
        return numerator * per / denominator
    return value
