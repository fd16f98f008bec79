"""The second half of a link that asks for a code: six figures mailed to its address, tried a few times, for a while."""

from __future__ import annotations

import hmac
import logging
import secrets
from datetime import timedelta
from enum import Enum
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.kernel.now import now

from .giving import post
from .kinds import kind_named
from .models import Code, Link
from .opening import new_secret, token_hash, token_key

log = logging.getLogger("goldenthread.security")
FIGURES = 6
LASTS = timedelta(minutes=15)
#: Wrong tries of one code; of all codes before the link is locked until it is sent again; codes mailed in an hour.
TRIES, TRIES_IN_ALL, CODES_AN_HOUR = 5, 15, 5
#: Codes mailed in a day to one address that anybody may name, by all the links that were handed out for it.
CODES_A_DAY = 15
#: Of these, asked for from one machine: whoever uses up what is theirs leaves some for the address's own person.
CODES_A_DAY_EACH = 8


class Said(Enum):
    """What came of a try."""

    RIGHT = "right"
    WRONG = "That is not the code. Check the newest email, and type its six figures."
    OLD = "That code works no more. Ask for another."
    LOCKED = "Too many wrong codes were typed. Ask those who sent you the link to send it again."


@transaction.atomic
def mail_code(link: Link) -> None:
    """A new code to the link's own address; the one before works no more.

    Raises ValidationError where too many were asked for (code "often"), or the link is locked.
    """
    held: Link = Link.objects.select_for_update(of=("self",)).get(pk=link.pk)
    row = Code.objects.filter(link=held).first()
    if locked(row):
        raise ValidationError(Said.LOCKED.value)
    row = row or Code(link=held, counted_from=now(), mailed=0)
    if now() - row.counted_from >= _counted_for(held):
        row.counted_from, row.mailed = now(), 0
    if row.mailed >= CODES_AN_HOUR or _often(held):
        raise ValidationError("Several codes were sent already. Wait an hour, or use the newest of them.", "often")
    code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}d}"
    row.hashed, row.sent_at, row.tries, row.mailed = _hashed(held, code), now(), 0, row.mailed + 1
    row.save()
    body = render_to_string("links/email/code.txt", {"link": held, "code": code, "minutes": LASTS.seconds // 60})
    transaction.on_commit(partial(post, f"code_of={held.pk}", held.email, f"{held.partnership}: your code", body))
    log.info("link_code_mailed link=%s", held.pk)


@transaction.atomic
def try_code(link: Link, typed: str) -> tuple[Said, str]:
    """What came of it, and on the right code the hash of the secret that opens the link, for one browser.

    A browser that was let in before is shut out by the next. A wrong try is counted whoever makes it.
    """
    held: Link = Link.objects.select_for_update(of=("self",)).get(pk=link.pk)
    row = Code.objects.filter(link=held).first()
    if locked(row):
        return Said.LOCKED, ""
    if row is None or not row.hashed or row.tries >= TRIES or now() - row.sent_at > LASTS:
        return Said.OLD, ""
    figures = "".join(one for one in typed if one.isascii() and one.isdigit())
    if not hmac.compare_digest(_hashed(held, figures), row.hashed):
        return _wrong(held, row), ""
    row.hashed, row.tries, row.tries_in_all = "", 0, 0  # once
    row.save()
    return Said.RIGHT, open_anew(held)


def open_anew(link: Link) -> str:
    """The hash of a new secret that opens the link, for one browser; the one before opens it no more."""
    opening = token_hash(new_secret())
    link.open_key = token_key(opening)
    link.save(update_fields=["open_key"])
    return opening


def locked(row: Code | None) -> bool:
    return row is not None and row.tries_in_all >= TRIES_IN_ALL


def _counted_for(link: Link) -> timedelta:
    """How long a mailed code counts: an hour, or a day where anybody may name the address."""
    return timedelta(days=1) if kind_named(link.kind).to_anyone else timedelta(hours=1)


def _often(link: Link) -> bool:
    """Whether this address, which anybody may name, was sent its codes of a day: whoever else asked for them."""
    if not kind_named(link.kind).to_anyone:
        return False
    with acting_as(Actor.system(link.partnership)):
        same = {"link__partnership": link.partnership, "link__kind": link.kind, "link__email": link.email}
        lately = Code.objects.filter(**same, counted_from__gt=now() - _counted_for(link))
        return int(lately.aggregate(all=Sum("mailed"))["all"] or 0) >= CODES_A_DAY


def _wrong(link: Link, row: Code) -> Said:
    row.tries, row.tries_in_all = row.tries + 1, row.tries_in_all + 1
    row.save(update_fields=["tries", "tries_in_all"])
    log.warning("link_code_wrong link=%s tries=%s", link.pk, row.tries_in_all)
    if locked(row):
        return Said.LOCKED
    return Said.OLD if row.tries >= TRIES else Said.WRONG


def _hashed(link: Link, code: str) -> str:
    """Keyed with the installation's secret: a million codes are soon tried by whoever has the table alone."""
    return salted_hmac("goldenthread.links.code", f"{link.token_hash}:{code}", algorithm="sha256").hexdigest()
