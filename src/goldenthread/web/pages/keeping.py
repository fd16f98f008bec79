"""How long a sealed case is kept, what it is held for, and its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.core.casework.models import Hold, Record
from goldenthread.core.casework.process import process_for
from goldenthread.core.casework.registering import keeps
from goldenthread.core.casework.sealed import Kept, destroy, kept, lift_hold, place_hold
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import Link, SummaryRow
from goldenthread.web.forms import RadioSelect

from .board import at_board, home_crumb, record_address
from .forms import act
from .unsealing import as_read, sealed_context, sealed_record


class HoldForm(forms.Form):
    """What a case is held for."""

    reason = forms.ChoiceField(label="Why must it be kept?", choices=Hold.Reason.choices, widget=RadioSelect)
    words = forms.CharField(label="Details", max_length=300, required=False, help_text="Sealed with the case.")


@at_board
def keeping_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponse:
    """Until when this case is kept and why; its holds; what can be done now."""
    record = sealed_record(board, kind, pk)
    with as_read(request, record, what="How long it is kept"):
        stands = kept(process_for(record).model.objects.get(pk=pk))
        keeper = record.register is not None and keeps(record.register)
        args = [board.slug, kind, pk]
        context = {
            **sealed_context(request, board, record),
            "title": "How long it is kept",
            "record": record,
            "rows": _rows(stands),
            "holds": [(hold, reverse("lift_hold", args=[*args, hold.pk])) for hold in record.holds.all()],
            "hold_url": reverse("place_hold", args=args) if keeper and record.destroyed_on is None else "",
            "destroy_url": reverse("destroy_sealed", args=args) if keeper and stands.may_be_destroyed else "",
            "crumbs": _crumbs(board, record),
        }
        return render(request, "web/pages/keeping.html", context)


@at_board
def hold_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponseBase:
    record = sealed_record(board, kind, pk)
    there = reverse("sealed_keeping", args=[board.slug, kind, pk])
    context = {
        "title": "Put it on hold",
        "caption": record.reference,
        "crumbs": _crumbs(board, record),
        "cancel_url": there,
        "button": "Put it on hold",
    }
    form = HoldForm(request.POST or None)
    return act(request, form, lambda v: place_hold(record, **v), lambda _: there, "web/pages/form.html", context)


@require_POST
@at_board
def lift_page(request: HttpRequest, board: Partnership, kind: str, pk: int, hold: int) -> HttpResponseBase:
    record = sealed_record(board, kind, pk)
    lift_hold(get_object_or_404(Hold, pk=hold, record=record))
    return redirect("sealed_keeping", board.slug, kind, pk)


@at_board
def destroy_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponseBase:
    """The second look before the sealed part of a case is destroyed."""
    record = sealed_record(board, kind, pk)
    there = reverse("sealed_keeping", args=[board.slug, kind, pk])
    sure = forms.BooleanField(label=f"I have looked, and the sealed part of {record.reference} is to be destroyed")
    context = {
        "title": "Destroy the sealed part",
        "caption": record.reference,
        "warning": "Names and words of this case cannot be brought back, by anybody. What is counted of it stays.",
        "crumbs": _crumbs(board, record),
        "cancel_url": there,
        "button": "Destroy it",
    }
    form = type("SureForm", (forms.Form,), {"sure": sure})(request.POST or None)
    return act(request, form, lambda _: destroy(record), lambda _: there, "web/pages/form.html", context)


def _rows(stands: Kept) -> list[SummaryRow]:
    if stands.record.destroyed_on is not None:
        return [SummaryRow("Destroyed", f"{stands.record.destroyed_on:%-d %B %Y}")]
    until = f"{stands.until:%-d %B %Y}" if stands.until else "Not decided: it is not closed, or no rule says"
    rows: list[Any] = [SummaryRow("Kept until", until)]
    if stands.years is not None:
        by = "decided by this partnership" if stands.decided_here else _example(stands)
        rows.append(SummaryRow("Because", f"{stands.years} years are kept: {by}"))
    return rows


def _example(stands: Kept) -> str:
    rule = stands.rule
    return f"an example ({rule.source}; {rule.confidence}), counted from {rule.counted_from}" if rule else ""


def _crumbs(board: Partnership, record: Record) -> list[Link]:
    return [home_crumb(board), Link(record.reference, record_address(board, record.kind, record.pk))]
