"""Who fills the roles that the law asks for: name someone from a day, end it. Holes are named until the day comes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership, Person, Place
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.law.asked import Asked
from goldenthread.law.courses import Course
from goldenthread.law.offices import OFFICES

from .models import BY_KEY, OfficeHolder

HEALTH_BODIES = ("integrated care board", "clinical commissioning group")


@dataclass(frozen=True)
class Filled:
    """A role that the law asks for on a day, who is named for it then, and the agencies that could fill it."""

    office: Asked
    holders: tuple[OfficeHolder, ...]
    agencies: tuple[str, ...]


@transaction.atomic
def name_holder(*, partnership: Partnership, office: str, person: Person, since: date) -> OfficeHolder:
    """Someone fills a role from a day, for their own agency. Raises ValidationError for one of another kind of agency
    than the law says, for someone who has left, and for a role that the law does not know.
    """
    allow(UNIT, partnership.pk, "name who fills a role")
    refuse_strangers(partnership.pk, person=person)
    if office not in BY_KEY:
        raise ValidationError({"office": "Choose one of the roles that the law asks for."})
    if person.agency is None or (person.left_on and person.left_on < since):
        raise ValidationError({"person": "Choose someone who is here on that day, and speaks for an agency."})
    named = OfficeHolder(partnership=partnership, office=office, person=person, agency=person.agency, since=since)
    named.full_clean()
    named.save()
    return named


@transaction.atomic
def end_holder(holder: OfficeHolder, *, until: date, expected_version: int | None = None) -> OfficeHolder:
    """The last day. What was, stays. Raises StaleEdit, and ValidationError before the first day."""
    allow(UNIT, holder.partnership_id, "name who fills a role")
    holder = OfficeHolder.objects.select_for_update(of=("self",)).get(pk=holder.pk)
    refuse_if_stale(holder, expected_version, {"until": until})
    holder.until = until
    holder.version += 1
    holder.full_clean()
    holder.save()
    return holder


def filled_on(partnership: Partnership, course: Course, on: date) -> list[Filled]:
    """Every role of the frameworks in force on a day, with who is named for it. Two queries."""
    return [one for one in filled(partnership, OFFICES, on) if one.office.eras & course.keys_on(on)]


def filled(partnership: Partnership, offices: tuple[Asked, ...], on: date) -> list[Filled]:
    """Who is named for each role on a day. Two queries."""
    rows = OfficeHolder.objects.filter(partnership=partnership, office__in=[one.key for one in offices], since__lte=on)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("person", "agency")
    held: dict[str, list[OfficeHolder]] = defaultdict(list)
    for row in rows:
        held[row.office].append(row)
    places = Place.objects.filter(Q(until__isnull=True) | Q(until__gte=on), partnership=partnership)
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, name in places.order_by("agency__name").values_list("agency__kind", "agency__name"):
        kinds[kind].append(name)
    return [Filled(one, tuple(held[one.key]), tuple(_fit(kinds[one.agency]) if one.agency else ())) for one in offices]


def _fit(names: list[str]) -> list[str]:
    """Of many health agencies the body that the law means, where one at the table is called so."""
    meant = [name for name in names if any(word in name.casefold() for word in HEALTH_BODIES)]
    return meant or names
