"""What waits for an answer: on the agenda, after the meeting, on the front page and before the chair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from goldenthread.core.casework.models import Audience, Event
from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group
from goldenthread.core.notices.worklist import WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.web.components import Link, SummaryRow
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns
from goldenthread.web.overview import brings_overview

from .models import Voice

OPEN_AUDIENCES = (Audience.PARTNERSHIP, Audience.GROUP)
ANSWERED = (Voice.State.DECIDED, Voice.State.NOTHING)


def unanswered(partnership: Partnership) -> QuerySet[Voice]:
    return Voice.objects.filter(partnership=partnership, state=Voice.State.SAID).order_by("said_on", "pk")


@brings_matters
def on_the_agenda(group: Group) -> list[Matter]:
    """What has no answer: of the group it was brought to; of no group in particular, the Board's."""
    ours = Q(group=group)
    if group.kind == Group.Kind.BOARD:
        ours |= Q(group__isnull=True)
    return [
        Matter(
            "voice",
            one.pk,
            one.reference,
            one.title,
            f"{one.get_where_display()}. What is decided because of it, or why does nothing change?",
            one.said_on,
            restricted=one.audience not in OPEN_AUDIENCES,
        )
        for one in unanswered(group.partnership).filter(ours)
    ]


def last_met(partnership: Partnership, **of: Any) -> Subquery:
    """The day of the last meeting that was held of a group."""
    held = Event.objects.filter(name="hold", record__kind="meetings", record__partnership=partnership, **of)
    return Subquery(held.order_by("-record__opened_on").values("record__opened_on")[:1])


def after_the_meeting(actor: Actor, partnership: Partnership, on: date) -> Iterator[WorkItem]:
    """For the unit: what was heard by a meeting and has no answer yet, and whom nobody has told. One query."""
    if not actor.roles(partnership.pk) & UNIT:
        return
    rows = Voice.objects.filter(partnership=partnership).exclude(state=Voice.State.TOLD)
    rows = rows.annotate(
        met_group=last_met(partnership, record__group_id=OuterRef("group_id")),
        met_board=last_met(partnership, record__group__kind=Group.Kind.BOARD),
    )
    for one in rows.order_by("said_on", "pk"):
        heard = one.met_group if one.group_id else one.met_board
        if one.state in ANSWERED:
            yield _item(one, None, on, "They have not been told what came of it")
        elif heard and heard > one.said_on:
            yield _item(one, heard, on, "The meeting heard this: what did it do?")


def _item(one: Voice, due: date | None, on: date, why: str) -> WorkItem:
    return WorkItem(
        kind="record",
        pk=one.pk,
        reference=one.reference,
        title=one.title,
        due=due,
        why=why,
        urgency=urgency_of(due, on),
        days_left=days_left(due, on),
        open_title=one.audience == Audience.PARTNERSHIP,
        record_kind="voice",
    )


register_source("voice", after_the_meeting)


@brings_overview
def how_voices_stand(board: Partnership) -> list[SummaryRow]:
    rows = Voice.objects.filter(partnership=board)
    found = rows.aggregate(
        said=Count("pk", filter=Q(state=Voice.State.SAID)), untold=Count("pk", filter=Q(state__in=ANSWERED))
    )
    there = reverse("records", args=[board.slug, "voice"])
    return [
        SummaryRow(label, found[name], (Link("See them", there + query, label.lower()),))
        for name, label, query in (
            ("said", "Voices without an answer", "?state=said"),
            ("untold", "Voices that were not told what came of it", "?state=decided"),
        )
    ]


@brings_concerns
def unheard(board: Partnership) -> list[Concerns]:
    """Said, and not answered."""
    oldest = list(unanswered(board)[: MOST_NAMED + 1])
    total = len(oldest) if len(oldest) <= MOST_NAMED else unanswered(board).count()
    named = [
        Concern(f"{one.reference}: {one.title}", reverse("record", args=[board.slug, "voice", one.pk]), one.said_on)
        for one in oldest[:MOST_NAMED]
    ]
    there = f"{reverse('records', args=[board.slug, 'voice'])}?state=said"
    return [Concerns(Worry.UNANSWERED, "What children, families and staff said", total, named, there)]
