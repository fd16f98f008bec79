"""Before the rating: what is asked, and of whom. Afterwards: who rated, and who did not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Table, Tag
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, for_unit, is_unit, needs
from goldenthread.web.pages.forms import act

from ..asking import drop_rater, invite_everyone, invite_raters
from ..models import Exercise, Rater, Statement
from .shared import FORM, crumbs, exercise_at

INVITE = "invite raters"


@at_board
def statements_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """What is asked; before it is frozen, what would be."""
    exercise = exercise_at(board, pk)
    asked: Any = list(exercise.asked.all())
    if not asked and exercise.state == Exercise.State.PREPARED:
        asked = list(Statement.objects.filter(partnership=board, framework=exercise.framework, retired_on__isnull=True))
    rows = tuple((n, row.theme, row.text, exercise.words.grade(row.grade)) for n, row in enumerate(asked, 1))
    columns = (Column("No.", numeric=True), Column("Theme"), Column("Statement"), Column("Describes"))
    context = {
        "title": "Statements",
        "caption": str(exercise),
        "table": Table("Statements", columns, rows, True) if rows else None,
        "fixed": exercise.state != Exercise.State.PREPARED,
        "list_url": reverse("statements", args=[board.slug]),
        "crumbs": crumbs(board, exercise),
    }
    return render(request, "benchmarking/asked.html", context)


@at_board
def raters_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Who is asked, who has handed in, who is late. What they rated is on no page but theirs until shown."""
    exercise = exercise_at(board, pk)
    raters = list(exercise.raters.select_related("agency", "person"))
    columns = (Column("Rater"), Column("As"), Column("How it stands"))
    rows = tuple((str(one), one.get_kind_display(), Cell("", tag=_stands(exercise, one))) for one in raters)
    preparing = is_unit(board) and exercise.state in (Exercise.State.PREPARED, Exercise.State.RATING)
    context = {
        "title": "Who rates",
        "caption": str(exercise),
        "table": Table("Raters", columns, rows, True) if rows else None,
        "handed_in": sum(one.handed_in_at is not None for one in raters),
        "raters": raters,
        "exercise": exercise,
        "preparing": preparing,
        "dropping": preparing and exercise.state == Exercise.State.PREPARED,
        "crumbs": crumbs(board, exercise),
    }
    return render(request, "benchmarking/raters.html", context)


@for_unit(INVITE)
def add_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    exercise = exercise_at(board, pk)
    made = {
        "kind": forms.ChoiceField(label="As", choices=Rater.Kind.choices, widget=RadioSelect),
        "agencies": forms.ModelMultipleChoiceField(
            board.agencies.exclude(kind=Agency.Kind.BOARD), label="Agencies", required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "people": forms.ModelMultipleChoiceField(
            Person.objects.filter(partnership=board, left_on__isnull=True, user__isnull=False), label="People",
            required=False, widget=forms.CheckboxSelectMultiple,
        ),
    }  # fmt: skip
    form = type("RatersForm", (forms.Form,), made)(request.POST or None)
    here = reverse("exercise_raters", args=[board.slug, pk])
    context = {"title": "Ask someone to rate", "caption": str(exercise), "button": "Ask them", "cancel_url": here,
               "crumbs": crumbs(board, exercise)}  # fmt: skip
    return act(request, form, lambda v: invite_raters(exercise, **v), lambda _: here, FORM, context)


@require_POST
@at_board
def everyone(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    needs(UNIT, board, INVITE)
    new = invite_everyone(exercise_at(board, pk))
    messages.success(request, f"{new} raters added." if new else "Everyone is on the list already.")
    return redirect("exercise_raters", board.slug, pk)


@require_POST
@at_board
def drop(request: HttpRequest, board: Partnership, pk: int, rater: int) -> HttpResponse:
    needs(UNIT, board, INVITE)
    exercise = exercise_at(board, pk)
    drop_rater(exercise, get_object_or_404(Rater, pk=rater, record=exercise))
    return redirect("exercise_raters", board.slug, pk)


def _stands(exercise: Exercise, rater: Rater) -> Tag:
    if rater.handed_in_at:
        return Tag("Handed in", "green")
    if exercise.state == Exercise.State.PREPARED:
        return Tag("Not invited yet", "grey")
    if exercise.state == Exercise.State.RATING:
        return Tag("Late", "orange") if exercise.invited_until < today() else Tag("Asked", "blue")
    return Tag("Did not rate", "red")
