"""The tracker of case reviews for those who keep the register: every notification is accounted for, by reference."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import roles
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Every, Stretch, before, label, period
from goldenthread.publishing.spreadsheets import Sheet, to_csv, to_workbook
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.listing import EXCEL
from goldenthread.web.signin.stepping_up import ask_before_export

from ..process import DECIDE, case_reviews
from ..tracking import Burden, Tracker, burden_of, cases_of, tracker_of

YEARS = 4
KINDS = {"xlsx": EXCEL, "csv": "text/csv; charset=utf-8"}
WAITS = ("Notification", "Stage", "Waiting since", "Days")
HOURS = ("Agency", "Asked", "Answered", "Answered without hours", "Hours")


@at_board
def tracker_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """One financial year, the one that runs unless another is asked for."""
    needs(roles(DECIDE), board, "see the tracker of case reviews")
    if not keeps(register_of(board, case_reviews.slug)):
        raise PermissionDenied("The tracker is for those who keep the register of case reviews.")
    years = _years()
    year = next((one for one in years if str(one.first.year) == request.GET.get("year")), years[0])
    tracker, burden = tracker_of(cases_of(board), year, today()), burden_of(board, year)
    wanted = request.GET.get("format", "")
    if wanted in KINDS:
        return ask_before_export(request) or _file(wanted, year, tracker, burden)
    context = {
        "title": f"Tracker of case reviews, {label(year)}",
        "years": [(one.first.year, label(one), one == year) for one in years],
        "says": str(tracker.found),
        "adds_up": tracker.found.adds_up,
        "troubles": [trouble.words for trouble in tracker.found.troubles],
        "lines": _table("What came in, and what came of it", ("What is counted", "Number"), tracker.lines),
        "pending": _pending(board, tracker),
        "burden": _table("Asked of each agency", HOURS, [_hours(one) for one in burden]) if burden else None,
        "exports": [(words, f"?year={year.first.year}&format={kind}")
                    for kind, words in (("xlsx", "Excel"), ("csv", "CSV"))],
        "crumbs": [home_crumb(board), Link(case_reviews.title, reverse("records", args=[board.slug, "case-review"]))],
    }  # fmt: skip
    return render(request, "case_reviews/tracker.html", context)


def _years() -> list[Stretch]:
    """The financial year that runs, and those before it."""
    now = period(Every.FINANCIAL_YEAR, today())
    return [now, *(before(now, Every.FINANCIAL_YEAR, back) for back in range(1, YEARS))]


def _pending(board: Partnership, tracker: Tracker) -> Table | None:
    if not tracker.pending:
        return None
    columns = (*(Column(head) for head in WAITS[:-1]), Column(WAITS[-1], numeric=True))
    rows = tuple(
        (
            Cell(one.reference, record_address(board, case_reviews.slug, one.pk)),
            one.stage,
            Cell(one.since),
            one.days,
        )
        for one in tracker.pending
    )
    return Table("Pending at the end, by the stage that each is at today", columns, rows, True)


def _table(title: str, heads: tuple[str, ...], rows: list[Any]) -> Table:
    columns = (Column(heads[0]), *(Column(head, numeric=True) for head in heads[1:]))
    return Table(title, columns, tuple(tuple(row) for row in rows), True)


def _hours(one: Burden) -> tuple[Any, ...]:
    return one.agency, one.asked, one.answered, one.without_hours, float(one.hours)


def _file(kind: str, year: Stretch, tracker: Tracker, burden: list[Burden]) -> HttpResponse:
    """The table, what is pending and the hours, as Excel; as CSV, the table with each reference that it counts."""
    name = f"Case review tracker {label(year)}"
    waits = [(one.reference, one.stage, one.since, one.days) for one in tracker.pending]
    if kind == "xlsx":
        data = to_workbook(
            name,
            [
                Sheet("Tracker", ["What is counted", "Number"], tracker.lines),
                Sheet("Pending", WAITS, waits),
                Sheet("Hours", HOURS, [_hours(one) for one in burden]),
                Sheet("To be mended", ["What does not add up"], [[one.words] for one in tracker.found.troubles]),
            ],
        )
    else:
        data = to_csv(["What is counted", "Number"], tracker.lines)
    response = HttpResponse(data, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name.replace("/", "-")}.{kind}"'
    return response
