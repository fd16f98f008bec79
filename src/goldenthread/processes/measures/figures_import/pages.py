"""The pages around a review: bring a report in, see its tables, check what would be written, accept, take back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.analytics.roles import KEEPERS
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import label
from goldenthread.web.coming_in import Asked
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.pages.board import at_board, home_crumb, known_links, needs
from goldenthread.web.pages.forms import number_sent

from .accepting import accept_import, undo_import
from .forms import UploadForm
from .models import FiguresImport
from .parts import tasks_of, written_lines
from .planning import Plan, lines_of, plan_of, shown, title_of
from .taking import dismiss_import, receive_figures
from .verdicts import seen_of
from .wording import WORDS

State = FiguresImport.State
COLOURS = {"ready": "blue", "accepted": "green", "undone": "grey", "dismissed": "grey"}
LATEST = 100


def for_keepers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For those who keep the measures: others who are known at the partnership get 403, strangers 404."""

    @at_board
    @wraps(view)
    def page(request: HttpRequest, board: Partnership, **kwargs: Any) -> HttpResponseBase:
        needs(KEEPERS, board, "bring figures in")
        return view(request, board, **kwargs)

    return page


def import_at(board: Partnership, pk: int) -> FiguresImport:
    found: FiguresImport = get_object_or_404(FiguresImport, pk=pk, partnership=board)
    return found


def crumbs_of(board: Partnership, one: FiguresImport | None = None) -> list[Link]:
    """The pages above: measures, the list of imports, and the import itself for a page below it."""
    links = [home_crumb(board), *known_links(board, [("Measures", "measures")])]
    links.append(Link("Figures coming in", reverse("figures_imports", args=[board.slug])))
    if one is not None:
        links.append(Link(one.name, page_of(board, one)))
    return links


def page_of(board: Partnership, one: FiguresImport) -> str:
    return reverse("figures_import", args=[board.slug, one.pk])


@require_safe
@for_keepers
def import_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    """The reports brought in, the latest first."""
    rows = tuple(
        (
            Cell(one.name, href=page_of(board, one), note=f"Brought in by {one.by}"),
            Cell("", tag=Tag(one.get_state_display(), COLOURS[one.state])),
            one.uploaded_at.date(),
            one.period or "Not said",
        )
        for one in FiguresImport.objects.filter(partnership=board)[:LATEST]
    )
    columns = tuple(Column(name) for name in ("File", "Standing", "Brought in", "About"))
    context = {
        "table": Table("Reports brought in", columns, rows, caption_hidden=True),
        "new_url": reverse("import_figures", args=[board.slug]),
        "words": WORDS,
        "crumbs": crumbs_of(board)[:-1],
    }
    return render(request, "web/coming_in/list.html", context)


@for_keepers
def upload_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Bring a report in. What cannot be read is refused here, and nothing is written."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                received = receive_figures(partnership=board, data=form.content, read=form.read)
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                if not received.new:
                    messages.info(
                        request, "This file was brought in before. Here is how far it is: nothing was changed."
                    )
                return redirect(page_of(board, received.figures_import))
    context = {
        "form": form,
        "words": WORDS,
        "crumbs": crumbs_of(board),
        "cancel_url": reverse("figures_imports", args=[board.slug]),
    }
    return render(request, "web/coming_in/upload.html", context, status=status)


@require_safe
@for_keepers
def import_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Where an import stands: what is left to check, or what was written."""
    one = import_at(board, pk)
    context: dict[str, Any] = {
        "one": one,
        "board": board,
        "words": WORDS,
        "new_url": reverse("import_figures", args=[board.slug]),
        "crumbs": crumbs_of(board),
    }
    if one.state in (State.READY, State.ACCEPTED):
        context["tasks"] = tasks_of(board.slug, one.pk, lines_of(one), len(one.left))
    if one.state == State.ACCEPTED:
        context["written"] = written_lines(one.written)
        context["measures"] = known_links(board, [("See the measures", "measures")])
    return render(request, "figures_import/import.html", context)


@require_safe
@for_keepers
def left_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """What was read and is offered for no measure: listed with the reason, never dropped."""
    one = import_at(board, pk)
    rows = tuple((Cell(row["text"]), Cell(row["why"]), Cell(row["where"])) for row in one.left)
    table = Table("Could not be placed", tuple(Column(t) for t in ("Printed", "Why", "Where")), rows, True)
    context = {"one": one, "table": table, "crumbs": crumbs_of(board, one), "back_url": page_of(board, one)}
    return render(request, "figures_import/left.html", context)


@for_keepers
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
            messages.success(request, "The figures are in.")
            return redirect(page_of(board, one))
    lines = lines_of(one)
    plan = plan_of(lines)
    context = {
        "one": one,
        "board": board,
        "plan": plan,
        "table": _planned(plan) if plan.figures else None,
        "waiting": sum(line.verdict == "undecided" for line in lines),
        "wrong": wrong,
        "seen": seen_of(one),
        "back_url": page_of(board, one),
        "crumbs": crumbs_of(board, one),
    }
    return render(request, "figures_import/check.html", context, status=422 if wrong else 200)


def _planned(plan: Plan) -> Table:
    columns = tuple(Column(text, text == "Figure") for text in ("Measure", "Of whom", "Covers", "Figure", "From"))
    rows = tuple(
        (
            Cell(title_of(one.line), tag=Tag("New", "purple") if one.of in plan.new else None),
            Cell(one.line.part or "The whole"),
            Cell(label(one.stretch)),
            Cell(shown(one)),
            Cell(one.line.section, note=one.line.label),
        )
        for one in plan.figures
    )
    return Table("What would be written", columns, rows, True)


@for_keepers
def dismiss_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Put an import aside: asked once more, because verdicts given so far go with it."""
    one = import_at(board, pk)
    return _ask_once_more(request, board, one, WORDS.dismiss, lambda: dismiss_import(one), "Nothing of it was written.")


@for_keepers
def undo_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Take an accepted import back: its figures no longer count, and stay in the history."""
    one = import_at(board, pk)
    if one.state != State.ACCEPTED:
        return redirect(page_of(board, one))
    return _ask_once_more(request, board, one, WORDS.undo, lambda: undo_import(one), "Its figures no longer count.")


def _ask_once_more(
    request: HttpRequest, board: Partnership, one: FiguresImport, asked: Asked, verb: Callable[[], object], done: str
) -> HttpResponse:
    if request.method == "POST":
        try:
            verb()
        except ValidationError as errors:
            messages.error(request, " ".join(errors.messages))
        else:
            messages.success(request, done)
        return redirect(page_of(board, one))
    context = {"one": one, "crumbs": crumbs_of(board, one), "back_url": page_of(board, one), **asked.context}
    return render(request, "web/coming_in/ask.html", context)
