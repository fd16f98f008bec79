"""Every clock that a process declares gives a measure by itself: of what fell due in a month, how much was in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from decimal import Decimal

from goldenthread.core.casework.counting import counting
from goldenthread.core.casework.models import ClockRun
from goldenthread.core.casework.process import all_processes
from goldenthread.core.casework.services import is_the_system
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.clocks import Direction
from goldenthread.kernel.now import LONDON, now, today
from goldenthread.kernel.periods import Every, Stretch, period, periods
from goldenthread.law.clocks import law_clock
from goldenthread.law.limits import Confidence
from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.law.measures.entry import Better, Kind, MeasureEntry, Unit

from .defining import take_from_catalogue
from .models import Measure
from .observing import Figure, observe

MONTHS_BACK = 24


def timeliness_entries() -> list[MeasureEntry]:
    """One measure for each clock of each declared process that the catalogue does not show already."""
    found = {}
    shown = {entry.clock for entry in CATALOGUE}
    for process in all_processes():
        for clock in process.clocks:
            if clock.id in shown:
                continue
            known = law_clock(clock.id)
            code = f"clock-{clock.id.lower()}"
            found[code] = MeasureEntry(
                code=code,
                title=f"{process.title}: {clock.label or known.title}, in time",
                question=f"Of what fell due under {clock.id}, how much was done in time?",
                numerator="done by the time allowed",
                denominator="fell due in the month, whether done or not",
                kind=Kind.TIMELINESS,
                unit=Unit.PERCENT,
                better=Better.HIGH,
                every=Every.MONTH,
                subject="Timeliness",
                reference=known.limits[0].source,
                confidence=Confidence.SOURCE,
                clock=clock.id,
            )
    return list(found.values())


def compute_timeliness(partnership: Partnership, *, months: int = MONTHS_BACK) -> int:
    """Count, from the runs of the partnership's clocks, every whole month that is over; return how many are new.

    A month is computed again each time, because a visit typed in late mends it: only what differs is written down.
    Runs that whoever acts may not see are not counted; the worker acts for the partnership, and counts sealed work too.
    """
    # where a clock never ran here, its figures come from elsewhere, and "nothing fell due" would be untrue
    with _counting(partnership):
        rows = ClockRun.objects.filter(partnership=partnership)
        ran = set(rows.values_list("clock", flat=True).order_by().distinct())
    _by_itself(partnership, ran)
    measures = list(Measure.objects.filter(partnership=partnership, retired_on__isnull=True, clock__in=ran))
    months_over = _months_over(months)
    if not measures or not months_over:
        return 0
    with _counting(partnership):
        due, in_time = _counted(partnership, {measure.clock for measure in measures}, months_over)
    figures = [
        Figure(
            measure=measure,
            stretch=month,
            numerator=Decimal(in_time[measure.clock, month.first]),
            denominator=Decimal(due[measure.clock, month.first]),
            as_at=now(),
            origin=f"clock {measure.clock}",
        )
        if due[measure.clock, month.first]
        else Figure(
            measure=measure, stretch=month, symbol="z", origin=f"clock {measure.clock}", note="Nothing fell due."
        )
        for month in months_over
        for measure in measures
    ]
    return len(observe(figures, source="computed"))


def _counting(partnership: Partnership) -> AbstractContextManager[None]:
    return counting(partnership) if is_the_system(partnership.pk) else nullcontext()


def _by_itself(partnership: Partnership, ran: set[str]) -> None:
    """A clock that ran here gives its measure without anybody taking it; one that was retired stays so."""
    if not is_the_system(partnership.pk) or not ran:
        return
    had = set(Measure.objects.filter(partnership=partnership).exclude(clock="").values_list("clock", flat=True))
    wanted = [entry for entry in (*CATALOGUE, *timeliness_entries()) if entry.clock in ran - had]
    if wanted:
        take_from_catalogue(partnership, wanted)


def _months_over(months: int) -> list[Stretch]:
    this = period(Every.MONTH, today()).first
    first = this - timedelta(days=31 * months)
    return list(periods(Every.MONTH, first, this - timedelta(days=1)))


def _counted(
    partnership: Partnership, clocks: Iterable[str], months: list[Stretch]
) -> tuple[Counter[tuple[str, date]], Counter[tuple[str, date]]]:
    due: Counter[tuple[str, date]] = Counter()
    in_time: Counter[tuple[str, date]] = Counter()
    runs = ClockRun.objects.filter(
        partnership=partnership, clock__in=clocks, due__date__gte=months[0].first, due__date__lte=months[-1].last
    )
    for clock, direction, limit, met in runs.values_list("clock", "direction", "due", "met"):
        month = limit.astimezone(LONDON).date().replace(day=1)
        due[clock, month] += 1
        in_time[clock, month] += met is not None and (met >= limit if direction == Direction.MINIMUM else met <= limit)
    return due, in_time
