"""How each figure of a schedule is asked: in which order, under which heading, of whom, broken down by what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldenthread.analytics.series import definitions_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.law.measures.entry import Cut
from goldenthread.law.measures.parts import parts_of
from goldenthread.web.pages.board import for_unit
from goldenthread.web.pages.forms import act, version_of

from ..models import Schedule, ScheduleMeasure
from ..opening import cuts_with_parts
from ..scheduling import Asked, change_schedule
from .planning import PLAN
from .status import crumbs, schedule_at


class AskedForm(forms.Form):
    """The fields of each measure that is asked, named FIELD_ROW."""

    def __init__(self, rows: list[ScheduleMeasure], cuts: dict[int, list[str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for place, row in enumerate(rows, 1):
            for name, field in _fields(row, place, cuts[row.pk]).items():
                self.fields[f"{name}_{row.pk}"] = field

    def groups(self) -> list[tuple[str, list[Any]]]:
        """For each measure its title and its fields."""
        return [
            (row.measure.title, [bound for bound in self if bound.name.endswith(f"_{row.pk}")]) for row in self.rows
        ]

    def asked(self) -> list[Asked]:
        """What a form that is valid asks for, in its order."""
        said = self.cleaned_data
        rows = sorted(enumerate(self.rows), key=lambda one: (said[f"place_{one[1].pk}"], one[0]))
        return [
            Asked(
                row.measure,
                heading=said[f"heading_{row.pk}"].strip(),
                of_each=said.get(f"each_{row.pk}", row.of_each),
                cut=said.get(f"cut_{row.pk}", row.cut),
            )
            for _, row in rows
        ]


@for_unit(PLAN)
def asked_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    schedule = schedule_at(board, pk)
    rows = list(schedule.asked.select_related("measure", "measure__owner_agency"))
    form = AskedForm(rows, _cuts(board, rows), request.POST or None)
    address = reverse("return_schedule", args=[board.slug, schedule.pk])
    context = {"schedule": schedule, "crumbs": crumbs(board), "cancel_url": address, "version": schedule.version}

    def verb(_: dict[str, Any]) -> Schedule:
        return change_schedule(schedule, expected_version=version_of(request), measures=form.asked())

    return act(request, form, verb, lambda _: address, "returns/asked.html", context)


def _fields(row: ScheduleMeasure, place: int, cuts: list[str]) -> dict[str, forms.Field]:
    of = f": {row.measure}"
    found: dict[str, forms.Field] = {
        "place": forms.IntegerField(label=f"Place in the return{of}", min_value=1, max_value=999, initial=place),
        "heading": forms.CharField(
            label=f"Under which heading{of}", required=False, max_length=120, initial=row.heading
        ),
    }
    if cuts:
        choices = [("", "The whole alone"), *((cut, f"By {Cut(cut).value}, beside the whole") for cut in cuts)]
        found["cut"] = forms.ChoiceField(
            label=f"Broken down{of}", required=False, choices=choices, initial=row.cut, widget=forms.Select
        )
    if row.measure.owner_agency:
        found["each"] = forms.BooleanField(
            label=f"Asked of every agency, each for itself (otherwise of {row.measure.owner_agency} alone){of}",
            required=False,
            initial=row.of_each,
        )
    return found


def _cuts(board: Partnership, rows: list[ScheduleMeasure]) -> dict[int, list[str]]:
    """Row -> by what its figure may be broken down: as its definition says, where the parts have names here."""
    known = cuts_with_parts(board)
    definitions = definitions_of([row.measure for row in rows])
    found = {}
    for row in rows:
        last = max(definitions.get(row.measure_id, []), key=lambda one: one.number, default=None)
        said = set(last.cuts.split()) if last else set()
        named = {cut for cut in Cut if parts_of(row.measure.catalogue, cut)}
        found[row.pk] = [cut.value for cut in Cut if cut in known | named and cut in said | {row.cut}]
    return found
