"""Who came: one form for all members, that two clerks may fill in at once."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goldenthread.core.groups.models import Membership
from goldenthread.core.groups.tree import members_on
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.models import Attendance, Meeting
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.forms import put_errors
from goldenthread.web.signin.drafts import restore

from .attendance_form import AttendanceForm, Guest, Listed, Rows
from .shared import address, crumbs, for_clerks, meeting_at

ROLES = dict(Membership.Role.choices)
PARTS = dict(Attendance.Part.choices)


@at_board
def attendance_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """All who held a seat on the day, and whoever else was written down. The business unit's page."""
    meeting = meeting_at(board, pk)
    for_clerks(board, "record attendance")
    rows = _rows(meeting)
    directory = _directory(meeting)
    people = _listed(directory, rows)
    form = AttendanceForm(people, rows, directory, request.POST or None)
    context: dict[str, Any] = {
        "meeting": meeting,
        "directory": directory,
        "draft": restore(request, form),
        "crumbs": crumbs(board, meeting),
        "cancel_url": address(board, meeting),
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _save(meeting, form, others_came="others_came" in request.POST)
                return redirect(address(board, meeting, "attendance"))
            except ValidationError as errors:
                put_errors(form, errors)
            except StaleEdit:
                rows = _rows(meeting)
                context |= {"conflict": True, "differences": form.differences(rows)}
                form, status = form.after_another(people, rows, directory), 409
    return render(request, "meetings/attendance.html", {"form": form, **context}, status=status)


@transaction.atomic
def _save(meeting: Meeting, form: AttendanceForm, *, others_came: bool) -> None:
    guests = [_guest(meeting, guest) for guest in form.guests()]
    record_attendance(meeting, [*form.changed(others_came), *guests])


def _guest(meeting: Meeting, guest: Guest) -> Present:
    """A name the partnership does not know is known from now on."""
    person = guest.person
    if person is None:
        person = Person(partnership_id=meeting.partnership_id, name=guest.name, title=guest.title)
        person.full_clean()
        person.save()
    return Present(person, Attendance.Status.ATTENDED, part=guest.part, note="" if not guest.person else guest.title)


def _directory(meeting: Meeting) -> list[Person]:
    """Everyone the partnership knows who is still there, or who was concerned, each with their seat on the day."""
    held = members_on(meeting.group, meeting.held_on).filter(person=OuterRef("pk")).order_by("pk")
    written = Attendance.objects.filter(record=meeting, person=OuterRef("pk"))
    seats = held.values(data=JSONObject(role="role", agency="agency__name"))
    people = Person.objects.filter(partnership_id=meeting.partnership_id).select_related("agency")
    concerned = Q(left_on__isnull=True) | Q(Exists(held)) | Q(Exists(written))
    return list(people.filter(concerned).annotate(held_here=ArraySubquery(seats)).order_by("name", "pk"))


def _rows(meeting: Meeting) -> Rows:
    found = Attendance.objects.filter(record=meeting).select_related("deputy", "agency", "membership")
    return {row.person_id: row for row in found}


def _listed(directory: list[Person], rows: Rows) -> list[Listed]:
    """Members first, by agency; then deputies, advisers and others with a seat; then guests written down."""
    found = [_of(person, rows) for person in directory if person.held_here or person.pk in rows]  # type: ignore[attr-defined]  # set by the query
    return sorted(found, key=lambda one: (not one.counts, not one.agency, one.agency, one.person.name))


def _of(person: Person, rows: Rows) -> Listed:
    seats: list[dict[str, str]] = person.held_here  # type: ignore[attr-defined]  # annotated by `_directory`
    counted = [seat for seat in seats if seat["role"] in Membership.COUNTED]
    own = person.agency.name if person.agency else ""
    if seats:
        seat = (counted or seats)[0]
        return Listed(person, ROLES[seat["role"]], seat["agency"] or own, bool(counted))
    row = rows[person.pk]
    return Listed(person, PARTS[row.part], row.agency.name if row.agency else own)
