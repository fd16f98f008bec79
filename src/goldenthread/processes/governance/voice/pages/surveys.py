"""Surveys: the list, one survey with its waves beside each other, and what those who keep it do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.publishing.charts.editions import on_page
from goldenthread.publishing.spreadsheets import to_csv, to_xlsx
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.pages.board import at_board, needs
from goldenthread.web.pages.forms import act, form_class, version_of

from .. import showing
from ..models import Question, Survey, Wave
from ..surveying import ask_question, count_wave, open_wave, plan_survey
from ..taking import read_counts, template_of
from .ledger import crumbs

FORM = "web/pages/form.html"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def survey_at(board: Partnership, pk: int) -> Survey:
    return get_object_or_404(Survey, pk=pk, partnership=board)


def address(board: Partnership, survey: Survey) -> str:
    return reverse("survey", args=[board.slug, survey.pk])


def all_crumbs(board: Partnership, survey: Survey | None = None) -> list[Link]:
    found = [*crumbs(board), Link("Surveys", reverse("surveys", args=[board.slug]))]
    return [*found, Link(survey.title, address(board, survey))] if survey else found


def may_keep(board: Partnership) -> bool:
    return bool(current_actor().roles(board.pk) & OVERSIGHT)


@at_board
def surveys_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    rows = Survey.objects.filter(partnership=board).prefetch_related("waves")
    lines = tuple(
        (Cell(one.title, address(board, one)), Cell(one.asked_of), Cell(", ".join(w.name for w in one.waves.all())))
        for one in rows
    )
    table = Table("Surveys", (Column("Survey"), Column("Who is asked"), Column("Waves")), lines, True)
    context = {"table": table, "crumbs": crumbs(board), "may_keep": may_keep(board), "board": board}
    return render(request, "voice/surveys.html", context)


@at_board
def survey_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    survey = survey_at(board, pk)
    questions, waves = list(survey.questions.all()), list(survey.waves.all())
    shown = [wave for wave in waves if wave.shown]
    context = {
        "survey": survey,
        "board": board,
        "waves": [(wave, _responses(wave, questions)) for wave in waves],
        "parts": [_part(survey, question, shown) for question in questions] if shown else [],
        "questions": questions,
        "may_keep": may_keep(board),
        "crumbs": all_crumbs(board),
    }
    return render(request, "voice/survey.html", context)


@at_board
def export_page(request: HttpRequest, board: Partnership, pk: int, kind: str) -> HttpResponse:
    """The whole survey as it may be shown, as a file."""
    survey = survey_at(board, pk)
    waves = [wave for wave in survey.waves.all() if wave.shown]
    rows = list(showing.rows_of(survey, waves, list(survey.questions.all())))
    xlsx = kind == "xlsx"
    content = to_xlsx(survey.title, showing.HEADINGS, rows) if xlsx else to_csv(showing.HEADINGS, rows)
    return _file(content, XLSX if xlsx else "text/csv", f"survey-{survey.pk}.{kind}")


@at_board
def template_file(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    survey = survey_at(board, pk)
    return _file(template_of(survey), XLSX, f"survey-{survey.pk}-counts.xlsx")


@at_board
def new_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(OVERSIGHT, board, "plan a survey")
    form = form_class(Survey, ("title", "asked_of", "groups", "threshold"), board)(request.POST or None)
    context = _context("Plan a survey", all_crumbs(board), reverse("surveys", args=[board.slug]), "Plan it")
    return act(
        request, form, lambda values: plan_survey(partnership=board, **values), lambda made: address(board, made), FORM,
        context,
    )  # fmt: skip


@at_board
def question_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    survey = survey_at(board, pk)
    needs(OVERSIGHT, board, "add a question")
    form = form_class(Question, ("text", "kind", "answers"), board)(request.POST or None)
    context = _context("Add a question", all_crumbs(board, survey), address(board, survey), "Add it")
    return act(
        request, form, lambda values: ask_question(survey, **values), lambda _: address(board, survey), FORM, context
    )


@at_board
def wave_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    survey = survey_at(board, pk)
    needs(OVERSIGHT, board, "open a wave")
    form = form_class(Wave, ("name", "since", "until"), board)(request.POST or None)
    context = _context("Open a wave", all_crumbs(board, survey), address(board, survey), "Open the wave")
    return act(
        request, form, lambda values: open_wave(survey, **values), lambda _: address(board, survey), FORM, context
    )


class Counts(forms.Form):
    file = forms.FileField(
        label="Counts",
        max_length=200,
        help_text="The survey's own sheet, filled in, as .xlsx or .csv. It takes the place of what was counted before.",
    )


@at_board
def count_page(request: HttpRequest, board: Partnership, pk: int, wave: int) -> HttpResponse:
    survey = survey_at(board, pk)
    row = get_object_or_404(Wave, pk=wave, survey=survey)
    needs(OVERSIGHT, board, "give what was counted")
    form = Counts(request.POST or None, request.FILES or None)

    def verb(values: dict[str, Any]) -> Wave:
        given = read_counts(survey, values["file"].name, values["file"].read())
        return count_wave(row, given, expected_version=version_of(request))

    context = _context(f"Counts of {row.name}", all_crumbs(board, survey), address(board, survey), "Take them")
    context["version"] = row.version
    return act(request, form, verb, lambda _: address(board, survey), FORM, context)


def _context(title: str, trail: list[Link], cancel: str, button: str) -> dict[str, Any]:
    return {"title": title, "crumbs": trail, "cancel_url": cancel, "button": button}


def _responses(wave: Wave, questions: Sequence[Question]) -> Table | None:
    """Question by question, of everyone: how many were asked, answered, did not."""
    if not wave.shown:
        return None
    found = [showing.overall(wave, question) for question in questions]
    rows = tuple(
        (question.text, *map(showing.or_withheld, (one.asked, one.of, one.silent)))
        for question, one in zip(questions, found, strict=True)
    )
    headings = (Column("Question"), Column("Asked", True), Column("Answered", True), Column("Did not answer", True))
    return Table(f"{wave.name}: who answered", headings, rows, True)


def _part(survey: Survey, question: Question, waves: Sequence[Wave]) -> dict[str, Any]:
    newest = waves[-1]
    changed = showing.changes(question, waves[-2], newest) if len(waves) > 1 else []
    chart = showing.chart(survey, question, waves[-2:])
    return {
        "question": question,
        "chart": mark_safe(on_page(chart, f"q{question.number}")),  # noqa: S308 - our own drawing, its words escaped
        "table": _by_group(question, newest),
        "changes": _changes(changed, waves) if changed else None,
    }


def _by_group(question: Question, wave: Wave) -> Table:
    found = showing.columns(wave, question)
    headings = (Column("Answer"), *(Column(one.group, True) for one in found))
    rows = tuple(
        (answer, *(column.shares[place].words for column in found)) for place, answer in enumerate(question.options)
    )
    answered = ("How many answered", *(showing.or_withheld(one.of) for one in found))
    silent = ("Did not answer", *(showing.or_withheld(one.silent) for one in found))
    return Table(f"{wave.name}: answers by group", headings, (*rows, answered, silent))


def _changes(changed: Sequence[showing.Change], waves: Sequence[Wave]) -> Table:
    headings = (Column("Answer"), Column(waves[-2].name, True), Column(waves[-1].name, True), Column("What it says"))
    rows = tuple((one.answer, one.before.words, one.after.words, one.words) for one in changed)
    return Table(f"{waves[-2].name} and {waves[-1].name}", headings, rows)


def _file(content: bytes | str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
