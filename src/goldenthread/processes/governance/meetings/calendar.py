"""A person's own calendar: the meetings of their groups, and the days by which their actions are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import LONDON, today

from .models import Meeting

#: A feed reaches back so far, so that a moved or cancelled meeting is corrected in calendars that hold it.
BACK = timedelta(days=90)


@dataclass(frozen=True)
class CalendarEvent:
    """One event of a feed. `starts` and `ends` are both dates (all day, `ends` the day after) or both aware times.

    `uid` is for life and `sequence` grows with each change, so that a calendar moves an event and never doubles it.
    """

    uid: str
    sequence: int
    title: str
    starts: date | datetime
    ends: date | datetime
    place: str = ""
    link: str = ""
    description: str = ""
    cancelled: bool = False


def calendar_events(since: date | None = None) -> list[CalendarEvent]:
    """The current actor's events from a day (ninety days ago unless told), in order. Three queries.

    Meetings of groups in which the actor sits, from when they sit there; cancelled ones say so. Actions are those the
    actor owns and that are not closed. Titles name the group, or the action's reference: a feed leaves the platform.
    """
    first = since or today() - BACK
    persons = current_actor().claim("persons")
    seats = list(Membership.objects.filter(person_id__in=persons).values_list("group_id", "since", "until"))
    found = Meeting.objects.filter(group_id__in={group for group, _, _ in seats}, held_on__gte=first)
    mine = [meeting for meeting in found if _sits(meeting, seats)]
    due = Action.objects.filter(owner_id__in=persons, due_on__gte=first).exclude(status=Action.Status.CLOSED)
    events = [_meeting(meeting) for meeting in mine] + [_action(action) for action in due.order_by("pk")]
    return sorted(events, key=lambda event: (_day(event.starts), event.uid))


def _sits(meeting: Meeting, seats: list[tuple[int, date, date | None]]) -> bool:
    return any(
        group == meeting.group_id and since <= meeting.held_on <= (until or meeting.held_on)
        for group, since, until in seats
    )


def _meeting(meeting: Meeting) -> CalendarEvent:
    starts, ends = _hours(meeting)
    return CalendarEvent(
        uid=f"meeting-{meeting.pk}@goldenthread",
        sequence=meeting.version,
        title=meeting.title,
        starts=starts,
        ends=ends,
        place=meeting.place,
        link=meeting.link,
        description=meeting.cancelled_reason and f"Cancelled: {meeting.cancelled_reason}",
        cancelled=meeting.state == Meeting.State.CANCELLED,
    )


def _hours(meeting: Meeting) -> tuple[date | datetime, date | datetime]:
    """From start to end; an hour where no end is given, the whole day where no start is."""
    if meeting.starts is None:
        return meeting.held_on, meeting.held_on + timedelta(days=1)
    starts = datetime.combine(meeting.held_on, meeting.starts, tzinfo=LONDON)
    if meeting.ends is None:
        return starts, starts + timedelta(hours=1)
    return starts, datetime.combine(meeting.held_on, meeting.ends, tzinfo=LONDON)


def _action(action: Action) -> CalendarEvent:
    if action.due_on is None:
        raise ValueError("An action without a date is in no calendar.")
    return CalendarEvent(
        uid=f"action-{action.pk}@goldenthread",
        sequence=action.version,
        title=f"Action {action.reference} is due",
        starts=action.due_on,
        ends=action.due_on + timedelta(days=1),
    )


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
