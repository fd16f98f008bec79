"""The verbs that say how one is told, and when a partnership reminds."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.tenancy.roles import UNIT

from .deciding import checked_leads
from .models import Preference, Timing

_UNIT_ROLES = frozenset(role.value for role in UNIT)


def preference_of(person: Person) -> Preference:
    """The person's choice, or what holds without one (unsaved, and so version 0)."""
    return Preference.objects.filter(person=person).first() or Preference(person=person, version=0)


def timing_of(partnership: Partnership) -> Timing:
    """The partnership's own timing, or the usual one (unsaved, and so version 0)."""
    return Timing.objects.filter(partnership=partnership).first() or Timing(partnership=partnership, version=0)


@transaction.atomic
def choose(
    person: Person, *, digest: str, email: bool = True, channel: str = "", expected_version: int | None = None
) -> Preference:
    """Set how one is told. Each person for themselves (PermissionDenied); ValidationError for an unknown choice.

    Raises StaleEdit where they chose otherwise meanwhile, on another device.
    """
    if person.pk not in current_actor().claim("persons"):
        raise PermissionDenied("Everyone chooses for themselves how they are told.")
    wanted = preference_of(person)
    refuse_if_stale(wanted, expected_version, {"digest": digest, "email": email, "channel": channel})
    wanted.version += 1
    wanted.digest, wanted.email, wanted.channel = digest, email, channel
    wanted.full_clean()
    wanted.save()
    return wanted


@transaction.atomic
def set_timing(
    partnership: Partnership,
    *,
    remind_days: Sequence[int],
    agency_after: int,
    chair_after: int,
    expected_version: int | None = None,
) -> Timing:
    """Set when the partnership reminds and escalates, in calendar days. For the business unit; ValidationError in
    words; StaleEdit where another set it meanwhile.
    """
    allow(_UNIT_ROLES, partnership.pk, "set when people are reminded")
    timing = timing_of(partnership)
    wanted = {"remind_days": list(remind_days), "agency_after": agency_after, "chair_after": chair_after}
    refuse_if_stale(timing, expected_version, wanted)
    try:
        timing.remind_days = checked_leads(remind_days)
    except ValueError as wrong:
        raise ValidationError({"remind_days": f"{wrong}."}) from wrong
    if not 0 < agency_after <= chair_after:
        words = "The agency's lead is told first, and at least one day after it was due."
        raise ValidationError({"chair_after": words})
    timing.agency_after, timing.chair_after = agency_after, chair_after
    timing.version += 1
    timing.save()
    return timing
