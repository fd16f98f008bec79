"""The year is counted by those who keep the register; what may be shown of it is kept, and told to the measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.db import transaction

from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure
from goldenthread.core.casework.recounting import Recounted, first_counts, keep_count, recounted
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import Stretch, label
from goldenthread.law.deaths.rates import Rate
from goldenthread.law.deaths.rows import Basis
from goldenthread.law.deaths.tables import annual_tables
from goldenthread.processes.registers.yearly import figure, keep_shown, refuse_counting, tell_measures

from .counting import POOLED, Deaths, deaths_of, rates_of, shown_of
from .models import YearCount
from .process import child_deaths

FROM_THE_REGISTER = "The register of child deaths"
MODIFIABLE = "Modifiable factors identified"
WITHIN = {"cdop_6m": ("Within 6 months",), "cdop_12m": ("Within 6 months", "7 to 12 months")}
CODES = ("cdop_notif", "cdop_mod", *WITHIN)
WITHHELD = "Withheld, so that no child can be told from it."


@transaction.atomic
def count_year(board: Partnership, year: Stretch) -> YearCount:
    """Count a year that is over, keep what may be shown of it, and tell the measures that the partnership has. Raises
    as `refuse_counting` does.
    """
    refuse_counting(board, child_deaths, year)
    found = deaths_of(board)
    keep_count(board, child_deaths.slug, year, cells_of(year, found))
    rates = [rates_of(board, found.rows, which, year, POOLED, found.areas) for which in Rate]
    shown = shown_of(found.rows, year, found.areas, rates)
    count = keep_shown(YearCount, board, year, shown, source=FROM_THE_REGISTER)
    tell_measures(board, CODES, lambda measure: figures_of(measure, year, count.shown["cells"]))
    return count


def against_the_first(board: Partnership, year: Stretch) -> Recounted | None:
    """The year counted now against its first count; nothing where it was not counted, or is not in sight."""
    first = first_counts(board, child_deaths.slug).get(year.first)
    return recounted(first, cells_of(year, deaths_of(board))) if first else None


def cells_of(year: Stretch, found: Deaths) -> list[tuple[str, str, int]]:
    """Every figure of a year: its key, its words, how many. For those who keep the register."""
    tables = annual_tables(found.rows, year, found.areas)
    return [(cell.key, cell.key.replace(" | ", ": "), cell.count) for table in tables for cell in table.cells]


def figures_of(measure: Measure, year: Stretch, cells: Mapping[str, Any]) -> Iterator[Figure]:
    """The year's figure of a measure: each of them is counted by the year."""
    told = partial(figure, measure, year, origin=FROM_THE_REGISTER, withheld=WITHHELD)
    if measure.catalogue == "cdop_notif":
        yield told(cells.get(_key(Basis.NOTIFIED, year, "expected or unexpected", "Total")))
        return
    of = cells.get(_key(Basis.REVIEWED, year, "time from death to review", "Total"))
    if measure.catalogue == "cdop_mod":
        over = cells.get(_key(Basis.REVIEWED, year, "modifiable factors by category", f"Total | {MODIFIABLE}"))
    else:
        keys = [_key(Basis.REVIEWED, year, "time from death to review", one) for one in WITHIN[measure.catalogue]]
        parts = [cells[key] for key in keys if cells.get(key) is not None]
        over = sum(parts) if len(parts) == len(keys) else None
    if of == 0:
        yield Figure(measure, year, symbol="z", origin=FROM_THE_REGISTER, note="No review was completed.")
    else:
        yield told(over if of is not None else None, of)


def _key(basis: Basis, year: Stretch, name: str, at: str) -> str:
    return f"{basis}, {label(year)}: {name}: {at}"
