"""The year is counted by those who keep the register; what may be shown is kept, and told to the measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure, observe
from goldenthread.analytics.roles import KEEPERS
from goldenthread.core.casework.recounting import keep_count as kept_in_full
from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure.tables import grid_key
from goldenthread.kernel.now import now, today
from goldenthread.kernel.periods import Every, Stretch, before, label, period

from .counting import BY_SOURCE, IN_TIME, TIMED, Counted, Timed, counted_of, shown_of, tables_of, timed_of, total_key
from .models import YearCount
from .process import case_reviews

FROM_THE_REGISTER = "The register of case reviews"
NOTIFIED, DECIDED = "scr_notif", "scr_decided"
WITHHELD = "Withheld, so that no child can be told from it."


def years_over(back: int = 3) -> list[Stretch]:
    """The last financial years that are over, the newest first."""
    this = period(Every.FINANCIAL_YEAR, today())
    return [before(this, Every.FINANCIAL_YEAR, n) for n in range(1, back + 1)]


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
    allow(case_reviews.may_open, board.pk, "count the year")
    if not keeps(register_of(board, case_reviews.slug)):
        raise PermissionDenied("The year is counted by those who keep the register: they see all of it.")
    if year.last >= today():
        raise ValidationError("This year is not over. A year is counted once it is, so that no two counts tell a case.")
    rows, timed = counted_of(board, year.last), timed_of(board)
    kept_in_full(board, case_reviews.slug, year, _cells_of(year, rows, timed))
    count = keep_count(board, year, shown_of(year, rows, timed), source=FROM_THE_REGISTER)
    _tell_measures(board, year, count.shown["cells"])
    return count


def keep_count(board: Partnership, year: Stretch, shown: dict[str, Any], *, source: str) -> YearCount:
    """Keep what may be shown of a year. What is there already word for word is not kept twice."""
    stands = YearCount.objects.filter(partnership=board, first=year.first, last=year.last).first()
    if stands and stands.shown == shown:
        return stands
    return YearCount.objects.create(
        partnership=board, first=year.first, last=year.last, counted_at=now(), by=current_actor().name,
        source=source, shown=shown,
    )  # fmt: skip


def _cells_of(year: Stretch, rows: list[Counted], timed: list[Timed]) -> list[tuple[str, str, int]]:
    return [(cell.key, cell.key, cell.count) for table in tables_of(year, rows, timed) for cell in table.cells]


def _tell_measures(board: Partnership, year: Stretch, cells: Mapping[str, Any]) -> None:
    """The figures of the year to the measures that are there, and that the keeper's own agency answers for."""
    actor = current_actor()
    rows = Measure.objects.filter(partnership=board, retired_on__isnull=True, catalogue__in=[NOTIFIED, DECIDED])
    if not actor.roles(board.pk) & KEEPERS:
        rows = rows.filter(owner_agency__in=actor.agencies_at(board.pk))
    figures = [figure for measure in rows for figure in _figures(measure, year, cells)]
    if figures:
        observe(figures, source="process")


def _figures(measure: Measure, year: Stretch, cells: Mapping[str, Any]) -> Iterator[Figure]:
    """How many were notified; and of those whose decision the Chair owed, how many came within the month."""
    origin = f"{FROM_THE_REGISTER}, {label(year)}"
    if measure.catalogue == NOTIFIED:
        number = cells.get(total_key(BY_SOURCE))
        if number is None:
            yield Figure(measure, year, symbol="c", origin=origin, note=WITHHELD)
        else:
            yield Figure(measure, year, value=Decimal(number), origin=origin)
        return
    title = TIMED["SCR-1"]
    of = total_key(title)
    if of not in cells:  # partners decide by other clocks: there is nothing to say of this one
        return
    over, under = cells[grid_key(f"{title}: ", (IN_TIME,))], cells[of]
    if over is None or under is None:
        yield Figure(measure, year, symbol="c", origin=origin, note=WITHHELD)
    else:
        yield Figure(measure, year, numerator=Decimal(over), denominator=Decimal(under), origin=origin)
