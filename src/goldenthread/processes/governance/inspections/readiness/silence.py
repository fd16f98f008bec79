"""Who has something to answer, and who does not: worklists, an early warning, and what a chair asks about."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse

from goldenthread.core.casework.warnings import EarlyWarning, brings_warnings
from goldenthread.core.notices.worklist import WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import LONDON, now
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns

from .models import Request, Run

OPEN = (Request.State.ASKED, Request.State.ACKNOWLEDGED)


def to_answer(actor: Actor, partnership: Partnership, on: date) -> list[WorkItem]:
    """What is asked of the actor, or of their agency where no person is named, in runs that go on. One query."""
    mine = Q(owner_id__in=actor.claim("persons")) | Q(owner=None, agency_id__in=actor.agencies_at(partnership.pk))
    rows = Request.objects.filter(mine, partnership=partnership, record__state=Run.State.RUNNING, state__in=OPEN)
    found = []
    for row in rows.select_related("record"):
        due = row.due_at.astimezone(LONDON).date() if row.due_at else None
        found.append(
            WorkItem(
                kind="request",
                pk=row.pk,
                reference=row.record.reference,
                title=f"Answer: {row.title}",
                due=due,
                why="You answer for it" if row.owner_id else "Your agency is asked",
                urgency=urgency_of(due, on),
                days_left=days_left(due, on),
                open_title=True,
                link=reverse("run_request", args=[partnership.slug, row.record_id, row.pk]),
            )
        )
    return found


register_source("readiness", to_answer)


def unanswered(board: Partnership) -> list[Request]:
    """What is past its moment in runs that go on, and what never came without a word of why. The oldest first."""
    late = Q(state__in=OPEN, due_at__lt=now(), record__state=Run.State.RUNNING)
    silent = Q(state=Request.State.NOT_ANSWERED, reason="", record__state=Run.State.OVER)
    rows = Request.objects.filter(late | silent, partnership=board).select_related("record", "agency")
    return list(rows.order_by("due_at", "pk"))


@brings_concerns
def silent_in_an_inspection(board: Partnership) -> list[Concerns]:
    """Agencies that did not answer what a joint inspection asked of them."""
    rows = unanswered(board)
    oldest = [
        Concern(
            f"{row.agency}: {row.title}",
            reverse("run_request", args=[board.slug, row.record_id, row.pk]),
            row.due_at.astimezone(LONDON).date() if row.due_at else None,
            str(row.agency),
        )
        for row in rows[:MOST_NAMED]
    ]
    return [Concerns(Worry.SILENT, "not answered in a joint inspection, mock or real", len(rows), oldest)]


@brings_warnings
def agencies_that_do_not_answer(board: Partnership) -> list[EarlyWarning]:
    """One sign for each agency and run: an agency that cannot answer in a mock will not in the real one."""
    found: dict[tuple[int, int], list[Request]] = {}
    for row in unanswered(board):
        found.setdefault((row.record_id, row.agency_id), []).append(row)
    return [
        EarlyWarning(
            key=f"readiness:{run}:{agency}",
            title=f"{rows[0].agency} does not answer in a joint inspection",
            cause="It could not give inspectors, or a mock of them, what they ask for in time.",
            evidence=f"{rows[0].record}: {len(rows)} unanswered. {'; '.join(row.title for row in rows[:5])}.",
            since=(rows[0].due_at or now()).astimezone(LONDON).date(),
            agency=rows[0].agency,
            link=reverse("run_agencies", args=[board.slug, run]),
        )
        for (run, agency), rows in found.items()
    ]
