"""Everyone the partnership knows by name: those without a way to sign in are added and changed here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.groups.keeping import say_goodbye
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.tenancy.services import add_person, amend_person
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.pages.forms import form_class, initial_from, version_of

from .common import Part, ask, crumbs, for_the_unit, show, still_answers

COLUMNS = ("name", "title", "agency", "email")
PAGE_SIZE = 50
NOT_FOUND = ("Nobody found", "No one here has a name, job title or agency like that.")
NOBODY = ("Nobody yet", "Members, deputies and presenters can be named in minutes without a way to sign in.")


class LeftForm(forms.Form):
    left_on = DateField(label="Their last day")


@for_the_unit
def person_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    rows = Person.objects.filter(partnership=board).select_related("agency").order_by("name", "pk")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(title__icontains=words) | Q(agency__name__icontains=words))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    headings = tuple(Column(text) for text in ("Name", "Agency", "Signs in", "What you can do"))
    table = Table("People", headings, tuple(_row(board, person) for person in page), caption_hidden=True)
    add = Link("Add a person", reverse("admin_add_person", args=[board.slug]))
    empty, text = NOT_FOUND if words else NOBODY
    part = Part("", "people", table, empty, text, add)
    return show(request, board, "People", [part], add=add, page=page, words=words, searches=True)


@for_the_unit
def add(request: HttpRequest, board: Partnership) -> HttpResponse:
    back = reverse("admin_people", args=[board.slug])
    return ask(
        request,
        form_class(Person, COLUMNS, board)(request.POST or None),
        lambda values: add_person(partnership=board, **values),
        title="Add a person",
        button="Add the person",
        back=back,
        above=crumbs(board, ("People", back)),
        said=lambda person: f"{person} is known here now. To let them sign in, invite them.",
    )


@for_the_unit
def change(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk, partnership=board)
    back = reverse("admin_people", args=[board.slug])
    columns = COLUMNS if person.user_id is None else ("name", "title", "agency")  # an account's address is its own
    form = form_class(Person, columns, board)(request.POST or None, initial=initial_from(person, columns))
    version = version_of(request)
    return ask(
        request,
        form,
        lambda values: amend_person(person, expected_version=version, **values),
        title="Change a person",
        button="Save",
        back=back,
        above=crumbs(board, ("People", back)),
        said=lambda done: f"What is known of {done} is saved.",
        caption=person.name,
        version=person.version,
    )


@for_the_unit
def leave(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk, partnership=board, left_on__isnull=True)
    back, version = reverse("admin_people", args=[board.slug]), version_of(request)
    return ask(
        request,
        LeftForm(request.POST or None, initial={"left_on": today()}),
        lambda values: say_goodbye(person, on=values["left_on"], expected_version=version),
        title=f"{person} has left",
        button="Mark as left",
        back=back,
        above=crumbs(board, ("People", back)),
        said=lambda done: f"{done} left on {done.left_on:%-d %B %Y}. Their seats on groups ended that day.",
        version=person.version,
        warning="Their seats on groups end, and if they sign in they will see nothing. What they said and did stays."
        + still_answers(person, board),
    )


def _row(board: Partnership, person: Person) -> tuple[Any, ...]:
    left = person.left_on is not None
    change_url = reverse("admin_change_person", args=[board.slug, person.pk])
    leave_url = reverse("admin_leave_person", args=[board.slug, person.pk])
    tag = Tag(f"Left {person.left_on:%-d %b %Y}") if person.left_on else None
    signs_in = Tag("Can sign in", "green") if person.user_id and not left else None
    return (
        Cell(person.name, href=change_url, tag=tag, note=person.title),
        str(person.agency or ""),
        Cell("" if signs_in else "No", tag=signs_in),
        "" if left else Cell(f"Mark {person.name} as left", href=leave_url),
    )
