"""A year in numbers: what everyone may see; and for those who keep the register every number, rates, the return."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import Role
from goldenthread.core.thread.models import Recommendation
from goldenthread.core.thread.threads import strands
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Stretch, label
from goldenthread.law.deaths.lscb1 import lscb1
from goldenthread.law.deaths.rates import Rate
from goldenthread.law.deaths.tables import annual_tables, backlog, trend
from goldenthread.processes.registers.yearly import KEEPERS_ALONE, may_count, newest_counts, years_over
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.recounting import counting_page, recounted_page, year_at
from goldenthread.web.signin.stepping_up import ask_before_export

from ..counting import Deaths, deaths_of, rate_rows, rates_of
from ..models import YearCount
from ..papers import KIND
from ..process import child_deaths
from ..reporting import (
    HEADS,
    Flat,
    as_csv,
    as_excel,
    as_word,
    flat_tables,
    lscb1_file,
    lscb1_rows,
    sentences,
    true_tables,
)
from ..yearly import against_the_first, count_year

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What is taken away -> how it is called, and whether it is for those who keep the register alone.
FILES = {
    "xlsx": ("Every table (Excel)", False), "csv": ("Every table (CSV)", False),
    "docx": ("Section of the annual report (Word)", False), "all": ("Every table with every number (Excel)", True),
    "lscb1": ("Yearly return, LSCB1 (Excel)", True), "lscb1-csv": ("Yearly return, LSCB1 (CSV)", True),
}  # fmt: skip
POOLS = (1, 3, 5)


@at_board
def year_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """One financial year."""
    needs(frozenset(Role.values), board, "see the year of child deaths")
    keeper = may_count(board, child_deaths)
    counts = newest_counts(YearCount, board)
    years = years_over()
    year = next((one for one in years if str(one.first.year) == request.GET.get("year")), years[0])
    count = next((one for one in counts if one.first == year.first), None)
    found = deaths_of(board) if keeper else None
    wanted = request.GET.get("format", "")
    if wanted in FILES:
        return ask_before_export(request) or _file(wanted, board, year, count, found)
    context = {
        "title": f"Child deaths, {label(year)}",
        "years": [(one.first.year, label(one)) for one in years],
        "chosen": year.first.year,
        "sentences": list(sentences(count.shown, year)) if count else [],
        "count": count,
        "tables": [_table(*one) for one in flat_tables(count.shown)] if count else [],
        "left_out": count.shown["left_out"] if count else [],
        "keeper": keeper,
        "links": _links(board, year) if keeper else [],
        "exports": [(words, f"?year={year.first.year}&format={kind}") for kind, (words, kept) in FILES.items()
                    if (keeper if kept else count)],
        **(_kept(board, year, found, request) if found else {}),
        "crumbs": [home_crumb(board), Link("Child deaths", reverse("records", args=[board.slug, KIND]))],
    }  # fmt: skip
    return render(request, "child_deaths/year.html", context)


@at_board
def count_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """Count a year that is over."""
    needs(child_deaths.may_open, board, "count a year")
    _keepers_alone(board)
    return counting_page(
        request, lambda year: count_year(board, year), years=years_over(),
        there=reverse("deaths_year", args=[board.slug]), crumbs=_crumbs(board),
    )  # fmt: skip


@at_board
def again_page(request: HttpRequest, board: Partnership, year: int) -> HttpResponseBase:
    """A year counted again, against its first count: for those who keep the register."""
    needs(child_deaths.may_open, board, "hold a year against its first count")
    _keepers_alone(board)
    wanted = year_at(year)
    found = against_the_first(board, wanted)
    return recounted_page(request, board, found, title="Child deaths", kind=KIND, year=wanted, crumbs=_crumbs(board))


def _kept(board: Partnership, year: Stretch, found: Deaths, request: HttpRequest) -> dict[str, Any]:
    """What those who keep the register see beside: every number, the trend, the backlog, rates, the return, the log."""
    stands = backlog(found.rows, year)
    first = years_over()[-1].first
    pool = next((n for n in POOLS if str(n) == request.GET.get("years")), 3)
    which = next((one for one in Rate if one.name.lower() == request.GET.get("rate")), Rate.ALL)
    sent = lscb1(found.rows, year)
    return {
        "uncounted": found.left_out,
        "backlog": _table("How reviews stand", ["Number"], [
            ["Open at the start", stands.opened], ["Deaths notified", stands.notified],
            ["Reviews completed", stands.completed], ["Open at the end", stands.open]]),
        "adds_up": stands.adds_up,
        "trend": _table("Deaths notified and reviews completed, never added together", ["Notified", "Completed"],
                        [[one.year, one.notified, one.reviewed]
                         for one in trend(found.rows, Stretch(first, year.last))]),
        "true": [_table(*one) for one in true_tables(annual_tables(found.rows, year, found.areas))],
        "rates": _rates(board, found, year, which, pool),
        "pools": [(n, n == pool) for n in POOLS],
        "which": [(one.name.lower(), str(one), one is which) for one in Rate],
        "lscb1": _table("Yearly return (LSCB1)", list(HEADS[2:]), [
            [f"{row[0]}: {row[1]}", *row[2:]] for row in lscb1_rows(sent) if row[2]]),
        "completed": stands.completed,
        "problems": sent.problems,
        "log": _log(board),
    }  # fmt: skip


def _rates(board: Partnership, found: Deaths, year: Stretch, which: Rate, pool: int) -> Table | None:
    if not found.areas:
        return None
    based = rates_of(board, found.rows, which, year, pool, found.areas)
    heads = ["Deaths", which.base.capitalize(), "Rate", "95% interval", "To know"]
    return _table(based.rates.title, heads, list(rate_rows(based)), first="Area")


def _log(board: Partnership) -> Table | None:
    """What came of the findings, within the reader's sight: each recommendation, what is done, what changed."""
    rows = Recommendation.objects.filter(answers__finding__source__kind=KIND, partnership=board).distinct()
    lines = []
    for one in strands(rows.order_by("pk")[:50]):
        done = sum(promise.action.status == "closed" for promise in one.promises)
        looks = [str(look) for look in one.looks[:1]]
        there = reverse("recommendation", args=[board.slug, one.recommendation.pk])
        lines.append(
            (Cell(str(one.recommendation), there), f"{done} of {len(one.promises)}", *(looks or ["No look yet"]))
        )
    columns = (Column("Recommendation"), Column("Actions done"), Column("What changed"))
    return Table("Actions and impact", columns, tuple(lines), True) if lines else None


