"""Writing down a risk, putting a mitigation under it, and saying how much risk is lived with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.casework.identity import NO_IDENTITY
from goldenthread.core.casework.models import Audience
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT, Role
from goldenthread.kernel.now import today
from goldenthread.processes.governance.risks.appetite import DEFAULT, set_appetite
from goldenthread.processes.governance.risks.models import Appetite, Assessment, Kind, Risk
from goldenthread.processes.governance.risks.opening import AUDIENCES, mitigate, open_risk
from goldenthread.processes.governance.risks.process import risks
from goldenthread.web.components import Column, Link, Table
from goldenthread.web.dates import DateField
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act, choices_at, form_class, note_field, number_sent

FORM = "web/pages/form.html"


@at_board
def open_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(risks.may_open, board, "write down a risk")
    form = risk_form(board)(request.POST or None, initial={"audience": Audience.PARTNERSHIP})
    context = form_context(board, "Write down a risk", "Write it down")

    def verb(values: dict[str, Any]) -> Risk:
        try:
            return open_risk(partnership=board, **values)
        except PermissionDenied as refused:
            raise forms.ValidationError({"agency": str(refused)}) from refused

    return act(request, form, verb, lambda made: address(board, made), FORM, context)


@at_board
def mitigate_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """An action under the risk; it is worked on where all actions are."""
    needs(OVERSIGHT, board, "add a mitigation")
    risk = get_object_or_404(Risk, pk=pk, partnership=board)
    made = {
        "text": forms.CharField(
            label="What is promised", max_length=2000, widget=forms.Textarea, help_text=NO_IDENTITY
        ),
        "owner_agency": forms.ModelChoiceField(here(board), label="Agency that answers for it"),
        "due_on": DateField(label="Due on", required=False),
    }
    form = type("MitigationForm", (forms.Form,), made)(
        request.POST or None, initial={"owner_agency": risk.lead_agency_id}
    )
    context = form_context(board, "Add a mitigation", "Add it") | {
        "caption": str(risk),
        "cancel_url": address(board, risk),
    }
    return act(request, form, lambda v: mitigate(risk, **v), lambda _: address(board, risk), FORM, context)


@at_board
def appetite_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """What is lived with, for everyone at the table to read; those who oversee set it."""
    needs(frozenset(Role.values), board, "see how much risk is lived with")
    may = bool(OVERSIGHT & current_actor().roles(board.pk))
    held = {row.kind_of_risk: row for row in Appetite.objects.filter(partnership=board)}
    if request.method == "POST":
        needs(OVERSIGHT, board, "set how much risk is lived with")
    form = _appetite_form()(request.POST or None)
    context = form_context(board, "Appetite for risk", "Set it") | {
        "table": _appetite_table(held),
        "may": may,
        "versions": {str(row.kind_of_risk): row.version for row in held.values()},
    }

    def verb(values: dict[str, Any]) -> Appetite:
        return set_appetite(board, expected_version=number_sent(request, "version"), **values)

    return act(
        request, form, verb, lambda _: reverse("risk_appetite", args=[board.slug]), "risks/appetite.html", context
    )


def risk_form(board: Partnership) -> type[forms.Form]:
    """What is asked of a new risk: what it is, its scores, whose it is and who may read it."""
    actor = current_actor()
    oversees = bool(actor.roles(board.pk) & OVERSIGHT)
    mine = here(board) if oversees else here(board).filter(pk__in=actor.agencies_at(board.pk))
    first = form_class(Risk, risks.opening_fields, board)
    now = form_class(Assessment, ("likelihood", "impact", "why", "review_on"), board)
    readers = [(choice.value, choice.label) for choice in AUDIENCES]
    made = {
        "agency": forms.ModelChoiceField(mine, label="Agency that owns it"),
        **first.base_fields,
        **now.base_fields,
        "group": forms.ModelChoiceField(choices_at(board, Group), label="Group that follows it", required=False),
        "audience": forms.ChoiceField(label="Who may read it", choices=readers, widget=RadioSelect),
    }
    return type("RiskForm", (forms.Form,), made)


def here(board: Partnership) -> Any:
    """The agencies that sit at the table today."""
    return board.agencies.exclude(places__partnership=board, places__until__lt=today())


def form_context(board: Partnership, title: str, button: str) -> dict[str, Any]:
    there = reverse("records", args=[board.slug, "risks"])
    return {
        "title": title,
        "button": button,
        "crumbs": [home_crumb(board), Link("Risks", there)],
        "cancel_url": there,
    }


def address(board: Partnership, risk: Risk) -> str:
    return record_address(board, "risks", risk.pk)


def _appetite_form() -> type[forms.Form]:
    kinds = [("", "All kinds that have none of their own"), *Kind.choices]
    made = {
        "kind_of_risk": forms.ChoiceField(label="Kind of risk", choices=kinds, required=False),
        "highest": forms.IntegerField(label="Highest score we live with, 1 to 25", min_value=1, max_value=25),
        "reason": note_field("Who decided it, and why?"),
    }
    return type("AppetiteForm", (forms.Form,), {**made, "mark_optional": False})


def _appetite_table(held: dict[str, Appetite]) -> Table:
    rows = []
    for key, words in [("", "All kinds that have none of their own"), *Kind.choices]:
        row = held.get(key)
        if row or not key:
            rows.append((words, row.highest if row else DEFAULT, row.reason if row else "Default of this platform"))
    columns = (Column("Kind of risk"), Column("Highest score", numeric=True), Column("Who decided it, and why"))
    return Table("Appetite", columns, tuple(rows), True)
