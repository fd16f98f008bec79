"""What hangs from a group: attendance by agency over a period, and what is promised to the meetings ahead."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.processes.governance.meetings.attendance import AttendanceByAgency, attendance_by_agency
from goldenthread.processes.governance.meetings.carrying import Promised, forward_plan
from goldenthread.processes.governance.meetings.planning import stranded_actions
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board, home_crumb

A_YEAR = timedelta(days=364)
WORDS = ("attended", "deputy", "apology", "absent", "unknown", "vacant")


class PeriodForm(forms.Form):
    since = DateField(label="From")
    until = DateField(label="To")

    def clean(self) -> None:
        found = super().clean() or self.cleaned_data
        if found.get("since") and found.get("until") and found["until"] < found["since"]:
            self.add_error("until", "The last day comes after the first.")


@at_board
def attendance_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    group = group_at(board, group_slug)
    day = today()
    period = {"since": day - A_YEAR, "until": day}
    form = PeriodForm(request.GET or None, initial=period)
    if form.is_bound and form.is_valid():
        period = form.cleaned_data
    found = attendance_by_agency(group, period["since"], period["until"])
    context = {
        "group": group,
        "form": form,
        "found": found,
        "table": _attendance(found),
        "quorums": _quorums(board, found),
        "crumbs": _crumbs(board, group),
    }
    return render(request, "meetings/attendance_by_agency.html", context)


@at_board
def plan_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    group = group_at(board, group_slug)
    plan = forward_plan(group, today() - timedelta(days=1))
    stranded = list(stranded_actions(group))
    context = {
        "group": group,
        "plan": _plan(board, plan) if plan else None,
        "stranded": [
            Link(f"{action.reference}: {action.text}", reverse("action", args=[board.slug, action.pk]))
            for action in stranded
        ],
        "crumbs": _crumbs(board, group),
    }
    return render(request, "meetings/forward_plan.html", context)


def group_at(board: Partnership, slug: str) -> Group:
    rows = Group.objects.filter(Q(partnership=board) | Q(also_serves__partnership=board)).distinct()
    return get_object_or_404(rows, slug=slug)


def _crumbs(board: Partnership, group: Group) -> list[Link]:
    groups = Link("Groups", reverse("groups", args=[board.slug]))
    return [home_crumb(board), groups, Link(group.name, reverse("group", args=[board.slug, group.slug]))]


def _attendance(found: AttendanceByAgency) -> Table:
    labels = ("Percent", "Asked to", "Came", "By deputy", "Apologies", "Absent", "Not known", "Vacant")
    columns = (Column("For"), *(Column(label, numeric=True) for label in labels))
    rows = tuple(
        (
            Cell(row.line.name, note=", ".join(found.people.get(one.person, "") for one in row.people)),
            "" if row.tally.percent is None else f"{row.tally.percent}%",
            row.tally.asked,
            *(row.tally[word] for word in WORDS),
        )
        for row in found.lines
    )
    return Table("Attendance by agency", columns, rows, caption_hidden=True)


def _quorums(board: Partnership, found: AttendanceByAgency) -> Table:
    columns = (Column("Meeting"), *(Column(label, numeric=True) for label in ("Members", "Deputies", "Agencies")))
    rows = tuple(
        (
            Cell(f"{one.sitting.on:%-d %B %Y}", reverse("record", args=[board.slug, "meetings", one.sitting.key])),
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


def _plan(board: Partnership, plan: list[Promised]) -> Table:
    columns = tuple(Column(label) for label in ("Meeting", "Items", "Actions due"))
    rows = tuple(
        (
            Cell(str(one.meeting), reverse("record", args=[board.slug, "meetings", one.meeting.pk])),
            "; ".join(item.title for item in one.items),
            "; ".join(f"{action.reference} {action.text}" for action in one.actions),
        )
        for one in plan
    )
    return Table("Meetings ahead", columns, rows, caption_hidden=True)
