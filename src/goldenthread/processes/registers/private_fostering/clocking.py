"""The periods that the clocks of private fostering measure, read from the dates of an arrangement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from goldenthread.law.deaths.values import birthday

from .models import Arrangement

SIX_WEEKS = timedelta(weeks=6)
Days = Iterator[tuple[date | None, date | None]]


def told_of_it(pf: Arrangement) -> Days:
    """Counted where it is known when the arrangement was made: back from the day it begins, or at once."""
    if pf.arranged_on is not None:
        yield (pf.began_on if planned(pf) else pf.arranged_on), pf.notified_on


def notice(pf: Arrangement, _on: date) -> str:
    return "planned" if planned(pf) else "short notice"


def planned(pf: Arrangement) -> bool:
    """Was it made early enough for six weeks' notice?"""
    return pf.arranged_on is not None and pf.arranged_on <= pf.began_on - SIX_WEEKS


def notices(pf: Arrangement) -> Iterator[tuple[datetime, datetime]]:
    for row in pf.notices.all():
        yield row.happened_at, row.told_at


def visits(pf: Arrangement) -> list[date]:
    return [visit.visited_on for visit in pf.visits.all()]  # in their order


def first_visit(pf: Arrangement) -> Days:
    """Nothing where it was found to be no private fostering before anybody went."""
    first = next(iter(visits(pf)), None)
    if first or pf.state != Arrangement.State.NOT_FOSTERING:
        yield pf.notified_on, first


def later_visits(pf: Arrangement) -> Days:
    """Each visit starts the wait for the next, until the arrangement ends."""
    over = pf.ended_on or pf.state == Arrangement.State.NOT_FOSTERING
    for this, following in pairwise([*visits(pf), None]):
        if following or not over:
            yield this, following


def year(pf: Arrangement, visited_on: date) -> str:
    """The first year is counted from the day the council became aware."""
    return "first year" if visited_on < birthday(pf.aware_on or pf.notified_on, 1) else "later"
