"""A contact is entered. Where the person was referred before, that is said before anything is saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.casework.services import open_record
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.web.components import Link
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act, form_class

from ..models import Case
from ..process import allegations
from ..providers import before_table
from ..subjects import before_contact, in_words

SEEN_BEFORE = "This person may have been referred before. Look below, then add it or cancel."


@at_board
def open_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(allegations.may_open, board, "enter a contact")
    if not keeps(register_of(board, "allegations")):  # before it is all typed in
        raise PermissionDenied("Contacts are entered by those who keep the register: ask to be appointed.")
    form = form_class(Case, allegations.opening_fields, board)(request.POST or None)
    there = reverse("records", args=[board.slug, "allegations"])
    context: dict[str, Any] = {
        "title": "Enter a contact",
        "crumbs": [home_crumb(board), Link(allegations.title, there)],
        "cancel_url": there,
        "button": "Add it",
    }

    def verb(values: dict[str, Any]) -> Case:
        found = before_contact(board, values["subject_name"], values["subject_born"])
        if found and request.POST.get("seen") != "yes":
            context.update(before=before_table(board, found), before_words=in_words(found))
            raise forms.ValidationError(SEEN_BEFORE)
        return enter(board, values)

    return act(
        request,
        form,
        verb,
        lambda made: record_address(board, "allegations", made.pk),
        "allegations/open.html",
        context,
    )


def enter(board: Partnership, values: dict[str, Any]) -> Case:
    """Open the contact for the agency of whoever enters it; theirs to work on, where they keep the register."""
    actor = current_actor()
    agency = board.agencies.filter(pk__in=actor.agencies_at(board.pk)).order_by("pk").first()
    if agency is None:
        raise forms.ValidationError("Your seat is for no agency here, so nobody would lead this contact.")
    me = Person.objects.filter(partnership=board, pk__in=actor.claim("persons")).first()
    made: Case = open_record(allegations, partnership=board, lead_agency=agency, officer=me, **values)
    return made
