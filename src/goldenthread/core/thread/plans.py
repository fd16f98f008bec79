"""The verbs of origins and priorities: where recommendations come from, and what of the plan they serve."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT, UNIT
from goldenthread.kernel.now import today

from .boards import at_one_board
from .models import Origin, Priority, Recommendation, Serves


@transaction.atomic
def name_origin(*, partnership: Partnership, kind: str, title: str, **values: Any) -> Origin:
    """Name what recommendations came from; the same kind and title is the same origin, and is returned.

    `values` are columns: made_by, made_on, record. The whole board reads the title. Raises ValidationError.
    """
    allow(OVERSIGHT, partnership.pk, "say where recommendations come from")
    at_one_board(partnership.pk, values)
    known = Origin.objects.filter(partnership=partnership, kind=kind, title__iexact=title.strip()).first()
    if known:
        return known
    origin = Origin(partnership=partnership, kind=kind, title=title.strip(), **values)
    return _kept(origin)


@transaction.atomic
def amend_origin(origin: Origin, *, expected_version: int | None = None, **values: Any) -> Origin:
    """Correct what an origin is called, who made it, when. Raises StaleEdit with both texts."""
    origin = Origin.objects.select_for_update(of=("self",)).get(pk=origin.pk)
    allow(OVERSIGHT, origin.partnership_id, "change where recommendations come from")
    refuse_if_stale(origin, expected_version, values)
    for name, value in values.items():
        setattr(origin, name, value.strip() if isinstance(value, str) else value)
    origin.version += 1
    return _kept(origin)


@transaction.atomic
def set_priority(
    *, plan: Record, number: int, title: str, outcome: str, since: date | None = None, **values: Any
) -> Priority:
    """Add a priority to a business plan: what should be different for children, and the group that owns it."""
    allow(UNIT, plan.partnership_id, "add a priority")
    at_one_board(plan.partnership_id, values)
    priority = Priority(
        partnership_id=plan.partnership_id,
        plan_id=plan.pk,
        number=number,
        title=title.strip(),
        outcome=outcome.strip(),
        since=since or plan.opened_on,
        **values,
    )
    priority.full_clean()
    priority.save()
    return priority


@transaction.atomic
def amend_priority(priority: Priority, *, expected_version: int | None = None, **values: Any) -> Priority:
    """Correct a priority's words, number, owner. Raises StaleEdit with both texts."""
    priority = _lock(priority, "change a priority")
    at_one_board(priority.partnership_id, values)
    refuse_if_stale(priority, expected_version, values)
    for name, value in values.items():
        setattr(priority, name, value.strip() if isinstance(value, str) else value)
    return _save(priority)


@transaction.atomic
def end_priority(
    priority: Priority, *, why: str, until: date | None = None, expected_version: int | None = None
) -> Priority:
    """A priority is one no longer, and why. What served it stays tied to it."""
    priority = _lock(priority, "end a priority")
    refuse_if_stale(priority, expected_version, {})
    if not why.strip():
        raise ValidationError({"why": "Say why it ends: reached, carried into another plan, given up."})
    priority.until, priority.ended_why = until or today(), why.strip()
    return _save(priority)


@transaction.atomic
def serve(recommendation: Recommendation, priorities: Iterable[Priority]) -> None:
    """Say which priorities a recommendation serves: these, and no others."""
    allow(OVERSIGHT, recommendation.partnership_id, "say which priority a recommendation serves")
    wanted = {priority.pk: priority for priority in priorities}
    for priority in wanted.values():
        refuse_strangers(recommendation.partnership_id, priority=priority)
    held = {link.priority_id: link for link in Serves.objects.filter(recommendation=recommendation)}
    for pk in held.keys() - wanted.keys():
        held[pk].delete()
    Serves.objects.bulk_create(
        Serves(recommendation=recommendation, priority=wanted[pk]) for pk in wanted.keys() - held.keys()
    )


def priorities_in_force(partnership: Partnership, on: date | None = None) -> Any:
    """The priorities that hold on a day (today), of every plan in force then; by plan and number."""
    day = on or today()
    rows = Priority.objects.filter(partnership=partnership, since__lte=day, plan__closed_on__isnull=True)
    return rows.exclude(until__lt=day).order_by("plan", "number")


def _lock(priority: Priority, doing: str) -> Priority:
    priority = Priority.objects.select_for_update(of=("self",)).get(pk=priority.pk)
    allow(UNIT, priority.partnership_id, doing)
    return priority


def _save(priority: Priority) -> Priority:
    priority.version += 1
    priority.full_clean()
    priority.save()
    return priority


def _kept(origin: Origin) -> Origin:
    if origin.made_on and origin.made_on > today():
        raise ValidationError({"made_on": "This day has not come yet."})
    origin.full_clean()
    origin.save()
    return origin
