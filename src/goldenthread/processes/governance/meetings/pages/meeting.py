"""The page from which a meeting is run: what is left to do, the agenda with its papers, actions, who came."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.attendance import quorum_of
from goldenthread.processes.governance.meetings.fairness import Quorum
from goldenthread.processes.governance.meetings.models import AgendaItem, Attendance, Decision, Meeting, Paper
from goldenthread.processes.governance.meetings.process import meetings
from goldenthread.web.components import Link, SummaryRow, Table, Tag, count
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.record_parts import state_tag

from .left_to_do import tasks_of
from .log import action_table
from .shared import SETTLED, crumbs_above, may_write


@require_safe
@at_board
def meeting_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Everyone who may see the meeting reads; the links that write are for those who may."""
    meeting: Any = get_object_or_404(_meetings(), pk=pk, partnership=board)
    items, statuses = list(meeting.items.all()), meeting.statuses
    writes = may_write(board) and meeting.state not in SETTLED
    context = {
        "board": board,
        "meeting": meeting,
        "state": state_tag(meetings, meeting),
        "facts": _facts(meeting),
        "items": items,
        "writes": writes,
        "may_remove": writes and meeting.ahead,
        "tasks": tasks_of(board, meeting, items, statuses),
        "quorum": _in_words(quorum_of(meeting)) if statuses else None,
        "counts": _counts(statuses),
        "links": _links(board, meeting),
        "more": _more(board, meeting),
        "crumbs": crumbs_above(board),
        **_actions(board, meeting),
    }
    return render(request, "meetings/meeting.html", context)


def agenda_of() -> QuerySet[AgendaItem]:
    """Agenda items in order, each with its papers and decisions as far as the actor may see them. One query."""
    papers = Paper.objects.filter(item=OuterRef("pk")).order_by("order")
    decisions = Decision.objects.filter(item=OuterRef("pk")).order_by("pk")
    return (
        AgendaItem.objects.select_related("presenter")
        .annotate(
            paper_lines=ArraySubquery(papers.values(data=JSONObject(pk="pk", title="title", restricted="restricted"))),
            decision_lines=ArraySubquery(
                decisions.values(data=JSONObject(pk="pk", reference="reference", text="text", restricted="restricted"))
            ),
        )
        .order_by("number")
    )


def _meetings() -> QuerySet[Meeting]:
    came = Attendance.objects.filter(record=OuterRef("pk")).order_by("pk")
    return (
        Meeting.objects.select_related("group", "chair")
        .annotate(statuses=ArraySubquery(came.values("status")))
        .prefetch_related(Prefetch("items", queryset=agenda_of()))
    )


def _facts(meeting: Meeting) -> list[SummaryRow]:
    hours = " to ".join(f"{time:%H:%M}" for time in (meeting.starts, meeting.ends) if time)
    online = (Link("Join online", meeting.link),) if meeting.link else ()
    rows = [
        SummaryRow("Date", f"{meeting.held_on:%A %-d %B %Y}" + (f", {hours}" if hours else "")),
        SummaryRow("Place", meeting.place or "Online", online) if meeting.place or online else SummaryRow("Place", ""),
        SummaryRow("Chair", str(meeting.chair or "")),
        SummaryRow("Minutes agreed", f"{meeting.agreed_on:%-d %B %Y}" if meeting.agreed_on else ""),
        SummaryRow("Why it was cancelled", meeting.cancelled_reason),
    ]
    return [row for row in rows if row.value]


def _counts(statuses: list[str]) -> list[str]:
    """How many came, sent apologies and so on, in words; nothing where nothing was written down."""
    words = dict(Attendance.Status.choices)
    return [f"{words[key].lower()}: {statuses.count(key)}" for key in words if key in statuses]


def _in_words(quorum: Quorum) -> dict[str, Any]:
    there = f"{count(quorum.members, 'member')}, {count(quorum.deputies, 'deputy', 'deputies')}"
    met = Tag("None set") if quorum.met is None else Tag("Met", "green") if quorum.met else Tag("Not met", "red")
    return {"there": f"{there}, {count(quorum.agencies, 'agency', 'agencies')}", "met": met}


def _actions(board: Partnership, meeting: Meeting) -> dict[str, Table | None]:
    """Those due at this meeting and those agreed at it, in one query."""
    here = Q(due_meeting_id=meeting.pk) | Q(record_id=meeting.pk)
    rows = list(Action.objects.filter(here).select_related("owner", "owner_agency").order_by("due_on", "pk"))
    due = [action for action in rows if action.due_meeting_id == meeting.pk]
    agreed = [action for action in rows if action.record_id == meeting.pk]
    return {
        "due": action_table(board, "Due at this meeting", due) if due else None,
        "agreed": action_table(board, "Agreed at this meeting", agreed) if agreed else None,
    }


def _links(board: Partnership, meeting: Meeting) -> list[Link]:
    """The other pages of the meeting."""
    links = [
        Link("Action log", reverse("meeting_actions", args=[board.slug, meeting.pk])),
        Link("Packs and draft minutes", reverse("meeting_packs", args=[board.slug, meeting.pk])),
    ]
    if may_write(board):
        links.append(Link("Attendance", reverse("meeting_attendance", args=[board.slug, meeting.pk])))
    links.append(Link("Steps and history", reverse("record", args=[board.slug, "meetings", meeting.pk])))
    return links


def _more(board: Partnership, meeting: Meeting) -> list[Link]:
    """What only the business unit does, and only while the meeting is ahead."""
    if not meeting.ahead or not may_write(board):
        return []
    record = [board.slug, "meetings", meeting.pk]
    roles = current_actor().roles(board.pk)
    found = [
        Link("Change time or place", reverse("change_record", args=record)),
        Link("Move to another day", reverse("move_meeting", args=[board.slug, meeting.pk])),
    ]
    if meetings.workflow["cancel"].by & roles:
        found.append(Link("Cancel", reverse("step", args=[*record, "cancel"])))
    return found
