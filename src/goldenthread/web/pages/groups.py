"""The groups of a partnership and who sits on them. Governance hangs meetings and attendance from here."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.groups.models import Group, GroupLink, Membership
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Link, Table, Tag

from .board import at_board, home_crumb, known_links

#: Brought by governance.
PAGES = (("Attendance by agency", "group_attendance"), ("Forward plan", "group_plan"))


@at_board
def group_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    rows = Group.objects.filter(Q(partnership=board) | Q(also_serves__partnership=board)).distinct()
    groups = list(rows.prefetch_related("reports_to").order_by("kind", "name"))
    headings = tuple(Column(text) for text in ("Group", "Kind", "Reports to"))
    table = Table("Groups", headings, tuple(_row(board, group, groups) for group in groups), True)
    return render(request, "web/pages/groups.html", {"table": table, "groups": groups, "crumbs": [home_crumb(board)]})


@at_board
def group_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    rows = Group.objects.filter(Q(partnership=board) | Q(also_serves__partnership=board)).distinct()
    group = get_object_or_404(rows, slug=group_slug)
    day = today()
    members = list(
        Membership.objects.filter(group=group).select_related("person", "agency").order_by("role", "person__name")
    )
    now_there = [m for m in members if m.since <= day <= (m.until or day)]
    gone = [m for m in members if m not in now_there]
    links = list(GroupLink.objects.filter(Q(child=group) | Q(parent=group)).select_related("child", "parent"))
    context = {
        "group": group,
        "members": _members(now_there, "Members"),
        "past": _members(gone, "Earlier and later members") if gone else None,
        "chairs": [m for m in members if m.role == Membership.Role.CHAIR],
        "terms": list(group.terms.all()[:5]),
        "reports_to": [link.parent for link in links if link.child_id == group.pk],
        "hears_from": [link.child for link in links if link.parent_id == group.pk],
        "partners": [joint.partnership for joint in group.also_serves.select_related("partnership")],
        "pages": known_links(board, PAGES, group.slug),
        "board": board,
        "crumbs": [home_crumb(board), Link("Groups", reverse("groups", args=[board.slug]))],
    }
    return render(request, "web/pages/group.html", context)


def _row(board: Partnership, group: Group, seen: list[Group]) -> tuple[Cell, ...]:
    """A joint group's parents at the other partnership are out of sight: they are not named here."""
    names = {one.pk: one.name for one in seen}
    parents = ", ".join(names[link.parent_id] for link in group.reports_to.all() if link.parent_id in names)
    tags = (
        Tag("Joint", "magenta")
        if group.partnership_id != board.pk
        else Tag("Ended", "grey")
        if group.ended_on
        else None
    )
    return (
        Cell(group.name, reverse("group", args=[board.slug, group.slug]), tag=tags, note=group.purpose),
        Cell(str(group.get_kind_display())),
        Cell(parents),
    )


def _members(rows: list[Membership], caption: str) -> Table | None:
    if not rows:
        return None
    headings = tuple(Column(text) for text in ("Name", "Role", "For", "From", "Until"))
    body = tuple(
        (
            Cell(str(m.person), note=m.person.title),
            Cell(str(m.get_role_display())),
            Cell(str(m.agency or "")),
            Cell(f"{m.since:%-d %b %Y}"),
            Cell(f"{m.until:%-d %b %Y}" if m.until else ""),
        )
        for m in rows
    )
    return Table(caption, headings, body, True)
