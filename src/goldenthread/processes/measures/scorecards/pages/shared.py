"""What the pages of measures share: finding one in sight, its crumbs, as it was known on a day, tags in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.analytics.judging import Judgement, Standing, shown
from goldenthread.analytics.models import Measure
from goldenthread.analytics.roles import KEEPERS
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import LONDON
from goldenthread.web.components import Link, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import home_crumb

STANDINGS = {
    Standing.MET: Tag("Target met", "green"),
    Standing.ABOVE_MINIMUM: Tag("Above the minimum", "yellow"),
    Standing.BELOW_MINIMUM: Tag("Below the minimum", "red"),
    Standing.MISSED: Tag("Target not met", "orange"),
}


class KnownForm(forms.Form):
    """As it was known at the end of a day."""

    known = DateField(label="Show it as it was known on", required=False)


def measure_at(board: Partnership, code: str) -> Measure:
    """The measure in the actor's sight, or 404."""
    rows = Measure.objects.select_related("owner_agency", "group", "partnership")
    found: Measure = get_object_or_404(rows, partnership=board, code=code)
    return found


def known_form(request: HttpRequest) -> tuple[KnownForm, datetime | None]:
    """The form as asked, and the moment: the end of the day that was given, or nothing for now."""
    form = KnownForm(request.GET or None)
    day = form.cleaned_data.get("known") if form.is_bound and form.is_valid() else None
    return form, datetime.combine(day, time.max, LONDON) if day else None


def crumbs(board: Partnership, measure: Measure | None = None) -> list[Link]:
    found = [home_crumb(board), Link("Measures", reverse("measures", args=[board.slug]))]
    if measure:
        found.append(Link(measure.title, reverse("measure", args=[board.slug, measure.code])))
    return found


def keeps(board: Partnership) -> bool:
    """Whether whoever is acting keeps the measures here."""
    return bool(current_actor().roles(board.pk) & KEEPERS)


def standing_tag(found: Judgement) -> Tag | None:
    return STANDINGS.get(found.standing)


def standard_words(found: Judgement) -> str:
    """Target and minimum with their unit, or why there is none."""
    standard, unit = found.standard, found.series.definition.unit
    if standard is None:
        return "No standard set"
    said = []
    if standard.target is not None and standard.ceiling is not None:
        said.append(f"between {shown(standard.target, unit)} and {shown(standard.ceiling, unit)}")
    elif standard.target is not None:
        said.append(f"target {shown(standard.target, unit)}")
    if standard.minimum is not None:
        said.append(f"minimum {shown(standard.minimum, unit)}")
    if standard.benchmark:
        said.append(f"held against {standard.benchmark}")
    if standard.none_because:
        said.append(f"no benchmark exists: {standard.none_because}")
    words = "; ".join(said)
    return words[:1].upper() + words[1:]


def value_words(found: Judgement) -> str:
    """The latest figure with its unit, or why there is none."""
    latest = found.latest
    if latest is None:
        return "No figure yet"
    return latest.reason or shown(latest.value, found.series.definition.unit)


def not_judged(found: Judgement) -> str:
    """Why there is no icon, in a few words."""
    words = found.chart.segments[-1].words if found.chart else found.no_chart
    return words[:1].upper() + words[1:]


def column_fields(model: Any, names: Sequence[str]) -> dict[str, forms.Field]:
    """Form fields of some columns, labelled in the words of the columns."""
    made: dict[str, forms.Field] = fields_for_model(model, names)
    for name, field in made.items():
        field.label = str(model._meta.get_field(name).verbose_name).capitalize()
    return made
