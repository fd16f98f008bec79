"""The year is counted by those who keep the register; what may be shown of it is kept, and told to the measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure, observe
from goldenthread.analytics.roles import KEEPERS
from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now, today
from goldenthread.kernel.periods import Every, Stretch, label, period
from goldenthread.law.deaths.rates import Rate
from goldenthread.law.deaths.rows import Basis

from .counting import POOLED, deaths_of, rates_of, shown_of
from .models import YearCount
from .process import child_deaths

FROM_THE_REGISTER = "The register of child deaths"
MODIFIABLE = "Modifiable factors identified"
WITHIN = {"cdop_6m": ("Within 6 months",), "cdop_12m": ("Within 6 months", "7 to 12 months")}


def years_over(back: int = 5) -> list[Stretch]:
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
    """Count a year that is over, keep what may be shown of it, and tell the measures that the partnership has.

    Raises PermissionDenied for those who do not keep the register: they would count what they see. ValidationError for
    a year that is not over.
    """
    allow(child_deaths.may_open, board.pk, "count the year")
    if not keeps(register_of(board, "child-death")):
        raise PermissionDenied("The year is counted by those who keep the register: they see all of it.")
    if year.last >= today():
        raise ValidationError("This year is not over. A year is counted once it is, so that no two counts tell a case.")
    found = deaths_of(board)
    rates = [rates_of(board, found.rows, which, year, POOLED, found.areas) for which in Rate]
    count = keep_count(board, year, shown_of(found.rows, year, found.areas, rates), source=FROM_THE_REGISTER)
    tell_measures(board, year, count.shown["cells"])
    return count


def keep_count(board: Partnership, year: Stretch, shown: dict[str, Any], *, source: str) -> YearCount:
    """Keep what may be shown of a year. What is there already word for word is not kept twice."""
    before = YearCount.objects.filter(partnership=board, first=year.first, last=year.last).first()
    if before and before.shown == shown:
        return before
    return YearCount.objects.create(
        partnership=board, first=year.first, last=year.last, counted_at=now(), by=current_actor().name,
        source=source, shown=shown,
    )  # fmt: skip


def tell_measures(board: Partnership, year: Stretch, cells: Mapping[str, Any]) -> None:
    """The figures of the year to the measures that are there, and that the keeper's own agency answers for."""
    actor = current_actor()
    codes = ["cdop_notif", "cdop_mod", *WITHIN]
    rows = Measure.objects.filter(partnership=board, retired_on__isnull=True, catalogue__in=codes)
    if not actor.roles(board.pk) & KEEPERS:
        rows = rows.filter(owner_agency__in=actor.agencies_at(board.pk))
    figures = [one for measure in rows for one in _figures(measure, year, cells)]
    if figures:
        observe(figures, source="process")


def _figures(measure: Measure, year: Stretch, cells: Mapping[str, Any]) -> Iterator[Figure]:
    """The year's figure of a measure: each of them is counted by the year."""
    if measure.catalogue == "cdop_notif":
        yield _figure(measure, year, cells.get(_key(Basis.NOTIFIED, year, "expected or unexpected", "Total")))
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
        yield _figure(measure, year, over if of is not None else None, of)


def _key(basis: Basis, year: Stretch, name: str, at: str) -> str:
    return f"{basis}, {label(year)}: {name}: {at}"


def _figure(measure: Measure, year: Stretch, number: int | None, of: int | None = None) -> Figure:
    """A number, or so many of so many; withheld where it is nothing."""
    origin = f"{FROM_THE_REGISTER}, {label(year)}"
    if number is None:
        return Figure(measure, year, symbol="c", origin=origin, note="Withheld, so that no child can be told from it.")
    if of is None:
        return Figure(measure, year, value=Decimal(number), origin=origin)
    return Figure(measure, year, numerator=Decimal(number), denominator=Decimal(of), origin=origin)
