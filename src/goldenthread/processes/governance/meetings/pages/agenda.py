"""The agenda by hand: add, change, move, remove an item; its papers; and the meeting moved to another day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread.core.files.downloads import download_response
from goldenthread.core.files.refusals import FileGone
from goldenthread.core.files.services import MEGABYTE, size_limit
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.meetings.agenda import add_item, add_paper, amend_item, remove_item, reorder
from goldenthread.processes.governance.meetings.models import AgendaItem, Meeting, Paper
from goldenthread.processes.governance.meetings.planning import move_meeting
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of

from .shared import address, crumbs, for_clerks, item_at, meeting_at

ITEM_FIELDS = (
    "title", "kind", "presenter", "presenter_name", "minutes_allotted", "restricted", "open_to_members",
)  # fmt: skip
FORM = "web/pages/form.html"


class MoveForm(forms.Form):
    to = DateField(label="New date")
    why = forms.CharField(label="Why is it moved?", max_length=300)


class PaperForm(forms.Form):
    file = forms.FileField(label="Paper")
    title = forms.CharField(label="Title, if not the file’s name", max_length=250, required=False)
    restricted = forms.BooleanField(
        label="Restricted: for the group’s members, and in no public edition", required=False
    )

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        limit = size_limit() // MEGABYTE
        self.fields["file"].help_text = f"PDF, Word, Excel, PowerPoint, pictures or text, up to {limit} MB"


def _context(board: Partnership, meeting: Meeting, title: str, button: str, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "caption": meeting.title,
        "crumbs": crumbs(board, meeting),
        "cancel_url": address(board, meeting, "agenda"),
        "button": button,
        **more,
    }


@at_board
def add_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Any other business stays last."""
    meeting = meeting_at(board, pk)
    for_clerks(board, "add an agenda item")
    form = form_class(AgendaItem, ITEM_FIELDS, board)(request.POST or None, initial={"kind": "discussion"})

    def verb(values: dict[str, Any]) -> AgendaItem:
        return add_item(meeting=meeting, **values)

    context = _context(board, meeting, "Add an agenda item", "Add item")
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

    context = _context(board, meeting, f"Change item {row.number}", "Save", version=row.version)
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
            return redirect(address(board, meeting, "agenda"))
        except ValidationError as refused:
            form = forms.Form({})
            form.add_error(None, refused)
    context = _context(board, meeting, f"Take “{row.title}” off the agenda?", "Take it off", form=form)
    return render(request, "meetings/ask.html", context, status=422 if form.is_bound else 200)


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
def add_paper_page(request: HttpRequest, board: Partnership, pk: int, item: int) -> HttpResponse:
    """A refused file says in words what is wrong with it."""
    row = item_at(board, pk, item)
    for_clerks(board, "add a paper")
    meeting = row.record
    form = PaperForm(request.POST or None, request.FILES or None, initial={"restricted": row.restricted})
    if request.method == "POST":
        form = PaperForm(request.POST, request.FILES)

    def verb(values: dict[str, Any]) -> Paper:
        sent = values["file"]
        return add_paper(
            item=row, name=sent.name, data=sent.file, title=values["title"], restricted=values["restricted"]
        )

    context = _context(board, meeting, f"Add a paper to item {row.number}", "Add the paper")
    return act(request, form, verb, lambda paper: address(board, meeting, f"item-{item}"), FORM, context)


@require_safe
@at_board
def paper_file(request: HttpRequest, board: Partnership, pk: int, paper: int) -> HttpResponse:
    """The paper, saved and never shown by the browser. 404 to those who may not see it."""
    found = get_object_or_404(Paper.objects.select_related("stored_file"), pk=paper, record_id=pk, partnership=board)
    try:
        return download_response(found.stored_file)  # type: ignore[return-value]  # a FileResponse is an answer too
    except FileGone as gone:
        messages.error(request, str(gone))
        return redirect(reverse("meeting", args=[board.slug, pk]))


@at_board
def move_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """To another day; what is due at the meeting moves with it."""
    meeting = meeting_at(board, pk)
    for_clerks(board, "move a meeting")
    form = MoveForm(request.POST or None, initial={"to": meeting.held_on})

    def verb(values: dict[str, Any]) -> Any:
        return move_meeting(meeting, expected_version=version_of(request), **values)

    words = "Actions due at this meeting move with it, and say so."
    context = _context(board, meeting, "Move the meeting", "Move", warning=words, version=meeting.version)
    return act(request, form, verb, lambda done: address(board, meeting), FORM, context)
