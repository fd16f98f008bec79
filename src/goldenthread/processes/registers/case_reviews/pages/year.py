"""A year of case reviews in numbers, for everyone at the table: what may be shown of it, and the files made of that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Stretch, label
from goldenthread.publishing.papers import WORD
from goldenthread.web.components import Column, Link, Table
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.forms import act
from goldenthread.web.pages.listing import EXCEL
from goldenthread.web.signin.stepping_up import ask_before_export

from ..models import YearCount
from ..process import case_reviews
from ..reporting import HEADS, TOO_SMALL, as_csv, as_excel, as_word, sentences, tables_of
from ..yearly import count_year, newest_counts, years_over

KINDS = {"docx": ("Section of the annual report (Word)", WORD), "xlsx": ("Excel", EXCEL),
         "csv": ("CSV", "text/csv; charset=utf-8")}  # fmt: skip


@at_board
def year_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """One financial year that is over; the newest unless another is asked for."""
    needs(frozenset(Role.values), board, "see what is counted of case reviews")
    counts = {one.first: one for one in newest_counts(board)}
    years = years_over()
    year = next((one for one in years if str(one.first.year) == request.GET.get("year")), years[0])
    count = counts.get(year.first)
    wanted = request.GET.get("format", "")
    if wanted in KINDS:
        return ask_before_export(request) or _file(wanted, board, year, count)
    context = {
        "title": f"Case reviews, {label(year)}",
        "years": [(one.first.year, label(one), one == year) for one in years],
        "count": count,
        "sentences": (list(sentences(count.shown)) or [TOO_SMALL]) if count else [],
        "tables": [_table(*one) for one in tables_of(count.shown)] if count else [],
        "left_out": count.shown["left_out"] if count else [],
        "exports": [(words, f"?year={year.first.year}&format={kind}") for kind, (words, _) in KINDS.items()],
        "count_url": reverse("count_case_reviews", args=[board.slug]) if _may_count(board) else "",
        "crumbs": [home_crumb(board), Link(case_reviews.title, reverse("records", args=[board.slug, "case-review"]))],
    }
    return render(request, "case_reviews/year.html", context)


@at_board
def count_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """Those who keep the register count a year that is over."""
    needs(case_reviews.may_open, board, "count the year")
    if not _may_count(board):
        raise PermissionDenied("The year is counted by those who keep the register: they see all of it.")
    years = {str(year.first.year): year for year in years_over()}
    choices = [(key, label(year)) for key, year in years.items()]
    made = {"year": forms.ChoiceField(label="Which year?", choices=choices, widget=RadioSelect)}
    there = reverse("case_reviews_year", args=[board.slug])
    context: dict[str, Any] = {
        "title": "Count a year",
        "warning": "What may be shown of the count is for everyone at the partnership, and may be published.",
        "crumbs": [home_crumb(board), Link("Case reviews in numbers", there)],
        "cancel_url": there,
        "button": "Count it",
    }
    return act(
        request,
        type("YearForm", (forms.Form,), made)(request.POST or None),
        lambda values: count_year(board, years[values["year"]]),
        lambda count: f"{there}?year={count.first.year}",
        "web/pages/form.html",
        context,
    )


def _table(title: str, rows: list[tuple[str, Any]]) -> Table:
    return Table(title, (Column(HEADS[0]), Column(HEADS[1], numeric=True)), tuple(rows), True)


def _file(kind: str, board: Partnership, year: Stretch, count: YearCount | None) -> HttpResponse:
    if count is None:
        raise Http404("This year has not been counted.")
    if kind == "csv":
        data = as_csv(count.shown)
    elif kind == "xlsx":
        data = as_excel(count.shown, year)
    else:
        data = as_word(board, count.shown, year, count.source, today())
    response = HttpResponse(data, content_type=KINDS[kind][1])
    name = f"Case reviews {label(year)}".replace("/", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _may_count(board: Partnership) -> bool:
    mine = case_reviews.may_open & current_actor().roles(board.pk)
    return bool(mine) and keeps(register_of(board, case_reviews.slug))
