"""After the rating: where raters differ, one statement with all that was said of it, gaps, and the year before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Action, Evidence, Finding, Recommendation
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, needs
from goldenthread.web.pages.forms import act, choices_at, version_of

from ..agreeing import Differing, agree_grade, differing, raise_gap, year_on_year
from ..exporting import KINDS, furthest, in_words, to_docx, to_excel
from ..models import Asked, Exercise, Rating
from .shared import FORM, crumbs, exercise_at, grades

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WENT = {"Better": "green", "Worse": "red", "The same": "blue"}


@at_board
def divergence_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Every statement, the widest apart first."""
    exercise = exercise_at(board, pk)
    found = differing(exercise)
    heads = ("Statement", "Apart, and who is furthest from the middle", *KINDS.values(), "Agreed")
    columns = tuple(Column(words) for words in heads)
    rows = tuple(_row(board, exercise, one) for one in found)
    raters = list(exercise.raters.select_related("agency", "person")) if exercise.shown else []
    context = {
        "exercise": exercise,
        "table": Table("Where raters differ, the widest first", columns, rows, True) if rows else None,
        "silent": [str(one) for one in raters if one.handed_in_at is None],
        "raters": len(raters),
        "excel_url": reverse("exercise_excel", args=[board.slug, pk]),
        "word_url": reverse("exercise_word", args=[board.slug, pk]),
        "crumbs": crumbs(board, exercise),
    }
    return render(request, "benchmarking/divergence.html", context)


@at_board
def asked_page(request: HttpRequest, board: Partnership, pk: int, number: int) -> HttpResponse:
    """One statement: each rating with its evidence, the grade that is agreed, and what became of a gap."""
    exercise, asked = _asked(board, pk, number)
    oversees = bool(current_actor().roles(board.pk) & OVERSIGHT)
    form = _agree_form(exercise, asked)(request.POST or None)
    was = next((one.was for one in year_on_year(exercise)[0] if one.asked.pk == asked.pk), None)
    context = {
        "exercise": exercise,
        "asked": asked,
        "table": _ratings(board, exercise, asked),
        "agreed": in_words(exercise, asked.agreed),
        "was": in_words(exercise, was.agreed) if was else "",
        "may_agree": oversees and exercise.state == Exercise.State.MODERATING,
        "gap_url": _gap_url(board, exercise, asked) if oversees else "",
        "led_to": _led_to(board, asked),
        "version": asked.version,
        "crumbs": [*crumbs(board, exercise), Link("Where raters differ", reverse("divergence", args=[board.slug, pk]))],
    }
    if request.method == "POST":
        needs(OVERSIGHT, board, "agree a grade")

    def verb(values: dict[str, Any]) -> Asked:
        said = {"grade": values["agreed"], "why": values["agreed_why"]}
        return agree_grade(asked, expected_version=version_of(request), **said)

    def done(_: Asked) -> str:
        messages.success(request, "Agreed.")
        return reverse("asked", args=[board.slug, pk, number])

    return act(request, form, verb, done, "benchmarking/statement.html", context)


@at_board
def gap_page(request: HttpRequest, board: Partnership, pk: int, number: int) -> HttpResponse:
    exercise, asked = _asked(board, pk, number)
    needs(OVERSIGHT, board, "turn a gap into an action")
    made = {
        "becomes": forms.ChoiceField(
            label="It becomes",
            choices=[("action", "An action"), ("recommendation", "A recommendation")],
            widget=RadioSelect,
        ),
        "text": forms.CharField(label="What is to be done", max_length=2000, widget=forms.Textarea({"rows": "4"})),
        "owner_group": forms.ModelChoiceField(
            choices_at(board, Group), label="Group that sees it through", required=False
        ),
        "owner_agency": forms.ModelChoiceField(
            choices_at(board, Agency), label="Agency that answers for it", required=False
        ),
        "due_on": DateField(label="By when", required=False),
    }
    form = type("GapForm", (forms.Form,), made)(request.POST or None, initial={"becomes": "action"})
    here = reverse("asked", args=[board.slug, pk, number])
    context = {"title": "Turn the gap into something to do", "caption": asked.text, "button": "Add it",
               "cancel_url": here, "crumbs": crumbs(board, exercise)}  # fmt: skip
    return act(request, form, lambda v: raise_gap(asked, **v), lambda _: here, FORM, context)


