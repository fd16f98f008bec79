"""A colleague lost their phone and recovery codes: the unit removes the second factor, and they set up a new one."""

from __future__ import annotations

import logging
from functools import partial
from smtplib import SMTPException

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.core.tenancy.models import Partnership, Person, Seat, User
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import now, today

from .invitations import roles_to_give
from .models import FactorRemoval
from .open_sessions import end_all

log = logging.getLogger("goldenthread.security")


def why_not(partnership: Partnership, person: Person) -> str:
    """Why the actor may not remove this person's second factor, in words; nothing where they may.

    As with seats: nobody's own, and only where every seat that the person holds now is one the actor may give. Someone
    who runs another partnership is helped by that partnership: more than ours stands behind their second factor.
    """
    if person.user is None or not person.user.is_active:
        return "They do not sign in here, so they have no second factor."
    if person.user_id == current_actor().user:
        return "This is your own. Change it on your account page, or ask a colleague."
    with acting_as(Actor(person.user_id)):
        running = Q(until__isnull=True) | Q(until__gte=today())
        seats = list(Seat.objects.filter(running, user=person.user, since__lte=today()))
    here = {seat.role for seat in seats if seat.partnership_id == partnership.pk}
    if not here:
        return "They hold no seat here now."
    if not here <= roles_to_give(partnership):
        return "Only the business manager may do this for a colleague of the business unit."
    if any(seat.partnership_id != partnership.pk and seat.role in UNIT for seat in seats):
        return "They run another partnership. Its own staff must do this."
    return ""


@transaction.atomic
def remove_lost_factor(partnership: Partnership, person: Person, *, reason: str) -> User:
    """Remove every second factor of a colleague, sign them out wherever they are, and tell them by email.

    They sign in with their password next, and can do nothing until they have set up a new one. Raises PermissionDenied
    where it is not the actor's to do, ValidationError without a reason.
    """
    refused = why_not(partnership, person)
    if refused or person.user is None:
        raise PermissionDenied(refused)
    if not reason.strip():
        raise ValidationError({"reason": "Say how you made sure that it is them who asks."})
    user = person.user
    Authenticator.objects.filter(user=user).delete()
    end_all(user)
    by = current_actor()
    FactorRemoval.objects.create(
        partnership=partnership, person=person, reason=reason.strip(), user_id=by.user, by=by.name, at=now()
    )
    log.warning("second_factor_reset user=%s by=%s partnership=%s", user.pk, by.user, partnership.pk)
    words = {"user": user, "by": by.name, "partnership": partnership, "address": settings.SITE_URL}
    body = render_to_string("signin/email/second_factor_removed.txt", words)
    transaction.on_commit(partial(_send, user.pk, user.email, body))
    return user


def _send(pk: int, email: str, body: str) -> None:
    try:
        send_mail("Golden Thread: your second factor was removed", body, None, [email])
    except (SMTPException, OSError) as error:
        # the error's words may carry the address, so only its kind is kept
        log.warning("second_factor_reset_not_told user=%s error=%s", pk, type(error).__name__)
