"""Links to one return, and keys for programs: given, sent again, withdrawn. See docs/decisions/020, 039 and 052."""

from __future__ import annotations

import hmac
import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from goldenthread.core.casework.services import allow, is_the_system
from goldenthread.core.links import giving
from goldenthread.core.links.kinds import Kind, opens_by_link
from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import holder, is_hash, new_secret, token_hash, token_key
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import Agency
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import now

from .models import LINK, Form, Respondent, ReturnKey, Schedule

log = logging.getLogger("goldenthread.security")


def _letter(form: Form, link: Link, address: str) -> tuple[str, str]:
    words = {"form": form, "link": link, "address": address, "agency": form.agency}
    body = render_to_string("returns/email/link.txt", words)
    return f"{form.partnership}: {form.title} for {form.stretch}", body


def _why_not(form: Form) -> str:
    return "" if form.open else f"This return is {form.get_stage_display().lower()}: a link to it would open nothing."


def _looked_after(form: Form) -> str:
    return reverse("return", args=[form.partnership.slug, form.record_id])


RETURN = opens_by_link(
    Kind(
        slug=LINK,
        model=Form,
        front="answering_form",
        letter=_letter,
        looked_after=_looked_after,
        follow="follow_return",
        why_not=_why_not,
        closed="The return may have been accepted, the link withdrawn, or a newer link sent to you: then only that one "
        "works.",
    )
)


def send_link(form: Form, *, name: str, email: str) -> Link:
    """Send someone the link to one form. Sent again, the earlier link to the same address stops working."""
    return giving.send_link(RETURN, form, name=name, email=email)


def send_links(form: Form) -> list[Link]:
    """To everyone who answers for the agency under the form's schedule."""
    rows = Respondent.objects.filter(schedule=form.schedule_id, agency=form.agency_id, ended_on__isnull=True)
    return [send_link(form, name=one.name, email=one.email) for one in rows]


@transaction.atomic
def give_key(schedule: Schedule, *, agency: Agency, name: str) -> tuple[ReturnKey, str]:
    """A key for a program of an agency, and its secret, which is shown this once and kept nowhere."""
    _may(schedule.partnership_id, "give a program a key")
    if not schedule.owing.filter(agency=agency).exists():
        raise ValidationError({"agency": f"{agency} does not owe this return."})
    token = new_secret()
    key = ReturnKey(partnership=schedule.partnership, schedule=schedule, agency=agency, name=name.strip())
    key.token_hash = token_hash(token)
    key.token_key = token_key(key.token_hash)
    key.sent_at = now()
    key.full_clean(exclude=["token_key", "token_hash", "revoked_at"])
    key.save()
    log.info("return_key_given key=%s", key.pk)
    return key, token


@transaction.atomic
def withdraw_key(key: ReturnKey) -> ReturnKey:
    """It stops working at once."""
    _may(key.partnership_id, "withdraw a key")
    key.revoked_at = key.revoked_at or now()
    key.save()
    log.info("return_key_withdrawn key=%s", key.pk)
    return key


def find_key(hashed: str) -> ReturnKey | None:
    """The key of a secret's hash, if it still works; None where it does not, or there is none."""
    if not is_hash(hashed):
        return None
    with acting_as(holder(hashed)):
        rows = ReturnKey.objects.select_related("partnership", "agency")
        found = rows.filter(token_key=token_key(hashed), revoked_at__isnull=True).first()
    return found if found and hmac.compare_digest(found.token_hash, hashed) else None


def _may(partnership_id: int, doing: str) -> None:
    if not is_the_system(partnership_id):
        allow(UNIT, partnership_id, doing)
