"""A move that is planned, told to those who prepare it: on the board's agenda and the front page."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Move, Partnership
from goldenthread.kernel.calendars import say
from goldenthread.kernel.now import today
from goldenthread.law.eras import era
from goldenthread.web.components import Link, SummaryRow
from goldenthread.web.overview import brings_overview


def planned_at(partnership: Partnership | int) -> QuerySet[Move]:
    """Moves whose day has not come, the next first."""
    return Move.objects.filter(partnership=partnership, withdrawn_on__isnull=True, on__gt=today()).order_by("on")


@brings_matters
def on_the_boards_agenda(group: Group) -> list[Matter]:
    """The body itself speaks of it at each meeting until the day."""
    if group.kind != Group.Kind.BOARD:
        return []
    return [
        Matter("law_change", move.pk, "Law", f"Change of law to {era(move.era).title}", in_words(move), move.made_on)
        for move in planned_at(group.partnership_id)
    ]


@brings_overview
def what_is_planned(board: Partnership) -> list[SummaryRow]:
    return [
        SummaryRow(
            "Change of law",
            in_words(move),
            (Link("See what it changes", reverse("law_move", args=[board.slug, move.pk])),),
        )
        for move in planned_at(board)
    ]


def in_words(move: Move) -> str:
    return f"{era(move.era).title} from {say(move.on)}"
