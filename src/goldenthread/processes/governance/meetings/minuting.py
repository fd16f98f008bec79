"""From the meeting held to the minutes published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import take_step
from goldenthread.kernel.now import today

from .agenda import amend_item
from .models import AgendaItem, Meeting


def set_agenda(meeting: Meeting, **values: Any) -> Meeting:
    """The agenda is settled and can go out. Raises StaleEdit, PermissionDenied, ValidationError as every step does."""
    return take_step(meeting, "set_agenda", **values)


def issue_papers(meeting: Meeting, *, on: date | None = None, expected_version: int | None = None) -> Meeting:
    return take_step(meeting, "issue_papers", papers_issued_on=on or today(), expected_version=expected_version)


def hold_meeting(meeting: Meeting, *, expected_version: int | None = None, **values: Any) -> Meeting:
    """It took place. `values` may correct who took the chair and when it began and ended."""
    return take_step(meeting, "hold", expected_version=expected_version, **values)


@transaction.atomic
def draft_minutes(
    meeting: Meeting,
    *,
    texts: Mapping[AgendaItem, str] | None = None,
    minutes: str | None = None,
    expected_version: int | None = None,
) -> Meeting:
    """Put down what was said, item by item, and call it a draft. Raises StaleEdit where an item moved on since."""
    for item, text in (texts or {}).items():
        if item.record_id != meeting.pk:
            raise ValidationError(f"{item} is not on this meeting's agenda.", code="another_meeting")
        amend_item(item, expected_version=item.version, text=text)
    values: dict[str, Any] = {} if minutes is None else {"minutes": minutes}
    return take_step(meeting, "draft_minutes", expected_version=expected_version, **values)


def agree_minutes(
    meeting: Meeting, *, at: Meeting | None = None, on: date | None = None, expected_version: int | None = None
) -> Meeting:
    """The minutes are a true record: agreed at a later meeting, or on a day by correspondence."""
    day = on or (at.held_on if at else today())
    return take_step(meeting, "agree", agreed_at=at, agreed_on=day, expected_version=expected_version)


def publish_minutes(meeting: Meeting, *, on: date | None = None, expected_version: int | None = None) -> Meeting:
    return take_step(meeting, "publish", published_on=on or today(), expected_version=expected_version)
