"""One case's assessment: is it private fostering, what was looked into, notices, prohibitions, requirements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.processes.registers.private_fostering.models import Arrangement, Requirement
from goldenthread.processes.registers.private_fostering.requiring import WORKERS, settle, vary
from goldenthread.processes.registers.private_fostering.testing import same_child, verdict
from goldenthread.web.components import Column, Link, Table
from goldenthread.web.dates import DateField
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act
from goldenthread.web.pages.record_entries import entry_tables
from goldenthread.web.pages.unsealing import as_read, sealed_context

ENTRIES = ("matters", "notices", "disqualifications", "prohibitions", "checks")


@dataclass(frozen=True)
class _Shown:
    """As much of a process as a page of its entries needs."""

    model: Any
    entries: tuple[str, ...]


@at_board
def case_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Everything of an arrangement that its own page does not show."""
    record: Arrangement = get_object_or_404(Arrangement, pk=pk, partnership=board)
    with as_read(request, record, what="The assessment's page") as open_:
        found = verdict(record, today()) if open_ else None
        context = {
            **sealed_context(request, board, record),
            "record": record,
            "verdict": found,
            "open": open_,
            "tests": _tests(found) if found else None,
            "same": [Link(one.reference, record_address(board, one.kind, one.pk)) for one in same_child(record)],
            "entries": entry_tables(_Shown(Arrangement, ENTRIES), record),  # type: ignore[arg-type]  # as much as it asks
            "requirements": [
                (one, reverse("settle_requirement", args=[board.slug, one.pk]))
                for one in record.requirements.filter(standing="open")
            ],
            "crumbs": _crumbs(board, record),
        }
        return render(request, "private_fostering/case.html", context)


@at_board
def settle_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponseBase:
    """A requirement is met or lifted, or varied."""
    needs(WORKERS, board, "settle a requirement")
    row: Requirement = get_object_or_404(Requirement.objects.select_related("record"), pk=pk, record__partnership=board)
    record = row.record

    def verb(said: dict[str, Any]) -> Requirement:
        if said["what"] == "vary":
            return vary(row, due_on=said["on"], why=said["why"])
        return settle(row, standing=said["what"], on=said["on"])

    there = reverse("private_fostering_case", args=[board.slug, record.pk])
    context = {
        "title": "How does this requirement stand?",
        "caption": f"{record.reference}: {row.get_of_display()}, by {row.due_on:%-d %B %Y}",
        "crumbs": [*_crumbs(board, record), Link("Assessment", there)],
        "cancel_url": there,
        "button": "Save",
    }
    return act(request, SettleForm(request.POST or None), verb, lambda _: there, "web/pages/form.html", context)


class SettleForm(forms.Form):
    """Met, lifted, or another day."""

    what = forms.ChoiceField(
        label="What happened?",
        choices=[("met", "It was met"), ("lifted", "It was lifted"), ("vary", "It was given another day")],
        widget=RadioSelect,
    )
    on = DateField(label="On which day, or until which day now?")
    why = forms.CharField(label="If it was varied, why?", required=False, widget=forms.Textarea, max_length=2000)


def _tests(found: Any) -> Table:
    rows = tuple((one.test.capitalize(), "Yes" if one.holds else "No", one.because) for one in found.findings)
    return Table("The tests of the law", (Column("Test"), Column("Private fostering?"), Column("Why")), rows, True)


def _crumbs(board: Partnership, record: Arrangement) -> list[Link]:
    return [
        home_crumb(board),
        Link("Private fostering arrangements", reverse("records", args=[board.slug, record.kind])),
        Link(record.reference, record_address(board, record.kind, record.pk)),
    ]
