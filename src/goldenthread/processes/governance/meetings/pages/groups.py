"""What hangs from a group: attendance by agency over a period, and what is promised to the meetings ahead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.groups.addresses import slug_at
from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.processes.governance.meetings.attendance import AttendanceByAgency, attendance_by_agency
from goldenthread.processes.governance.meetings.fairness import (
    ABSENT,
    APOLOGY,
    ATTENDED,
    DEPUTY,
    UNKNOWN,
    VACANT,
    AgencyLine,
    Tally,
)
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.publishing.spreadsheets import to_csv, to_xlsx
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board, home_crumb
from goldenthread.web.pages.groups import group_or_404
from goldenthread.web.pages.listing import EXCEL
from goldenthread.web.signin.stepping_up import ask_before_export

A_YEAR = timedelta(days=364)
WORDS = {
    ATTENDED: "Came", DEPUTY: "By deputy", APOLOGY: "Apologies", ABSENT: "Absent", UNKNOWN: "Not known",
    VACANT: "Vacant",
}  # fmt: skip


class PeriodForm(forms.Form):
    since = DateField(label="From")
    until = DateField(label="To")

    def clean(self) -> None:
        found = super().clean() or self.cleaned_data
        if found.get("since") and found.get("until") and found["until"] < found["since"]:
            self.add_error("until", "The last day comes after the first.")


@require_safe
@at_board
def attendance_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    """Percent by agency with the denominator beside it; `?format=xlsx` or `csv` gives the same as a file."""
    day = today()
    period = {"since": day - A_YEAR, "until": day}
    asked = {name: value for name, value in request.GET.items() if name != "format"}
    form = PeriodForm(asked or None, initial=period)
    if form.is_bound and form.is_valid():
        period = form.cleaned_data
    group = group_or_404(board, group_slug, _with_those_asked(period["since"], period["until"]))
    found = attendance_by_agency(group, period["since"], period["until"])
    file = _file(request.GET.get("format", ""), group, found)
    if file:
        return ask_before_export(request) or file
    context = {
        "group": group,
        "form": form,
        "found": found,
        "table": _attendance(found),
        "quorums": _quorums(board, found),
        "left_out": _left_out(board, group),
        "asked": _asked(group, found),
        "exports": [(kind, f"?{urlencode(asked | {'format': kind})}") for kind in ("xlsx", "csv")],
        "crumbs": group_crumbs(board, group),
    }
    return render(request, "meetings/attendance_by_agency.html", context)


def _with_those_asked(since: date, until: date) -> QuerySet[Group]:
    """Groups with the seats that began in the period and the meetings of it that were cancelled, in one query."""
    cancelled = Meeting.objects.filter(
        group=OuterRef("pk"), held_on__range=(since, until), state=Meeting.State.CANCELLED
    ).order_by("held_on")
    seats = Membership.objects.filter(
        group=OuterRef("pk"), since__gt=since, since__lte=until, role__in=Membership.COUNTED
    ).order_by("since", "pk")
    return Group.objects.annotate(
        cancelled=ArraySubquery(cancelled.values(data=JSONObject(pk="pk", on="held_on", why="cancelled_reason"))),
        newly_asked=ArraySubquery(
            seats.values(data=JSONObject(name="person__name", agency="agency__name", since="since"))
        ),
    )


def group_crumbs(board: Partnership, group: Group) -> list[Link]:
    """The way back from a page of a group."""
    groups = Link("Groups", reverse("groups", args=[board.slug]))
    return [home_crumb(board), groups, Link(group.name, reverse("group", args=[board.slug, slug_at(board, group)]))]


def _attendance(found: AttendanceByAgency) -> Table:
    numbers = ("Percent", "Present of asked", *WORDS.values())
    columns = (Column("For"), *(Column(label, numeric=True) for label in numbers))
    rows = tuple(
        (
            Cell(row.line.name, note=_people(row, found)),
            _percent(row.tally),
            f"{row.tally.present} of {row.tally.asked}",
            *(row.tally[word] for word in WORDS),
        )
        for row in found.lines
    )
    return Table("Attendance by agency", columns, rows, caption_hidden=True)


def _people(row: AgencyLine, found: AttendanceByAgency) -> str:
    return ", ".join(
        f"{found.people.get(one.person, 'Someone')} {one.tally.present} of {one.tally.asked}" for one in row.people
    )


def _percent(tally: Tally) -> str:
    return "Not asked" if tally.percent is None else f"{tally.percent}%"


def _file(kind: str, group: Group, found: AttendanceByAgency) -> HttpResponse | None:
    """The table as Excel or CSV: a line for each agency, and one for each of its people beneath it."""
    if kind not in {"xlsx", "csv"}:
        return None
    columns = ("For", "Person", "Percent", "Present", "Asked to", *WORDS.values())
    rows = list(_spread(found))
    title = f"Attendance {group.name} {found.since.isoformat()} to {found.until.isoformat()}"
    data, media = (to_csv(columns, rows), "text/csv; charset=utf-8") if kind == "csv" else (
        to_xlsx("Attendance by agency", columns, rows), EXCEL
    )  # fmt: skip
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{title.replace(chr(34), "")}.{kind}"'
    return response


def _spread(found: AttendanceByAgency) -> Iterable[tuple[Any, ...]]:
    for row in found.lines:
        people = [(found.people.get(one.person, ""), one.tally) for one in row.people]
        for name, tally in [("", row.tally), *people]:
            percent = "" if tally.percent is None else tally.percent
            yield (row.line.name, name, percent, tally.present, tally.asked, *(tally[word] for word in WORDS))


def _quorums(board: Partnership, found: AttendanceByAgency) -> Table:
    columns = (Column("Meeting"), *(Column(label, numeric=True) for label in ("Members", "Deputies", "Agencies")))
    rows = tuple(
        (
            Cell(f"{one.sitting.on:%-d %B %Y}", reverse("meeting", args=[board.slug, one.sitting.key])),
            one.members,
            one.deputies,
            one.agencies,
            Cell(tag=_quorum(one.met)),
        )
        for one in found.table.quorums
    )
    return Table("Quorum at each meeting", (*columns, Column("Quorum")), rows, caption_hidden=True)


def _quorum(met: bool | None) -> Tag:
    return Tag("None set") if met is None else Tag("Met", "green") if met else Tag("Not met", "red")


def _left_out(board: Partnership, group: Any) -> list[dict[str, Any]]:
    return [
        {
            "href": reverse("meeting", args=[board.slug, one["pk"]]),
            "on": date.fromisoformat(one["on"]),
            "why": one["why"],
        }
        for one in group.cancelled
    ]


def _asked(group: Any, found: AttendanceByAgency) -> list[dict[str, Any]]:
    """Those asked to attend from a day within the period: earlier meetings are not in their denominator."""
    return [
        {"name": one["name"], "agency": one["agency"], "since": date.fromisoformat(one["since"])}
        for one in group.newly_asked
    ]
