"""What the pages of one meeting share."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.web.components import Link
from goldenthread.web.pages.board import home_crumb


def meeting_at(board: Partnership, pk: int) -> Meeting:
    """The partnership's meeting, or 404 where there is none that the actor may see."""
    return get_object_or_404(Meeting, pk=pk, partnership=board)


def address(board: Partnership, meeting: Meeting) -> str:
    return reverse("record", args=[board.slug, "meetings", meeting.pk])


def crumbs(board: Partnership, meeting: Meeting) -> list[Link]:
    listed = Link("Meetings", reverse("records", args=[board.slug, "meetings"]))
    return [home_crumb(board), listed, Link(str(meeting), address(board, meeting))]
