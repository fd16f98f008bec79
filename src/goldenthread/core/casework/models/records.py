"""The record every process extends: whose it is, where it stands, who may see it, which clocks run."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.core.groups.models import Group
from goldenthread.core.sealing.fields import SealedText, SealedTyping
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership, Person


class Audience(models.TextChoices):
    """Who may see a record or an action, from widest to narrowest."""

    PARTNERSHIP = "partnership", "Everyone at the partnership"
    GROUP = "group", "The group's members and the business unit"
    AGENCIES = "agencies", "The lead agency, those let in, and the business unit"
    NAMED = "named", "Named people and agencies only"


class Participant(Governed):
    """An agency (all its people at this partnership) or one person let in to a record."""

    record = models.ForeignKey("Record", on_delete=models.CASCADE, related_name="participants")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    register = models.ForeignKey("Register", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    why = models.CharField("why they are let in", max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    deletable = True
    immutable = ("partnership_id", "record_id", "register_id")

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="participant_is_an_agency_or_a_person", condition=Q(agency__isnull=False) ^ Q(person__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["record", "agency", "person"], nulls_distinct=False, name="participant_once"
            ),
        ]

    @classmethod
    def let_in(cls) -> Q:
        return Q(Held(("partnership_id", "agency_id"), "places")) | Q(Held("person_id", "persons"))

    @classmethod
    def rule(cls) -> Q:
        """Those let in see that they are; whoever let them in and the business unit see all, but of a sealed case its
        keepers in the unit's place: that there is one is not the unit's to know.
        """
        unit = Q(Held("partnership_id", "oversight")) & Q(register__isnull=True)
        return cls.let_in() | Q(Held("added_by_id", "users")) | unit | Q(Held("register_id", "registers"))


class Record(Governed):
    """One piece of the board's work. Each process extends it with typed columns and its own `state`."""

    kind = models.SlugField(editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    lead_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="lead agency")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="records")
    audience = models.CharField("who may see it", max_length=12, choices=Audience, default=Audience.AGENCIES)
    reference = models.CharField(max_length=40, editable=False)
    title = models.CharField(max_length=250, blank=True)
    opened_on = models.DateField("opened on")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    closed_on = models.DateField("closed on", null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Of sealed work only: the register it stands in, its own key (wrapped; kept out of its history), when that went.
    register = models.ForeignKey(
        "Register", on_delete=models.PROTECT, null=True, editable=False, related_name="records"
    )
    seal = models.BinaryField(null=True, editable=False)
    destroyed_on = models.DateField("sealed part destroyed on", null=True, editable=False)

    immutable = ("partnership_id", "record_id", "register_id")
    deletable = True  # with the register that brought it in (`bringing_in`), and not otherwise: a trigger holds that

    class Meta(Governed.Meta):
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["partnership", "kind", "-opened_on"]),
            models.Index(fields=["group", "kind"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="record_reference_once"),
            models.CheckConstraint(
                name="record_group_when_audience_is_group", condition=~Q(audience="group") | Q(group__isnull=False)
            ),
            models.CheckConstraint(
                name="record_in_a_register_is_named_people_s", condition=Q(register__isnull=True) | Q(audience="named")
            ),
            models.CheckConstraint(
                name="record_in_a_register_has_a_key_until_destroyed",
                condition=Q(register__isnull=True, seal__isnull=True, destroyed_on__isnull=True)
                | (Q(register__isnull=False) & (Q(seal__isnull=False) ^ Q(destroyed_on__isnull=False))),
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """At the table, by audience; in the group; leading it; let in by name; or keeping the register that it stands
        in. Nothing else shows it, not even that it exists.
        """
        let_in = Participant.unguarded.filter(Participant.let_in(), record=OuterRef("pk"))
        unit = Q(Held("partnership_id", "oversight")) & ~Q(audience=Audience.NAMED)
        led = Q(audience=Audience.AGENCIES) & Q(Held(("partnership_id", "lead_agency_id"), "places"))
        at_the_table = Q(Held("partnership_id", "partnerships")) & (Q(audience=Audience.PARTNERSHIP) | led)
        sits = Q(audience__in=[Audience.GROUP, Audience.PARTNERSHIP]) & Q(Held("group_id", "groups"))
        return at_the_table | unit | sits | Q(Held("register_id", "registers")) | Q(Exists(let_in))

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.governed_by = "record_ptr"
        cls.deletable = False  # it goes with its record, by the database's own cascade (`going`)

    def seal_bound_to(self) -> str:
        """What the case's key is bound to: a row given another case's key opens nothing."""
        return f"{self.partnership_id} {self.reference}"

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()


class Entry(Governed):
    """A dated row hanging from a record: a visit, an agenda item, an attendance, an answer."""

    governed_by = "record"

    class Meta(Governed.Meta):
        abstract = True


class ClockRun(Governed):
    """One running of a clock, projected from the record by its process and never typed in: late data entry corrects
    it.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="clock_runs")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    clock = models.CharField(max_length=40)
    part = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=200)
    basis = models.CharField("how it was counted", max_length=300, blank=True)
    direction = models.CharField(max_length=12, default="within")
    timed = models.BooleanField("counted to the hour", default=False)
    started = models.DateTimeField()
    due = models.DateTimeField(null=True)  # nothing while the clock is paused
    met = models.DateTimeField(null=True)

    governed_by = "record"
    deletable = True
    tracked = False  # a projection: its history is the record's

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["due"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["partnership", "due"], condition=Q(met__isnull=True), name="clock_running"),
        ]


class Event(Governed):
    """What was done to a record, by whom. The app's database role may insert and read these, never change them."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("who", max_length=200)
    at = models.DateTimeField()
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    sealed_note = SealedText("note", blank=True)

    governed_by = "record"
    append_only = True
    tracked = False  # it is history

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["record", "-at"])]


