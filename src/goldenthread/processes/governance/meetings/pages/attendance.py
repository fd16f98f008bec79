"""Who came: one form for all members, that two clerks may fill in at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goldenthread.core.casework.conflicts import StaleEdit
from goldenthread.core.groups.tree import members_on
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.models import Attendance, Meeting
from goldenthread.processes.governance.meetings.process import meetings
from goldenthread.web.components import Difference
from goldenthread.web.pages.board import at_board, needs
from goldenthread.web.pages.forms import put_errors

from .shared import address, crumbs, meeting_at

Rows = dict[int, Attendance]


class AttendanceForm(forms.Form):
    """A status, a deputy's name and the version seen for each person."""

    def __init__(self, people: list[Person], rows: Rows, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.people = people
        for person in people:
            row = rows.get(person.pk)
            self.fields[f"status_{person.pk}"] = forms.ChoiceField(
                label=person.name, choices=Attendance.Status.choices, initial=row.status if row else "unknown"
            )
            self.fields[f"deputy_{person.pk}"] = forms.CharField(
                label=f"Deputy for {person.name}",
                required=False,
                max_length=200,
                initial=row.deputy_sent if row else "",
            )
            self.fields[f"version_{person.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=row.version if row else 0
            )

    def changed(self, rows: Rows) -> list[Present]:
        """Those whose words differ from what was last written of them."""
        return [one for person in self.people if (one := self._read(person, rows.get(person.pk))) is not None]

    def _read(self, person: Person, row: Attendance | None) -> Present | None:
        status, deputy, version = (self.cleaned_data[f"{name}_{person.pk}"] for name in ("status", "deputy", "version"))
        if row and (row.status, row.deputy_sent) == (status, deputy):
            return None
        if row is None and (status, deputy) == (Attendance.Status.UNKNOWN, ""):
            return None
        known = row.deputy if row and row.deputy_sent == deputy else None
        kept = {"part": row.part, "virtual": row.virtual, "note": row.note, "agency": row.agency} if row else {}
        return Present(
            person, status, deputy=known, deputy_name="" if known else deputy, version=version,
            membership=row.membership if row else None, **kept,
        )  # fmt: skip


@at_board
def attendance_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """All who were asked, and whoever else was written down. The business unit's page."""
    meeting = meeting_at(board, pk)
    needs(meetings.may_amend, board, "record attendance")
    people, rows = _people(meeting), _rows(meeting)
    form = AttendanceForm(people, rows, request.POST or None)
    context: dict[str, Any] = {
        "meeting": meeting,
        "crumbs": crumbs(board, meeting),
        "cancel_url": address(board, meeting),
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                record_attendance(meeting, form.changed(rows))
                return redirect(address(board, meeting))
            except ValidationError as errors:
                put_errors(form, errors)
            except StaleEdit as stale:
                form, status = _again(form, meeting), 409
                context |= {"conflict": True, "differences": _differences(stale)}
    return render(request, "meetings/attendance.html", {"form": form, **context}, status=status)


def _people(meeting: Meeting) -> list[Person]:
    asked = set(members_on(meeting.group, meeting.held_on).values_list("person_id", flat=True))
    written = set(Attendance.objects.filter(record=meeting).values_list("person_id", flat=True))
    return list(Person.objects.filter(pk__in=asked | written).order_by("name", "pk"))


def _rows(meeting: Meeting) -> Rows:
    found = Attendance.objects.filter(record=meeting).prefetch_related("deputy", "agency", "membership")
    return {row.person_id: row for row in found}


def _again(form: AttendanceForm, meeting: Meeting) -> AttendanceForm:
    """What this clerk typed, on the versions as they now stand: saving again is a decision."""
    typed = {name: value for name, value in form.cleaned_data.items() if not name.startswith("version_")}
    return AttendanceForm(form.people, _rows(meeting), initial=typed)


def _differences(stale: StaleEdit) -> list[Difference]:
    return [
        Difference(f"{stale.row.person}: {one.label}", str(one.yours or ""), str(one.theirs or ""))
        for one in stale.differences
    ]
