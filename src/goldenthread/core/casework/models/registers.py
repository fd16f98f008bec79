"""Registers of sealed work: who keeps one, who read which case and why, what may not be destroyed yet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from goldenthread.core.sealing.fields import SealedText, SealedWords
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership, Person

from .records import Participant, Record


class Register(Governed):
    """One kind of sealed work at one partnership. That there is one, and who keeps it, everyone at the table knows; and
    whoever is let in to one of its cases, a guest of a panel too: what they read is written down under it.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="registers")
    kind = models.SlugField("kind of work", editable=False)

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "kind"], name="register_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        let_in = Participant.unguarded.filter(Participant.let_in(), register=OuterRef("pk"), person__isnull=False)
        return Q(Held("partnership_id", "partnerships")) | Q(Exists(let_in))


class Keeper(Governed):
    """A person who keeps a register and so sees its cases, or who reviews who read them and sees no case."""

    class Capacity(models.TextChoices):
        KEEPER = "keeper", "Keeps it: sees every case"
        REVIEWER = "reviewer", "Reviews who read what: sees no case"

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="keepers")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("as what", max_length=10, choices=Capacity, default=Capacity.KEEPER)
    why = models.CharField("why they need to", max_length=200)
    since = models.DateField("from")
    until = models.DateField("until", null=True, blank=True)
    added_by = models.CharField("appointed by", max_length=200)

    immutable = ("partnership_id", "register_id", "person_id", "capacity", "since")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["capacity", "since", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="keeper_ends_after_beginning", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                fields=["register", "person", "capacity"], condition=Q(until__isnull=True), name="keeper_once"
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))


class Reading(Governed):
    """A look at the sealed part of a case: who, when, why, and what was shown. Written before it is shown."""

    class Purpose(models.TextChoices):
        CASE = "case", "To work on the case"
        MEETING = "meeting", "For a panel or a meeting"
        QUALITY = "quality", "Audit or quality of the work"
        REQUEST = "request", "A request for information (subject access, court, coroner)"
        CORRECTION = "correction", "To correct a mistake or find a duplicate"
        OTHER = "other", "Something else"
        ANSWER = "answer", "To answer what they were asked"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="readings")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField("case", max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("who", max_length=200)
    at = models.DateTimeField("when")
    purpose = models.CharField("why", max_length=12, choices=Purpose)
    words = SealedWords("in their words", blank=True)
    what = models.CharField("what was shown", max_length=120)

    append_only = True
    tracked = False  # it is history

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["record", "-at"]),
            models.Index(fields=["register", "-at"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="reading_says_why", condition=~Q(purpose="other") | Q(words__isnull=False))
        ]

    @classmethod
    def rule(cls) -> Q:
        """Keepers and reviewers of the register see all of it; everyone their own."""
        kept = Q(Held("register_id", "registers")) | Q(Held("register_id", "reviewed"))
        return kept | Q(Held("user_id", "users"))


class LogReview(Governed):
    """Somebody looked through the log of a register's readers, as far as a moment, and signs for it."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="log_reviews")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("reviewed by", max_length=200)
    at = models.DateTimeField("signed on")
    through = models.DateTimeField("looks reviewed until")
    looks = models.PositiveIntegerField("looks reviewed")
    concern = models.BooleanField("something to follow up", default=False)
    note = models.CharField("what was found", max_length=500, blank=True)

    append_only = True
    tracked = False  # it is history

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="log_concern_is_told", condition=Q(concern=False) | ~Q(note=""))
        ]

    @classmethod
    def rule(cls) -> Q:
        """Those who keep the register, and those who review its log."""
        return Q(Held("register_id", "registers")) | Q(Held("register_id", "reviewed"))


class Hold(Governed):
    """Something goes on for which a case must be kept, whatever its time: an inquest, proceedings, an inquiry."""

    class Reason(models.TextChoices):
        INQUEST = "inquest", "Inquest"
        CRIMINAL = "criminal", "Criminal proceedings"
        FAMILY = "family", "Care or family proceedings"
        CIVIL = "civil", "Civil claim or complaint"
        INQUIRY = "inquiry", "Public inquiry"
        OTHER = "other", "Something else"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField("why it must be kept", max_length=12, choices=Reason)
    words = SealedText("details", max_length=300, blank=True)
    since = models.DateField("held from")
    placed_by = models.CharField("placed by", max_length=200)
    lifted_on = models.DateField("lifted on", null=True, editable=False)
    lifted_by = models.CharField("lifted by", max_length=200, blank=True, editable=False)

    governed_by = "record"

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["since", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="hold_is_lifted_by_someone", condition=Q(lifted_on__isnull=True) ^ ~Q(lifted_by="")
            )
        ]


class CountedYear(Governed):
    """A year of sealed work as it was counted on a day, for those who keep the register: what a later count is held
    against. `cells`: (key, words, number). What everyone may see of a count stands elsewhere, protected.
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="counts")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    first = models.DateField("first day")
    last = models.DateField("last day")
    counted_at = models.DateTimeField("when it was counted")
    by = models.CharField("who counted", max_length=200)
    cells = models.JSONField("what was counted")

    append_only = True
    immutable = ("partnership_id", "register_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-first", "counted_at", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="counted_year_ends_after_it_began", condition=Q(last__gt=F("first")))
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("register_id", "registers"))


class LocalRetention(Governed):
    """How many years a partnership keeps one kind of sealed case, where it has decided; else the shipped example.

    `era`: for cases opened while that framework was in force here; empty for those of every other.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField("kind of work")
    part = models.CharField("which of them", max_length=40, blank=True)
    era = models.SlugField("cases opened under", max_length=20, blank=True)
    years = models.PositiveSmallIntegerField("years")
    reason = models.CharField("who decided it, and why", max_length=300)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "kind", "part", "era"], name="retention_once"),
            models.CheckConstraint(name="retention_of_a_year_at_least", condition=Q(years__gte=1)),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))
