"""From the secret in an address to the link, and to who its holder is: someone who sees one thing and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import now

from .models import Link

log = logging.getLogger("goldenthread.security")
TOKEN_BYTES = 32


def new_secret() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_key(hashed: str) -> int:
    """The first 60 bits of the hash: a positive number that fits a column of the database."""
    return int(hashed[:15], 16)


def is_hash(hashed: str) -> bool:
    return len(hashed) == 64 and all(figure in "0123456789abcdef" for figure in hashed)


def holder(hashed: str, name: str = "", also: Iterable[str] = ()) -> Actor:
    """Someone who holds a secret: they see the link's own row and what it opens, and nothing else by it.

    `also`: hashes of further secrets, such as the one that the right code gave.
    """
    keys = frozenset(token_key(one) for one in (hashed, *also))
    return Actor(None, held={"links": keys}, name=name)


def find(hashed: str) -> Link | None:
    """The link of a secret's hash, whether or not it still works (`works`); None where there is none."""
    if not is_hash(hashed):
        return None
    with acting_as(holder(hashed)):
        found = Link.objects.select_related("partnership").filter(token_key=token_key(hashed)).first()
    return found if found and hmac.compare_digest(found.token_hash, hashed) else None


def by_link() -> bool:
    """Whether whoever acts holds a link or a key, and is not signed in."""
    return bool(current_actor().claim("links"))


@contextmanager
def speaking_for(partnership_id: int, agency_id: int) -> Iterator[None]:
    """For one verb: the holder, with a seat of the agency that they answer for. Call it once they are known to see
    what they answer, which only their link gives them; history names them, "by the link".
    """
    actor = current_actor()
    seat = frozenset({(partnership_id, agency_id, Role.AGENCY_LEAD.value)})
    with acting_as(Actor(None, seat, dict(actor.held), actor.name)):
        yield


@transaction.atomic
def note_opened(link: Link) -> None:
    """The first time that its holder came. What they type is noted nowhere."""
    if link.opened_at is None:
        link.opened_at = now()
        link.save(update_fields=["opened_at"])
        log.info("link_opened link=%s kind=%s", link.pk, link.kind)


def still_works(link: Link) -> bool:
    """Whether it works at this moment: it may have been withdrawn, or sent anew, since its page was asked for. Within
    the transaction that takes what came by it, which then holds it.
    """
    held: Link | None = Link.objects.select_for_update(of=("self",)).filter(pk=link.pk).first()
    return held is not None and held.works and held.token_key == link.token_key


@transaction.atomic
def spend(link: Link) -> None:
    """The answer is sent: from now on it opens nothing. By the holder, in the transaction that takes the answer."""
    held: Link = Link.objects.select_for_update(of=("self",)).get(pk=link.pk)
    held.spent_at = held.spent_at or now()
    held.save(update_fields=["spent_at"])
    log.info("link_spent link=%s kind=%s", held.pk, held.kind)
