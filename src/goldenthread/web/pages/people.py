"""Who sees one sealed case: those who keep its register, and whoever is let in by name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.casework.models import Participant, Record
from goldenthread.core.casework.people import LetIn, let_go, let_in_to, let_someone_in, may_let_in, who_keeps
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.kernel.now import LONDON
from goldenthread.web.components import Cell, Column, Link, Table

from .board import at_board, home_crumb, record_address
from .forms import act, choices_at
from .unsealing import as_read, sealed_context, sealed_record

HEADS = (Column("Person"), Column("Why"), Column("Let in"), Column("By"))
WARNING = "They read names and words of this case once they have said why. Each look that they take is written down."


@at_board
def people_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponse:
    """Who sees this case and why; letting somebody in, and ending it."""
    record = sealed_record(board, kind, pk)
    args = [board.slug, kind, pk]
    with as_read(request, record, what="Who may see it"):
        sealed = sealed_context(request, board, record)
        own = may_let_in(record)
        context = {
            **sealed,
            "title": "Who may see it",
            "record": record,
            "keepers": who_keeps(record),
            "table": _table(board, record, let_in_to(record), may=own and record.destroyed_on is None),
            "let_in_url": reverse("let_in", args=args) if own and record.destroyed_on is None else "",
            "crumbs": _crumbs(board, record),
        }
        return render(request, "web/pages/people.html", context)


@at_board
def let_in_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponseBase:
    record = _asked(board, kind, pk)
    there = reverse("sealed_people", args=[board.slug, kind, pk])
    fields = {
        "person": forms.ModelChoiceField(choices_at(board, Person).order_by("name"), label="Who?"),
        "why": forms.CharField(
            label="Why do they need to see this case?", max_length=200,
            help_text="Such as the panel that they sit on. It is sealed with the case.",
        ),
    }  # fmt: skip
    form = type("LetInForm", (forms.Form,), fields)(request.POST or None)

    def done(row: Any) -> str:
        messages.success(request, f"{row.person} may see this case now.")
        return there

    context = {
        "title": "Let someone in",
        "caption": record.reference,
        "warning": WARNING,
        "crumbs": _crumbs(board, record),
        "cancel_url": there,
        "button": "Let them in",
    }
    return act(request, form, lambda said: let_someone_in(record, **said), done, "web/pages/form.html", context)


@at_board
def let_go_page(request: HttpRequest, board: Partnership, kind: str, pk: int, row: int) -> HttpResponseBase:
    record = _asked(board, kind, pk)
    found = get_object_or_404(Participant.objects.select_related("person", "record"), pk=row, record=pk)
    there = reverse("sealed_people", args=[board.slug, kind, pk])
    why = forms.CharField(label="Why?", max_length=200, required=False, help_text="It is sealed with the case.")
    form = type("LetGoForm", (forms.Form,), {"why": why})(request.POST or None)

    def done(_: Any) -> str:
        messages.success(request, f"{found.person} may see this case no more.")
        return there

    context = {
        "title": f"End what {found.person} may see",
        "caption": record.reference,
        "warning": "From their next page on they do not find this case. What they read stays written down.",
        "crumbs": _crumbs(board, record),
        "cancel_url": there,
        "button": "End it",
    }
    return act(request, form, lambda said: let_go(found, **said), done, "web/pages/form.html", context)


def _asked(board: Partnership, kind: str, pk: int) -> Record:
    record = sealed_record(board, kind, pk)
    if not may_let_in(record):
        raise PermissionDenied("Those who open such cases, and those who keep the register, let people in and go.")
    return record


def _table(board: Partnership, record: Record, rows: list[LetIn], *, may: bool) -> Table | None:
    heads = (*HEADS, Column("Change")) if may else HEADS
    return Table("Let in by name", heads, tuple(_row(board, record, one, may) for one in rows), True) if rows else None


def _row(board: Partnership, record: Record, one: LetIn, may: bool) -> tuple[Cell, ...]:
    row = one.row
    cells = (
        Cell(str(row.person), note=str(row.person.agency) if row.person and row.person.agency else ""),
        Cell(one.why), Cell(row.added_at.astimezone(LONDON).date()), Cell(one.by),
    )  # fmt: skip
    if not may:
        return cells
    href = reverse("let_go", args=[board.slug, record.kind, record.pk, row.pk])
    return (*cells, Cell(f"End it for {row.person}", href))


def _crumbs(board: Partnership, record: Record) -> list[Link]:
    return [home_crumb(board), Link(record.reference, record_address(board, record.kind, record.pk))]
