"""One button makes the pack: ask for it, see how far it is, fetch it."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.files.downloads import HEADERS
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.meetings.making import UNFINISHED
from goldenthread.processes.governance.meetings.models import Meeting, PackRun
from goldenthread.processes.governance.meetings.pack import FORMATS
from goldenthread.processes.governance.meetings.tasks import queue_pack
from goldenthread.web.components import Cell, Column, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.forms import act

from .shared import crumbs, meeting_at

COLOURS = {"queued": "grey", "running": "yellow", "done": "green", "failed": "red"}
LATEST = 20


class PackForm(forms.Form):
    edition = forms.ChoiceField(label="Which edition?", choices=PackRun.Edition.choices, widget=RadioSelect)
    format = forms.ChoiceField(
        label="As what?", choices=[one for one in PackRun.Format.choices if one[0] in FORMATS], widget=RadioSelect
    )
    known_on = DateField(
        label="Scorecards as they were known on",
        help_text="Leave it empty for today. All else in the pack is as it stands now.",
        required=False,
    )


@at_board
def packs_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """The packs that this reader asked for, and the form that asks for one."""
    meeting = meeting_at(board, pk)
    here = reverse("meeting_packs", args=[board.slug, meeting.pk])
    runs = list(PackRun.objects.filter(meeting=meeting).defer("content")[:LATEST])
    context: dict[str, Any] = {
        "title": "Packs and draft minutes",
        "caption": meeting.title,
        "crumbs": crumbs(board, meeting),
        "table": _table(board, meeting, runs) if runs else None,
        "waiting": any(run.state in UNFINISHED for run in runs),
        "here": here,
    }
    if request.method == "GET" and request.headers.get("HX-Request"):
        return render(request, "meetings/_packs.html", context)
    form = PackForm(request.POST or None, initial={"edition": "members", "format": "pdf"})
    return act(
        request, form, lambda values: queue_pack(meeting, **values), lambda run: here, "meetings/packs.html", context
    )


@require_safe
@at_board
def pack_file(request: HttpRequest, board: Partnership, pk: int, run: int) -> FileResponse:
    """The finished pack, saved and never shown by the browser. Only for whoever asked for it."""
    made = get_object_or_404(PackRun, pk=run, meeting=meeting_at(board, pk), state=PackRun.State.DONE)
    content = bytes(made.content or b"")
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=made.name, headers=HEADERS)


def _table(board: Partnership, meeting: Meeting, runs: list[PackRun]) -> Table:
    columns = tuple(Column(label) for label in ("Pack", "Asked for", "How far", "File"))
    return Table("Packs you asked for", columns, tuple(_row(board, meeting, run) for run in runs))


def _row(board: Partnership, meeting: Meeting, run: PackRun) -> tuple[Cell, ...]:
    done = run.state == PackRun.State.DONE
    href = reverse("pack_file", args=[board.slug, meeting.pk, run.pk]) if done else ""
    return (
        Cell(str(run)),
        Cell(f"{run.requested_at.astimezone():%-d %b %Y, %H:%M}"),
        Cell(tag=Tag(str(run.get_state_display()), COLOURS[run.state]), note="" if done else run.progress),
        Cell(run.name or "None yet", href),
    )
