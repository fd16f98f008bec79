"""A lay member's page; the unit's page of them all; following and moderating."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.analytics.models import Measure
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.themes import themes_in_use
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act, choices_at, form_class, initial_from, version_of

from .gathering import Workload, asked_by, changed_since, next_meetings, panels_of, workload
from .models import Followed, Moderation
from .working import ask_to_moderate, follow, lay_members, moderate, unfollow

FORM = "web/pages/form.html"
LOOKING_BACK = timedelta(days=30)


@at_board
def list_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Those who oversee see the workload of all; a lay member is led to their own page."""
    actor = current_actor()
    if not actor.roles(board.pk) & OVERSIGHT:
        own = lay_members(board).filter(pk__in=actor.claim("persons")).first()
        if own is None:
            raise PermissionDenied("This page is for lay members and those who look after them.")
        return redirect("lay_member", board.slug, own.pk)
    rows = workload(board, lay_members(board))
    context = {"table": _workload(board, rows), "crumbs": [home_crumb(board)], "board": board}
    return render(request, "lay/members.html", context)


@at_board
def member_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    person = person_at(board, pk)
    panels = panels_of(person)
    followed = list(Followed.objects.filter(person=person).select_related("theme", "group", "measure"))
    since = today() - LOOKING_BACK
    context = {
        "person": person,
        "own": person.pk in current_actor().claim("persons"),
        "panels": panels,
        "portfolio": _portfolio(board, followed),
        "moderations": _moderations(board, list(Moderation.objects.filter(person=person))),
        "asked": [(one, record_address(board, one.record.kind, one.record.pk)) for one in asked_by(person)],
        "meetings": [Link(row.title, record_address(board, row.kind, row.pk)) for row in next_meetings(panels)],
        "changes": [
            (event, record_address(board, event.record.kind, event.record.pk))
            for event in changed_since(board, followed, since)
        ],
        "since": since,
        "oversees": current_actor().oversees(board.pk),
        "board": board,
        "crumbs": crumbs(board),
    }
    return render(request, "lay/member.html", context)


@at_board
def follow_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    person = person_at(board, pk)
    measures = Measure.objects.filter(partnership=board, retired_on__isnull=True)
    fields = {
        "theme": forms.ModelChoiceField(themes_in_use(board), label="A theme", required=False),
        "group": forms.ModelChoiceField(choices_at(board, Group), label="or a group",
                                        required=False),
        "measure": forms.ModelChoiceField(measures, label="or a measure", required=False),
    }  # fmt: skip
    form = type("FollowForm", (forms.Form,), fields)(request.POST or None)
    context = _context("Follow something", board, address(board, person), "Follow it")
    return act(request, form, lambda values: follow(person, **values), lambda _: address(board, person), FORM, context)


@require_POST
@at_board
def unfollow_row(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_object_or_404(Followed.objects.select_related("person"), pk=pk, partnership=board)
    unfollow(row)
    return redirect(address(board, row.person))


@at_board
def ask_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(OVERSIGHT, board, "ask a lay member to moderate")
    people = forms.ModelChoiceField(lay_members(board), label="Lay member")
    form = form_class(Moderation, ("what", "link", "self_grade", "due_on"), board, {"person": people})(
        request.POST or None, initial={"person": request.GET.get("person")}
    )
    form.order_fields(["person"])
    context = _context("Ask a lay member to moderate", board, reverse("lay_members", args=[board.slug]), "Ask")
    return act(
        request, form, lambda values: ask_to_moderate(**values), lambda row: address(board, row.person), FORM, context
    )


@at_board
def moderate_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_object_or_404(Moderation.objects.select_related("person"), pk=pk, partnership=board)
    if row.person_id not in current_actor().claim("persons"):
        raise PermissionDenied("The lay member who was asked gives the grade.")
    form = form_class(Moderation, ("grade", "note"), board)(
        request.POST or None, initial=initial_from(row, ("grade", "note"))
    )

    def verb(values: dict[str, Any]) -> Moderation:
        return moderate(row, expected_version=version_of(request), **values)

    context = _context(f"Moderate: {row.what}", board, address(board, row.person), "Save") | {
        "caption": f"Its makers graded it: {row.get_self_grade_display()}",
        "version": row.version,
    }
    return act(request, form, verb, lambda _: address(board, row.person), FORM, context)


def person_at(board: Partnership, pk: int) -> Person:
    """A lay member; 404 for all but themselves and those who oversee."""
    person = get_object_or_404(lay_members(board), pk=pk)
    actor = current_actor()
    if person.pk not in actor.claim("persons") and not actor.oversees(board.pk):
        raise Http404("There is no such page for you.")
    return person


def crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Lay members", reverse("lay_members", args=[board.slug]))]


def address(board: Partnership, person: Person) -> str:
    return reverse("lay_member", args=[board.slug, person.pk])


def _context(title: str, board: Partnership, cancel: str, button: str) -> dict[str, Any]:
    return {"title": title, "crumbs": crumbs(board), "cancel_url": cancel, "button": button}


def _workload(board: Partnership, rows: list[Workload]) -> Table:
    labels = ("Lay member", "Panels", "Chairs", "Follows", "To moderate", "Late", "Moderated", "Asked", "Not answered")
    headings = tuple(Column(label, place > 0) for place, label in enumerate(labels))
    lines = tuple(
        (
            Cell(str(one.person), address(board, one.person)), one.panels, one.chairs, one.follows, one.waiting,
            Cell(one.late, tag=Tag("Late", "red") if one.late else None), one.moderated, one.asked, one.unanswered,
        )
        for one in rows
    )  # fmt: skip
    return Table("Lay members and what they carry", headings, lines, True)


def _portfolio(board: Partnership, followed: list[Followed]) -> list[tuple[Followed, str, str]]:
    """Each with its words and the address of its page."""
    found = []
    for one in followed:
        if one.measure:
            found.append((one, one.measure.title, reverse("measure", args=[board.slug, one.measure.code])))
        elif one.group:
            found.append((one, str(one.group), reverse("group", args=[board.slug, one.group.slug])))
        else:
            found.append((one, str(one.theme), ""))
    return found


def _moderations(board: Partnership, rows: list[Moderation]) -> Table:
    labels = ("What", "By", "Its makers' grade", "Their grade", "Gap", "Why")
    return Table("Moderation", tuple(map(Column, labels)), tuple(_moderation(board, row) for row in rows), True)


def _moderation(board: Partnership, row: Moderation) -> tuple[Cell, ...]:
    mine = row.person_id in current_actor().claim("persons")
    late = row.done_on is None and row.due_on < today()
    gap = row.gap
    said = "–" if gap is None else "The same" if not gap else f"{abs(gap)} {'lower' if gap > 0 else 'higher'}"
    return (
        Cell(row.what, reverse("lay_moderation", args=[board.slug, row.pk]) if mine else row.link),
        Cell(f"{row.due_on:%-d %b %Y}", tag=Tag("Late", "red") if late else None),
        Cell(row.get_self_grade_display()),
        Cell(row.get_grade_display() if row.grade else "–"),
        Cell(said, tag=Tag("Differs", "orange") if gap else None),
        Cell(row.note or "–"),
    )