@at_board
def compared_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """This year and the one before, statement by statement."""
    exercise = exercise_at(board, pk)
    rows, gone = year_on_year(exercise)
    before = Exercise.objects.filter(pk=exercise.before_id).first() if exercise.before_id else None
    columns = (Column("Statement"), Column(before.title if before else "Then"), Column("Now"), Column("Which way"))
    lines = tuple(
        (
            one.asked.text,
            in_words(exercise, one.was.agreed if one.was else None) or "–",
            in_words(exercise, one.asked.agreed) or "–",
            Cell("", tag=Tag(one.went, WENT.get(one.went, "grey"))),
        )
        for one in rows
    )
    context = {
        "exercise": exercise,
        "before": before,
        "table": Table("Compared", columns, lines, True) if lines and before else None,
        "gone": gone,
        "crumbs": crumbs(board, exercise),
    }
    return render(request, "benchmarking/compared.html", context)


@at_board
def excel(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    return _file(request, exercise_at(board, pk), "xlsx")


@at_board
def word(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    return _file(request, exercise_at(board, pk), "docx")


def _file(request: HttpRequest, exercise: Exercise, ending: str) -> HttpResponse:
    if not exercise.shown:
        messages.warning(request, "There is nothing to take away before the rating is closed.")
        return redirect("divergence", exercise.partnership.slug, exercise.pk)
    content, kind = (to_excel(exercise), EXCEL) if ending == "xlsx" else (to_docx(exercise), WORD)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{slugify(str(exercise))}.{ending}"'
    return response


def _asked(board: Partnership, pk: int, number: int) -> tuple[Exercise, Asked]:
    """One statement of an exercise whose ratings are shown; before that there is no such page."""
    exercise = exercise_at(board, pk)
    if not exercise.shown:
        raise Http404("What was rated is shown once the rating is closed.")
    found: Asked = get_object_or_404(Asked, record=exercise, number=number)
    return exercise, found


def _row(board: Partnership, exercise: Exercise, one: Differing) -> tuple[Any, ...]:
    width = one.spread.width
    colour = ("green", "blue", "orange", "red")[min(width, 3)]
    words = "Nobody could say" if one.spread.best is None else "Agree" if not width else f"{width} apart"
    return (
        Cell(str(one.asked), reverse("asked", args=[board.slug, exercise.pk, one.asked.number])),
        Cell("", tag=Tag(words, colour), note=furthest(one)),
        *(in_words(exercise, one.spread.by_kind.get(kind)) or "–" for kind in KINDS),
        in_words(exercise, one.asked.agreed) or "Not yet",
    )


def _ratings(board: Partnership, exercise: Exercise, asked: Asked) -> Table:
    rows = list(
        Rating.objects.filter(asked=asked, rater__handed_in_at__isnull=False).select_related(
            "rater__agency", "rater__person"
        )
    )
    known = Evidence.objects.filter(pk__in=[row.shown_by_id for row in rows if row.shown_by_id]).select_related(
        "action"
    )
    seen = {one.pk: one for one in known}  # whoever may not see the action is shown no evidence of it
    columns = (Column("Rater"), Column("Grade"), Column("Why"), Column("Evidence"))
    lines = []
    for row in sorted(rows, key=lambda row: (-(row.grade or 0), list(KINDS).index(row.rater.kind))):
        shown = seen.get(row.shown_by_id)
        evidence = Cell(row.evidence or ("" if shown else "None named"))
        if shown:
            href = reverse("action", args=[board.slug, shown.action_id])
            evidence = Cell(f"{shown.action.reference}: {shown.summary[:80]}", href, note=row.evidence)
        grade = in_words(exercise, row.grade)
        lines.append((Cell(str(row.rater), note=row.rater.get_kind_display()), grade, row.why, evidence))
    return Table("What each rater said, the worst grade first", columns, tuple(lines), True)


def _agree_form(exercise: Exercise, asked: Asked) -> Any:
    made = {
        "agreed": forms.TypedChoiceField(
            label="Grade that is agreed", coerce=int, choices=grades(exercise), widget=RadioSelect, initial=asked.agreed
        ),
        "agreed_why": forms.CharField(
            label="Why this grade", max_length=3000, widget=forms.Textarea({"rows": "4"}), initial=asked.agreed_why
        ),
    }
    return type("AgreeForm", (forms.Form,), made)


def _gap_url(board: Partnership, exercise: Exercise, asked: Asked) -> str:
    if not asked.falls_short or asked.action_id or asked.recommendation_id:
        return ""
    return reverse("raise_gap", args=[board.slug, exercise.pk, asked.number])


def _led_to(board: Partnership, asked: Asked) -> list[Link]:
    """What became of a gap, as far as whoever reads may see it."""
    found = []
    for name, model, key in (
        ("finding", Finding, asked.finding_id),
        ("action", Action, asked.action_id),
        ("recommendation", Recommendation, asked.recommendation_id),
    ):
        row = model.objects.filter(pk=key).first() if key else None
        if row:
            found.append(Link(str(row), reverse(name, args=[board.slug, row.pk])))
    return found
