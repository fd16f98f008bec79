"""What the pages of one meeting share: finding it, its address, the way back, who may write in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.meetings.models import AgendaItem, Meeting
from goldenthread.processes.governance.meetings.process import meetings
from goldenthread.web.components import Link
from goldenthread.web.pages.board import home_crumb, needs

FORM = "web/pages/form.html"
#: In these the agenda and the minutes no longer change.
SETTLED = (Meeting.State.AGREED, Meeting.State.PUBLISHED, Meeting.State.CANCELLED)


def meeting_at(board: Partnership, pk: int) -> Meeting:
    """The partnership's meeting with its group, or 404 where there is none that the actor may see."""
    return get_object_or_404(Meeting.objects.select_related("group", "chair"), pk=pk, partnership=board)


def item_at(board: Partnership, pk: int, item: int, rows: Any = None) -> AgendaItem:
    """An item of that meeting, with the meeting and its group; 404 where the actor may see no such item."""
    found = (AgendaItem.objects.all() if rows is None else rows).select_related("record__group", "presenter")
    return get_object_or_404(found, pk=item, record_id=pk, record__partnership=board)


def may_write(board: Partnership) -> bool:
    return bool(meetings.may_amend & current_actor().roles(board.pk))


def for_clerks(board: Partnership, doing: str) -> None:
    """Raises PermissionDenied for anyone but the business unit."""
    needs(meetings.may_amend, board, doing)


def address(board: Partnership, meeting: Meeting, part: str = "") -> str:
    """The meeting's own page; `part` is the id of one of its parts."""
    return reverse("meeting", args=[board.slug, meeting.pk]) + (f"#{part}" if part else "")


def crumbs(board: Partnership, meeting: Meeting) -> list[Link]:
    return [*crumbs_above(board), Link(meeting.title, address(board, meeting))]


def crumbs_above(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Meetings", reverse("records", args=[board.slug, "meetings"]))]


def form_context(board: Partnership, meeting: Meeting, title: str, button: str, **more: Any) -> dict[str, Any]:
    """What the form page of something in a meeting shows around the form."""
    return {
        "title": title,
        "caption": meeting.title,
        "crumbs": crumbs(board, meeting),
        "cancel_url": address(board, meeting, "agenda"),
        "button": button,
        **more,
    }


def asking(
    request: HttpRequest, board: Partnership, meeting: Meeting, form: forms.Form, *, title: str, words: str, button: str
) -> HttpResponse:
    """The page that asks before something is done; 422 with what was refused."""
    context = form_context(board, meeting, title, button, form=form, words=words)
    return render(request, "meetings/ask.html", context, status=422 if form.is_bound else 200)
