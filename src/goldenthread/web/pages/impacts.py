"""Did it work? Saying what should move, looking whether it did, and when to look again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.impacts import amend_impact, record_impact, set_test
from goldenthread.core.thread.models import Impact, Recommendation
from goldenthread.kernel.now import today
from goldenthread.web.dates import DateField

from .board import at_board, needs
from .forms import act, form_class, initial_from, version_of
from .recommendation_parts import figures
from .recommendations import get_recommendation, url_of
from .recommending import FORM, form_context

PLANNED = ("measure", "means", "baseline", "target", "review_on")
LOOKED = ("found", "result", "measure", "means", "reading", "looked_on")
HINTS = {
    "found": "For children and families first. If nothing changed, say so.",
    "measure": "Such as: how many of ten files say what the child wished.",
    "reading": "The figure of this look, if there is one.",
    "look_again_on": "Leave it empty only if nobody needs to look again.",
}


@at_board
def plan_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Say what should move if it works, and when to look."""
    needs(OVERSIGHT, board, "set a test of impact")
    row = get_recommendation(board, pk)
    form = _hinted(form_class(Impact, PLANNED, board)(request.POST or None))
    form.fields["review_on"].required = True
    form.fields["review_on"].label = "When to look"
    context = form_context(board, row, "Say what should move", "Keep this test")
    del context["version"]  # a row of its own: nothing of the recommendation changes
    return _act(request, form, lambda v: set_test(recommendation=row, **v), board, row, context)


@at_board
def record_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Write down a look that nobody had planned."""
    needs(OVERSIGHT, board, "record an impact")
    row = get_recommendation(board, pk)
    form = _look_form(request, board, {"looked_on": today(), "means": None})
    context = form_context(board, row, "Record what changed", "Record it")
    del context["version"]  # a row of its own: nothing of the recommendation changes
    return _act(request, form, lambda v: record_impact(recommendation=row, **v), board, row, context)


@at_board
def take_page(request: HttpRequest, board: Partnership, pk: int, impact: int) -> HttpResponse:
    """Write down the look that was planned."""
    needs(OVERSIGHT, board, "record an impact")
    row = get_recommendation(board, pk)
    planned = get_object_or_404(Impact, pk=impact, recommendation=row)
    initial = initial_from(planned, ("measure", "means")) | {"looked_on": today()}
    form = _look_form(request, board, initial, figures(planned))
    version = version_of(request)
    context = form_context(board, row, "Record what changed", "Record it") | {"version": planned.version}

    def look(values: dict[str, Any]) -> Impact:
        return record_impact(recommendation=row, planned=planned, expected_version=version, **values)

    return _act(request, form, look, board, row, context)


@at_board
def change_page(request: HttpRequest, board: Partnership, pk: int, impact: int) -> HttpResponse:
    """Correct a test that is planned, or what was written of a look."""
    needs(OVERSIGHT, board, "change an impact")
    row = get_recommendation(board, pk)
    found = get_object_or_404(Impact, pk=impact, recommendation=row)
    columns = PLANNED if found.planned else LOOKED
    form = _hinted(form_class(Impact, columns, board)(request.POST or None, initial=initial_from(found, columns)))
    form = form if found.planned else _looking(form)
    version = version_of(request)
    title = "Change what should move" if found.planned else "Correct what was written"
    context = form_context(board, row, title, "Save") | {"version": found.version}
    return _act(request, form, lambda v: amend_impact(found, expected_version=version, **v), board, row, context)


def _look_form(request: HttpRequest, board: Partnership, initial: dict[str, Any], stood: str = "") -> forms.Form:
    again = DateField(label="When to look again", required=False)
    made = form_class(Impact, LOOKED, board, {"look_again_on": again})
    form = _looking(_hinted(made(request.POST or None, initial={"result": None} | initial)))
    if stood:
        form.fields["reading"].help_text = f"{stood}."
    return form


def _looking(form: forms.Form) -> forms.Form:
    """A look that was taken says what changed, and when someone looked."""
    form.fields["measure"].label = "What was looked at"
    for name in ("found", "looked_on"):
        form.fields[name].required = True
    return form


def _hinted(form: forms.Form) -> forms.Form:
    for name, hint in HINTS.items():
        if name in form.fields:
            form.fields[name].help_text = hint
    return form


def _act(
    request: HttpRequest, form: forms.Form, verb: Any, board: Partnership, row: Recommendation, context: dict[str, Any]
) -> HttpResponse:
    return act(request, form, verb, lambda _: url_of(board, row), FORM, context)
