"""Does it add up? A report or a table, chosen or pasted, is checked at once; nothing of it is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.refusals import FileGone
from goldenthread.core.files.services import open_file
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.publishing.spreadsheets import to_csv
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.reports.checking import Checked, check_document
from goldenthread.web.adding_up import TAGS
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.pages.board import at_board, home_crumb
from goldenthread.web.pages.unsealing import ask_why, file_as_read, is_shut
from goldenthread.web.uploads import FileOrPasted

COLUMNS = ("where", "kind", "printed", "computed", "confidence", "text")


class CheckForm(FileOrPasted):
    """What is to be checked; `read` is what was found."""

    neither = "Choose a file, or paste what is to be checked: one of the two."
    every = forms.BooleanField(label="Say also what cannot be told", required=False)

    def take(self, name: str, given: dict[str, Any]) -> Checked:
        return check_document(self.content, name, every=given["every"])


@at_board
def check_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    context: dict[str, Any] = {"form": form, "crumbs": [home_crumb(board)]}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            checked: Checked = form.read
            if request.POST.get("as") == "csv":
                return _csv(checked.findings)
            context |= _found(checked)
        else:
            status = 422
    return render(request, "checking/check.html", context, status=status)


@require_safe
@at_board
def check_file(request: HttpRequest, board: Partnership, key: UUID) -> HttpResponseBase:
    """A paper or another kept file put to the same test; 404 to those who may not see it."""
    file = get_object_or_404(StoredFile, key=key, partnership=board)
    above = [home_crumb(board), Link("Does it add up?", reverse("check_figures", args=[board.slug]))]
    context: dict[str, Any] = {"form": CheckForm(), "crumbs": above, "file": file}
    if file.sealed and file.record is not None and is_shut(request, file.record):
        return ask_why(board, file.record, request.path)
    try:
        with file_as_read(request, file, what="A file, to see whether it adds up"), open_file(file) as content:
            context |= _found(check_document(content.read(), file.shown_name))
            context["name"] = file.shown_name
    except UnreadableDocument as refused:
        context["refused"] = refused.message
    except FileGone as gone:
        return render(request, "web/pages/file_gone.html", {"file": file, "why": str(gone)}, status=410)
    return render(request, "checking/check.html", context)


def _found(checked: Checked) -> dict[str, Any]:
    order = list(Confidence)
    findings = sorted(checked.findings, key=lambda one: order.index(one.confidence))
    return {
        "checked": True,
        "table": _table(findings) if findings else None,
        "tables": len(checked.tables),
        "sentences": len(checked.sentences),
    }


def _table(findings: list[Finding]) -> Table:
    columns = tuple(Column(text) for text in ("What does not add up", "Printed", "Computed", "Where"))
    rows = tuple(
        (
            Cell(one.text, tag=Tag("Cannot tell") if one.kind is Kind.CANNOT_TELL else TAGS[one.confidence]),
            Cell(one.printed),
            Cell(one.computed),
            Cell(one.where),
        )
        for one in findings
    )
    return Table("What does not add up", columns, rows, True)


def _csv(findings: tuple[Finding, ...]) -> HttpResponse:
    rows = ([found[name] for name in COLUMNS] for found in (one.as_json() for one in findings))
    response = HttpResponse(
        to_csv([name.capitalize() for name in COLUMNS], rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="does-it-add-up.csv"'
    return response
