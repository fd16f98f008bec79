"""Who fills a role that a framework asks for. The moves from framework to framework are kept in the core."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.law.offices import OFFICES

#: Roles that one person at a partnership fills, by key.
BY_KEY = {one.key: one for one in OFFICES}


class OfficeHolder(Governed):
    """One person, for an agency, in a role that the law asks for, from a day to a day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    office = models.CharField("role", max_length=30, choices=[(one.key, one.title) for one in OFFICES])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    since = models.DateField("from")
    until = models.DateField("until", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "office", "person_id", "agency_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["office", "-since", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["partnership", "office", "person", "since"],
                name="office_held_once",
                violation_error_message="This person is named for it from this day already.",
            ),
            models.CheckConstraint(
                name="office_ends_after_it_began",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="It cannot end before it begins.",
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def clean(self) -> None:
        wanted = BY_KEY[self.office].agency
        if wanted and self.agency.kind != wanted:
            raise ValidationError(
                {"person": f"{self.person} is of {self.agency}. The law gives this role to someone of {KINDS[wanted]}."}
            )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_office_display()}"


#: The kinds of agency that the law names, in words.
KINDS = {
    "council": "the local authority",
    "health": "health",
    "police": "the police",
    "education": "a school or college",
}
