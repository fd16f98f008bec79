"""The unit's forms: a schedule, who answers, keys for programs, links, and queries about answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.analytics.models import Measure
from goldenthread.core.tenancy.models import Person
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.web.forms import CheckboxSelectMultiple
from goldenthread.web.pages.board import for_unit, needs
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of

from ..answering import query
from ..links import give_key, send_link, send_links, withdraw_key
from ..models import Respondent, Return, ReturnKey, Schedule
from ..scheduling import COLUMNS, change_schedule, end_respondent, make_schedule, name_respondent
from .door import Desk
from .status import crumbs, schedule_at

PLAN = "plan returns"
FORM = "web/pages/form.html"


@for_unit(PLAN)
def add_page(request: HttpRequest, board: Any) -> HttpResponse:
    form = _schedule_form(board)(request.POST or None)
    context = {
        "title": "Plan a return",
        "crumbs": crumbs(board),
        "cancel_url": reverse("return_schedules", args=[board.slug]),
        "button": "Plan it",
    }

    def verb(values: dict[str, Any]) -> Schedule:
        measures = list(values.pop("measures"))
        return make_schedule(partnership=board, measures=measures, **values)

    return act(request, form, verb, lambda made: _address(made), FORM, context)


@for_unit(PLAN)
def change_page(request: HttpRequest, board: Any, pk: int) -> HttpResponse:
    schedule = schedule_at(board, pk)
    initial = initial_from(schedule, COLUMNS) | {
        "measures": [one.measure_id for one in schedule.asked.all()],
        "agencies": [one.agency_id for one in schedule.owing.filter(until__isnull=True)],
    }
    form = _schedule_form(board)(request.POST or None, initial=initial)
    context = {
        "title": "Change what is asked",
        "caption": schedule.title,
        "warning": "It holds from the next return on. What is open or sent stays as it was asked.",
        "version": schedule.version,
        "crumbs": crumbs(board),
        "cancel_url": _address(schedule),
        "button": "Save",
    }

    def verb(values: dict[str, Any]) -> Schedule:
        chosen = {one.pk: one for one in values.pop("measures")}
        order = [one.measure_id for one in schedule.asked.all()]
        measures = [chosen.pop(pk) for pk in order if pk in chosen] + list(chosen.values())
        return change_schedule(schedule, expected_version=version_of(request), measures=measures, **values)

    return act(request, form, verb, _address, FORM, context)


@for_unit(PLAN)
def add_respondent_page(request: HttpRequest, board: Any, pk: int) -> HttpResponse:
    schedule = schedule_at(board, pk)
    people = Person.objects.filter(partnership=board, left_on__isnull=True)
    made = {
        "agency": _agency_field(schedule),
        "person": forms.ModelChoiceField(people, label="Someone known here", required=False),
        "name": forms.CharField(label="Or their full name", max_length=200, required=False),
        "email": forms.EmailField(label="Email address", required=False),
    }
    form = type("RespondentForm", (forms.Form,), made)(request.POST or None)
    context = {
        "title": "Say who answers",
        "caption": schedule.title,
        "warning": "They get a link that opens their agency's form without a password.",
        "crumbs": crumbs(board),
        "cancel_url": _address(schedule),
        "button": "Add them",
    }
    return act(
        request, form, lambda v: name_respondent(schedule, **v), lambda _: _address(schedule), FORM,
        context,
    )  # fmt: skip


@require_POST
@for_unit(PLAN)
def end_respondent_page(request: HttpRequest, board: Any, pk: int, respondent: int) -> HttpResponse:
    schedule = schedule_at(board, pk)
    end_respondent(get_object_or_404(Respondent, pk=respondent, schedule=schedule))
    return redirect(_address(schedule))


@for_unit(PLAN)
def add_key_page(request: HttpRequest, board: Any, pk: int) -> HttpResponse:
    """The secret is shown on the page that makes it, once."""
    schedule = schedule_at(board, pk)
    made = {"agency": _agency_field(schedule), "name": forms.CharField(label="For which program", max_length=200)}
    form = type("KeyForm", (forms.Form,), made)(request.POST or None)
    context = {
        "title": "Give a program a key",
        "caption": schedule.title,
        "warning": "Whoever holds the key can answer for the agency. It is shown once.",
        "form": form,
        "crumbs": crumbs(board),
        "cancel_url": _address(schedule),
        "button": "Make a key",
    }
    if request.method == "POST" and form.is_valid():
        key, token = give_key(schedule, **form.cleaned_data)
        return render(
            request, "returns/key.html", {"key": key, "token": token, "schedule": schedule, "crumbs": crumbs(board)}
        )
    status = 422 if request.method == "POST" else 200
    return render(request, FORM, context, status=status)


@require_POST
@for_unit(PLAN)
def withdraw_key_page(request: HttpRequest, board: Any, pk: int, key: int) -> HttpResponse:
    schedule = schedule_at(board, pk)
    withdraw_key(get_object_or_404(ReturnKey, pk=key, schedule=schedule))
    return redirect(_address(schedule))


def link_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Send the link to this one return to someone: now, again, or to someone new."""
    board = desk.form.partnership
    needs(UNIT, board, "send a link")
    made = {
        "name": forms.CharField(label="Full name", max_length=200),
        "email": forms.EmailField(label="Email address"),
    }
    form = type("LinkForm", (forms.Form,), made)(request.POST or None)
    context = {
        "title": "Send a link to this return",
        "caption": str(desk.form),
        "warning": "An earlier link to the same address stops working.",
        "crumbs": desk.crumbs,
        "cancel_url": desk.address("form"),
        "button": "Send it",
    }
    return act(
        request, form, lambda v: send_link(desk.form, **v), lambda _: desk.address("form"), FORM, context
    )  # fmt: skip


