"""What is asked of whom: for the business unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.web.pages.board import at_board, for_unit, needs
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of

from ..models import Request
from ..running import ask_for, ask_the_usual, change_request, remove_request
from .shared import FORM, crumbs, request_at, run_at

ASK = "say what is asked"
FIELDS = ("title", "what", "owner", "working_day", "due_time")


@require_POST
@at_board
def usual(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    needs(UNIT, board, ASK)
    new = ask_the_usual(run_at(board, pk))
    messages.success(
        request, f"{new} requests added. Put your own in their place where they differ." if new else "All there."
    )
    return redirect("run_days", board.slug, pk)


@for_unit(ASK)
def add_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    run = run_at(board, pk)
    form = form_class(Request, ("agency", *FIELDS), board)(request.POST or None)
    here = reverse("run_days", args=[board.slug, pk])
    context = {"title": "Ask for something", "caption": str(run), "button": "Ask", "cancel_url": here,
               "crumbs": crumbs(board, run)}  # fmt: skip
    return act(request, form, lambda v: ask_for(run, **v), lambda _: here, FORM, context)


@for_unit(ASK)
def change_page(request: HttpRequest, board: Partnership, pk: int, request_pk: int) -> HttpResponse:
    run, row = request_at(board, pk, request_pk)
    form = form_class(Request, FIELDS, board)(request.POST or None, initial=initial_from(row, FIELDS))
    here = reverse("run_request", args=[board.slug, pk, request_pk])
    context = {"title": "Change what is asked", "caption": str(row.agency), "version": row.version, "button": "Save",
               "cancel_url": here, "crumbs": crumbs(board, run)}  # fmt: skip

    def verb(values: dict[str, Any]) -> Request:
        return change_request(row, expected_version=version_of(request), **values)

    return act(request, form, verb, lambda _: here, FORM, context)


@for_unit(ASK)
def remove(request: HttpRequest, board: Partnership, pk: int, request_pk: int) -> HttpResponse:
    run, row = request_at(board, pk, request_pk)
    there = reverse("run_days", args=[board.slug, pk])
    form = forms.Form(request.POST if request.method == "POST" else None)
    context = {"title": "Ask for it no longer", "caption": f"{row.agency}: {row.title}", "button": "Remove",
               "cancel_url": there, "crumbs": crumbs(board, run)}  # fmt: skip
    return act(request, form, lambda _: remove_request(row), lambda _: there, FORM, context)
