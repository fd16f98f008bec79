"""The board's assessment of itself: rating it, what the ratings say, an action that follows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.casework.services import tell
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.forms import act, form_class

from ..assessing import RATINGS, Result, act_on, has_rated, how_many_rated, rate, rater_of, results
from ..models import Assessment, Statement
from ..process import effectiveness

FORM = "web/pages/form.html"


@at_board
def assessment_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_object_or_404(Assessment, pk=pk, partnership=board)
    found, roles = results(row), current_actor().roles(board.pk)
    is_open = row.state == Assessment.State.OPEN
    context = {
        "row": row,
        "rated": how_many_rated(row),
        "open": is_open,
        "may_rate": is_open and rater_of(row) is not None,
        "has_rated": has_rated(row),
        "table": _table(found) if found else None,
        "actions": Action.objects.filter(record_id=row.pk).order_by("pk"),
        "keeps": bool(roles & OVERSIGHT),
        "steps": [
            (step, reverse("step", args=[board.slug, effectiveness.slug, pk, step.name]))
            for step in effectiveness.workflow.open_to(row.state, roles, row)
        ],
        "record_url": reverse("record", args=[board.slug, effectiveness.slug, pk]),
        "board": board,
        "crumbs": _crumbs(board),
    }
    return render(request, "conversations/assessment.html", context)


@at_board
def rate_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_object_or_404(Assessment, pk=pk, partnership=board)
    statements = list(Statement.objects.filter(record=row))
    choices = [(value, words) for value, words in RATINGS.items()]
    fields = {
        f"s{one.pk}": forms.TypedChoiceField(label=one.text, choices=choices, coerce=int, widget=RadioSelect)
        for one in statements
    }
    form = type("RatingForm", (forms.Form,), fields)(request.POST or None)

    def verb(values: dict[str, Any]) -> None:
        rate(row, {one.pk: values[f"s{one.pk}"] for one in statements})

    context = {
        "title": "Rate the board",
        "caption": str(row),
        "warning": "Your ratings are added to the others' at once: nobody can tell them apart or change them.",
        "crumbs": [*_crumbs(board), Link(row.reference, _address(board, row))],
        "cancel_url": _address(board, row),
        "button": "Give my ratings",
    }
    return act(request, form, verb, lambda _: _address(board, row), FORM, context)


@at_board
def action_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_object_or_404(Assessment, pk=pk, partnership=board)
    needs(OVERSIGHT, board, "make an action")
    form = form_class(Action, ("text", "owner_agency", "owner", "due_on"), board)(request.POST or None)

    def verb(values: dict[str, Any]) -> Action:
        made = act_on(row, made_on=today(), **values)
        tell(row, "act", f"Made action {made.reference}")
        return made

    context = {
        "title": "Make an action",
        "caption": str(row),
        "crumbs": [*_crumbs(board), Link(row.reference, _address(board, row))],
        "cancel_url": _address(board, row),
        "button": "Make it",
    }
    return act(request, form, verb, lambda _: _address(board, row), FORM, context)


def _table(found: list[Result]) -> Table:
    columns = ("Statement", "Mostly or wholly agree", "Could not say", "The year before", "What changed")
    headings = tuple(Column(label, 0 < place < 4) for place, label in enumerate(columns))
    return Table("What members make of it", headings, tuple(_row(one) for one in found), True)


def _row(one: Result) -> tuple[Cell, ...]:
    shown = "–"
    if one.interval is not None:
        ends = f"{_percent(one.interval.lower or 0)} to {_percent(one.interval.upper)}"
        shown = f"{one.agree} of {one.of} ({_percent(one.interval.value)}, {ends})"
    before = "–" if one.before is None else _percent(one.before)
    return (Cell(one.statement.text), Cell(shown), Cell(one.cannot_say), Cell(before), Cell(one.change))


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link(effectiveness.title, reverse("records", args=[board.slug, effectiveness.slug]))]


def _address(board: Partnership, row: Assessment) -> str:
    return reverse("assessment", args=[board.slug, row.pk])
