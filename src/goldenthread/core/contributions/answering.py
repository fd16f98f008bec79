"""What whoever was asked does behind their link: read what is asked, type, send. They see their form, and no case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Reading, Record
from goldenthread.core.casework.sealed import read_as
from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import spend, still_works
from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.kernel.now import today

from .answers import Answers, Typed, stands
from .models import Contribution


@contextmanager
def open_to_holder(asked: Contribution, *, what: str) -> Iterator[None]:
    """Within, whoever holds the link reads and writes their own form. The line of it is written first, on the case.

    Raises ValidationError for a case whose sealed part was destroyed, SealingTrouble where its key does not open.
    """
    holder = current_actor()
    held = {"registers": frozenset({asked.register_id}), "partnerships": frozenset({asked.partnership_id})}
    with acting_as(Actor(None, held=held, name=holder.name)):
        case = Record.objects.select_related("register").get(pk=asked.record_id)
        key = read_as(case, purpose=Reading.Purpose.ANSWER, what=what)
    with key:
        yield


@transaction.atomic
def keep_typed(asked: Contribution, link: Link, typed: Typed) -> None:
    """Keep what is typed so far, as a whole; nothing of what was sent or withdrawn a moment ago, or put to somebody
    else. Within `open_to_holder`.
    """
    held: Contribution | None = Contribution.objects.select_for_update(of=("self",)).filter(pk=asked.pk).first()
    if held is None or not held.waiting or not still_works(link):
        return  # typed while it was being sent, in another tab or on a slow line
    held.typed = json.dumps(typed)
    held.opened_on = held.opened_on or today()
    held.save(update_fields=["typed", "opened_on"])


@transaction.atomic
def send_answers(asked: Contribution, link: Link, *, answers: Answers, hours: Decimal | None = None) -> Contribution:
    """These are the answers; its link has done its work. Within `open_to_holder`.

    Raises ValidationError where nothing is typed, and where the link works no more.
    """
    held: Contribution = Contribution.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if not still_works(link) or not held.waiting:
        raise ValidationError("This link works no more: the form may have been sent, or withdrawn.")
    if not answers:
        raise ValidationError("Nothing is answered yet. Answer at least one question, or say that you do not know.")
    count = stands(held.form, held.asked_sections, answers)
    held.said, held.typed, held.hours = json.dumps(answers), "", hours
    held.given, held.not_known, held.blank_fields = count.given, count.not_known, len(count.blank)
    held.answered_on, held.opened_on = today(), held.opened_on or today()
    held.full_clean(exclude={"record", "partnership", "register", "agency"})
    held.save()
    spend(link)
    return held
