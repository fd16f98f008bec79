"""A case's chronology: whose there are, what to look at, its documents; and every event, a page at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.calendars import say
from goldenthread.kernel.chronology.merging import Merged
from goldenthread.processes.registers.chronologies.gathering import merged_of, newest_of, older_of, stamp_of
from goldenthread.processes.registers.chronologies.making import UNFINISHED
from goldenthread.processes.registers.chronologies.models import AgencyChronology, Job
from goldenthread.processes.registers.chronologies.taking import may_bring
from goldenthread.publishing.chronology import marks
from goldenthread.web.components import Cell, Column, Link, SummaryRow, Table, Tag, count

from .common import address, crumbs, of_case
from .narrowing import Wanted, events_of, line_of

PAGE_SIZE = 50
COLOURS = {"read": "green", "reading": "blue", "refused": "red"}
GAPS = (
    "Nobody recorded anything for more than 90 days; or one agency did not while others wrote at least five entries; "
    "or an agency has nothing within three days of a contact with it that another tells of."
)
EVENT_COLUMNS = (Column("When"), Column("What is told"))


@of_case("The chronology: whose there are")
def chronology_page(request: HttpRequest, board: Partnership, case: Record) -> HttpResponse:
    """Whose chronologies there are, what they come to together, and the documents."""
    newest = newest_of(case)
    merged, may = merged_of(case, newest), may_bring(case)
    jobs = list(Job.objects.filter(record=case).defer("content"))
    older = older_of(case)
    context = {
        "case": case,
        "title": "Chronology",
        "crumbs": crumbs(board, case),
        "table": _agencies(board, case, newest, may),
        "older": _older(board, case, older),
        "facts": _facts(board, case, merged),
        "entries": bool(merged.events),
        "may": may,
        "jobs": [_document(board, case, jobs, task, stamp_of(newest)) for task in (Job.Task.WORD, Job.Task.EXCEL)],
        "waiting": any(job.state in UNFINISHED for job in jobs),
        "here": address(board, case),
    }
    waiting = request.headers.get("HX-Request") and context["waiting"]
    return render(request, "chronologies/_documents.html" if waiting else "chronologies/chronology.html", context)


@of_case("The chronology: its events")
def events_page(request: HttpRequest, board: Partnership, case: Record) -> HttpResponse:
    """Every event, as each agency wrote it, fifty at a time."""
    merged = merged_of(case, newest_of(case))
    wanted = Wanted.asked(request.GET, [name for name, _ in merged.agencies])
    page = Paginator(events_of(merged, wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    beside = marks(merged)
    rows = tuple(line_of(event, beside[event.number]) for event in page.object_list)
    context = {
        "case": case,
        "title": "Events",
        "crumbs": crumbs(board, case, below=True),
        "page": page,
        "table": Table("Events in order of date", EVENT_COLUMNS, rows, caption_hidden=True),
        "wanted": wanted,
        "agencies": [name for name, _ in merged.agencies],
        "all": len(merged.events),
    }
    return render(request, "chronologies/events.html", context)


@of_case("The chronology: gaps")
def gaps_page(request: HttpRequest, board: Partnership, case: Record) -> HttpResponse:
    """Every stretch without a record, and every contact that left no trace."""
    merged = merged_of(case, newest_of(case))
    page = Paginator(merged.gaps, PAGE_SIZE).get_page(request.GET.get("page"))
    columns = (Column("From"), Column("To"), Column("Days", numeric=True), Column("Whose"), Column("What is missing"))
    rows = tuple(
        (Cell(say(gap.first)), Cell(say(gap.last)), Cell(gap.days), Cell(gap.agency or "Everyone"), Cell(gap.words))
        for gap in page.object_list
    )
    context = {
        "case": case,
        "title": "Gaps",
        "lead": GAPS,
        "crumbs": crumbs(board, case, below=True),
        "page": page,
        "table": Table("Gaps in order of date", columns, rows, caption_hidden=True),
        "none": ("No gaps were found", "No long silence, and every contact left its trace."),
    }
    return render(request, "chronologies/lines.html", context)


@of_case("The chronology: cells to check")
def cells_page(request: HttpRequest, board: Partnership, case: Record) -> HttpResponse:
    """What could not be read, by cell, with the cure."""
    merged = merged_of(case, newest_of(case))
    page = Paginator(merged.unread, PAGE_SIZE).get_page(request.GET.get("page"))
    columns = (Column("Where"), Column("What stands there"), Column("What is wrong"), Column("What to do"))
    rows = tuple(
        (Cell(str(one.place)), Cell(one.text[:300] or "Nothing"), Cell(one.problem), Cell(one.cure))
        for one in page.object_list
    )
    context = {
        "case": case,
        "title": "Cells to check",
        "lead": "Nothing was lost: their entries stand in the chronology as they were typed. Ask the agency to mend "
        "its file, and bring the newer one in.",
        "crumbs": crumbs(board, case, below=True),
        "page": page,
        "table": Table("Cells to check", columns, rows, caption_hidden=True),
        "none": ("Every cell was read", ""),
    }
    return render(request, "chronologies/lines.html", context)


def _agencies(board: Partnership, case: Record, newest: list[AgencyChronology], may: bool) -> Table:
    labels = ("Agency", "State", "Entries", "Without a date", "Cells to check", "Brought in")
    numeric = {"Entries", "Without a date", "Cells to check"}
    headings = tuple(Column(label, label in numeric) for label in labels)
    return Table("Whose there are", headings, tuple(_agency(board, case, one, may) for one in newest), True)


def _agency(board: Partnership, case: Record, one: AgencyChronology, may: bool) -> tuple[Cell, ...]:
    href = reverse("replace_chronology", args=[board.slug, case.pk, one.pk]) if may else ""
    tag = Tag(one.get_state_display(), COLOURS[one.state])
    problem = str(one.problem or "") if one.state == AgencyChronology.State.REFUSED else ""
    version = f"Version {one.number}. " if one.number > 1 else ""
    return (
        Cell(one.whose, href, note=f"{version}{one.file.shown_name}"),
        Cell("", tag=tag, note=problem),
        Cell(one.entries),
        Cell(one.undated, quiet=not one.undated),
        Cell(one.doubts, quiet=not one.doubts),
        Cell(f"{one.brought_at.astimezone():%-d %b %Y}", note=one.by),
    )


def _older(board: Partnership, case: Record, older: list[AgencyChronology]) -> list[tuple[str, str, str]]:
    """(words, file name, address) of what was replaced or left out."""
    return [
        (
            f"{one.whose}, version {one.number}, {count(one.entries, 'entry', 'entries')}, brought in "
            f"{one.brought_at.astimezone():%-d %B %Y}",
            one.file.shown_name,
            reverse("file", args=[board.slug, one.file.key]),
        )
        for one in older
    ]


def _facts(board: Partnership, case: Record, merged: Merged) -> list[SummaryRow]:
    span = merged.span
    events = address(board, case, "chronology_events")
    undated = sum(not row.when.is_known for row in merged.rows)
    shared = sum(event.is_shared for event in merged.events)

    def line(key: str, number: int, href: str) -> SummaryRow:
        return SummaryRow(key, f"{number:,}", (Link("Show", href, key.lower()),) if number else ())

    return [
        SummaryRow("Covers", f"{say(span[0])} to {say(span[1])}" if span else "No dates"),
        line("Entries", len(merged.rows), events),
        line("Told by several agencies", shared, f"{events}?only=shared"),
        line("Conflicts", len(merged.conflicts), f"{events}?only=conflicts"),
        line("Without a date", undated, f"{events}?only=undated"),
        line("Gaps", len(merged.gaps), address(board, case, "chronology_gaps")),
        line("Cells to check", len(merged.unread), address(board, case, "chronology_cells")),
    ]


def _document(board: Partnership, case: Record, jobs: list[Job], task: str, stamp: str) -> dict[str, Any]:
    job = next((job for job in jobs if job.task == task), None)
    return {
        "label": Job.Task(task).label,
        "job": job,
        "waiting": job is not None and job.state in UNFINISHED,
        "ready": job is not None and job.state == Job.State.DONE,
        "stale": job is not None and job.stamp != stamp,
        "make": reverse("make_chronology", args=[board.slug, case.pk, task]),
        "fetch": reverse("chronology_document", args=[board.slug, case.pk, task]),
    }
