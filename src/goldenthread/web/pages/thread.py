"""A thread as one text, to be read from top to bottom and printed: from what was found to what changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action, Finding, Recommendation
from goldenthread.core.thread.threads import Promise, Strand, strand, strands
from goldenthread.publishing.charts.thread import thread_on_page
from goldenthread.web.components import Link

from .action_parts import status_tag
from .board import at_board, home_crumb
from .recommendation_parts import figures, standing_tag
from .recommendations import crumbs_above, get_recommendation, url_of
from .thread_parts import steps_of


@at_board
def recommendation_thread(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_recommendation(board, pk)
    crumbs = [*crumbs_above(board), Link(row.reference, url_of(board, row))]
    return _page(request, f"The thread of {row.reference}", None, [strand(row)], crumbs)


@at_board
def finding_thread(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Everything that came of one finding."""
    finding = get_object_or_404(Finding.objects.select_related("source"), pk=pk, source__partnership=board)
    rows = Recommendation.objects.filter(answers__finding=finding).select_related("owner_group", "owner_agency")
    crumbs = [
        home_crumb(board),
        Link("Findings", reverse("findings", args=[board.slug])),
        Link("The finding", reverse("finding", args=[board.slug, pk])),
    ]
    return _page(request, "What came of a finding", finding, strands(rows.order_by("pk")), crumbs)


def _page(
    request: HttpRequest, title: str, finding: Finding | None, found: list[Strand], crumbs: list[Link]
) -> HttpResponse:
    context = {
        "title": title,
        "drawing": mark_safe(thread_on_page(steps_of(finding, found), title, key="thread")),  # noqa: S308 - escaped there
        "finding": finding,
        "strands": [
            {
                "strand": one,
                "standing": standing_tag(one.recommendation, one.looks),
                "who": _who(one.recommendation),
                "promises": [(promise, status_tag(promise.action), _promised(promise)) for promise in one.promises],
                "looks": [(impact, figures(impact)) for impact in reversed(one.looks)],
            }
            for one in found
        ],
        "crumbs": crumbs,
    }
    return render(request, "web/pages/thread.html", context)


def _who(row: Recommendation) -> str:
    names = [str(one) for one in (row.owner_group, row.owner_agency) if one]
    return f"Seen through by {' and '.join(names)}." if names else "Nobody sees it through yet."


def _promised(promise: Promise) -> str:
    """Who promised it, by when, and how it ended."""
    action = promise.action
    who = str(action.owner_agency or action.owner or action.owner_names or "nobody yet")
    due = f"{action.due_on:%-d %B %Y}" if action.due_on else action.due_text or "no date"
    told = [f"Agreed on {action.made_on:%-d %B %Y}.", f"Answered for by {who}; due {due}."]
    if action.status == Action.Status.CLOSED:
        told.append(f"Closed on {action.closed_on:%-d %B %Y}.")
    elif action.deferrals:
        told.append(f"Put off {action.deferrals} time{'' if action.deferrals == 1 else 's'}.")
    return " ".join(told)
