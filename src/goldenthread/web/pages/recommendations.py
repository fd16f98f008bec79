"""Recommendations: what should change. The whole partnership reads one without the findings that it answers."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership, User
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Finding, Impact, Recommendation
from goldenthread.core.thread.threads import Strand, strand
from goldenthread.web.components import Link, SummaryRow, Tag

from .asked_again import asked_both_ways
from .board import at_board, home_crumb, record_address
from .history import readable_history
from .impact_tests import links_beside
from .listing import export, list_context
from .recommendation_parts import (
    actions_table,
    asked_table,
    look_facts,
    recommendation_facts,
    recommendation_listing,
    result_tag,
    standing_tag,
)
from .record_parts import change_lines


def url_of(board: Partnership, row: Recommendation) -> str:
    return reverse("recommendation", args=[board.slug, row.pk])


@at_board
def recommendation_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    listing = recommendation_listing(board)
    file = export(request, listing)
    if file:
        return file
    context = {
        **list_context(request, listing),
        "crumbs": [home_crumb(board)],
        "open_url": reverse("add_recommendation", args=[board.slug]) if oversees(board) else "",
        "open_label": "Make a recommendation",
        "links": [
            Link("Findings", reverse("findings", args=[board.slug])),
            Link("Have we asked for this before?", reverse("asked_before", args=[board.slug])),
            *(
                [Link("Bring a list in", reverse("import_recommendations", args=[board.slug]))]
                if oversees(board)
                else []
            ),
        ],
    }
    partial = request.headers.get("HX-Request")
    return render(request, "web/pages/_results.html" if partial else "web/pages/list.html", context)


@at_board
def recommendation_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_recommendation(board, pk)
    whole = strand(row)
    prefetch_related_objects([one for _, one in whole.evidence], "files")
    at = [board.slug, pk]
    beside = links_beside(board, whole.impacts)
    before, since = asked_both_ways(board, row, oversees(board))
    context = {
        "row": row,
        "standing": standing_tag(row, whole.looks),
        "facts": recommendation_facts(row, whole),
        "findings": _findings(board, whole),
        "actions": actions_table(board, whole),
        "strand": whole,
        "asked": asked_table(row, whole.looks),
        "asked_before": before,
        "asked_since": since,
        "looks": [_look(board, row, one, beside[one.pk]) for one in (*whole.looks, *whole.planned)],
        "moves": _moves(board, row) if oversees(board) else [],
        "may_change": oversees(board),
        "history_url": reverse("recommendation_history", args=at),
        "thread_url": reverse("thread", args=at),
        "crumbs": crumbs_above(board),
    }
    return render(request, "web/pages/recommendation.html", context)


@at_board
def history_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_recommendation(board, pk)
    lines = readable_history(row)
    names = dict(User.objects.filter(pk__in={line.user_id for line in lines}).values_list("pk", "name"))
    context = {
        "title": "Every change",
        "caption": row.reference,
        "moments": change_lines(row, lines, names),
        "crumbs": [*crumbs_above(board), Link(row.reference, url_of(board, row))],
    }
    return render(request, "web/pages/history.html", context)


def _findings(board: Partnership, whole: Strand) -> list[tuple[Finding, Link, Link, str]]:
    """Each finding that the reader may see: its page, its record, and the way to unlink it."""
    row = whole.recommendation
    may = oversees(board)
    return [
        (
            finding,
            Link("Open the finding", reverse("finding", args=[board.slug, finding.pk])),
            Link(str(finding.source), record_address(board, finding.source.kind, finding.source_id)),
            reverse("unlink_finding", args=[board.slug, row.pk, finding.pk]) if may else "",
        )
        for finding in whole.findings
    ]


def _look(
    board: Partnership, row: Recommendation, impact: Impact, beside: list[Link]
) -> tuple[str, Tag, list[SummaryRow], list[Link]]:
    """One look: its title, how it came out, its facts, and what may be done with it."""
    at = [board.slug, row.pk, impact.pk]
    title = f"Looked at on {impact.looked_on:%-d %B %Y}" if impact.looked_on else "To be looked at"
    again = impact.asks == Impact.Asks.SUSTAINED
    tag = result_tag(impact) if impact.looked_on else Tag("Planned: still so?" if again else "Planned", "blue")
    links = [Link("Change it", reverse("change_impact", args=at), title.lower())] if oversees(board) else []
    if impact.planned and links:
        links.insert(0, Link("Record what changed", reverse("take_look", args=at), title.lower()))
    return title, tag, look_facts(impact, beside), links


def _moves(board: Partnership, row: Recommendation) -> list[Link]:
    at = [board.slug, row.pk]
    closed = row.status == Recommendation.Status.CLOSED
    named = [
        ("Record what changed", "record_impact"),
        ("Make an action from it", "recommendation_action"),
        ("Say what should move", "plan_look"),
        ("Link a finding", "link_finding"),
        ("Say where it belongs", "place_recommendation"),
        ("Set the audit questions", "audit_questions"),
        ("It was asked for before", "say_repeats"),
        ("Open it again", "reopen_recommendation") if closed else ("Close it", "close_recommendation"),
        ("Change it", "change_recommendation"),
    ]
    return [Link(label, reverse(name, args=at)) for label, name in named]


def oversees(board: Partnership) -> bool:
    return bool(current_actor().roles(board.pk) & OVERSIGHT)


def get_recommendation(board: Partnership, pk: int) -> Recommendation:
    rows = Recommendation.objects.select_related("owner_group", "owner_agency", "origin")
    return get_object_or_404(rows, pk=pk, partnership=board)


def crumbs_above(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Recommendations", reverse("recommendations", args=[board.slug]))]
