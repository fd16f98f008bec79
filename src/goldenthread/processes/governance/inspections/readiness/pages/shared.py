"""What the pages of a run share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.casework.clocks import calendar_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.calendars import Calendar
from goldenthread.kernel.now import LONDON, now
from goldenthread.web.components import Link, Tag
from goldenthread.web.pages.board import home_crumb

from ..models import Request, Run
from ..timing import Standing, Tally, standing, tally

FORM = "web/pages/form.html"


@dataclass(frozen=True)
class Looked:
    """A run as it is looked at: its requests, and how each stands now (once it is over, as it ended)."""

    run: Run

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_of(self.run.partnership)

    @cached_property
    def requests(self) -> list[Request]:
        return list(self.run.requests.select_related("agency", "owner"))

    def stands(self, row: Request) -> Standing:
        return standing(row, now(), self.calendar, over=self.run.state in (Run.State.OVER, Run.State.CLOSED))

    def tallies(self) -> dict[str, Tally]:
        """Agency -> how it did, by its name."""
        found: dict[str, list[Standing]] = {}
        for row in sorted(self.requests, key=lambda row: str(row.agency)):
            found.setdefault(str(row.agency), []).append(self.stands(row))
        return {agency: tally(rows) for agency, rows in found.items()}


def run_at(board: Partnership, pk: int) -> Run:
    found: Run = get_object_or_404(Run.objects.select_related("partnership"), pk=pk, partnership=board)
    return found


def request_at(board: Partnership, pk: int, request_pk: int) -> tuple[Run, Request]:
    run = run_at(board, pk)
    rows = Request.objects.select_related("agency", "owner")
    found: Request = get_object_or_404(rows, pk=request_pk, record=run)
    return run, found


def crumbs(board: Partnership, run: Run) -> list[Link]:
    return [
        home_crumb(board),
        Link("Readiness for joint inspection", reverse("records", args=[board.slug, "readiness"])),
        Link(run.title, reverse("record", args=[board.slug, "readiness", run.pk])),
    ]


def tag_of(found: Standing) -> Tag:
    return Tag(found.words, found.colour)


def moment(when: datetime | None, *, timed: bool = True) -> str:
    """A moment as a person reads it; the day alone where no time was set."""
    if when is None:
        return ""
    local = when.astimezone(LONDON)
    return f"{local:%-d %B %Y, %H:%M}" if timed else f"{local:%-d %B %Y}"
