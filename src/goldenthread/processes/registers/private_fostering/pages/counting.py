"""For those who keep the register: a year that is over is counted, and held against its first count."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.processes.registers.private_fostering.campaigns import KIND, may_keep
from goldenthread.processes.registers.private_fostering.counts import years_since
from goldenthread.processes.registers.private_fostering.yearly import against_the_first, count_year
from goldenthread.web.components import Link
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, home_crumb
from goldenthread.web.pages.forms import act
from goldenthread.web.pages.recounting import recounted_page, year_at


@at_board
def count_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """Count a year that is over: the count is kept, and the measures are told what may be shown of it."""
    may_keep(board, "count a year")
    years = {str(one.first.year): one for one in years_since(board) if one.last < today()}
    choices = [(key, f"April {one.first.year} to March {one.last.year}") for key, one in years.items()]
    made = {"year": forms.ChoiceField(label="Which year?", choices=choices, widget=RadioSelect)}
    there = reverse("private_fostering_year", args=[board.slug])
    context = {
        "title": "Count a year",
        "warning": "The count is kept. What may be shown of it is told to the partnership's measures."
        if years
        else "No year that the register knows is over yet.",
        "crumbs": _crumbs(board),
        "cancel_url": there,
        "button": "Count it",
    }
    return act(
        request,
        type("YearForm", (forms.Form,), made)(request.POST or None),
        lambda said: count_year(board, years[said["year"]]),
        lambda kept: f"{there}?year={kept.first.year}",
        "web/pages/form.html",
        context,
    )


@at_board
def again_page(request: HttpRequest, board: Partnership, year: int) -> HttpResponseBase:
    """A year counted again, against its first count."""
    may_keep(board, "hold a year against its first count")
    wanted = year_at(year)
    found = against_the_first(board, wanted)
    return recounted_page(
        request, board, found, title="Private fostering", kind=KIND, year=wanted, crumbs=_crumbs(board)
    )


def _crumbs(board: Partnership) -> list[Link]:
    there = reverse("private_fostering_year", args=[board.slug])
    return [home_crumb(board), Link("The year in numbers", there)]
