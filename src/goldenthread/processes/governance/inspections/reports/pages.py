"""What an inspection recommended, who owns each, and the form for one more."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Recommendation
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.forms import act, choices_at

from .models import Inspection
from .origins import origin_of, recommended

NOBODY = Tag("Nobody owns it", "red")


@at_board
def recommendations_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    inspection = _at(board, pk)
    origin = origin_of(inspection)
    found = Recommendation.objects.filter(origin=origin) if origin else Recommendation.objects.none()
    rows = sorted(found.select_related("owner_group", "owner_agency"), key=_order)
    columns = tuple(Column(words) for words in ("No.", "Recommendation", "Who owns it", "How it stands"))
    may_add = origin is not None and current_actor().roles(board.pk) & OVERSIGHT
    context = {
        "inspection": inspection,
        "origin": origin,
        "table": Table("What it recommended", columns, tuple(_row(board, row) for row in rows), True) if rows else None,
        "unowned": sum(row.owner_group_id is None and row.owner_agency_id is None for row in rows),
        "add_url": reverse("add_inspection_recommendation", args=[board.slug, pk]) if may_add else "",
        "crumbs": _crumbs(board, inspection),
    }
    return render(request, "reports/recommendations.html", context)


@at_board
def add_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    inspection = _at(board, pk)
    needs(OVERSIGHT, board, "write down what was recommended")
    made = {
        "number": forms.CharField(label="Its number in the report", max_length=20, required=False),
        "text": forms.CharField(label="What it recommends", max_length=3000, widget=forms.Textarea),
        "owner_group": forms.ModelChoiceField(
            choices_at(board, Group), label="Group that sees it through", required=False
        ),
        "owner_agency": forms.ModelChoiceField(
            choices_at(board, Agency), label="Agency that answers for it", required=False
        ),
        "due_on": DateField(label="By when", required=False),
    }
    form = type("RecommendedForm", (forms.Form,), made)(request.POST or None)
    here = reverse("inspection_recommendations", args=[board.slug, pk])
    context = {
        "title": "Write down what was recommended",
        "caption": str(inspection),
        "button": "Write it down",
        "cancel_url": here,
        "crumbs": _crumbs(board, inspection),
    }
    return act(request, form, lambda v: recommended(inspection, **v), lambda _: here, "web/pages/form.html", context)


def _at(board: Partnership, pk: int) -> Inspection:
    found: Inspection = get_object_or_404(Inspection.objects.select_related("partnership"), pk=pk, partnership=board)
    return found


def _crumbs(board: Partnership, inspection: Inspection) -> list[Link]:
    return [
        home_crumb(board),
        Link("Inspections", reverse("records", args=[board.slug, "inspections"])),
        Link(inspection.title, reverse("record", args=[board.slug, "inspections", inspection.pk])),
    ]


def _order(row: Recommendation) -> tuple[int, str, int]:
    """By number as people count, 2 before 10; those without one last."""
    number = row.origin_number
    return (int(number) if number.isascii() and number.isdecimal() else 10**6, number, row.pk)


def _row(board: Partnership, row: Recommendation) -> tuple[Cell, ...]:
    owner = row.owner_group or row.owner_agency
    return (
        Cell(row.origin_number or "–"),
        Cell(row.text, reverse("recommendation", args=[board.slug, row.pk]), note=row.reference),
        Cell(str(owner)) if owner else Cell("", tag=NOBODY),
        Cell(f"{row.get_status_display()}{f': {row.get_reason_display()}' if row.reason else ''}"),
    )
