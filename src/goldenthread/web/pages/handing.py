"""Handing a record on: its agency has left the table, its group has ended, or another answers for it better."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.owning import hand_over
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today
from goldenthread.web.components import Link

from .board import at_board, home_crumb, needs, record_address
from .forms import act, choices_at, note_field, version_of
from .records import named


@at_board
def hand_over_page(request: HttpRequest, board: Partnership, pk: int, kind: str) -> HttpResponse:
    """For those who oversee. A process names its own address for it, with its kind."""
    needs(OVERSIGHT, board, "hand this to someone else")
    process = named(kind)
    record: Any = get_object_or_404(process.model, pk=pk, partnership=board)
    initial = {"lead_agency": record.lead_agency_id, "group": record.group_id}
    form = _form(board, record)(request.POST or None, initial=initial)
    version = version_of(request)
    context = {
        "title": "Hand it over",
        "caption": str(record),
        "version": record.version,
        "crumbs": [home_crumb(board), Link(process.title, reverse("records", args=[board.slug, kind]))],
        "cancel_url": record_address(board, kind, pk),
        "button": "Hand it over",
    }

    def verb(values: dict[str, Any]) -> Any:
        return hand_over(record, expected_version=version, **values)

    return act(request, form, verb, lambda done: record_address(board, kind, done.pk), "web/pages/form.html", context)


def _form(board: Partnership, record: Any) -> type[forms.Form]:
    here = board.agencies.exclude(places__partnership=board, places__until__lt=today())
    group = forms.ModelChoiceField(
        choices_at(board, Group), label="On whose agenda it stays", required=record.audience == Audience.GROUP
    )
    made = {
        "lead_agency": forms.ModelChoiceField(here, label="Agency that answers for it"),
        "group": group,
        "why": note_field("Why does someone else answer for it now?"),
    }
    return type("HandOverForm", (forms.Form,), made)
