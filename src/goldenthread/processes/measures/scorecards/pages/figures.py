"""Typing one figure in, everything that was ever said of one, and taking one back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.analytics.models import Area, Coverage, Measure, Observation
from goldenthread.analytics.models.measures import in_force
from goldenthread.analytics.observing import Figure, observe, withdraw
from goldenthread.analytics.reliability import figure_words
from goldenthread.analytics.roles import KEEPERS
from goldenthread.analytics.series import Part, revisions
from goldenthread.core.casework.services import speaks_for
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import PeriodError, Stretch, read_period
from goldenthread.web.components import Moment, Tag
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, needs
from goldenthread.web.pages.forms import act

from .shared import crumbs, keeps, measure_at

GAPS = [(key, str(label)) for key, label in Observation.Symbol.choices if key not in ("", "withdrawn")]


class FigureForm(forms.Form):
    """A period in words, a number or its parts, or why there is none."""

    period = forms.CharField(
        label="Which period, or which day?",
        max_length=60,
        help_text="A month (Mar 2026), a quarter (2025-26 Q4), a year (2025-26) or a day (31 March 2026). "
        "For part of a period: 1 April 2026 to 14 May 2026.",
    )
    value = forms.DecimalField(label="Figure", required=False, max_digits=18, decimal_places=6)
    numerator = forms.DecimalField(label="How many", required=False, max_digits=16, decimal_places=3)
    denominator = forms.DecimalField(label="Out of how many", required=False, max_digits=16, decimal_places=3)
    symbol = forms.ChoiceField(
        label="If there is no number, why not?", required=False, choices=[("", "There is a number"), *GAPS],
        widget=RadioSelect,
    )  # fmt: skip
    provisional = forms.BooleanField(label="It is provisional", required=False)
    note = forms.CharField(label="Note", required=False, max_length=500)

    def clean_period(self) -> Stretch:
        return read_stretch(self.cleaned_data["period"])


@at_board
def add_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    measure = measure_at(board, code)
    if not keeps(board) and not speaks_for(board.pk, measure.owner_agency_id):
        needs(KEEPERS, board, "write down figures for another agency")
    form = _form(measure, board)(request.POST or None)
    address = reverse("measure", args=[board.slug, measure.code])

    def verb(values: dict[str, Any]) -> Any:
        stretch = values.pop("period")
        return observe([Figure(measure, stretch, **values)], source=Observation.Source.TYPED)

    context = {
        "title": "Add a figure",
        "caption": measure.title,
        "crumbs": crumbs(board, measure),
        "cancel_url": address,
        "button": "Add the figure",
    }
    return act(request, form, verb, lambda _: f"{address}#figures", "web/pages/form.html", context)


@at_board
def history_page(request: HttpRequest, board: Partnership, code: str, pk: int) -> HttpResponse:
    """Everything that was ever written down for the same stretch, and taking the last of it back."""
    measure = measure_at(board, code)
    row = get_object_or_404(Observation.objects.select_related("area", "agency", "subgroup"), pk=pk, measure=measure)
    part = Part(row.area, row.agency, row.subgroup)
    said = revisions(measure, row.stretch, part)
    counted = in_force(measure.definitions.all(), row.last)
    if counted is None:
        raise Http404("It has no definition.")
    back = reverse("withdraw_figure", args=[board.slug, code, said[0].pk])
    standing = said[0].symbol != Observation.Symbol.WITHDRAWN
    context = {
        "title": said[0].label,
        "measure": measure,
        "part": part.words,
        "moments": [
            Moment(
                one.recorded_at, figure_words(one, counted.unit), one.by,
                "\n".join(text for text in (one.note, one.origin) if text),
                tag=Tag(str(Observation.Source(one.source).label)),
            )
            for one in said
        ],
        "withdraw_url": back if standing and keeps(board) else "",
        "crumbs": crumbs(board, measure),
    }  # fmt: skip
    return render(request, "scorecards/figure.html", context)


@at_board
def withdraw_page(request: HttpRequest, board: Partnership, code: str, pk: int) -> HttpResponse:
    measure = measure_at(board, code)
    needs(KEEPERS, board, "take a figure back")
    row = get_object_or_404(Observation, pk=pk, measure=measure)
    made = {"reason": forms.CharField(label="Why does it not hold?", max_length=500)}
    form = type("WithdrawForm", (forms.Form,), made)(request.POST or None)
    address = reverse("measure", args=[board.slug, measure.code])
    context = {
        "title": "Take a figure back",
        "caption": f"{measure.title}, {row.stretch}",
        "warning": "It stays in the history with your reason, and no longer counts.",
        "crumbs": crumbs(board, measure),
        "cancel_url": address,
        "button": "Take it back",
    }
    return act(
        request, form, lambda v: withdraw(row, **v), lambda _: f"{address}#figures", "web/pages/form.html", context
    )


def read_stretch(words: str) -> Stretch:
    """A period in words, or "first day to last day". Raises ValidationError that says how to write one."""
    first, to, last = words.partition(" to ")
    try:
        stretch = read_period(first)
        return Stretch(stretch.first, read_period(last).last) if to else stretch
    except PeriodError as wrong:
        raise ValidationError(str(wrong)) from wrong


def _form(measure: Measure, board: Partnership) -> type[forms.Form]:
    """Asks only for what the definition in force has: a count has no "out of"."""
    counted = in_force(measure.definitions.all(), today())
    left_out = set() if counted and counted.per else {"numerator", "denominator"}
    kept: dict[str, Any] = dict.fromkeys(left_out)
    places = board.agencies.all()
    extra: dict[str, Any] = {
        "agency": forms.ModelChoiceField(places, label="Of which agency, if it is not the whole", required=False)
    }
    covered = Coverage.objects.filter(partnership=board).values("area")
    districts = Area.objects.filter(level=Area.Level.DISTRICT, parent__in=covered)
    if districts:
        extra["area"] = forms.ModelChoiceField(districts, label="Of which district, if not the whole", required=False)
    return type("OneFigureForm", (FigureForm,), {**extra, **kept})
