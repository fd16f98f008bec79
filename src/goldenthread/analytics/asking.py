"""So what? The verbs: ask, answer, decide, note. An ask stays open until it has an answer and a decision."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Agency
from goldenthread.kernel.now import now, today
from goldenthread.kernel.periods import Stretch

from .models import Ask, Measure, Reply
from .roles import ANSWERERS, ASKERS, DECIDERS, KEEPERS

DAYS_TO_ANSWER = 20


@transaction.atomic
def ask(
    measure: Measure,
    *,
    why: str,
    signal: str,
    stretch: Stretch | None = None,
    agency: Agency | None = None,
    group: Group | None = None,
    due_on: date | None = None,
) -> tuple[Ask, bool]:
    """Ask the agency that answers for a measure. Returns the ask and whether it is new.

    The same signal about the same figure is one ask, however often it is seen. Raises PermissionDenied (a person
    without a seat at the table), ValidationError (nothing asked, no one to ask).
    """
    actor = current_actor()
    if actor.user is not None:
        allow(ASKERS, measure.partnership_id, "ask about a measure")
    if not signal.strip():
        raise ValidationError({"signal": "Write what you ask."})
    refuse_strangers(measure.partnership_id, group=group)
    values = {
        "signal": signal.strip()[:300],
        "group": group or measure.group,
        "asked_at": now(),
        "asked_by": actor.name,
        "due_on": due_on or today() + timedelta(days=DAYS_TO_ANSWER),
    }
    key = {
        "measure": measure,
        "agency": agency or measure.owner_agency,
        "why": why,
        "first": stretch.first if stretch else None,
        "last": stretch.last if stretch else None,
    }
    if why == Ask.Why.ASKED:
        return Ask.objects.create(**key, **values), True
    return Ask.objects.get_or_create(**key, defaults=values)


@transaction.atomic
def answer(ask: Ask, *, means: str, doing: str, expected_version: int | None = None) -> Reply:
    """The agency says what the figure means for children and what is being done.

    Raises PermissionDenied for anyone but the agency's own people and the keepers, ValidationError for half an answer.
    """
    measure, ask = _locked(ask, expected_version)
    _may_answer(ask, measure)
    problems = {}
    if not means.strip():
        problems["means"] = "Say what it means for children."
    if not doing.strip():
        problems["doing"] = "Say what is being done about it, or that nothing needs to be, and why."
    if problems:
        raise ValidationError(problems)
    ask.state = Ask.State.ANSWERED
    return _reply(ask, Reply.Kind.ANSWER, means=means.strip(), doing=doing.strip())


@transaction.atomic
def decide(ask: Ask, *, doing: str, look_again_on: date, expected_version: int | None = None) -> Reply:
    """The board decides on the answer, and on the day to look again."""
    measure, ask = _locked(ask, expected_version)
    allow(DECIDERS, measure.partnership_id, "decide for the board")
    problems = {}
    if not doing.strip():
        problems["doing"] = "Write what was decided."
    if look_again_on <= today():
        problems["look_again_on"] = "The day to look again must lie ahead."
    if ask.state == Ask.State.OPEN:
        problems["doing"] = "There is no answer to decide on yet. Wait for it, or write what the agency said first."
    if problems:
        raise ValidationError(problems)
    ask.state, ask.look_again_on = Ask.State.DECIDED, look_again_on
    return _reply(ask, Reply.Kind.DECISION, doing=doing.strip(), look_again_on=look_again_on)


@transaction.atomic
def note(ask: Ask, *, text: str) -> Reply:
    """Anyone at the table who sees it may add a word."""
    measure, ask = _locked(ask, None)
    allow(ASKERS, measure.partnership_id, "write about a measure")
    if not text.strip():
        raise ValidationError({"text": "Write something."})
    return _reply(ask, Reply.Kind.NOTE, doing=text.strip())


def waiting(group: Group | None = None, *, partnership_id: int | None = None) -> list[Ask]:
    """What is on the agenda of a group (or of all at a partnership) until it has an answer and a decision, or is due to
    be looked at again; the oldest first.
    """
    rows = Ask.objects.select_related("measure", "agency").exclude(state=Ask.State.DECIDED, look_again_on__gt=today())
    if group:
        rows = rows.filter(group=group)
    if partnership_id:
        rows = rows.filter(measure__partnership=partnership_id)
    return list(rows.order_by("asked_at", "pk"))


def may_answer(ask: Ask, measure: Measure) -> bool:
    """Whether whoever is acting may answer for the agency asked."""
    actor = current_actor()
    held = actor.roles(measure.partnership_id)
    theirs = ask.agency_id in actor.agencies_at(measure.partnership_id) and bool(held & ANSWERERS)
    return theirs or bool(held & KEEPERS)


def _may_answer(ask: Ask, measure: Measure) -> None:
    if not may_answer(ask, measure):
        allow(KEEPERS, measure.partnership_id, f"answer for {ask.agency or 'another agency'}")


def _locked(ask: Ask, expected_version: int | None) -> tuple[Measure, Ask]:
    row = Ask.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    refuse_if_stale(row, expected_version, {"state": ask.state})
    return Measure.objects.get(pk=row.measure_id), row


def _reply(ask: Ask, kind: str, **values: object) -> Reply:
    actor = current_actor()
    ask.version += 1
    ask.save()
    return Reply.objects.create(ask=ask, kind=kind, user_id=actor.user, by=actor.name, at=now(), **values)
