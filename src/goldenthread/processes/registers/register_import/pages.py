"""The pages of a register coming in: bring it, see where it stands, look at every row, take it in, take it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.casework.process import process_named
from goldenthread.core.tenancy.models import Partnership
from goldenthread.reading.trackers.book import Book
from goldenthread.web.coming_in import Asked
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.pages.board import at_board, home_crumb

from .by_worker import AT_ONCE, hand_to_worker
from .forms import UploadForm, may_bring
from .mapping import Way
from .models import RegisterImport
from .parts import checked_context, rows_said, written_table
from .progress import how_far
from .taking import book_of, checked, desk_of, dismiss_register, importable_at, receive_register, take_register_in
from .tasks import sweep_later, take_later
from .undoing import hindrances, undo_register
from .wording import WORDS

State = RegisterImport.State
COLOURS = {"ready": "blue", "taking": "yellow", "accepted": "green", "undone": "grey", "dismissed": "grey"}
LATEST = 100


def for_keepers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For those who may open records of a process that takes registers, or keep its register: others who are
    known here get 403.
    """

    @at_board
    @wraps(view)
    def page(request: HttpRequest, board: Partnership, **kwargs: Any) -> HttpResponseBase:
        if not may_bring(board):
            raise PermissionDenied(f"Your seat at {board} does not let you bring a register in.")
        return view(request, board, **kwargs)

    return page


def import_at(board: Partnership, pk: int) -> RegisterImport:
    """An import of the actor's own. 404 for others'; 403 where they may no longer open such a record."""
    rows = RegisterImport.objects.select_related("partnership", "lead_agency")
    found: RegisterImport = get_object_or_404(rows, pk=pk, partnership=board)
    importable_at(board, found.process)
    return found


def crumbs_of(board: Partnership, one: RegisterImport | None = None) -> list[Link]:
    """The pages above: the list of imports, and the import itself for a page below it."""
    links = [home_crumb(board), Link("Registers coming in", reverse("register_imports", args=[board.slug]))]
    if one is not None:
        links.append(Link(one.name, page_of(board, one)))
    return links


def page_of(board: Partnership, one: RegisterImport, name: str = "register_import") -> str:
    return reverse(name, args=[board.slug, one.pk])


@require_safe
@for_keepers
def import_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    """The registers that one brought in, the latest first."""
    rows = tuple(
        (
            Cell(one.name, href=page_of(board, one)),
            getattr(process_named(one.process), "title", one.process),
            Cell("", tag=Tag(one.get_state_display(), COLOURS[one.state])),
            one.uploaded_at.date(),
            one.counts.get("taken", ""),
        )
        for one in RegisterImport.objects.filter(partnership=board)[:LATEST]
    )
    columns = tuple(Column(name, name == "Cases") for name in ("File", "Register", "Standing", "Brought in", "Cases"))
    context = {
        "table": Table("Registers brought in", columns, rows, caption_hidden=True),
        "new_url": reverse("import_register", args=[board.slug]),
        "words": WORDS,
        "crumbs": crumbs_of(board)[:-1],
    }
    return render(request, "web/coming_in/list.html", context)


@for_keepers
def upload_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Bring a register in. What cannot be read is refused here, and nothing is kept of it."""
    initial = {"process": request.GET.get("process", "")} if "process" in request.GET else {}
    form = UploadForm(board, request.POST or None, request.FILES or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                received = receive_register(
                    partnership=board, process=form.cleaned_data["process"], data=form.content, book=form.book,
                    lead_agency=form.cleaned_data["lead_agency"], name=form.cleaned_data["file"].name,
                )  # fmt: skip
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                sweep_later(received.register_import)
                if not received.new:
                    messages.info(request, "You brought this file in before. Here is how far it is.")
                return redirect(page_of(board, received.register_import))
    context = {
        "form": form,
        "words": WORDS,
        "crumbs": crumbs_of(board),
        "cancel_url": reverse("register_imports", args=[board.slug]),
        "templates": [
            (
                title,
                reverse("register_template", args=[board.slug, kind]),
                reverse("register_example", args=[board.slug, kind]),
            )
            for kind, title in may_bring(board)
        ],
    }
    return render(request, "register_import/upload.html", context, status=status)


@require_safe
@for_keepers
def import_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Where an import stands: the next step of bringing it in, or what was written."""
    one = import_at(board, pk)
    context: dict[str, Any] = {
        "one": one,
        "board": board,
        "process": importable_at(board, one.process).of,
        "words": WORDS,
        "crumbs": crumbs_of(board),
        "new_url": f"{reverse('import_register', args=[board.slug])}?process={one.process}",
    }
    if one.is_open:
        book = book_of(one)
        context["gone"] = book is None
        if book is not None:
            context["steps"] = rows_said(board, one, book)
    if one.state == State.TAKING:
        context["progress"] = how_far(one.pk)
    if one.state == State.ACCEPTED:
        context["table"] = written_table(board, one)
        context["hindrances"] = hindrances(one)
        context["list_url"] = reverse("records", args=[board.slug, one.process])
    return render(request, "register_import/import.html", context)


