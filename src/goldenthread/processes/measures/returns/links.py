"""Links and keys: given, sent again, withdrawn, and found by whoever holds the secret. See docs/decisions/020."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from goldenthread.core.casework.services import allow, is_the_system
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Agency
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import now

from .models import Form, Respondent, ReturnKey, Schedule

log = logging.getLogger("goldenthread.security")
TOKEN_BYTES = 32


@transaction.atomic
def send_link(form: Form, *, name: str, email: str) -> ReturnKey:
    """Send someone the link to one form. Sent again, the earlier link to the same address stops working."""
    _may(form.partnership_id, "send a link")
    if not form.open:
        raise ValidationError(f"This return is {form.get_stage_display().lower()}: a link to it would open nothing.")
    address = email.strip().lower()
    before = ReturnKey.objects.filter(form=form, email=address, revoked_at__isnull=True).first()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    key = before or ReturnKey(
        partnership=form.partnership, schedule=form.schedule, agency=form.agency, form=form, email=address
    )
    key.name = name.strip()
    key.times_sent = key.times_sent + 1 if before else 1
    _fresh(key, token)
    key.full_clean(exclude=["token_key", "token_hash", "revoked_at"])
    key.save()
    _post(form, key, token)
    log.info("return_link_sent key=%s times=%s", key.pk, key.times_sent)
    return key


def send_links(form: Form) -> list[ReturnKey]:
    """To everyone who answers for the agency under the form's schedule."""
    rows = Respondent.objects.filter(schedule=form.schedule_id, agency=form.agency_id, ended_on__isnull=True)
    return [send_link(form, name=one.name, email=one.email) for one in rows]


@transaction.atomic
def give_key(schedule: Schedule, *, agency: Agency, name: str) -> tuple[ReturnKey, str]:
    """A key for a program of an agency, and its secret, which is shown this once and kept nowhere."""
    _may(schedule.partnership_id, "give a program a key")
    if not schedule.owing.filter(agency=agency).exists():
        raise ValidationError({"agency": f"{agency} does not owe this return."})
    token = secrets.token_urlsafe(TOKEN_BYTES)
    key = ReturnKey(partnership=schedule.partnership, schedule=schedule, agency=agency, name=name.strip())
    _fresh(key, token)
    key.full_clean(exclude=["token_key", "token_hash", "form", "revoked_at"])
    key.save()
    log.info("return_key_given key=%s", key.pk)
    return key, token


@transaction.atomic
def withdraw(key: ReturnKey) -> ReturnKey:
    """It stops working at once."""
    _may(key.partnership_id, "withdraw a link")
    key.revoked_at = key.revoked_at or now()
    key.save()
    log.info("return_key_withdrawn key=%s", key.pk)
    return key


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_key(hashed: str) -> int:
    """The first 60 bits of the hash: a positive number that fits a column of the database."""
    return int(hashed[:15], 16)


def holder(hashed: str, name: str = "") -> Actor:
    """Someone who holds a secret: they see the key's own row and the forms that it opens, and nothing else by it."""
    return Actor(None, held={"returns": frozenset({token_key(hashed)})}, name=name)


def find(hashed: str) -> ReturnKey | None:
    """The key of a secret's hash, if it still works; None where it does not, or there is none."""
    if len(hashed) != 64 or not hashed.isalnum():
        return None
    try:
        number = token_key(hashed)
    except ValueError:
        return None
    with acting_as(holder(hashed)):
        found = (
            ReturnKey.objects.select_related("partnership", "agency")
            .filter(token_key=number, revoked_at__isnull=True)
            .first()
        )
    return found if found and hmac.compare_digest(found.token_hash, hashed) else None


def _may(partnership_id: int, doing: str) -> None:
    if not is_the_system(partnership_id):
        allow(UNIT, partnership_id, doing)


def _fresh(key: ReturnKey, token: str) -> None:
    key.token_hash = token_hash(token)
    key.token_key = token_key(key.token_hash)
    key.sent_at = now()


def _post(form: Form, key: ReturnKey, token: str) -> None:
    path = reverse("follow_return", args=[form.partnership.slug, token])
    words = {"form": form, "key": key, "address": settings.SITE_URL + path, "agency": form.agency}
    body = render_to_string("returns/email/link.txt", words)
    subject = f"{form.partnership}: {form.title} for {form.stretch}"
    transaction.on_commit(partial(_send, key.pk, key.email, subject, body))


def _send(pk: int, email: str, subject: str, body: str) -> None:
    try:
        send_mail(subject, body, None, [email])
    except (SMTPException, OSError) as error:
        # the link can be sent again; the error's words may carry the address, so only its kind is kept
        log.warning("return_link_not_sent key=%s error=%s", pk, type(error).__name__)
