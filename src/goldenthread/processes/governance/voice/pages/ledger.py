"""Adding what was said, the public words, and 'You said, we did'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.themes import themes_in_use
from goldenthread.web.components import Link
from goldenthread.web.forms import CheckboxSelectMultiple
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of

from ..hearing import add_statement, make_public, you_said
from ..models import Statement, Voice
from ..process import voice

PUBLIC = ("public", "public_said", "public_did")


def crumbs(board: Partnership, row: Voice | None = None) -> list[Link]:
    found = [home_crumb(board), Link(voice.title, reverse("records", args=[board.slug, voice.slug]))]
    return [*found, Link(row.reference, address(board, row))] if row else found


def address(board: Partnership, row: Voice) -> str:
    return reverse("record", args=[board.slug, voice.slug, row.pk])


@at_board
def statement_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_object_or_404(Voice, pk=pk, partnership=board)
    needs(voice.may_open, board, "add what was said")
    themes = forms.ModelMultipleChoiceField(
        themes_in_use(board), label="What it is about", widget=CheckboxSelectMultiple, required=False
    )
    form = form_class(Statement, ("text", "how_many"), board, {"themes": themes})(request.POST or None)
    context = {
        "title": "Add what was said",
        "caption": str(row),
        "crumbs": crumbs(board, row),
        "cancel_url": address(board, row),
        "button": "Add it",
    }
    return act(
        request, form, lambda values: add_statement(row, **values), lambda _: address(board, row),
        "web/pages/form.html", context,
    )  # fmt: skip


@at_board
def public_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_object_or_404(Voice, pk=pk, partnership=board)
    needs(voice.may_amend, board, "write the public words")
    form = form_class(Voice, PUBLIC, board)(request.POST or None, initial=initial_from(row, PUBLIC))

    def verb(values: dict[str, Any]) -> Voice:
        return make_public(row, expected_version=version_of(request), **values)

    context = {
        "title": "You said, we did",
        "caption": str(row),
        "warning": "Anyone may read these words. Name no one, and no group so small that its members are known.",
        "version": row.version,
        "crumbs": crumbs(board, row),
        "cancel_url": address(board, row),
        "button": "Save",
    }
    return act(request, form, verb, lambda done: address(board, done), "web/pages/form.html", context)


@at_board
def you_said_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    context = {"board": board, "rows": list(you_said(board)[:200]), "crumbs": crumbs(board)}
    return render(request, "voice/you_said.html", context)
