"""Every clock of the law, in one place to look them up. The rows are in the modules by subject beside this one.

Not legal advice. Each limit carries its source and how far it is to be trusted; ambiguities are recorded, not settled.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from goldenthread.kernel.clocks import Limits
from goldenthread.law import (
    allegations,
    challenges,
    child_deaths,
    figures,
    fostering,
    inspections,
    looked_after,
    protection,
    reviews,
    risks,
    vulnerable,
    yearly,
)
from goldenthread.law.eras import era as era_of
from goldenthread.law.eras import eras_on
from goldenthread.law.limits import LawClock, Limit, LimitError, LocalLimit

CLOCKS: dict[str, LawClock] = {
    one.id: one
    for one in (
        *child_deaths.CLOCKS,
        *reviews.CLOCKS,
        *yearly.CLOCKS,
        *allegations.CLOCKS,
        *fostering.CLOCKS,
        *protection.CLOCKS,
        *looked_after.CLOCKS,
        *vulnerable.CLOCKS,
        *figures.CLOCKS,
        *inspections.CLOCKS,
        *challenges.CLOCKS,
        *risks.CLOCKS,
    )
}
"""Every clock by its id, in the order of the subjects."""


def law_clock(clock_id: str) -> LawClock:
    """The clock of that id. Raises `LimitError` when the law knows none."""
    try:
        return CLOCKS[clock_id]
    except KeyError:
        raise LimitError(f"The law knows no clock '{clock_id}'.") from None


def limit_for(clock_id: str, on: date, part: str | None = None, local: tuple[LocalLimit, ...] = ()) -> Limit:
    """The limit of a clock (of one part, where it has several) for a start event on a day.

    `local`: what the partnership set for itself; it prevails where it is in force. Raises `LimitError`.
    """
    return law_clock(clock_id).limit(on, part, tuple(local))


def limits_with(local: tuple[LocalLimit, ...] = ()) -> Limits:
    """The lookup that a kernel clock asks for, with a partnership's own limits in it."""
    return partial(limit_for, local=tuple(local))


def clocks_on(
    on: date, era: str | Iterable[str] | None = None, local: tuple[LocalLimit, ...] = ()
) -> tuple[LawClock, ...]:
    """The clocks that apply on a day, each with only the limits in force then (local ones in place).

    `era` keeps those of one framework, or of several; without it, those of any framework in force on the day. Raises
    `EraError`.
    """
    asked = [era] if isinstance(era, str) else era
    keys = {era_of(key).key for key in asked} if asked else {e.key for e in eras_on(on)}
    narrowed = (one.on(on, tuple(local)) for one in CLOCKS.values() if one.eras & keys)
    return tuple(one for one in narrowed if one is not None)
