"""The year is counted by those who keep the register; what may be shown is kept, and told to the measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.db import transaction

from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure
from goldenthread.core.casework.recounting import Recounted, first_counts, keep_count, recounted
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure.tables import grid_key
from goldenthread.kernel.periods import Stretch
from goldenthread.processes.registers.yearly import figure, keep_shown, refuse_counting, tell_measures

from .counting import BY_SOURCE, IN_TIME, TIMED, counted_of, shown_of, tables_of, timed_of, total_key
from .models import YearCount
from .process import case_reviews

FROM_THE_REGISTER = "The register of case reviews"
NOTIFIED, DECIDED = "scr_notif", "scr_decided"
WITHHELD = "Withheld, so that no child can be told from it."


@transaction.atomic
def count_year(board: Partnership, year: Stretch) -> YearCount:
    """Count a year that is over, keep what may be shown of it, and tell the measures the partnership has. Raises as
    `refuse_counting` does.
    """
    refuse_counting(board, case_reviews, year)
    keep_count(board, case_reviews.slug, year, cells_of(board, year))
    shown = shown_of(year, counted_of(board, year.last), timed_of(board))
    count = keep_shown(YearCount, board, year, shown, source=FROM_THE_REGISTER)
    tell_measures(board, [NOTIFIED, DECIDED], lambda measure: _figures(measure, year, count.shown["cells"]))
    return count


def against_the_first(board: Partnership, year: Stretch) -> Recounted | None:
    """The year counted now against its first count; nothing where it was not counted, or is not in sight."""
    first = first_counts(board, case_reviews.slug).get(year.first)
    return recounted(first, cells_of(board, year)) if first else None


def cells_of(board: Partnership, year: Stretch) -> list[tuple[str, str, int]]:
    """Every figure of a year: its key, its words, how many. For those who keep the register."""
    tables = tables_of(year, counted_of(board, year.last), timed_of(board))
    return [(cell.key, cell.key.replace(" | ", ": "), cell.count) for table in tables for cell in table.cells]


def _figures(measure: Measure, year: Stretch, cells: Mapping[str, Any]) -> Iterator[Figure]:
    """How many were notified; and of those whose decision the Chair owed, how many came within the month."""
    told = partial(figure, measure, year, origin=FROM_THE_REGISTER, withheld=WITHHELD)
    if measure.catalogue == NOTIFIED:
        yield told(cells.get(total_key(BY_SOURCE)))
        return
    title = TIMED["SCR-1"]
    of = total_key(title)
    if of in cells:  # partners decide by other clocks: there is nothing to say of this one
        over, under = cells[grid_key(f"{title}: ", (IN_TIME,))], cells[of]
        yield told(over if under is not None else None, under)
