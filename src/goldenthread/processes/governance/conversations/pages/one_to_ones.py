"""One-to-ones for the three who have them, and what they came to for everyone."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.themes import themes_in_use
from goldenthread.kernel.now import today
from goldenthread.publishing.word import to_word
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.forms import CheckboxSelectMultiple
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.forms import act, form_class, initial_from, number_sent, version_of

from ..composing import TooFew
from ..handing import hand_on, places_left
from ..models import Answer, Composite, OneToOne, Question
from ..planning import (
    HOLDING,
    STALE,
    agree_to_quote,
    ask_the_usual,
    composed,
    hold,
    keep_question,
    members_of,
    plan_year,
    publish,
    write_answer,
)
from ..reporting import document_of

FORM = "web/pages/form.html"
NAMES = {"chair": "chair", "manager": "business manager"}
FULL = "%-d %B %Y"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@at_board
def list_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """One's own; for those who hold them, every member of this year and who has had none."""
    rows = list(OneToOne.objects.filter(partnership=board).select_related("member__agency", "chair"))
    holds = bool(current_actor().roles(board.pk) & HOLDING)
    context = {
        "tables": [_table(board, year, list(of_it)) for year, of_it in groupby(rows, attrgetter("year"))],
        "without": _without(board, rows) if holds else [],
        "year": today().year,
        "holds": holds,
        "composites": Composite.objects.filter(partnership=board),
        "keeps": bool(current_actor().roles(board.pk) & OVERSIGHT),
        "questions": Question.objects.filter(partnership=board, retired_on__isnull=True),
        "board": board,
        "crumbs": crumbs(board)[:-1],
    }
    return render(request, "conversations/one_to_ones.html", context)


@at_board
def plan_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(HOLDING, board, "plan one-to-ones")
    seats = Person.objects.filter(partnership=board, left_on__isnull=True, seats__role__in=HOLDING)
    chair, manager = (_first(seats.filter(seats__role=role)) for role in ("chair", "business_manager"))
    form = form_class(OneToOne, ("year", "chair", "manager", "planned_on"), board)(
        request.POST or None, initial={"year": today().year, "chair": chair, "manager": manager}
    )
    context = _context("Plan the year's one-to-ones", crumbs(board), reverse("one_to_ones", args=[board.slug]), "Plan")
    return act(
        request, form, lambda values: plan_year(partnership=board, **values),
        lambda _: reverse("one_to_ones", args=[board.slug]), FORM, context,
    )  # fmt: skip


@at_board
def question_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(OVERSIGHT, board, "keep the questions")
    form = form_class(Question, ("text",), board)(request.POST or None)
    context = _context("Add a question", crumbs(board), reverse("one_to_ones", args=[board.slug]), "Add it")
    return act(
        request, form, lambda values: keep_question(partnership=board, **values),
        lambda _: reverse("one_to_ones", args=[board.slug]), FORM, context,
    )  # fmt: skip


@require_POST
@at_board
def usual(request: HttpRequest, board: Partnership) -> HttpResponse:
    ask_the_usual(board)
    return redirect("one_to_ones", board.slug)


@at_board
def one_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = one_at(board, pk)
    answers = {one.question_id: one for one in row.answers.prefetch_related("themed__theme")}
    questions = Question.objects.filter(partnership=board)
    lines = [(q, answers.get(q.pk)) for q in questions if q.pk in answers or q.retired_on is None]
    mine = current_actor().claim("persons")
    context = {
        "row": row,
        "lines": lines,
        "is_member": row.member_id in mine,
        "holds": bool(mine & {row.chair_id, row.manager_id}),
        "gone": [NAMES[name] for name in places_left(row)],
        "may_hand_on": row.member_id in mine or not answers,
        "board": board,
        "crumbs": crumbs(board),
    }
    return render(request, "conversations/one_to_one.html", context)


