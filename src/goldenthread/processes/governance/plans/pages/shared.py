"""What the pages of a plan share: finding it, the way back, who may write in it, a lane in words and tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.groups.addresses import slug_at
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.core.thread.models import Priority
from goldenthread.processes.governance.plans.models import BusinessPlan
from goldenthread.processes.governance.plans.standing import Lane, Work
from goldenthread.web.components import Cell, Column, Link, Table, Tag, count
from goldenthread.web.pages.action_parts import status_tag, who_answers
from goldenthread.web.pages.board import home_crumb


def plan_at(board: Partnership, pk: int) -> BusinessPlan:
    """The partnership's plan, or 404 where there is none that the actor may see."""
    return get_object_or_404(BusinessPlan.objects.select_related("carried_from"), pk=pk, partnership=board)


def priority_at(board: Partnership, pk: int, priority: int) -> Priority:
    rows = Priority.objects.select_related("owner_group__partnership")
    return get_object_or_404(rows, pk=priority, plan_id=pk, partnership=board)


def may_write(board: Partnership) -> bool:
    return bool(UNIT & current_actor().roles(board.pk))


def address(board: Partnership, pk: int, part: str = "") -> str:
    return reverse("business_plan", args=[board.slug, pk]) + (f"#{part}" if part else "")


def crumbs_above(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Business plan", reverse("records", args=[board.slug, "plans"]))]


def crumbs(board: Partnership, plan: BusinessPlan) -> list[Link]:
    return [*crumbs_above(board), Link(plan.title or plan.reference, address(board, plan.pk))]


def tags_of(lane: Lane) -> list[Tag]:
    """How a priority stands, the worst first."""
    found = []
    if lane.stands_still:
        found.append(Tag("Standing still" if lane.work else "Nothing begun", "red"))
    if lane.overdue:
        found.append(Tag(f"{lane.overdue} overdue", "orange"))
    if lane.unknown:
        found.append(Tag(f"{lane.unknown} done, impact unknown", "yellow"))
    return found or [Tag("Moving" if lane.live else "Everything closed", "blue" if lane.live else "green")]


def progress(lane: Lane) -> str:
    """In words: how many actions, how they were closed, how many stand still, and the last movement."""
    if not lane.work:
        return f"No action yet, since {lane.priority.since:%-d %B %Y}."
    parts = [
        f"{lane.closed} of {count(len(lane.work), 'action')} closed, {lane.shown} of them with evidence",
        f"{lane.still} standing still" if lane.still else "",
        f"{lane.deferred} deferred" if lane.deferred else "",
    ]
    return f"{'; '.join(part for part in parts if part)}. Last movement {lane.moved_on:%-d %B %Y}."


def work_table(board: Partnership, caption: str, work: Iterable[Work]) -> Table:
    """Actions as they stand, each a link to its own page, with the day on which anything last moved."""
    names = ("Action", "Who answers", "Due", "Standing", "Last movement")
    rows = tuple(
        (
            Cell(f"{one.action.reference}: {one.action.text}", reverse("action", args=[board.slug, one.action.pk])),
            who_answers(one.action),
            Cell(_due(one), tag=Tag("Overdue", "red") if one.overdue else None),
            Cell(tag=status_tag(one.action)),
            Cell(f"{one.moved_on:%-d %b %Y}", tag=Tag("Standing still", "red") if one.still else None),
        )
        for one in work
    )
    return Table(caption, tuple(Column(name) for name in names), rows, caption_hidden=True)


def lane_view(board: Partnership, plan: BusinessPlan, lane: Lane, *, whose: bool = True) -> dict[str, Any]:
    """What the templates show of a priority."""
    group = lane.priority.owner_group
    return {
        "lane": lane,
        "priority": lane.priority,
        "tags": tags_of(lane),
        "progress": progress(lane),
        "group": Link(group.name, reverse("workplan", args=[board.slug, slug_at(board, group)]))
        if group and whose
        else None,
        "unowned": group is None,
        "table": work_table(board, f"Actions for priority {lane.priority.number}", lane.work) if lane.work else None,
        "recommendations": [
            Link(str(row), reverse("recommendation", args=[board.slug, row.pk])) for row in lane.recommendations
        ],
        "measures": [
            (Link(tie.measure.title, reverse("measure", args=[board.slug, tie.measure.code])), tie)
            for tie in lane.measures
        ],
        "here": [board.slug, plan.pk, lane.priority.pk],
    }


def _due(one: Work) -> str:
    return f"{one.action.due_on:%-d %b %Y}" if one.action.due_on else one.action.due_text or "No date"
