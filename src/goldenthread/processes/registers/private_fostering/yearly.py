"""A year of private fostering is counted by those who keep the register, once it is over: the count is kept, so that a
later one can be held against it, and the measures are told what disclosure control lets out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from django.db import transaction

from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure
from goldenthread.core.casework.counting import counting
from goldenthread.core.casework.models import CountedYear
from goldenthread.core.casework.recounting import Recounted, first_counts, keep_count, recounted
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import Stretch, label
from goldenthread.processes.registers.yearly import figure, refuse_running, tell_measures

from .campaigns import KIND, may_keep
from .counts import Year, year_of
from .protecting import SPREAD, everyones

FROM_THE_REGISTER = "The register of private fostering"
WITHHELD = "Withheld, so that no child can be told from it."
#: A measure of the catalogue -> the figure of the year that it is; of a share, so many of so many.
FLOWS = {"pf_notif": "notified", "pf_new": "begun"}
STOCKS = {"pf_open": "open"}
SHARES = {"pf_7wd": ("visited_7", "notified"), "pf_visits": ("band_in time", SPREAD)}


@transaction.atomic
def count_year(board: Partnership, year: Stretch) -> CountedYear:
    """Count a year that is over, keep the count, and tell the measures the partnership has.

    Raises PermissionDenied for who does not keep the register, ValidationError for a year that goes on.
    """
    may_keep(board, "count a year")
    refuse_running(year)
    counted = _counted(board, year)
    kept = keep_count(board, KIND, year, cells_of(counted))
    said = everyones(counted)
    tell_measures(board, [*FLOWS, *STOCKS, *SHARES], lambda measure: _figures(measure, year, said))
    return kept


def against_the_first(board: Partnership, year: Stretch) -> Recounted | None:
    """The year counted now against its first count; nothing where it was not counted, or is not in sight."""
    first = first_counts(board, KIND).get(year.first)
    return recounted(first, cells_of(_counted(board, year))) if first else None


def cells_of(year: Year) -> list[tuple[str, str, int]]:
    """Every figure of a year: its key, its words, how many."""
    lines = [(line.key, line.words, line.count) for line in (*year.cells, *year.reconciled, *year.sources)]
    bands = [(f"band_{words}", f"Visits that were due: {words}", count) for words, count in year.every.bands]
    return [*lines, *bands]


def _counted(board: Partnership, year: Stretch) -> Year:
    with counting(board):
        return year_of(board, year, refs=False)


def _figures(measure: Measure, year: Stretch, said: Mapping[str, str]) -> Iterator[Figure]:
    """The figure of one measure; withheld where any part of it is."""
    stretch = Stretch(year.last, year.last) if measure.catalogue in STOCKS else year
    keys = SHARES.get(measure.catalogue) or ((FLOWS | STOCKS)[measure.catalogue],)
    numbers = [int(said[key]) if said.get(key, "").isdigit() else None for key in keys]
    told = partial(figure, measure, stretch, origin=FROM_THE_REGISTER, withheld=WITHHELD, year=year)
    if None in numbers:
        yield told(None)
    elif numbers[1:] == [0]:
        note = "There was none of which it could be a share."
        yield Figure(measure, stretch, symbol="z", origin=f"{FROM_THE_REGISTER}, {label(year)}", note=note)
    else:
        yield told(*numbers)
