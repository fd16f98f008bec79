"""Which clocks run on a case, and since when. Clocks are those of allegations: no other contact has any."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from goldenthread.core.casework.local import local_limits
from goldenthread.kernel.clocks import Period
from goldenthread.kernel.spans import Moment, day_of
from goldenthread.law.clocks import limit_for
from goldenthread.law.limits import LimitError

from .models import Case

State, Contact = Case.State, Case.Contact
WITH_A_LIMIT = (Case.Next.NO_DISCIPLINE, Case.Next.HEARING)


def told(case: Case) -> Iterator[Period]:
    """LADO-1: from the day on which the employer knew to the contact."""
    if case.contact == Contact.ALLEGATION:
        yield case.known_on, case.referred_at


def spells(case: Case) -> Iterator[Period]:
    """From the contact to the end, and again from each reopening.

    A consultation that became an allegation is one from the new information on. A case that was handed over is
    resolved elsewhere: its spell is not of this area.
    """
    if case.contact != Contact.ALLEGATION:
        return
    began: Moment = case.referred_at
    for again in case.reopenings.all():  # in their order
        if again.was == State.CLOSED:
            yield began, again.ended_on
        if again.was != State.CONCLUDED:
            began = again.reopened_on
    if case.state != State.HANDED_OVER:
        yield began, case.ended_on


def within(months: str) -> Any:
    """LADO-2, one of its targets: the spells that began while it was in force."""

    def periods(case: Case) -> Iterator[Period]:
        return (one for one in spells(case) if _in_force(case, "LADO-2", one[0], months))

    return periods


def clear_at_once(case: Case) -> Iterator[Period]:
    """LADO-3: the spells of a case that was clear from the start."""
    if case.clear_at_once:
        yield from (one for one in spells(case) if _in_force(case, "LADO-3", one[0]))


def employer_acts(case: Case) -> Iterator[Period]:
    """LADO-4: from the initial consideration to what the employer did, where no investigation comes between."""
    counted = case.contact == Contact.ALLEGATION and case.next_step in WITH_A_LIMIT
    if counted and _in_force(case, "LADO-4", case.considered_on, case.next_step):
        yield case.considered_on, case.employer_acted_on


def looked_at(case: Case) -> Iterator[Period]:
    """LADO-5: from the beginning of a spell to its first review or meeting, and to each next, until the outcome."""
    looks = sorted({*(one.held_on for one in case.meetings.all()), *(one.reviewed_on for one in case.reviews.all())})
    for began, ended in spells(case):
        first = _day(began)
        last = _day(ended) if ended else case.outcome_on
        own = [day for day in looks if first <= day <= (last or date.max)]
        waits: list[Any] = [began, *own]
        yield from pairwise(waits)
        if last is None:
            yield waits[-1], None


def which_look(case: Case, on: date) -> str:
    """The first look in a spell, or a later one."""
    return "first" if any(_day(began) == on for began, _ in spells(case)) else "later"


def next_step(case: Case, _on: date) -> str:
    return str(case.next_step)


def _day(moment: Moment | None) -> date:
    if moment is None:
        raise ValueError("a spell begins on a day")
    return day_of(moment)


def _in_force(case: Case, clock: str, since: Moment | None, part: str | None = None) -> bool:
    """Whether the guidance, or the partnership itself, set this limit on the day. Editions without one count none."""
    if since is None:
        return False
    if "own_limits" not in case.__dict__:  # asked for each clock of one case
        case.__dict__["own_limits"] = local_limits(case.partnership)
    try:
        limit_for(clock, day_of(since), part, case.__dict__["own_limits"])
    except LimitError:
        return False
    return True
