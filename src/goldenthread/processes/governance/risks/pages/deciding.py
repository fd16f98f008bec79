"""Early warnings, offered as candidates: what was seen, since when, with its evidence; accept, join or dismiss."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.processes.governance.risks.candidates import accept, collect_now, dismiss, join
from goldenthread.processes.governance.risks.models import Candidate, Kind, Risk
from goldenthread.web.components import count
from goldenthread.web.pages.board import at_board, needs, record_address
from goldenthread.web.pages.forms import act, note_field, version_of

from .writing import FORM, address, form_context, risk_form

#: The first word of a warning's key -> the kind of risk that it is most likely a sign of.
KINDS = {
    "attendance": Kind.ABSENCE,
    "quorum": Kind.ABSENCE,
    "seat": Kind.VACANCIES,
    "chairless": Kind.VACANCIES,
    "clock": Kind.CASELOADS,
    "return": Kind.SYSTEMS,
    "measure": Kind.DEMAND,
}
MOST = 200


@at_board
def candidate_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    """What waits for a decision, then what was decided, for those who oversee."""
    needs(OVERSIGHT, board, "see early warnings")
    rows = Candidate.objects.filter(partnership=board).select_related("agency", "risk").order_by("since", "pk")
    found = list(rows[:MOST])
    context = {
        "offered": [row for row in found if row.state == Candidate.State.OFFERED and row.ceased_on is None],
        "ceased": [row for row in found if row.state == Candidate.State.OFFERED and row.ceased_on],
        "decided": [
            (row, record_address(board, "risks", row.risk_id) if row.risk_id else "")
            for row in found
            if row.state != Candidate.State.OFFERED
        ],
        **form_context(board, "Early warnings", ""),
    }
    return render(request, "risks/candidates.html", context)


@require_POST
@at_board
def look_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Look through every room now, and not only at night."""
    needs(OVERSIGHT, board, "look for early warnings")
    new, gone = collect_now(board)
    messages.success(request, f"{count(new, 'new early warning')}; {gone} no longer seen.")
    return redirect("risk_candidates", board.slug)


@at_board
def accept_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    candidate = _candidate(board, pk)
    initial = {
        "agency": candidate.agency_id,
        "kind_of_risk": KINDS.get(candidate.key.split(":")[0], Kind.OTHER),
        "subject": candidate.title[:200],
        "cause": candidate.cause,
        "why": candidate.evidence,
        "audience": "partnership",
    }
    form = risk_form(board)(request.POST or None, initial=initial)
    version = version_of(request)
    return act(
        request, form, lambda v: accept(candidate, expected_version=version, **v), lambda made: address(board, made),
        FORM, _context(board, candidate, "Take it up as a risk"),
    )  # fmt: skip


@at_board
def join_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    candidate = _candidate(board, pk)
    live = Risk.objects.filter(partnership=board).exclude(state__in=[Risk.State.CLOSED, Risk.State.MISTAKEN])
    made = {"risk": forms.ModelChoiceField(live.order_by("-score", "pk"), label="Risk that it is a sign of")}
    form = type("JoinForm", (forms.Form,), made)(request.POST or None)
    version = version_of(request)
    return act(
        request, form, lambda v: join(candidate, expected_version=version, **v), lambda risk: address(board, risk),
        FORM, _context(board, candidate, "Join it to a risk"),
    )  # fmt: skip


@at_board
def dismiss_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    candidate = _candidate(board, pk)
    form = type("DismissForm", (forms.Form,), {"reason": note_field("Why is it no risk?")})(request.POST or None)
    version = version_of(request)
    there = reverse("risk_candidates", args=[board.slug])
    return act(
        request, form, lambda v: dismiss(candidate, expected_version=version, **v), lambda _: there,
        FORM, _context(board, candidate, "Dismiss it"),
    )  # fmt: skip


def _candidate(board: Partnership, pk: int) -> Candidate:
    needs(OVERSIGHT, board, "decide on early warnings")
    return get_object_or_404(Candidate, pk=pk, partnership=board)


def _context(board: Partnership, candidate: Candidate, title: str) -> dict[str, Any]:
    return form_context(board, title, title) | {
        "caption": candidate.title,
        "version": candidate.version,
        "cancel_url": reverse("risk_candidates", args=[board.slug]),
    }
