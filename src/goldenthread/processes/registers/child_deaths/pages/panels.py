"""The panel's meetings: when it met, who came, was it quorate, and what it reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act, form_class

from ..models import Attendance, ChildDeath, PanelMeeting, Paper
from ..papers import KIND, plan_meeting, record_attendance, seats_on, take_back
from ..process import READY, child_deaths
from ..quorum import standing_of

MOST = 60


@at_board
def panels_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Every meeting in sight: how many came, from how many agencies, was it quorate. Attendance by agency."""
    met = list(
        PanelMeeting.objects.filter(partnership=board)
        .select_related("group")
        .prefetch_related("attendances__agency")[:MOST]
    )
    if not met and not _keeps_any(board) and board.pk not in current_actor().claim("oversight"):
        raise PermissionDenied("The panel's meetings are for the panel, the chair and the business unit.")
    context = {
        "meetings": _meetings(board, met),
        "agencies": _agencies(met),
        "plan_url": reverse("plan_death_panel", args=[board.slug]) if _keeps_any(board) else "",
        "crumbs": _crumbs(board),
    }
    return render(request, "child_deaths/panels.html", context)


@at_board
def plan_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """Plan a meeting of a panel."""
    needs(child_deaths.may_open, board, "plan a meeting of the panel")
    if not _keeps_any(board):
        raise PermissionDenied("The panel's meetings are planned by those who keep the register.")
    there = reverse("death_panels", args=[board.slug])
    context = {"title": "Plan a meeting of the panel", "crumbs": _crumbs(board, there), "cancel_url": there,
               "button": "Plan it"}  # fmt: skip
    form: Any = form_class(PanelMeeting, ("group", "held_on", "theme"), board)(request.POST or None)
    form.fields["group"].queryset = form.fields["group"].queryset.filter(kind=Group.Kind.PANEL)
    return act(
        request, form, lambda said: plan_meeting(board, **said),
        lambda made: reverse("death_panel", args=[board.slug, made.pk]), "web/pages/form.html", context,
    )  # fmt: skip


@at_board
def panel_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """One meeting: is it quorate, who was there, its papers; for those who keep the register, what could come to it."""
    meeting = _meeting(board, pk)
    stands = standing_of(meeting)
    keeper = meeting.register_id in current_actor().claim("registers")
    papers = list(Paper.objects.filter(meeting=meeting, withdrawn_on__isnull=True))
    args = [board.slug, meeting.pk]
    context = {
        "meeting": meeting,
        "stands": stands,
        "held": meeting.held_on <= today(),
        "people": _people(meeting),
        "papers": [(one, reverse("death_paper", args=[board.slug, one.pk])) for one in papers],
        "pack_url": reverse("death_pack", args=args) if papers else "",
        "keeper": keeper,
        "cases": _cases(board, meeting, papers) if keeper else [],
        "attendance_url": reverse("death_panel_people", args=args) if keeper else "",
        "crumbs": _crumbs(board, reverse("death_panels", args=[board.slug])),
    }
    return render(request, "child_deaths/panel.html", context)


@at_board
def people_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponseBase:
    """Say who was there."""
    meeting = _meeting(board, pk)
    needs(child_deaths.may_open, board, "record who was there")
    if meeting.register_id not in current_actor().claim("registers"):
        raise PermissionDenied("Who was there is recorded by those who keep the register.")
    seats = seats_on(meeting)
    said = {one.person_id: one.how for one in meeting.attendances.all()}
    fields = {
        f"person_{seat.person_id}": forms.ChoiceField(
            label=f"{seat.person.name}, {seat.agency or seat.get_role_display()}", choices=Attendance.How.choices,
            widget=RadioSelect, required=False, initial=said.get(seat.person_id),
        )
        for seat in seats
    }  # fmt: skip
    form = type("PeopleForm", (forms.Form,), fields)(request.POST or None)
    there = reverse("death_panel", args=[board.slug, meeting.pk])
    context = {"title": "Who was there?", "caption": str(meeting), "crumbs": _crumbs(board, there),
               "cancel_url": there, "button": "Save"}  # fmt: skip
    return act(
        request, form,
        lambda values: record_attendance(meeting, {s.person_id: values[f"person_{s.person_id}"] for s in seats}),
        lambda _: there, "web/pages/form.html", context,
    )  # fmt: skip


