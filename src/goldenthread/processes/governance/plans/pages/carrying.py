"""From one plan to the next: how each priority stands, said honestly, and the day on which the new plan begins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import today
from goldenthread.processes.governance.plans.models import BusinessPlan, CarriedPriority
from goldenthread.processes.governance.plans.planning import Verdict, bring_into_force, carry_over
from goldenthread.processes.governance.plans.standing import Lane, lanes_of
from goldenthread.web.carried import FromBefore, carried_into
from goldenthread.web.dates import DateField
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, needs
from goldenthread.web.pages.forms import act, version_of

from .plan import before_table
from .shared import address, crumbs, plan_at, progress

HINTS = {
    "done": "Say below what shows it.",
    "unknown": "It was done, and nothing yet shows what changed for children.",
}


def carry_form(lanes: list[Lane]) -> type[forms.Form]:
    """The new plan's years, and for each open priority how it stands."""
    fields: dict[str, forms.Field] = {
        "title": forms.CharField(label="What the new plan is called", max_length=250),
        "since": DateField(label="It covers from"),
        "until": DateField(label="It covers to"),
    }
    for lane in lanes:
        key = lane.priority.pk
        fields[f"status_{key}"] = forms.ChoiceField(
            label=f"Priority {lane.priority}", help_text=progress(lane), choices=CarriedPriority.Status.choices,
            widget=RadioSelect(hints=HINTS),
        )  # fmt: skip
        fields[f"evidence_{key}"] = forms.CharField(
            label=f"Priority {lane.priority.number}: what shows that it is done", required=False, max_length=2000,
            widget=forms.Textarea(attrs={"rows": "2"}),
        )  # fmt: skip
        fields[f"words_{key}"] = forms.CharField(
            label=f"Priority {lane.priority.number}: what else is to be said", required=False, max_length=2000,
            widget=forms.Textarea(attrs={"rows": "2"}),
        )  # fmt: skip
    return type("CarryForm", (_CarryForm,), fields)


class _CarryForm(forms.Form):
    def clean(self) -> None:
        """Evidence goes with what is done, and with nothing else."""
        found = super().clean() or self.cleaned_data
        for name in [name for name in found if name.startswith("status_")]:
            key = name.removeprefix("status_")
            shown = found.get(f"evidence_{key}", "").strip()
            if found[name] == "done" and not shown:
                self.add_error(f"evidence_{key}", "Say what shows it, or choose “Done, impact unknown”.")
            if found[name] != "done" and shown:
                self.add_error(f"evidence_{key}", "Evidence goes with “Done, with evidence” alone.")


@at_board
def carry_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Last year's priorities with an honest status each, and the plan that follows drawn up from them."""
    plan = plan_at(board, pk)
    needs(UNIT, board, "carry a plan over")
    lanes = [lane for lane in lanes_of(plan) if lane.priority.until is None]
    form = carry_form(lanes)(request.POST or None)
    context = {
        "title": "Carry the plan over",
        "caption": plan.title or plan.reference,
        "crumbs": crumbs(board, plan),
        "cancel_url": address(board, pk),
        "button": "Draw up the new plan",
        "before": [(one.heading, one.href, before_table(one)) for one in open_of(board)],
        "warning": ""
        if plan.state == BusinessPlan.State.IN_FORCE
        else "Only the plan that is in force is carried over.",
    }

    def verb(values: dict[str, Any]) -> BusinessPlan:
        verdicts = {
            lane.priority.pk: Verdict(
                *(values[f"{part}_{lane.priority.pk}"] for part in ("status", "evidence", "words"))
            )
            for lane in lanes
        }
        return carry_over(plan, verdicts, **{name: values[name] for name in ("title", "since", "until")})

    return act(request, form, verb, lambda made: address(board, made.pk), "plans/carry.html", context)


def open_of(board: Partnership) -> list[FromBefore]:
    """What goes on in other rooms whatever the plan says: shown beside, decided there."""
    found = [replace(one, rows=tuple(row for row in one.rows if not row.over)) for one in carried_into(board, today())]
    return [one for one in found if one.rows]


@at_board
def begin_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Asks first, and says which plan ends with it."""
    plan = plan_at(board, pk)
    needs(UNIT, board, "bring a plan into force")
    before = plan.carried_from
    words = f"{before} is carried over with it: its open work goes on under this plan." if before else ""
    context = {
        "title": "Bring the plan into force?",
        "caption": plan.title or plan.reference,
        "crumbs": crumbs(board, plan),
        "cancel_url": address(board, pk),
        "button": "Bring it into force",
        "warning": words,
        "version": plan.version,
    }
    form = forms.Form(request.POST if request.method == "POST" else None)
    version = version_of(request)
    return act(
        request, form, lambda _: bring_into_force(plan, expected_version=version), lambda made: address(board, made.pk),
        "web/pages/form.html", context,
    )  # fmt: skip