def _table(title: str, heads: list[str], rows: list[list[Any]], *, first: str = "What is counted") -> Table:
    columns = (Column(first), *(Column(head, numeric=head != "To know") for head in heads))
    return Table(title, columns, tuple(tuple(row) for row in rows), True)


def _file(kind: str, board: Partnership, year: Stretch, count: YearCount | None, found: Deaths | None) -> HttpResponse:
    kept = FILES[kind][1]
    if (kept and found is None) or (not kept and count is None):
        raise Http404("There is no such file here.")
    name, ending = f"Child deaths {label(year)}", {"all": "xlsx", "lscb1": "xlsx", "lscb1-csv": "csv"}.get(kind, kind)
    if kind.startswith("lscb1") and found:
        data, name = lscb1_file(lscb1(found.rows, year), ending), f"LSCB1 {label(year)}"
    elif kind == "docx" and count:
        data = as_word(board, count.shown, year, today(), count.source)
    else:
        tables: list[Flat] = true_tables(annual_tables(found.rows, year, found.areas)) if kept and found else []
        tables = tables or flat_tables(count.shown if count else {})
        data = as_csv(tables) if ending == "csv" else as_excel(name, tables)
    types = {"xlsx": EXCEL, "docx": WORD, "csv": "text/csv; charset=utf-8"}
    response = HttpResponse(data, content_type=types[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _links(board: Partnership, year: Stretch) -> list[Link]:
    return [
        Link("Count a year", reverse("count_deaths", args=[board.slug])),
        Link("What changed since it was counted", reverse("deaths_again", args=[board.slug, year.first.year])),
        Link("Areas and population", reverse("deaths_areas", args=[board.slug])),
    ]


def _keepers_alone(board: Partnership) -> None:
    if not may_count(board, child_deaths):
        raise PermissionDenied(KEEPERS_ALONE)


def _crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Child deaths in numbers", reverse("deaths_year", args=[board.slug]))]
