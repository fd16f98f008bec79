"""The forms: a file to bring in, and one correction for each kind of row."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.models import Attendance
from goldenthread.reading.documents import open_document
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.sniffing import MOST_BYTES
from goldenthread.web.dates import DateField, TimeField
from goldenthread.web.forms import RadioSelect

from .correction import ActionChoice, Correction, Owned, PersonChoice
from .models import ReadItem

Kind = ReadItem.Kind
MEGABYTE = 1024 * 1024
#: A status that a clerk may give to a person of the list: "not yet asked" is for the meeting's own page.
STATUSES = [(value, label) for value, label in Attendance.Status.choices if value != "not_invited"]
STANDINGS = [("closed", "Closed"), ("deferred", "Deferred"), ("ongoing", "Still open"), ("unknown", "They do not say")]
BECOMES = [
    ("minutes", "Minutes that belong to no item"),
    ("action", "A new action"),
    ("decision", "A decision"),
    ("recommendation", "A recommendation"),
]
DRAFT_OR_AGREED = [("minutes_drafted", "A draft, to be agreed"), ("agreed", "Agreed already")]


class UploadForm(forms.Form):
    """A file of minutes and, if it is known beforehand, the group that met."""

    file = forms.FileField(
        label="Minutes",
        max_length=200,
        help_text="A .txt, .html, .docx or .pdf file with text in it, up to 25 MB.",
        error_messages={"empty": "This file is empty. Choose the minutes as they were typed."},
    )
    group: forms.ModelChoiceField[Group] = forms.ModelChoiceField(
        None,
        label="Which group met?",
        required=False,
        empty_label="As the minutes say",
        help_text="Choose it only if the minutes do not name the group as it is named here.",
    )

    def __init__(self, board: Partnership, *args: Any) -> None:
        super().__init__(*args)
        rows = Group.objects.filter(partnership=board, ended_on__isnull=True)
        self.fields["group"].queryset = rows  # type: ignore[attr-defined]  # the field's own class has it

    def clean_file(self) -> Any:
        """Opened here and now, so that what cannot be read is refused before anything is written."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                f"This file is {file.size // MEGABYTE} MB; the limit is {MOST_BYTES // MEGABYTE} MB. "
                "Save the minutes alone, without pictures and papers, and choose it again."
            )
        self.content = file.read()
        try:
            open_document(self.content, file.name)
        except UnreadableDocument as refused:
            raise ValidationError(refused.message, code=refused.code) from refused
        return file


