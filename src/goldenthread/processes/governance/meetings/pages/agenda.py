"""The agenda by hand: add, change, move, take off and put back an item; and the meeting moved to another day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.meetings.agenda import add_item, amend_item, remove_item, reorder, restore_item
from goldenthread.processes.governance.meetings.models import AgendaItem
from goldenthread.processes.governance.meetings.planning import move_meeting
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of

from .shared import FORM, address, asking, for_clerks, form_context, item_at, meeting_at

ITEM_FIELDS = (
    "title", "kind", "presenter", "presenter_name", "minutes_allotted", "printed_number", "restricted",
    "open_to_members",
)  # fmt: skip


class MoveForm(forms.Form):
    to = DateField(label="New date")
    why = forms.CharField(label="Why is it moved?", max_length=300)


@at_board
def add_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Any other business stays last."""
    meeting = meeting_at(board, pk)
    for_clerks(board, "add an agenda item")
    form = form_class(AgendaItem, ITEM_FIELDS, board)(request.POST or None, initial={"kind": "discussion"})

    def verb(values: dict[str, Any]) -> AgendaItem:
        return add_item(meeting=meeting, **values)

    context = form_context(board, meeting, "Add an agenda item", "Add item")
    return act(request, form, verb, lambda item: address(board, meeting, f"item-{item.pk}"), FORM, context)


@at_board
def change_page(request: HttpRequest, board: Partnership, pk: int, item: int) -> HttpResponse:
    """What the agenda says of an item. What was said on it has a page of its own."""
    row = item_at(board, pk, item)
    for_clerks(board, "change an agenda item")
    meeting = row.record
    form = form_class(AgendaItem, ITEM_FIELDS, board)(request.POST or None, initial=initial_from(row, ITEM_FIELDS))

    def verb(values: dict[str, Any]) -> AgendaItem:
        return amend_item(row, expected_version=version_of(request), **values)

    context = form_context(board, meeting, f"Change item {row.label}", "Save", version=row.version)
    return act(request, form, verb, lambda done: address(board, meeting, f"item-{item}"), FORM, context)


@at_board
def remove_page(request: HttpRequest, board: Partnership, pk: int, item: int) -> HttpResponse:
    """Asks first, and works without a script."""
    row = item_at(board, pk, item)
    for_clerks(board, "take an item off the agenda")
    meeting = row.record
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        try:
            remove_item(row)
        except ValidationError as refused:
            form = forms.Form({})
            form.add_error(None, refused)
        else:
            messages.success(request, f"“{row.title}” is off the agenda. You can put it back below it.")
            return redirect(address(board, meeting, "agenda"))
    title = f"Take “{row.title}” off the agenda?"
    words = "The items after it move up. It can be put back."
    return asking(request, board, meeting, form, title=title, words=words, button="Take it off")


@require_POST
@at_board
def put_item_back(request: HttpRequest, board: Partnership, pk: int, item: int) -> HttpResponse:
    """What was taken off the agenda, at its end."""
    row = item_at(board, pk, item, AgendaItem.with_taken_off.filter(number__isnull=True))
    for_clerks(board, "put an item back on the agenda")
    try:
        restore_item(row)
        messages.success(request, f"“{row.title}” is back on the agenda.")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(address(board, row.record, "agenda"))


@require_POST
@at_board
def shift_item(request: HttpRequest, board: Partnership, pk: int, item: int) -> HttpResponse:
    """One place up or down. At the end of the agenda nothing happens."""
    row = item_at(board, pk, item)
    for_clerks(board, "put the agenda in another order")
    order = list(AgendaItem.objects.filter(record_id=pk).order_by("number"))
    place = order.index(row)
    target = place + (-1 if request.POST.get("way") == "up" else 1)
    if 0 <= target < len(order):
        order[place], order[target] = order[target], order[place]
        try:
            reorder(row.record, order)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
    return redirect(address(board, row.record, f"item-{item}"))


@at_board
def move_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """To another day; what is due at the meeting moves with it."""
    meeting = meeting_at(board, pk)
    for_clerks(board, "move a meeting")
    form = MoveForm(request.POST or None, initial={"to": meeting.held_on})

    def verb(values: dict[str, Any]) -> Any:
        return move_meeting(meeting, expected_version=version_of(request), **values)

    words = "Actions due at this meeting move with it, and say so."
    context = form_context(board, meeting, "Move the meeting", "Move", warning=words, version=meeting.version)
    return act(request, form, verb, lambda done: address(board, meeting), FORM, context)