@at_board
def hand_on_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Asks first: whoever has the place now reads what is written."""
    row = one_at(board, pk)
    names = [NAMES[name] for name in places_left(row)]
    if not names:
        raise Http404("Those who were to hold it have their places still.")
    context = _context("Hand it on?", crumbs(board), address(board, row), "Hand it on") | {
        "version": row.version,
        "warning": f"The {' and the '.join(names)} of today takes it over, and reads what is written in it.",
    }
    return act(
        request, forms.Form(request.POST if request.method == "POST" else None),
        lambda _: hand_on(row, expected_version=version_of(request)), lambda made: _after(board, made), FORM, context,
    )  # fmt: skip


def _after(board: Partnership, row: OneToOne) -> str:
    """Whoever handed it on may be one of the three no longer."""
    seen = OneToOne.objects.filter(pk=row.pk).exists()
    return address(board, row) if seen else reverse("one_to_ones", args=[board.slug])


@at_board
def hold_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = one_at(board, pk)
    if not current_actor().claim("persons") & {row.chair_id, row.manager_id}:
        raise PermissionDenied("The chair or the business manager writes down that it was held.")
    held = {"held_on": DateField(label="Held on")}
    form = type("HeldForm", (forms.Form,), held)(request.POST or None, initial={"held_on": row.held_on})
    context = _context("Write down that it was held", crumbs(board), address(board, row), "Save") | {
        "version": row.version
    }
    return act(
        request, form, lambda values: hold(row, expected_version=version_of(request), **values),
        lambda _: address(board, row), FORM, context,
    )  # fmt: skip


@at_board
def answer_page(request: HttpRequest, board: Partnership, pk: int, question: int) -> HttpResponse:
    row = one_at(board, pk)
    asked = get_object_or_404(Question, pk=question, partnership=board)
    answer = Answer.objects.filter(one_to_one=row, question=asked).prefetch_related("themed").first()
    themes = forms.ModelMultipleChoiceField(
        themes_in_use(board), label="What it is about", widget=CheckboxSelectMultiple, required=False
    )
    initial: dict[str, Any] = initial_from(answer, ("text", "quote")) if answer else {}
    initial["themes"] = [tie.theme_id for tie in answer.themed.all()] if answer else []
    form = form_class(Answer, ("text", "quote"), board, {"themes": themes})(request.POST or None, initial=initial)

    def verb(values: dict[str, Any]) -> Answer:
        return write_answer(row, asked, expected_version=number_sent(request, "version"), **values)

    context = _context(asked.text, [*crumbs(board), Link(str(row), address(board, row))], address(board, row), "Save")
    context["version"] = answer.version if answer else 0
    return act(request, form, verb, lambda _: address(board, row), FORM, context)


@require_POST
@at_board
def agree(request: HttpRequest, board: Partnership, pk: int, answer: int) -> HttpResponse:
    row = one_at(board, pk)
    found = get_object_or_404(Answer, pk=answer, one_to_one=row)
    agree_to_quote(found, agree=request.POST.get("agree") == "yes")
    return redirect(address(board, row))


@at_board
def composite_page(request: HttpRequest, board: Partnership, year: int) -> HttpResponse:
    """Published, for everyone at the partnership; before that, its draft for those who hold them."""
    found = Composite.objects.filter(partnership=board, year=year).first()
    context: dict[str, Any] = {"year": year, "board": board, "crumbs": crumbs(board), "composite": found}
    if found:
        return render(request, "conversations/composite.html", context | {"content": found.content})
    if not current_actor().roles(board.pk) & HOLDING:
        raise Http404("Nothing is published for this year.")
    try:
        context["content"] = composed(board, year)
    except TooFew as few:
        context["refused"] = str(few)
    return render(request, "conversations/composite.html", context)


@require_POST
@at_board
def publish_composite(request: HttpRequest, board: Partnership, year: int) -> HttpResponse:
    try:
        publish(board, year)
    except TooFew as few:
        raise PermissionDenied(str(few)) from few
    return redirect("composite", board.slug, year)


@at_board
def composite_file(request: HttpRequest, board: Partnership, year: int) -> HttpResponse:
    found = get_object_or_404(Composite, partnership=board, year=year)
    name = f'attachment; filename="what-members-said-{year}.docx"'
    return HttpResponse(to_word(document_of(board, found)), content_type=DOCX, headers={"Content-Disposition": name})


def one_at(board: Partnership, pk: int) -> OneToOne:
    """404 for everyone but the three."""
    rows = OneToOne.objects.select_related("member__agency", "chair", "manager")
    return get_object_or_404(rows, pk=pk, partnership=board)


def crumbs(board: Partnership) -> list[Link]:
    return [
        home_crumb(board),
        Link("Our own effectiveness", reverse("records", args=[board.slug, "effectiveness"])),
        Link("One-to-ones", reverse("one_to_ones", args=[board.slug])),
    ]


def address(board: Partnership, row: OneToOne) -> str:
    return reverse("one_to_one", args=[board.slug, row.pk])


def _first(rows: Any) -> Any:
    return rows.values_list("pk", flat=True).first()


def _context(title: str, trail: list[Link], cancel: str, button: str) -> dict[str, Any]:
    return {"title": title, "crumbs": trail, "cancel_url": cancel, "button": button}


def _table(board: Partnership, year: int, rows: list[OneToOne]) -> Table:
    """Those of one year: two columns, so that a table of everybody stays short on a phone."""
    columns = (Column("Member"), Column("How it stands"))
    held = sum(row.held_on is not None for row in rows)
    return Table(f"{year}: {held} of {len(rows)} held", columns, tuple(_row(board, row) for row in rows), True)


def _row(board: Partnership, row: OneToOne) -> tuple[Cell, ...]:
    waiting = Tag("Late", "red") if row.planned_on < today() else Tag("Planned", "blue")
    waiting = Tag("Not held", "grey") if row.planned_on < today() - STALE else waiting
    tag = Tag("Held", "green") if row.held_on else waiting
    return (
        Cell(str(row.member), address(board, row), note=str(row.member.agency or "")),
        Cell("", tag=tag, note=f"on {row.held_on:{FULL}}" if row.held_on else f"by {row.planned_on:{FULL}}"),
    )


def _without(board: Partnership, rows: list[OneToOne]) -> list[Person]:
    """Members who had none this year, as far as whoever acts holds them."""
    had = {row.member_id for row in rows if row.year == today().year and row.held_on}
    return [person for person in members_of(board).order_by("name") if person.pk not in had]
