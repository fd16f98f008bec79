"""Beginning a release, adding tables to it, taking them out, asking for its audit: for its keepers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.analytics.models import Measure
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.measures.releases.models import Release, ReleaseTable
from goldenthread.processes.measures.releases.process import releases
from goldenthread.processes.measures.releases.putting import (
    add_table,
    begin_correction,
    begin_release,
    order_tables,
    take_out_table,
)
from goldenthread.processes.measures.releases.tasks import queue_audit
from goldenthread.web.components import Link
from goldenthread.web.dates import DateField
from goldenthread.web.forms import CheckboxSelectMultiple
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.forms import act, form_class

FORM = "web/pages/form.html"
OF_A_RELEASE = ("name", "kind_of_release", "profile")
OF_A_TABLE = ("title", "cut", "since", "until", "running", "totals", "chart", "commentary")


@at_board
def new_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(releases.may_open, board, "begin a release")
    out = Release.objects.filter(partnership=board, state=Release.State.RELEASED)
    extra = {
        "known": DateField(label="Figures as they were known on", required=False, help_text="Leave empty for now."),
        "replaces": forms.ModelChoiceField(out, label="Does it take the place of another?", required=False),
    }
    form = form_class(Release, OF_A_RELEASE, board, extra)(request.POST or None)
    context = {
        "title": "Begin a release",
        "crumbs": crumbs(board),
        "cancel_url": reverse("records", args=[board.slug, "releases"]),
        "button": "Begin it",
    }
    return act(
        request, form, lambda values: begin_release(partnership=board, **values),
        lambda made: address(board, made), FORM, context,
    )  # fmt: skip


@at_board
def table_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    release = release_at(board, pk)
    needs(releases.may_amend, board, "change a release")
    measures = Measure.objects.filter(partnership=board, retired_on__isnull=True)
    choose = {
        "measures": forms.ModelMultipleChoiceField(measures, label="Measures", widget=CheckboxSelectMultiple),
        "until": DateField(label="Figures to"),
    }
    made = form_class(ReleaseTable, OF_A_TABLE, board)
    form = type("TableForm", (made,), choose)(request.POST or None, initial={"totals": True})
    form.order_fields(["title", "measures"])
    context = {
        "title": "Add a table",
        "caption": release.name,
        "crumbs": [*crumbs(board), Link(release.reference, address(board, release))],
        "cancel_url": address(board, release),
        "button": "Add it",
    }
    return act(
        request, form, lambda values: add_table(release, **values), lambda _: address(board, release), FORM, context
    )


@at_board
def order_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """The place of each table, with its chart, by number: no mouse and no JavaScript needed, however many they are."""
    release = release_at(board, pk)
    needs(releases.may_amend, board, "change a release")
    tables = list(release.tables.all())
    places = {
        f"table_{table.pk}": forms.IntegerField(label=table.title, min_value=1, max_value=len(tables), initial=n)
        for n, table in enumerate(tables, 1)
    }
    form = type("OrderForm", (forms.Form,), places)(request.POST or None)
    context = {
        "title": "Order its tables",
        "caption": release.name,
        "crumbs": [*crumbs(board), Link(release.reference, address(board, release))],
        "cancel_url": address(board, release),
        "button": "Put them in this order",
    }

    def verb(values: dict[str, Any]) -> None:
        order_tables(release, [t.pk for _, _, t in sorted(_places(tables, values), key=lambda place: place[:2])])

    return act(request, form, verb, lambda _: address(board, release), FORM, context)


def _places(tables: list[ReleaseTable], values: dict[str, Any]) -> Iterator[tuple[int, int, ReleaseTable]]:
    """The wished place of each table. Of two in one place, the one that moved to it comes first."""
    for n, table in enumerate(tables, 1):
        wished = values[f"table_{table.pk}"]
        yield wished, (0 if wished < n else 2 if wished > n else 1), table


@require_POST
@at_board
def correct(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Begin the next version of a release that is out."""
    release = release_at(board, pk)
    needs(releases.may_open, board, "begin a release")
    try:
        made = begin_correction(release)
    except ValidationError as refused:
        return refuse(request, board, release, refused)
    return redirect(address(board, made))


@require_POST
@at_board
def take_out(request: HttpRequest, board: Partnership, pk: int, table: int) -> HttpResponse:
    release = release_at(board, pk)
    found = get_object_or_404(ReleaseTable.objects.select_related("record"), pk=table, record=release)
    try:
        take_out_table(found)
    except ValidationError as refused:
        return refuse(request, board, release, refused)
    return redirect(address(board, release))


@require_POST
@at_board
def audit_release(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Queue the audit; the release's page shows how far it is."""
    release = release_at(board, pk)
    needs(releases.may_amend, board, "audit a release")
    try:
        queue_audit(release)
    except ValidationError as refused:
        return refuse(request, board, release, refused)
    return redirect(address(board, release))


def release_at(board: Partnership, pk: int) -> Release:
    """The release in the actor's sight, or 404."""
    rows = Release.objects.select_related("partnership", "lead_agency", "replaces")
    found: Release = get_object_or_404(rows, pk=pk, partnership=board)
    return found


def refuse(request: HttpRequest, board: Partnership, release: Release, refused: ValidationError) -> HttpResponse:
    context = {"release": release, "why": refused.messages, "crumbs": crumbs(board), "back": address(board, release)}
    return render(request, "releases/refused.html", context, status=409)


def address(board: Partnership, release: Release) -> str:
    return reverse("release", args=[board.slug, release.pk])


def crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Releases", reverse("records", args=[board.slug, "releases"]))]
