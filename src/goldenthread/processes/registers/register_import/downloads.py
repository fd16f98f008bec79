"""The files of a register coming in: an empty one, an invented one that is filled in, and the report on each row."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread.core.casework.importable import importable_for
from goldenthread.core.tenancy.models import Partnership
from goldenthread.publishing.spreadsheets import to_workbook
from goldenthread.reading.trackers.book import Book
from goldenthread.web.pages.listing import EXCEL
from goldenthread.web.signin.stepping_up import ask_before_export

from .models import RegisterImport
from .pages import for_keepers, import_at, rows_named
from .report import kept_sheets, report_sheets
from .taking import book_of, checked, desk_of, importable_at
from .template import template_of
from .vocabulary import vocabulary_of

State = RegisterImport.State


@require_safe
@for_keepers
def template_file(request: HttpRequest, board: Partnership, kind: str) -> HttpResponse:
    """A workbook with our own columns for a register of this kind. 404 for a kind of which none is taken in."""
    if importable_for(kind) is None:
        raise Http404("Registers of this kind are not taken in.")
    importable = importable_at(board, kind)
    return _workbook(template_of(vocabulary_of(importable, board)), f"{kind} register")


@require_safe
@for_keepers
def example_file(request: HttpRequest, board: Partnership, kind: str) -> HttpResponse:
    """The same workbook with the rows of an invented register: what a filled one looks like, and what may be tried."""
    if importable_for(kind) is None:
        raise Http404("Registers of this kind are not taken in.")
    importable = importable_at(board, kind)
    return _workbook(template_of(vocabulary_of(importable, board), importable.example), f"{kind} example")


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@require_safe
@for_keepers
def report_file(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """The rows of the file with what becomes of each, as Excel; by cell alone where the file is gone."""
    one = import_at(board, pk)
    asked = ask_before_export(request)
    if asked:
        return asked
    book: Book | None = book_of(one)
    words = desk_of(one).words
    if one.state == State.READY and book and one.way:
        sheets = report_sheets(one, book, checked(one, book, rows_named(request.GET.get("aside", ""))[0]), words)
    else:
        sheets = kept_sheets(one, book if one.state == State.ACCEPTED else None, words)
    response = HttpResponse(to_workbook("Report", sheets), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="register-report-{one.pk}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response
