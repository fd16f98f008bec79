"""The verbs of actions. An action's words, owner, date and standing change here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from goldenthread.core.casework.models import Audience, Record
from goldenthread.core.casework.references import next_reference
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT, UNIT
from goldenthread.kernel.now import now, today

from .boards import at_one_board
from .models import Action, ActionUpdate, Evidence

#: What an action hangs from. Whoever updates it need not see these, so they are not asked for again.
LINKS = ("record", "recommendation", "priority", "due_meeting", "group", "owner")


Limit = Callable[[Action], None]
_LIMITS: list[Limit] = []


def limits_an_action(limit: Limit) -> Limit:
    """Register what rooms above hold an action to when it is changed: it raises ValidationError where the action would
    be read more widely than what it came from there.
    """
    if limit not in _LIMITS:
        _LIMITS.append(limit)
    return limit


@transaction.atomic
def add_action(*, partnership: Partnership, text: str, made_on: date | None = None, **values: Any) -> Action:
    """Write down a promise. `values` are columns of Action; a meeting's own number goes in `meeting_number`.

    The reference is given once and never again. Where it is due at a meeting, that meeting's date is its date.
    """
    allow(OVERSIGHT, partnership.pk, "add an action")
    at_one_board(partnership.pk, values)
    day = made_on or today()
    action = Action(partnership=partnership, text=text, made_on=day, **_placed(values))
    _stay_in_sight(action)
    action.full_clean(exclude=["reference"])
    action.reference = next_reference(partnership=partnership, prefix="A", year=day.year)
    action.save()
    return action


@transaction.atomic
def update_action(
    action: Action,
    *,
    text: str,
    expected_version: int | None = None,
    on: date | None = None,
    meeting: Record | None = None,
) -> Action:
    """Say how an action stands, without changing its standing. The owner's agency may, and the business unit."""
    action = _lock(action)
    _may_update(action)
    refuse_if_stale(action, expected_version, {})
    return _move(action, text=text, on=on, meeting=meeting)


@transaction.atomic
def defer_action(
    action: Action,
    *,
    text: str,
    due_on: date | None = None,
    due_meeting: Record | None = None,
    on: date | None = None,
    meeting: Record | None = None,
    expected_version: int | None = None,
) -> Action:
    """Put an action off to a date or a meeting; each time is counted."""
    action = _lock(action)
    allow(OVERSIGHT, action.partnership_id, "defer an action")
    at_one_board(action.partnership_id, {"due_meeting": due_meeting})
    refuse_if_stale(action, expected_version, {})
    _still_open(action)
    due = _placed({"due_on": due_on, "due_meeting": due_meeting})
    action.due_on, action.due_meeting = due["due_on"], due["due_meeting"]
    action.status, action.deferrals = Action.Status.DEFERRED, action.deferrals + 1
    return _move(action, text=text, on=on, meeting=meeting)


@transaction.atomic
def close_action(
    action: Action,
    *,
    reason: str,
    text: str,
    on: date | None = None,
    meeting: Record | None = None,
    expected_version: int | None = None,
) -> Action:
    """Close an action with one of the reasons. "Done" with no evidence attached is kept as done, impact unknown."""
    action = _lock(action)
    allow(OVERSIGHT, action.partnership_id, "close an action")
    refuse_if_stale(action, expected_version, {})
    _still_open(action)
    wanted = Action.Reason(reason)
    if wanted == Action.Reason.DONE_EVIDENCE and not action.evidence.exists():
        raise ValidationError({"reason": "No evidence is attached. Add it first, or close as done without evidence."})
    action.status, action.reason, action.closed_on = Action.Status.CLOSED, wanted, on or today()
    return _move(action, text=text, on=on, meeting=meeting)


@transaction.atomic
def reopen_action(action: Action, *, text: str, on: date | None = None, expected_version: int | None = None) -> Action:
    """Open a closed action again, and say why: undo for a slip, and the honest course where 'done' was not."""
    action = _lock(action)
    allow(OVERSIGHT, action.partnership_id, "open an action again")
    refuse_if_stale(action, expected_version, {})
    if action.status != Action.Status.CLOSED:
        raise ValidationError("This action is not closed.")
    action.status, action.reason, action.closed_on = Action.Status.OPEN, "", None
    return _move(action, text=text, on=on, meeting=None)


