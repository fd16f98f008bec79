"""What each agency owes, who stays silent, and where that is shown: to them, their group, the unit and the chair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.warnings import EarlyWarning, brings_warnings
from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group
from goldenthread.core.notices.worklist import AHEAD, WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import today
from goldenthread.web.components import count
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns

from .answering import ANSWERING
from .models import Cascade, Reply

#: So many cascades unanswered within a year are a sign; one may have been missed.
REPEATED = 3
A_YEAR = timedelta(days=365)


def owed(partnership: Partnership) -> QuerySet[Reply]:
    """Not answered, on a cascade that still asks."""
    rows = Reply.objects.filter(record__partnership=partnership, record__state=Cascade.State.ASKING)
    return rows.filter(status=Reply.Status.WAITING).order_by("record__answer_by", "pk")


def silent(partnership: Partnership) -> QuerySet[Reply]:
    """Owed, and the day has gone."""
    return owed(partnership).filter(record__answer_by__lt=today())


def to_answer(actor: Actor, partnership: Partnership, on: object) -> Iterator[WorkItem]:
    """For the people of an agency: what it has still to answer. One query."""
    day, mine = today(), actor.agencies_at(partnership.pk)
    if not mine or not actor.roles(partnership.pk) & (ANSWERING - UNIT):  # the unit's own office is not asked
        return
    rows = owed(partnership).filter(agency__in=mine, record__answer_by__lte=day + AHEAD)
    for reply in rows.select_related("record", "agency"):
        cascade = reply.record
        yield WorkItem(
            kind="cascade",
            pk=reply.pk,
            reference=cascade.reference,
            title=f"What did {reply.agency} pass on? {cascade.named}",
            due=cascade.answer_by,
            why="Your agency is asked what it passed on",
            urgency=urgency_of(cascade.answer_by, day),
            days_left=days_left(cascade.answer_by, day),
            open_title=cascade.audience == Audience.PARTNERSHIP,
            link=reverse("answer_cascade", args=[partnership.slug, cascade.pk, reply.pk]),
        )


register_source("cascades", to_answer)


@brings_matters
def on_the_agenda(group: Group) -> list[Matter]:
    """Cascades of the group that some agency has not answered by its day."""
    late = Cascade.objects.filter(group=group, state=Cascade.State.ASKING, answer_by__lt=today())
    rows = late.annotate(silent=Count("replies", filter=Q(replies__status=Reply.Status.WAITING))).filter(silent__gt=0)
    return [
        Matter(
            "cascades",
            one.pk,
            one.reference,
            one.title,
            f"{count(one.silent, 'agency has', 'agencies have')} not said what they passed on.",
            one.answer_by,
            restricted=one.audience not in (Audience.PARTNERSHIP, Audience.GROUP),
        )
        for one in rows
    ]


@brings_concerns
def silent_agencies(board: Partnership) -> list[Concerns]:
    """Agencies with answers owed, those with the most first."""
    per_agency = silent(board).order_by().values("agency__name").annotate(n=Count("pk"), since=Min("record__answer_by"))
    rows = list(per_agency.order_by("-n", "since"))
    named = [
        Concern(
            f"{row['agency__name']}: {count(row['n'], 'cascade')} not answered",
            reverse("cascade_register", args=[board.slug]),
            row["since"],
            row["agency__name"],
        )
        for row in rows[:MOST_NAMED]
    ]
    href = reverse("cascade_register", args=[board.slug])
    return [Concerns(Worry.SILENT, "Cascades without an answer", len(rows), named, href)]


@brings_warnings
def repeated_silence(partnership: Partnership) -> Iterator[EarlyWarning]:
    """An agency that left three cascades or more of a year without an answer. One query."""
    rows = Reply.objects.filter(
        record__partnership=partnership,
        status=Reply.Status.WAITING,
        record__answer_by__lt=today(),
        record__answer_by__gte=today() - A_YEAR,
    )
    found = list(rows.select_related("agency", "record").order_by("agency_id", "record__answer_by"))
    for key, lines in groupby(found, key=lambda reply: reply.agency_id):
        missed = list(lines)
        if len(missed) < REPEATED:
            continue
        agency, since = missed[0].agency, missed[0].record.answer_by
        yield EarlyWarning(
            key=f"cascades:{key}:{since.isoformat()}",
            title=f"{agency} does not say what it passes on",
            cause="Learning and papers may not reach its front line.",
            evidence=f"{len(missed)} cascades without an answer since {since:%-d %B %Y}: "
            + ", ".join(reply.record.reference for reply in missed[:10]),
            since=since,
            agency=agency,
            link=reverse("cascade_register", args=[partnership.slug]),
        )
