"""What challenges bring to other pages: agendas, the chair's page, the front page, early warnings, what needs whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.owning import unowned
from goldenthread.core.casework.warnings import EarlyWarning, brings_warnings
from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group
from goldenthread.core.notices.worklist import AHEAD, WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today
from goldenthread.web.components import Link, SummaryRow
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns
from goldenthread.web.overview import brings_overview
from goldenthread.web.pages.board import record_address

from .models import Challenge, Tally

State = Challenge.State
LIVE = (State.OPEN, State.ANSWERED, State.KEPT)
#: As many challenges overdue at once with one agency are a sign and no accident.
REPEATED = 2


@brings_matters
def on_the_agenda(group: Group) -> list[Matter]:
    """Not answered, no outcome yet, or to be looked at again."""
    due = Q(state__in=[State.OPEN, State.ANSWERED]) | Q(state=State.KEPT, look_again_on__lte=today())
    return [
        Matter(
            "challenges",
            row.pk,
            row.reference,
            row.title,
            f"{row.get_state_display()}. Asked of {row.other_body or row.lead_agency}.",
            row.opened_on,
            restricted=row.audience not in (Audience.PARTNERSHIP, Audience.GROUP),
        )
        for row in Challenge.objects.filter(due, group=group).select_related("lead_agency")
    ]


@brings_concerns
def what_a_chair_asks(board: Partnership) -> list[Concerns]:
    """Challenges past the day on which an answer was due, and those that nobody answers for any more."""
    rows = Challenge.objects.filter(partnership=board, state__in=LIVE).select_related("lead_agency")
    rows = rows.order_by("answer_due_on", "pk")
    href = reverse("records", args=[board.slug, "challenges"])
    late = rows.filter(state=State.OPEN, answer_due_on__lt=today())
    return [
        _concerns(board, Worry.UNOWNED, "challenges that nobody answers for any more", rows.filter(unowned()), href),
        _concerns(board, Worry.UNANSWERED, "challenges past their day", late, f"{href}?state=open&sort=answer_due_on"),
    ]


@brings_overview
def how_challenges_stand(board: Partnership) -> list[SummaryRow]:
    wanted = {
        "open": ("Challenges without an answer", Q(state=State.OPEN)),
        "answered": ("Challenges answered, without an outcome", Q(state=State.ANSWERED)),
    }
    rows = Challenge.objects.filter(partnership=board)
    found = rows.aggregate(**{name: Count("pk", filter=q) for name, (_, q) in wanted.items()})
    there = reverse("records", args=[board.slug, "challenges"])
    return [
        SummaryRow(label, found[name], (Link("See them", f"{there}?state={name}", label.lower()),))
        for name, (label, _) in wanted.items()
    ]


@brings_warnings
def repeatedly_unanswered(partnership: Partnership) -> list[EarlyWarning]:
    """An agency with several challenges past their day. Two queries: the counts, and the agencies' names."""
    late = Tally.objects.filter(partnership=partnership, state=State.OPEN, due_on__lt=today(), agency__isnull=False)
    counted = late.values("agency").annotate(number=Count("pk"), since=Min("due_on")).filter(number__gte=REPEATED)
    found = {row["agency"]: row for row in counted.order_by("agency")}
    return [
        EarlyWarning(
            key=f"challenges:unanswered:{agency.pk}",
            title=f"{agency} does not answer challenges",
            cause="Challenges of the partnership stay without an answer.",
            evidence=f"{found[agency.pk]['number']} challenges past their day on {today():%-d %B %Y}, the oldest since "
            f"{found[agency.pk]['since']:%-d %B %Y}.",
            since=found[agency.pk]["since"],
            agency=agency,
            link=reverse("challenges_by_agency", args=[partnership.slug]),
        )
        for agency in Agency.objects.filter(pk__in=found)
    ]


def outcomes_to_give(actor: Actor, partnership: Partnership, on: date) -> Iterable[WorkItem]:
    """Answers that wait for an outcome, and what is to be looked at again, for those who oversee. One query.

    Answers that are due are on the list by their clocks.
    """
    if not actor.roles(partnership.pk) & OVERSIGHT:
        return
    ripe = Q(state=State.ANSWERED) | Q(state=State.KEPT, look_again_on__lte=on + AHEAD)
    for row in Challenge.objects.filter(ripe, partnership=partnership):
        kept = row.state == State.KEPT
        due = row.look_again_on if kept else None
        yield WorkItem(
            kind="record",
            pk=row.pk,
            reference=row.reference,
            title=row.title,
            due=due,
            why="Business as usual, to be looked at again" if kept else "It was answered; say what came of it",
            urgency=urgency_of(due, on),
            days_left=days_left(due, on),
            open_title=row.audience == Audience.PARTNERSHIP,
            record_kind="challenges",
        )


register_source("challenges", outcomes_to_give)


def _concerns(board: Partnership, worry: Worry, what: str, found: QuerySet[Challenge], href: str) -> Concerns:
    rows = list(found)
    named = [
        Concern(
            f"{row.reference}: {row.title}",
            record_address(board, "challenges", row.pk),
            row.answer_due_on,
            row.other_body or str(row.lead_agency),
        )
        for row in rows[:MOST_NAMED]
    ]
    return Concerns(worry, what, len(rows), named, href)
