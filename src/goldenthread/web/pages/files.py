"""Files on records and evidence: add, download (never shown inside the site), destroy with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.files.downloads import download_response
from goldenthread.core.files.marking import MarkingTrouble
from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.refusals import FileGone, FileRefused
from goldenthread.core.files.services import shred_file, store_file
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.web.components import Link
from goldenthread.web.dates import DateField

from .board import at_board, home_crumb, needs, record_address
from .forms import act
from .records import named, url_of
from .unsealing import ask_why, file_as_read, is_shut

FILE_HINT = "PDF, Word, Excel, PowerPoint, CSV, text or picture, up to 25 MB."


class FileForm(forms.Form):
    """One file, and how it is to be kept."""

    file = forms.FileField(label="File", help_text=FILE_HINT)
    restricted = forms.BooleanField(label="Restricted: leave it out of public editions", required=False)
    keep_until = DateField(label="Keep until", required=False)


@at_board
def add_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponse:
    process = named(kind)
    record = get_object_or_404(process.model, pk=pk, partnership=board)
    needs(process.may_amend, board, "add a file here")
    form = FileForm(request.POST or None, request.FILES or None)

    def verb(values: dict[str, Any]) -> StoredFile:
        file = values.pop("file")
        return keep_on_field("file", name=file.name, data=file, record=record, **values)

    context = {
        "title": "Add a file",
        "caption": str(record),
        "crumbs": [home_crumb(board), Link(record.reference, url_of(board, record))],
        "cancel_url": url_of(board, record),
        "button": "Add the file",
    }
    return act(request, form, verb, lambda _: url_of(board, record), "web/pages/form.html", context)


@at_board
def download(request: HttpRequest, board: Partnership, key: UUID) -> HttpResponseBase:
    file = _get(board, key)
    record = file.record
    if record is not None and file.sealed and is_shut(request, record):
        return ask_why(board, record, record_address(board, record.kind, record.pk))
    unmarked = "unmarked" in request.GET
    what = f"A file, added {file.uploaded_at:%-d %B %Y}{', without a mark' if unmarked and file.sealed else ''}"
    with file_as_read(request, file, what=what):
        return _given(request, file, unmarked=unmarked)


def _given(request: HttpRequest, file: StoredFile, *, unmarked: bool) -> HttpResponseBase:
    try:
        return download_response(file, unmarked=unmarked)
    except FileGone as gone:
        return render(request, "web/pages/file_gone.html", {"file": file, "why": str(gone)}, status=410)
    except MarkingTrouble as trouble:
        return render(request, "web/pages/file_unmarked.html", {"file": file, "why": str(trouble)}, status=409)


@at_board
def destroy_page(request: HttpRequest, board: Partnership, key: UUID) -> HttpResponse:
    needs(UNIT, board, "destroy a file")
    file = _get(board, key)
    reason = forms.CharField(label="Why is it destroyed?", max_length=300)
    form = type("DestroyForm", (forms.Form,), {"reason": reason})(request.POST or None)
    back = _place_of(board, file)
    context = {
        "title": "Destroy a file",
        "caption": file.name,
        "warning": "The content cannot be brought back. That it was here, and why it is gone, stays.",
        "crumbs": [home_crumb(board)],
        "cancel_url": back,
        "button": "Destroy it",
    }
    return act(request, form, lambda v: shred_file(file, **v), lambda _: back, "web/pages/form.html", context)


def keep_on_field(field: str, **values: Any) -> StoredFile:
    """`store_file`, with a refusal as an error of the form's field."""
    try:
        return store_file(**values)
    except FileRefused as refused:
        raise ValidationError({field: refused.messages}) from refused


def _get(board: Partnership, key: UUID) -> StoredFile:
    file = StoredFile.objects.filter(key=key, partnership=board).first()
    if file is None:
        raise Http404("There is no such file, or you may not see it.")
    return file


def _place_of(board: Partnership, file: StoredFile) -> str:
    if file.record:
        return record_address(board, file.record.kind, file.record.pk)
    return reverse("action", args=[board.slug, file.evidence.action_id if file.evidence else 0])