@require_POST
def send_links_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """To all who answer for the agency, again or for the first time."""
    needs(UNIT, desk.form.partnership, "send a link")
    sent = send_links(desk.form) if desk.form.open else []
    names = ", ".join(str(key) for key in sent)
    messages.success(request, f"Sent to {names}." if sent else "Nobody is named who answers for this agency.")
    return redirect(desk.address("form"))


def query_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ask about single answers, or about the whole."""
    board = desk.form.partnership
    needs(UNIT, board, "query a return")
    lines = list(desk.form.lines.filter(answered_at__isnull=False))
    made: dict[str, forms.Field] = {"text": _asks("What is not clear about the return as a whole?")}
    for line in lines:
        made[f"line_{line.pk}"] = _asks(f"{line.title}{f', {line.part}' if line.part else ''}")
    form = type("QueryForm", (forms.Form,), made)(request.POST or None)
    context = {
        "title": "Query the return",
        "caption": str(desk.form),
        "crumbs": desk.crumbs,
        "cancel_url": desk.address("form"),
        "button": "Query it",
    }

    def verb(values: dict[str, Any]) -> Return:
        asked = {line.pk: values[f"line_{line.pk}"] for line in lines}
        return query(desk.form.record, questions=asked, text=values["text"])

    return act(request, form, verb, lambda _: desk.address("form"), FORM, context)


def _asks(label: str) -> forms.Field:
    return forms.CharField(label=label, required=False, max_length=2000)


def _address(schedule: Schedule) -> str:
    return reverse("return_schedule", args=[schedule.partnership.slug, schedule.pk])


def _agency_field(schedule: Schedule) -> forms.ModelChoiceField:
    owing = schedule.partnership.agencies.filter(pk__in=schedule.owing.values("agency_id"))
    return forms.ModelChoiceField(owing, label="Of which agency?")


def _schedule_form(board: Any) -> type[forms.Form]:
    measures = Measure.objects.filter(partnership=board, retired_on__isnull=True)
    extra = {
        "agencies": forms.ModelMultipleChoiceField(
            board.agencies.all(), label="Which agencies owe it?", widget=CheckboxSelectMultiple
        ),
        "measures": forms.ModelMultipleChoiceField(
            measures, label="What is asked?", widget=CheckboxSelectMultiple,
            help_text="What one agency answers for is asked of that agency; what nobody answers for, of each.",
        ),
    }  # fmt: skip
    return form_class(Schedule, COLUMNS, board, extra)
