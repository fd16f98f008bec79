"""One measure by agency, by district and by group of children, at the last time that each was counted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.analytics.known import Known
from goldenthread.analytics.models import Measure, Observation
from goldenthread.analytics.reliability import figure_words
from goldenthread.analytics.series import definitions_of, parts_known
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.as_known import known_form
from goldenthread.web.components import Cell, Column, Table
from goldenthread.web.pages.board import at_board

from .shared import crumbs, measure_at


@at_board
def parts_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    """Every part with its figure or the reason why it has none."""
    measure = measure_at(board, code)
    form, as_known = known_form(request)
    found = parts_known(measure, as_known=as_known)
    unit = max(definitions_of([measure]).get(measure.pk, []), key=lambda one: one.number).unit if found else ""
    tables = [_table(board, measure, cut, rows, unit) for cut, rows in sorted(found.items())]
    context = {
        "measure": measure,
        "tables": tables,
        "form_known": form,
        "as_known": as_known,
        "crumbs": crumbs(board, measure),
    }
    return render(request, "scorecards/parts.html", context)


def _table(board: Partnership, measure: Measure, cut: str, rows: list[tuple[str, Known]], unit: str) -> Table:
    columns = (Column(cut.capitalize()), Column("Covers"), Column("Figure", numeric=True), Column("From"))
    body = tuple(
        (
            Cell(name, reverse("figure_history", args=[board.slug, measure.code, known.pk]), note=known.note),
            Cell(known.label),
            Cell(figure_words(known, unit)),
            Cell(Observation.Source(known.source).label, note=known.by),
        )
        for name, known in rows
    )
    return Table(f"By {cut}", columns, body)
