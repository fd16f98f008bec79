"""Partnerships, the agencies that answer at their tables, and the people who speak for them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q

from .access import Governed, Held
from .history import History
from .roles import Role
from .words import Vocabulary

__all__ = ["Agency", "History", "Move", "Partnership", "Person", "Place", "Seat", "User", "Vocabulary"]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who can sign in. What they may see and do comes from their seats alone."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField("full name", max_length=200)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class Agency(models.Model):
    """A council, a force, a trust, a charity. It may sit at several boards; it is one agency."""

    class Kind(models.TextChoices):
        BOARD = "board", "Board or partnership office"
        COUNCIL = "council", "County or unitary council"
        DISTRICT = "district", "District council"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        EDUCATION = "education", "Schools and education"
        PROBATION = "probation", "Probation and youth justice"
        VOLUNTARY = "voluntary", "Voluntary and faith sector"
        FIRE = "fire", "Fire and rescue"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Partnership(models.Model):
    """A local safeguarding children board (LSCB) or partnership (LSCP)."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    short_name = models.CharField(max_length=20, blank=True)
    #: As it said when it was set up here; `courses.course_of` says under which it works on a day.
    era = models.CharField("statutory framework", max_length=20, default="LSCP_2023")
    demonstration = models.BooleanField("made-up data", default=False)
    agencies = models.ManyToManyField(Agency, through="Place", related_name="partnerships")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Move(Governed):
    """A partnership goes over to a framework of the law on a day: planned, happened, or withdrawn and replaced.

    Never changed, but withdrawn once with a reason: another day is another row, and both stay to be read.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="moves")
    era = models.CharField("framework", max_length=20)
    on = models.DateField("works under it from")
    published_on = models.DateField("arrangements published on", null=True, blank=True)
    arrangements = models.CharField("where the arrangements are published", max_length=300, blank=True)
    why = models.TextField("why, and who decided it")
    made_on = models.DateField("written down on", editable=False)
    made_by = models.CharField("by", max_length=200, editable=False)
    instead_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="replaced_by"
    )
    withdrawn_on = models.DateField("withdrawn on", null=True, blank=True, editable=False)
    withdrawn_by = models.CharField(max_length=200, blank=True, editable=False)
    withdrawn_because = models.TextField("why it no longer stands", blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "era", "on", "why", "made_on", "made_by", "instead_of_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["on", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["partnership", "era"], condition=Q(withdrawn_on__isnull=True), name="move_stands_once"
            ),
            models.CheckConstraint(
                name="move_is_withdrawn_with_a_reason",
                condition=(Q(withdrawn_on__isnull=True) & Q(withdrawn_because=""))
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because="")),
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """Whoever is known at a partnership reads its pages, and those speak the words of its law."""
        return Q(Held("partnership_id", "known_at"))

    def __str__(self) -> str:
        return f"{self.era} from {self.on:%-d %B %Y}"


class Place(Governed):
    """An agency's place at one partnership's table, from a day to a day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="places")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="places")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    deletable = True  # with the import of minutes that wrote it, and not otherwise

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "agency"], name="place_once")
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "known_at"))

    def __str__(self) -> str:
        return f"{self.agency} at {self.partnership}"


class Person(Governed):
    """Someone a partnership knows by name: a member, a deputy, a presenter. Not everyone can sign in."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="people")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="people", null=True, blank=True)
    name = models.CharField("full name", max_length=200)
    title = models.CharField("job title", max_length=200, blank=True)
    email = models.EmailField("email address", blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    left_on = models.DateField("date they left", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    deletable = True  # with the import of minutes that wrote it, and not otherwise

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["name"]
        verbose_name_plural = "people"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["partnership", "name"])]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["partnership", "user"], condition=Q(user__isnull=False), name="person_once_per_user"
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """Colleagues are known to everyone who is known there, a joint group's members from elsewhere included."""
        return Q(Held("partnership_id", "known_at")) | Q(Held("user_id", "users"))

    def __str__(self) -> str:
        return self.name


class Seat(Governed):
    """One person, for one agency, at one partnership's table, in one role, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="seats")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=40, choices=Role)
    since = models.DateField("from")
    until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "agency", "partnership", "role", "since"], name="seat_once"),
            models.CheckConstraint(
                name="seat_ends_after_it_began", condition=Q(until__isnull=True) | Q(until__gte=models.F("since"))
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships")) | Q(Held("user_id", "users"))

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} for {self.agency}"
