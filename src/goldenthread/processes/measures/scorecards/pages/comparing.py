"""A measure beside what is published: England, the region, statistical neighbours, every authority; and whether our
own figures are the published ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from goldenthread.analytics.comparing import Compared, compare_published, covered_areas, tables_for
from goldenthread.analytics.comparing_drawing import bars, funnel, years
from goldenthread.analytics.comparing_reading import PublishedTable
from goldenthread.analytics.models import Area, Definition, Measure
from goldenthread.analytics.reconciling import Outcome, Reconciled, reconcile
from goldenthread.analytics.reliability import shown
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import label
from goldenthread.kernel.statistics.values import Refused
from goldenthread.law.measures.entry import Better
from goldenthread.publishing.charts.editions import on_page
from goldenthread.publishing.charts.tables import data_table
from goldenthread.publishing.charts.values import Chart
from goldenthread.web.as_known import known_form
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.pages.board import at_board, home_crumb

from .shared import crumbs, downloads, file_of, measure_at

OUTCOMES = {
    Outcome.EQUAL: Tag("Equal", "green"),
    Outcome.ROUNDED: Tag("Rounded", "teal"),
    Outcome.DIFFERENT: Tag("Different", "orange"),
}
STANDINGS = {
    "better": Tag("Better", "green"),
    "worse": Tag("Worse", "red"),
    "similar": Tag("Similar", "grey"),
    "higher": Tag("Higher", "blue"),
    "lower": Tag("Lower", "blue"),
}
CHARTS: Mapping[str, Callable[[Compared], Chart | Refused]] = {"bars": bars, "funnel": funnel, "years": years}
NO_AREA = "It is not known yet which authority's children this partnership is for, so nothing can be set beside it."


@at_board
def comparison_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    """One measure beside what is published; `?area=` chooses among several authorities."""
    measure = measure_at(board, code)
    areas = covered_areas(board)
    area = _area(request, areas)
    form, as_known = known_form(request)
    tables = tables_for(measure, area, as_known=as_known) if area else {}
    found = _compared(measure, area, tables) if area else None
    context: dict[str, Any] = {
        "measure": measure,
        "crumbs": crumbs(board, measure),
        "area": area,
        "areas": areas if len(areas) > 1 else [],
        "form_known": form,
        "as_known": as_known,
        "refused": NO_AREA if found is None else found.words if isinstance(found, Refused) else "",
        "reconciled": _reconciled_table(
            reconcile([measure], areas, tables=tables, as_known=as_known)[measure.pk], measure
        ),
    }
    if isinstance(found, Compared):
        context |= _shown(found, measure)
        context["files"] = {
            which: downloads(request, "comparison_chart", board.slug, measure.code, which) for which in CHARTS
        }
    return render(request, "scorecards/comparison.html", context)


@at_board
def chart_file(request: HttpRequest, board: Partnership, code: str, which: str, kind: str) -> HttpResponseBase:
    """One of the comparison's three charts to take away, with the line that its figures must carry."""
    measure = measure_at(board, code)
    area = _area(request, covered_areas(board))
    _, as_known = known_form(request)
    found = _compared(measure, area, tables_for(measure, area, as_known=as_known)) if area else None
    chart = CHARTS[which](found) if which in CHARTS and isinstance(found, Compared) else None
    if chart is None or isinstance(chart, Refused):
        raise Http404("There is no such chart of this measure.")
    return file_of(request, chart, kind)


def _area(request: HttpRequest, areas: Sequence[Area]) -> Area | None:
    """The authority that is asked for, among those covered; else the first."""
    return next((one for one in areas if one.code == request.GET.get("area")), areas[0] if areas else None)


def _compared(measure: Measure, area: Area, tables: Mapping[str, PublishedTable]) -> Compared | Refused:
    last = Definition.objects.filter(measure=measure).order_by("-number").first()
    return compare_published(measure, area, last.better if last else Better.CONTEXT, tables=tables)


