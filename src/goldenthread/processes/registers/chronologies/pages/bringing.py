"""Bring an agency's chronology in, replace one by a newer, leave one out; the empty workbook; the documents."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread.core.casework.models import Record
from goldenthread.core.files.contents import MEDIA_TYPES
from goldenthread.core.files.downloads import HEADERS
from goldenthread.core.files.marking import marked_copy
from goldenthread.core.files.refusals import FileRefused
from goldenthread.core.files.services import read_within_limit
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.registers.chronologies.making import document_in
from goldenthread.processes.registers.chronologies.models import AgencyChronology, Job
from goldenthread.processes.registers.chronologies.taking import bring_in, may_bring, take_out
from goldenthread.processes.registers.chronologies.tasks import queue
from goldenthread.processes.registers.chronologies.template_sheet import empty_chronology
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.forms import act
from goldenthread.web.pages.unsealing import said_why

from .common import address, crumbs, of_case

FILE_HINT = "Excel (.xlsx), CSV, or a Word or PDF file with a table. Its columns are headed at least Date and Event."
DOCUMENTS = (Job.Task.WORD, Job.Task.EXCEL)


class FileForm(forms.Form):
    """A chronology that takes the place of one that is there."""

    file = forms.FileField(label="The agency's chronology", help_text=FILE_HINT, max_length=200)
    also_of_this = forms.BooleanField(
        label="I know that this very file was brought into another case: it tells of this child too", required=False
    )


class NewForm(FileForm):
    """The first of an agency."""

    field_order = ("agency", "named", "file", "also_of_this")
    agency: Any = forms.ModelChoiceField(None, label="Agency", required=False)
    named = forms.CharField(
        label="Or who else wrote it", required=False, max_length=120, help_text="Such as a school or a surgery."
    )


@of_case("The form for an agency's chronology")
def new_page(request: HttpRequest, board: Partnership, case: Record) -> HttpResponse:
    _needs(case)
    form = NewForm(request.POST or None, request.FILES or None)
    choice: Any = form.fields["agency"]
    choice.queryset = board.agencies.all()
    context = {
        "title": "Bring in an agency's chronology",
        "caption": case.reference,
        "crumbs": crumbs(board, case, below=True),
        "cancel_url": address(board, case),
        "button": "Bring it in",
    }
    return _act(request, board, case, form, None, context)


@of_case("The form for a newer chronology")
def replace_page(request: HttpRequest, board: Partnership, case: Record, chronology: int) -> HttpResponse:
    _needs(case)
    old = _one(case, chronology)
    form = FileForm(request.POST or None, request.FILES or None)
    context = {
        "title": f"Replace the chronology of {old.whose}",
        "caption": case.reference,
        "crumbs": crumbs(board, case, below=True),
        "cancel_url": address(board, case),
        "button": "Replace it",
        "out_url": reverse("leave_chronology_out", args=[board.slug, case.pk, old.pk]),
        "old": old,
        "old_url": reverse("file", args=[board.slug, old.file.key]),
    }
    return _act(request, board, case, form, old, context)


@require_POST
@of_case("Leaving a chronology out")
def leave_out(request: HttpRequest, board: Partnership, case: Record, chronology: int) -> HttpResponse:
    """It was another child's: it is left out of the whole, and kept."""
    _needs(case)
    take_out(_one(case, chronology))
    return redirect(address(board, case))


@require_safe
@at_board
def template(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """The empty workbook, which holds nothing of any case."""
    return _file(empty_chronology(), "chronology-template.xlsx")


@require_POST
@of_case("Asking for the chronology as a document")
def make(request: HttpRequest, board: Partnership, case: Record, task: str) -> HttpResponse:
    """Have the worker make a document."""
    if task in DOCUMENTS:
        why = said_why(request, case)
        queue(case, task, purpose=why["purpose"], words=why["words"])
    return redirect(f"{address(board, case)}#documents")


@require_safe
@of_case("The chronology as a document")
def document(request: HttpRequest, board: Partnership, case: Record, task: str) -> HttpResponseBase:
    """A document that was made, with whose copy it is on each page."""
    job = get_object_or_404(Job, record=case, task=task, task__in=DOCUMENTS, state=Job.State.DONE)
    content, extension = marked_copy(document_in(job), task, record=case)
    return _file(content, f"chronology-{case.reference.lower().replace('/', '-')}.{extension}")


def _act(
    request: HttpRequest, board: Partnership, case: Record, form: FileForm, old: AgencyChronology | None,
    context: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    def verb(values: dict[str, Any]) -> AgencyChronology:
        file = values.pop("file")
        try:
            data = read_within_limit(file, file.name)
            made = bring_in(case, name=file.name, data=data, replaces=old, **values)
        except FileRefused as refused:
            raise ValidationError({"file": refused.messages}) from refused
        if made.state == AgencyChronology.State.READING:
            why = said_why(request, case)
            queue(case, Job.Task.READ, chronology=made, purpose=why["purpose"], words=why["words"])
        return made

    return act(request, form, verb, lambda _: address(board, case), "chronologies/bring.html", context)


def _one(case: Record, pk: int) -> AgencyChronology:
    rows = AgencyChronology.objects.select_related("agency", "record", "file")
    found: AgencyChronology = get_object_or_404(rows, pk=pk, record=case, current=True)
    return found


def _needs(case: Record) -> None:
    if not may_bring(case):
        raise PermissionDenied("Chronologies are brought in by those who keep the register of this case.")


def _file(content: bytes, name: str) -> FileResponse:
    kind = MEDIA_TYPES[name.rpartition(".")[2]]
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=kind, headers=HEADERS)
