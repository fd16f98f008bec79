"""Scorecards: the measures put before a board, a group, an agency or a district, each with its chart, its standing and
its open question.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from goldenthread.analytics.drawing import dots, icons
from goldenthread.analytics.judging import Judgement, judge
from goldenthread.analytics.models import Area, Coverage, Measure, Scorecard, ScorecardLine
from goldenthread.analytics.roles import KEEPERS
from goldenthread.analytics.saying import not_judged, standard_words, value_words
from goldenthread.analytics.scoring import change_scorecard, make_scorecard, move, put_on, take_off
from goldenthread.analytics.series import WHOLE, Part
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.measures.questions.models import Question
from goldenthread.processes.measures.returns.feeding import feeds_of
from goldenthread.web.as_known import known_form
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.forms import CheckboxSelectMultiple
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of

from .shared import keeps, standing_tag
from .so_what import so_whats

ASKED = {
    Question.State.OPEN: Tag("Waiting for an answer", "orange"),
    Question.State.ANSWERED: Tag("Waiting for a decision", "yellow"),
    Question.State.DECIDED: Tag("Decided", "blue"),
}
FIELDS = ("title", "audience", "group", "agency", "area")


@at_board
def cards_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    cards = Scorecard.objects.filter(partnership=board, retired_on__isnull=True)
    rows = tuple(
        (
            Cell(card.title, reverse("scorecard", args=[board.slug, card.slug])),
            Cell(str(card.group or card.agency or card.area or card.get_audience_display())),
        )
        for card in cards.select_related("group", "agency", "area")
    )
    context = {
        "table": Table("Scorecards", (Column("Scorecard"), Column("For")), rows, True) if rows else None,
        "new_url": reverse("add_scorecard", args=[board.slug]) if keeps(board) else "",
        "measures_url": reverse("measures", args=[board.slug]),
        "crumbs": [home_crumb(board)],
    }
    return render(request, "scorecards/cards.html", context)


@at_board
def card_page(request: HttpRequest, board: Partnership, card_slug: str) -> HttpResponse:
    card = _card(board, card_slug)
    form, as_known = known_form(request)
    lines = list(
        ScorecardLine.objects.filter(scorecard=card)
        .select_related("measure", "measure__owner_agency")
        .order_by("order")
    )
    found = judge([line.measure for line in lines], part=_part(card), as_known=as_known, told=False)
    asked = _asked(board, found)
    under: dict[str, list[ScorecardLine]] = {}
    for line in lines:
        if line.measure_id in found:
            under.setdefault(line.heading, []).append(line)
    sections = [
        (heading, _table(board, heading or card.title, group, found, asked)) for heading, group in under.items()
    ]
    context = {
        "card": card,
        "sections": sections,
        "tables": [table for _, table in sections],
        "form_known": form,
        "as_known": as_known,
        "lines": lines,
        "feeds": feeds_of([line.measure for line in lines], as_known.date() if as_known else None),
        "keeps": keeps(board),
        "edit_url": reverse("change_scorecard", args=[board.slug, card.slug]),
        "order_url": reverse("order_scorecard", args=[board.slug, card.slug]),
        "crumbs": [home_crumb(board), Link("Scorecards", reverse("scorecards", args=[board.slug]))],
    }
    return render(request, "scorecards/card.html", context)


@at_board
def add_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(KEEPERS, board, "make a scorecard")
    form = _form(board)(request.POST or None)
    context = {
        "title": "Make a scorecard",
        "crumbs": [home_crumb(board), Link("Scorecards", reverse("scorecards", args=[board.slug]))],
        "cancel_url": reverse("scorecards", args=[board.slug]),
        "button": "Make it",
    }
    return act(
        request,
        form,
        lambda values: make_scorecard(partnership=board, **values),
        lambda card: reverse("scorecard", args=[board.slug, card.slug]),
        "web/pages/form.html",
        context,
    )


@at_board
def change_page(request: HttpRequest, board: Partnership, card_slug: str) -> HttpResponse:
    card = _card(board, card_slug)
    needs(KEEPERS, board, "change a scorecard")
    form = _columns(board)(request.POST or None, initial=initial_from(card, FIELDS))
    address = reverse("scorecard", args=[board.slug, card.slug])
    context = {
        "title": "Change the scorecard",
        "caption": card.title,
        "version": card.version,
        "crumbs": [home_crumb(board), Link(card.title, address)],
        "cancel_url": address,
        "button": "Save",
    }

    def verb(values: dict[str, Any]) -> Scorecard:
        return change_scorecard(card, expected_version=version_of(request), **values)

    return act(request, form, verb, lambda _: address, "web/pages/form.html", context)


@at_board
def order_page(request: HttpRequest, board: Partnership, card_slug: str) -> HttpResponse:
    """Which measures are on it, and in which order: buttons that need neither a mouse nor JavaScript."""
    card = _card(board, card_slug)
    needs(KEEPERS, board, "order a scorecard")
    lines = list(ScorecardLine.objects.filter(scorecard=card).select_related("measure"))
    others = Measure.objects.filter(partnership=board, retired_on__isnull=True)
    others = others.exclude(pk__in=[line.measure_id for line in lines])
    made = {
        "measures": _choose(others),
        "heading": forms.CharField(label="Under which heading", required=False, max_length=80),
    }
    form = type("PutOnForm", (forms.Form,), made)(request.POST or None)
    address = reverse("order_scorecard", args=[board.slug, card.slug])
    context = {
        "card": card,
        "lines": lines,
        "crumbs": [home_crumb(board), Link(card.title, reverse("scorecard", args=[board.slug, card.slug]))],
    }

    def verb(values: dict[str, Any]) -> None:
        put_on(card, list(values["measures"]), values["heading"])

    return act(request, form, verb, lambda _: address, "scorecards/order.html", context)


@require_POST
@at_board
def move_line(request: HttpRequest, board: Partnership, card_slug: str, pk: int) -> HttpResponse:
    card = _card(board, card_slug)
    line = get_object_or_404(ScorecardLine, pk=pk, scorecard=card)
    if request.POST.get("way") == "off":
        take_off(line)
    else:
        move(line, up=request.POST.get("way") == "up")
    return redirect("order_scorecard", board.slug, card.slug)


def _card(board: Partnership, card_slug: str) -> Scorecard:
    rows = Scorecard.objects.select_related("group", "agency", "area")
    found: Scorecard = get_object_or_404(rows, partnership=board, slug=card_slug)
    return found


def _part(card: Scorecard) -> Part:
    """An agency's or a district's scorecard shows that part of each measure."""
    if card.audience == Scorecard.For.AGENCY:
        return Part(agency=card.agency)
    return Part(area=card.area) if card.audience == Scorecard.For.DISTRICT else WHOLE


def _asked(board: Partnership, found: dict[int, Judgement]) -> dict[int, Cell]:
    """Measure id -> the newest question about it that is not closed, with its answer and decision."""
    rows = Question.objects.filter(measure__in=found, closed_on__isnull=True).order_by("opened_on", "pk")
    newest = {question.measure_id: question for question in rows}
    said = so_whats(newest.values())
    return {measure: _so_what(board, question, said[question.pk]) for measure, question in newest.items()}


def _table(
    board: Partnership,
    caption: str,
    lines: list[ScorecardLine],
    found: dict[int, Judgement],
    asked: dict[int, Cell],
) -> Table:
    headings = ("Measure", "Latest", "Trend", "Variation", "Standard", "So what?")
    rows = tuple(_row(board, line.measure, found[line.measure_id], asked.get(line.measure_id)) for line in lines)
    return Table(caption, tuple(Column(text) for text in headings), rows, True)


def _row(board: Partnership, measure: Measure, found: Judgement, asked: Cell | None) -> tuple[Cell, ...]:
    variation, assurance = icons(found)
    latest = found.latest
    return (
        Cell(
            measure.title,
            reverse("measure", args=[board.slug, measure.code]),
            note=str(measure.owner_agency or "Nobody answers for it yet"),
        ),
        Cell(value_words(found), note=latest.label if latest else ""),
        Cell(mark_safe(dots(found)) if latest else ""),  # noqa: S308 - drawn by us; its words are escaped there
        Cell(mark_safe(variation) if variation else not_judged(found)),  # noqa: S308 - our own drawing
        Cell(mark_safe(assurance) if assurance else "", tag=standing_tag(found), note=standard_words(found)),  # noqa: S308 - our own drawing
        asked or Cell("Nothing asked"),
    )


def _so_what(board: Partnership, question: Question, said: SafeString) -> Cell:
    address = record_address(board, "questions", question.pk)
    return Cell(question.reference, address, tag=ASKED[Question.State(question.state)], note=said)


def _columns(board: Partnership) -> type[forms.Form]:
    made = form_class(Scorecard, ("title", "audience", "group", "agency"), board)
    covered = Coverage.objects.filter(partnership=board).values("area")
    areas = Area.objects.filter(parent__in=covered) | Area.objects.filter(pk__in=covered)
    area = forms.ModelChoiceField(areas.distinct(), label="District", required=False)
    return type("ScorecardForm", (made,), {"area": area})


def _form(board: Partnership) -> type[forms.Form]:
    measures = Measure.objects.filter(partnership=board, retired_on__isnull=True)
    return type("NewScorecardForm", (_columns(board),), {"measures": _choose(measures)})


def _choose(rows: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(rows, label="Measures", widget=CheckboxSelectMultiple, required=True)
