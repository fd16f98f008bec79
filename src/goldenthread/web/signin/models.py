"""An invitation, the only way to a partnership; and the browsers in which a person is signed in."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import now


class Invitation(Governed):
    """One person asked, for one agency, to one partnership's table, in one role.

    The token in the email is never stored: `token_hash` is its SHA-256, `token_key` the first 60 bits of that as a
    number. Whoever
    holds the token can compute the number and claim it (`invitations`), and then sees this one row: see docs/decisions.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    name = models.CharField("full name", max_length=200)
    title = models.CharField("job title", max_length=200, blank=True)
    email = models.EmailField("email address")
    role = models.CharField(max_length=40, choices=Role)
    since = models.DateField("first day of the seat")
    until = models.DateField("last day of the seat", null=True, blank=True)
    token_hash = models.CharField(max_length=64, editable=False)
    token_key = models.BigIntegerField(unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-sent_at"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["partnership", "-sent_at"])]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="invitation_seat_ends_after_it_began",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
            ),
            models.UniqueConstraint(
                fields=["partnership", "email", "agency", "role"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_waits_once",
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """Need to know: those who run the partnership, and whoever holds the token that was sent."""
        return Q(Held("partnership_id", "oversight")) | Q(Held("token_key", "invitations"))

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display()} for {self.agency}"

    @property
    def open(self) -> bool:
        """May it still be accepted?"""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > now()

    @property
    def standing(self) -> str:
        """How it stands, in a word or two."""
        if self.accepted_at:
            return "Accepted"
        if self.revoked_at:
            return "Withdrawn"
        return "Waiting" if self.open else "Run out"


class OpenSession(Governed):
    """A browser in which a person is signed in, so that they can see it and end it. Nobody else sees that it is.

    It names a session and says nothing by itself: the session's own row, found by its key alone, lets someone in.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True, editable=False)
    browser = models.CharField(max_length=80)
    began_at = models.DateTimeField()

    deletable = True
    immutable = ("user_id",)
    tracked = False  # when one signs in and out is in the security log

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-began_at"]

    @classmethod
    def rule(cls) -> Q:
        """Each person's own business."""
        return Q(Held("user_id", "users"))


class FactorRemoval(Governed):
    """That a colleague's lost second factor was removed: by whom, and how they made sure that it was them who asked."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("how they made sure", max_length=300)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("who", max_length=200)
    at = models.DateTimeField()

    append_only = True
    tracked = False  # it is history

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-at"]

    @classmethod
    def rule(cls) -> Q:
        """Those who run the partnership, and the person themselves."""
        return Q(Held("partnership_id", "oversight")) | Q(Held("person_id", "persons"))


def token_hash(token: str) -> str:
    """What is stored of a token. It is 256 random bits, so one plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_key(hashed: str) -> int:
    """The number that stands for a token in the access rule: the first 60 bits of its hash."""
    return int(hashed[:15], 16)
