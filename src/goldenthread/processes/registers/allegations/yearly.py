"""The year is counted by those who keep the register; what may be shown is kept, and told to the measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure, observe
from goldenthread.analytics.roles import KEEPERS
from goldenthread.core.casework.models import ClockRun
from goldenthread.core.casework.recounting import Recounted, first_counts, recounted
from goldenthread.core.casework.recounting import keep_count as kept_in_full
from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now, today
from goldenthread.kernel.periods import Every, Stretch, label, period
from goldenthread.kernel.spans import day_of

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


def years_over(back: int = 3) -> list[Stretch]:
    """The last financial years that are over, the newest first."""
    year = period(Every.FINANCIAL_YEAR, today())
    found = []
    for _ in range(back):
        year = period(Every.FINANCIAL_YEAR, year.first - timedelta(days=1))
        found.append(year)
    return found


def newest_counts(board: Partnership) -> list[YearCount]:
    """Of each year the counting that stands, the newest year first. One query."""
    found: dict[date, YearCount] = {}
    for one in YearCount.objects.filter(partnership=board):
        found.setdefault(one.first, one)
    return list(found.values())


@transaction.atomic
def count_year(board: Partnership, year: Stretch) -> YearCount:
    """Count a year that is over, keep what may be shown of it, and tell the measures the partnership has.

    Raises PermissionDenied for those who do not keep the register: they would count what they see.
    """
    allow(allegations.may_open, board.pk, "count the year")
    if not keeps(register_of(board, "allegations")):
        raise PermissionDenied("The year is counted by those who keep the register: they see all of it.")
    if year.last >= today():
        raise ValidationError("This year is not over. A year is counted once it is, so that no two counts tell a case.")
    rows = list(_counted(board))
    kept_in_full(board, "allegations", year, cells_of(year, rows))
    officers = Case.objects.filter(partnership=board, opened_on__range=(year.first, year.last), officer__isnull=False)
    shown = shown_of(year, rows, officers=officers.order_by().values("officer").distinct().count())
    count = keep_count(board, year, shown, source=FROM_THE_REGISTER)
    _tell_measures(board, year, shown["cells"])
    return count


def against_the_first(board: Partnership, year: Stretch) -> Recounted | None:
    """The year counted now against its first count; nothing where it was not counted, or is not in sight."""
    first = first_counts(board, "allegations").get(year.first)
    return recounted(first, cells_of(year, list(_counted(board)))) if first else None


def cells_of(year: Stretch, contacts: Sequence[Counted]) -> list[tuple[str, str, int]]:
    """Every figure of a year: its key, its words, how many. For those who keep the register."""
    found = {cell.key: cell.count for shape in shapes(year, contacts) for cell in shape.table.cells}
    return [(key, key.replace(" | ", ": "), count) for key, count in found.items()]


def keep_count(board: Partnership, year: Stretch, shown: dict[str, Any], *, source: str) -> YearCount:
    """Keep what may be shown of a year. What is there already word for word is not kept twice."""
    before = YearCount.objects.filter(partnership=board, first=year.first, last=year.last).first()
    if before and before.shown == shown:
        return before
    return YearCount.objects.create(
        partnership=board, first=year.first, last=year.last, counted_at=now(), by=current_actor().name,
        source=source, shown=shown,
    )  # fmt: skip


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


def _tell_measures(board: Partnership, year: Stretch, cells: dict[str, Any]) -> None:
    """The figures of the year to the measures that are there, and that the officer's own agency answers for."""
    actor = current_actor()
    rows = Measure.objects.filter(partnership=board, retired_on__isnull=True, catalogue__in=[*FLOWS, *SHARES])
    if not actor.roles(board.pk) & KEEPERS:
        rows = rows.filter(owner_agency__in=actor.agencies_at(board.pk))
    figures = []
    for measure in rows:
        if measure.catalogue in FLOWS:
            figures += list(_flows(measure, year, cells))
        else:
            figures.append(_share(measure, year, cells))
    if figures:
        observe(figures, source="process")


def _flows(measure: Measure, year: Stretch, cells: dict[str, Any]) -> Iterator[Figure]:
    for quarter in quarters_of(year):
        number = cells.get(quarter_key(FLOWS[measure.catalogue], quarter))
        yield _figure(measure, quarter, number)


def _share(measure: Measure, year: Stretch, cells: dict[str, Any]) -> Figure:
    over, under = cells.get(f"{CLOSED} | {SHARES[measure.catalogue]}"), cells.get(CLOSED)
    if under == 0:
        return Figure(measure, year, symbol="z", origin=FROM_THE_REGISTER, note="No allegation was closed.")
    return _figure(measure, year, over, under) if under is not None else _figure(measure, year, None)


def _figure(measure: Measure, stretch: Stretch, number: int | None, of: int | None = None) -> Figure:
    """A number, or so many of so many; withheld where it is nothing."""
    origin = f"{FROM_THE_REGISTER}, {label(stretch)}"
    if number is None:
        return Figure(measure, stretch, symbol="c", origin=origin, note="Withheld, so that nobody can be told from it.")
    if of is None:
        return Figure(measure, stretch, value=Decimal(number), origin=origin)
    return Figure(measure, stretch, numerator=Decimal(number), denominator=Decimal(of), origin=origin)
