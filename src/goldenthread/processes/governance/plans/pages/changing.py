"""What is done with a priority: added, changed, ended, given an action, given a measure that should move."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.analytics.models import Measure
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT, UNIT
from goldenthread.core.thread.models import Priority
from goldenthread.core.thread.plans import amend_priority, end_priority, set_priority
from goldenthread.core.thread.services import add_action
from goldenthread.processes.governance.plans.models import BusinessPlan, PriorityMeasure
from goldenthread.processes.governance.plans.planning import measure_priority, stop_measuring
from goldenthread.web.pages.actions import COLUMNS as ACTION_COLUMNS
from goldenthread.web.pages.actions import action_form
from goldenthread.web.pages.actions import url_of as action_address
from goldenthread.web.pages.board import at_board, needs
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of

from .shared import address, crumbs, plan_at, priority_at

COLUMNS = ("number", "title", "outcome", "owner_group")
FORM = "web/pages/form.html"


@at_board
def add_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """The next number is offered."""
    plan = plan_at(board, pk)
    needs(UNIT, board, "add a priority")
    following = max(Priority.objects.filter(plan_id=pk).values_list("number", flat=True), default=0) + 1
    form = form_class(Priority, COLUMNS, board)(request.POST or None, initial={"number": following})
    context = _context(board, plan, "Add a priority", "Add priority")
    return act(request, form, lambda v: set_priority(plan=plan, since=plan.since, **v), _to(board, pk), FORM, context)


@at_board
def change_page(request: HttpRequest, board: Partnership, pk: int, priority: int) -> HttpResponse:
    row = priority_at(board, pk, priority)
    needs(UNIT, board, "change a priority")
    form = form_class(Priority, COLUMNS, board)(request.POST or None, initial=initial_from(row, COLUMNS))
    context = _context(board, plan_at(board, pk), f"Change priority {row.number}", "Save", version=row.version)
    version = version_of(request)
    return act(
        request, form, lambda v: amend_priority(row, expected_version=version, **v), _to(board, pk), FORM, context
    )


@at_board
def end_page(request: HttpRequest, board: Partnership, pk: int, priority: int) -> HttpResponse:
    """What served it stays tied to it."""
    row = priority_at(board, pk, priority)
    needs(UNIT, board, "end a priority")
    why = forms.CharField(label="Why does it end?", max_length=300, help_text="Reached, given up, now part of another.")
    form = type("EndForm", (forms.Form,), {"why": why})(request.POST or None)
    context = _context(board, plan_at(board, pk), f"End priority {row.number}", "End it", version=row.version)
    version = version_of(request)
    return act(request, form, lambda v: end_priority(row, expected_version=version, **v), _to(board, pk), FORM, context)


@at_board
def action_page(request: HttpRequest, board: Partnership, pk: int, priority: int) -> HttpResponse:
    """An action that serves the priority, of the group that owns it."""
    row = priority_at(board, pk, priority)
    needs(OVERSIGHT, board, "add an action")
    initial = {"audience": "partnership", "group": row.owner_group_id}
    form = action_form(board, ACTION_COLUMNS)(request.POST or None, initial=initial)
    context = _context(board, plan_at(board, pk), f"Add an action to priority {row.number}", "Add the action")

    def verb(values: dict[str, Any]) -> Any:
        return add_action(partnership=board, priority=row, **values)

    return act(request, form, verb, lambda action: action_address(board, action), FORM, context)


@at_board
def measure_page(request: HttpRequest, board: Partnership, pk: int, priority: int) -> HttpResponse:
    """A measure that should move if the priority is reached."""
    row = priority_at(board, pk, priority)
    needs(UNIT, board, "say what tests a priority")
    rows = Measure.objects.filter(partnership=board, retired_on__isnull=True).order_by("title")
    fields = {
        "measure": forms.ModelChoiceField(rows, label="Which measure should move?"),
        "why": forms.CharField(label="What would it show?", required=False, max_length=300),
    }
    form = type("MeasureForm", (forms.Form,), fields)(request.POST or None)
    context = _context(board, plan_at(board, pk), f"What tests priority {row.number}", "Add the measure")
    return act(
        request, form, lambda v: measure_priority(row, v["measure"], why=v["why"]), _to(board, pk), FORM, context
    )


@at_board
def stop_measuring_page(request: HttpRequest, board: Partnership, pk: int, tie: int) -> HttpResponse:
    plan = plan_at(board, pk)
    needs(UNIT, board, "say what tests a priority")
    rows = PriorityMeasure.objects.select_related("priority", "measure")
    row = get_object_or_404(rows, pk=tie, priority__plan_id=pk, priority__partnership=board)
    form = forms.Form(request.POST if request.method == "POST" else None)
    context = _context(board, plan, f"Take “{row.measure.title}” off the priority?", "Take it off")
    return act(request, form, lambda _: stop_measuring(row), _to(board, pk), FORM, context)


def _to(board: Partnership, pk: int) -> Any:
    return lambda _: address(board, pk, "priorities")


def _context(board: Partnership, plan: BusinessPlan, title: str, button: str, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "caption": plan.title or plan.reference,
        "crumbs": crumbs(board, plan),
        "cancel_url": reverse("business_plan", args=[board.slug, plan.pk]),
        "button": button,
        **more,
    }
