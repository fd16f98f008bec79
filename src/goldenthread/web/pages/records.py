"""The pages of any declared process: its list, opening one, the record, a step, a change, its history."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.core.casework.importable import importable_for
from goldenthread.core.casework.process import Process, process_named
from goldenthread.core.casework.registering import may_bring_in, seated
from goldenthread.core.casework.services import amend_record, open_record, speaks_for, take_step
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership, User
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.themes import themes_of
from goldenthread.kernel.workflow import Step, StepRefused
from goldenthread.web.components import Link
from goldenthread.web.vocabulary import here

from .board import at_board, home_crumb, needs, record_address
from .board import known_links as pages_of
from .finding_parts import findings_of, raise_url
from .forms import act, asks_for_sealed, form_class, initial_from, note_field, require, version_of
from .history import readable_history
from .listing import export, list_context
from .panels import panel_of
from .record_entries import entry_tables, known_links
from .record_parts import change_lines, clock_lines, facts, moments, process_listing, rooms_of, state_tag
from .unsealing import as_read, ask_why, is_shut, sealed_context


def named(kind: str) -> Process:
    process = process_named(kind)
    if process is None:
        raise Http404(f"There is no kind of work called {kind}.")
    return process


def url_of(board: Partnership, record: Any) -> str:
    return record_address(board, record.kind, record.pk)


def said_here(board: Partnership, step: Step) -> Step:
    """The step with its words as the law has them here."""
    return replace(step, label=here(board, step.label), asks=step.asks and here(board, step.asks))


@at_board
def record_list(request: HttpRequest, board: Partnership, kind: str) -> HttpResponse:
    process = named(kind)
    listing = process_listing(process, board)
    file = export(request, listing)
    if file:
        return file
    context = {
        **list_context(request, listing),
        "crumbs": [home_crumb(board)],
        "process": process,
        "links": [*_beside(board, process), *_register_of(board, process), *_coming_in(board, process)],
        "open_url": _open_url(board, process) if process.may_open & _roles(board) else "",
        "open_label": process.opening_words,
    }
    return render(request, _list_template(request), context)


def _beside(board: Partnership, process: Process) -> list[Link]:
    """The pages of the whole kind that the actor may open: no list leads to a refusal."""
    return pages_of(
        board, [(label, name) for label, name, *asked in process.beside if all(one(board) for one in asked)]
    )


def _coming_in(board: Partnership, process: Process) -> list[Link]:
    """Where a register kept elsewhere is brought in, for those who may open such records or keep their register."""
    if importable_for(process.slug) is None or not may_bring_in(process, board):
        return []
    found = pages_of(board, [("Bring a register in", "import_register")])
    return [Link(link.text, f"{link.href}?process={process.slug}") for link in found]


@at_board
def to_the_list(request: HttpRequest, board: Partnership, kind: str) -> HttpResponse:
    """Where the pages of a kind of work lie that it brings itself: the place above them is its list."""
    return redirect("records", board.slug, kind)


@at_board
def record_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponse:
    process = named(kind)
    rows = process.model.objects.select_related("lead_agency", *known_links(process.model))
    record: Any = get_object_or_404(rows, pk=pk, partnership=board)
    if record.state in process.recalled and not process.may_amend & _roles(board):
        return redirect(record_address(board, kind, pk))  # which says that it is no longer given out
    with as_read(request, record, what="The case's page"):
        context = {**sealed_context(request, board, record), **_record_context(board, process, record)}
        return render(request, "web/pages/record.html", context)


def _record_context(board: Partnership, process: Process, record: Any) -> dict[str, Any]:
    kind, pk, roles = process.slug, record.pk, _roles(board)
    own = speaks_for(board.pk, record.lead_agency_id)
    open_now = process.workflow.open_to(record.state, roles, record, own=own)
    steps = sorted(open_now, key=lambda step: bool(step.confirm))  # what needs a second look comes last
    return {
        "process": process,
        "record": record,
        "state": state_tag(process, record, board),
        "facts": facts(process, record, board),
        "clocks": clock_lines(record),
        "entries": entry_tables(process, record),
        "history": moments(process, record, board),
        **panel_of(board, record),
        "steps": [(said_here(board, step), reverse("step", args=[board.slug, kind, pk, step.name])) for step in steps],
        "pages": [
            (label, reverse(name, args=[board.slug, pk]))
            for label, name, by in process.pages
            if not by or roles & frozenset(by.split())
        ]
        + [(link.text, link.href) for link in pages_of(board, rooms_of(kind), pk)],
        "change_url": reverse("change_record", args=[board.slug, kind, pk]) if process.may_amend & roles else "",
        "history_url": reverse("record_history", args=[board.slug, kind, pk]),
        "files": record.files.all(),
        "themes": themes_of(record),
        "themes_url": (
            reverse("record_themes", args=[board.slug, kind, pk]) if (OVERSIGHT | process.may_amend) & roles else ""
        ),
        "findings": findings_of(record),
        "finding_url": raise_url(board, record),
        "file_url": reverse("add_file", args=[board.slug, kind, pk]) if process.may_amend & roles else "",
        "crumbs": [home_crumb(board), Link(process.title, reverse("records", args=[board.slug, kind]))],
    }


@at_board
def open_page(request: HttpRequest, board: Partnership, kind: str) -> HttpResponse:
    process = named(kind)
    needs(process.may_open, board, f"open {process.singular.lower()}")
    if process.open_at:
        return redirect(_open_url(board, process))
    mine = board.agencies.filter(pk__in=current_actor().agencies_at(board.pk))
    lead = list(mine)
    several = {"lead_agency": forms.ModelChoiceField(mine, label="For which agency?")} if len(lead) > 1 else {}
    form = form_class(process.model, process.opening_fields, board, several)(request.POST or None)

    def verb(values: dict[str, Any]) -> Any:
        values = dict(values)
        agency = values.pop("lead_agency", None) or (lead[0] if lead else None)
        if agency is None:
            raise forms.ValidationError("Your seat is for no agency here, so nobody would lead this record.")
        return open_record(process, partnership=board, lead_agency=agency, **values)

    context = {
        "title": process.opening_words,
        "crumbs": [home_crumb(board), Link(process.title, reverse("records", args=[board.slug, kind]))],
        "cancel_url": reverse("records", args=[board.slug, kind]),
        "button": "Add it",
    }
    return act(request, form, verb, lambda record: url_of(board, record), "web/pages/form.html", context)


@at_board
def step_page(request: HttpRequest, board: Partnership, kind: str, pk: int, name: str) -> HttpResponseBase:
    process = named(kind)
    record: Any = get_object_or_404(process.model, pk=pk, partnership=board)
    step = said_here(board, _step(process, name))
    needs(step.by, board, step.label.lower())
    if not step.adds and is_shut(request, record) and asks_for_sealed(process.model, step.fields):
        return ask_why(board, record, request.get_full_path())
    with as_read(request, record, what=f"The form “{step.label}”"):
        return _step_page(request, board, process, record, step)


def _step_page(request: HttpRequest, board: Partnership, process: Process, record: Any, step: Step) -> HttpResponse:
    target: Any = process.model._meta.get_field(step.adds).related_model if step.adds else process.model
    extra = {"note": note_field(step.asks)} if step.asks else {}
    fields = process.fields_of(step, record)
    initial = {} if step.adds else initial_from(record, fields)
    form = form_class(target, fields, board, extra)(request.POST or None, initial=initial)
    _as_the_step_asks(form, process, step, record)

    def verb(values: dict[str, Any]) -> Any:
        return take_step(record, step.name, expected_version=version_of(request), **values)

    context = {
        "title": step.label,
        "caption": str(record),
        "warning": step.confirm,
        "tells": step.tells,
        "version": record.version,
        "crumbs": _record_crumbs(board, process, record),
        "cancel_url": url_of(board, record),
        "button": step.label,
    }
    if record.state not in step.source:
        context["warning"] = (
            f"This is not open while the record is {here(board, process.state_label(record.state)).lower()}."
        )
    return act(request, form, verb, lambda done: url_of(board, done), "web/pages/form.html", context)


def _as_the_step_asks(form: forms.Form, process: Process, step: Step, record: Any) -> None:
    """What the step cannot go without is not called optional, and only what may be chosen on this record is offered."""
    needed = process.needed(record, step) if process.needed else ()
    for name, field in form.fields.items():
        codes = process.offered(record, step, name) if process.offered else None
        if codes is not None and isinstance(field, forms.ChoiceField):
            pairs: Any = field.choices
            field.choices = [(code, words) for code, words in pairs if not code or code in codes]
        if name in needed:
            require(field)


@at_board
def change_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponseBase:
    process = named(kind)
    record: Any = get_object_or_404(process.model, pk=pk, partnership=board)
    needs(process.may_amend, board, f"change {process.singular.lower()}")
    if is_shut(request, record) and asks_for_sealed(process.model, process.opening_fields):
        return ask_why(board, record, request.get_full_path())
    with as_read(request, record, what="The form “Change what it says”"):
        return _change_page(request, board, process, record)


def _change_page(request: HttpRequest, board: Partnership, process: Process, record: Any) -> HttpResponse:
    extra = {"note": forms.CharField(label="Why it is changed", required=False, max_length=2000)}
    initial = initial_from(record, process.opening_fields)
    form = form_class(process.model, process.opening_fields, board, extra)(request.POST or None, initial=initial)

    def verb(values: dict[str, Any]) -> Any:
        return amend_record(record, expected_version=version_of(request), **values)

    context = {
        "title": "Change what it says",
        "caption": str(record),
        "version": record.version,
        "crumbs": _record_crumbs(board, process, record),
        "cancel_url": url_of(board, record),
        "button": "Save",
    }
    return act(request, form, verb, lambda done: url_of(board, done), "web/pages/form.html", context)


@at_board
def history_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponse:
    process = named(kind)
    record: Any = get_object_or_404(process.model, pk=pk, partnership=board)
    lines = readable_history(record)
    names = dict(User.objects.filter(pk__in={line.user_id for line in lines}).values_list("pk", "name"))
    context = {
        "title": "Every change",
        "caption": str(record),
        "moments": change_lines(record, lines, names),
        "crumbs": _record_crumbs(board, process, record),
    }
    return render(request, "web/pages/history.html", context)


def _open_url(board: Partnership, process: Process) -> str:
    if process.open_at:
        return reverse(process.open_at, args=[board.slug])
    return reverse("open_record", args=[board.slug, process.slug])


def _register_of(board: Partnership, process: Process) -> list[Link]:
    there = reverse("register", args=[board.slug, process.slug]) if process.sealed and seated(board) else ""
    return [Link("Who keeps this register", there)] if there else []


def _step(process: Process, name: str) -> Step:
    try:
        return process.workflow[name]
    except StepRefused as unknown:
        raise Http404(str(unknown)) from unknown


def _roles(board: Partnership) -> frozenset[str]:
    return current_actor().roles(board.pk)


def _record_crumbs(board: Partnership, process: Process, record: Any) -> list[Link]:
    return [
        home_crumb(board),
        Link(process.title, reverse("records", args=[board.slug, process.slug])),
        Link(record.reference, url_of(board, record)),
    ]


def _list_template(request: HttpRequest) -> str:
    return "web/pages/_results.html" if request.headers.get("HX-Request") else "web/pages/list.html"
