"""Inviting a person to a partnership, and being invited. One verb each, one transaction each."""

from __future__ import annotations

import hmac
import logging
import secrets
from datetime import date, timedelta
from functools import partial
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Seat, User
from goldenthread.core.tenancy.roles import UNIT, Role
from goldenthread.core.tenancy.seats import give_seat
from goldenthread.kernel.now import now

from .models import Invitation, token_hash, token_key

log = logging.getLogger("goldenthread.security")
TOKEN_BYTES = 32


class NotOpen(Exception):
    """The invitation was used, withdrawn or has run out."""


def roles_to_give(partnership: Partnership) -> frozenset[str]:
    """The roles the actor may give or end there. An administrator cannot make a colleague of the unit, or a manager
    of themselves.
    """
    held = current_actor().roles(partnership.pk)
    if Role.BUSINESS_MANAGER in held:
        return frozenset(Role.values)
    if Role.ADMINISTRATOR in held:
        return frozenset(Role.values) - {role.value for role in UNIT}
    return frozenset()


def _may_give(partnership: Partnership, role: str) -> None:
    if role not in roles_to_give(partnership):
        raise PermissionDenied("giving this role is not yours")


@transaction.atomic
def invite(
    *,
    partnership: Partnership,
    agency: Agency,
    name: str,
    email: str,
    role: str,
    since: date,
    until: date | None = None,
    title: str = "",
    person: Person | None = None,
) -> Invitation:
    """Ask a person to take a seat; the link goes to their address when the transaction is through.

    Raises PermissionDenied where the actor may not give the role, ValueError where the agency has no place at the
    table or they were asked already.
    """
    _may_give(partnership, role)
    if not partnership.places.filter(agency=agency).exists():
        raise ValueError(f"{agency} has no place at {partnership}")
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    if waiting.filter(partnership=partnership, email__iexact=email, agency=agency, role=role).exists():
        raise ValueError("They were invited to this seat already: send that invitation again instead.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation: Invitation = Invitation.objects.create(
        partnership=partnership,
        agency=agency,
        person=person,
        name=name,
        title=title,
        email=email.lower(),
        role=role,
        since=since,
        until=until,
        invited_by_id=current_actor().user,
        **_fresh(token),
    )
    _post(invitation, token)
    log.info("invited invitation=%s by=%s", invitation.pk, current_actor().user)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation) -> Invitation:
    """A new link with a new week; the old link stops working."""
    _may_give(invitation.partnership, invitation.role)
    if invitation.accepted_at or invitation.revoked_at:
        raise NotOpen
    token = secrets.token_urlsafe(TOKEN_BYTES)
    for name, value in _fresh(token).items():
        setattr(invitation, name, value)
    invitation.times_sent += 1
    invitation.save()
    _post(invitation, token)
    log.info("invited_again invitation=%s by=%s", invitation.pk, current_actor().user)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation) -> None:
    """The link stops working at once."""
    _may_give(invitation.partnership, invitation.role)
    if invitation.accepted_at:
        raise NotOpen
    invitation.revoked_at = now()
    invitation.save()
    log.info("invitation_withdrawn invitation=%s by=%s", invitation.pk, current_actor().user)


def _fresh(token: str) -> dict[str, object]:
    hashed = token_hash(token)
    return {
        "token_hash": hashed,
        "token_key": token_key(hashed),
        "sent_at": now(),
        "expires_at": now() + timedelta(days=settings.INVITATION_DAYS),
    }


def _post(invitation: Invitation, token: str) -> None:
    address = settings.SITE_URL + reverse("follow_invitation", args=[token])
    words = {
        "invitation": invitation,
        "address": address,
        "by": str(current_actor().name),
        "days": settings.INVITATION_DAYS,
    }
    body = render_to_string("signin/email/invitation.txt", words)
    transaction.on_commit(partial(_send, invitation.pk, invitation.email, str(invitation.partnership), body))


def _send(pk: int, email: str, partnership: str, body: str) -> None:
    try:
        send_mail(f"You are invited to {partnership}", body, None, [email])
    except (SMTPException, OSError) as error:
        # the invitation stands and can be sent again; the error's words may carry the address, so only its kind is kept
        log.warning("invitation_not_sent invitation=%s error=%s", pk, type(error).__name__)


def holder(hashed: str, user: User | None = None) -> Actor:
    """Someone who holds a token (and may be signed in): they see that one invitation, and nothing else by it."""
    held = {"invitations": frozenset({token_key(hashed)})}
    return Actor(user.pk if user else None, held=held, name=str(user or ""))


def find(hashed: str) -> Invitation | None:
    """The invitation of a token's hash, open or not; None where there is none."""
    with acting_as(holder(hashed)):
        found = (
            Invitation.objects.select_related("partnership", "agency", "invited_by")
            .filter(token_key=token_key(hashed))
            .first()
        )
    return found if found and hmac.compare_digest(found.token_hash, hashed) else None


@transaction.atomic
def accept(hashed: str, *, user: User) -> Seat:
    """Take the seat. The user must have the invited address; raises NotOpen or PermissionDenied."""
    found = find(hashed)
    if found is None or not found.open:
        raise NotOpen
    if user.email.lower() != found.email.lower():
        raise PermissionDenied("the invitation is for another address")
    claims = {"invitations": frozenset({token_key(hashed)}), "partnerships": frozenset({found.partnership_id})}
    with acting_as(Actor(user.pk, held=claims, name=str(user))):
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if not invitation.open:
            raise NotOpen
        _link_person(invitation, user)
        seat = give_seat(
            user=user,
            partnership=invitation.partnership,
            agency=invitation.agency,
            role=invitation.role,
            since=invitation.since,
            until=invitation.until,
            title=invitation.title,
        )
        invitation.accepted_at, invitation.accepted_by = now(), user
        invitation.save()
    log.info("invitation_accepted invitation=%s user=%s", invitation.pk, user.pk)
    return seat


def _link_person(invitation: Invitation, user: User) -> None:
    """Someone known from the minutes becomes someone who can sign in: one person, not two."""
    if invitation.person_id and not Person.objects.filter(partnership=invitation.partnership, user=user).exists():
        Person.objects.filter(pk=invitation.person_id, user=None).update(
            user=user, email=user.email, version=F("version") + 1
        )


@transaction.atomic
def join(hashed: str, *, password: str, name: str) -> User:
    """A new person takes up an invitation: account, proven address and seat in one. Raises NotOpen."""
    found = find(hashed)
    if found is None or not found.open or User.objects.filter(email__iexact=found.email).exists():
        raise NotOpen
    user = User.objects.create_user(found.email, password, name=name)
    prove_address(user)
    accept(hashed, user=user)
    return user


def prove_address(user: User) -> None:
    """The address a user signs in with was proven by the link we sent there (or by whoever set the account up)."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
