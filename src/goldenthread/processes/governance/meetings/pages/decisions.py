"""The register of decisions: every one that the reader may see, by group, meeting and year, and what it decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.casework.models import Record
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Recommendation
from goldenthread.processes.governance.meetings.agenda import say_what_it_decides
from goldenthread.processes.governance.meetings.models import Decision, Meeting
from goldenthread.web.components import Cell, Tag
from goldenthread.web.pages.board import at_board, home_crumb, record_address
from goldenthread.web.pages.forms import act, version_of
from goldenthread.web.pages.listing import Column, Filter, Listing, by_column, export, list_context

from .shared import FORM, address, crumbs, for_clerks


@require_safe
@at_board
def decisions_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    listing = _listing(board)
    file = export(request, listing)
    if file:
        return file
    context = {**list_context(request, listing), "crumbs": [home_crumb(board)]}
    template = "web/pages/_results.html" if request.headers.get("HX-Request") else "web/pages/list.html"
    return render(request, template, context)


@at_board
def decides_page(request: HttpRequest, board: Partnership, pk: int, decision: int) -> HttpResponse:
    """Say what a decision decides: a recommendation, or a plan. It can be said after the minutes are agreed, too."""
    rows = Decision.objects.select_related("record__group", "item")
    row = get_object_or_404(rows, pk=decision, record_id=pk, partnership=board)
    for_clerks(board, "say what a decision decides")
    advice = Recommendation.objects.filter(partnership=board).order_by("-made_on", "-pk")
    plans = Record.objects.filter(partnership=board, kind="plans").order_by("-opened_on")
    fields = {
        "recommendation": forms.ModelChoiceField(advice, label="Which recommendation?", required=False),
        "about": forms.ModelChoiceField(plans, label="Or which business plan?", required=False),
    }
    initial = {"recommendation": row.recommendation_id, "about": row.about_id}
    form = type("DecidesForm", (forms.Form,), fields)(
        request.POST if request.method == "POST" else None, initial=initial
    )
    context = {
        "title": "What does it decide?", "caption": str(row), "crumbs": crumbs(board, row.record), "button": "Save",
        "cancel_url": reverse("decisions", args=[board.slug]), "version": row.version,
    }  # fmt: skip
    version = version_of(request)

    def verb(values: dict[str, Any]) -> Decision:
        return say_what_it_decides(row, expected_version=version, **values)

    return act(request, form, verb, lambda _: reverse("decisions", args=[board.slug]), FORM, context)


def _listing(board: Partnership) -> Listing:
    """Of what a decision decides only so much is named as the reader may see."""
    advice = Recommendation.objects.filter(pk=OuterRef("recommendation"))
    about = Record.objects.filter(pk=OuterRef("about"))
    rows = Decision.objects.filter(partnership=board).select_related("record", "item", "group")
    rows = rows.annotate(
        advice_reference=Subquery(advice.values("reference")[:1]),
        about_reference=Subquery(about.values("reference")[:1]),
        about_kind=Subquery(about.values("kind")[:1]),
    )
    return Listing(
        title="Decisions",
        rows=rows,
        columns=(
            Column("Decision", lambda d: _decision(board, d), lambda d: d.reference, "reference"),
            Column("Meeting", lambda d: _meeting(board, d), lambda d: d.record.title, "record__held_on"),
            Column("Item", lambda d: f"{d.item.label}. {d.item.title}", lambda d: d.item.title),
            Column("Decides", lambda d: _decides(board, d), _decides_plain),
        ),
        filters=(
            Filter("group", "Group", _groups(board), by_column("group_id")),
            Filter("meeting", "Meeting", _meetings(board), by_column("record_id")),
            Filter("year", "Year", _years(board), by_column("record__held_on__year")),
        ),
        searched=("reference", "text", "item__title", "record__title"),
        default_sort="-record__held_on",
        empty=("No decision that you may see", "What a meeting decides is written down on its item.", "", ""),
        wide=(
            Column("What was decided", lambda d: "", lambda d: d.text),
            Column("Group", lambda d: "", lambda d: str(d.group)),
            Column("Date", lambda d: "", lambda d: d.record.held_on),
        ),
    )


def _decision(board: Partnership, row: Decision) -> Cell:
    here = reverse("agenda_item", args=[board.slug, row.record_id, row.item_id])
    tag = Tag("Restricted", "purple") if row.restricted or row.item.restricted else None
    return Cell(row.reference, here, tag=tag, note=row.text)


def _meeting(board: Partnership, row: Decision) -> Cell:
    return Cell(row.record.title, address(board, row.record))


def _decides(board: Partnership, row: Any) -> Cell:
    if row.advice_reference:
        return Cell(row.advice_reference, reverse("recommendation", args=[board.slug, row.recommendation_id]))
    if row.about_reference:
        return Cell(row.about_reference, record_address(board, row.about_kind, row.about_id))
    return Cell("")


def _decides_plain(row: Any) -> str:
    return row.advice_reference or row.about_reference or ""


def _groups(board: Partnership) -> tuple[tuple[str, str], ...]:
    rows = Group.objects.filter(partnership=board).order_by("name")
    return tuple((str(pk), name) for pk, name in rows.values_list("pk", "name"))


def _meetings(board: Partnership) -> tuple[tuple[str, str], ...]:
    """The newest two hundred at which something was decided."""
    decided = Decision.objects.filter(partnership=board).values("record_id")
    found = Meeting.objects.filter(pk__in=decided).order_by("-held_on", "pk").values_list("pk", "title")
    return tuple((str(pk), title) for pk, title in found[:200])


def _years(board: Partnership) -> tuple[tuple[str, str], ...]:
    days = Decision.objects.filter(partnership=board).order_by().dates("record__held_on", "year", order="DESC")
    return tuple((str(day.year), str(day.year)) for day in days)
