"""A partnership's own limits as values that the law's lookup takes."""

from __future__ import annotations

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.spans import Convention, Span, Unit
from goldenthread.law.limits import LocalLimit

from .models import LocalClock


def local_limits(partnership: Partnership) -> tuple[LocalLimit, ...]:
    return tuple(as_limit(row) for row in LocalClock.objects.filter(partnership=partnership))


def as_limit(row: LocalClock) -> LocalLimit:
    return LocalLimit(
        clock_id=row.clock,
        part=row.part or None,
        span=Span(row.number, Unit(row.unit)),
        convention=Convention(row.convention),
        from_=row.since,
        until=row.until,
        reason=row.reason,
    )
