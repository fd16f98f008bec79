"""The tables of challenges: by agency and age, by source, by theme, carried over; on the page and to take away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.publishing.spreadsheets import to_csv, to_xlsx
from goldenthread.web.components import Cell, Column, Table, Tag, count
from goldenthread.web.pages.board import record_address
from goldenthread.web.signin.stepping_up import ask_before_export

from .models import Challenge
from .tallies import Standing, honest

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLE = "Challenges by agency and age"
Outcome, State = Challenge.Outcome, Challenge.State
HEADINGS = (
    "Challenged", "All", "Not answered", "Of which overdue", "Oldest, in days", "Answered late",
    "Median days to answer", "Taken up the ladder",
)  # fmt: skip


def agency_table(board: Partnership, found: Iterable[Standing]) -> Table:
    columns = (Column(HEADINGS[0]), *(Column(words, numeric=True) for words in HEADINGS[1:]), Column("Outcomes"))
    return Table(TITLE, columns, tuple(_row(board, one) for one in found), True)


def export_table(request: HttpRequest, board: Partnership, found: Iterable[Standing]) -> HttpResponse | None:
    """The table as asked for by `?format=`; nothing for a page. Asks for the second factor as every export does."""
    wanted = request.GET.get("format")
    if wanted not in {"xlsx", "csv"}:
        return None
    if asked := ask_before_export(request):
        return asked
    labels = [*HEADINGS, *(str(label) for label in Outcome.labels)]
    rows = [
        [one.name, *_numbers(one), *(one.outcomes[key] for key in Outcome.values)]
        for one in found
    ]  # fmt: skip
    if wanted == "csv":
        response = HttpResponse(to_csv(labels, rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(to_xlsx(TITLE, labels, rows), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{TITLE} {today().isoformat()}.{wanted}"'
    return response


def source_table(rows: Iterable[tuple[str, int, int]]) -> Table:
    columns = (Column("Who challenges"), Column("All", numeric=True), Column("Not answered", numeric=True))
    return Table("By who challenges", columns, tuple(rows), True)


def theme_table(rows: Iterable[tuple[str, int]]) -> Table:
    return Table("By theme", (Column("Theme"), Column("Challenges", numeric=True)), tuple(rows), True)


def carried_table(board: Partnership, rows: Iterable[Challenge]) -> Table:
    columns = (Column("Challenge"), Column("Challenged"), Column("Put on"), Column("How it stands"))
    return Table("Carried over", columns, tuple(_carried(board, row) for row in rows), True)


def _row(board: Partnership, one: Standing) -> tuple[Any, ...]:
    all_, waiting, overdue, *rest = _numbers(one)
    return (
        Cell(one.name, _list(board, one) if one.agency else ""),
        all_,
        Cell(waiting, _list(board, one, state="open") if waiting and one.agency else ""),
        Cell(overdue, tag=Tag("Overdue", "red") if overdue else None),
        *rest,
        ", ".join(f"{label}: {one.outcomes[key]}" for key, label in Outcome.choices if one.outcomes[key]) or "None yet",
    )


def _numbers(one: Standing) -> list[Any]:
    age = (today() - one.oldest).days if one.oldest else ""
    typical = "" if one.median_days is None else round(one.median_days)
    return [one.total, one.waiting, one.overdue, age, one.late, typical, one.escalated]


def _list(board: Partnership, one: Standing, **more: str) -> str:
    query = urlencode({"lead_agency": str(one.agency), **more})
    return f"{reverse('records', args=[board.slug, 'challenges'])}?{query}"


def stands(row: Challenge) -> Tag:
    """How one that was carried over really stands."""
    colour = {State.OPEN: "red", State.ANSWERED: "orange", State.KEPT: "blue"}.get(State(row.state), "green")
    return Tag(honest(row), colour)


def _carried(board: Partnership, row: Challenge) -> tuple[Any, ...]:
    age = count((today() - row.opened_on).days, "day") + " ago" if row.decided_on is None else ""
    return (
        Cell(row.reference, record_address(board, "challenges", row.pk), note=row.subject),
        Cell(row.other_body or str(row.lead_agency)),
        Cell(f"{row.opened_on:%-d %B %Y}", note=age),
        Cell("", tag=stands(row), note=row.outcome_why),
    )
