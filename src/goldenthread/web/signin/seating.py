"""Changing what a person's seat is, and ending it. A seat that ended gives nothing at the very next request."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Seat
from goldenthread.core.tenancy.seats import give_seat
from goldenthread.kernel.now import today

from .invitations import roles_to_give

log = logging.getLogger("goldenthread.security")
A_DAY = timedelta(days=1)


def _may_change(seat: Seat, *roles: str) -> None:
    """Raises PermissionDenied for a seat or role that is not the actor's to change, their own included (nobody
    locks themselves out).
    """
    if seat.user_id == current_actor().user or not {seat.role, *roles} <= roles_to_give(seat.partnership):
        raise PermissionDenied("changing this seat is not yours")


@transaction.atomic
def end_seat(seat: Seat, *, last_day: date | None = None, expected_version: int | None = None) -> None:
    """End a seat after `last_day`, or at once (None). A last day in the past is refused (ValueError): access was
    had until now. Raises StaleEdit when someone else changed it first.
    """
    _may_change(seat)
    seat = _held(seat, expected_version, {"until": last_day or today() - A_DAY})
    if last_day is None:
        _end_now(seat)
    elif last_day < max(today(), seat.since):
        raise ValueError("The last day cannot be in the past, or before the seat began")
    else:
        seat.until = last_day
        _save(seat)
    log.info("seat_ended seat=%s user=%s by=%s", seat.pk, seat.user_id, current_actor().user)


def _end_now(seat: Seat) -> None:
    """Days are the unit of a seat, so at once means that yesterday was the last. One that began today is moved back
    whole, to a day
    that no other such seat began on; history keeps when it really was.
    """
    yesterday = today() - A_DAY
    if seat.since > yesterday:
        same = Seat.objects.filter(user=seat.user, agency=seat.agency, partnership=seat.partnership, role=seat.role)
        taken = set(same.exclude(pk=seat.pk).values_list("since", flat=True))
        seat.since = next(day for back in count() if (day := yesterday - back * A_DAY) not in taken)
    seat.until = yesterday
    _save(seat)


def _held(seat: Seat, expected_version: int | None, values: dict[str, Any]) -> Seat:
    """The seat as it now stands, held until the transaction ends."""
    seat = Seat.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=seat.pk)
    refuse_if_stale(seat, expected_version, values)
    return seat


def _save(seat: Seat) -> None:
    seat.version += 1
    seat.save()


@transaction.atomic
def change_role(seat: Seat, *, role: str, expected_version: int | None = None) -> Seat:
    """From today another role: the seat ends, and one like it begins. A seat that began today is simply corrected.

    Raises StaleEdit when someone else changed it first.
    """
    _may_change(seat, role)
    seat = _held(seat, expected_version, {"role": role})
    if role == seat.role:
        return seat
    log.info("role_changed seat=%s user=%s by=%s", seat.pk, seat.user_id, current_actor().user)
    last_day = seat.until
    if seat.since >= today():
        seat.role = role
        _save(seat)
        return seat
    _end_now(seat)
    return give_seat(
        user=seat.user,
        partnership=seat.partnership,
        agency=seat.agency,
        role=role,
        until=last_day,
    )
