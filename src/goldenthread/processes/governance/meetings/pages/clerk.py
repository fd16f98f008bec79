"""What only the business unit does to a meeting beside its steps: add an item, move the meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.meetings.agenda import add_item
from goldenthread.processes.governance.meetings.models import AgendaItem
from goldenthread.processes.governance.meetings.planning import move_meeting
from goldenthread.processes.governance.meetings.process import meetings
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board, needs
from goldenthread.web.pages.forms import act, form_class, version_of

from .shared import address, crumbs, meeting_at

ITEM_FIELDS = (
    "title", "kind", "presenter", "presenter_name", "minutes_allotted", "restricted", "open_to_members",
)  # fmt: skip


class MoveForm(forms.Form):
    to = DateField(label="New date")
    why = forms.CharField(label="Why is it moved?", max_length=300)


@at_board
def add_item_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    meeting = meeting_at(board, pk)
    needs(meetings.may_amend, board, "add an agenda item")
    form = form_class(AgendaItem, ITEM_FIELDS, board)(request.POST or None, initial={"kind": "discussion"})

    def verb(values: dict[str, Any]) -> AgendaItem:
        return add_item(meeting=meeting, **values)

    context = {
        "title": "Add an agenda item",
        "caption": str(meeting),
        "crumbs": crumbs(board, meeting),
        "cancel_url": address(board, meeting),
        "button": "Add item",
    }
    return act(request, form, verb, lambda item: address(board, meeting), "web/pages/form.html", context)


@at_board
def move_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    meeting = meeting_at(board, pk)
    needs(meetings.may_amend, board, "move a meeting")
    form = MoveForm(request.POST or None, initial={"to": meeting.held_on})

    def verb(values: dict[str, Any]) -> Any:
        return move_meeting(meeting, expected_version=version_of(request), **values)

    context = {
        "title": "Move the meeting",
        "caption": str(meeting),
        "warning": "Actions due at this meeting move with it, and say so.",
        "version": meeting.version,
        "crumbs": crumbs(board, meeting),
        "cancel_url": address(board, meeting),
        "button": "Move",
    }
    return act(request, form, verb, lambda done: address(board, meeting), "web/pages/form.html", context)
