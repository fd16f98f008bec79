"""What opens an agency's return without a password: a link sent to a person, or a key given to a program."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership

from .schedules import Schedule


class ReturnKey(Governed):
    """The secret itself is stored nowhere: `token_hash` is its SHA-256, `token_key` the first 60 bits of that.

    Whoever holds the secret can compute the number and claim it (`returns`), and then sees this row and the form (for a
    program: the forms of one agency under one schedule), and nothing else. See docs/decisions/020 and 039.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="keys")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: The one form it opens; a key for a program has none, and opens each of its schedule and agency.
    form = models.ForeignKey("Form", on_delete=models.PROTECT, null=True, related_name="keys")
    name = models.CharField("for whom", max_length=200)
    email = models.EmailField("email address", blank=True)
    token_hash = models.CharField(max_length=64, editable=False)
    token_key = models.BigIntegerField(unique=True, editable=False)
    sent_at = models.DateTimeField("given on")
    times_sent = models.PositiveSmallIntegerField(default=1)
    revoked_at = models.DateTimeField(null=True)

    immutable = ("partnership_id", "schedule_id", "agency_id", "form_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-sent_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["form", "email"],
                condition=Q(form__isnull=False, revoked_at__isnull=True),
                name="return_link_once",
            )
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "oversight")) | Q(Held("token_key", "returns"))

    def __str__(self) -> str:
        return self.name