@at_board
def reconciled_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Every measure of the partnership whose figure is also published, with the newest that both have."""
    measures = list(Measure.objects.filter(partnership=board, retired_on__isnull=True).exclude(published=""))
    areas = covered_areas(board)
    form, as_known = known_form(request)
    found = reconcile(measures, areas, as_known=as_known)
    rows = tuple(_line(board, measure, found[measure.pk]) for measure in measures)
    headings = ("Measure", "Time", "Ours", "Published", "Are they the same?")
    latest = [rows[0] for rows in found.values() if rows]
    context = {
        "table": Table("Measures that are also published", tuple(Column(one) for one in headings), rows, True),
        "form_known": form,
        "as_known": as_known,
        "counts": [(tag, sum(one.outcome is outcome for one in latest)) for outcome, tag in OUTCOMES.items() if latest],
        "refused": "" if areas else NO_AREA,
        "made_up": any(area.made_up for area in areas),
        "crumbs": [home_crumb(board), Link("Measures", reverse("measures", args=[board.slug]))],
    }
    return render(request, "scorecards/reconciled.html", context)


def _shown(found: Compared, measure: Measure) -> dict[str, Any]:
    plot = funnel(found)
    key = f"c{measure.pk}"
    return {
        "found": found,
        "value": shown(found.latest.value, found.series.unit),
        "when": label(found.latest.stretch),
        "interval": _interval(found),
        "beside": _beside(found),
        "summary": found.summary.words,
        "bars": _drawn(bars(found), f"{key}b"),
        "funnel": None if isinstance(plot, Refused) else _drawn(plot, f"{key}f"),
        "no_funnel": plot.words if isinstance(plot, Refused) else "",
        "spread": "" if isinstance(found.funnel, Refused) else _spread(found),
        "years": _drawn(years(found), f"{key}y"),
    }


def _interval(found: Compared) -> str:
    one, unit = found.interval, found.series.unit
    if one is None:
        return ""
    between = f"{shown(one.lower or 0, unit)} and {shown(one.upper, unit)}"
    return f"By chance alone it could lie between {between} (95% interval, {one.method})."


def _spread(found: Compared) -> str:
    if isinstance(found.funnel, Refused):
        return ""
    spread = found.funnel.overdispersion
    place = next((one.standing.words for one in found.funnel.points if one.name == found.area.name), "")
    said = f"{found.area} lies {place}. " if place else ""
    return f"{said}{spread.words if spread else ''}"


def _beside(found: Compared) -> Table:
    rows = tuple(
        (
            Cell(one.name),
            Cell(shown(one.value, found.series.unit)),
            Cell(one.words, tag=STANDINGS.get(one.standing), note=one.method),
        )
        for one in found.beside
    )
    headings = (Column("Compared with"), Column("Figure"), Column(f"{found.area}, against it"))
    return Table("What may be said", headings, rows, True)


def _drawn(chart: Chart, key: str) -> tuple[SafeString, Table]:
    """A chart and the table beside it."""
    block = data_table(chart).as_block()
    columns = tuple(Column(one.title) for one in block.columns)
    rows = tuple(tuple(Cell(str(text)) for text in row) for row in block.rows)
    table = Table(block.caption, columns, rows, phone="scroll")
    return mark_safe(on_page(chart, key)), table  # noqa: S308 - drawn by us; every word is escaped there


def _reconciled_table(rows: list[Reconciled], measure: Measure) -> Table | None:
    if not rows:
        return None
    headings = ("Time", "Ours", "Published", "Are they the same?")
    body = tuple((Cell(one.label), *_figures(one), _outcome(one)) for one in rows)
    return Table(f"{measure.title}: ours and published", tuple(Column(one) for one in headings), body, True)


def _line(board: Partnership, measure: Measure, rows: list[Reconciled]) -> tuple[Cell, ...]:
    name = Cell(measure.title, reverse("measure_comparison", args=[board.slug, measure.code]))
    if not rows:
        return (name, Cell(), Cell(), Cell(), Cell("Nothing to compare: no figure of both for one time."))
    return (name, Cell(rows[0].label), *_figures(rows[0]), _outcome(rows[0]))


def _figures(one: Reconciled) -> tuple[Cell, Cell]:
    unit = one.series.unit
    tag = Tag("Provisional", "yellow") if one.provisional else None
    return Cell(shown(one.ours, unit), tag=tag), Cell(shown(one.theirs, unit))


def _outcome(one: Reconciled) -> Cell:
    why = f"Why they may differ. {' '.join(one.why)}" if one.why else ""
    return Cell(f"{one.words}.", tag=OUTCOMES[one.outcome], note=why)
