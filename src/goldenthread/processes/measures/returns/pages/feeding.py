"""A measure by the agencies that owe it: each of them, whether or not it sent. What is missing reads "no data"."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.analytics.known import Known
from goldenthread.analytics.models import Definition, Measure
from goldenthread.analytics.reliability import rate_words
from goldenthread.analytics.series import of_agencies, series_of
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.periods import Stretch, short_label
from goldenthread.web.as_known import known_form
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.pages.board import at_board, home_crumb

from ..models import Return, Roll, ScheduleMeasure
from ..opening import over
from ..standing import standing
from .status import as_on, tag

PERIODS_SHOWN = 4


@at_board
def fed_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    """Agencies by periods, for each schedule that asks for the measure."""
    rows = Measure.objects.select_related("owner_agency")
    measure: Measure = get_object_or_404(rows, partnership=board, code=code)
    asked = ScheduleMeasure.objects.filter(measure=measure).select_related("schedule").order_by("schedule__title")
    form, as_known = known_form(request)
    tables = [(one.schedule, _table(measure, one, as_known)) for one in asked]
    context = {
        "measure": measure,
        "form_known": form,
        "as_known": as_known,
        "tables": tables,
        "figures": [table for _, table in tables if table],
        "crumbs": [
            home_crumb(board),
            Link("Measures", reverse("measures", args=[board.slug])),
            Link(measure.title, reverse("measure", args=[board.slug, measure.code])),
        ],
    }
    return render(request, "returns/fed.html", context)


def _table(measure: Measure, feed: ScheduleMeasure, as_known: datetime | None) -> Table | None:
    on = as_known.date() if as_known else None
    periods = over(feed.schedule, on)[-PERIODS_SHOWN:][::-1]
    series = series_of([measure], since=periods[-1].first if periods else None, as_known=as_known).get(measure.pk)
    if not periods or series is None:
        return None
    since, until = periods[-1].first, periods[0].last
    roll = {(one.agency_id, one.last): one for one in as_on(feed.schedule.roll.filter(last__gte=since), on)}
    known = {(one.agency_id, period.last): one for one in of_agencies(measure, since, until, as_known=as_known)
             if (period := _period(one, periods))}  # fmt: skip
    for one in series.figures:
        if (period := _period(one, periods)) and measure.owner_agency_id and not feed.of_each:
            known[(measure.owner_agency_id, period.last)] = one
    body = tuple(
        (agency, *(_cell(series.definition, known.get((agency.pk, one.last)), roll.get((agency.pk, one.last)), on)
                   for one in periods))
        for agency in _agencies(measure, feed, since)
    )  # fmt: skip
    columns = (Column("Agency"), *(Column(short_label(one)) for one in periods))
    return Table(f"{measure.title}, by agency", columns, body, True)


def _agencies(measure: Measure, feed: ScheduleMeasure, since: Any) -> list[Agency]:
    """Everyone who owes it: the agency that answers for the measure, or each that owes the return."""
    rows = feed.schedule.owing.select_related("agency")
    found = [one.agency for one in rows if one.until is None or one.until >= since]
    if feed.of_each or not measure.owner_agency_id:
        return found
    return [one for one in found if one.pk == measure.owner_agency_id]


def _period(one: Known, periods: list[Stretch]) -> Stretch | None:
    return next((period for period in periods if one.stretch.within(period)), None)


def _cell(counted: Definition, one: Known | None, owed: Roll | None, on: date | None) -> Cell:
    stands = standing(owed, on) if owed else None
    beside = tag(stands) if stands and stands.key != "received" else None
    if one is not None and one.value is not None:
        otherwise = Tag(f"Return {stands.words.lower()}", stands.colour) if stands and beside else None
        return Cell(rate_words(one.value, one.numerator, counted.unit), tag=otherwise)
    if owed and owed.state == Return.State.SENT:
        return Cell("No data yet", note="Received, and not accepted yet")
    if stands and stands.key == "not_sent":
        return Cell("No data", tag=beside, note=stands.note)
    said = one.reason if one else ""
    words = said if said.startswith("No data") else f"No data: {said[:1].lower()}{said[1:]}" if said else "No data"
    return Cell(words, tag=beside, note=one.note if one else "")
