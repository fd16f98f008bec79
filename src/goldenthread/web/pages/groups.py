"""The groups of a partnership and who sits on them. Governance hangs meetings and attendance from here."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.groups.addresses import group_called, groups_at, slug_at
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.groups.models import Group, GroupLink, Membership
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.law.courses import Course
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.vocabulary import chair_word, course_for, here

from .board import at_board, home_crumb, known_links, record_address

#: Brought by governance.
PAGES = (
    ("Attendance by agency", "group_attendance"),
    ("Forward plan", "group_plan"),
    ("Workplan", "workplan"),
    ("Gate", "group_gate"),
)


@at_board
def group_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    rows = groups_at(board).select_related("partnership")
    groups = list(rows.prefetch_related("reports_to").order_by("kind", "name"))
    headings = tuple(Column(text) for text in ("Group", "Kind", "Reports to"))
    table = Table("Groups", headings, tuple(_row(board, group, groups) for group in groups), True)
    return render(request, "web/pages/groups.html", {"table": table, "groups": groups, "crumbs": [home_crumb(board)]})


@at_board
def group_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    group = group_or_404(board, group_slug)
    day = today()
    members = list(
        Membership.objects.filter(group=group).select_related("person", "agency").order_by("role", "person__name")
    )
    now_there = [m for m in members if m.since <= day <= (m.until or day)]
    gone = [m for m in members if m not in now_there]
    links = list(
        GroupLink.objects.filter(Q(child=group) | Q(parent=group)).select_related(
            "child__partnership", "parent__partnership"
        )
    )
    # only the body's own chair is called by the law's word, at its own partnership
    course = course_for(request, group.partnership) if group.kind == Group.Kind.BOARD else None
    context = {
        "group": group,
        "kind": here(board, str(group.get_kind_display())),
        "members": _members(now_there, "Members", course),
        "past": _members(gone, "Earlier and later members", course) if gone else None,
        "chairs": [(m, _role(m, course)) for m in members if m.role == Membership.Role.CHAIR],
        "terms": list(group.terms.all()[:5]),
        "reports_to": [_link(board, link.parent) for link in links if link.child_id == group.pk],
        "hears_from": [_link(board, link.child) for link in links if link.parent_id == group.pk],
        "partners": [joint.partnership for joint in group.also_serves.select_related("partnership")],
        "pages": known_links(board, PAGES, slug_at(board, group)),
        "waiting_url": reverse("group_waiting", args=[board.slug, slug_at(board, group)]),
        "board": board,
        "crumbs": [home_crumb(board), Link("Groups", reverse("groups", args=[board.slug]))],
    }
    return render(request, "web/pages/group.html", context)


@at_board
def waiting_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    """What waits on a group's agenda. The group's page brings it in; without a script it is a page of its own."""
    group = group_or_404(board, group_slug)
    here = Link(group.name, reverse("group", args=[board.slug, slug_at(board, group)]))
    context = {
        "group": group,
        "waiting": [(one, record_address(board, one.kind, one.pk)) for one in matters_of(group)],
        "crumbs": [home_crumb(board), Link("Groups", reverse("groups", args=[board.slug])), here],
    }
    part = request.headers.get("HX-Request")
    return render(request, "web/pages/_waiting.html" if part else "web/pages/waiting.html", context)


def group_or_404(board: Partnership, slug: str, rows: QuerySet[Group] | None = None) -> Group:
    """A group of the partnership, or one that serves it too; 404 for others."""
    try:
        return group_called(board, slug, rows)
    except Group.DoesNotExist as missing:
        raise Http404(str(missing)) from missing


def _link(board: Partnership, group: Group) -> Link:
    return Link(group.name, reverse("group", args=[board.slug, slug_at(board, group)]))


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
        Cell(group.name, _link(board, group).href, tag=tags, note=group.purpose),
        Cell(here(board, str(group.get_kind_display()))),
        Cell(parents),
    )


def _role(held: Membership, course: Course | None) -> str:
    """A role in its group; who chairs the body in the words of their last day there, or of today."""
    if course is None or held.role != Membership.Role.CHAIR:
        return str(held.get_role_display())
    return chair_word(course, min(held.until or today(), today()))


def _members(rows: list[Membership], caption: str, course: Course | None) -> Table | None:
    if not rows:
        return None
    ended = ("Until",) if any(m.until for m in rows) else ()
    headings = tuple(Column(text) for text in ("Name", "Role", "For", "From", *ended))
    body = tuple(
        (
            Cell(str(m.person), note=m.person.title),
            Cell(_role(m, course)),
            Cell(str(m.agency or "")),
            Cell(f"{m.since:%-d %b %Y}"),
            *(Cell(f"{m.until:%-d %b %Y}" if m.until else "") for _ in ended),
        )
        for m in rows
    )
    return Table(caption, headings, body, True)
