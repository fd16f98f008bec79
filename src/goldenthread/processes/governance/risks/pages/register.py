"""The register seen whole: the heat map, and how many risks each agency and each group carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today
from goldenthread.processes.governance.risks.appetite import appetites, is_above
from goldenthread.processes.governance.risks.models import IMPACT, LIKELIHOOD, Risk
from goldenthread.publishing.spreadsheets import to_csv, to_xlsx
from goldenthread.web.components import Cell, Column, Link, Table, Tag, count
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.signin.stepping_up import ask_before_export
from goldenthread.web.vocabulary import here

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIVE = (Risk.State.OPEN, Risk.State.ESCALATED, Risk.State.TOLERATED)
SIX = 6
COUNTED = (
    "Risks",
    "Above appetite",
    "Before the Board",
    "Tolerated",
    "Rising",
    "Not looked at in time",
    "Highest score",
)
State, Trend = Risk.State, Risk.Trend


@at_board
def map_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Five by five as a table whose cells say how many, and lead to them; the highest named below."""
    _seated(board)
    found, choices, chosen = _narrowed(request, board)
    limits = appetites(board)
    context = {
        "table": _map(board, found, chosen),
        "worst": _worst(board, sorted(found, key=lambda risk: (-risk.score, risk.pk))[:10], limits),
        "total": len(found),
        "above": sum(is_above(risk, limits) for risk in found),
        "choices": choices,
        "chosen": chosen,
        "crumbs": _crumbs(board),
    }
    return render(request, "risks/map.html", context)


@at_board
def by_agency_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """One line for each agency and each group that carries a risk: of what the reader may see."""
    _seated(board)
    rows = list(_live(board))
    limits = appetites(board)
    agencies = _lines(rows, limits, lambda risk: (risk.lead_agency_id, str(risk.lead_agency)))
    groups = _lines(rows, limits, lambda risk: (risk.group_id or 0, str(risk.group or "No group follows it")))
    if file := _export(request, [("Agency", agencies), ("Group", groups)]):
        return file
    context = {
        "agencies": _table(board, "Agency", "lead_agency", agencies),
        "groups": _table(board, "Group", "group", groups),
        "exports": [(kind, f"?format={kind}") for kind in ("xlsx", "csv")],
        "crumbs": _crumbs(board),
    }
    return render(request, "risks/by_agency.html", context)


def _live(board: Partnership) -> Any:
    return Risk.objects.filter(partnership=board, state__in=LIVE).select_related("lead_agency", "group")


def _narrowed(request: HttpRequest, board: Partnership) -> tuple[list[Risk], dict[str, Any], dict[str, str]]:
    """The risks of the agency and the group asked for, what there is to choose from, and what was chosen."""
    rows = list(_live(board))
    choices = {
        "agency": sorted({(str(risk.lead_agency_id), str(risk.lead_agency)) for risk in rows}, key=lambda c: c[1]),
        "group": sorted({(str(risk.group_id), str(risk.group)) for risk in rows if risk.group_id}, key=lambda c: c[1]),
    }
    chosen = {name: request.GET.get(name, "") for name in choices}
    chosen = {name: value if value in dict(choices[name]) else "" for name, value in chosen.items()}
    rows = [risk for risk in rows if chosen["agency"] in ("", str(risk.lead_agency_id))]
    return [risk for risk in rows if chosen["group"] in ("", str(risk.group_id))], choices, chosen


def _map(board: Partnership, found: Iterable[Risk], chosen: dict[str, str]) -> Table:
    cells: dict[tuple[int, int], int] = {}
    for risk in found:
        cells[risk.likelihood, risk.impact] = cells.get((risk.likelihood, risk.impact), 0) + 1
    columns = (Column("Likelihood"), *(Column(f"Impact {words}") for _, words in IMPACT))
    rows = tuple(
        (words, *(_square(board, likely, bad, cells.get((likely, bad), 0), chosen) for bad, _ in IMPACT))
        for likely, words in reversed(LIKELIHOOD)
    )
    return Table("Heat map", columns, rows, True, phone="scroll")


def _square(board: Partnership, likely: int, bad: int, number: int, chosen: dict[str, str]) -> Cell:
    score = likely * bad
    colour = "red" if score >= 15 else "orange" if score >= 10 else "yellow" if score >= SIX else "green"
    asked = {"likelihood": str(likely), "impact": str(bad), "lead_agency": chosen["agency"], "group": chosen["group"]}
    there = f"{reverse('records', args=[board.slug, 'risks'])}?{urlencode({k: v for k, v in asked.items() if v})}"
    return Cell(count(number, "risk") if number else "", there if number else "", tag=Tag(f"Score {score}", colour))


def _worst(board: Partnership, found: Iterable[Risk], limits: dict[str, int]) -> Table:
    columns = (Column("Risk"), Column("Agency"), Column("Score", numeric=True), Column("Trend"), Column("Appetite"))
    rows = tuple(
        (
            Cell(risk.reference, record_address(board, "risks", risk.pk), note=risk.subject),
            str(risk.lead_agency),
            risk.score,
            risk.get_trend_display(),
            Cell("", tag=Tag("Above appetite", "red") if is_above(risk, limits) else Tag("Within appetite", "green")),
        )
        for risk in found
    )
    return Table("The highest scores", columns, rows, True)


def _lines(
    rows: Iterable[Risk], limits: dict[str, int], whose: Callable[[Risk], tuple[int, str]]
) -> list[tuple[int, str, list[int]]]:
    """(key, name, the numbers of COUNTED), the highest score first."""
    by: dict[tuple[int, str], list[Risk]] = {}
    for risk in rows:
        by.setdefault(whose(risk), []).append(risk)
    found = [(key, name, _numbers(own, limits)) for (key, name), own in by.items()]
    return sorted(found, key=lambda line: (-line[2][-1], line[1]))


def _numbers(own: list[Risk], limits: dict[str, int]) -> list[int]:
    return [
        len(own),
        sum(is_above(risk, limits) for risk in own),
        sum(risk.state == State.ESCALATED for risk in own),
        sum(risk.state == State.TOLERATED for risk in own),
        sum(risk.trend == Trend.RISING for risk in own),
        sum(risk.review_on < today() for risk in own),
        max(risk.score for risk in own),
    ]


def _table(board: Partnership, head: str, column: str, lines: Iterable[tuple[int, str, list[int]]]) -> Table:
    there = reverse("records", args=[board.slug, "risks"])
    columns = (Column(head), *(Column(here(board, words), numeric=True) for words in COUNTED))
    rows = tuple((Cell(name, f"{there}?{column}={key}" if key else ""), *numbers) for key, name, numbers in lines)
    return Table(f"By {head.lower()}", columns, rows, True)


def _export(request: HttpRequest, parts: list[tuple[str, list[tuple[int, str, list[int]]]]]) -> HttpResponse | None:
    wanted = request.GET.get("format")
    if wanted not in {"xlsx", "csv"}:
        return None
    if asked := ask_before_export(request):
        return asked
    title, labels = "Risks by agency and group", ["Agency or group", "Name", *COUNTED]
    rows = [[head, name, *numbers] for head, lines in parts for _, name, numbers in lines]
    if wanted == "csv":
        response = HttpResponse(to_csv(labels, rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(to_xlsx(title, labels, rows), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{title} {today().isoformat()}.{wanted}"'
    return response


def _seated(board: Partnership) -> None:
    needs(frozenset(Role.values), board, "see the register of risks")


def _crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Risks", reverse("records", args=[board.slug, "risks"]))]
