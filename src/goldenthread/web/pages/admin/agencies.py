"""Which agencies have a place at the table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.tenancy.models import Agency, Partnership, Place
from goldenthread.core.tenancy.services import add_agency, end_place
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.pages.forms import version_of

from .common import Part, ask, crumbs, for_the_unit, show, still_answers


class AgencyForm(forms.Form):
    name = forms.CharField(
        label="Name of the agency", max_length=200,
        help_text="An agency that sits at another partnership here under the same name is the same agency.",
    )  # fmt: skip
    short_name = forms.CharField(label="Short name", max_length=40, required=False)
    kind = forms.ChoiceField(label="What it is", choices=Agency.Kind.choices)
    since = DateField(label="At the table from", required=False)


class EndForm(forms.Form):
    until = DateField(label="Its last day at the table")


@for_the_unit
def agency_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    places = Place.objects.filter(partnership=board).select_related("agency").order_by("agency__name")
    headings = tuple(Column(text) for text in ("Agency", "What it is", "From", "Until", "What you can do"))
    table = Table("Agencies", headings, tuple(_row(board, place) for place in places), caption_hidden=True)
    add = Link("Add an agency", reverse("admin_add_agency", args=[board.slug]))
    text = "Add the agencies that sit at your table. People are then seated for one of them."
    return show(request, board, "Agencies", [Part("", "agencies", table, "No agencies yet", text, add)], add=add)


@for_the_unit
def add(request: HttpRequest, board: Partnership) -> HttpResponse:
    back = reverse("admin_agencies", args=[board.slug])
    return ask(
        request,
        AgencyForm(request.POST or None),
        lambda values: add_agency(partnership=board, **values),
        title="Add an agency",
        button="Add the agency",
        back=back,
        above=crumbs(board, ("Agencies", back)),
        said=lambda place: f"{place.agency} has a place at the table.",
    )


@for_the_unit
def end(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    place = get_object_or_404(Place.objects.select_related("agency"), pk=pk, partnership=board)
    back, version = reverse("admin_agencies", args=[board.slug]), version_of(request)
    return ask(
        request,
        EndForm(request.POST or None),
        lambda values: end_place(place, expected_version=version, **values),
        title=f"End the place of {place.agency}",
        button="End its place",
        back=back,
        above=crumbs(board, ("Agencies", back)),
        said=lambda done: f"The place of {done.agency} ends on {done.until:%-d %B %Y}.",
        version=place.version,
        warning="Its people keep their seats until these are ended too. What it answers for stays in its name."
        + still_answers(place.agency, board),
    )


def _row(board: Partnership, place: Place) -> tuple[Any, ...]:
    gone = place.until is not None and place.until < today()
    address = "" if place.until else reverse("admin_end_place", args=[board.slug, place.pk])
    return (
        Cell(str(place.agency), note=place.agency.short_name, tag=Tag("Ended") if gone else None),
        str(place.agency.get_kind_display()),
        place.since or "",
        place.until or "",
        Cell(f"End the place of {place.agency.short_name or place.agency}", href=address) if address else "",
    )