class MeetingForm(Correction):
    """The head of the minutes."""

    known_group: forms.ModelChoiceField[Group] = forms.ModelChoiceField(
        None, label="Group", required=False, empty_label="A group not known here yet"
    )
    group = forms.CharField(label="Name of the group, if it is not known here", required=False, max_length=200)
    date = DateField(label="Date of the meeting")
    starts = TimeField(label="Began at", required=False)
    ends = TimeField(label="Ended at", required=False)
    place = forms.CharField(label="Place", required=False, max_length=200)
    chair = forms.CharField(label="Chaired by", required=False, max_length=200, help_text="As in the list of people")
    standing = forms.ChoiceField(label="How do these minutes stand?", choices=DRAFT_OR_AGREED, widget=RadioSelect)
    members = forms.BooleanField(label="Make the members in the list members of the group", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("known_group") and not data.get("group"):
            self.add_error("known_group", "Choose the group that met, or name a new one below.")
        _in_order(self, data)
        return data


class AttendanceForm(Correction):
    """One person, and whether they came."""

    name = forms.CharField(label="Name", max_length=200)
    title = forms.CharField(label="Job title", required=False, max_length=200)
    known_person = PersonChoice(None, label="Is it someone known?", required=False, empty_label="No: a new person")
    known_agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        None, label="Agency", required=False, empty_label="Named below, or none"
    )
    agency = forms.CharField(label="Name of the agency, if it is not known here", required=False, max_length=200)
    part = forms.ChoiceField(label="Part in the meeting", choices=Attendance.Part.choices, widget=RadioSelect)
    status = forms.ChoiceField(label="Did they come?", choices=STATUSES, widget=RadioSelect)
    deputy = forms.CharField(label="Deputy who came instead", required=False, max_length=200)
    virtual = forms.BooleanField(label="Joined online", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("status") == "deputy" and not data.get("deputy"):
            self.add_error("deputy", "Name the deputy who came.")
        if data.get("deputy") and data.get("status") not in (None, "deputy"):
            self.add_error("status", "A deputy is named below. Choose “Sent a deputy”, or take the name away.")
        return data


class ItemForm(Correction):
    """An item of the agenda and what was said on it."""

    title = forms.CharField(label="Title", max_length=250)
    text = forms.CharField(label="What was said", widget=forms.Textarea, required=False)


class UnderItem(Correction):
    """Something said under an item."""

    text = forms.CharField(label="In these words", widget=forms.Textarea)
    item = forms.ChoiceField(label="Under which item", required=False)

    def fill(self) -> None:
        super().fill()
        rows = ReadItem.objects.filter(minutes_import=self.row.minutes_import_id, kind=Kind.ITEM)
        told = [(r.values["number"], f"{r.values['number']} {r.values['title']}") for r in rows if r.values["number"]]
        self.fields["item"].choices = [("", "No item is named"), *told]  # type: ignore[attr-defined]  # the field has it


class ActionForm(Owned):
    """A new action, or a promise made into one."""

    text = forms.CharField(label="Action", widget=forms.Textarea)
    number = forms.CharField(label="Number in the minutes", required=False, max_length=20)
    field_order = ("text", "number", "owners", "known_person", "known_agency", "due_at", "due")


class PreviousForm(Owned):
    """An action of an earlier meeting, and what was said of it."""

    known_action = ActionChoice(None, label="Which action is it?", required=False, empty_label="Not known here: add it")
    text = forms.CharField(label="Action", widget=forms.Textarea)
    number = forms.CharField(label="Number it was given", required=False, max_length=20)
    origin_date = DateField(label="Meeting that gave it", required=False)
    status = forms.ChoiceField(label="How does it stand?", choices=STANDINGS, widget=RadioSelect)
    reason = forms.ChoiceField(
        label="If closed, why?", choices=[("", "Not closed"), *Action.Reason.choices[1:]], required=False
    )
    update = forms.CharField(label="What was said of it", widget=forms.Textarea, required=False)
    field_order = (
        "known_action", "text", "number", "origin_date", "status", "reason", "update", "owners", "known_person",
        "known_agency", "due_at", "due",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("status") == "closed" and not data.get("reason"):
            self.add_error("reason", "Choose why it was closed.")
        return data


class FutureForm(Correction):
    """A meeting to come."""

    date = DateField(label="Date")
    starts = TimeField(label="Begins at", required=False)
    ends = TimeField(label="Ends at", required=False)
    place = forms.CharField(label="Place", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _in_order(self, data)
        return data


class UnplacedForm(Correction):
    """A text that the reader could not place: the clerk can."""

    becomes = forms.ChoiceField(label="What is it?", choices=BECOMES, widget=RadioSelect)
    text = forms.CharField(label="Text", widget=forms.Textarea)


FORMS: dict[str, type[Correction]] = {
    Kind.MEETING: MeetingForm,
    Kind.ATTENDANCE: AttendanceForm,
    Kind.ITEM: ItemForm,
    Kind.DECISION: UnderItem,
    Kind.RECOMMENDATION: UnderItem,
    Kind.PREVIOUS: PreviousForm,
    Kind.ACTION: ActionForm,
    Kind.PROMISE: ActionForm,
    Kind.FUTURE: FutureForm,
    Kind.UNPLACED: UnplacedForm,
}


def _in_order(form: forms.Form, data: dict[str, Any]) -> None:
    starts, ends = data.get("starts"), data.get("ends")
    if isinstance(starts, time) and isinstance(ends, time) and ends <= starts:
        form.add_error("ends", "The meeting cannot end before it begins.")


def day_in_words(iso: str | None) -> str:
    """3 May 2026; empty for none."""
    return f"{date.fromisoformat(iso):%-d %B %Y}" if iso else ""