@require_POST
@at_board
def take_back_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Take a paper back from the panel."""
    paper: Paper = get_object_or_404(Paper.objects.select_related("meeting"), pk=pk, meeting__partnership=board)
    take_back(paper)
    return redirect(reverse("death_panel", args=[board.slug, paper.meeting_id]))


def _meeting(board: Partnership, pk: int) -> PanelMeeting:
    rows = PanelMeeting.objects.select_related("group").prefetch_related("attendances__person", "attendances__agency")
    found: PanelMeeting = get_object_or_404(rows, pk=pk, partnership=board)
    return found


def _meetings(board: Partnership, met: list[PanelMeeting]) -> Table | None:
    columns = (Column("Meeting"), Column("Panel"), Column("Members there", numeric=True),
               Column("Agencies there", numeric=True), Column("Quorate"))  # fmt: skip
    rows = []
    for one in met:
        stands = standing_of(one)
        comes = one.held_on > today()
        numbers = ("", "") if comes else (stands.members, stands.agencies)
        quorate = "Yes" if stands.quorate else "To come" if comes else "No"
        rows.append(
            (
                Cell(f"{one.held_on:%-d %B %Y}", reverse("death_panel", args=[board.slug, one.pk]), note=one.theme),
                one.group.name, *numbers, quorate,
            )
        )  # fmt: skip
    return Table("Meetings of the panel", columns, tuple(rows), True) if rows else None


def _agencies(met: list[PanelMeeting]) -> Table | None:
    """Of the meetings that were held: how often each agency that was asked came."""
    found: dict[str, list[int]] = {}
    for one in met:
        asked: dict[str, bool] = {}
        for row in one.attendances.all():
            name = row.agency.name if row.agency else "No agency"
            asked[name] = asked.get(name, False) or row.was_there
        for name, came in asked.items():
            count = found.setdefault(name, [0, 0])
            count[0] += came
            count[1] += 1
    columns = (Column("Agency"), Column("Came", numeric=True), Column("Meetings", numeric=True))
    rows = tuple((name, came, of) for name, (came, of) in sorted(found.items()))
    return Table("Attendance by agency", columns, rows, True) if rows else None


def _people(meeting: PanelMeeting) -> Table | None:
    rows = tuple(
        (one.person.name, str(one.agency or ""), one.get_seat_display(), one.get_how_display())
        for one in meeting.attendances.all()
    )
    columns = (Column("Who"), Column("For"), Column("Seat"), Column("How"))
    return Table("Who was there", columns, rows, True) if rows else None


def _cases(board: Partnership, meeting: PanelMeeting, papers: list[Paper]) -> list[dict[str, Any]]:
    """Cases that were ready for the panel by its day, and those on this meeting: where each is made anonymous,
    analysed and reviewed.
    """
    on_it = {paper.record_id for paper in papers}
    by_then = Q(ready_on__lte=meeting.held_on) if meeting.held_on < today() else Q()
    ready = ChildDeath.objects.filter(by_then, partnership=board, state=READY) | ChildDeath.objects.filter(
        partnership=board, pk__in=on_it
    )
    return [
        {
            "reference": case.reference,
            "pseudonym": case.pseudonym,
            "state": case.get_state_display(),
            "on_it": case.pk in on_it,
            "ready": case.state == READY,
            "url": record_address(board, KIND, case.pk),
            "paper_url": reverse("give_death_paper", args=[board.slug, meeting.pk, case.pk]),
            "analysis_url": reverse("death_analysis", args=[board.slug, case.pk]),
            "review_url": reverse("step", args=[board.slug, KIND, case.pk, "review"]),
        }
        for case in ready.order_by("ready_on", "pk")[:MOST]
    ]


def _keeps_any(board: Partnership) -> bool:
    kept = current_actor().claim("registers")
    mine = child_deaths.may_open & current_actor().roles(board.pk)
    return bool(mine) and board.registers.filter(kind=KIND, pk__in=kept).exists()


def _crumbs(board: Partnership, further: str = "") -> list[Link]:
    found = [home_crumb(board)]
    if child_deaths.may_open & current_actor().roles(board.pk):
        found.append(Link("Child deaths", reverse("records", args=[board.slug, KIND])))
    return [*found, *([Link("The panel's meetings", reverse("death_panels", args=[board.slug]))] if further else [])]
