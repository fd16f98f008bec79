"""From a signed-in user to an Actor: what they hold today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from goldenthread.kernel.now import today

from .actor import Actor, acting_as, growing_into
from .models import Agency, Partnership, Person, Place, Seat, User
from .roles import Role

#: Claims that higher rooms add (core.groups adds "groups"): name -> loader(actor so far, day) -> ids.
CLAIM_LOADERS: dict[str, Callable[[Actor, date], frozenset[int]]] = {}


def actor_for(user: User, *, on: date | None = None) -> Actor:
    """The Actor for a user with the seats they hold on a day (today by default). A user without a seat sees nothing."""
    with acting_as_user(user, on=on) as actor:
        return actor


@contextmanager
def acting_as_user(user: User, *, on: date | None = None) -> Iterator[Actor]:
    """Run a block as a user, in one transaction, in which what they hold has first been read under their own sight."""
    day = on or today()
    with acting_as(Actor(user=user.pk)):
        actor = _seated(user, day)
        with growing_into(actor):
            claims = {claim: load(actor, day) for claim, load in CLAIM_LOADERS.items()}
            whole = Actor(user.pk, actor.seats, {**actor.held, **claims}, actor.name)
            with growing_into(whole):
                yield whole


def _seated(user: User, day: date) -> Actor:
    found = Person.objects.filter(user=user, left_on__isnull=True).values_list(
        "pk", "partnership_id", "seats__agency_id", "seats__role", "seats__since", "seats__until"
    )
    rows = list(found)
    seats = frozenset(
        (at, agency, role) for _, at, agency, role, since, until in rows if role and since <= day <= (until or day)
    )
    seated, ever = {at for at, _, _ in seats}, {row[1] for row in rows if row[3]}
    # A guest of a joint group never had a seat where it meets, and is known there as long as they hold one at home.
    # Whoever had one that ended is not known there any more, whatever groups they were never taken off.
    standing = [row for row in rows if row[1] in seated or (seated and row[1] not in ever)]
    held = {"persons": frozenset(row[0] for row in standing), "known_at": frozenset(row[1] for row in standing)}
    return Actor(user.pk, seats, held, str(user))


@transaction.atomic
def give_seat(
    *,
    user: User,
    partnership: Partnership,
    agency: Agency,
    role: Role | str,
    since: date | None = None,
    until: date | None = None,
    title: str = "",
) -> Seat:
    """Seat a user at a partnership's table; the person is made if the partnership does not know them yet.

    The agency must have a place there (ValueError): a seat for an agency that is not at the table would see nothing
    and answer for no one.
    """
    if not Place.objects.filter(partnership=partnership, agency=agency).exists():
        raise ValueError(f"{agency} has no place at {partnership}: add the agency to the partnership first")
    person, _ = Person.objects.get_or_create(
        partnership=partnership,
        user=user,
        defaults={"name": user.name, "email": user.email, "agency": agency, "title": title},
    )
    seat, _ = Seat.objects.get_or_create(
        user=user,
        person=person,
        partnership=partnership,
        agency=agency,
        role=Role(role).value,
        since=since or today(),
        until=until,
    )
    return seat
