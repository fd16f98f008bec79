"""Say from which item of a meeting an action came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.models import AgendaItem, ItemAction
from goldenthread.processes.governance.meetings.placing import place_action
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.forms import act

from .shared import FORM, address, for_clerks, form_context, meeting_at


class PlaceForm(forms.Form):
    item = forms.ChoiceField(label="Which item did it come from?", required=False)

    def __init__(self, items: list[AgendaItem], *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        named_items = [(str(item.pk), f"{item.label}. {item.title}") for item in items]
        self.fields["item"].choices = [("", "Not known"), *named_items]  # type: ignore[attr-defined]  # the field has it


@at_board
def place_page(request: HttpRequest, board: Partnership, pk: int, action: int) -> HttpResponse:
    """An action of a restricted item is read by no more people than the item."""
    meeting = meeting_at(board, pk)
    for_clerks(board, "say which item an action came from")
    row = get_object_or_404(Action, pk=action, record_id=pk, partnership=board)
    items = list(AgendaItem.objects.filter(record_id=pk).order_by("number"))
    link = ItemAction.objects.filter(action=row).first()
    form = PlaceForm(items, request.POST or None, initial={"item": str(link.item_id) if link else ""})

    def verb(values: dict[str, Any]) -> Action:
        return place_action(row, next((item for item in items if str(item.pk) == values["item"]), None))

    words = "If the item is restricted, or becomes so, the action is seen by no more people than the item."
    title = f"Which item did {row.reference} come from?"
    context = form_context(board, meeting, title, "Save", warning=words)
    if not items:
        form.fields["item"].help_text = "The agenda has no items."
    return act(request, form, verb, lambda done: address(board, meeting, "agreed"), FORM, context)
