"""The page from which a meeting is run: what is left to do, the agenda with its papers, actions, who came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from goldenthread.core.files.models import StoredFile
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.courses import moves_beside
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.attendance import quorum_of
from goldenthread.processes.governance.meetings.fairness import Quorum
from goldenthread.processes.governance.meetings.forward import coming_here
from goldenthread.processes.governance.meetings.gathering import words_of
from goldenthread.processes.governance.meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    ItemAction,
    Meeting,
    Paper,
)
from goldenthread.processes.governance.meetings.process import meetings
from goldenthread.web.components import Cell, Link, SummaryRow, Table, Tag, count
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.finding_parts import findings_of, raise_url
from goldenthread.web.pages.record_parts import state_tag

from .forward import coming_link
from .gate import links_of
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
        "taken_off": _taken_off(board, meeting) if writes else [],
        "held_back": links_of(board, meeting),
        "coming": [coming_link(board, one) for one in coming_here(meeting)],
        "may_offer": writes and meeting.ahead,
        "sources": _sources(meeting),
        "tasks": tasks_of(board, meeting, items, statuses),
        "quorum": _in_words(quorum_of(meeting)) if statuses else None,
        "counts": _counts(statuses),
        "findings": findings_of(meeting),
        "finding_url": raise_url(board, meeting),
        "links": _links(board, meeting),
        "more": _more(board, meeting),
        "crumbs": crumbs_above(board),
        **_actions(board, meeting, {item.pk: item.label for item in items}, writes=writes),
    }
    return render(request, "meetings/meeting.html", context)


def agenda_of() -> QuerySet[AgendaItem]:
    """Agenda items in order, each with its papers and decisions as far as the actor may see them. One query."""
    papers = Paper.objects.filter(item=OuterRef("pk")).order_by("order")
    decisions = Decision.objects.filter(item=OuterRef("pk")).order_by("pk")
    return (
        AgendaItem.objects.select_related("presenter")
        .annotate(
            paper_lines=ArraySubquery(
                papers.values(data=JSONObject(pk="pk", title="title", restricted="restricted", key="stored_file__key"))
            ),
            decision_lines=ArraySubquery(
                decisions.values(data=JSONObject(pk="pk", reference="reference", text="text", restricted="restricted"))
            ),
        )
        .order_by("number")
    )


@dataclass(frozen=True)
class TakenOff:
    """Something that can be put back, and the address that does it."""

    words: str
    href: str


def _taken_off(board: Partnership, meeting: Any) -> list[TakenOff]:
    """Items and papers that were taken off or replaced."""
    here = [board.slug, meeting.pk]
    items = meeting.items_off if meeting.ahead else []
    found = [
        TakenOff(f"Item: {row['title']}", reverse("restore_agenda_item", args=[*here, row["pk"]])) for row in items
    ]
    for row in meeting.papers_off:
        how, day = "replaced" if row["by_another"] else "taken off", parse_datetime(row["at"])
        words = f"Paper: {row['title']}, {how} on {day:%-d %b %Y} by {row['by']}"
        found.append(TakenOff(words, reverse("restore_paper", args=[*here, row["pk"]])))
    return found


def _sources(meeting: Any) -> list[dict[str, Any]]:
    """The files that its minutes came in."""
    return [row | {"uploaded_at": parse_datetime(row["uploaded_at"])} for row in meeting.came_in]


def _meetings() -> QuerySet[Meeting]:
    """Meetings with what hangs from them and has no page of its own, as far as the actor may see it. Two queries."""
    here = OuterRef("pk")
    came = Attendance.objects.filter(record=here).order_by("pk")
    items = AgendaItem.objects.taken_off().filter(record=here).order_by("pk")
    held = AgendaItem.objects.at_the_gate().filter(record=here).order_by("pk")
    papers = Paper.objects.taken_off().filter(record=here, stored_file__shredded_at__isnull=True)
    files = StoredFile.objects.filter(minutes_file__record_id=here, shredded_at__isnull=True).order_by("pk")
    kept = JSONObject(pk="pk", title="title", gate="gate", keeper="gate_keeper__name")
    paper = JSONObject(pk="pk", title="title", at="taken_off_at", by="taken_off_by", by_another="replaced_by_id")
    file = JSONObject(key="key", name="name", by="by", uploaded_at="uploaded_at", restricted="restricted")
    return (
        Meeting.objects.select_related("group", "chair", "partnership")
        .annotate(
            statuses=ArraySubquery(came.values("status")),
            held_back=ArraySubquery(held.values(data=kept)),
            items_off=ArraySubquery(items.values(data=JSONObject(pk="pk", title="title"))),
            papers_off=ArraySubquery(papers.order_by("-taken_off_at").values(data=paper)),
            came_in=ArraySubquery(files.values(data=file)),
            moves=moves_beside("partnership_id"),
        )
        .prefetch_related(Prefetch("items", queryset=agenda_of()))
    )


def _facts(meeting: Meeting) -> list[SummaryRow]:
    hours = " to ".join(f"{time:%H:%M}" for time in (meeting.starts, meeting.ends) if time)
    body, chair = words_of(meeting)
    online = (Link("Join online", meeting.link),) if meeting.link else ()
    rows = [
        SummaryRow("Date", f"{meeting.held_on:%A %-d %B %Y}" + (f", {hours}" if hours else "")),
        SummaryRow("Place", meeting.place or "Online", online) if meeting.place or online else SummaryRow("Place", ""),
        SummaryRow("Body", body),
        SummaryRow(chair, str(meeting.chair or "")),
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


def _actions(board: Partnership, meeting: Meeting, labels: dict[int, str], *, writes: bool) -> dict[str, Table | None]:
    """Those due at this meeting and those agreed at it with the item each came from, in one query."""
    here = Q(due_meeting_id=meeting.pk) | Q(record_id=meeting.pk)
    came_from = ItemAction.objects.filter(action=OuterRef("pk")).values("item_id")
    found = Action.objects.filter(here).select_related("owner", "owner_agency").annotate(item_id=Subquery(came_from))
    rows = list(found.order_by("due_on", "pk"))
    due = [action for action in rows if action.due_meeting_id == meeting.pk]
    agreed = [action for action in rows if action.record_id == meeting.pk]
    items = {action.pk: _item_cell(board, meeting, action, labels, writes=writes) for action in agreed}
    return {
        "due": action_table(board, "Due at this meeting", due) if due else None,
        "agreed": action_table(board, "Agreed at this meeting", agreed, items) if agreed else None,
    }


def _item_cell(board: Partnership, meeting: Meeting, action: Any, labels: dict[int, str], *, writes: bool) -> Cell:
    """The item's number; for the clerk a link to say which it is."""
    label = labels.get(action.item_id, "")
    if not writes:
        return Cell(label)
    href = reverse("place_action", args=[board.slug, meeting.pk, action.pk])
    return Cell(label or "Say which", href=href)


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
