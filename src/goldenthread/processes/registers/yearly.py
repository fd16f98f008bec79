"""What the registers share in counting a year: who may, when, what is kept of it, and what the measures are told.

A year is counted once it is over, by those who keep the register: they see all of it. What everyone at the table may
see of the count is kept as such (`ShownYear`); the whole count is kept beside it for those who keep the register
(`core.casework.recounting`), so that a later one can be held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError

from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure, observe
from goldenthread.analytics.roles import KEEPERS
from goldenthread.core.casework.models.yearly import ShownYear
from goldenthread.core.casework.process import Process
from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now, today
from goldenthread.kernel.periods import Every, Stretch, before, label, period

KEEPERS_ALONE = "The year is counted by those who keep the register: they see all of it."
WITHHELD = "Withheld, so that nobody can be told from it."
Shown = TypeVar("Shown", bound=ShownYear)


def years_over(back: int = 5) -> list[Stretch]:
    """The last financial years that are over, the newest first."""
    this = period(Every.FINANCIAL_YEAR, today())
    return [before(this, Every.FINANCIAL_YEAR, n) for n in range(1, back + 1)]


def may_count(board: Partnership, process: Process) -> bool:
    """Whether whoever acts may open such cases here, and keeps their register."""
    mine = process.may_open & current_actor().roles(board.pk)
    return bool(mine) and keeps(register_of(board, process.slug))


def refuse_counting(board: Partnership, process: Process, year: Stretch) -> None:
    """Raises PermissionDenied for those who do not keep the register: they would count what they see. ValidationError
    for a year that is not over.
    """
    allow(process.may_open, board.pk, "count the year")
    if not keeps(register_of(board, process.slug)):
        raise PermissionDenied(KEEPERS_ALONE)
    refuse_running(year)


def refuse_running(year: Stretch) -> None:
    """Raises ValidationError for a year that is not over."""
    if year.last >= today():
        raise ValidationError("This year is not over. A year is counted once it is, so that no two counts tell a case.")


def newest_counts(model: type[Shown], board: Partnership) -> list[Shown]:
    """Of each year the counting that stands, the newest year first. One query."""
    found: dict[date, Shown] = {}
    for one in model.objects.filter(partnership=board):
        found.setdefault(one.first, one)
    return list(found.values())


def keep_shown(model: type[Shown], board: Partnership, year: Stretch, shown: dict[str, Any], *, source: str) -> Shown:
    """Keep what may be shown of a year. What is there already word for word is not kept twice."""
    stands: Shown | None = model.objects.filter(partnership=board, first=year.first, last=year.last).first()
    if stands and stands.shown == shown:
        return stands
    made: Shown = model.objects.create(
        partnership=board, first=year.first, last=year.last, counted_at=now(), by=current_actor().name,
        source=source, shown=shown,
    )  # fmt: skip
    return made


def tell_measures(board: Partnership, codes: Iterable[str], figures: Callable[[Measure], Iterable[Figure]]) -> None:
    """The figures of a year to the measures of the catalogue that are there, and that the agency of whoever counts
    answers for.
    """
    actor = current_actor()
    rows = Measure.objects.filter(partnership=board, retired_on__isnull=True, catalogue__in=list(codes))
    if not actor.roles(board.pk) & KEEPERS:
        rows = rows.filter(owner_agency__in=actor.agencies_at(board.pk))
    found = [figure for measure in rows for figure in figures(measure)]
    if found:
        observe(found, source="process")


def figure(
    measure: Measure, stretch: Stretch, number: int | None, of: int | None = None, *,
    origin: str, withheld: str = WITHHELD, year: Stretch | None = None,
) -> Figure:  # fmt: skip
    """A number, or so many of so many; withheld where it is nothing. `year`: of which the origin speaks, where it is
    not the stretch of the figure.
    """
    told = f"{origin}, {label(year or stretch)}"
    if number is None:
        return Figure(measure, stretch, symbol="c", origin=told, note=withheld)
    if of is None:
        return Figure(measure, stretch, value=Decimal(number), origin=told)
    return Figure(measure, stretch, numerator=Decimal(number), denominator=Decimal(of), origin=told)
