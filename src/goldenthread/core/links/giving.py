"""Links given, sent again and withdrawn. The secret goes into the letter and is kept nowhere."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from goldenthread.core.casework.services import allow, is_the_system
from goldenthread.kernel.now import now

from .kinds import Kind, kind_named
from .models import Code, Link
from .opening import new_secret, token_hash, token_key

log = logging.getLogger("goldenthread.security")


@transaction.atomic
def send_link(kind: Kind, thing: Any, *, name: str, email: str) -> Link:
    """Send someone the link to one thing. Sent again, the earlier link to the same address stops working.

    Raises PermissionDenied for those who may not send this kind, ValidationError where it would open nothing.
    """
    _may(kind, thing, "send a link")
    if kind.letter is None:
        raise ValidationError("This link is not sent by letter: whoever needs it begins again on the page it is for.")
    if why := kind.why_not(thing):
        raise ValidationError(why)
    address = email.strip().lower()
    before = links_to(kind.slug, thing.pk).filter(email=address, revoked_at__isnull=True).first()
    record = kind.record(thing) if kind.record else None
    link = before or Link(
        partnership_id=thing.partnership_id, record=record, kind=kind.slug, opens=thing.pk, email=address
    )
    link.name = name.strip()
    link.times_sent = link.times_sent + 1 if before else 1
    token = _fresh(link, kind)
    link.full_clean(exclude={f.name for f in Link._meta.fields} - {"name", "email"})
    link.save()
    Code.objects.filter(link=link).delete()  # tries are counted anew
    path = reverse(kind.follow, args=[link.partnership.slug, token])
    subject, body = kind.letter(thing, link, settings.SITE_URL + path)
    transaction.on_commit(partial(post, f"link={link.pk}", link.email, subject, body))
    log.info("link_sent link=%s kind=%s times=%s", link.pk, link.kind, link.times_sent)
    return link


@transaction.atomic
def send_again(link: Link) -> Link:
    """To the same person. What was sent before stops working.

    Raises ValidationError for one that was withdrawn, as it now stands: what it opened may be somebody else's by now.
    """
    held: Link = Link.objects.select_for_update(of=("self",)).get(pk=link.pk)  # while it is sent, nobody withdraws it
    if held.revoked_at:
        raise ValidationError(
            "This link was withdrawn, or what it opens was put to somebody else. Send a new link from the page of what "
            "is asked."
        )
    kind = kind_named(held.kind)
    return send_link(kind, kind.model.objects.get(pk=held.opens), name=held.name, email=held.email)


@transaction.atomic
def hand_link(kind: Kind, thing: Any, *, name: str, email: str) -> tuple[Link, str]:
    """(link, its secret) for the browser that asks for it now, where a code alone is mailed. What was handed to this
    address before works on: whoever names an address shuts nobody else out.

    For the system: who asks is known by nothing but the address, which the code has yet to prove.
    """
    address = email.strip().lower()
    link = Link(partnership_id=thing.partnership_id, kind=kind.slug, opens=thing.pk, email=address, name=name)
    secret = _fresh(link, kind)
    link.full_clean(exclude={f.name for f in Link._meta.fields} - {"name", "email"})
    link.save()
    log.info("link_handed link=%s kind=%s", link.pk, link.kind)
    return link, secret


@transaction.atomic
def withdraw(link: Link) -> Link:
    """It stops working at once, for whoever has its page open too."""
    kind = kind_named(link.kind)
    _may(kind, kind.model.objects.get(pk=link.opens) if kind.may else link, "withdraw a link")
    link.revoked_at = link.revoked_at or now()
    link.save(update_fields=["revoked_at"])
    log.info("link_withdrawn link=%s kind=%s", link.pk, link.kind)
    return link


def end_links(kind: str, opens: int) -> None:
    """All that open it stop working, as part of a step after which it takes no more answers."""
    links_to(kind, opens).filter(revoked_at__isnull=True).update(revoked_at=now())


def links_to(kind: str, *opens: int) -> Any:
    """Every link to these things that the actor may see, withdrawn ones included; the newest first."""
    return Link.objects.filter(kind=kind, opens__in=opens)


def post(what: str, email: str, subject: str, body: str) -> None:
    """By the mail server. `what` names the letter in the log; neither address nor text do."""
    try:
        send_mail(subject, body, None, [email])
    except (SMTPException, OSError) as error:
        # it can be sent again; the error's words may carry the address, so only its kind is kept
        log.warning("link_not_sent %s error=%s", what, type(error).__name__)


def _may(kind: Kind, thing: Any, doing: str) -> None:
    if kind.may:
        kind.may(thing, doing)
    elif not is_the_system(thing.partnership_id):
        allow(kind.sent_by, thing.partnership_id, doing)


def _fresh(link: Link, kind: Kind) -> str:
    token = new_secret()
    link.token_hash = token_hash(token)
    link.token_key = token_key(link.token_hash)
    link.open_key = None if kind.asks_code else link.token_key
    link.sent_at, link.opened_at, link.spent_at = now(), None, None
    link.expires_at = now() + timedelta(days=kind.days) if kind.days else None
    return token
