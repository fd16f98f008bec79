"""A year in numbers: the return, whether it adds up, who told, how late visits were; on a page and as a file.

Those who keep the register see every number with the references behind it. Everyone else at the table sees what
disclosure control lets out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from goldenthread.core.casework.counting import counting
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Stretch
from goldenthread.law.private_fostering.visits import Spread
from goldenthread.processes.registers.private_fostering.campaigns import KIND, keeps_it
from goldenthread.processes.registers.private_fostering.counts import Line, Year, years_of, years_since
from goldenthread.processes.registers.private_fostering.models import Campaign
from goldenthread.processes.registers.private_fostering.protecting import SPREAD, everyones
from goldenthread.processes.registers.private_fostering.section import WORD, as_word, sentences
from goldenthread.publishing.charts.editions import on_page
from goldenthread.publishing.charts.values import Annotation, Bar, BarChart, Point, RunChart
from goldenthread.publishing.spreadsheets import to_csv, to_xlsx
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.signin.stepping_up import ask_before_export

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_REFS = 200
DESCRIBED = ("age", "sex", "born")
Said = Mapping[str, str]


@at_board
def year_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """One financial year."""
    needs(frozenset(Role.values), board, "see the year of private fostering")
    keeper = keeps_it(board)
    with counting(board):
        years = years_since(board)
        chosen = _chosen(request, years)
        before_it = [one for one in years if one.last < chosen.first][:1]
        year, *counted = years_of(board, chosen, *before_it, refs=keeper)
        earlier = counted[0] if counted else None
    said = _said(year, keeper)
    before = _said(earlier, keeper).get("notified", "") if earlier else ""
    campaigns = list(Campaign.objects.filter(partnership=board, since__range=(year.year.first, year.year.last)))
    if request.GET.get("format") in FORMATS:
        return ask_before_export(request) or _file(request.GET["format"], board, year, said, before, keeper)
    context = _context(board, year, years, said, campaigns, keeper)
    context["sentences"] = sentences(year, said, before)
    return render(request, "private_fostering/year.html", context)


def _said(year: Year, keeper: bool) -> Said:
    """Key of a figure -> what whoever looks may read of it."""
    return {line.key: str(line.count) for line in _lines(year)} if keeper else everyones(year)


def _context(
    board: Partnership, year: Year, years: list[Stretch], said: Said, campaigns: list[Campaign], keeper: bool
) -> dict[str, Any]:
    start = year.year.first.year
    return {
        "title": f"Private fostering, {_name(year.year)}{' so far' if year.running else ''}",
        "years": [(one.first.year, _name(one)) for one in years],
        "chosen": start,
        "year": year,
        "keeper": keeper,
        "cells": _table("The yearly return", [line for line in year.cells if not _described(line)], said),
        "described": _described_table(year, said),
        "reconciled": _table("Does it add up?", year.reconciled, said),
        "gap": abs(year.gap),
        "sources": _table("Who told the council", [s for s in year.sources if s.count], said),
        "lateness": _lateness(year, said, keeper),
        "late": year.late[:20] if keeper else (),
        "share": _share(year, said, keeper),
        "bars": _drawn(_bars(year), "pfbars") if keeper and year.every.of else "",
        "months": _drawn(_months(year, campaigns), "pfmonths") if keeper else "",
        "campaigns": campaigns,
        "refs": [line for line in _lines(year) if line.refs] if keeper else [],
        "exports": [(kind, words, f"?year={start}&format={kind}") for kind, words in FORMATS.items()],
        "links": _links(board, keeper, start),
        "crumbs": [
            home_crumb(board),
            Link("Private fostering arrangements", reverse("records", args=[board.slug, KIND])),
        ],
    }


def _links(board: Partnership, keeper: bool, year: int) -> list[Link]:
    if not keeper:
        return []
    return [
        Link("Count a year", reverse("count_private_fostering", args=[board.slug])),
        Link("What changed since it was counted", reverse("private_fostering_again", args=[board.slug, year])),
        Link("Add an awareness week", reverse("private_fostering_awareness", args=[board.slug])),
        Link("Quality of assessments", reverse("private_fostering_quality", args=[board.slug])),
    ]


def _lines(year: Year) -> list[Line]:
    return [*year.cells, *year.reconciled, *year.sources]


def _name(year: Stretch) -> str:
    return f"{year.first.year}-{year.last.year % 100:02d}"


def _chosen(request: HttpRequest, years: list[Stretch]) -> Stretch:
    wanted = request.GET.get("year", "")
    return next((year for year in years if str(year.first.year) == wanted), years[0])


def _table(caption: str, lines: Any, said: Said) -> Table:
    rows = tuple((line.words, said.get(line.key, "")) for line in lines)
    return Table(caption, (Column("What is counted"), Column("How many", numeric=True)), rows, True)


def _described(line: Line) -> bool:
    """A line of the return that says which children: their ages, their sex, where they were born."""
    return any(f"_{cut}_" in line.key for cut in DESCRIBED)


def _described_table(year: Year, said: Said) -> Table:
    """Which children: those whose arrangement began in the year beside those in force at its end. A line of noughts is
    left out: the file has all of them.
    """
    end = "In force today, age on 31 March" if year.running else "On 31 March"
    columns = (Column("Children"), *(Column(words, numeric=True) for words in ("Began in the year", end)))
    named = {line.key.partition("_")[2]: line.words.partition(", ")[0] for line in year.cells if _described(line)}
    rows = ((words, *(said.get(f"{of}_{key}", "0") for of in ("begun", "open"))) for key, words in named.items())
    return Table("Which children", columns, tuple(row for row in rows if row[1:] != ("0", "0")), True)


def _lateness(year: Year, said: Said, keeper: bool) -> Table:
    """How late visits were. The days are a few cases' own: for those who keep the register."""
    if not keeper:
        bands = ((words, said.get(f"band_{words}", "")) for words, _ in year.every.bands)
        two = (Column("Visits that were due"), Column("How many", numeric=True))
        return Table("How late visits were", two, (*bands, ("All", said.get(SPREAD, ""))), True)
    heads = [*(words for words, _ in year.every.bands), "in time, per cent", "median days late", "most days late"]
    columns = (
        Column("Visits that were due"),
        *(Column(words.capitalize(), numeric=True) for words in heads),
    )
    parts = (
        ("First visit, 7 working days", year.first),
        ("Later visits, 6 or 12 weeks", year.later),
        ("All", year.every),
    )
    return Table("How late visits were", columns, tuple(_spread_row(*part) for part in parts), True)


