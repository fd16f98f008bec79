"""The forward plan of a group on a page: the next twelve months by meeting, the gaps, and the same as a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from goldenthread.core.groups.addresses import slug_at
from goldenthread.core.groups.coming import Coming
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.carrying import Promised
from goldenthread.processes.governance.meetings.forward import ForwardPlan, plan_of
from goldenthread.publishing.spreadsheets import to_csv, to_xlsx
from goldenthread.web.components import Link
from goldenthread.web.pages.board import at_board, record_address
from goldenthread.web.pages.groups import group_or_404
from goldenthread.web.pages.listing import EXCEL
from goldenthread.web.signin.stepping_up import ask_before_export

from .groups import group_crumbs

COLUMNS = ("Meeting", "Date", "What", "Kind", "Why")


@require_safe
@at_board
def plan_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    """What stands at each meeting ahead by itself, and what was promised to none; `?format=xlsx` or `csv`."""
    group = group_or_404(board, group_slug)
    plan = plan_of(group)
    kind = request.GET.get("format", "")
    if kind in {"xlsx", "csv"}:
        return ask_before_export(request) or _file(plan, f"Forward plan {group.name}", kind)
    gaps = plan.gaps
    context = {
        "group": group,
        "plan": [
            {
                "meeting": one.meeting,
                "href": reverse("meeting", args=[board.slug, one.meeting.pk]),
                "items": one.items,
                "actions": [_action(board, action) for action in one.actions],
                "coming": [coming_link(board, c) for c in one.coming],
            }
            for one in plan.meetings
        ],
        "stranded": [_action(board, action) for action in gaps.cancelled],
        "over": [_action(board, action) for action in gaps.over],
        "nowhere": [_action(board, action) for action in gaps.nowhere],
        "unplaced": [coming_link(board, one) for one in gaps.unplaced],
        "empty": [Link(meeting.title, reverse("meeting", args=[board.slug, meeting.pk])) for meeting in gaps.empty],
        "gaps": gaps.any,
        "terms": reverse("group_terms", args=[board.slug, group.pk]),
        "calendar": reverse("your_calendar", args=[board.slug]),
        "here": slug_at(board, group),
        "crumbs": group_crumbs(board, group),
    }
    return render(request, "meetings/forward_plan.html", context)


def coming_link(board: Partnership, one: Coming) -> Link:
    """A link to what comes, with its day."""
    where = record_address(board, one.kind or "terms", one.pk)
    return Link(f"{one.title} ({one.on:%-d %B %Y})", where)


def _action(board: Partnership, action: Action) -> Link:
    said = f" (due: {action.due_text})" if action.due_text and not action.due_on else ""
    return Link(f"{action.reference}: {action.text}{said}", reverse("action", args=[board.slug, action.pk]))


def _file(plan: ForwardPlan, title: str, kind: str) -> HttpResponse:
    rows = list(_rows(plan))
    data, media = (to_csv(COLUMNS, rows), "text/csv; charset=utf-8") if kind == "csv" else (
        to_xlsx("Forward plan", COLUMNS, rows), EXCEL
    )  # fmt: skip
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{slugify(title)}.{kind}"'
    return response


def _rows(plan: ForwardPlan) -> Iterable[tuple[Any, ...]]:
    for one in plan.meetings:
        named = (one.meeting.title, one.meeting.held_on)
        yield from ((*named, *row) for row in _at_one(one))
    gaps = plan.gaps
    named_gaps = (
        ("Its meeting is cancelled", gaps.cancelled),
        ("Its meeting is over", gaps.over),
        ("Its meeting is not planned", gaps.nowhere),
    )
    for why, actions in named_gaps:
        yield from (("No meeting", "", f"{a.reference}: {a.text}", "Action", why) for a in actions)
    for c in gaps.unplaced:
        yield ("No meeting", "", c.title, "Comes by its date", f"After the last meeting planned: {c.on:%-d %B %Y}")


def _at_one(one: Promised) -> Iterable[tuple[str, str, str]]:
    if not (one.items or one.actions or one.coming):
        yield ("", "Nothing planned", "")
    for item in one.items:
        yield (item.title, "Item", "Restricted" if item.restricted else "")
    for action in one.actions:
        yield (f"{action.reference}: {action.text}", "Action due", "")
    for c in one.coming:
        yield (c.title, "Comes by its date", f"{c.why} {c.on:%-d %B %Y}")
