"""One item while the meeting is held: what was said, what was decided, who will do what. One form, one save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import today
from goldenthread.processes.governance.meetings.agenda import amend_decision, amend_item, record_decision
from goldenthread.processes.governance.meetings.carrying import agree_action
from goldenthread.processes.governance.meetings.models import AgendaItem, Decision, Meeting
from goldenthread.processes.governance.meetings.placing import actions_of
from goldenthread.web.components import Link
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of

from .log import action_table
from .meeting import agenda_of
from .shared import SETTLED, address, crumbs, for_clerks, item_at, may_write

DECISION_FIELDS = ("text", "restricted", "open_to_members")
ROWS: dict[str, Any] = {"agency": Agency, "person": Person, "meeting": Meeting}


@dataclass(frozen=True)
class Choices:
    """Who may answer for an action, and the meetings ahead at which it may fall due: (key, words)."""

    agencies: list[tuple[str, str]]
    people: list[tuple[str, str]]
    meetings: list[tuple[str, str]]

    @classmethod
    def at(cls, board: Partnership) -> Choices:
        """In one query, because a page may ask only so often."""
        people = Person.objects.filter(partnership=board, left_on__isnull=True)
        ahead = Meeting.objects.filter(partnership=board, state__in=Meeting.AHEAD, held_on__gte=today())
        first, *rest = (
            _named(board.agencies.all(), "agency", "name"),
            _named(people, "person", "name"),
            _named(ahead, "meeting", "title"),
        )
        found: dict[str, list[tuple[str, str]]] = {"agency": [], "person": [], "meeting": []}
        for kind, pk, words in first.union(*rest, all=True).order_by("words", "pk"):
            found[kind].append((f"{kind}-{pk}", words))
        return cls(found["agency"], found["person"], found["meeting"])


def _named(rows: Any, kind: str, column: str) -> QuerySet:
    return rows.order_by().annotate(sort=Value(kind), words=F(column)).values_list("sort", "pk", "words")


class MinuteForm(forms.Form):
    """The text of an item, and below it a decision and an action, each written down only if there are words."""

    mark_optional = False

    text = forms.CharField(label="What was said", required=False, widget=forms.Textarea(attrs={"rows": "12"}))
    decision = forms.CharField(label="Record a decision", required=False, widget=forms.Textarea(attrs={"rows": "2"}))
    action = forms.CharField(label="Add an action", required=False, widget=forms.Textarea(attrs={"rows": "2"}))
    owner = forms.ChoiceField(label="Who answers for it", required=False)
    due_meeting = forms.ChoiceField(label="Due at the meeting", required=False)
    due_on = DateField(label="Or due on a date", required=False)
    number = forms.CharField(label="Number in the minutes", required=False, max_length=20)

    def __init__(self, choices: Choices, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        nobody = [("", "Nobody yet")]
        self.fields["owner"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            *nobody, ("Agencies", choices.agencies), ("People", choices.people)
        ]  # fmt: skip
        self.fields["due_meeting"].choices = [("", "No meeting"), *choices.meetings]  # type: ignore[attr-defined]  # the field has it

    def clean(self) -> None:
        found = super().clean() or self.cleaned_data
        about = [name for name in ("owner", "due_meeting", "due_on", "number") if found.get(name)]
        if about and not found.get("action"):
            self.add_error("action", "Say what is to be done: an owner or a date alone is no action")
        if found.get("due_meeting") and found.get("due_on"):
            self.add_error("due_on", "Give a meeting or a date, not both: at a meeting it is due on its day")


@at_board
def item_page(request: HttpRequest, board: Partnership, pk: int, item: int) -> HttpResponse:
    """Read by all who see the item; written by the business unit until the minutes are agreed."""
    row = item_at(board, pk, item, _with_neighbours())
    meeting = row.record
    context = _context(board, meeting, row)
    if not may_write(board) or meeting.state in SETTLED:
        if request.method == "POST":
            for_clerks(board, "write minutes")
        return render(request, "meetings/item.html", context)
    form = MinuteForm(Choices.at(board), request.POST or None, initial={"text": row.text})
    here = reverse("agenda_item", args=[board.slug, pk, item])

    def verb(values: dict[str, Any]) -> None:
        messages.success(request, _told(_write(row, version_of(request), values)))

    return act(request, form, verb, lambda done: here, "meetings/item.html", {**context, "version": row.version})


@at_board
def decision_page(request: HttpRequest, board: Partnership, pk: int, item: int, decision: int) -> HttpResponse:
    """Correct a decision, or say who may see it."""
    row = item_at(board, pk, item)
    for_clerks(board, "change a decision")
    found = Decision.objects.filter(pk=decision, item=row).first()
    if found is None:
        return HttpResponse(status=404)
    form = form_class(Decision, DECISION_FIELDS, board)(
        request.POST or None, initial=initial_from(found, DECISION_FIELDS)
    )
    here = reverse("agenda_item", args=[board.slug, pk, item])
    context = {
        "title": f"Change decision {found.reference}",
        "caption": row.record.title,
        "version": found.version,
        "crumbs": [*crumbs(board, row.record), Link(f"Item {row.label}", here)],
        "cancel_url": here,
        "button": "Save",
    }

    def verb(values: dict[str, Any]) -> Decision:
        return amend_decision(found, expected_version=version_of(request), **values)

    return act(request, form, verb, lambda done: here, "web/pages/form.html", context)


@transaction.atomic
def _write(item: AgendaItem, version: int | None, values: dict[str, Any]) -> list[str]:
    """All that the form says or nothing; what was written, in words."""
    told = []
    if values["text"] != item.text.replace("\r\n", "\n"):
        amend_item(item, expected_version=version, text=values["text"])
        told.append("The text is saved")
    if values["decision"]:
        told.append(f"Decision {record_decision(item=item, text=values['decision']).reference} is recorded")
    if values["action"]:
        told.append(f"Action {_agree(item, values).reference} is added")
    return told


def _agree(item: AgendaItem, values: dict[str, Any]) -> Action:
    """What is agreed on a restricted item is told to no more people than the item."""
    named: dict[str, Any] = {"due_on": values["due_on"], "due_meeting": _row(values["due_meeting"])}
    owner = _row(values["owner"])
    if isinstance(owner, Person):
        named |= {"owner": owner, "owner_agency": owner.agency}
    elif owner is not None:
        named["owner_agency"] = owner
    return agree_action(meeting=item.record, item=item, text=values["action"], number=values["number"], **named)


def _row(key: str) -> Any:
    """The row behind a choice, read under the actor's own sight."""
    kind, _, pk = key.partition("-")
    return ROWS[kind].objects.get(pk=int(pk)) if kind else None


def _told(words: list[str]) -> str:
    return f"{'. '.join(words)}." if words else "Nothing had changed."


def _with_neighbours() -> QuerySet[AgendaItem]:
    others = AgendaItem.objects.filter(record=OuterRef("record")).order_by("number")
    return agenda_of().annotate(
        before=Subquery(others.filter(number__lt=OuterRef("number")).reverse().values("pk")[:1]),
        after=Subquery(others.filter(number__gt=OuterRef("number")).values("pk")[:1]),
    )


def _context(board: Partnership, meeting: Meeting, row: AgendaItem) -> dict[str, Any]:
    actions = list(actions_of(row).select_related("owner", "owner_agency"))
    return {
        "board": board,
        "meeting": meeting,
        "item": row,
        "actions": action_table(board, "Actions agreed on this item", actions) if actions else None,
        "crumbs": crumbs(board, meeting),
        "cancel_url": address(board, meeting, f"item-{row.pk}"),
    }
