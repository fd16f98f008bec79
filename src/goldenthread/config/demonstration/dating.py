"""Puts the story of the demonstration on the days when it would have happened.

The verbs write down the moment at which they are taken, as they must. What is told here happened over a year, so the
moments are moved back once, by the database's owner: the app's role could not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from goldenthread.core.casework.models import Event
from goldenthread.core.thread.models import ActionUpdate, Evidence
from goldenthread.kernel.now import LONDON, now
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.processes.measures.returns.models import Return
from goldenthread.processes.registers.private_fostering.models import Arrangement

from .returning import call_the_roll, days_of_a_return
from .stage import Stage

PLANNED_AHEAD = timedelta(days=120)


def move_back(stage: Stage) -> None:
    """Events of meetings, returns and arrangements, updates of actions, evidence."""
    with stage.acting("business.manager"):
        _events(Meeting.objects.filter(partnership=stage.board), _days_of_a_meeting)
        _events(Return.objects.filter(partnership=stage.board), days_of_a_return)
        call_the_roll(stage)
        for row in (updates := list(ActionUpdate.objects.all())):
            row.at = _at(row.on)
        ActionUpdate.objects.bulk_update(updates, ["at"], batch_size=200)
        for row in (shown := list(Evidence.objects.all())):
            row.uploaded_at = _at(row.effective_on + timedelta(days=3))
        Evidence.objects.bulk_update(shown, ["uploaded_at"], batch_size=200)
    with stage.acting("team.manager"):
        _events(Arrangement.objects.filter(partnership=stage.board).prefetch_related("visits"), _days_of_an_arrangement)


def _events(records: Iterable[Any], days_of: Any) -> None:
    kept = {record.pk: record for record in records}
    moved: list[Event] = []
    seen: dict[int, int] = {}
    for event in Event.objects.filter(record_id__in=kept).order_by("pk"):
        nth = seen[event.record_id] = seen.get(event.record_id, 0) + 1
        event.at = _at(days_of(kept[event.record_id], event.name), minutes=nth)
        moved.append(event)
    Event.objects.bulk_update(moved, ["at"], batch_size=200)


def _days_of_a_meeting(meeting: Meeting, name: str) -> date:
    day = meeting.held_on
    return {
        "open": day - PLANNED_AHEAD,
        "set_agenda": day - timedelta(days=10),
        "store_file": day - timedelta(days=8),
        "issue_papers": meeting.papers_issued_on or day,
        "draft_minutes": day + timedelta(days=6),
        "agree": meeting.agreed_on or day,
        "publish": meeting.published_on or day,
        "cancel": day - timedelta(days=4),
    }.get(name, day)


def _days_of_an_arrangement(record: Arrangement, name: str) -> date:
    visits = [visit.visited_on for visit in record.visits.all()]
    last = max(visits, default=record.notified_on)
    return {
        "open": record.notified_on,
        "allocate": record.notified_on,
        "let_in": record.notified_on,
        **dict.fromkeys(
            ("find_suitable", "suit_with_requirements", "prohibit", "not_fostering", "disqualify"),
            last + timedelta(days=2),
        ),
        "end": record.ended_on or last,
    }.get(name, last)


def _at(day: date, *, minutes: int = 0) -> datetime:
    """Late in the morning of the day, in order; never later than now."""
    return min(datetime.combine(day, time(11), tzinfo=LONDON) + timedelta(minutes=minutes), now())
