"""The areas that deaths are counted by, with how many children lived and were born there in each year."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.law.deaths.rates import WHOLE
from goldenthread.web.components import Column, Link, Table
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.forms import act, form_class

from ..bases import held_by
from ..models import Area, Population
from ..papers import KIND
from ..process import child_deaths

MOST = 400


@at_board
def areas_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Every area, and the numbers that rates are counted on."""
    _for_keepers(board)
    rows = Population.objects.filter(area__partnership=board).select_related("area")[:MOST]
    areas = Area.objects.filter(partnership=board)
    heads = (Column("Area"), Column("Year"), Column("Live births", numeric=True), Column("Aged 1 to 17", numeric=True),
             Column("Aged 0 to 17", numeric=True), Column("Source"))  # fmt: skip
    lines = tuple(
        (one.area.name, f"{one.year}-{(one.year + 1) % 100:02d}", _n(one.births), _n(one.from_one), _n(one.children),
         one.source) for one in rows
    )  # fmt: skip
    context = {
        "areas": Table("Areas", (Column("Area"), Column("Lies in")), tuple((a.name, a.larger) for a in areas), True),
        "numbers": Table("Population", heads, lines, True) if lines else None,
        "held": _held(board),
        "add_url": reverse("add_death_area", args=[board.slug]),
        "number_url": reverse("add_death_population", args=[board.slug]),
        "crumbs": _crumbs(board),
    }
    return render(request, "child_deaths/areas.html", context)


def _held(board: Partnership) -> Table | None:
    """What need not be typed: children aged 0 to 17 as the published statistics print them."""
    found = held_by(board)
    lines = tuple(
        (area, year, _n(round(base.number)), f"{base.source}, {base.of}")
        for area, years in sorted(found.items()) for year, base in sorted(years.items(), reverse=True)
        if area != WHOLE
    )  # fmt: skip
    heads = (Column("Area"), Column("Year"), Column("Aged 0 to 17", numeric=True), Column("Source"))
    return Table("Held already", heads, lines[:MOST], True) if lines else None


@at_board
def add_area_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """One more area."""
    _for_keepers(board)

    def verb(said: dict[str, Any]) -> Area:
        made = Area(partnership=board, **said)
        made.full_clean()
        made.save()
        return made

    form = form_class(Area, ("name", "larger"), board)(request.POST or None)
    return _act(request, board, form, verb, "Add an area")


@at_board
def add_population_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """The numbers of an area in a year, in place of those before."""
    _for_keepers(board)

    @transaction.atomic
    def verb(said: dict[str, Any]) -> Population:
        made = Population.objects.filter(area=said["area"], year=said["year"]).first() or Population()
        for name, value in said.items():
            setattr(made, name, value)
        made.full_clean()
        made.save()
        return made

    form = form_class(Population, ("area", "year", "births", "from_one", "children", "source"), board)
    return _act(request, board, form(request.POST or None), verb, "Add the population of an area")


def _act(request: HttpRequest, board: Partnership, form: Any, verb: Any, title: str) -> HttpResponseBase:
    there = reverse("deaths_areas", args=[board.slug])
    context = {"title": title, "crumbs": [*_crumbs(board), Link("Areas and population", there)], "cancel_url": there,
               "button": "Save"}  # fmt: skip
    return act(request, form, verb, lambda _: there, "web/pages/form.html", context)


def _for_keepers(board: Partnership) -> None:
    needs(child_deaths.may_open, board, "keep the areas of child deaths")
    if not keeps(register_of(board, KIND)):
        raise PermissionDenied("The areas are kept by those who keep the register.")


def _n(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Child deaths", reverse("records", args=[board.slug, KIND]))]
