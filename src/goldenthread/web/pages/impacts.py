"""Did it work? Saying what should move, looking whether it did, and when to look again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.audits import set_questions
from goldenthread.core.thread.impacts import amend_impact, plan_looks, record_impact, set_test
from goldenthread.core.thread.models import AuditQuestion, Impact, Recommendation
from goldenthread.kernel.now import today
from goldenthread.web.dates import DateField
from goldenthread.web.forms import RadioSelect

from .board import at_board, needs
from .forms import act, form_class, initial_from, version_of
from .recommendation_parts import figures
from .recommendations import get_recommendation, url_of
from .recommending import FORM, form_context

WHEN = (("months", "After 3, 6 and 12 months from today"), ("day", "On a day of your own"))
PLANNED = ("measure", "means", "sample", "baseline", "target", "review_on")
LOOKED = ("found", "result", "measure", "means", "sample", "reading", "looked_on")
HINTS = {
    "found": "For children and families first. If nothing changed, say so.",
    "measure": "Such as: how many of ten files say what the child wished.",
    "sample": "Such as: 20 cases opened since March. A new sample each time, or the change may be chance.",
    "reading": "The figure of this look, if there is one.",
    "look_again_on": "Leave it empty only if nobody needs to look again.",
}


@at_board
def plan_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Say what should move if it works, and when to look: after 3, 6 and 12 months, or on a day."""
    needs(OVERSIGHT, board, "set a test of impact")
    row = get_recommendation(board, pk)
    when = forms.ChoiceField(label="When should someone look?", choices=WHEN, widget=RadioSelect)
    made = form_class(Impact, PLANNED, board, {"when": when})
    form = _hinted(made(request.POST or None, initial={"when": "months", "means": None}))
    form.fields["review_on"].label = "The day, if on a day of your own"
    form.order_fields([*PLANNED[:-1], "when", "review_on"])
    context = form_context(board, row, "Say what should move", "Keep this test")
    del context["version"]  # a row of its own: nothing of the recommendation changes
    return _act(request, form, lambda v: _plan(row, **v), board, row, context)


def _plan(row: Recommendation, *, when: str, review_on: date | None, **values: Any) -> list[Impact]:
    if when == "months":
        return plan_looks(recommendation=row, **values)
    if review_on is None:
        raise ValidationError({"review_on": "Give the day, or choose after 3, 6 and 12 months."})
    return [set_test(recommendation=row, review_on=review_on, **values)]


@at_board
def record_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Write down a look that nobody had planned."""
    needs(OVERSIGHT, board, "record an impact")
    row = get_recommendation(board, pk)
    questions = list(row.questions.all())
    form = _look_form(request, board, {"looked_on": today(), "means": None}, questions=questions)
    context = form_context(board, row, "Record what changed", "Record it")
    del context["version"]  # a row of its own: nothing of the recommendation changes
    return _act(
        request, form, lambda v: record_impact(recommendation=row, **_answered(questions, v)), board, row, context
    )


@at_board
def take_page(request: HttpRequest, board: Partnership, pk: int, impact: int) -> HttpResponse:
    """Write down the look that was planned."""
    needs(OVERSIGHT, board, "record an impact")
    row = get_recommendation(board, pk)
    planned = get_object_or_404(Impact, pk=impact, recommendation=row)
    initial = initial_from(planned, ("measure", "means")) | {"looked_on": today()}
    questions = list(row.questions.all())
    form = _look_form(request, board, initial, figures(planned), questions)
    version = version_of(request)
    context = form_context(board, row, "Record what changed", "Record it") | {"version": planned.version}

    def look(values: dict[str, Any]) -> Impact:
        values = _answered(questions, values)
        return record_impact(recommendation=row, planned=planned, expected_version=version, **values)

    return _act(request, form, look, board, row, context)


@at_board
def questions_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Say which audit items every look asks, one on each line."""
    needs(OVERSIGHT, board, "set audit questions")
    row = get_recommendation(board, pk)
    field = forms.CharField(
        label="What is asked of each case? One question on each line",
        widget=forms.Textarea,
        max_length=9_000,
        required=False,
        help_text="The same questions are asked at every look, of a new sample. One that was answered stays.",
    )
    form = type("QuestionsForm", (forms.Form,), {"questions": field})(
        request.POST or None, initial={"questions": "\n".join(one.text for one in row.questions.all())}
    )
    context = form_context(board, row, "Set the audit questions", "Save")
    del context["version"]  # rows of their own: nothing of the recommendation changes
    return _act(request, form, lambda v: set_questions(row, v["questions"].splitlines()), board, row, context)


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


def _look_form(
    request: HttpRequest,
    board: Partnership,
    initial: dict[str, Any],
    stood: str = "",
    questions: Sequence[AuditQuestion] = (),
) -> forms.Form:
    extra: dict[str, forms.Field] = {}
    for one in questions:
        extra[f"cases_{one.pk}"] = _number(f"{one.text} How many cases were looked at?")
        extra[f"met_{one.pk}"] = _number("Of these, how many met it?")
    again = DateField(label="When to look again", required=False)
    made = form_class(Impact, LOOKED, board, extra | {"look_again_on": again})
    form = _looking(_hinted(made(request.POST or None, initial={"result": None} | initial)))
    if stood:
        form.fields["reading"].help_text = f"{stood}."
    return form


def _number(label: str) -> forms.Field:
    return forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False)


def _answered(questions: Sequence[AuditQuestion], values: dict[str, Any]) -> dict[str, Any]:
    """The values with the audit's answers as readings. Raises ValidationError for half an answer."""
    values, readings = dict(values), {}
    for one in questions:
        cases, met = values.pop(f"cases_{one.pk}"), values.pop(f"met_{one.pk}")
        if (cases is None) != (met is None):
            blank = "met" if met is None else "cases"
            raise ValidationError({f"{blank}_{one.pk}": "Give both numbers, or neither."})
        if cases is not None:
            readings[one.pk] = (cases, met)
    return values | {"readings": readings}


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
