"""Actions from meeting to meeting: never copied, always asked for. What is carried is what is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from goldenthread.core.casework.services import tell
from goldenthread.core.groups.coming import Coming
from goldenthread.core.groups.models import Group
from goldenthread.core.thread.models import Action, ActionUpdate, Evidence
from goldenthread.core.thread.services import add_action

from .models import AgendaItem, Meeting
from .placing import audience_under, tie_action
from .planning import meeting_before


@dataclass(frozen=True)
class ActionLine:
    """An action as a meeting sees it. `age` and `overdue_by` are in days at the meeting's date."""

    action: Action
    age: int
    overdue_by: int
    last_update: ActionUpdate | None
    evidence: tuple[Evidence, ...]
    due_here: bool
    stranded: bool

    @property
    def overdue(self) -> bool:
        return self.overdue_by > 0


@dataclass(frozen=True)
class ActionLog:
    """The action log of one meeting. `carried` are those open before the last meeting; `new` those made there or since.

    `overdue` and `deferred` are among these two; `closed` since the last meeting, with reason and evidence.
    """

    meeting: Meeting
    since: date | None
    new: tuple[ActionLine, ...]
    carried: tuple[ActionLine, ...]
    closed: tuple[ActionLine, ...]

    @property
    def open(self) -> tuple[ActionLine, ...]:
        return self.carried + self.new

    @property
    def overdue(self) -> tuple[ActionLine, ...]:
        return tuple(line for line in self.open if line.overdue)

    @property
    def deferred(self) -> tuple[ActionLine, ...]:
        return tuple(line for line in self.open if line.action.deferrals)

    @property
    def due_here(self) -> tuple[ActionLine, ...]:
        return tuple(line for line in self.open if line.due_here)


@dataclass(frozen=True)
class Promised:
    """One meeting ahead, with the items placed on its agenda (standing ones left out), the actions due at it, and what
    comes to it by its date (`forward.placed`).
    """

    meeting: Meeting
    items: tuple[AgendaItem, ...]
    actions: tuple[Action, ...]
    coming: tuple[Coming, ...] = ()


def actions_for(meeting: Meeting) -> ActionLog:
    """The actions of the group, or due at this meeting, as the log stood on its date; what the actor may see of them.

    An action is open there if it was made by then and not closed by then. Five queries at most, whatever the size.
    """
    last = meeting_before(meeting)
    since, day = (last.held_on if last else None), meeting.held_on
    standing = ~Q(status=Action.Status.CLOSED) | Q(closed_on__gt=day)
    closed = Q(status=Action.Status.CLOSED, closed_on__lte=day)
    if since:
        closed &= Q(closed_on__gt=since)
    ours = Q(group_id=meeting.group_id) | Q(due_meeting_id=meeting.pk)
    found = list(
        Action.objects.filter(ours, standing | closed, made_on__lte=day)
        .select_related("owner", "owner_agency")
        .prefetch_related("evidence")
        .order_by("due_on", "pk")
    )
    lines = _lines(found, meeting)
    is_open = [line for line in lines if line.action.closed_on is None or line.action.closed_on > day]
    return ActionLog(
        meeting=meeting,
        since=since,
        new=tuple(line for line in is_open if since is None or line.action.made_on >= since),
        carried=tuple(line for line in is_open if since is not None and line.action.made_on < since),
        closed=tuple(line for line in lines if line.action.closed_on is not None and line.action.closed_on <= day),
    )


def forward_plan(group: Group, after: date) -> list[Promised]:
    """The group's meetings later than a day, with what is promised to each. Three queries."""
    ahead = list(
        Meeting.objects.filter(group=group, held_on__gt=after, state__in=Meeting.AHEAD).order_by("held_on", "pk")
    )
    keys = [meeting.pk for meeting in ahead]
    standing = (AgendaItem.Kind.INTRODUCTIONS, AgendaItem.Kind.MINUTES, AgendaItem.Kind.OTHER_BUSINESS)
    items = list(AgendaItem.objects.filter(record_id__in=keys).exclude(kind__in=standing).order_by("number"))
    due = Action.objects.filter(due_meeting_id__in=keys).exclude(status=Action.Status.CLOSED)
    actions = list(due.select_related("owner", "owner_agency").order_by("pk"))
    return [
        Promised(
            meeting,
            tuple(item for item in items if item.record_id == meeting.pk),
            tuple(action for action in actions if action.due_meeting_id == meeting.pk),
        )
        for meeting in ahead
    ]


@transaction.atomic
def agree_action(
    *, meeting: Meeting, text: str, number: str = "", item: AgendaItem | None = None, **values: Any
) -> Action:
    """Write down an action agreed at a meeting: the group's, seen by those who see the meeting, made on its day.

    `number` is the minutes' own. With an `item` of the meeting it is tied to it and seen no more widely. `values` are
    further columns of Action (owner, owner_agency, due_on, due_meeting).
    """
    narrow = {}
    if item is not None:
        item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if item.record_id != meeting.pk:
            raise ValidationError("This item is on the agenda of another meeting.", code="another_meeting")
        narrow = audience_under(item)
    values = {"group": meeting.group, "audience": meeting.audience, "made_on": meeting.held_on} | values | narrow
    action = add_action(partnership=meeting.partnership, text=text, record=meeting, meeting_number=number, **values)
    if item is not None:
        tie_action(action, item)
    tell(meeting, "agree_action", f"Agreed action {action.reference}")
    return action


def _lines(actions: list[Action], meeting: Meeting) -> list[ActionLine]:
    keys = [action.pk for action in actions]
    said = ActionUpdate.objects.filter(action_id__in=keys, on__lte=meeting.held_on)
    latest = {row.action_id: row for row in said.order_by("action_id", "-on", "-pk").distinct("action_id")}
    gone = _cancelled(action.due_meeting_id for action in actions)
    return [_line(action, meeting, latest.get(action.pk), gone) for action in actions]


def _line(action: Action, meeting: Meeting, update: ActionUpdate | None, gone: frozenset[int]) -> ActionLine:
    day = min(action.closed_on or meeting.held_on, meeting.held_on)
    return ActionLine(
        action=action,
        age=(day - action.made_on).days,
        overdue_by=max(0, (day - action.due_on).days) if action.due_on else 0,
        last_update=update,
        evidence=tuple(action.evidence.all()),
        due_here=action.due_meeting_id == meeting.pk or action.due_on == meeting.held_on,
        stranded=action.due_meeting_id in gone,
    )


def _cancelled(meetings: Iterable[int | None]) -> frozenset[int]:
    keys = {key for key in meetings if key}
    if not keys:
        return frozenset()
    found = Meeting.objects.filter(pk__in=keys, state=Meeting.State.CANCELLED)
    return frozenset(found.values_list("pk", flat=True))
