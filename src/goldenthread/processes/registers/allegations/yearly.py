"""The year is counted by those who keep the register; what may be shown is kept, and told to the measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure
from goldenthread.core.casework.models import ClockRun
from goldenthread.core.casework.recounting import Recounted, first_counts, keep_count, recounted
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import Stretch
from goldenthread.kernel.spans import day_of
from goldenthread.processes.registers.yearly import figure, keep_shown, refuse_counting, tell_measures

from .counting import (
    ALLEGATIONS,
    CLOSED,
    CONSULTATIONS,
    CONTACTS,
    WITHIN,
    Counted,
    quarter_key,
    quarters_of,
    shapes,
    shown_of,
)
from .models import Case, YearCount
from .process import allegations

FROM_THE_REGISTER = "The register of allegations"
FLOWS = {"lado_contacts": CONTACTS, "lado_alleg": ALLEGATIONS, "lado_consult": CONSULTATIONS}
SHARES = {f"lado_res_{months}": words for months, words in WITHIN.items()}


@transaction.atomic
def count_year(board: Partnership, year: Stretch) -> YearCount:
    """Count a year that is over, keep what may be shown of it, and tell the measures the partnership has. Raises as
    `refuse_counting` does.
    """
    refuse_counting(board, allegations, year)
    rows = list(_counted(board))
    keep_count(board, allegations.slug, year, cells_of(year, rows))
    officers = Case.objects.filter(partnership=board, opened_on__range=(year.first, year.last), officer__isnull=False)
    shown = shown_of(year, rows, officers=officers.order_by().values("officer").distinct().count())
    count = keep_shown(YearCount, board, year, shown, source=FROM_THE_REGISTER)
    tell_measures(board, [*FLOWS, *SHARES], lambda measure: _figures(measure, year, shown["cells"]))
    return count


def against_the_first(board: Partnership, year: Stretch) -> Recounted | None:
    """The year counted now against its first count; nothing where it was not counted, or is not in sight."""
    first = first_counts(board, allegations.slug).get(year.first)
    return recounted(first, cells_of(year, list(_counted(board)))) if first else None


def cells_of(year: Stretch, contacts: Sequence[Counted]) -> list[tuple[str, str, int]]:
    """Every figure of a year: its key, its words, how many. For those who keep the register."""
    found = {cell.key: cell.count for shape in shapes(year, contacts) for cell in shape.table.cells}
    return [(key, key.replace(" | ", ": "), count) for key, count in found.items()]


def _counted(board: Partnership) -> Iterator[Counted]:
    """Every contact but mistakes, as values: nothing sealed is read. Two queries."""
    runs = ClockRun.objects.filter(partnership=board, clock="LADO-1", record__kind="allegations")
    told = {record: met <= due for record, met, due in runs.values_list("record_id", "met", "due") if met and due}
    rows = Case.objects.filter(partnership=board).exclude(state=Case.State.MISTAKE)
    columns = ("pk", "contact", "referred_at", "sector", "source", "harm", "outcome", "ended_on", "handed_on")
    for pk, contact, made_at, sector, source, harm, outcome, ended_on, handed_on in rows.values_list(*columns):
        yield Counted(
            contact, day_of(made_at), sector, source, harm, outcome, ended_on, handed_on, told_in_time=told.get(pk)
        )


def _figures(measure: Measure, year: Stretch, cells: dict[str, Any]) -> Iterator[Figure]:
    """Contacts by the quarter; of the closed, how many within so many months."""
    if measure.catalogue in FLOWS:
        for quarter in quarters_of(year):
            number = cells.get(quarter_key(FLOWS[measure.catalogue], quarter))
            yield figure(measure, quarter, number, origin=FROM_THE_REGISTER)
        return
    over, under = cells.get(f"{CLOSED} | {SHARES[measure.catalogue]}"), cells.get(CLOSED)
    if under == 0:
        yield Figure(measure, year, symbol="z", origin=FROM_THE_REGISTER, note="No allegation was closed.")
    else:
        yield figure(measure, year, over if under is not None else None, under, origin=FROM_THE_REGISTER)