def _spread_row(name: str, one: Spread) -> tuple[Any, ...]:
    share = "" if one.share is None else f"{one.share:.1f}%"
    median = "" if one.median is None else f"{one.median:g}"
    return (Cell(name), *(count for _, count in one.bands), share, median, one.most)


def _share(year: Year, said: Said, keeper: bool) -> str:
    """In time, in per cent: where both numbers may be seen."""
    seen = keeper or all(said.get(key, "").isdigit() for key in ("band_in time", SPREAD))
    return f"{year.every.share:.1f}%" if seen and year.every.share is not None else ""


def _bars(year: Year) -> BarChart:
    bars = tuple(Bar(words.capitalize(), count) for words, count in year.every.bands)
    return BarChart("How late visits were", bars, category_name="Visits that were due")


def _months(year: Year, campaigns: list[Campaign]) -> RunChart:
    points = tuple(Point(month, f"{month:%B %Y}", count) for month, count in year.months)
    marks = tuple(Annotation(one.since, one.name) for one in campaigns)
    return RunChart(
        "Notifications by month", points, annotations=marks, not_judged="Too few a month for limits to mean anything."
    )


def _drawn(chart: BarChart | RunChart, key: str) -> str:
    return mark_safe(on_page(chart, key))  # noqa: S308 - drawn by us; its words are escaped there


#: What is asked for -> how it is called.
FORMATS = {"xlsx": "Excel", "csv": "CSV", "docx": "Word (section of the annual report)"}


def _file(kind: str, board: Partnership, year: Year, said: Said, before: str, keeper: bool) -> HttpResponse:
    title = f"Private fostering {_name(year.year)}"
    heads = ["Part", "What is counted", "How many", *(["Arrangements"] if keeper else [])]
    parts = (("The yearly return", year.cells), ("Does it add up?", year.reconciled), ("Who told", year.sources))
    rows = [
        [part, line.words, _number(said.get(line.key, "")), *([", ".join(line.refs[:MOST_REFS])] if keeper else [])]
        for part, lines in parts
        for line in lines
    ]
    if kind == "docx":
        response = HttpResponse(as_word(board, year, said, today(), before), content_type=WORD)
    elif kind == "csv":
        response = HttpResponse(to_csv(heads, rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(to_xlsx(title, heads, rows), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{title}.{kind}"'
    return response


def _number(said: str) -> int | str:
    return int(said) if said.isdigit() else said
