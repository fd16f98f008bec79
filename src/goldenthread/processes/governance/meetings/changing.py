"""What every change to a meeting's agenda or minutes begins and ends with."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.services import allow, lock

from .models import Meeting
from .process import meetings


def open_meeting(meeting: Any) -> Any:
    """The meeting, locked, for someone who may change it while its minutes are not yet agreed."""
    allow(meetings.may_amend, meeting.partnership_id, "change a meeting's agenda or minutes")
    meeting = lock(meetings, meeting)
    if meeting.state in (Meeting.State.AGREED, Meeting.State.PUBLISHED, Meeting.State.CANCELLED):
        raise ValidationError(
            f"The meeting is {meeting.get_state_display().lower()}: it no longer changes.", code="settled"
        )
    return meeting


def set_values(row: Any, values: dict[str, Any]) -> None:
    """Put values into a row and count its version up."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1


def save_checked(row: Any) -> Any:
    """Hold a row to its own rules, then save it."""
    row.full_clean()
    row.save()
    return row
