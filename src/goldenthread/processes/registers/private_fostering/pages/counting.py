"""For those who keep the register: a year that is over is counted, and held against its first count."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.processes.registers.private_fostering.campaigns import KIND, may_keep
from goldenthread.processes.registers.private_fostering.counts import years_since
from goldenthread.processes.registers.private_fostering.yearly import against_the_first, count_year
from goldenthread.web.components import Link
from goldenthread.web.pages.board import at_board, home_crumb
from goldenthread.web.pages.recounting import counting_page, recounted_page, year_at


@at_board
def count_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """Count a year that is over: the count is kept, and the measures are told what may be shown of it."""
    may_keep(board, "count a year")
    return counting_page(
        request, lambda year: count_year(board, year), years=[one for one in years_since(board) if one.last < today()],
        there=reverse("private_fostering_year", args=[board.slug]), crumbs=_crumbs(board),
        warning="The count is kept. What may be shown of it is told to the partnership's measures.",
    )  # fmt: skip


@at_board
def again_page(request: HttpRequest, board: Partnership, year: int) -> HttpResponseBase:
    """A year counted again, against its first count."""
    may_keep(board, "hold a year against its first count")
    wanted = year_at(year)
    found = against_the_first(board, wanted)
    return recounted_page(
        request, board, found, title="Private fostering", kind=KIND, year=wanted, crumbs=_crumbs(board)
    )


def _crumbs(board: Partnership) -> list[Link]:
    there = reverse("private_fostering_year", args=[board.slug])
    return [home_crumb(board), Link("The year in numbers", there)]
