"""From a signed-in user to an Actor: what they hold today."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from goldenthread.kernel.now import today

from .actor import Actor, becoming
from .holding import become
from .models import Agency, Partnership, Person, Place, Seat, User
from .roles import Role


def actor_for(user: User, *, on: date | None = None) -> Actor:
    """The Actor for a user with the seats they hold on a day (today by default). A user without a seat sees nothing."""
    with acting_as_user(user, on=on) as actor:
        return actor


@contextmanager
def acting_as_user(user: User, *, on: date | None = None) -> Iterator[Actor]:
    """Run a block as a user, in one transaction, which begins by reading what they hold under their own sight."""
    with becoming(lambda: become(user.pk, str(user), on or today())) as actor:
        yield actor


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
