"""The pages on which a person says how a register is read: sheet and headings, columns, words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.reading.trackers.book import Book, shown
from goldenthread.reading.trackers.headings import headings_at
from goldenthread.web.components import Cell, Column, Table

from .forms import MOST_WORDS, BelowForm, ColumnsForm, SheetForm, WordsForm, words_asked
from .guessing import below_columns, guess_below_sheet, layout_at
from .mapping import Layout, Way
from .models import RegisterImport
from .pages import crumbs_of, for_keepers, import_at, page_of
from .taking import book_of, desk_of, read_so, remembered_columns, with_remembered_words
from .vocabulary import OWN_NUMBER, Vocabulary

#: As many rows and columns of a sheet are shown to find its headings by.
SHOWN_ROWS, SHOWN_COLUMNS = 8, 8


def of_a_held_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view(request, board, one, book, ...)` for an import that is being checked; else back to its page."""

    @for_keepers
    @wraps(view)
    def page(request: HttpRequest, board: Partnership, pk: int, **kwargs: Any) -> HttpResponse:
        one = import_at(board, pk)
        book = book_of(one) if one.is_open else None
        if book is None:
            return redirect(page_of(board, one))
        return view(request, board, one, book, **kwargs)

    return page  # type: ignore[return-value]  # a response of Django's either way


@of_a_held_file
def sheet_page(request: HttpRequest, board: Partnership, one: RegisterImport, book: Book) -> HttpResponse:
    """Which sheet has the cases, and where its headings stand."""
    words = desk_of(one).words
    way = Way.of(one.way) if one.way else None
    form = SheetForm(book, words, way, _sent(request))

    def save() -> str:
        read_so(one, _way_said(form, book, words, one, way))
        return page_of(board, one, "register_columns")

    main = way.main if way else Layout(0, 0)
    context = {"table": _top_of(book, main.sheet), "main": book.sheets[main.sheet]}
    return _answered(request, board, one, form, save, "sheet.html", context)


def _way_said(form: SheetForm, book: Book, words: Vocabulary, one: RegisterImport, before: Way | None) -> Way:
    """The way as the form says; what each column fills is kept where the headings are where they were."""
    remembered = remembered_columns(one.partnership, one.process)
    at, headings = form.headings()
    main = layout_at(at, book.sheets[at], headings.row, headings.rows, words, remembered)
    if before and (before.main.sheet, before.main.row, before.main.rows) == (main.sheet, main.row, main.rows):
        main = before.main
    below: dict[str, Layout] = {}
    for entries in words.importable.entries:
        sheet = form.cleaned_data.get(f"sheet_{entries.entries}")
        if sheet is not None:
            row = form.cleaned_data.get(f"row_{entries.entries}")
            below[entries.entries] = _below(book, sheet, row, entries.entries, words, remembered, before)
    main = replace(main, columns={c: name for c, name in main.columns.items() if name.partition(".")[0] not in below})
    return with_remembered_words(one.partnership, one.process, Way(main, below, before.values if before else {}))


def _below(
    book: Book,
    sheet: int,
    row: int | None,
    name: str,
    words: Vocabulary,
    remembered: dict[str, str],
    before: Way | None,
) -> Layout:
    kept = before.below.get(name) if before else None
    if kept and kept.sheet == sheet and (row is None or row == kept.row + 1):
        return kept
    found = guess_below_sheet(book, sheet, name, words, remembered) if row is None else None
    if found:
        return found
    at = (row or 1) - 1
    columns = below_columns(book.sheets[sheet], headings_at(book.sheets[sheet], at), name, words, remembered)
    return Layout(sheet, at, 1, columns)


