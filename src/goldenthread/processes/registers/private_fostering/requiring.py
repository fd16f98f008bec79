"""What becomes of a requirement: met, lifted, or given another day. Each change stays in its history."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow, tell

from .models import Requirement

WORKERS = frozenset({"social_worker", "team_manager"})
MANAGERS = frozenset({"team_manager"})


@transaction.atomic
def settle(requirement: Requirement, *, standing: str, on: date) -> Requirement:
    """Met (for workers), or lifted (for managers), on a day. Raises ValidationError for one that is settled already."""
    allow(WORKERS if standing == Requirement.Standing.MET else MANAGERS, requirement.record.partnership_id, "settle it")
    row = _open(requirement)
    row.standing, row.settled_on = standing, on
    return _saved(row, f"Requirement {row.get_standing_display().lower()}")


@transaction.atomic
def vary(requirement: Requirement, *, due_on: date, why: str, words: str = "") -> Requirement:
    """Another day, and other words where it is given any. For managers; the reason is kept, sealed."""
    allow(MANAGERS, requirement.record.partnership_id, "vary a requirement")
    if not why.strip():
        raise ValidationError({"why": "Say why it is varied."})
    row = _open(requirement)
    row.due_on, row.varied = due_on, row.varied + 1
    if words.strip():
        row.words = words.strip()
    return _saved(row, "Requirement varied", why)


def _open(requirement: Requirement) -> Requirement:
    row: Requirement = Requirement.objects.select_for_update(of=("self",)).get(pk=requirement.pk)
    if row.standing != Requirement.Standing.OPEN:
        raise ValidationError(f"This requirement is {row.get_standing_display().lower()} already.")
    return row


def _saved(row: Requirement, label: str, note: str = "") -> Requirement:
    row.full_clean()
    row.save()
    tell(row.record, "requirement", label, note=note)
    return row
