"""What the pages of measures share: finding one in sight, its crumbs, as it was known on a day, tags in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms.models import fields_for_model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.analytics.judging import Judgement, Standing
from goldenthread.analytics.models import Measure
from goldenthread.analytics.roles import KEEPERS
from goldenthread.analytics.saying import STANDING_WORDS
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.publishing.charts.editions import Download, csv_file, png_file, svg_file
from goldenthread.publishing.charts.values import Chart
from goldenthread.web.components import Link, Tag
from goldenthread.web.pages.board import home_crumb
from goldenthread.web.signin.stepping_up import ask_before_export

FILES = {"svg": svg_file, "png": png_file, "csv": csv_file}
FILE_WORDS = {"svg": "Chart as SVG", "png": "Chart as PNG", "csv": "Figures as CSV"}
#: What an address may say of what is shown: the day it was known on (three boxes or one text), and the area.
SHOWING = ("known", "known-day", "known-month", "known-year", "area")
COLOURS = {
    Standing.MET: "green",
    Standing.ABOVE_MINIMUM: "yellow",
    Standing.BELOW_MINIMUM: "red",
    Standing.MISSED: "orange",
}


def measure_at(board: Partnership, code: str, rows: Any = None) -> Measure:
    """The measure in the actor's sight (among `rows`, where some are given), or 404."""
    among = (Measure.objects.all() if rows is None else rows).select_related("owner_agency", "group", "partnership")
    found: Measure = get_object_or_404(among, partnership=board, code=code)
    return found


def downloads(request: HttpRequest, name: str, *args: str) -> list[Link]:
    """A chart's three files, of what is shown: as it was known on the same day, of the same area."""
    asked = {key: value for key in SHOWING if (value := request.GET.get(key))}
    query = f"?{urlencode(asked)}" if asked else ""
    return [Link(text, reverse(name, args=[*args, kind]) + query) for kind, text in FILE_WORDS.items()]


def file_of(request: HttpRequest, chart: Chart, kind: str) -> HttpResponseBase:
    """A chart as a file; 404 for a kind that it does not come in. Figures by the row are asked for twice."""
    if kind not in FILES:
        raise Http404("A chart comes as SVG, PNG or CSV.")
    asked = ask_before_export(request) if kind == "csv" else None
    if asked is not None:
        return asked
    made: Download = FILES[kind](chart)
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def crumbs(board: Partnership, measure: Measure | None = None) -> list[Link]:
    found = [home_crumb(board), Link("Measures", reverse("measures", args=[board.slug]))]
    if measure:
        found.append(Link(measure.title, reverse("measure", args=[board.slug, measure.code])))
    return found


def keeps(board: Partnership) -> bool:
    """Whether whoever is acting keeps the measures here."""
    return bool(current_actor().roles(board.pk) & KEEPERS)


def standing_tag(found: Judgement) -> Tag | None:
    words = STANDING_WORDS.get(found.standing)
    return Tag(words, COLOURS[found.standing]) if words else None


def column_fields(model: Any, names: Sequence[str]) -> dict[str, forms.Field]:
    """Form fields of some columns, labelled in the words of the columns."""
    made: dict[str, forms.Field] = fields_for_model(model, names)
    for name, field in made.items():
        field.label = str(model._meta.get_field(name).verbose_name).capitalize()
    return made
