"""What the pages of a chronology share: which case, open to its reader, and where each page lies."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.casework.chronologies import has_chronology
from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import Link
from goldenthread.web.pages.board import at_board, home_crumb, is_about, record_address
from goldenthread.web.pages.unsealing import as_read, ask_why, is_shut

View = Callable[..., HttpResponseBase]


def case_at(board: Partnership, pk: int) -> Record:
    """A sealed case of a kind that has a chronology, in this reader's sight; else 404."""
    record: Record = get_object_or_404(Record.objects.select_related("register"), pk=pk, partnership=board)
    if not has_chronology(record.kind):
        raise Http404("No chronology is gathered for this kind of work.")
    return record


def of_case(what: str) -> Callable[[View], View]:
    """`view(request, board, case, ...)` within a reading of the case, which is asked why first. `what`: for its log."""

    def decorate(view: View) -> View:
        @at_board
        @wraps(view)
        def page(request: HttpRequest, board: Partnership, pk: int, **kwargs: object) -> HttpResponseBase:
            case = case_at(board, pk)
            is_about(request, board, case)
            if is_shut(request, case):
                there = request.get_full_path() if request.method == "GET" else address(board, case)
                return ask_why(board, case, there)
            with as_read(request, case, what=what):
                return view(request, board, case, **kwargs)

        return page

    return decorate


def address(board: Partnership, case: Record, name: str = "chronology") -> str:
    return reverse(name, args=[board.slug, case.pk])


def crumbs(board: Partnership, case: Record, *, below: bool = False) -> list[Link]:
    """The pages above: the case, and for a page below the chronology that as well."""
    links = [home_crumb(board), Link(case.reference, record_address(board, case.kind, case.pk))]
    return [*links, Link("Chronology", address(board, case))] if below else links
