"""Sending one message, at most once: claimed before it is handed over, and never again when it may have gone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership, Person, User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import now, today

from .channels import Failure, connection_for, not_connected, not_sent
from .letters import Letter, digest_letter, notices_letter
from .models import Notice
from .preferences import preference_of
from .worklist import worklist

Status = Notice.Status
OPEN = (Status.WAITING, Status.FAILED)


class SendFailed(Exception):
    """A message was not sent and may be tried again. The words name no person."""


@dataclass(frozen=True)
class Addressee:
    """A person with the actor they are, for as long as they may sign in."""

    partnership: Partnership
    person: Person
    user: User
    actor: Actor


def addressee(partnership_id: int, person_id: int) -> Addressee | None:
    """The person as they stand today; nothing for one who has left or may no longer sign in."""
    partnership = Partnership.objects.get(pk=partnership_id)
    with acting_as(Actor.system(partnership)):
        person = (
            Person.objects.filter(pk=person_id, partnership=partnership, left_on__isnull=True, user__is_active=True)
            .select_related("user")
            .first()
        )
    if person is None or person.user is None:
        return None
    return Addressee(partnership, person, person.user, actor_for(person.user))


def deliver(partnership_id: int, person_id: int, notice_id: int) -> int:
    """Send a notice, with all others of its kind that wait for the same person, in one message: how many were told.

    Raises SendFailed when trying again later may help. What cannot be sent for good, what is no longer needed, and
    what may have gone out before we were cut off are marked as such and left alone.
    """
    to = addressee(partnership_id, person_id)
    if to is None:
        return 0
    with acting_as(to.actor):
        preference = preference_of(to.person)
        notices = _waiting(to, notice_id)
        if not preference.email:
            _mark(notices, Status.SHOWN)
            notices = []
        letter = _compose(notices, to) if notices else None
    if letter is None:
        return 0
    connection = connection_for(preference.channel)
    message = _message(letter, to, notices[0], connection)
    try:
        connection.open()
    except Exception as error:  # noqa: BLE001 - a backend may raise anything; whatever it is, nothing was sent
        _failed(to, notices, not_connected(error))
        return 0
    return _hand_over(connection, message, to, notices)


def _hand_over(
    connection: BaseEmailBackend, message: EmailMultiAlternatives, to: Addressee, notices: list[Notice]
) -> int:
    try:
        if not _claim(to, notices):
            return 0  # another worker has it
        try:
            connection.send_messages([message])
        except Exception as error:  # noqa: BLE001 - as above; `not_sent` says what it means
            _failed(to, notices, not_sent(error))
            return 0
        with acting_as(to.actor):
            _mark(notices, Status.SENT, sent_at=now())
        return len(notices)
    finally:
        connection.close()


def _waiting(to: Addressee, notice_id: int) -> list[Notice]:
    """The notice and, unless it is a digest, its like. One still marked as being sent was cut off: it stays so,
    unsure.
    """
    first = Notice.objects.filter(pk=notice_id, person=to.person).first()
    if first is None:
        return []
    if first.status == Status.SENDING:
        together = Notice.objects.filter(person=to.person, kind=first.kind, status=Status.SENDING)
        together.update(status=Status.UNSURE, error="The worker stopped while sending")
        return []
    if first.status not in OPEN:
        return []
    if first.kind == Notice.Kind.DIGEST:
        return [first] if first.day == today() else _mark([first], Status.WITHDRAWN)
    like = Notice.objects.filter(person=to.person, kind=first.kind, status__in=OPEN)
    return _still_true(list(like.order_by("due_on", "pk")))


def _still_true(notices: list[Notice]) -> list[Notice]:
    """Those whose action is still open, due on the same day and in the person's sight, which is asked anew; withdraw
    the rest.
    """
    actions = Action.objects.exclude(status=Action.Status.CLOSED).in_bulk([notice.action_id for notice in notices])
    kept, gone = [], []
    for notice in notices:
        action = actions.get(notice.action_id)
        if action is not None and action.due_on == notice.due_on:
            notice.action = action
            kept.append(notice)
        else:
            gone.append(notice)
    _mark(gone, Status.WITHDRAWN)
    return kept


def _compose(notices: list[Notice], to: Addressee) -> Letter | None:
    if notices[0].kind != Notice.Kind.DIGEST:
        return notices_letter(notices, to.partnership, today())
    items = worklist(to.actor, to.partnership, today())
    if not items:
        _mark(notices, Status.WITHDRAWN)
        return None
    return digest_letter(items, to.partnership)


def _message(letter: Letter, to: Addressee, notice: Notice, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    mark = hashlib.sha256(f"{settings.SECRET_KEY}:{notice.pk}".encode()).hexdigest()[:20]
    headers = {"Message-ID": f"<notice-{notice.pk}-{mark}@golden-thread>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[to.user.email], headers=headers, connection=connection
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def _claim(to: Addressee, notices: list[Notice]) -> bool:
    """Committed before anything is handed over. All of them, or none because another worker has one."""
    keys = [notice.pk for notice in notices]
    with acting_as(to.actor):
        free = Notice.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=keys, status__in=OPEN)
        claimed = list(free)
        if len(claimed) != len(keys):
            return False
        for notice in claimed:
            notice.status, notice.attempts, notice.error = Status.SENDING, notice.attempts + 1, ""
        Notice.objects.bulk_update(claimed, ["status", "attempts", "error"])
    return True


def _failed(to: Addressee, notices: list[Notice], failure: Failure) -> None:
    status = Status.UNSURE if failure.unsure else Status.FAILED if failure.again else Status.REFUSED
    with acting_as(to.actor):
        _mark(notices, status, error=failure.words[:60])
    if failure.again:
        raise SendFailed(failure.words) from None


def _mark(notices: list[Notice], status: str, **values: object) -> list[Notice]:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(status=status, **values)
    return []