@of_a_held_file
def columns_page(request: HttpRequest, board: Partnership, one: RegisterImport, book: Book) -> HttpResponse:
    """What each column of the sheet of the cases fills."""
    if not one.way:
        return redirect(page_of(board, one, "register_sheet"))
    words, way = desk_of(one).words, Way.of(one.way)
    sheet = book.sheets[way.main.sheet]
    headings = headings_at(sheet, way.main.row, way.main.rows)
    targets = [target for target in words.targets.values() if target.below not in way.below]
    form = ColumnsForm(sheet, headings, way.main.columns, targets, _sent(request))

    def save() -> str:
        said = replace(way, main=replace(way.main, columns=form.chosen()))
        read_so(one, said)
        for name in said.below:
            return reverse("register_below", args=[board.slug, one.pk, name])
        return after_columns(board, one, book, words, said)

    title = f"What does each column{f' of “{sheet.name}”' if sheet.name else ''} say?"
    return _answered(request, board, one, form, save, "columns.html", {"title": title})


@of_a_held_file
def below_page(request: HttpRequest, board: Partnership, one: RegisterImport, book: Book, name: str) -> HttpResponse:
    """What each column of a sheet of rows below the cases fills."""
    way = Way.of(one.way) if one.way else None
    if way is None or name not in way.below:
        raise Http404("There is no such sheet.")
    words, layout = desk_of(one).words, way.below[name]
    sheet = book.sheets[layout.sheet]
    headings = headings_at(sheet, layout.row, layout.rows)
    targets = [replace(words.targets[OWN_NUMBER], label="The number of its case"), *words.of(name)]
    form = BelowForm(sheet, headings, layout.columns, targets, _sent(request))

    def save() -> str:
        said = replace(way, below={**way.below, name: replace(layout, columns=form.chosen())})
        read_so(one, said)
        later = [other for other in said.below if other > name]
        if later:
            return reverse("register_below", args=[board.slug, one.pk, later[0]])
        return after_columns(board, one, book, words, said)

    context = {"title": f"What does each column of “{sheet.name}” say?"}
    return _answered(request, board, one, form, save, "columns.html", context)


def after_columns(board: Partnership, one: RegisterImport, book: Book, words: Vocabulary, way: Way) -> str:
    """The next page: words that nobody has explained, or the look at every row."""
    asked = words_asked(book, words, way)
    return page_of(board, one, "register_words" if asked else "check_register")


@of_a_held_file
def words_page(request: HttpRequest, board: Partnership, one: RegisterImport, book: Book) -> HttpResponse:
    """What each word means that stands where there are choices."""
    if not one.way:
        return redirect(page_of(board, one, "register_sheet"))
    words, way = desk_of(one).words, Way.of(one.way)
    asked = words_asked(book, words, way, every=True)
    form = WordsForm(asked, words, way, _sent(request))

    def save() -> str:
        values = {name: {**way.values.get(name, {}), **said} for name, said in form.said().items()}
        read_so(one, replace(way, values={**way.values, **values}))
        return page_of(board, one, "check_register")

    context = {"many": sum(map(len, asked.values())) > MOST_WORDS, "none": not asked, "most": MOST_WORDS,
               "check_url": page_of(board, one, "check_register")}  # fmt: skip
    return _answered(request, board, one, form, save, "words.html", context)


def _sent(request: HttpRequest) -> Any:
    """What was sent, were it nothing at all; nothing for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def _answered(
    request: HttpRequest, board: Partnership, one: RegisterImport, form: Any, save: Callable[[], str], template: str,
    context: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """Save what the form says and go on; else show it with what is wrong."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(save())
            except ValidationError as wrong:
                form.add_error(None, wrong)
    shared = {
        "one": one,
        "board": board,
        "form": form,
        "crumbs": crumbs_of(board, one),
        "back_url": page_of(board, one),
    }
    return render(request, f"register_import/{template}", {**shared, **context}, status=status)


def _top_of(book: Book, at: int) -> Table:
    """The first rows of a sheet, each with its number."""
    sheet = book.sheets[at]
    width = min(sheet.width, SHOWN_COLUMNS)
    columns = (
        Column("Row"),
        *(Column(sheet.place(0, c).rpartition(" ")[2].rstrip("1") or str(c + 1)) for c in range(width)),
    )
    rows = tuple(
        (str(r + 1), *(Cell(shown(sheet.at(r, c))[:40]) for c in range(width)))
        for r in range(min(len(sheet.rows), SHOWN_ROWS))
    )
    return Table(f"The first rows of {sheet.name or 'the file'}", columns, rows, phone="scroll")
