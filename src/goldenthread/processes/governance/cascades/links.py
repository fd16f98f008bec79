"""A cascade answered by link: an agency's contact says what was passed on, without a password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from goldenthread.core.casework.services import allow
from goldenthread.core.links import giving
from goldenthread.core.links.kinds import Kind, opens_by_link
from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import speaking_for, spend, still_works
from goldenthread.core.tenancy.roles import UNIT

from .answering import FIELDS, answer
from .models import LINK, Cascade, Reply, Slip

LONGEST_TYPED = 2000


def _letter(slip: Slip, link: Link, address: str) -> tuple[str, str]:
    words = {"slip": slip, "link": link, "address": address}
    return f"{slip.partnership}: what did you pass on?", render_to_string("cascades/email/link.txt", words)


def _why_not(slip: Slip) -> str:
    closed = slip.reply.record.state == Cascade.State.CLOSED
    return "This cascade is closed: a link to it would open nothing." if closed else ""


def _looked_after(slip: Slip) -> str:
    return reverse("cascade", args=[slip.partnership.slug, slip.reply.record_id])


CASCADE = opens_by_link(
    Kind(
        slug=LINK,
        model=Slip,
        front="answering_cascade",
        letter=_letter,
        looked_after=_looked_after,
        why_not=_why_not,
        days=60,
        record=lambda slip: slip.reply.record,
        closed="The cascade may have been closed, the link withdrawn, or a newer link sent to you: then only that one "
        "works.",
    )
)


@transaction.atomic
def ask_by_link(reply: Reply, *, name: str, email: str) -> Link:
    """Send an agency's contact the link to its slip; sent again, the one before stops working.

    Raises PermissionDenied for who is not of the unit, ValidationError where the cascade is closed.
    """
    return giving.send_link(CASCADE, slip_for(reply), name=name, email=email)


@transaction.atomic
def slip_for(reply: Reply) -> Slip:
    """What the agency is asked, as it stands now, for whoever gets a link to it. By the unit alone."""
    cascade = reply.record
    allow(UNIT, cascade.partnership_id, "send a link")
    said = {
        "partnership": cascade.partnership, "agency": reply.agency, "what": cascade.what, "named": cascade.named,
        "message": cascade.message, "answer_by": cascade.answer_by, "version": reply.version,
    }  # fmt: skip
    slip: Slip = Slip.objects.update_or_create(reply=reply, defaults=said)[0]
    return slip


@transaction.atomic
def keep_typed(slip: Slip, typed: Mapping[str, Sequence[str]]) -> None:
    """Keep what is typed as it is. It is no answer until it is sent."""
    held: Slip = Slip.objects.select_for_update(of=("self",)).get(pk=slip.pk)
    held.typed = {
        name: [text[:LONGEST_TYPED].replace("\0", "") for text in texts]
        for name, texts in typed.items()
        if name.partition("-")[0] in FIELDS
    }
    held.save(update_fields=["typed"])


@transaction.atomic
def answer_by_link(slip: Slip, link: Link, *, expected_version: int | None = None, **values: Any) -> Reply:
    """The answer, for the agency; and the link has done its work. Raises as `answering.answer` does."""
    seen: Slip = Slip.objects.get(pk=slip.pk)
    if not still_works(link):
        raise ValidationError("This link works no more.")
    with speaking_for(seen.partnership_id, seen.agency_id):
        reply = answer(Reply.objects.get(pk=seen.reply_id), expected_version=expected_version, **values)
    Slip.objects.filter(pk=seen.pk).update(typed={})
    spend(link)
    return reply


def links_of(cascade: Cascade) -> list[Link]:
    """Every link that was sent for a cascade and may be seen, withdrawn ones too, each with its agency (`about`)."""
    slips = {slip.pk: slip for slip in Slip.objects.filter(reply__record=cascade).select_related("agency")}
    if not slips:
        return []
    found = list(giving.links_to(LINK, *slips).select_related("partnership"))
    for link in found:
        link.about = slips[link.opens].agency
    return found


def end_links_of(cascade: Cascade, step: str) -> None:
    """Closed, it takes no more answers: its links stop working."""
    if step == "close":
        for pk in Slip.objects.filter(reply__record=cascade).values_list("pk", flat=True):
            giving.end_links(LINK, pk)


def contact_of(reply: Reply) -> dict[str, str]:
    """Who was sent the last link for this agency, as the form's first values; nothing where none was."""
    slips = Slip.objects.filter(agency=reply.agency_id, partnership=reply.record.partnership_id).values_list("pk")
    last = Link.objects.filter(kind=LINK, opens__in=slips).first()
    return {"name": last.name, "email": last.email} if last else {}
