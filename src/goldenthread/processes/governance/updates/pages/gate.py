"""What becomes of an update where it was sent: passed, turned back or waived at the gate, and heard."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.groups.gates import may_keep, may_waive
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today
from goldenthread.processes.governance.updates.models import SentUpdate
from goldenthread.processes.governance.updates.writing import hear, pass_update, turn_update_back, waive_for_update
from goldenthread.web.pages.board import at_board, needs
from goldenthread.web.pages.forms import act, version_of

from .update import FORM, crumbs_above

VERDICTS: dict[str, Any] = {
    "pass": ("It passed the gate", "Let it through", pass_update),
    "turn-back": ("It was turned back", "Turn it back", turn_update_back),
    "waive": ("Waive the gate", "Waive the gate", waive_for_update),
}


@at_board
def verdict_page(request: HttpRequest, board: Partnership, pk: int, sent: int, verdict: str) -> HttpResponse:
    """One form for each verdict, as for a paper at the gate."""
    row = _at(board, pk, sent, sender=board)
    if verdict not in VERDICTS or row.gate_keeper is None:
        raise Http404("It is passed, turned back or waived at a gate.")
    title, button, take = VERDICTS[verdict]
    may = may_waive(row.to_group, board.pk) if verdict == "waive" else may_keep(row.gate_keeper, board.pk)
    if not may:
        raise PermissionDenied(f"Your seat at {board} does not let you do this at the gate.")
    fields: dict[str, forms.Field] = {}
    if verdict != "waive":
        rows = Record.objects.filter(kind="meetings", group=row.gate_keeper, opened_on__lte=today())
        label = f"At which meeting of {row.gate_keeper}?"
        fields["at"] = MeetingField(rows.order_by("-opened_on"), label=label)
    if verdict != "pass":
        fields["why"] = forms.CharField(label="Why?", widget=forms.Textarea, max_length=2000)
    form = type("VerdictForm", (forms.Form,), fields)(request.POST or None)
    return _act(request, board, row, form, title, button, take)


@at_board
def hear_page(request: HttpRequest, board: Partnership, pk: int, sent: int) -> HttpResponse:
    """Written down by those to whom it was sent."""
    row = _at(board, pk, sent, partnership=board)
    needs(OVERSIGHT, board, "say that an update was heard")
    words = forms.CharField(label="What was said of it?", required=False, widget=forms.Textarea, max_length=5000)
    form = type("HearForm", (forms.Form,), {"words": words})(request.POST if request.method == "POST" else None)
    return _act(request, board, row, form, "It was heard", "Write it down", hear)


class MeetingField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


def _at(board: Partnership, pk: int, sent: int, **where: Any) -> SentUpdate:
    rows = SentUpdate.objects.select_related("to_group", "gate_keeper")
    return get_object_or_404(rows, pk=sent, update_id=pk, **where)


def _act(
    request: HttpRequest, board: Partnership, row: SentUpdate, form: forms.Form, title: str, button: str, take: Any
) -> HttpResponse:
    here = reverse("group_update", args=[board.slug, row.update_id])
    context = {
        "title": title, "caption": row.title, "crumbs": crumbs_above(board), "cancel_url": here, "button": button,
        "version": row.version,
    }  # fmt: skip
    version = version_of(request)
    return act(request, form, lambda v: take(row, expected_version=version, **v), lambda _: here, FORM, context)
