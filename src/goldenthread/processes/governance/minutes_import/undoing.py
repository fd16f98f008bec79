"""Take an accepted import back: all that it wrote, in one transaction, or nothing of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.services import allow, tell
from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.services import shred_file
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Person, Place, Seat
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.resembling import forget
from goldenthread.core.thread.taking_back import put_back, standing_of, take_back
from goldenthread.kernel.now import now, today
from goldenthread.processes.governance.meetings.models import AgendaItem, Attendance, ItemAction, Meeting
from goldenthread.processes.governance.meetings.planning import cancel_meeting

from .hindering import hindrances
from .models import MinutesImport, ReadItem
from .told import lines_of
from .traces import ADDED, restored

State = MinutesImport.State
#: In the order in which they go: what points at something before what it points at.
GOING = (
    "actions", "earlier_added", "recommendations", "decisions", "attendance", "items", "members", "people",
)  # fmt: skip


@transaction.atomic
def undo_import(minutes_import: MinutesImport) -> MinutesImport:
    """Remove what an accepted import added, put back what it changed, and keep in words what that was.

    A meeting that it added stays as cancelled, because its story does; so do a group and agencies that it added.
    Raises ValidationError, in words, while anything hinders (`hindrances`); then nothing is changed.
    """
    allow(UNIT, minutes_import.partnership_id, "take minutes back")
    row: MinutesImport = MinutesImport.objects.select_for_update(of=("self",)).get(pk=minutes_import.pk)
    if row.state == State.UNDONE:
        return row
    if row.state != State.ACCEPTED:
        raise ValidationError(f"This import is {row.get_state_display().lower()}: there is nothing to take back.")
    meeting: Any = Meeting.objects.select_for_update(of=("self",)).get(pk=row.meeting_id)
    problems = hindrances(row)
    if problems:
        raise ValidationError(problems)
    row.taken_back = lines_of(row)
    why = f"Minutes brought in as “{row.name}” were taken back."
    _put_actions_back(row, why)
    _unfile(meeting, why)
    _release(row)
    _remove(row)
    _cancel_coming(row, why)
    _put_meeting_back(row, meeting, why)
    _hold_links()
    row.state, row.undone_by, row.undone_at = State.UNDONE, current_actor().name, now()
    row.version += 1
    row.save()
    return row


def _put_actions_back(row: MinutesImport, why: str) -> None:
    kept = row.found.get("actions", {})
    for action in Action.objects.filter(pk__in=kept).order_by("pk"):
        was = restored(Action(), kept[str(action.pk)])
        put_back(action, standing=standing_of(was), text=why)


def _unfile(meeting: Meeting, why: str) -> None:
    """The file goes out of the meeting; the import keeps it."""
    for file in StoredFile.objects.filter(minutes_file__record_id=meeting.pk, shredded_at__isnull=True):
        shred_file(file, reason=why)


def _release(row: MinutesImport) -> None:
    """Other imports that were put aside may have been offered what is removed: they forget it."""
    links = {"person": "people", "action": "actions"}
    for link, name in links.items():
        keys = [*row.written.get(name, []), *(row.written.get("earlier_added", []) if link == "action" else [])]
        ReadItem.objects.filter(**{f"{link}__in": keys}).update(**{link: None})


def _remove(row: MinutesImport) -> None:
    meeting: Any = Meeting.objects.get(pk=row.meeting_id)
    if meeting.chair_id in row.written.get("people", []):
        Meeting.objects.filter(pk=meeting.pk).update(chair=None)
    tied = ItemAction.objects.filter(action_id__in=row.written.get("actions", []))
    take_back(tied)
    forget(row.written.get("recommendations", []))
    before = row.found.get("items", {}), row.found.get("attendance", {})
    for name in GOING:
        keys = set(row.written.get(name, []))
        keys -= {int(pk) for pk in before[0]} if name == "items" else set()
        keys -= {int(pk) for pk in before[1]} if name == "attendance" else set()
        take_back(ADDED[name].objects.filter(pk__in=keys))
    _remove_places(row)


def _remove_places(row: MinutesImport) -> None:
    """Agencies that it brought to the table leave it, but for those that something else names by now."""
    keys = set(row.written.get("agencies", []))
    for model, link in ((Person, "agency"), (Seat, "agency"), (Membership, "agency"), (Action, "owner_agency")):
        used = model.objects.filter(**{f"{link}__in": keys}, partnership_id=row.partnership_id)
        keys -= set(used.values_list(f"{link}_id", flat=True))
    keys -= set(Attendance.objects.filter(agency__in=keys).values_list("agency_id", flat=True))
    keys -= set(Record.objects.filter(lead_agency__in=keys).values_list("lead_agency_id", flat=True))
    take_back(Place.objects.filter(partnership_id=row.partnership_id, agency_id__in=keys))


def _cancel_coming(row: MinutesImport, why: str) -> None:
    for meeting in Meeting.objects.filter(pk__in=row.written.get("future_meetings", [])).order_by("pk"):
        take_back(AgendaItem.with_taken_off.filter(record=meeting))
        cancel_meeting(meeting, reason=why)


def _put_meeting_back(row: MinutesImport, meeting: Meeting, why: str) -> None:
    """As it stood in the calendar; one that was not there before is cancelled, with nothing on its agenda."""
    meeting.refresh_from_db()
    before = meeting.state
    if row.found.get("meeting"):
        _put_rows_back(AgendaItem, row.found["items"])
        _put_rows_back(Attendance, row.found["attendance"])
        restored(meeting, row.found["meeting"])
    else:
        take_back(AgendaItem.with_taken_off.filter(record=meeting))
        meeting.state, meeting.cancelled_reason = Meeting.State.CANCELLED, why[:300]
        meeting.agreed_on = meeting.agreed_at = meeting.chair = None
        meeting.minutes, meeting.closed_on = "", today()
    meeting.version += 1
    meeting.save()
    tell(meeting, "undo_import", "Took the minutes back that were brought in", before=before, after=meeting.state)


def _put_rows_back(model: Any, kept: dict[str, dict[str, Any]]) -> None:
    for row in model._base_manager.filter(pk__in=kept):
        restored(row, kept[str(row.pk)])
        row.version += 1
        row.save()


def _hold_links() -> None:
    """Ask the database now, and not at the end of the request, whether something out of sight hangs on what went."""
    try:
        connection.check_constraints()
    except IntegrityError as broken:
        raise ValidationError(
            "Something that you cannot see hangs on what this import wrote. Ask whoever runs the installation."
        ) from broken
