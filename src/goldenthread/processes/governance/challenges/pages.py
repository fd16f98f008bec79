"""Putting a challenge; challenges by agency and age; what was carried over from last year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.casework.identity import refuse_identity
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT, Role
from goldenthread.core.thread.themes import themes_in_use
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.web.components import Link
from goldenthread.web.dates import DateField
from goldenthread.web.forms import CheckboxSelectMultiple, RadioSelect
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act, choices_at

from .models import HINT, Challenge
from .process import challenges
from .raising import NARROW, raise_challenge
from .tables import agency_table, carried_table, export_table, source_table, theme_table
from .tallies import by_agency, by_source, by_theme, carried_over, lines_of

Source = Challenge.Source
HINTS = {
    str(source): "Only the two agencies and those who run the partnership read it; the Board sees counts and themes."
    for source in NARROW
}
YEARS_BACK = 5


@at_board
def raise_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(challenges.may_open, board, "put a challenge")
    form = _form(board)(request.POST or None)
    context = {
        "title": "Put a challenge",
        "warning": HINT,
        "crumbs": _crumbs(board),
        "cancel_url": reverse("records", args=[board.slug, "challenges"]),
        "button": "Put the challenge",
    }

    def verb(values: dict[str, Any]) -> Challenge:
        try:
            return raise_challenge(partnership=board, **values)
        except PermissionDenied as refused:
            raise forms.ValidationError({"source": str(refused)}) from refused

    return act(request, form, verb, lambda made: record_address(board, "challenges", made.pk), FORM, context)


FORM = "web/pages/form.html"


@at_board
def by_agency_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """One view by agency and age: the same numbers for everyone at the table, links to what each may read."""
    _seated(board)
    chosen, years = _year(request)
    found = by_agency(board, **_days(chosen))
    if file := export_table(request, board, found):
        return file
    lines = list(lines_of(board, **_days(chosen)))
    context = {
        "table": agency_table(board, found),
        "sources": source_table(by_source(lines)),
        "themes": theme_table(by_theme(lines)),
        "waiting": sum(one.waiting for one in found),
        "overdue": sum(one.overdue for one in found),
        "total": len(lines),
        "years": years,
        "chosen": chosen,
        "exports": [(kind, f"?year={chosen.first.year if chosen else ''}&format={kind}") for kind in ("xlsx", "csv")],
        "crumbs": _crumbs(board),
    }
    return render(request, "challenges/by_agency.html", context)


@at_board
def carried_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Last year's challenges, each with an honest status; of the year that runs now, or the one asked for."""
    _seated(board)
    chosen, years = _year(request)
    year = chosen or period(Every.FINANCIAL_YEAR, today())
    rows = carried_over(board, year.first)
    context = {
        "year": year,
        "years": years,
        "chosen": year,
        "table": carried_table(board, rows),
        "total": len(rows),
        "open": sum(row.decided_on is None for row in rows),
        "crumbs": _crumbs(board),
    }
    return render(request, "challenges/carried.html", context)


def _form(board: Partnership) -> type[forms.Form]:
    actor = current_actor()
    roles, groups = actor.roles(board.pk), choices_at(board, Group)
    oversees = bool(roles & OVERSIGHT)
    mine = groups if oversees else groups.filter(pk__in=actor.claim("groups"))
    shut = set() if oversees else {Source.BOARD}
    shut |= set() if oversees or Role.LAY_MEMBER in roles else {Source.LAY_MEMBER}
    sources = [choice for choice in Source.choices if choice[0] not in shut]
    here = board.agencies.exclude(places__partnership=board, places__until__lt=today())
    made: dict[str, forms.Field] = {
        "source": forms.ChoiceField(label="Who challenges", choices=sources, widget=RadioSelect(hints=HINTS)),
        "group": forms.ModelChoiceField(
            mine, label="For which group, or on whose agenda it stays", required=False
        ),
        "agency": forms.ModelChoiceField(here, label="Agency that is challenged", required=False),
        "other_body": forms.CharField(
            label="Or a body that has no seat here", max_length=200, required=False, validators=[refuse_identity],
            help_text="For example the authority that placed a child in this area. You write down its answer.",
        ),
        "subject": forms.CharField(
            label="What it is about", max_length=200, help_text=HINT, validators=[refuse_identity]
        ),
        "asks": forms.CharField(
            label="What is asked", max_length=5000, widget=forms.Textarea, validators=[refuse_identity]
        ),
        "themes": forms.ModelMultipleChoiceField(
            themes_in_use(board), label="Themes", required=False, widget=CheckboxSelectMultiple
        ),
        "due_on": DateField(
            label="Answer due on", required=False, help_text="Leave it empty for the limit of this rung of the ladder."
        ),
    }  # fmt: skip
    return type("ChallengeForm", (forms.Form,), made)


def _year(request: HttpRequest) -> tuple[Stretch | None, list[tuple[str, str]]]:
    """The year asked for (from April), nothing for all of them, and those to choose from."""
    this = period(Every.FINANCIAL_YEAR, today()).first.year
    years = [(str(year), f"April {year} to March {year + 1}") for year in range(this, this - YEARS_BACK, -1)]
    asked = request.GET.get("year", "")
    if asked not in dict(years):
        return None, years
    return period(Every.FINANCIAL_YEAR, date(int(asked), 6, 1)), years


def _days(chosen: Stretch | None) -> dict[str, Any]:
    return {"since": chosen.first, "until": chosen.last} if chosen else {}


def _seated(board: Partnership) -> None:
    """Those who have a seat at the table: counts are for them, guests of a joint group have none."""
    needs(frozenset(Role.values), board, "see how agencies answer challenges")


def _crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Challenges", reverse("records", args=[board.slug, "challenges"]))]
