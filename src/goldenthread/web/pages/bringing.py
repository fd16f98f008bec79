"""A list of recommendations comes in, an inspection's or a review's: read, checked line by line, written whole or not.

Nothing is kept between the two pages but in the second page's own form: what nobody accepts leaves no trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.bringing import Offer, Wanted, bring_in, offers
from goldenthread.core.thread.models import Origin, Resemblance
from goldenthread.kernel.now import today
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.recommendations.reader import read_recommendations
from goldenthread.web.components import Link, count
from goldenthread.web.dates import DateField
from goldenthread.web.uploads import FileOrPasted

from .board import at_board, home_crumb, needs
from .forms import number_sent, put_errors

#: As many as one list may hold; a longer one is several reports.
MOST = 150
NONE_FOUND = (
    "No recommendations were found. They are read from lists below a heading that says so, from lines that begin with "
    "“Recommendation 1”, and from tables with a column of that name."
)


class ListForm(FileOrPasted):
    """What the list is of, and the list."""

    kind = forms.ChoiceField(label="What does the list come from?", choices=Origin.Kind.choices)
    title = forms.CharField(
        label="What is it called?",
        max_length=250,
        help_text="The whole board reads it: name no child, family or case.",
    )
    made_by = forms.CharField(label="Who made it?", max_length=200, required=False)
    made_on = DateField(label="When was it made?")
    neither = "Choose a file, or paste the list: one of the two."
    field_order = ("kind", "title", "made_by", "made_on", "file", "pasted")

    def take(self, name: str, given: dict[str, Any]) -> Any:
        found = read_recommendations(self.content, name)
        if not found.recommendations:
            raise UnreadableDocument("none", NONE_FOUND)
        if len(found.recommendations) > MOST:
            raise UnreadableDocument("too_many", f"More than {MOST} recommendations were found. Bring in a part of it.")
        return found

    def clean_made_on(self) -> date:
        day: date = self.cleaned_data["made_on"]
        if day > today():
            raise ValidationError("This day has not come yet.")
        return day


@dataclass(frozen=True)
class Line:
    """One recommendation on the page where the list is checked: its fields, and what is to be known about it."""

    number: str
    fields: list[Any]
    where: str
    known: Link | None
    holders: list[str]


@at_board
def import_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Take the list, or (its form sent back) write what was chosen of it."""
    needs(OVERSIGHT, board, "bring recommendations in")
    if "lines" in request.POST:
        return _write(request, board)
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        found = offers(board, form.read.recommendations)
        return _check(request, board, _check_form(board, len(found), None, _initial(form, found)), found)
    context = {
        "title": "Bring recommendations in",
        "form": form,
        "button": "Read the list",
        "cancel_url": reverse("recommendations", args=[board.slug]),
        "crumbs": _crumbs(board),
    }
    return render(request, "web/pages/form.html", context, status=422 if form.errors else 200)


def _write(request: HttpRequest, board: Partnership) -> HttpResponse:
    lines = min(number_sent(request, "lines") or 0, MOST)
    form = _check_form(board, lines, request.POST, {})
    if form.is_valid():
        given = form.cleaned_data
        chosen = [_wanted(given, n) for n in range(lines) if given[f"take_{n}"]]
        try:
            origin, made = bring_in(
                partnership=board, kind=given["kind"], title=given["title"], made_by=given["made_by"],
                made_on=given["made_on"], rows=chosen,
            )  # fmt: skip
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, f"{count(len(made), 'recommendation')} brought in from {origin}.")
            if Resemblance.objects.filter(recommendation__in=made, decision="").exists():
                return redirect("like_earlier", board.slug)
            return redirect(f"{reverse('coverage', args=[board.slug])}?origin={origin.pk}")
    return _check(request, board, form, [], status=422)


def _wanted(given: dict[str, Any], n: int) -> Wanted:
    return Wanted(
        given[f"text_{n}"], given[f"number_{n}"], given[f"group_{n}"], given[f"agency_{n}"], given[f"due_{n}"]
    )


def _check(
    request: HttpRequest, board: Partnership, form: forms.Form, found: list[Offer], status: int = 200
) -> HttpResponse:
    total = form.fields["lines"].initial
    by_place: list[Offer | None] = [*found] if found else [None] * total
    held = [one for one in found if one.group or one.agency or one.known]
    context = {
        "title": "Check what was read",
        "form": form,
        "lines": [_line(board, form, n, offer) for n, offer in enumerate(by_place)],
        "hidden": [form[name] for name in ("lines", "kind", "title", "made_by", "made_on")],
        "unheld": len(found) - len(held) if found else None,
        "total": total,
        "cancel_url": reverse("import_recommendations", args=[board.slug]),
        "crumbs": _crumbs(board),
    }
    return render(request, "web/pages/bringing.html", context, status=status)


def _line(board: Partnership, form: forms.Form, n: int, offer: Offer | None) -> Line:
    fields = [form[f"{name}_{n}"] for name in ("take", "text", "number", "group", "agency", "due")]
    if offer is None:
        return Line(str(n + 1), fields, "", None, [])
    at = [board.slug, offer.known.pk] if offer.known else []
    known = Link(offer.known.reference, reverse("recommendation", args=at)) if offer.known else None
    holders = [f"{held.group} ({held.where})" for held in offer.read.holders]
    return Line(offer.read.number or str(n + 1), fields, offer.read.where, known, holders)


def _initial(form: ListForm, found: list[Offer]) -> dict[str, Any]:
    """The second page begins with what was read; what is here already is not ticked."""
    initial: dict[str, Any] = {name: form.cleaned_data[name] for name in ("kind", "title", "made_by", "made_on")}
    for n, one in enumerate(found):
        late = one.read.due is not None and one.read.due < form.cleaned_data["made_on"]
        initial |= {
            f"take_{n}": one.known is None,
            f"text_{n}": one.read.text,
            f"number_{n}": one.read.number,
            f"group_{n}": one.group,
            f"agency_{n}": one.agency,
            f"due_{n}": None if late else one.read.due,
        }
    return initial


def _check_form(board: Partnership, lines: int, data: Any, initial: dict[str, Any]) -> forms.Form:
    fields: dict[str, forms.Field] = {
        "lines": forms.IntegerField(widget=forms.HiddenInput, initial=lines),
        "kind": forms.ChoiceField(choices=Origin.Kind.choices, widget=forms.HiddenInput),
        "title": forms.CharField(max_length=250, widget=forms.HiddenInput),
        "made_by": forms.CharField(max_length=200, required=False, widget=forms.HiddenInput),
        "made_on": forms.DateField(widget=forms.HiddenInput),
    }
    groups = Group.objects.filter(partnership=board, ended_on__isnull=True)
    for n in range(lines):
        fields |= {
            f"take_{n}": forms.BooleanField(label="Bring it in", required=False),
            f"text_{n}": forms.CharField(label="Recommendation", widget=forms.Textarea(attrs={"rows": 3})),
            f"number_{n}": forms.CharField(label="Its number there", max_length=20, required=False),
            f"group_{n}": forms.ModelChoiceField(groups, label="Group that sees it through", required=False),
            f"agency_{n}": forms.ModelChoiceField(board.agencies.all(), label="Agency that answers", required=False),
            f"due_{n}": DateField(label="Due on", required=False),
        }
    return type("CheckForm", (forms.Form,), fields)(data, initial=initial)


def _crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Recommendations", reverse("recommendations", args=[board.slug]))]
