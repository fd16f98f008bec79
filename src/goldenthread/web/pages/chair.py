"""What to ask: what nobody owns, nobody answered, was put off again and again, stands still or was closed on a promise.

Everyone with a seat may read it, each within their own sight: what a chair asks about is no secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.left_behind import advice_left, left
from goldenthread.core.thread.models import Action, Impact, Recommendation
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns, concerns_of

from .action_parts import TOO_OFTEN
from .board import at_board, home_crumb

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
    """Actions and recommendations: two queries, whatever there is, each counting every kind and naming its oldest."""
    live = Action.objects.filter(partnership=board).exclude(status=Action.Status.CLOSED)
    advice = Recommendation.objects.filter(partnership=board)
    open_ones = advice.filter(status=Recommendation.Status.OPEN)
    done = advice.filter(reason=Recommendation.Reason.DONE)
    log, list_of, matrix = (reverse(name, args=[board.slug]) for name in ("actions", "recommendations", "coverage"))
    nobody = Q(owner__isnull=True, owner_agency__isnull=True, owner_names="")
    of_advice = (
        Kind(Worry.UNOWNED, "Recommendations that nobody owns", f"{matrix}?hole=owner",
             open_ones.filter(owner_group__isnull=True, owner_agency__isnull=True)),
        Kind(Worry.UNOWNED, "Recommendations whose owner is there no more", f"{list_of}?standing=left",
             advice.filter(advice_left(board))),
        Kind(Worry.STALLED, "Recommendations that no action carries", f"{matrix}?hole=action&standing=open",
             open_ones.filter(~Exists(Action.objects.filter(recommendation=OuterRef("pk"))))),
        Kind(Worry.ON_A_PROMISE, "Recommendations done, and nobody looked whether anything changed",
             f"{list_of}?standing=unknown",
             done.filter(~Exists(Impact.objects.filter(recommendation=OuterRef("pk"), looked_on__isnull=False)))),
    )  # fmt: skip
    of_actions = (
        Kind(Worry.UNOWNED, "Actions that nobody owns", f"{log}?standing=unowned", live.filter(nobody)),
        Kind(Worry.UNOWNED, "Actions whose owner is there no more", f"{log}?standing=left", live.filter(left(board))),
        Kind(Worry.DEFERRED, "Actions put off three times or more", f"{log}?standing=often",
             live.filter(deferrals__gte=TOO_OFTEN)),
        Kind(Worry.ON_A_PROMISE, "Actions closed without evidence", f"{log}?standing=promise",
             Action.objects.filter(partnership=board, reason=Action.Reason.DONE_NO_EVIDENCE)),
    )  # fmt: skip
    advice_who = ("owner_group__name", "owner_agency__name")
    action_who = ("owner_agency__name", "owner__name", "owner_names")
    return [
        *_counted(board, "recommendation", advice_who, of_advice),
        *_counted(board, "action", action_who, of_actions),
    ]


@dataclass(frozen=True)
class Kind:
    """One kind of worry about rows of one model, and the list that shows them all."""

    worry: Worry
    what: str
    href: str
    rows: QuerySet


def _counted(board: Partnership, page: str, who: tuple[str, ...], kinds: Sequence[Kind]) -> list[Concerns]:
    """How many there are of each kind, and the oldest of them: one query. `who`: columns that name who answers."""
    parts = [
        kind.rows.order_by("made_on", "pk")
        .annotate(kind=Value(place), of=Window(Count("pk")))
        .values_list("kind", "of", "pk", "reference", "text", "made_on", *who)[:MOST_NAMED]
        for place, kind in enumerate(kinds)
    ]
    totals, named = dict.fromkeys(range(len(kinds)), 0), dict[int, list[Concern]]()
    for place, total, pk, reference, text, made_on, *names in parts[0].union(*parts[1:], all=True):
        totals[place] = total
        there = reverse(page, args=[board.slug, pk])
        who_answers = next((name for name in names if name), "")
        named.setdefault(place, []).append(Concern(f"{reference}: {_short(text)}", there, made_on, who_answers))
    return [
        Concerns(kind.worry, kind.what, totals[place],
                 sorted(named.get(place, []), key=lambda one: (one.since or date.max, one.text)), kind.href)
        for place, kind in enumerate(kinds)
    ]  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
