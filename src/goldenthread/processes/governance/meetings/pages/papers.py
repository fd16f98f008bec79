"""The papers of an item by hand: add, change or replace, move, take off, put back, and fetch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread.core.files.downloads import download_response
from goldenthread.core.files.refusals import FileGone
from goldenthread.core.files.services import MEGABYTE, size_limit
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.meetings.models import AgendaItem, Paper
from goldenthread.processes.governance.meetings.papers import (
    add_paper,
    amend_paper,
    remove_paper,
    replace_paper,
    restore_paper,
    shift_paper,
)
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.forms import act, version_of

from .shared import FORM, address, asking, for_clerks, form_context, item_at


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


class ChangeForm(PaperForm):
    """As above, for a paper that is there: a new file only if it is to be replaced."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.fields["file"].required = False
        self.fields["file"].label = "New file, if it is to be replaced"
        self.fields["file"].help_text += ". The one before is kept and can be put back."
        self.fields["title"].label = "Title"


@at_board
def add_paper_page(request: HttpRequest, board: Partnership, pk: int, item: int) -> HttpResponse:
    """A refused file says in words what is wrong with it. What waits at the gate may have papers already."""
    row = item_at(board, pk, item, AgendaItem.objects.known())
    for_clerks(board, "add a paper")
    form = PaperForm(request.POST or None, request.FILES or None, initial={"restricted": row.restricted})
    if request.method == "POST":
        form = PaperForm(request.POST, request.FILES)

    def verb(values: dict[str, Any]) -> Paper:
        sent = values["file"]
        return add_paper(
            item=row, name=sent.name, data=sent.file, title=values["title"], restricted=values["restricted"]
        )

    context = form_context(board, row.record, f"Add a paper to item {row.label}", "Add the paper")
    return act(request, form, verb, lambda paper: address(board, row.record, f"item-{item}"), FORM, context)


@at_board
def change_paper_page(request: HttpRequest, board: Partnership, pk: int, paper: int) -> HttpResponse:
    """Its title, who may see it, and another file in its place."""
    row = paper_at(board, pk, paper)
    for_clerks(board, "change a paper")
    initial = {"title": row.title, "restricted": row.restricted}
    form = ChangeForm(initial=initial)
    if request.method == "POST":
        form = ChangeForm(request.POST, request.FILES, initial=initial)

    def verb(values: dict[str, Any]) -> Paper:
        told, sent = {name: values[name] for name in ("title", "restricted")}, values["file"]
        if sent:
            return replace_paper(row, name=sent.name, data=sent.file, **told)
        return amend_paper(row, expected_version=version_of(request), **told)

    context = form_context(board, row.record, "Change a paper", "Save", version=row.version)
    return act(request, form, verb, lambda done: address(board, row.record, f"item-{row.item_id}"), FORM, context)


@at_board
def remove_paper_page(request: HttpRequest, board: Partnership, pk: int, paper: int) -> HttpResponse:
    """Asks first, and works without a script."""
    row = paper_at(board, pk, paper)
    for_clerks(board, "take a paper off an item")
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        try:
            remove_paper(row)
        except ValidationError as refused:
            form = forms.Form({})
            form.add_error(None, refused)
        else:
            messages.success(request, f"“{row.title}” is taken off. You can put it back below the agenda.")
            return redirect(address(board, row.record, f"item-{row.item_id}"))
    title = f"Take “{row.title}” off item {row.item.label}?"
    words = "It goes out of the agenda and the packs. Its file is kept, and it can be put back."
    return asking(request, board, row.record, form, title=title, words=words, button="Take it off")


@require_POST
@at_board
def shift_paper_place(request: HttpRequest, board: Partnership, pk: int, paper: int) -> HttpResponse:
    """One place up or down among the papers of its item."""
    row = paper_at(board, pk, paper)
    for_clerks(board, "put papers in another order")
    try:
        shift_paper(row, up=request.POST.get("way") == "up")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(address(board, row.record, f"item-{row.item_id}"))


@require_POST
@at_board
def put_paper_back(request: HttpRequest, board: Partnership, pk: int, paper: int) -> HttpResponse:
    """What was taken off, on its item again."""
    row = paper_at(board, pk, paper, Paper.objects.taken_off())
    for_clerks(board, "put a paper back")
    try:
        restore_paper(row)
        messages.success(request, f"“{row.title}” is back on item {row.item.label}.")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(address(board, row.record, f"item-{row.item_id}"))


@require_safe
@at_board
def paper_file(request: HttpRequest, board: Partnership, pk: int, paper: int) -> HttpResponse:
    """The paper, saved and never shown by the browser. 404 to those who may not see it."""
    found = paper_at(board, pk, paper)
    try:
        return download_response(found.stored_file)  # type: ignore[return-value]  # a FileResponse is an answer too
    except FileGone as gone:
        messages.error(request, str(gone))
        return redirect(reverse("meeting", args=[board.slug, pk]))


def paper_at(board: Partnership, pk: int, paper: int, rows: Any = None) -> Paper:
    """A paper of that meeting with its item, file and meeting; 404 where the actor may see no such paper."""
    found = Paper.objects.all() if rows is None else rows
    links = ("stored_file", "item", "record__group")
    return get_object_or_404(found.select_related(*links), pk=paper, record_id=pk, partnership=board)
