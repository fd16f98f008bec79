"""Which clocks run on a case, and since when; whether it is reviewed by the board's panel or by the partners' one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from goldenthread.core.tenancy.courses import course_of
from goldenthread.kernel.clocks import Pause, Period
from goldenthread.kernel.spans import day_of
from goldenthread.law.eras import CDR_2018

from .models import ChildDeath, Parallel, Response

State = ChildDeath.State
#: Not this panel's to review.
ELSEWHERE = (State.OUT_OF_SCOPE, State.TRANSFERRED, State.MISTAKE)
#: While these go on, the meeting and the panel wait; and the case must be kept.
HOLDING = {"coroner": "inquest", "police": "criminal"}


def by_the_partners(case: ChildDeath) -> bool:
    """Where child death review partners review it: what was notified to the board is finished by its panel"""
    if "by_the_partners" not in case.__dict__:  # asked by several steps and clocks of one page
        keys = course_of(case.partnership).keys_on(case.opened_on)
        case.__dict__["by_the_partners"] = CDR_2018.key in keys
    return bool(case.__dict__["by_the_partners"])


def by_the_board(case: ChildDeath) -> bool:
    """Where the board's own panel reviews it: it was notified before the area went over"""
    return not by_the_partners(case)


def notified(case: ChildDeath) -> Iterator[Period]:
    """CDR-N1: from the death, or from when it was known, to the notification. Late whoever reviews it."""
    if case.state != State.MISTAKE:
        yield case.known_at or case.died, case.notified_at


def registrar(case: ChildDeath) -> Iterator[Period]:
    """CDR-N2: from the registration to the registrar's word."""
    if case.state not in ELSEWHERE:
        yield case.registered_on, case.registrar_told_on


def coroner(case: ChildDeath) -> Iterator[Period]:
    """CDR-N3: from the coroner's decision to the coroner's word."""
    if case.state not in ELSEWHERE:
        yield case.coroner_decided_on, case.coroner_told_on


def visit(case: ChildDeath) -> Iterator[Period]:
    """CDR-R1: from the death to the visit, where one is appropriate."""
    if case.joint_response and case.visit_fitting and case.state not in ELSEWHERE:
        yield case.died, _first(case, Response.Kind.VISIT)


def review_meeting(case: ChildDeath) -> Iterator[Period]:
    """CDR-M1: from the death to the child death review meeting."""
    if case.state not in ELSEWHERE:
        held = _first(case, Response.Kind.REVIEW_MEETING)
        yield case.died_on, day_of(held) if held else None


def panel(case: ChildDeath) -> Iterator[Period]:
    """CDR-P1: from the meeting's report, or the inquest's result where that came later, to the panel's review."""
    if case.state in ELSEWHERE or case.report_on is None:
        return
    results = [end for name, _, end in spells(case) if name == "coroner"]
    if None not in results:
        came = max([case.report_on, *(day for day in results if day)])
        if case.reviewed_on is None or came <= case.reviewed_on:
            yield came, case.reviewed_on
        else:  # it was reviewed before the result was known, which starts nothing
            yield case.report_on, case.reviewed_on


def waits(case: ChildDeath) -> Iterator[Pause]:
    """While an inquest or a criminal investigation goes on, the meeting's clock stands still."""
    found = sorted((since, until or date.max) for name, since, until in spells(case) if name in HOLDING)
    merged: list[tuple[date, date]] = []
    for since, until in found:
        if merged and since <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], until)
        else:
            merged.append((since, until))
    for since, until in merged:
        yield since, None if until == date.max else until


def spells(case: ChildDeath) -> list[tuple[str, date, date | None]]:
    """Each spell of each other process: (which, from, until or nothing)."""
    running: dict[str, date] = {}
    found: list[tuple[str, date, date | None]] = []
    for row in case.parallels.all():
        if row.what == Parallel.What.STARTED:
            running[row.process] = row.happened_on
        else:
            found.append((row.process, running.pop(row.process), row.happened_on))
    found += [(name, since, None) for name, since in running.items()]
    return found


def going_on(case: ChildDeath) -> set[str]:
    """The other processes that go on now."""
    return {name for name, _, until in spells(case) if until is None}


def _first(case: ChildDeath, kind: str) -> datetime | None:
    """When the first of a kind of response was; they come in order."""
    return next((row.held_at for row in case.responses.all() if row.kind == kind), None)
