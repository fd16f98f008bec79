"""The pages around a review: bring a file in, see how far it is, check what would be written, accept."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.pages.board import for_unit, home_crumb, record_address
from goldenthread.web.pages.forms import number_sent

from .accepting import accept_import
from .forms import UploadForm
from .hindering import hindrances
from .models import ImportSource, MinutesImport
from .parts import address_of, tasks_of
from .plan import plan_of, rows_of_import
from .taking import dismiss_import, receive_minutes
from .tasks import read_minutes_job
from .told import to_take_back, written_sections
from .undoing import undo_import
from .verdicts import seen_of

State = MinutesImport.State
COLOURS = {
    "reading": "yellow",
    "ready": "blue",
    "accepted": "green",
    "undone": "grey",
    "dismissed": "grey",
    "failed": "red",
}
LATEST = 100


#: Others who are known at the partnership get 403, strangers 404.
for_the_unit = for_unit("import minutes")


def import_at(board: Partnership, pk: int) -> MinutesImport:
    rows = MinutesImport.objects.select_related("meeting", "group")
    found: MinutesImport = get_object_or_404(rows, pk=pk, partnership=board)
    return found


def crumbs_of(board: Partnership, minutes_import: MinutesImport | None = None) -> list[Link]:
    """The pages above: the list of imports, and the import itself for a page below it."""
    links = [home_crumb(board), Link("Minutes coming in", reverse("minutes_imports", args=[board.slug]))]
    if minutes_import is not None:
        links.append(Link(minutes_import.name, page_of(board, minutes_import)))
    return links


def page_of(board: Partnership, minutes_import: MinutesImport) -> str:
    return reverse("minutes_import", args=[board.slug, minutes_import.pk])


@require_safe
@for_the_unit
def import_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    """The imports of a partnership, the latest first."""
    rows = tuple(
        (
            Cell(one.name, href=page_of(board, one), note=f"Brought in by {one.by}"),
            Cell("", tag=Tag(one.get_state_display(), COLOURS[one.state])),
            one.uploaded_at.date(),
            Cell(str(one.meeting), href=record_address(board, "meetings", one.meeting_id)) if one.meeting else "",
        )
        for one in MinutesImport.objects.filter(partnership=board).select_related("meeting")[:LATEST]
    )
    columns = tuple(Column(name) for name in ("File", "Standing", "Brought in", "Meeting"))
    context = {
        "table": Table("Minutes brought in", columns, rows, caption_hidden=True),
        "new_url": reverse("import_minutes", args=[board.slug]),
        "crumbs": [home_crumb(board)],
    }
    return render(request, "minutes_import/list.html", context)


@for_the_unit
def upload_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Bring a file in. What cannot be read is refused here, and nothing is written."""
    form = UploadForm(board, request.POST, request.FILES) if request.method == "POST" else UploadForm(board)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            file, group = form.cleaned_data["file"], form.cleaned_data["group"]
            received = receive_minutes(partnership=board, name=file.name, data=form.content, group=group)
            if received.new:
                read_minutes_job.defer(import_id=received.minutes_import.pk, user_id=int(request.user.pk or 0))
            else:
                messages.info(request, _there_already(received.minutes_import))
            return redirect(page_of(board, received.minutes_import))
        status = 422
    context = {"form": form, "crumbs": crumbs_of(board), "cancel_url": reverse("minutes_imports", args=[board.slug])}
    return render(request, "minutes_import/upload.html", context, status=status)


@require_safe
@for_the_unit
def import_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Where an import stands: how far it is read, what is left to check, or what was written."""
    one = import_at(board, pk)
    context = {"one": one, "board": board, "crumbs": crumbs_of(board), "here": page_of(board, one)}
    if request.headers.get("HX-Request"):
        response = render(request, "minutes_import/_progress.html", context)
        if one.state != State.READING:
            response["HX-Refresh"] = "true"
        return response
    if one.state in (State.READY, State.ACCEPTED):
        context["tasks"] = tasks_of(rows_of_import(one), address_of(board.slug, one.pk))
    if one.meeting_id is not None:
        context["meeting_url"] = record_address(board, "meetings", one.meeting_id)
    if one.state == State.ACCEPTED:
        context["written"] = written_sections(board, one)
    return render(request, "minutes_import/import.html", context)


@require_safe
@for_the_unit
def source_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """The file's text, line by line, so that every row can be looked up in its place."""
    one = import_at(board, pk)
    source = ImportSource.objects.filter(minutes_import=one).only("lines").first()
    if source is None:
        raise Http404("The text of this file is not kept any more.")
    context = {"one": one, "lines": source.lines, "crumbs": crumbs_of(board, one)}
    return render(request, "minutes_import/source.html", context)


@for_the_unit
def check_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Exactly what will be written; and the button that writes it."""
    one = import_at(board, pk)
    if one.state != State.READY:
        return redirect(page_of(board, one))
    wrong: list[str] = []
    if request.method == "POST":
        try:
            accept_import(one, seen=number_sent(request, "seen"))
        except ValidationError as errors:
            wrong = errors.messages
        else:
            messages.success(request, "The minutes are in. Everything below was written.")
            return redirect(page_of(board, one))
    context = {
        "one": one,
        "plan": plan_of(rows_of_import(one)),
        "wrong": wrong,
        "seen": seen_of(one),
        "back_url": page_of(board, one),
        "crumbs": crumbs_of(board, one),
    }
    return render(request, "minutes_import/check.html", context, status=422 if wrong else 200)


@for_the_unit
def dismiss_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Put an import aside: asked once more, because verdicts given so far go with it."""
    one = import_at(board, pk)
    if request.method == "POST":
        try:
            dismiss_import(one)
        except ValidationError as errors:
            messages.error(request, " ".join(errors.messages))
            return redirect(page_of(board, one))
        messages.success(request, f"“{one.name}” is dismissed. Nothing of it was written.")
        return redirect("minutes_imports", board.slug)
    context = {"one": one, "crumbs": crumbs_of(board, one), "back_url": page_of(board, one)}
    return render(request, "minutes_import/dismiss.html", context)


@for_the_unit
def undo_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """What would be taken back, or what hinders it; and the button that does it."""
    one = import_at(board, pk)
    if one.state != State.ACCEPTED:
        return redirect(page_of(board, one))
    wrong: list[str] = []
    if request.method == "POST":
        try:
            undo_import(one)
        except ValidationError as errors:
            wrong = errors.messages
        else:
            messages.success(request, "The import is taken back. The same file can be brought in again.")
            return redirect(page_of(board, one))
    context = {
        "one": one,
        "lines": to_take_back(one),
        "hinders": wrong or hindrances(one),
        "wrong": wrong,
        "back_url": page_of(board, one),
        "crumbs": crumbs_of(board, one),
    }
    return render(request, "minutes_import/undo.html", context, status=422 if wrong else 200)


def _there_already(one: MinutesImport) -> str:
    if one.state == State.ACCEPTED:
        return f"This file was brought in before, and its minutes were accepted: {one.meeting}. Nothing was changed."
    return "This file was brought in before. Here is how far it is: nothing was changed."
