"""A person's own calendar address at a partnership, which calendar programs fetch without signing in."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Person


class CalendarFeed(Governed):
    """That someone's calendar may be fetched, and with which secret. One a person; a new secret ends the old address.

    Only the SHA-256 of the secret is kept. No row, no feed: see docs/decisions.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField()

    deletable = True
    tracked = False  # a key is nobody's record
    immutable: ClassVar[tuple[str, ...]] = ("user_id", "person_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["pk"]

    @classmethod
    def rule(cls) -> Q:
        """Nobody's but their own: not even the business unit's."""
        return Q(Held("user_id", "users"))

    def __str__(self) -> str:
        return f"Calendar of {self.person_id}"


def secret_hash(secret: str) -> str:
    """What is kept of a secret. It is 256 random bits, so one plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
