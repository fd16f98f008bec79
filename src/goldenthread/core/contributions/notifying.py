"""Notifying without an account: an address is proved by a code, a form filled in, and a sealed case begins with it."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from goldenthread.core.casework.models import Keeper, Record
from goldenthread.core.casework.registering import keepers_on, register_of
from goldenthread.core.casework.services import tell
from goldenthread.core.links import giving
from goldenthread.core.links.kinds import Kind, opens_by_link
from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import new_secret, spend, still_works, token_hash, token_key
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now, today

from .answers import Answers, Typed, values_of
from .asked import Notices, notices_of
from .models import NOTIFYING, Notification, Unsent

log = logging.getLogger("goldenthread.security")
#: What nobody sent is gone after so long.
KEPT = timedelta(days=7)


@transaction.atomic
def what_they_left(link: Link) -> Link:
    """The link to what was begun from this address before and not sent; this one, where nothing was. By the system,
    for whoever has just proved the address.
    """
    fresh = Notification.objects.get(pk=link.opens)
    same = {"partnership": link.partnership, "kind": NOTIFYING, "email": link.email, "opened_at__isnull": False}
    usable = Link.objects.filter(**same, revoked_at__isnull=True, spent_at__isnull=True, expires_at__gt=now())
    unsent = Notification.objects.filter(kind=fresh.kind, sent_at__isnull=True, pk__in=usable.values("opens"))
    left = unsent.exclude(pk=fresh.pk).order_by("-pk").first()
    if left is None:
        return link
    giving.end_links(NOTIFYING, fresh.pk)
    fresh.delete()
    found: Link = usable.filter(opens=left.pk).select_related("partnership").latest("pk")
    return found


NOTIFYING_LINK = opens_by_link(
    Kind(
        slug=NOTIFYING,
        model=Notification,
        front="notifying",
        letter=None,  # nothing is mailed but the code
        looked_after=lambda notification: reverse("home", args=[notification.partnership.slug]),
        days=KEPT.days,
        asks_code=True,
        to_anyone=True,
        leads_to=what_they_left,
        closed="What you were writing may have been sent, or a week has gone by: then it was taken away. Begin again.",
    )
)


@transaction.atomic
def begin_notification(partnership: Partnership, *, kind: str, email: str) -> tuple[Link, str]:
    """(link, its secret) for whoever is about to prove this address. What they left is found when they have
    (`what_they_left`): before, nobody learns whether there is any, and nobody is shut out of theirs.

    Raises ValidationError where nobody would receive it.
    """
    if not any(k.capacity == Keeper.Capacity.KEEPER for k in keepers_on(register_of(partnership, kind), today())):
        raise ValidationError("Nobody receives these notifications here yet. Telephone the partnership instead.")
    begun = Notification(partnership=partnership, kind=kind, begun_at=now())
    begun.save()
    return giving.hand_link(NOTIFYING_LINK, begun, name="Whoever notifies", email=email)


@transaction.atomic
def keep_typed(notification: Notification, typed: Typed) -> None:
    """Keep what is typed so far, as a whole. By whoever proved the address; nothing of what was sent a moment ago."""
    held = Notification.objects.select_for_update(of=("self",)).filter(pk=notification.pk).first()
    if held is None or held.sent_at is not None:
        return  # typed while it was being sent, in another tab or on a slow line
    Unsent.objects.update_or_create(notification=notification, defaults={"typed": dict(typed)})


def typed_so_far(notification: Notification) -> Typed:
    """What whoever proved the address has typed. One query."""
    found = Unsent.objects.filter(notification=notification).first()
    return found.typed if found else {}


@transaction.atomic
def send_notification(notification: Notification, link: Link, *, answers: Answers) -> Record:
    """A case begins with these answers; nothing of it stays here. Those who keep the register are mailed that it came.

    Raises ValidationError by field for what is missing, and what the process itself raises.
    """
    held: Notification = Notification.objects.select_for_update(of=("self",)).get(pk=notification.pk)
    notices = notices_of(held.kind)
    if notices is None or held.sent_at or not still_works(link):
        raise ValidationError("This was sent already, or works no more.")
    if missing := missing_in(notices, answers):
        raise ValidationError([f"Answer: {words}." for words in missing])
    case = _begun(notices, held.partnership, answers, link)
    Unsent.objects.filter(notification=held).delete()
    held.sent_at = now()
    held.save(update_fields=["sent_at"])
    spend(link)
    log.info("notified kind=%s record=%s", held.kind, case.pk)
    return case


def missing_in(notices: Notices, answers: Answers) -> list[str]:
    """The labels of questions that must be answered before anybody could act on it."""
    return [notices.form.field(key).label for key in notices.needed if "value" not in answers.get(key, {})]


def _begun(notices: Notices, partnership: Partnership, answers: Answers, link: Link) -> Record:
    system = Actor.system(partnership)
    with acting_as(system):
        register = register_of(partnership, notices.kind)
    held = {**system.held, "registers": frozenset({register.pk})}
    with acting_as(Actor(None, held=held, name="Whoever notified, without an account")):
        case = notices.begin(partnership, values_of(notices.form, answers))
        # who notifies is sealed: their address stands where only a reading shows it, and goes when the case does
        tell(case, "notified_from", "Notified from an address that a code proved", note=link.email)
        _tell_keepers(case, notices)
    return case


def _tell_keepers(case: Record, notices: Notices) -> None:
    """A letter to each keeper: that something came, and nothing of what."""
    register = case.register
    subject = f"{case.partnership}: a notification was received"
    body = f"{notices.title}: a notification came, {case.reference}.\n\nSign in to Golden Thread to read it.\n"
    for keeper in keepers_on(register, today()) if register else ():
        user = keeper.person.user
        if keeper.capacity == Keeper.Capacity.KEEPER and user is not None:
            transaction.on_commit(partial(giving.post, f"notified={case.pk}", user.email, subject, body))


def forget_old(partnership: Partnership) -> int:
    """Take away what nobody sent within a week: how many. By a job, which reads none of it."""
    with acting_as(Actor.system(partnership)):
        old = Notification.objects.filter(
            partnership=partnership, begun_at__lt=now() - KEPT, sent_at__isnull=True
        ).values_list("pk", flat=True)
        keys = list(old)
        for link in giving.links_to(NOTIFYING, *keys):
            _forget_typed(link)
        Notification.objects.filter(pk__in=keys).delete()
    return len(keys)


def _forget_typed(link: Link) -> None:
    """As its holder: it is in nobody else's sight, and nothing of it is read."""
    if link.open_key is None:  # asked for again, and the code never typed: a key that nobody holds
        link.open_key = token_key(token_hash(new_secret()))
        link.save(update_fields=["open_key"])
    with acting_as(Actor(None, held={"links": frozenset({link.token_key, link.open_key})}, name="Golden Thread")):
        Unsent.objects.filter(notification_id=link.opens).delete()
