"""A group's workplan: the priorities it owns, with what serves them and what stands still. It is no list of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from goldenthread.core.groups.addresses import slug_at
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.plans.document import FORMATS, plan_document
from goldenthread.processes.governance.plans.models import BusinessPlan
from goldenthread.processes.governance.plans.standing import Lane, lanes_of, plan_in_force, work_without_priority
from goldenthread.publishing.spreadsheets import to_csv, to_xlsx
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.pages.board import at_board, home_crumb
from goldenthread.web.pages.groups import group_or_404
from goldenthread.web.pages.listing import EXCEL
from goldenthread.web.signin.stepping_up import ask_before_export

from .shared import crumbs_above, lane_view, progress, tags_of

COLUMNS = (
    "Group", "Priority", "Action", "What", "Who answers", "Due", "Standing", "Times deferred", "Last movement",
    "Standing still",
)  # fmt: skip


@require_safe
@at_board
def workplans_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Every group that owns a priority of the plan in force, and how its workplan stands; `?format=` gives the list."""
    plan = plan_in_force(board)
    lanes = lanes_of(plan) if plan else []
    file = _file(request, f"Workplans {board.slug}", lanes)
    if file:
        return file
    owned: dict[Group | None, list[Lane]] = defaultdict(list)
    for lane in lanes:
        owned[lane.priority.owner_group].append(lane)
    context = {
        "plan": plan,
        "table": _table(board, plan, owned) if plan else None,
        "crumbs": crumbs_above(board),
    }
    return render(request, "plans/workplans.html", context)


@require_safe
@at_board
def workplan_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    """One group's priorities, recommendations and actions; `?format=` gives them as Word, PDF, Excel or CSV."""
    group = group_or_404(board, group_slug)
    plan = plan_in_force(board)
    lanes = lanes_of(plan, group=group) if plan else []
    file = _file(request, f"Workplan {group.name}", lanes) or _document(request, plan, group, lanes)
    if file:
        return file
    groups = Link("Groups", reverse("groups", args=[board.slug]))
    context = {
        "board": board,
        "group": group,
        "plan": plan,
        "lanes": [lane_view(board, plan, lane, whose=False) for lane in lanes] if plan else [],
        "still": sum(lane.stands_still for lane in lanes),
        "besides": work_without_priority(group, board),
        "actions_url": reverse("actions", args=[board.slug]) + f"?group={group.pk}",
        "crumbs": [
            home_crumb(board), groups, Link(group.name, reverse("group", args=[board.slug, slug_at(board, group)])),
        ],
    }  # fmt: skip
    return render(request, "plans/workplan.html", context)


def _table(board: Partnership, plan: BusinessPlan, owned: dict[Group | None, list[Lane]]) -> Table:
    """Those that stand still come first."""
    names = ("Group", "Priorities", "How it stands")
    order = sorted(owned.items(), key=lambda one: (-sum(lane.stands_still for lane in one[1]), str(one[0] or "")))
    rows = tuple((_group(board, plan, group), *_words(lanes)) for group, lanes in order)
    return Table("Workplans by group", tuple(Column(name) for name in names), rows, caption_hidden=True)


def _group(board: Partnership, plan: BusinessPlan, group: Group | None) -> Cell:
    if group is None:
        return Cell("No group owns them", reverse("business_plan", args=[board.slug, plan.pk]))
    return Cell(group.name, reverse("workplan", args=[board.slug, slug_at(board, group)]))


def _words(lanes: list[Lane]) -> tuple[Cell, Cell]:
    worst = next((lane for lane in lanes if lane.stands_still), lanes[0])
    first = f"{worst.priority}: {progress(worst)}"
    return Cell("; ".join(str(lane.priority) for lane in lanes)), Cell(tag=tags_of(worst)[0], note=first)


def _file(request: HttpRequest, title: str, lanes: Iterable[Lane]) -> HttpResponse | None:
    """The actions as Excel or CSV, a line for each under each priority that it serves."""
    kind = request.GET.get("format", "")
    if kind not in {"xlsx", "csv"}:
        return None
    asked = ask_before_export(request)
    if asked:
        return asked
    rows = list(_spread(lanes))
    data, media = (to_csv(COLUMNS, rows), "text/csv; charset=utf-8") if kind == "csv" else (
        to_xlsx("Workplan", COLUMNS, rows), EXCEL
    )  # fmt: skip
    return _attached(data, media, f"{slugify(title)}.{kind}")


def _document(request: HttpRequest, plan: BusinessPlan | None, group: Group, lanes: list[Lane]) -> HttpResponse | None:
    kind = request.GET.get("format", "")
    if plan is None or kind not in FORMATS:
        return None
    asked = ask_before_export(request)
    if asked:
        return asked
    write, media = FORMATS[kind]
    title = f"Workplan: {group.name}"
    return _attached(write(plan_document(plan, lanes, title=title)), media, f"{slugify(title)[:100]}.{kind}")


def _attached(data: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _spread(lanes: Iterable[Lane]) -> Iterable[tuple[Any, ...]]:
    for lane in lanes:
        group = lane.priority.owner_group
        named = (group.name if group else "No group", str(lane.priority))
        if not lane.work:
            yield (*named, "", "No action yet", "", "", "", "", lane.moved_on, "Yes" if lane.stands_still else "No")
        for one in lane.work:
            action = one.action
            yield (
                *named, action.reference, action.text, str(action.owner_agency or action.owner or action.owner_names),
                action.due_on or action.due_text, str(action.get_reason_display() or action.get_status_display()),
                action.deferrals, one.moved_on, "Yes" if one.still else "No",
            )  # fmt: skip
