"""A death is notified. Where the child may be known already, that is said before anything is saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.casework.services import open_record
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import Link
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act, form_class

from ..models import ChildDeath
from ..process import child_deaths
from ..providers import same_table
from ..twice import in_words, same_as_typed

SEEN = "This child may have been notified already. Look below, then add it or cancel."


@at_board
def open_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(child_deaths.may_open, board, "enter a notification")
    if not keeps(register_of(board, "child-death")):  # before it is all typed in
        raise PermissionDenied("Deaths are entered by those who keep the register: ask to be appointed.")
    form = form_class(ChildDeath, child_deaths.opening_fields, board)(request.POST or None)
    there = reverse("records", args=[board.slug, "child-death"])
    context: dict[str, Any] = {
        "title": "Enter a notification of a child's death",
        "crumbs": [home_crumb(board), Link(child_deaths.title, there)],
        "cancel_url": there,
        "button": "Add it",
    }

    def verb(values: dict[str, Any]) -> ChildDeath:
        found = same_as_typed(board, values)
        if found and request.POST.get("seen") != "yes":
            context.update(same=same_table(board, found), same_words=in_words(found))
            raise forms.ValidationError(SEEN)
        return enter(board, values)

    return act(
        request,
        form,
        verb,
        lambda made: record_address(board, "child-death", made.pk),
        "child_deaths/open.html",
        context,
    )


def enter(board: Partnership, values: dict[str, Any]) -> ChildDeath:
    """Open the case for the agency of whoever enters it."""
    mine = current_actor().agencies_at(board.pk)
    agency = board.agencies.filter(pk__in=mine).order_by("pk").first()
    if agency is None:
        raise forms.ValidationError("Your seat is for no agency here, so nobody would lead this case.")
    made: ChildDeath = open_record(child_deaths, partnership=board, lead_agency=agency, **values)
    return made