@transaction.atomic
def amend_action(action: Action, *, expected_version: int | None = None, **values: Any) -> Action:
    """Correct an action's words, owner or date (not its standing). Raises StaleEdit with both texts."""
    action = _lock(action)
    allow(UNIT, action.partnership_id, "change an action")
    at_one_board(action.partnership_id, values)
    refuse_if_stale(action, expected_version, values)
    for name, value in _placed(values).items():
        setattr(action, name, value)
    _stay_in_sight(action)
    for limit in _LIMITS:
        limit(action)
    return _save(action, unasked=tuple(name for name in LINKS if name not in values and name != "group"))


@transaction.atomic
def add_evidence(*, action: Action, summary: str, effective_on: date, grade: str = "") -> Evidence:
    """Show that an action was done, and how strongly (`Evidence.Grade`). The date from which it is true stands apart
    from the day it was uploaded.
    """
    action = _lock(action)
    _may_update(action)
    actor = current_actor()
    evidence = Evidence(
        partnership_id=action.partnership_id,
        action=action,
        summary=summary,
        grade=grade,
        effective_on=effective_on,
        uploaded_at=now(),
        uploaded_by_id=actor.user,
        by=actor.name,
    )
    if effective_on > today():
        raise ValidationError({"effective_on": "Evidence cannot be true from a day that has not come."})
    evidence.full_clean(exclude=["partnership"])
    evidence.save()
    return evidence


def _placed(values: dict[str, Any]) -> dict[str, Any]:
    """A due date is a real meeting where one is named: the meeting's date is then the date."""
    meeting = values.get("due_meeting")
    if meeting is not None and not values.get("due_on"):
        values = values | {"due_on": meeting.opened_on}
    if values.get("group") is None and values.get("audience") == Audience.GROUP:
        raise ValidationError({"audience": "Say which group may see it."})
    return values


def _stay_in_sight(action: Action) -> None:
    """What only named people see, the one who seals it must be named in; the database would refuse it without words."""
    if action.audience == Audience.NAMED and action.owner_id not in current_actor().claim("persons"):
        raise ValidationError({"audience": "Only its owner would see it, so you could not see it any more yourself."})


def _may_update(action: Action) -> None:
    actor = current_actor()
    answers = action.owner_agency_id in actor.agencies_at(action.partnership_id) or action.owner_id in actor.claim(
        "persons"
    )
    if not answers and not actor.roles(action.partnership_id) & OVERSIGHT:
        raise PermissionDenied("Only the agency that answers for this action, or the business unit, may update it.")


def _still_open(action: Action) -> None:
    if action.status == Action.Status.CLOSED:
        raise ValidationError("This action is closed. Open it again first.")


def _lock(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).get(pk=action.pk)


def _move(action: Action, *, text: str, on: date | None, meeting: Record | None) -> Action:
    if not text.strip():
        raise ValidationError({"text": "Say what has happened."})
    actor = current_actor()
    action = _save(action, unasked=LINKS)
    ActionUpdate.objects.create(
        partnership_id=action.partnership_id,
        action=action,
        text=text,
        on=on or today(),
        meeting=meeting,
        status=action.status,
        due_on=action.due_on,
        user_id=actor.user,
        by=actor.name,
        at=now(),
    )
    return action


def _save(action: Action, *, unasked: tuple[str, ...]) -> Action:
    """`unasked` are links that did not change: an owner may not see the record their action came from."""
    action.version += 1
    action.full_clean(exclude=["reference", *unasked])
    action.save()
    return action


def action_log(*, partnership: Partnership) -> Any:
    """Every action of a partnership that the actor may see, with its age left to the page: overdue first."""
    return Action.objects.filter(partnership=partnership).order_by(F("due_on").asc(nulls_last=True), "pk")
