"""The calendar of a group: plan meetings, move them, cancel them. What is due at a meeting follows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.services import amend_record, open_record, take_step
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency, Place
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import amend_action, update_action

from .models import Meeting
from .process import meetings


@transaction.atomic
def plan_meeting(*, group: Group, held_on: date, lead_agency: Agency | None = None, **values: Any) -> Meeting:
    """Put one meeting of a group in the calendar, with its standing items.

    `values` are columns of Meeting. Raises ValidationError when the group meets that day already, PermissionDenied
    without a role for it.
    """
    _hold(group)
    if Meeting.objects.filter(group=group, held_on=held_on).exclude(state=Meeting.State.CANCELLED).exists():
        raise ValidationError({"held_on": f"{group} meets on {held_on:%d/%m/%Y} already."}, code="meets_already")
    return open_record(
        meetings,
        partnership=group.partnership,
        lead_agency=lead_agency or _office(group),
        group=group,
        held_on=held_on,
        **values,
    )


@transaction.atomic
def plan_series(*, group: Group, dates: Iterable[date], **values: Any) -> list[Meeting]:
    """Plan a meeting on each of the dates; all of them or none."""
    return [plan_meeting(group=group, held_on=day, **values) for day in sorted(set(dates))]


def every(weeks: int, *, first: date, until: date) -> list[date]:
    """Every so many weeks from a day, up to and including a day. Raises ValueError for less than one week."""
    if weeks < 1:
        raise ValueError("Meetings are at least a week apart.")
    return [first + timedelta(weeks=n) for n in range(0, (until - first).days // 7 + 1, weeks)]


@transaction.atomic
def move_meeting(
    meeting: Meeting, *, to: date, why: str, expected_version: int | None = None, **values: Any
) -> tuple[Meeting, list[Action]]:
    """Move a meeting that is still ahead to another day; actions due at it move with it and say so.

    Returns the meeting and the actions that moved. Raises StaleEdit, or ValidationError when it was held or cancelled.
    """
    _hold(meeting.group)
    standing = Meeting.objects.get(pk=meeting.pk)
    if not standing.ahead:
        raise ValidationError("Only a meeting that is still ahead can be moved.", code="not_ahead")
    others = Meeting.objects.filter(group=meeting.group, held_on=to).exclude(pk=meeting.pk)
    if others.exclude(state=Meeting.State.CANCELLED).exists():
        raise ValidationError({"held_on": f"{meeting.group} meets on {to:%d/%m/%Y} already."}, code="meets_already")
    before = standing.held_on
    moved = amend_record(meeting, expected_version=expected_version, note=why, held_on=to, opened_on=to, **values)
    told = f"The meeting at which this is due moved from {before:%d/%m/%Y} to {to:%d/%m/%Y}: {why}"
    untold = f"The meeting at which this is due moved. It is now due on {to:%d/%m/%Y}."
    return moved, [
        _put_off(action, moved, told if _no_wider(action, moved) else untold) for action in actions_due_at(moved)
    ]


@transaction.atomic
def cancel_meeting(
    meeting: Meeting, *, reason: str, due_at: Meeting | None = None, expected_version: int | None = None
) -> tuple[Meeting, list[Action]]:
    """Cancel a meeting that is still ahead, and say why.

    Open actions due at it move to `due_at` where one is named; otherwise each is told that its meeting is cancelled and
    `stranded_actions` lists it until it has another date. Returns the meeting and those actions.
    """
    if due_at is not None and (due_at.pk == meeting.pk or not due_at.ahead):
        raise ValidationError("Choose a meeting that is still ahead.", code="not_ahead")
    due = list(actions_due_at(meeting))
    cancelled = take_step(meeting, "cancel", cancelled_reason=reason, note=reason, expected_version=expected_version)
    told = f"The meeting of {cancelled.held_on:%d/%m/%Y}, at which this was due, is cancelled: {reason}"
    untold = "The meeting at which this was due is cancelled"
    texts = [(action, told if _no_wider(action, cancelled) else untold) for action in due]
    if due_at is not None:
        return cancelled, [
            _put_off(action, due_at, f"{text}. Now due at the meeting of {due_at.held_on:%d/%m/%Y}.")
            for action, text in texts
        ]
    return cancelled, [
        update_action(action, text=f"{text}. It needs another date.", meeting=cancelled) for action, text in texts
    ]


def actions_due_at(meeting: Meeting) -> Any:
    """Actions not closed that are due at a meeting, as far as the actor may see them."""
    return Action.objects.filter(due_meeting=meeting).exclude(status=Action.Status.CLOSED).order_by("pk")


def stranded_actions(group: Group) -> Any:
    """Open actions whose meeting was cancelled: they need another date."""
    cancelled = Meeting.objects.filter(group=group, state=Meeting.State.CANCELLED)
    return Action.objects.filter(due_meeting__in=cancelled.values("pk")).exclude(status=Action.Status.CLOSED)


def next_meeting_of(group: Group, after: date) -> Meeting | None:
    """The group's first meeting later than a day that is not cancelled."""
    later = Meeting.objects.filter(group=group, held_on__gt=after).exclude(state=Meeting.State.CANCELLED)
    return later.order_by("held_on", "pk").first()


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The group's last meeting earlier than this one that took place."""
    earlier = Meeting.objects.filter(
        group_id=meeting.group_id, held_on__lt=meeting.held_on, state__in=Meeting.TOOK_PLACE
    )
    return earlier.order_by("-held_on", "-pk").first()


def _no_wider(action: Action, meeting: Meeting) -> bool:
    """Does everyone who reads the action see the meeting? If not, its updates say nothing of why the meeting changed.

    Whoever answers for an action reads it whatever its audience, and need not sit on the group.
    """
    if action.partnership_id != meeting.partnership_id:
        return False
    if meeting.audience == Audience.PARTNERSHIP:
        return True
    answered = action.owner_agency_id is not None or action.owner_id is not None
    return action.audience == Audience.GROUP and action.group_id == meeting.group_id and not answered


def _put_off(action: Action, meeting: Meeting, text: str) -> Action:
    action = amend_action(action, due_meeting=meeting, due_on=meeting.held_on)
    return update_action(action, text=text, meeting=meeting)


def _hold(group: Group | None) -> None:
    """Two clerks planning for one group wait for each other."""
    if group is not None:
        Group.objects.select_for_update(of=("self",)).get(pk=group.pk)


def _office(group: Group) -> Agency:
    """Whose meeting it is on paper: the partnership's own office, else the agency of whoever plans it."""
    places = Place.objects.filter(partnership_id=group.partnership_id)
    office = places.filter(agency__kind=Agency.Kind.BOARD).order_by("pk").first()
    mine = places.filter(agency_id__in=current_actor().agencies_at(group.partnership_id)).order_by("pk").first()
    if (place := office or mine) is None:
        raise ValidationError("No agency has a place at this partnership.", code="no_agency")
    return place.agency
