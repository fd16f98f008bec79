"""The action log: every promise one may see, how old it is, how often put off, and what was said about it since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.process import process_named
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership, User
from goldenthread.core.tenancy.roles import OVERSIGHT, UNIT
from goldenthread.core.thread.models import Action, Evidence
from goldenthread.core.thread.services import (
    add_action,
    add_evidence,
    amend_action,
    close_action,
    defer_action,
    reopen_action,
    update_action,
)
from goldenthread.kernel.now import today
from goldenthread.web.components import Link
from goldenthread.web.dates import DateField
from goldenthread.web.forms import RadioSelect

from .action_parts import action_facts, action_listing, action_moments
from .board import at_board, home_crumb, needs
from .files import FILE_HINT, keep_on_field
from .forms import act, form_class, initial_from, version_of
from .history import readable_history
from .listing import export, list_context
from .record_parts import change_lines

COLUMNS = ("text", "owner_agency", "owner", "group", "audience", "due_on", "due_meeting")


def url_of(board: Partnership, action: Action) -> str:
    return reverse("action", args=[board.slug, action.pk])


@at_board
def action_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    listing = action_listing(board, current_actor())
    file = export(request, listing)
    if file:
        return file
    may_add = bool(current_actor().roles(board.pk) & OVERSIGHT)
    context = {
        **list_context(request, listing),
        "crumbs": [home_crumb(board)],
        "open_url": reverse("add_action", args=[board.slug]) if may_add else "",
        "open_label": "Add an action",
    }
    partial = request.headers.get("HX-Request")
    return render(request, "web/pages/_results.html" if partial else "web/pages/list.html", context)


@at_board
def action_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    action = _get(board, pk)
    context = {
        "action": action,
        "facts": action_facts(board, action),
        "history": action_moments(action),
        "evidence": action.evidence.prefetch_related("files"),
        "moves": [
            (label, reverse("action_move", args=[board.slug, pk, name])) for name, label in _moves(board, action)
        ],
        "change_url": reverse("change_action", args=[board.slug, pk]) if current_actor().roles(board.pk) & UNIT else "",
        "history_url": reverse("action_history", args=[board.slug, pk]),
        "crumbs": _crumbs(board),
    }
    return render(request, "web/pages/action.html", context)


@at_board
def add_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(OVERSIGHT, board, "add an action")
    form = action_form(board, COLUMNS)(request.POST or None, initial={"audience": "partnership"})
    context = {
        "title": "Add an action",
        "crumbs": _crumbs(board),
        "cancel_url": reverse("actions", args=[board.slug]),
        "button": "Add the action",
    }
    return act(request, form, lambda v: add_action(partnership=board, **v), lambda a: url_of(board, a), FORM, context)


@at_board
def change_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    needs(UNIT, board, "change an action")
    action = _get(board, pk)
    form = action_form(board, COLUMNS)(request.POST or None, initial=initial_from(action, COLUMNS))
    context = _context(board, action, "Change the action", "Save")
    version = version_of(request)
    return act(
        request,
        form,
        lambda v: amend_action(action, expected_version=version, **v),
        lambda a: url_of(board, a),
        FORM,
        context,
    )


@at_board
def move_page(request: HttpRequest, board: Partnership, pk: int, name: str) -> HttpResponse:
    """Say how it stands, put it off, close it, open it again, or add evidence."""
    action = _get(board, pk)
    move = MOVES[name]
    fields = {key: make(board) for key, make in move.fields.items()}
    form = type("MoveForm", (forms.Form,), fields)(request.POST or None, request.FILES or None)
    context = _context(board, action, move.title, move.title)

    def verb(values: dict[str, Any]) -> Any:
        versioned = {} if name == "evidence" else {"expected_version": version_of(request)}
        return move.verb(action, **values, **versioned)

    return act(request, form, verb, lambda _: url_of(board, action), FORM, context)


@at_board
def history_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    action = _get(board, pk)
    lines = readable_history(action)
    names = dict(User.objects.filter(pk__in={line.user_id for line in lines}).values_list("pk", "name"))
    context = {
        "title": "Every change",
        "caption": action.reference,
        "moments": change_lines(action, lines, names),
        "crumbs": [*_crumbs(board), Link(action.reference, url_of(board, action))],
    }
    return render(request, "web/pages/history.html", context)


class Move:
    """One thing done to an action: its form and its verb."""

    def __init__(self, title: str, verb: Callable[..., Any], **fields: Callable[[Partnership], forms.Field]) -> None:
        self.title, self.verb, self.fields = title, verb, fields


def _text(label: str) -> Callable[[Partnership], forms.Field]:
    return lambda board: forms.CharField(label=label, widget=forms.Textarea, max_length=5000)


def _day(label: str, required: bool = True) -> Callable[[Partnership], forms.Field]:
    return lambda board: DateField(label=label, required=required)


def meeting_choice(board: Partnership, required: bool = False) -> forms.Field:
    """A meeting that exists and has not been: an action falls due at one, not "at a future meeting"."""
    process = process_named("meetings")
    rows = (
        Record.objects.filter(partnership=board, kind="meetings", opened_on__gte=today())
        if process
        else Record.objects.none()
    )
    return forms.ModelChoiceField(rows.order_by("opened_on"), label="Due at the meeting", required=required)


def _reason(board: Partnership) -> forms.Field:
    hints = {"done_no_evidence": "It will read: done, impact unknown", "done_evidence": "Add the evidence first"}
    return forms.ChoiceField(label="Why is it closed?", choices=Action.Reason.choices, widget=RadioSelect(hints=hints))


def _grade(board: Partnership) -> forms.Field:
    return forms.ChoiceField(label="How strong is it?", choices=Evidence.Grade.choices, widget=RadioSelect)


def _evidence(action: Action, *, file: Any, **values: Any) -> Any:
    """Evidence and its file are kept together, or neither is."""
    with transaction.atomic():
        evidence = add_evidence(action=action, **values)
        if file:
            keep_on_field("file", name=file.name, data=file, evidence=evidence)
    return evidence


MOVES = {
    "update": Move("Say how it stands", update_action, text=_text("What has happened?")),
    "defer": Move(
        "Put it off",
        defer_action,
        text=_text("Why is it put off?"),
        due_meeting=meeting_choice,
        due_on=_day("Or due on a date", required=False),
    ),
    "close": Move(
        "Close it", close_action, reason=_reason, text=_text("What was done, and what changed for children?")
    ),
    "reopen": Move("Open it again", reopen_action, text=_text("Why is it opened again?")),
    "evidence": Move(
        "Add evidence",
        _evidence,
        summary=_text("What does it show?"),
        grade=_grade,
        effective_on=_day("True from which date?"),
        file=lambda board: forms.FileField(label="File that shows it", required=False, help_text=FILE_HINT),
    ),
}
FORM = "web/pages/form.html"


def action_form(board: Partnership, columns: tuple[str, ...]) -> type[forms.Form]:
    return form_class(Action, columns, board, {"due_meeting": meeting_choice(board)})


def _moves(board: Partnership, action: Action) -> list[tuple[str, str]]:
    actor = current_actor()
    oversees = bool(actor.roles(board.pk) & OVERSIGHT)
    answers = action.owner_agency_id in actor.agencies_at(board.pk) or action.owner_id in actor.claim("persons")
    if action.status == Action.Status.CLOSED:
        names = ["reopen", "evidence"] if oversees else []
    else:
        names = ["update", "evidence"] if oversees or answers else []
        names += ["defer", "close"] if oversees else []
    return [(name, MOVES[name].title) for name in names]


def _get(board: Partnership, pk: int) -> Action:
    return get_object_or_404(Action.objects.select_related("owner_agency", "owner", "group"), pk=pk, partnership=board)


def _crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Actions", reverse("actions", args=[board.slug]))]


def _context(board: Partnership, action: Action, title: str, button: str) -> dict[str, Any]:
    return {
        "title": title,
        "caption": f"{action.reference}: {action.text[:120]}",
        "version": action.version,
        "crumbs": [*_crumbs(board), Link(action.reference, url_of(board, action))],
        "cancel_url": url_of(board, action),
        "button": button,
    }
