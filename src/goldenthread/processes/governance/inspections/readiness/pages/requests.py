"""One request: what is asked, how it stands, and for those who are asked the ways to answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Finding
from goldenthread.web.components import Link, Moment, SummaryRow
from goldenthread.web.pages.board import at_board, is_unit, needs
from goldenthread.web.pages.forms import act

from ..answering import acknowledge, answer, learn, may_answer, say_why_not
from ..models import Request, Run
from .shared import FORM, Looked, crumbs, moment, request_at, tag_of


@at_board
def request_page(request: HttpRequest, board: Partnership, pk: int, request_pk: int) -> HttpResponse:
    run, row = request_at(board, pk, request_pk)
    stands = Looked(run).stands(row)
    given = [Moment(one.at, "Given", one.by, one.text) for one in row.given.all()]
    mine = run.running and may_answer(row)
    oversees = bool(current_actor().roles(board.pk) & OVERSIGHT)
    lesson = Finding.objects.filter(pk=row.lesson_id).first() if row.lesson_id else None
    context = {
        "run": run,
        "row": row,
        "tag": tag_of(stands),
        "note": stands.note,
        "facts": _facts(row),
        "given": given,
        "sees_given": bool(given) or mine or oversees,
        "mine": mine,
        "links": _links(board, run, row, mine=mine),
        "may_learn": oversees and stands.key in ("overdue", "late", "not_answered") and row.lesson_id is None,
        "lesson": Link(lesson.text, reverse("finding", args=[board.slug, lesson.pk])) if lesson else None,
        "crumbs": [*crumbs(board, run), Link("Day by day", reverse("run_days", args=[board.slug, pk]))],
    }
    return render(request, "readiness/request.html", context)


@require_POST
@at_board
def received(request: HttpRequest, board: Partnership, pk: int, request_pk: int) -> HttpResponse:
    _, row = request_at(board, pk, request_pk)
    try:
        acknowledge(row)
    except ValidationError as wrong:
        messages.warning(request, " ".join(wrong.messages))
    return redirect("run_request", board.slug, pk, request_pk)


@at_board
def answer_page(request: HttpRequest, board: Partnership, pk: int, request_pk: int) -> HttpResponse:
    run, row = _mine(board, pk, request_pk)
    label = "What is given, and where is it kept?"
    hint = "Name no child here: say where the list or the audit lies."
    made = {"text": forms.CharField(label=label, help_text=hint, max_length=5000, widget=forms.Textarea)}
    form = type("AnswerForm", (forms.Form,), made)(request.POST or None)
    return act(request, form, lambda v: answer(row, **v), _back(board, row), FORM, _context(board, run, row, "Answer"))


@at_board
def why_not_page(request: HttpRequest, board: Partnership, pk: int, request_pk: int) -> HttpResponse:
    run, row = _mine(board, pk, request_pk)
    made = {"reason": forms.CharField(label="Why is it not answered?", max_length=500, widget=forms.Textarea)}
    form = type("WhyNotForm", (forms.Form,), made)(request.POST or None)
    context = _context(board, run, row, "Say why not") | {"warning": "Everyone at the table reads the reason."}
    return act(request, form, lambda v: say_why_not(row, **v), _back(board, row), FORM, context)


@require_POST
@at_board
def lesson(request: HttpRequest, board: Partnership, pk: int, request_pk: int) -> HttpResponse:
    """What came late, or never, becomes a finding in one step."""
    _, row = request_at(board, pk, request_pk)
    needs(OVERSIGHT, board, "raise a finding")
    try:
        learn(row)
        messages.success(request, "Raised as a finding.")
    except ValidationError as wrong:
        messages.warning(request, " ".join(wrong.messages))
    return redirect("run_agencies", board.slug, pk)


def _mine(board: Partnership, pk: int, request_pk: int) -> tuple[Run, Request]:
    run, row = request_at(board, pk, request_pk)
    if not may_answer(row):
        raise PermissionDenied(f"To answer, you must speak for {row.agency}.")
    return run, row


def _links(board: Partnership, run: Run, row: Request, *, mine: bool) -> list[Link]:
    """What whoever looks may do with it now, each on a page of its own."""
    found = []
    args = [board.slug, run.pk, row.pk]
    if mine:
        found.append(Link("Add to the answer" if row.answered_at else "Answer", reverse("answer_request", args=args)))
        if not row.settled:
            found.append(Link("Say why not", reverse("why_not_request", args=args)))
    if is_unit(board) and run.state in (Run.State.PLANNED, Run.State.RUNNING):
        found.append(Link("Change what is asked", reverse("change_request", args=args)))
        if run.state == Run.State.PLANNED:
            found.append(Link("Ask for it no longer", reverse("remove_request", args=args)))
    return found


def _facts(row: Request) -> list[SummaryRow]:
    said = {
        "Asked of": str(row.agency),
        "Who answers": str(row.owner or ""),
        "What kind of thing": row.get_what_display(),
        "Due": moment(row.due_at, timed=row.due_time is not None) or f"Working day {row.working_day} after notice",
        "Acknowledged": moment(row.acknowledged_at),
        "Answered": moment(row.answered_at),
        "Said by": row.by,
    }
    return [SummaryRow(key, value) for key, value in said.items() if value]


def _context(board: Partnership, run: Run, row: Request, title: str) -> dict[str, Any]:
    here = reverse("run_request", args=[board.slug, run.pk, row.pk])
    return {"title": title, "caption": f"{row.agency}: {row.title}", "button": title, "cancel_url": here,
            "crumbs": crumbs(board, run)}  # fmt: skip


def _back(board: Partnership, row: Request) -> Any:
    return lambda _: reverse("run_request", args=[board.slug, row.record_id, row.pk])
