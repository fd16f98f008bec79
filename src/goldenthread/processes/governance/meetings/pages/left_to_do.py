"""What is left to do before and after a meeting, from its state and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.meetings.models import Attendance, Meeting
from goldenthread.processes.governance.meetings.process import meetings
from goldenthread.web.components import Tag, Task, count

from .shared import may_write

DONE, TO_DO, LATER = Tag("Done", "green"), Tag("To do", "blue"), Tag("Not yet", "grey")
#: The states in order; a meeting has done what comes before the one it is in.
ORDER = ("planned", "agenda_set", "papers_issued", "held", "minutes_drafted", "agreed", "published")


@dataclass(frozen=True)
class Line:
    """One thing to do: the step that does it, the state from which it is done, and how far it has come."""

    title: str
    step: str
    done_from: str
    hint: str = ""


def tasks_of(board: Partnership, meeting: Meeting, items: Sequence[Any], statuses: Sequence[str]) -> list[Task]:
    """The way from the agenda to the published minutes. `items` are those of `agenda_of`. None if cancelled."""
    if meeting.state == Meeting.State.CANCELLED:
        return []
    papers = sum(len(item.paper_lines) for item in items)
    written = sum(bool(item.text) for item in items)
    before = [
        Line("Set the agenda", "set_agenda", "agenda_set", count(len(items), "item")),
        Line("Issue the papers", "issue_papers", "papers_issued", count(papers, "paper")),
        Line("Record that it was held", "hold", "held"),
    ]
    after = [
        Line("Draft the minutes", "draft_minutes", "minutes_drafted", f"{written} of {len(items)} items have text"),
        Line("Agree the minutes", "agree", "agreed"),
        Line("Publish the minutes", "publish", "published"),
    ]
    came = _attendance(board, meeting, statuses)
    return [*(_task(board, meeting, one) for one in before), came, *(_task(board, meeting, one) for one in after)]


def _task(board: Partnership, meeting: Meeting, line: Line) -> Task:
    if ORDER.index(meeting.state) >= ORDER.index(line.done_from):
        return Task(line.title, DONE, hint=line.hint)
    step = meetings.workflow[line.step]
    open_now = meeting.state in step.source and (step.when is None or step.when(meeting))
    mine = bool(step.by & current_actor().roles(board.pk))
    href = reverse("step", args=[board.slug, "meetings", meeting.pk, line.step]) if open_now and mine else ""
    return Task(line.title, TO_DO if open_now else LATER, href, line.hint)


def _attendance(board: Partnership, meeting: Meeting, statuses: Sequence[str]) -> Task:
    known = sum(status != Attendance.Status.UNKNOWN for status in statuses)
    href = reverse("meeting_attendance", args=[board.slug, meeting.pk]) if may_write(board) else ""
    if known:
        left = len(statuses) - known
        hint = f"{count(known, 'person', 'people')} recorded" + (f", {left} not known" if left else "")
        return Task("Record attendance", TO_DO if left else DONE, href, hint)
    hint = "Apologies can be written down before the meeting" if meeting.ahead else ""
    return Task("Record attendance", LATER if meeting.ahead else TO_DO, href, hint)
