"""What to ask: what nobody owns, nobody answered, was put off again and again, stands still or was closed on a promise.

Everyone with a seat may read it, each within their own sight: what a chair asks about is no secret.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.left_behind import advice_left, left
from goldenthread.core.thread.models import Action, Recommendation
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns, concerns_of

from .action_parts import TOO_OFTEN, who_is_named
from .board import at_board, home_crumb
from .recommendations import url_of

SHORT = 140


@at_board
def chair_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    if board.pk not in current_actor().partnerships:
        raise PermissionDenied("Only those with a seat at the partnership read this.")
    found = concerns_of(board)
    context = {
        "parts": [
            (worry.value, worry.name.lower(), sum(one.total for one in several), several)
            for worry, several in found.items()
        ],
        "quiet": [worry.value for worry in Worry if worry not in found],
        "crumbs": [home_crumb(board)],
    }
    return render(request, "web/pages/chair.html", context)


@brings_concerns
def about_the_thread(board: Partnership) -> list[Concerns]:
    """Actions and recommendations. A query for each kind, which counts all and names the oldest."""
    live = Action.objects.filter(partnership=board).exclude(status=Action.Status.CLOSED)
    advice = Recommendation.objects.filter(partnership=board, status=Recommendation.Status.OPEN)
    log, list_of, matrix = (reverse(name, args=[board.slug]) for name in ("actions", "recommendations", "coverage"))
    nobody = Q(owner__isnull=True, owner_agency__isnull=True, owner_names="")
    return [
        _advice(board, Worry.UNOWNED, "Recommendations that nobody owns",
                advice.filter(owner_group__isnull=True, owner_agency__isnull=True), f"{matrix}?hole=owner"),
        _advice(board, Worry.UNOWNED, "Recommendations whose owner is there no more",
                Recommendation.objects.filter(advice_left(board), partnership=board), f"{list_of}?standing=left"),
        _advice(board, Worry.STALLED, "Recommendations that no action carries",
                advice.filter(actions__isnull=True), f"{matrix}?hole=action"),
        _actions(board, Worry.UNOWNED, "Actions that nobody owns", live.filter(nobody), f"{log}?standing=unowned"),
        _actions(board, Worry.UNOWNED, "Actions whose owner is there no more", live.filter(left(board)),
                 f"{log}?standing=left"),
        _actions(board, Worry.DEFERRED, "Actions put off three times or more",
                 live.filter(deferrals__gte=TOO_OFTEN), f"{log}?standing=often"),
        _actions(board, Worry.ON_A_PROMISE, "Actions closed without evidence",
                 Action.objects.filter(partnership=board, reason=Action.Reason.DONE_NO_EVIDENCE),
                 f"{log}?standing=promise"),
        _advice(board, Worry.ON_A_PROMISE, "Recommendations done, and nobody looked whether anything changed",
                Recommendation.objects.filter(partnership=board, reason=Recommendation.Reason.DONE)
                .exclude(impacts__looked_on__isnull=False), f"{list_of}?standing=unknown"),
    ]  # fmt: skip


def _actions(board: Partnership, worry: Worry, what: str, rows: QuerySet, href: str) -> Concerns:
    def named(row: Action) -> Concern:
        where = reverse("action", args=[board.slug, row.pk])
        return Concern(f"{row.reference}: {_short(row.text)}", where, row.made_on, who_is_named(row))

    return _counted(worry, what, rows.select_related("owner", "owner_agency"), named, href)


def _advice(board: Partnership, worry: Worry, what: str, rows: QuerySet, href: str) -> Concerns:
    def named(row: Recommendation) -> Concern:
        who = str(row.owner_group or row.owner_agency or "")
        return Concern(f"{row.reference}: {_short(row.text)}", url_of(board, row), row.made_on, who)

    return _counted(worry, what, rows.select_related("owner_group", "owner_agency"), named, href)


def _counted(worry: Worry, what: str, rows: QuerySet, named: Callable[[Any], Concern], href: str) -> Concerns:
    """How many there are, and the oldest of them: one query."""
    found = list(rows.annotate(of=Window(Count("pk"))).order_by("made_on", "pk")[:MOST_NAMED])
    return Concerns(worry, what, found[0].of if found else 0, [named(row) for row in found], href)


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
