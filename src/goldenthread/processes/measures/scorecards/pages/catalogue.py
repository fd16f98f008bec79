"""All measures of a partnership: search, filters, export; taking those that are shipped; adding one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.analytics.defining import COUNTED_BY, OF_MEASURE, add_measure, set_standard, take_from_catalogue
from goldenthread.analytics.models import Definition, Measure, Standard
from goldenthread.analytics.roles import KEEPERS
from goldenthread.analytics.timeliness import timeliness_entries
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Every
from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.law.measures.entry import Better, Unit
from goldenthread.web.components import Cell, Link, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board, home_crumb, known_links, needs
from goldenthread.web.pages.forms import act, form_class
from goldenthread.web.pages.listing import Column, Filter, Listing, by_column, export, list_context

from .shared import column_fields, crumbs, keeps

#: What is expected of a measure, as far as the form that adds one asks for it.
EXPECTED = ("target", "minimum", "ceiling", "benchmark", "none_because")
DIRECTIONS = {
    Better.HIGH: "High is good",
    Better.LOW: "Low is good",
    Better.BAND: "Good between two values",
    Better.CONTEXT: "For context",
}


@at_board
def measures_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    listing = _listing(board)
    asked = export(request, listing)
    if asked is not None:
        return asked
    context = {
        **list_context(request, listing),
        "crumbs": [home_crumb(board)],
        "links": [Link("Scorecards", reverse("scorecards", args=[board.slug])), *_brought_in(board)],
        "open_url": reverse("add_measure", args=[board.slug]) if keeps(board) else "",
        "open_label": "Add a measure",
        "take_url": reverse("take_measures", args=[board.slug]) if keeps(board) else "",
        "left": len(_untaken(board)) if keeps(board) else 0,
    }
    return render(request, "scorecards/measures.html", context)


@require_POST
@at_board
def take_measures(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Add those shipped measures, and those of declared clocks, that are not here yet."""
    take_from_catalogue(board, [*CATALOGUE, *timeliness_entries()])
    return redirect("measures", board.slug)


@at_board
def add_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(KEEPERS, board, "add a measure")
    form = _form(board)(request.POST or None)
    context = {
        "title": "Add a measure",
        "crumbs": crumbs(board),
        "cancel_url": reverse("measures", args=[board.slug]),
        "button": "Add the measure",
    }
    return act(
        request,
        form,
        lambda values: _add(board, values),
        lambda made: reverse("measure", args=[board.slug, made.code]),
        "web/pages/form.html",
        context,
    )


@transaction.atomic
def _add(board: Partnership, values: dict[str, Any]) -> Measure:
    """The measure and, where the form says anything of it, what is expected of it from the same day."""
    standard = {name: value for name in EXPECTED if (value := values.pop(name, None)) not in (None, "")}
    agreed = values.pop("agreed", "")
    since = values.get("since")
    made = add_measure(partnership=board, **values)
    if standard:
        set_standard(made, since=since or today(), agreed=agreed or "Set when the measure was added", **standard)
    return made


def _brought_in(board: Partnership) -> list[Link]:
    """Reports whose figures come in, for those who may bring one, where that is installed."""
    return known_links(board, [("Bring figures in", "figures_imports")]) if keeps(board) else []


def definition_fields() -> dict[str, forms.Field]:
    """The questions of how it is counted, in the words of the columns."""
    made = column_fields(Definition, COUNTED_BY)
    made["cuts"].help_text = "Words from: district, agency, age, sex, ethnicity, cohort, sector, category."
    return made


def _form(board: Partnership) -> type[forms.Form]:
    surrounding = form_class(Measure, ("code", *OF_MEASURE), board)
    since = DateField(label="Counted so from", required=False, help_text="Leave it empty for: always so far.")
    expected = column_fields(Standard, EXPECTED)
    agreed = {
        "agreed": forms.CharField(label="Who agreed target and minimum, and where", max_length=200, required=False)
    }
    return type("MeasureForm", (surrounding,), {"since": since, **definition_fields(), **expected, **agreed})


def _untaken(board: Partnership) -> list[str]:
    had = set(Measure.objects.filter(partnership=board).values_list("code", flat=True))
    return [entry.code for entry in [*CATALOGUE, *timeliness_entries()] if entry.code not in had]


def _listing(board: Partnership) -> Listing:
    rows = Measure.objects.filter(partnership=board).select_related("owner_agency", "group")
    rows = rows.prefetch_related(Prefetch("definitions", queryset=Definition.objects.order_by("-number")))
    subjects = sorted({s for s in Measure.objects.filter(partnership=board).values_list("subject", flat=True) if s})
    owners = [(str(agency.pk), str(agency)) for agency in board.agencies.all()]
    return Listing(
        title="Measures",
        rows=rows,
        columns=(
            Column("Measure", lambda m: _title(board, m), lambda m: m.title, sort="title"),
            Column("Subject", lambda m: Cell(m.subject), lambda m: m.subject, sort="subject"),
            Column("Answers for it", lambda m: Cell(_owner(m)), lambda m: _owner(m), sort="owner_agency__name"),
            Column("How often", lambda m: Cell(_often(m)), _often),
            Column("Given in", lambda m: Cell(_unit(m)), _unit),
            Column("Which way", lambda m: Cell(_way(m)), _way),
        ),
        wide=(
            Column("Code", lambda m: m.code, lambda m: m.code),
            Column("Question", lambda m: m.question, lambda m: m.question),
            Column("Counted", lambda m: m, lambda m: _counted(m, "numerator")),
            Column("Out of", lambda m: m, lambda m: _counted(m, "denominator")),
            Column("Source", lambda m: m, lambda m: _counted(m, "source")),
        ),
        filters=(
            Filter("subject", "Subject", tuple((s, s) for s in subjects), by_column("subject")),
            Filter("owner", "Answers for it", (("none", "Nobody yet"), *owners), _owned),
            Filter("use", "In use", (("yes", "In use"), ("no", "No longer measured")), _used, default="yes"),
        ),
        searched=("title", "code", "question", "subject"),
        default_sort="title",
        empty=("No measures yet", "Take the shipped ones, or add your own.", "", ""),
    )


def _title(board: Partnership, m: Measure) -> Cell:
    tag = (
        Tag("No longer measured")
        if m.retired_on
        else Tag("Not for everyone", "purple")
        if m.audience != "partnership"
        else None
    )
    return Cell(m.title, reverse("measure", args=[board.slug, m.code]), tag=tag, note=m.question)


def _owner(m: Measure) -> str:
    return str(m.owner_agency or "Nobody yet")


def _last(m: Measure) -> Definition | None:
    return next(iter(m.definitions.all()), None)


def _often(m: Measure) -> str:
    last = _last(m)
    if last is None:
        return ""
    every = Every(last.every).words
    return f"On a day, each {every}" if last.snapshot else f"Each {every}"


def _unit(m: Measure) -> str:
    last = _last(m)
    return Unit(last.unit).words if last else ""


def _way(m: Measure) -> str:
    last = _last(m)
    return DIRECTIONS[Better(last.better)] if last else ""


def _counted(m: Measure, name: str) -> str:
    last = _last(m)
    return str(getattr(last, name)) if last else ""


def _owned(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(owner_agency=None) if value == "none" else by_column("owner_agency")(rows, value)


def _used(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(retired_on__isnull=value == "yes")
