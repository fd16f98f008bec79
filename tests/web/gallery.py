"""A page that shows every component with long names and every field in error, and the small site that serves it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import engines
from django.urls import path

from goldenthread.kernel.now import LONDON, today
from goldenthread.web.chrome import Chrome, NavLink
from goldenthread.web.components import (
    Cell,
    Column,
    Difference,
    Link,
    Moment,
    SummaryRow,
    Table,
    Tag,
    Task,
    sort_column,
)
from goldenthread.web.forms import CheckboxSelectMultiple, DateField, DateTimeField, RadioSelect, TimeField

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LONG = "The Wexmoor and Upper Penhallow Vulnerable Adolescents, Exploitation and Missing Children Sub-Group"
AGENCIES = [("council", "Wexmoor County Council"), ("police", "Wexmoor Constabulary"), ("health", LONG)]
DRAFTS: list[dict[str, str]] = []


class EveryField(forms.Form):
    """One field of each kind that the platform uses."""

    title = forms.CharField(label="Title of the action", max_length=60, help_text="Short: it is read out at meetings")
    text = forms.CharField(label="What is to be done", widget=forms.Textarea, max_length=400)
    agency = forms.ChoiceField(label="Agency", choices=[("", "Choose one"), *AGENCIES])
    status = forms.ChoiceField(
        label="How does it stand?",
        choices=[("open", "Open"), ("closed", "Closed")],
        widget=RadioSelect(hints={"closed": "You will be asked for the reason"}),
    )
    helpers = forms.MultipleChoiceField(label="Who helps", choices=AGENCIES, widget=CheckboxSelectMultiple)
    visit = DateField(label="Date of visit", help_text="For example, 27 3 2026")
    starts = TimeField(label="Start time", help_text="For example, 9:30am or 14:30")
    held = DateTimeField(label="Next meeting", required=False)
    number = forms.IntegerField(label="Number of children", min_value=0)
    email = forms.EmailField(label="Email address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    paper = forms.FileField(label="Paper")
    agreed = forms.BooleanField(label="The chair has agreed this")
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)


def wrong_form() -> EveryField:
    """Every field with an error."""
    return EveryField(
        {
            "title": "x" * 61, "text": "y" * 401, "agency": "", "visit-day": "3", "visit-month": "5", "starts": "late",
            "held_date-day": "31", "held_date-month": "2", "held_date-year": "2026", "held_time": "25:00",
            "number": "-1", "email": "nobody", "version": "3",
        }
    )  # fmt: skip


def every_value(request: HttpRequest) -> dict[str, Any]:
    """What the gallery draws."""
    at = datetime(2026, 3, 3, 14, 30, tzinfo=LONDON)
    rows = tuple(
        (
            Cell(f"A{number}: bring the revised threshold document to {LONG}", "#a", note="Asked on 3 March 2026"),
            LONG if number % 2 else "Wexmoor Constabulary",
            Cell(today() + timedelta(days=number * 9 - 20), tag=Tag("Overdue", "red") if number < 3 else None),
            number * 3,
        )
        for number in range(1, 5)
    )
    columns = (
        sort_column(request.GET, "Action", "title"),
        Column("Owner"),
        sort_column(request.GET, "Due", "due", default="due"),
        sort_column(request.GET, "Deferred", "deferred", numeric=True),
    )
    return {
        "crumbs": [Link("Home", "/"), Link("Meetings", "/meetings/"), Link(LONG, "/meetings/7/")],
        "cards": Table("Actions of this meeting", columns, rows, caption_hidden=True),
        "scrolling": Table(
            "Attendance by agency",
            (Column("Agency"), *(Column(f"Meeting {n}", numeric=True) for n in range(1, 11))),
            ((LONG, *range(10)),),
            phone="scroll",
        ),
        "page": Paginator(range(400), 20).page(6),
        "summary": [
            SummaryRow("Group", LONG, (Link("Change", "#g", "group"),)),
            SummaryRow("Text", "First line\nSecond line <b>not bold</b>", (Link("Change", "#t", "text"),)),
            SummaryRow("Reference", "WX-2026-0007"),
        ],
        "tasks": [
            Task("Set the agenda", Tag("Done", "green"), "#1"),
            Task(f"Send papers to {LONG}", Tag("Not yet started", "blue"), "#2", hint="5 working days before"),
            Task("Publish", Tag("Cannot start yet", "grey")),
        ],
        "history": [
            Moment(at, "Deferred", "Priya Fennimore", "No time.\n\nTo the next meeting.", Tag("Deferred", "yellow")),
            Moment(date(2026, 1, 9), "Opened", "Tom Askerswell", links=(Link("See the minutes", "#m"),)),
        ],
        "differences": [
            Difference("Update", f"Sent to {LONG}.\nWaiting.", "Sent and answered.", "update"),
            Difference("Owner", "Tom Askerswell", "Tom Askerswell ", "owner"),
        ],
        "sections": [Link("Actions", "#actions"), Link("History", "#history")],
        "soon": today() + timedelta(days=3), "late": today() - timedelta(days=1), "far": today() + timedelta(days=90),
        "at": at, "agencies": AGENCIES,
    }  # fmt: skip


def surroundings(request: HttpRequest) -> Chrome:
    """A person with a long name at a partnership with a long name, and the whole navigation."""
    names = ("Home", "Meetings", "Actions", "Records", "Law clocks", "Administration")
    links = tuple(
        NavLink(name, f"/{name.lower().replace(' ', '-')}/", 12 if name == "Home" else None) for name in names
    )
    return Chrome(
        partnership="Wexmoor and Penhallow Safeguarding Children Partnership", switch_url="/switch/",
        person="Priya Fennimore-Castellanos", account_url="/account/", sign_out_url="/out/", links=links,
        footer=(NavLink("Help", "/help/"), NavLink("Accessibility", "/a11y/"), NavLink("Privacy", "/privacy/")),
        note="Invented people and places: nothing here is real.",
    )  # fmt: skip


def strict(get_response: Any) -> Any:
    """The strictest policy under which every component must work."""

    def answer(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = get_response(request)
        response["Content-Security-Policy"] = STRICT
        return response

    return answer


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component; the form without errors."""
    return render(request, "web/components.html", every_value(request) | {"form": EveryField()})


