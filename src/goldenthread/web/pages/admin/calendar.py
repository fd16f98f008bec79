"""The partnership's own days: bank holidays proclaimed at short notice, school terms, days schools are closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.casework.clocks import calendar_of, project_clocks
from goldenthread.core.casework.models import CalendarEntry
from goldenthread.core.casework.process import all_processes
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.calendars import CalendarError
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.dates import DateField
from goldenthread.web.forms import RadioSelect

from .common import Part, ask, crumbs, for_the_unit, show


class EntryForm(forms.Form):
    kind = forms.ChoiceField(label="What it is", choices=CalendarEntry.Kind.choices, widget=RadioSelect)
    since = DateField(label="First day")
    until = DateField(label="Last day", required=False, help_text="Leave empty for a single day.")
    name = forms.CharField(label="Name", max_length=100, required=False, help_text="Such as “Spring term”.")


@for_the_unit
def entries(request: HttpRequest, board: Partnership) -> HttpResponse:
    rows = list(CalendarEntry.objects.filter(partnership=board).order_by("-since"))
    add = Link("Add to the calendar", reverse("admin_add_day", args=[board.slug]))
    text = {
        CalendarEntry.Kind.HOLIDAY: "England’s bank holidays are known. Add only one that was proclaimed since.",
        CalendarEntry.Kind.TERM: "Clocks that count school days need the terms of your area.",
        CalendarEntry.Kind.SCHOOL_CLOSED: "Half terms and training days on which there are no pupils.",
    }
    titles = {"holiday": "Extra bank holidays", "term": "School terms", "school_closed": "Days schools are closed"}
    parts = [
        Part(
            titles[kind], kind, _table(board, titles[kind], [r for r in rows if r.kind == kind]), "None yet", text[kind]
        )
        for kind in CalendarEntry.Kind
    ]
    return show(request, board, "Calendar", parts, add=add)


@for_the_unit
def add(request: HttpRequest, board: Partnership) -> HttpResponse:
    back = reverse("admin_calendar", args=[board.slug])
    return ask(
        request,
        EntryForm(request.POST or None),
        lambda values: add_entry(board, **values),
        title="Add to the calendar",
        button="Add it",
        back=back,
        above=crumbs(board, ("Calendar", back)),
        said=lambda entry: f"{entry.get_kind_display()} added. Clocks that are running are counted anew.",
    )


@for_the_unit
def remove(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    entry = get_object_or_404(CalendarEntry, pk=pk, partnership=board)
    back = reverse("admin_calendar", args=[board.slug])
    return ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _: remove_entry(entry),
        title=f"Remove {entry.name or entry.get_kind_display().lower()}",
        button="Remove it",
        back=back,
        above=crumbs(board, ("Calendar", back)),
        said=lambda _: "It is removed. Clocks that are running are counted anew.",
        caption=_days(entry.since, entry.until),
        warning="Clocks that counted by it are counted without it.",
    )


@transaction.atomic
def add_entry(
    board: Partnership, *, kind: str, since: date, until: date | None = None, name: str = ""
) -> CalendarEntry:
    """Add a day or days, and count every running clock anew. Raises ValidationError for terms that overlap."""
    allow(UNIT, board.pk, "change the calendar")
    entry = CalendarEntry(partnership=board, kind=kind, since=since, until=until or since, name=name)
    if entry.until < since:
        raise ValidationError({"until": "It cannot end before it begins."})
    entry.full_clean()
    entry.save()
    _count_anew(board)
    return entry


@transaction.atomic
def remove_entry(entry: CalendarEntry) -> None:
    """Take an entry away, and count every running clock anew."""
    allow(UNIT, entry.partnership_id, "change the calendar")
    board = entry.partnership
    entry.delete()
    _count_anew(board)


def _count_anew(board: Partnership) -> None:
    """Open records that the unit may see; one sealed from it is counted anew when it is next saved."""
    try:
        calendar_of(board)
    except CalendarError as wrong:
        raise ValidationError({"since": str(wrong)}) from wrong
    for process in all_processes():
        if process.clocks:
            for record in process.model.objects.filter(partnership=board, closed_on__isnull=True):
                project_clocks(record, process.clocks)


def _table(board: Partnership, caption: str, rows: list[CalendarEntry]) -> Table:
    headings = tuple(Column(text) for text in ("Name", "Days", "What you can do"))
    return Table(caption, headings, tuple(_row(board, row) for row in rows), caption_hidden=True)


def _row(board: Partnership, row: CalendarEntry) -> tuple[Any, ...]:
    address = reverse("admin_remove_day", args=[board.slug, row.pk])
    name = row.name or str(row.get_kind_display())
    return (Cell(name), _days(row.since, row.until), Cell(f"Remove {name}", href=address))


def _days(since: date, until: date) -> str:
    return f"{since:%-d %B %Y}" if since == until else f"{since:%-d %B %Y} to {until:%-d %B %Y}"
