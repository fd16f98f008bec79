"""Writing what was learned: at its case, which is open while one writes, so that the guard knows whom not to name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.casework.learning import has_learning
from goldenthread.core.casework.models import Record
from goldenthread.core.casework.process import all_processes
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.registers.learning.models import FromCase, Learning
from goldenthread.processes.registers.learning.process import learning as process
from goldenthread.processes.registers.learning.writing import (
    TEXTS,
    begin_learning,
    case_of,
    may_learn,
    write_learning,
)
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.pages.board import at_board, home_crumb, is_about, needs, record_address
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of
from goldenthread.web.pages.record_parts import state_tag
from goldenthread.web.pages.unsealing import as_read, ask_why, is_shut

from .reading import crumbs, learning_at


@at_board
def begin_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Where to begin: at a case, of a kind that learning is told from."""
    needs(process.may_open, board, "write what was learned")
    kinds = [one for one in all_processes() if has_learning(one.slug)]
    context = {
        "title": "Write what was learned",
        "kinds": [Link(one.title, reverse("records", args=[board.slug, one.slug])) for one in kinds],
        "crumbs": crumbs(board),
    }
    return render(request, "learning/begin.html", context)


@at_board
def case_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """What has been told of a case, for those who see it."""
    case = _case_at(request, board, pk)
    columns = (Column("Reference"), Column("What"), Column("State"))
    rows = FromCase.objects.filter(record=case).select_related("learning").order_by("pk")
    lines = tuple(
        (
            Cell(
                one.learning.reference, reverse("learning", args=[board.slug, one.learning_id]), note=one.learning.named
            ),
            Cell(one.learning.get_what_display()),
            Cell("", tag=state_tag(process, one.learning)),
        )
        for one in rows
    )
    context = {
        "title": "Learning from it",
        "case": case,
        "table": Table("Learning from this case", columns, lines, caption_hidden=True),
        "new": _new(board, case) if may_learn(case) else [],
        "crumbs": [home_crumb(board), Link(case.reference, record_address(board, case.kind, pk))],
    }
    return render(request, "learning/case.html", context)


@at_board
def new_page(request: HttpRequest, board: Partnership, pk: int, what: str) -> HttpResponseBase:
    """Write a briefing, or early learning, from a case."""
    case = _case_at(request, board, pk)
    if what not in Learning.What.values:
        raise Http404("There is a briefing and early learning.")
    _needs(case)
    if is_shut(request, case):
        return ask_why(board, case, request.get_full_path())
    form = form_class(Learning, TEXTS, board)(request.POST or None)
    label = str(Learning.What(what).label)
    context = {
        "title": f"Write {label[:1].lower()}{label[1:]}",
        "caption": case.reference,
        "crumbs": [home_crumb(board), Link(case.reference, record_address(board, case.kind, pk))],
        "cancel_url": reverse("case_learning", args=[board.slug, pk]),
        "button": "Save",
    }
    with as_read(request, case, what=f"Its words, held against {label[:1].lower()}{label[1:]}"):
        return act(
            request, form, lambda values: begin_learning(case, what=what, **values),
            lambda made: reverse("learning", args=[board.slug, made.pk]), "learning/write.html", context,
        )  # fmt: skip


@at_board
def write_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponseBase:
    """Change what it says, while it is being written."""
    one = learning_at(board, pk)
    case = case_of(one)
    if case is None:
        raise PermissionDenied("Learning is written by those who keep the register of its case.")
    _needs(case)
    if is_shut(request, case):
        return ask_why(board, case, request.get_full_path())
    form = form_class(Learning, TEXTS, board)(request.POST or None, initial=initial_from(one, TEXTS))

    def verb(values: dict[str, Any]) -> Learning:
        return write_learning(one, expected_version=version_of(request), **values)

    context = {
        "title": "Change what it says",
        "caption": one.reference,
        "version": one.version,
        "crumbs": crumbs(board, one),
        "cancel_url": reverse("learning", args=[board.slug, pk]),
        "button": "Save",
    }
    with as_read(request, case, what=f"Its words, held against {one.reference}"):
        done = reverse("learning", args=[board.slug, pk])
        return act(request, form, verb, lambda _: done, "learning/write.html", context)


def _case_at(request: HttpRequest, board: Partnership, pk: int) -> Record:
    rows = Record.objects.select_related("register")
    case: Record = get_object_or_404(rows, pk=pk, partnership=board)
    if not has_learning(case.kind):
        raise Http404("No learning is told of this kind of work.")
    is_about(request, board, case)
    return case


def _needs(case: Record) -> None:
    if not may_learn(case):
        raise PermissionDenied("Learning is written by those who keep the register of its case.")


def _new(board: Partnership, case: Record) -> list[Link]:
    return [
        Link(f"Write {'a' if value == 'briefing' else ''} {str(label).lower()}".replace("  ", " "),
             reverse("new_learning", args=[board.slug, case.pk, value]))
        for value, label in Learning.What.choices
    ]  # fmt: skip