def wrong(request: HttpRequest) -> HttpResponse:
    """The same with every field in error."""
    return render(request, "web/components.html", every_value(request) | {"form": wrong_form()}, status=422)


def error_page(request: HttpRequest, code: str) -> HttpResponse:
    """One of the error pages."""
    return render(request, f"{code}.html", status=int(code[:3]))


def draft(request: HttpRequest) -> HttpResponse:
    """Keeps what a form sends while it is typed; refuses the text "refuse me"; gives a new token by GET."""
    if request.POST.get("title") == "refuse me":
        return HttpResponse(status=500)
    if request.method == "POST":
        DRAFTS.append(request.POST.dict())
    return JsonResponse({"csrf_token": get_token(request)})


class Short(forms.Form):
    """A form that is sent without leaving the page."""

    title = forms.CharField(label="Title", max_length=20)


PART = """{% load components %}<div id="part">{% if form.errors %}{% error_summary form %}{% endif %}
{% if saved %}<p class="govuk-body" data-focus-after-swap>Saved: {{ saved }}</p>{% endif %}
<form method="post" action="/part/" novalidate hx-post="/part/" hx-target="#part" hx-swap="outerHTML"
 data-confirm-leave data-draft="/draft/" data-draft-keep="session">{% csrf_token %}{{ form }}
{% button "Save" %}</form></div>"""
WHOLE = (
    '{% extends "web/base.html" %}{% block title %}Part{% endblock %}{% block content %}<h1>Part</h1>'
    + PART
    + "{% endblock %}"
)


def part(request: HttpRequest) -> HttpResponse:
    """A form that htmx swaps in place; a whole page for everyone else."""
    form = Short(request.POST or None)
    saved = form.cleaned_data["title"] if form.is_bound and form.is_valid() else ""
    source = PART if request.headers.get("HX-Request") else WHOLE
    drawn = engines["django"].from_string(source).render({"form": form, "saved": saved}, request)
    return HttpResponse(drawn, status=422 if form.errors else 200)


urlpatterns = [
    path("meetings/", gallery),
    path("meetings/wrong/", wrong),
    path("error/<str:code>/", error_page),
    path("draft/", draft),
    path("part/", part),
]
