"""A year of case reviews in numbers, for everyone at the table: what may be shown of it, and the files made of that."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Stretch, label
from goldenthread.processes.registers.yearly import KEEPERS_ALONE, may_count, newest_counts, years_over
from goldenthread.publishing.papers import WORD
from goldenthread.web.components import Column, Link, Table
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.listing import EXCEL
from goldenthread.web.pages.recounting import counting_page, recounted_page, year_at
from goldenthread.web.signin.stepping_up import ask_before_export

from ..models import YearCount
from ..process import case_reviews
from ..reporting import HEADS, TOO_SMALL, as_csv, as_excel, as_word, sentences, tables_of
from ..yearly import against_the_first, count_year

KINDS = {"docx": ("Section of the annual report (Word)", WORD), "xlsx": ("Excel", EXCEL),
         "csv": ("CSV", "text/csv; charset=utf-8")}  # fmt: skip


@at_board
def year_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """One financial year that is over; the newest unless another is asked for."""
    needs(frozenset(Role.values), board, "see what is counted of case reviews")
    counts = {one.first: one for one in newest_counts(YearCount, board)}
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
        "links": _links(board, year) if may_count(board, case_reviews) else [],
        "crumbs": [home_crumb(board), Link(case_reviews.title, reverse("records", args=[board.slug, "case-review"]))],
    }
    return render(request, "case_reviews/year.html", context)


@at_board
def count_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """Those who keep the register count a year that is over."""
    needs(case_reviews.may_open, board, "count the year")
    _keepers_alone(board)
    return counting_page(
        request, lambda year: count_year(board, year), years=years_over(),
        there=reverse("case_reviews_year", args=[board.slug]), crumbs=_crumbs(board),
    )  # fmt: skip


@at_board
def again_page(request: HttpRequest, board: Partnership, year: int) -> HttpResponseBase:
    """A year counted again, against its first count: for those who keep the register."""
    needs(case_reviews.may_open, board, "hold a year against its first count")
    _keepers_alone(board)
    wanted = year_at(year)
    found = against_the_first(board, wanted)
    return recounted_page(
        request, board, found, title="Case reviews", kind=case_reviews.slug, year=wanted, crumbs=_crumbs(board)
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


def _links(board: Partnership, year: Stretch) -> list[Link]:
    return [
        Link("Count a year", reverse("count_case_reviews", args=[board.slug])),
        Link("What changed since it was counted", reverse("case_reviews_again", args=[board.slug, year.first.year])),
    ]


def _keepers_alone(board: Partnership) -> None:
    if not may_count(board, case_reviews):
        raise PermissionDenied(KEEPERS_ALONE)


def _crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Case reviews in numbers", reverse("case_reviews_year", args=[board.slug]))]