class LocalClock(Governed):
    """A partnership's own limit for a clock of the law, or for one of its own, from a day to a day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="local_clocks")
    clock = models.CharField("clock", max_length=40)
    part = models.CharField("part of the clock", max_length=40, blank=True)
    number = models.PositiveSmallIntegerField("number")
    unit = models.CharField("unit", max_length=20)
    convention = models.CharField("how the first day counts", max_length=20, default="exclude_start")
    since = models.DateField("in force from")
    until = models.DateField("in force until", null=True, blank=True)
    reason = models.CharField("who decided it, and why", max_length=300)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["clock", "part", "-since"]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))


class Draft(Governed):
    """What someone has typed and not yet saved, so that a time-out loses nothing. Only they see it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField("the page's address", max_length=300)
    values = SealedTyping()
    saved_at = models.DateTimeField()

    deletable = True
    tracked = False  # unfinished words are nobody's record

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["user", "path"], name="draft_once")]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("user_id", "users"))


def filled_only_when(state: str, field: str) -> models.CheckConstraint:
    """The database itself holds that `field` is filled when, and only when, the record is in `state`."""
    here, filled = Q(state=state), Q(**{f"{field}__isnull": False})
    return models.CheckConstraint(
        name=f"%(class)s_{field}_only_when_{state}", condition=(here & filled) | (~here & ~filled)
    )


class CalendarEntry(Governed):
    """What a partnership adds to England's calendar: a holiday proclaimed at short notice, or a school term of its
    area.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "Bank holiday"
        TERM = "term", "School term"
        SCHOOL_CLOSED = "school_closed", "Schools closed"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="calendar")
    kind = models.CharField(max_length=20, choices=Kind)
    since = models.DateField("first day")
    until = models.DateField("last day")
    name = models.CharField(max_length=100, blank=True)

    deletable = True

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["since"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="calendar_entry_ends_after_it_began", condition=Q(until__gte=models.F("since")))
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "known_at"))


class Counter(Governed):
    """The last number given under a prefix in a year, so that references are unique for life and never re-used."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)
    #: Of sealed work: how many cases there are is for those who keep the register.
    register = models.ForeignKey("Register", on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    tracked = False  # the references themselves are tracked

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "prefix", "year"], name="counter_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        at_the_table = Q(Held("partnership_id", "known_at")) & Q(register__isnull=True)
        return at_the_table | Q(Held("register_id", "registers"))
