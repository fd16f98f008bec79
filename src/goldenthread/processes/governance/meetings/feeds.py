"""Opening and ending a person's calendar address, and finding whose it is when a calendar program calls.

The address carries a signed token of three things: the user, the person and a secret. The signature keeps strangers
from trying numbers; the row's hash, compared in constant time under the person's own sight, is what a new address or
an ended one takes away.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.core import signing
from django.db import transaction

from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor, growing_into
from goldenthread.core.tenancy.models import Person, User
from goldenthread.core.tenancy.seats import acting_as_user
from goldenthread.kernel.now import now

from .models import CalendarFeed
from .models.feeds import secret_hash

SECRET_BYTES = 32
LONGEST_TOKEN = 200
_SALT = "goldenthread.calendar"


class NoFeed(Exception):
    """The address is not ours, was ended or replaced, or its person may no longer sign in."""


@transaction.atomic
def open_feed(person: Person) -> str:
    """A new address for the actor's own person; the one before stops working. Returns its token, kept nowhere."""
    user = current_actor().user
    if user is None or person.user_id != user:
        raise ValueError("A calendar is opened by its own person")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    values = {"secret_hash": secret_hash(secret), "made_at": now()}
    CalendarFeed.objects.update_or_create(person=person, user_id=user, defaults=values)
    return signing.dumps([user, person.pk, secret], salt=_SALT)


def end_feed(person: Person) -> None:
    """The address stops working at once. Nothing happens where there is none."""
    CalendarFeed.objects.filter(person=person).delete()


@contextmanager
def reading_feed(token: str) -> Iterator[Person]:
    """Run a block as the person whose calendar a token opens, narrowed to what they hold as that person. Or NoFeed."""
    user_id, person_id, secret = _read(token)
    with acting_as(Actor(user_id)):  # sees the user's own rows alone
        feed = CalendarFeed.objects.filter(person_id=person_id).first()
    if feed is None or not hmac.compare_digest(feed.secret_hash, secret_hash(secret)):
        raise NoFeed
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NoFeed
    with acting_as_user(user) as whole:
        person = Person.objects.select_related("partnership").filter(pk=person_id, left_on__isnull=True).first()
        if person is None or person_id not in whole.claim("persons"):  # seen still, but their seat ended
            raise NoFeed
        with growing_into(as_person(whole, person)):
            yield person


def as_person(actor: Actor, person: Person) -> Actor:
    """The actor, holding of their persons only this one: a calendar tells one partnership nothing of another."""
    return Actor(actor.user, actor.seats, {**actor.held, "persons": frozenset({person.pk})}, actor.name)


def _read(token: str) -> tuple[int, int, str]:
    try:
        user_id, person_id, secret = signing.loads(token[: LONGEST_TOKEN + 1], salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as not_ours:
        raise NoFeed from not_ours
    return user_id, person_id, secret
