"""Who came. Two clerks may record at once: each row keeps its own version, and only rows that changed are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow, lock, tell
from goldenthread.core.groups.models import Membership
from goldenthread.core.groups.tree import members_on
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Agency, Person

from .models import Attendance, Meeting
from .process import meetings


@dataclass(frozen=True)
class Present:
    """What is known of one person at a meeting.

    `version` is that of the row as the clerk saw it: 0 where there was none, None not to check.
    """

    person: Person
    status: str
    agency: Agency | None = None
    membership: Membership | None = None
    part: str = Attendance.Part.MEMBER
    deputy: Person | None = None
    deputy_name: str = ""
    virtual: bool = False
    note: str = ""
    version: int | None = None

    def values(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("person", "version")}


@transaction.atomic
def record_attendance(meeting: Meeting, rows: Sequence[Present]) -> list[Attendance]:
    """Write the rows given, new or changed, and leave all others as they are. Same rows again, nothing changes.

    A member's agency and membership are found where not given. Raises StaleEdit when someone else changed one of the
    rows to something else since it was seen; ValidationError, by name, for what does not hold. The number of queries
    does not grow with the rows.
    """
    allow(meetings.may_amend, meeting.partnership_id, "record attendance")
    meeting = lock(meetings, meeting)
    if meeting.state == Meeting.State.CANCELLED:
        raise ValidationError("The meeting is cancelled: no one attended it.", code="cancelled")
    if len({row.person.pk for row in rows}) != len(rows):
        raise ValidationError("A person is named twice.", code="named_twice")
    there = {row.person_id: row for row in Attendance.objects.filter(record=meeting)}
    seats = _seats(meeting)
    made, changed = [], []
    for row in rows:
        values = _completed(row, seats)
        if (standing := there.get(row.person.pk)) is None:
            made.append(_checked(Attendance(record=meeting, person=row.person, **values), row))
        elif _differs(standing, values):
            refuse_if_stale(standing, row.version, values)
            changed.append(_checked(_set(standing, values), row))
    _write(meeting, made, changed)
    return [*made, *changed]


def _seats(meeting: Meeting) -> dict[int, Membership]:
    """Person id -> their membership of the group on the day: a counted one before any other."""
    ordered = sorted(members_on(meeting.group, meeting.held_on), key=lambda row: (row.counts, -row.pk))
    return {row.person_id: row for row in ordered}


def _completed(row: Present, seats: dict[int, Membership]) -> dict[str, Any]:
    values = row.values()
    seat = seats.get(row.person.pk)
    if seat and row.part == Attendance.Part.MEMBER and row.membership is None:
        values["membership"] = seat
    values["agency_id"] = row.agency.pk if row.agency else (seat.agency_id if seat else row.person.agency_id)
    membership = values.pop("membership")
    deputy = values.pop("deputy")
    values.pop("agency")
    return values | {
        "membership_id": membership.pk if membership else None,
        "deputy_id": deputy.pk if deputy else None,
    }


def _differs(standing: Attendance, values: dict[str, Any]) -> bool:
    return any(getattr(standing, name) != value for name, value in values.items())


def _set(standing: Attendance, values: dict[str, Any]) -> Attendance:
    for name, value in values.items():
        setattr(standing, name, value)
    standing.version += 1
    return standing


def _checked(attendance: Attendance, row: Present) -> Attendance:
    """The row's own rules, in words and with the person's name; links are left to the database."""
    try:
        attendance.clean()
        attendance.clean_fields(exclude=["record", "partnership", "person", "membership", "agency", "deputy"])
    except ValidationError as error:
        raise ValidationError([f"{row.person}: {message}" for message in error.messages]) from error
    return attendance


def _write(meeting: Meeting, made: list[Attendance], changed: list[Attendance]) -> None:
    if not made and not changed:
        return
    Attendance.objects.bulk_create(made)
    Attendance.objects.bulk_update(
        changed,
        ["status", "agency", "membership", "part", "deputy", "deputy_name", "virtual", "note", "version"],
    )
    tell(meeting, "record_attendance", f"Recorded attendance of {len(made) + len(changed)}")
