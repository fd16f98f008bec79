"""A run to look at: day by day, agency by agency, and beside the run before it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Table
from goldenthread.web.pages.board import at_board, is_unit

from ..models import Request, Run
from ..timing import Tally, tally, working_day
from .shared import Looked, crumbs, moment, run_at, tag_of


@at_board
def days_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Each working day from notice to the last request, and what is due on it."""
    run = run_at(board, pk)
    looked = Looked(run)
    days = [_day(board, looked, number) for number in sorted({row.working_day for row in looked.requests})]
    unit = is_unit(board)
    context = {
        "run": run,
        "days": days,
        "notice": moment(run.notified_at),
        "may_add": unit and run.state in (Run.State.PLANNED, Run.State.RUNNING),
        "may_take": unit and run.state == Run.State.PLANNED,
        "crumbs": crumbs(board, run),
    }
    return render(request, "readiness/days.html", context)


@at_board
def agencies_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Who answered, who did not, and why."""
    run = run_at(board, pk)
    looked = Looked(run)
    heads = ("Agency", "Asked", "In time", "Late", "Not answered", "Still open", "In time, of what was asked")
    columns = (Column(heads[0]), *(Column(words, numeric=True) for words in heads[1:]))
    rows = tuple((agency, *_numbers(found)) for agency, found in looked.tallies().items())
    missing = [row for row in looked.requests if looked.stands(row).key in ("overdue", "late", "not_answered")]
    oversees = bool(current_actor().roles(board.pk) & OVERSIGHT)
    lines = tuple(_missing(board, looked, row) for row in missing)
    context = {
        "run": run,
        "table": Table("Agencies", columns, rows, True) if rows else None,
        "missing": Table(
            "Late, or not answered",
            tuple(Column(words) for words in ("What was asked", "Agency", "How it stands", "Why")),
            lines,
            True,
        )
        if lines
        else None,
        "lessons": [row for row in missing if row.lesson_id is None] if oversees else [],
        "crumbs": crumbs(board, run),
    }
    return render(request, "readiness/agencies.html", context)


@at_board
def compared_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """This run and the one before it, agency by agency."""
    run = run_at(board, pk)
    before = Run.objects.select_related("partnership").filter(pk=run.before_id).first() if run.before_id else None
    here, there = Looked(run), Looked(before) if before else None
    now_, then = here.tallies(), there.tallies() if there else {}
    rows = tuple(
        (agency, _share(then.get(agency)), _share(now_.get(agency)), _went(then.get(agency), now_.get(agency)))
        for agency in sorted({*now_, *then})
    )
    if there:
        whole = [tally(looked.stands(row) for row in looked.requests) for looked in (there, here)]
        rows = (*rows, ("All agencies", _share(whole[0]), _share(whole[1]), _went(*whole)))
    columns = (Column("Agency"), Column(before.title if before else "Then"), Column("This run"), Column("Which way"))
    context = {
        "run": run,
        "before": before,
        "table": Table("Answered in time", columns, rows, True) if before and rows else None,
        "crumbs": crumbs(board, run),
    }
    return render(request, "readiness/compared.html", context)


def _day(board: Partnership, looked: Looked, number: int) -> dict[str, Any]:
    run = looked.run
    day = working_day(run.notified_at, number, looked.calendar) if run.notified_at else None
    heads = ("What is asked", "Of whom", "By", "How it stands")
    rows = tuple(_line(board, looked, row) for row in looked.requests if row.working_day == number)
    title = f"Working day {number}" if number else "The day of notice"
    return {
        "id": f"day-{number}",
        "title": f"{title}: {day:%A %-d %B %Y}" if day else title,
        "today": day == today(),
        "table": Table(title, tuple(Column(words) for words in heads), rows, True),
    }


def _line(board: Partnership, looked: Looked, row: Request) -> tuple[Any, ...]:
    stands = looked.stands(row)
    whom = f"{row.agency}: {row.owner}" if row.owner else str(row.agency)
    by = f"{row.due_time:%H:%M}" if row.due_time else "End of the day"
    href = reverse("run_request", args=[board.slug, looked.run.pk, row.pk])
    return Cell(row.title, href, note=row.get_what_display()), whom, by, Cell("", tag=tag_of(stands), note=stands.note)


def _missing(board: Partnership, looked: Looked, row: Request) -> tuple[Any, ...]:
    stands = looked.stands(row)
    href = reverse("run_request", args=[board.slug, looked.run.pk, row.pk])
    return Cell(row.title, href), str(row.agency), Cell("", tag=tag_of(stands)), stands.note


def _numbers(found: Tally) -> tuple[Any, ...]:
    return found.asked, found.in_time, found.late, found.not_answered, found.still_open, _share(found)


def _share(found: Tally | None) -> str:
    if found is None or found.share_in_time is None:
        return "Nothing asked"
    return f"{found.share_in_time}% ({found.in_time} of {found.asked})"


def _went(then: Tally | None, now_: Tally | None) -> str:
    was, is_ = then.share_in_time if then else None, now_.share_in_time if now_ else None
    if was is None or is_ is None:
        return "Cannot be compared"
    return "The same" if was == is_ else "Better" if is_ > was else "Worse"
