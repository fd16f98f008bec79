"""The form of attendance: a line for each person, blank lines for guests, and what two clerks typed put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from goldenthread.core.tenancy.models import Person
from goldenthread.processes.governance.meetings.attending import Present
from goldenthread.processes.governance.meetings.models import Attendance
from goldenthread.web.components import Difference

Rows = Mapping[int, Attendance]
Status, Part = Attendance.Status, Attendance.Part
BLANK_LINES = range(3)
STATUS_WORDS = {str(key): str(words) for key, words in Status.choices}
GUESTS = [choice for choice in Part.choices if choice[0] != Part.MEMBER]


@dataclass(frozen=True)
class Listed:
    """A person on the sheet: as what they are there, for whom, and whether their absence counts."""

    person: Person
    role: str
    agency: str
    counts: bool = False


@dataclass(frozen=True)
class Guest:
    """Someone written in on a blank line: a person the partnership knows, or a new name with what was said of it."""

    name: str
    title: str
    part: str
    person: Person | None


class AttendanceForm(forms.Form):
    """For each person a status, a deputy's name, and, hidden, the version and the words this clerk was shown.

    The words shown tell what this clerk changed from what another did meanwhile: only the former is written.
    """

    mark_optional = False

    def __init__(
        self, people: list[Listed], rows: Rows, directory: Iterable[Person], *values: Any, **named: Any
    ) -> None:
        super().__init__(*values, **named)
        self.people, self.rows = people, rows
        self.known = _directory(directory)
        for one in people:
            self._line(one.person, rows.get(one.person.pk))
        for n in BLANK_LINES:
            self.fields[f"guest_{n}"] = forms.CharField(
                label=f"Name of guest {n + 1}", required=False, max_length=200,
                widget=forms.TextInput(attrs={"list": "directory", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"guest_title_{n}"] = forms.CharField(
                label=f"Job and organisation of guest {n + 1}", required=False, max_length=200
            )
            self.fields[f"guest_part_{n}"] = forms.ChoiceField(
                label=f"Part of guest {n + 1}", choices=GUESTS, required=False, initial=Part.GUEST
            )

    def _line(self, person: Person, row: Attendance | None) -> None:
        words = (row.status, row.deputy_sent) if row else (Status.UNKNOWN.value, "")
        key = person.pk
        self.fields[f"status_{key}"] = forms.ChoiceField(
            label=f"Status of {person.name}", choices=Status.choices, initial=words[0]
        )
        self.fields[f"deputy_{key}"] = forms.CharField(
            label=f"Deputy for {person.name}", required=False, max_length=200, initial=words[1],
            widget=forms.TextInput(attrs={"list": "directory", "autocomplete": "off"}),
        )  # fmt: skip
        self.fields[f"version_{key}"] = forms.IntegerField(widget=forms.HiddenInput, initial=row.version if row else 0)
        self.fields[f"seen_{key}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial="|".join(words), strip=False
        )

    def lines(self) -> list[dict[str, Any]]:
        """Each person with their bound fields, for the template."""
        names = ("status", "deputy", "version", "seen")
        return [{"who": one} | {name: self[f"{name}_{one.person.pk}"] for name in names} for one in self.people]

    def blank_lines(self) -> list[dict[str, Any]]:
        return [
            {"name": self[f"guest_{n}"], "title": self[f"guest_title_{n}"], "part": self[f"guest_part_{n}"]}
            for n in BLANK_LINES
        ]

    def clean(self) -> None:
        found = super().clean() or self.cleaned_data
        for one in self.people:
            self._check_deputy(found, one.person)
        for n in BLANK_LINES:
            self._check_guest(found, n)

    def _check_deputy(self, found: dict[str, Any], person: Person) -> None:
        status, deputy = found.get(f"status_{person.pk}"), found.get(f"deputy_{person.pk}")
        if status == Status.DEPUTY and not deputy:
            self.add_error(f"deputy_{person.pk}", f"{person}: Name the one deputy who came")
        elif deputy and status != Status.DEPUTY:
            self.add_error(f"status_{person.pk}", f"{person}: Choose “Sent a deputy”, or leave the deputy out")

    def _check_guest(self, found: dict[str, Any], n: int) -> None:
        name = found.get(f"guest_{n}", "")
        if not name:
            if found.get(f"guest_title_{n}"):
                self.add_error(f"guest_{n}", f"Enter the name of guest {n + 1}")
            return
        person = self.called(name)
        if person and person.pk in {one.person.pk for one in self.people}:
            self.add_error(f"guest_{n}", f"{person} is in the list above: give their status there")

    def called(self, name: str) -> Person | None:
        """The one person known by this name, or by name and agency; None where there is none, or more than one."""
        found = self.known.get(name.strip().casefold(), [])
        return found[0] if len(found) == 1 else None

    def typed(self, person: Person) -> tuple[str, str]:
        return self.cleaned_data[f"status_{person.pk}"], self.cleaned_data[f"deputy_{person.pk}"]

    def touched(self, person: Person) -> bool:
        """Did this clerk change the line, whatever stands there now?"""
        seen, typed = self.cleaned_data[f"seen_{person.pk}"], self.typed(person)
        shown = tuple(seen.split("|", 1)) if seen else _words(self.rows.get(person.pk))
        return typed != shown

    def changed(self, others_came: bool = False) -> list[Present]:
        """What this clerk changed. `others_came`: members of whom nothing is known were there."""
        found = [self._present(one, others_came) for one in self.people]
        return [present for present in found if present is not None]

    def _present(self, one: Listed, others_came: bool) -> Present | None:
        person, row = one.person, self.rows.get(one.person.pk)
        status, deputy = self.typed(person)
        if others_came and one.counts and status == Status.UNKNOWN:
            status = Status.ATTENDED
        elif not self.touched(person):
            return None
        if (status, deputy) == _words(row):
            return None
        known = row.deputy if row and row.deputy and row.deputy_sent == deputy else self.called(deputy)
        kept: dict[str, Any] = {}
        if row:
            kept = {name: getattr(row, name) for name in ("part", "virtual", "note", "agency", "membership")}
        elif one.role == _PART_OF_OTHERS:
            kept = {"part": Part.IN_ATTENDANCE}
        return Present(
            person,
            status,
            deputy=known,
            deputy_name="" if known else deputy,
            version=self.cleaned_data[f"version_{person.pk}"],
            **kept,
        )

    def guests(self) -> list[Guest]:
        """The blank lines that were filled in."""
        data = self.cleaned_data
        return [
            Guest(name, data[f"guest_title_{n}"], data[f"guest_part_{n}"] or Part.GUEST, self.called(name))
            for n in BLANK_LINES
            if (name := data[f"guest_{n}"].strip())
        ]

    def after_another(self, people: list[Listed], rows: Rows, directory: Iterable[Person]) -> AttendanceForm:
        """This clerk's own changes on everyone's rows as they now stand: saving again is then a decision."""
        mine = {one.person.pk for one in self.people if self.touched(one.person)}
        initial = {name: value for name, value in self.cleaned_data.items() if name.startswith("guest")}
        for key in mine:
            initial |= {name: self.cleaned_data[name] for name in (f"status_{key}", f"deputy_{key}")}
        return AttendanceForm(people, rows, directory, initial=initial)

    def differences(self, rows: Rows) -> list[Difference]:
        """Where this clerk and another changed the same line to different words."""
        found = []
        for one in self.people:
            row, key = rows.get(one.person.pk), one.person.pk
            moved_on = (row.version if row else 0) != self.cleaned_data[f"version_{key}"]
            if moved_on and self.touched(one.person) and self.typed(one.person) != _words(row):
                yours, theirs = _say(self.typed(one.person)), _say(_words(row))
                found.append(Difference(f"{one.person}: status", yours, theirs, f"status_{key}"))
        return found


_PART_OF_OTHERS = "In attendance"


def _words(row: Attendance | None) -> tuple[str, str]:
    return (row.status, row.deputy_sent) if row else (Status.UNKNOWN.value, "")


def _say(words: tuple[str, str]) -> str:
    status, deputy = words
    return STATUS_WORDS.get(status, status) + (f": {deputy}" if deputy else "")


def _directory(people: Iterable[Person]) -> dict[str, list[Person]]:
    """Casefolded name, and name with agency, -> the people called so."""
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(person.name.casefold(), []).append(person)
        if person.agency:
            found.setdefault(f"{person.name}, {person.agency.name}".casefold(), []).append(person)
    return found