@for_keepers
def check_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Every row with what would become of it, every cell that is not taken; and the button that takes the rest in."""
    one = import_at(board, pk)
    book = book_of(one) if one.is_open else None
    if book is None or not one.way:
        return redirect(page_of(board, one))
    said = request.POST if request.method == "POST" else request.GET
    aside, unread = rows_named(said.get("aside", ""))
    wrong = [f"“{word}” is not a row. Write numbers such as 12, or 15-18." for word in unread]
    if request.method == "POST" and not wrong:
        try:
            done = _taken(one, book, said.get("seen", ""), aside, without=said.get("without") == "yes")
        except ValidationError as errors:
            wrong = errors.messages
        else:
            messages.success(request, done)
            return redirect(page_of(board, one))
    found = checked(one, book, aside)
    context = {
        "one": one,
        "board": board,
        "wrong": wrong,
        "aside": said.get("aside", ""),
        "crumbs": crumbs_of(board, one),
        "back_url": page_of(board, one),
        **checked_context(board, one, found, desk_of(one).words),
    }
    return render(request, "register_import/check.html", context, status=422 if wrong else 200)


def _taken(one: RegisterImport, book: Book, seen: str, aside: frozenset[int], *, without: bool) -> str:
    """Take it in here, or have the worker do it where it is long. What to tell the person."""
    if book.sheets[Way.of(one.way).main.sheet].rows[AT_ONCE:]:
        with transaction.atomic():
            hand_to_worker(one, book, seen=seen, aside=aside, without_refused=without)
            take_later(one, aside=aside, without_refused=without)
        return "The register is being taken in."
    take_register_in(one, book, seen=seen, aside=aside, without_refused=without)
    return "The register is in."


def rows_named(said: str) -> tuple[frozenset[int], list[str]]:
    """Rows as a person names them ("12, 15-18"), counted from 0; and the words that name none."""
    found: set[int] = set()
    unread = []
    for word in said.replace(";", ",").replace("–", "-").split(","):
        first, _, last = word.strip().partition("-")
        last = last or first
        if not word.strip():
            continue
        if first.strip().isdecimal() and last.strip().isdecimal() and int(first) <= int(last) < int(first) + 10_000:
            found.update(range(int(first) - 1, int(last)))
        else:
            unread.append(word.strip()[:20])
    return frozenset(found), unread


@for_keepers
def dismiss_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Put a register aside: asked once more."""
    one = import_at(board, pk)
    done = "Nothing of it was written, and the file is gone."
    return _ask_once_more(request, board, one, WORDS.dismiss, State.READY, lambda: dismiss_register(one), done)


@for_keepers
def undo_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Take a register back that was taken in: every record that it wrote."""
    one = import_at(board, pk)
    done = "Every case that it wrote is gone."
    return _ask_once_more(request, board, one, WORDS.undo, State.ACCEPTED, lambda: undo_register(one), done)


def _ask_once_more(
    request: HttpRequest, board: Partnership, one: RegisterImport, asked: Asked, state: str,
    verb: Callable[[], object], done: str,
) -> HttpResponse:  # fmt: skip
    if one.state != state:
        return redirect(page_of(board, one))
    if request.method == "POST":
        try:
            verb()
        except ValidationError as errors:
            messages.error(request, ". ".join(errors.messages))
        else:
            messages.success(request, done)
        return redirect(page_of(board, one))
    context = {"one": one, "crumbs": crumbs_of(board, one), "back_url": page_of(board, one), **asked.context}
    if asked is WORDS.undo:
        context["hindrances"] = hindrances(one)
    return render(request, "web/coming_in/ask.html", context)
