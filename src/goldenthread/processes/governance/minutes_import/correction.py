"""What all correction forms share: a form over one row, whose fields are named as the row's values are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from django import forms

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Agency, Person
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.web.dates import DateField

from .models import ReadItem

Kind, Verdict = ReadItem.Kind, ReadItem.Verdict
KNOWN = "known_"


class Correction(forms.Form):
    """`Correction(row, data)`. Links to what is known are fields called `known_person`, `known_agency` and so on."""

    def __init__(self, row: ReadItem, data: Any = None) -> None:
        self.row = row
        super().__init__(data, initial=self.initial_of(row))
        self.fill()

    def initial_of(self, row: ReadItem) -> dict[str, Any]:
        """What the form starts with."""
        links = [name.removeprefix(KNOWN) for name in self.base_fields if name.startswith(KNOWN)]
        return dict(row.values) | {f"{KNOWN}{name}": getattr(row, f"{name}_id") for name in links}

    def fill(self) -> None:
        """Offer the partnership's own people, agencies, groups and actions: those the actor may see."""
        board = self.row.partnership
        rows: dict[str, Callable[[], Any]] = {
            "person": lambda: Person.objects.filter(partnership=board, left_on__isnull=True).select_related("agency"),
            "agency": lambda: board.agencies.all(),
            "group": lambda: Group.objects.filter(partnership=board, ended_on__isnull=True),
            "action": lambda: Action.objects.filter(partnership=board).order_by("-made_on", "-pk"),
        }
        for name, make in rows.items():
            if f"{KNOWN}{name}" in self.fields:
                self.fields[f"{KNOWN}{name}"].queryset = make()  # type: ignore[attr-defined]  # the field has it

    def result(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """(values, links) of a valid form, as `correct_row` takes them: dates ISO, times HH:MM, empty text None."""
        values = {name: plain(v) for name, v in self.cleaned_data.items() if not name.startswith(KNOWN)}
        links = {name.removeprefix(KNOWN): v for name, v in self.cleaned_data.items() if name.startswith(KNOWN)}
        return values, links


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Someone the partnership knows, told apart by agency."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.agency}" if obj.agency else str(obj.name)


class ActionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """An action by its reference, its number in the minutes, and how it begins."""

    def label_from_instance(self, obj: Any) -> str:
        number = f"{obj.meeting_number} of {obj.made_on:%d/%m/%Y}: " if obj.meeting_number else ""
        return f"{obj.reference} {number}{obj.text[:70]}"


class Owned(Correction):
    """Who answers for it, and when it is due: on a day, or at a meeting that exists or will be put in the calendar."""

    owners = forms.CharField(
        label="Owners, as written",
        required=False,
        max_length=300,
        help_text="Put a semicolon between two. A person of these minutes is found by name.",
    )
    known_person = PersonChoice(None, label="Owner, if known already", required=False, empty_label="By the name above")
    known_agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        None, label="Agency that answers for it", required=False, empty_label="The owner’s agency"
    )
    due_at = forms.ChoiceField(label="Due at a meeting", required=False)
    due = DateField(label="Or due on", required=False)

    def initial_of(self, row: ReadItem) -> dict[str, Any]:
        start = super().initial_of(row)
        start["owners"] = "; ".join(row.values.get("owners") or [])
        if row.values.get("at_meeting"):
            start |= {"due_at": row.values["due"], "due": None}
        return start

    def fill(self) -> None:
        super().fill()
        days = meeting_days(self.row)
        if self.row.values.get("at_meeting"):
            days.add(self.row.values["due"])
        told = [(day, f"{date.fromisoformat(day):%-d %B %Y}") for day in sorted(days)]
        self.fields["due_at"].choices = [("", "Not at a meeting"), *told]  # type: ignore[attr-defined]  # the field has it

    def result(self) -> tuple[dict[str, Any], dict[str, Any]]:
        values, links = super().result()
        at = values.pop("due_at")
        values["owners"] = [part.strip() for part in (values["owners"] or "").split(";") if part.strip()]
        return values | {"due": at or values["due"], "at_meeting": bool(at)}, links


def meeting_days(row: ReadItem) -> set[str]:
    """ISO days on which the group meets after these minutes: in the calendar, or read here and not dismissed."""
    rows = ReadItem.objects.filter(minutes_import=row.minutes_import_id, kind__in=(Kind.MEETING, Kind.FUTURE))
    days, head = set(), None
    for one in rows:
        if one.kind == Kind.MEETING:
            head = one
        elif one.verdict != Verdict.DISMISSED:
            days.add(one.values["date"])
    if head and head.group_id and head.values.get("date"):
        known = Meeting.objects.filter(group_id=head.group_id, held_on__gt=head.values["date"])
        days |= {day.isoformat() for day in known.values_list("held_on", flat=True)}
    return days


def plain(value: Any) -> Any:
    """A cleaned value as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, str):
        return value.replace("\r\n", "\n") or None  # a browser sends its own line ends
    return value
