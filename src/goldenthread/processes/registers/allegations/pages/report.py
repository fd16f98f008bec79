"""The report to the board and the pack for requests: what may be shown of a year, for everyone at the table."""

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
from goldenthread.kernel.periods import label
from goldenthread.processes.registers.yearly import may_count, newest_counts, years_over
from goldenthread.publishing.papers import WORD
from goldenthread.web.components import Column, Link, Table
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.listing import EXCEL
from goldenthread.web.pages.recounting import counting_page, recounted_page, year_at
from goldenthread.web.signin.stepping_up import ask_before_export

from .. import reporting
from ..models import YearCount
from ..process import allegations
from ..reporting import REPORT, REQUEST, Shown
from ..yearly import against_the_first, count_year

SEEN_BY = frozenset(Role.values)
KINDS = {"docx": WORD, "xlsx": EXCEL, "csv": "text/csv; charset=utf-8"}


@at_board
def report_page(request: HttpRequest, board: Partnership, year: int | None = None) -> HttpResponse:
    """One year's counts in sentences and tables; the newest where none is asked for."""
    needs(SEEN_BY, board, "see what is counted of allegations")
    counts = newest_counts(YearCount, board)
    shown, before = _of(counts, year) if counts or year else (None, None)
    context: dict[str, Any] = {
        "shown": shown,
        "years": [(label(Shown(one).year), _address(board, one), shown and one == shown.count) for one in counts],
        "may_count": may_count(board, allegations),
        "crumbs": [home_crumb(board), Link(allegations.title, reverse("records", args=[board.slug, "allegations"]))],
        "board": board,
    }
    if shown:
        context |= {
            "title": reporting.title(REPORT, shown),
            "sentences": reporting.sentences(shown, before),
            "source": reporting.source(shown),
            "tables": [_table(*one) for one in shown.tables],
            "definitions": reporting.definitions(shown),
            "again_url": reverse("allegations_again", args=[board.slug, shown.year.first.year]),
            "files": [(edition, kind, _file(board, shown, edition, kind)) for edition, kind in _editions()],
        }
    return render(request, "allegations/report.html", context)


@at_board
def report_file(request: HttpRequest, board: Partnership, year: int, edition: str, kind: str) -> HttpResponseBase:
    """The report, or the pack for requests, as a file: what the page shows, and no more."""
    needs(SEEN_BY, board, "see what is counted of allegations")
    if (edition, kind) not in _editions():
        raise Http404("There is no such file.")
    shown, before = _of(newest_counts(YearCount, board), year)
    if asked := ask_before_export(request):
        return asked
    if kind == "csv":
        data = reporting.to_comma(shown)
    else:
        made = reporting.to_docx if kind == "docx" else reporting.to_excel
        data = made(board, edition, shown, before)
    name = f"{reporting.title(edition, shown).replace(':', '').replace('/', '-')} {today().isoformat()}.{kind}"
    response = HttpResponse(data, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@at_board
def again_page(request: HttpRequest, board: Partnership, year: int) -> HttpResponseBase:
    """A year counted again, against its first count: for those who keep the register."""
    needs(allegations.may_open, board, "hold a year against its first count")
    if not may_count(board, allegations):
        raise PermissionDenied("Only those who keep the register see a count that is not protected.")
    wanted = year_at(year)
    crumbs = [home_crumb(board), Link("Report to the board", reverse("allegations_report", args=[board.slug]))]
    found = against_the_first(board, wanted)
    return recounted_page(request, board, found, title="Allegations", kind="allegations", year=wanted, crumbs=crumbs)


@at_board
def count_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """Those who keep the register count a year that is over."""
    needs(allegations.may_open, board, "count the year")
    there = reverse("allegations_report", args=[board.slug])
    return counting_page(
        request, lambda year: count_year(board, year), years=years_over(), there=there,
        done=lambda count: _address(board, count), crumbs=[home_crumb(board), Link("Report to the board", there)],
    )  # fmt: skip


def _of(counts: list[YearCount], year: int | None) -> tuple[Shown, Shown | None]:
    """The count of a year (the newest where none is named) and of the one before it; 404 for a year not counted."""
    found = next((one for one in counts if year is None or one.first.year == year), None)
    if found is None:
        raise Http404("This year has not been counted.")
    before = next((one for one in counts if one.first.year == found.first.year - 1), None)
    return Shown(found), Shown(before) if before else None


def _editions() -> list[tuple[str, str]]:
    return [(REPORT, "docx"), (REPORT, "xlsx"), *((REQUEST, kind) for kind in KINDS)]


def _address(board: Partnership, count: YearCount) -> str:
    return reverse("allegations_report_of", args=[board.slug, count.first.year])


def _file(board: Partnership, shown: Shown, edition: str, kind: str) -> str:
    return reverse("allegations_report_file", args=[board.slug, shown.count.first.year, edition, kind])


def _table(title: str, heads: list[str], rows: list[list[str]]) -> Table:
    columns = (Column("What is counted"), *(Column(head, numeric=True) for head in heads))
    return Table(title, columns, tuple(tuple(row) for row in rows), True)
