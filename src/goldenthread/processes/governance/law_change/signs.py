"""A move that is planned, told to those who prepare it: on the board's agenda, the front page and the unit's list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group
from goldenthread.core.notices.worklist import AHEAD, WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.courses import course_of
from goldenthread.core.tenancy.models import Move, Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.calendars import say
from goldenthread.kernel.now import today
from goldenthread.law.eras import era
from goldenthread.web.components import Link, SummaryRow, count
from goldenthread.web.overview import brings_overview

from .holding import filled_on


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


def to_prepare(actor: Actor, partnership: Partnership, on: date) -> Iterator[WorkItem]:
    """For the unit: a move that is near, with how many roles nobody is named for. Four queries at most."""
    if not actor.roles(partnership.pk) & UNIT:
        return
    for move in planned_at(partnership).filter(on__lte=on + AHEAD):
        rows = filled_on(partnership, course_of(partnership), move.on)
        holes = sum(not one.holders for one in rows)
        yield WorkItem(
            kind="law_change",
            pk=move.pk,
            reference="Change of law",
            title=in_words(move),
            due=move.on,
            why=f"{count(holes, 'role')} without a name" if holes else "The day comes",
            urgency=urgency_of(move.on, on),
            days_left=days_left(move.on, on),
            link=reverse("law_move", args=[partnership.slug, move.pk]),
        )


register_source("law_change", to_prepare)


def in_words(move: Move) -> str:
    return f"{era(move.era).title} from {say(move.on)}"
