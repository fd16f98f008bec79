"""What opens the forms of an agency to a program of it: a key. People get links (core.links)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership

from .schedules import Schedule


class ReturnKey(Governed):
    """The secret itself is stored nowhere: `token_hash` is its SHA-256, `token_key` the first 60 bits of that.

    Whoever holds the secret can compute the number and claim it (`links`), and then sees this row and the forms of one
    agency under one schedule, and nothing else. See docs/decisions/020, 039 and 052.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="keys")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("for whom", max_length=200)
    token_hash = models.CharField(max_length=64, editable=False)
    token_key = models.BigIntegerField(unique=True, editable=False)
    sent_at = models.DateTimeField("given on")
    revoked_at = models.DateTimeField(null=True)

    immutable = ("partnership_id", "schedule_id", "agency_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-sent_at", "-pk"]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "oversight")) | Q(Held("token_key", "links"))

    def __str__(self) -> str:
        return self.name
