"""The forward plan: everything promised to a meeting stands at that meeting by itself; what has none is named."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from goldenthread.core.groups.coming import Coming, coming_to
from goldenthread.core.groups.models import Group
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import today

from .carrying import Promised, forward_plan
from .models import Meeting

#: How far ahead the plan looks, and for how long a group may have nothing planned before that is a gap.
YEAR_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Gaps:
    """What was promised to no meeting that will be held.

    `cancelled`, `over` and `nowhere` are actions: their meeting is cancelled, was held, or never planned. `unplaced`
    comes after the last meeting that is planned; `empty` are meetings to which nothing comes.
    """

    cancelled: tuple[Action, ...] = ()
    over: tuple[Action, ...] = ()
    nowhere: tuple[Action, ...] = ()
    unplaced: tuple[Coming, ...] = ()
    empty: tuple[Meeting, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.cancelled or self.over or self.nowhere or self.unplaced or self.empty)


@dataclass(frozen=True)
class ForwardPlan:
    meetings: tuple[Promised, ...]
    gaps: Gaps = field(default_factory=Gaps)


def plan_of(group: Group) -> ForwardPlan:
    """The group's next twelve months, meeting by meeting, and the gaps in them."""
    day = today()
    coming = coming_to(group, day + YEAR_AHEAD)
    promised = [one for one in forward_plan(group, day - timedelta(days=1)) if one.meeting.held_on <= day + YEAR_AHEAD]
    ahead = placed(promised, coming)
    last = ahead[-1].meeting.held_on if ahead else day - timedelta(days=1)
    cancelled, over, nowhere = _homeless(group, day)
    gaps = Gaps(
        cancelled=cancelled,
        over=over,
        nowhere=nowhere,
        unplaced=tuple(one for one in coming if one.on > last),
        empty=tuple(one.meeting for one in ahead if not (one.items or one.actions or one.coming)),
    )
    return ForwardPlan(tuple(ahead), gaps)


def _homeless(group: Group, day: date) -> tuple[tuple[Action, ...], tuple[Action, ...], tuple[Action, ...]]:
    """Open actions whose meeting is cancelled, was held, or was never planned. One query."""
    gone = Meeting.objects.filter(group=group, state=Meeting.State.CANCELLED, pk=OuterRef("due_meeting"))
    said = Q(due_text__icontains="meeting") | Q(due_text__icontains="board")
    nowhere = Q(group=group, due_meeting__isnull=True, due_on__isnull=True) & said
    over = Q(group=group, due_meeting__kind="meetings", due_meeting__opened_on__lt=day)
    rows = Action.objects.exclude(status=Action.Status.CLOSED).annotate(gone=Exists(gone))
    found = list(rows.filter(Q(gone=True) | over | nowhere).order_by("due_on", "pk"))
    return (
        tuple(action for action in found if action.gone),
        tuple(action for action in found if not action.gone and action.due_meeting_id),
        tuple(action for action in found if not action.due_meeting_id),
    )


def placed(meetings: list[Promised], coming: list[Coming]) -> list[Promised]:
    """Each thing at the first meeting on or after its day; what is overdue comes to the first."""
    found, before = [], date.min
    for one in meetings:
        here = tuple(c for c in coming if before < c.on <= one.meeting.held_on)
        found.append(replace(one, coming=here))
        before = one.meeting.held_on
    return found


def coming_here(meeting: Meeting) -> list[Coming]:
    """What comes to a meeting that is ahead because of its day, and to none of the group's before it."""
    group = meeting.group
    if group is None or not meeting.ahead:
        return []
    earlier = Meeting.objects.filter(
        group=group, held_on__lt=meeting.held_on, held_on__gte=today(), state__in=Meeting.AHEAD
    ).order_by("-held_on")
    since = earlier.values_list("held_on", flat=True).first() or date.min
    return [one for one in coming_to(group, meeting.held_on) if one.on > since]
