"""The first page of administration, and the partnership's own details."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.casework.models import CalendarEntry
from goldenthread.core.groups.models import Group
from goldenthread.core.notices.unsent import unsent
from goldenthread.core.tenancy.models import Partnership, Person, Place
from goldenthread.core.tenancy.services import amend_partnership
from goldenthread.kernel.now import today
from goldenthread.web.components import count
from goldenthread.web.pages.board import home_crumb, known_links
from goldenthread.web.pages.forms import version_of

from .common import ask, crumbs, for_the_unit

#: What it is called, the name of its page, what is done there.
TASKS = (
    ("Partnership", "admin_partnership", "Name and short name"),
    ("Agencies", "admin_agencies", "Who has a place at the table, and from when"),
    ("Groups", "admin_groups", "The board and its groups: members, chairs, terms of reference"),
    ("People", "admin_people", "Everyone the partnership knows, with or without a way to sign in"),
    ("Signing in", "people", "Invitations, seats and roles"),
    ("Change of law", "law_change", "The framework it works under, and moves to another"),
    ("Calendar", "admin_calendar", "Extra bank holidays, school terms, days schools are closed"),
    ("Clocks", "clocks", "Limits of your own, where the law sets none"),
    ("Reminders", "admin_reminders", "How long before something is due, and who is told when it is late"),
    ("Messages not sent", "admin_letters", "Reminders and summaries that reached nobody, with why"),
)


class DetailsForm(forms.Form):
    name = forms.CharField(label="Name", max_length=200)
    short_name = forms.CharField(
        label="Short name", max_length=20, required=False, help_text="Its initials, as people say them."
    )


@for_the_unit
def front(request: HttpRequest, board: Partnership) -> HttpResponse:
    """What there is to look after, and how much of it."""
    day = today()
    places = Place.objects.filter(partnership=board).filter(Q(until__isnull=True) | Q(until__gte=day)).count()
    groups = Group.objects.filter(partnership=board, ended_on__isnull=True).count()
    people = Person.objects.filter(partnership=board, left_on__isnull=True)
    known, unseated = people.count(), people.filter(user__isnull=True).count()
    ahead = CalendarEntry.objects.filter(partnership=board, until__gte=day).count()
    figures = {
        "admin_agencies": count(places, "agency", "agencies"),
        "admin_groups": count(groups, "group"),
        "admin_people": f"{count(known, 'person', 'people')}, {unseated} of them without a way to sign in",
        "admin_letters": f"{unsent(board).count()} now",
        "admin_calendar": f"{count(ahead, 'entry', 'entries')} from today",
    }
    links = [
        (text, link.href, hint, figures.get(name, ""))
        for text, name, hint in TASKS
        for link in known_links(board, [(text, name)])
    ]
    return render(request, "web/admin/front.html", {"links": links, "crumbs": [home_crumb(board)]})


@for_the_unit
def partnership(request: HttpRequest, board: Partnership) -> HttpResponse:
    initial = {"name": board.name, "short_name": board.short_name}
    version = version_of(request)
    return ask(
        request,
        DetailsForm(request.POST or None, initial=initial),
        lambda values: amend_partnership(board, expected_version=version, **values),
        title="The partnership",
        button="Save",
        back=reverse("admin", args=[board.slug]),
        above=crumbs(board),
        version=board.version,
        said=lambda done: f"The details of {done} are saved.",
    )
