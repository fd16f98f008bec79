"""Who has sent what: schedules, all agencies by all periods, and one round. No agency that owes is ever left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import label, short_label
from goldenthread.web.as_known import known_form
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.pages.board import at_board, home_crumb, is_unit

from ..models import Form, Roll, Schedule
from ..opening import over
from ..standing import Standing, counts, latest_rounds, standing

PERIODS_SHOWN = 6
NOTHING_ASKED, NOT_YET = Tag("Nothing asked", "grey"), Tag("Not asked yet", "grey")


def tag(found: Standing) -> Tag:
    return Tag(found.words, found.colour)


@at_board
def schedules_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Each schedule with how its latest round stands."""
    schedules = list(Schedule.objects.filter(partnership=board))
    latest = latest_rounds(one.pk for one in schedules)
    rows = tuple(_schedule_row(board, one, latest.get(one.pk, [])) for one in schedules)
    columns = (Column("Return"), Column("How often"), Column("Latest period"), Column("How it stands"))
    context = {
        "table": Table("Returns", columns, rows, True) if rows else None,
        "new_url": reverse("add_return_schedule", args=[board.slug]) if is_unit(board) else "",
        "list_url": reverse("records", args=[board.slug, "returns"]),
        "crumbs": [home_crumb(board)],
    }
    return render(request, "returns/schedules.html", context)


@at_board
def schedule_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """One schedule: agencies by periods; what is asked of whom; who answers; which programs hold a key."""
    schedule = schedule_at(board, pk)
    unit = is_unit(board)
    form, as_known = known_form(request)
    context = {
        "schedule": schedule,
        "form_known": form,
        "as_known": as_known,
        "grid": _grid(board, schedule, as_known.date() if as_known else None),
        "rounds": over(schedule)[::-1],
        "shown": f":{PERIODS_SHOWN}",
        "shown_from": f"{PERIODS_SHOWN}:",
        "asked": schedule.asked.select_related("measure", "measure__owner_agency"),
        "respondents": schedule.respondents.filter(ended_on__isnull=True).select_related("agency"),
        "api_keys": schedule.keys.filter(revoked_at__isnull=True).select_related("agency"),
        "unit": unit,
        "crumbs": crumbs(board),
    }
    return render(request, "returns/schedule.html", context)


@at_board
def round_page(request: HttpRequest, board: Partnership, pk: int, last: date) -> HttpResponse:
    """One period: each agency that owes it, and how that stands, or stood at the end of a day."""
    schedule = schedule_at(board, pk)
    if last not in {one.last for one in over(schedule)}:
        raise Http404("There is no such period.")
    form, as_known = known_form(request)
    on = as_known.date() if as_known else None
    known = {one.agency_id: one for one in as_on(schedule.roll.filter(last=last), on)}
    mine = _in_sight(schedule, [last])
    rows = []
    for owing in _owing(schedule, [last]):
        owed = known.get(owing.agency_id)
        rows.append((str(owing.agency), _cell(board, owed, mine, on), owed.reference if owed else "", *_when(owed)))
    columns = tuple(Column(text) for text in ("Agency", "How it stands", "Reference", "Due on", "Received on"))
    period = next(one for one in over(schedule) if one.last == last)
    context = {
        "title": label(period),
        "schedule": schedule,
        "table": Table(f"{schedule.title}, {label(period)}", columns, tuple(rows), True),
        "counts": counts(known.values(), on),
        "form_known": form,
        "as_known": as_known,
        "crumbs": [*crumbs(board), Link(schedule.title, reverse("return_schedule", args=[board.slug, schedule.pk]))],
    }
    return render(request, "returns/round.html", context)


def as_on(lines: Iterable[Roll], on: date | None) -> list[Roll]:
    """The lines of the roll as they stood at the end of a day, those not asked for by then left out; or as they are."""
    return [line for one in lines if (line := one.as_on(on))] if on else list(lines)


def schedule_at(board: Partnership, pk: int) -> Schedule:
    found: Schedule = get_object_or_404(Schedule.objects.select_related("partnership"), pk=pk, partnership=board)
    return found


def crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Returns", reverse("return_schedules", args=[board.slug]))]


def _schedule_row(board: Partnership, one: Schedule, rows: list[Roll]) -> tuple[Any, ...]:
    return (
        Cell(one.title, reverse("return_schedule", args=[board.slug, one.pk])),
        one.get_every_display(),
        label(rows[0].stretch) if rows else "None is over yet",
        counts(rows),
    )


def _grid(board: Partnership, schedule: Schedule, on: date | None) -> Table | None:
    periods = over(schedule, on)[-PERIODS_SHOWN:][::-1]
    if not periods:
        return None
    lasts = [one.last for one in periods]
    known = {(one.agency_id, one.last): one for one in as_on(schedule.roll.filter(last__in=lasts), on)}
    mine = _in_sight(schedule, lasts)
    rows = tuple(
        (str(owing.agency), *(_cell(board, known.get((owing.agency_id, last)), mine, on) for last in lasts))
        for owing in _owing(schedule, lasts)
    )
    return Table("Who has sent what", (Column("Agency"), *(Column(short_label(one)) for one in periods)), rows, True)


def _in_sight(schedule: Schedule, lasts: list[date]) -> set[int]:
    """The returns whose answers whoever looks may read, by their record."""
    return set(Form.objects.filter(schedule=schedule, last__in=lasts).values_list("record_id", flat=True))


def _owing(schedule: Schedule, lasts: list[date]) -> list[Any]:
    """Every agency that owes one of these periods."""
    rows = schedule.owing.select_related("agency")
    return [one for one in rows if one.until is None or one.until >= min(lasts)]


def _cell(board: Partnership, owed: Roll | None, mine: set[int], on: date | None) -> Cell:
    """How it stands, for everyone; a way to its answers for those who may read them."""
    if owed is None:
        return Cell(tag=NOT_YET if on else NOTHING_ASKED)
    found = standing(owed, on)
    if owed.record_id not in mine:
        return Cell(tag=tag(found), note=found.note)
    return Cell("Open", reverse("return", args=[board.slug, owed.record_id]), tag=tag(found), note=found.note)


def _when(owed: Roll | None) -> tuple[str, str]:
    if owed is None:
        return "", ""
    return f"{owed.due_on:%-d %B %Y}", f"{owed.sent_on:%-d %B %Y}" if owed.sent_on else "Not received"
