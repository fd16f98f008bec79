"""Learning as everyone reads it: one page; for those who work on it, its steps and, for keepers, its case."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.casework.models import Record
from goldenthread.core.files.downloads import HEADERS
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.registers.learning.documents import FORMATS, file_of, points
from goldenthread.processes.registers.learning.models import Learning
from goldenthread.processes.registers.learning.process import learning as process
from goldenthread.processes.registers.learning.writing import case_of, may_learn
from goldenthread.web.components import Link
from goldenthread.web.pages.board import at_board, home_crumb, record_address
from goldenthread.web.pages.finding_parts import findings_of, raise_url
from goldenthread.web.pages.record_parts import moments, state_tag

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
GONE = process.recalled


@at_board
def learning_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """What was learned, its files, how far it was passed on, and the thread from it."""
    one = learning_at(board, pk)
    case, roles = case_of(one), current_actor().roles(board.pk)
    writing = case is not None and may_learn(case) and one.state == Learning.State.DRAFTING
    passed = Record.objects.filter(pk=one.passed_on_id).first() if one.passed_on_id else None
    context: dict[str, Any] = {
        "learning": one,
        "state": state_tag(process, one),
        "parts": _parts(one),
        "gone": one.state in GONE,
        "working": bool(process.may_amend & roles),
        "case": Link(case.reference, record_address(board, case.kind, case.pk)) if case else None,
        "write_url": reverse("write_learning", args=[board.slug, pk]) if writing else "",
        "files": [] if one.state in GONE else _files(board, one),
        "passed_on": Link(passed.reference, record_address(board, passed.kind, passed.pk)) if passed else None,
        "steps": [
            (step, reverse("step", args=[board.slug, process.slug, pk, step.name]))
            for step in process.workflow.open_to(one.state, roles, one)
        ],
        "findings": findings_of(one),
        "finding_url": raise_url(board, one),
        "history": moments(process, one),
        "crumbs": crumbs(board),
    }
    return render(request, "learning/learning.html", context)


@require_safe
@at_board
def learning_file(request: HttpRequest, board: Partnership, pk: int, kind: str) -> FileResponse:
    """As PDF, Word or web page, saved and never shown by the browser. None of what was withdrawn."""
    one = learning_at(board, pk)
    if one.state in GONE or kind not in FORMATS:
        raise PermissionDenied("It is not given out as a file.")
    name = f"{one.reference.lower()}.{kind}"
    content = io.BytesIO(file_of(one, kind))
    return FileResponse(content, as_attachment=True, filename=name, content_type=TYPES[kind], headers=HEADERS)


def learning_at(board: Partnership, pk: int) -> Learning:
    rows = Learning.objects.select_related("partnership")
    found: Learning = get_object_or_404(rows, pk=pk, partnership=board)
    return found


def crumbs(board: Partnership, one: Learning | None = None) -> list[Link]:
    links = [home_crumb(board), Link(process.title, reverse("records", args=[board.slug, process.slug]))]
    return [*links, *([Link(one.reference, reverse("learning", args=[board.slug, one.pk]))] if one else [])]


def _parts(one: Learning) -> list[tuple[str, list[str]]]:
    found = (
        ("What was learned", points(one.learned)),
        ("What to do", points(one.to_do)),
        ("To discuss", points(one.questions)),
        ("To read", points(one.further)),
    )
    return [(title, said) for title, said in found if said]


def _files(board: Partnership, one: Learning) -> list[Link]:
    return [Link(label, reverse("learning_file", args=[board.slug, one.pk, kind])) for kind, label in FORMATS.items()]
