"""A year of case reviews in numbers, from what the register keeps in the clear; and what of it everyone may see.

The engine (kernel.disclosure) proves that no withheld number can be worked out from what is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.core.casework.models import ClockRun
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure import PROFILES, Dimension, Ledger, Protected, Release, Sum, Table, protect
from goldenthread.kernel.disclosure.tables import TOTAL, grid, grid_key
from goldenthread.kernel.periods import Stretch, label
from goldenthread.law.case_reviews.outcomes import OUTCOMES, outcome
from goldenthread.law.eras import ERAS

from .models import choices
from .tracking import WITHOUT_A_DECISION, cases_of, tracked

IN_TIME, LATE = "In time", "Later, or not yet"
#: The clocks that everyone may see a year of: what each is called.
TIMED = {"SCR-1": "Decisions of the Chair within a month", "RR-1": "Rapid reviews within 15 working days"}
BY_SOURCE, BY_KIND, BY_END = "Notified, by who notified", "Notified, by what happened", "What came of it in the year"
SOURCES, KINDS = dict(choices.Source.choices), dict(choices.KINDS)


@dataclass(frozen=True)
class Counted:
    """One notification as it is counted. `end`: the code of what came of it, on `ended_on`."""

    notified_on: date
    source: str
    kind: str
    end: str
    ended_on: date | None


@dataclass(frozen=True)
class Timed:
    """One running of a clock that is counted, by the day it began."""

    clock: str
    began: date
    in_time: bool


def counted_of(board: Partnership, day: date) -> list[Counted]:
    """Every notification within the sight of whoever acts, as it stood at the end of a day. Two queries.

    Nothing sealed is read. What came of it later, or was opened again later, is of a later count.
    """
    rows = ((case, tracked(case).stood(day)) for case in cases_of(board))
    return [Counted(case.notified_on, case.source, case.category, end or "", ended) for case, (end, ended) in rows]


def timed_of(board: Partnership) -> list[Timed]:
    """Every running of the clocks that are counted. One query."""
    runs = ClockRun.objects.filter(partnership=board, clock__in=TIMED, record__kind="case-review")
    rows = runs.values_list("clock", "started", "met", "due")
    return [Timed(clock, began.date(), bool(met and due and met <= due)) for clock, began, met, due in rows]


def tables_of(year: Stretch, rows: Iterable[Counted], timed: Iterable[Timed]) -> list[Table]:
    """Every table of a year, in the order of the report. A clock that did not begin in the year has none."""
    rows = list(rows)
    came = [one for one in rows if year.first <= one.notified_on <= year.last]
    ended = [one for one in rows if one.ended_on and year.first <= one.ended_on <= year.last]
    found = [
        _one_way(BY_SOURCE, SOURCES, (one.source for one in came)),
        _one_way(BY_KIND, KINDS, (one.kind for one in came)),
        _one_way(BY_END, _ends_of(year, ended), (one.end for one in ended)),
    ]
    for clock, title in TIMED.items():
        began = [one for one in timed if one.clock == clock and year.first <= one.began <= year.last]
        if began:
            found.append(_one_way(title, {True: IN_TIME, False: LATE}, (one.in_time for one in began)))
    return found


def _ends_of(year: Stretch, ended: Iterable[Counted]) -> dict[str, str]:
    """The ends that are counted: those of the frameworks in force in the year, and of earlier ones that still came."""
    eras = {era.key for era in ERAS if era.in_force(year.first) or era.in_force(year.last)}
    eras |= {key for one in ended if one.end not in WITHOUT_A_DECISION for key in outcome(one.end).eras}
    return {one.code: one.title for one in OUTCOMES if one.eras & eras} | WITHOUT_A_DECISION


def shown_of(year: Stretch, rows: Iterable[Counted], timed: Iterable[Timed]) -> dict[str, Any]:
    """What everyone may see of a year, as plain data: tables, and cells (a number, or nothing where withheld).

    Where the whole cannot be protected, tables are left out, the finest first, and named.
    """
    tables = tables_of(year, rows, timed)
    finest = sorted(tables, key=lambda one: -len(one.cells))
    dropped: list[str] = []
    for leave in (None, *finest):
        dropped += [leave.name] if leave else []
        kept = [one for one in tables if one.name not in dropped]
        out = protect(_release(year, kept), Ledger(), PROFILES["local"]) if kept else None
        if isinstance(out, Protected):
            cells = {key: one.value for key, one in out.outcomes.items()}
            return {"tables": [_shape(one) for one in kept], "cells": cells, "left_out": dropped}
    return {"tables": [], "cells": {}, "left_out": dropped}


def total_key(title: str) -> str:
    return grid_key(f"{title}: ", (TOTAL,))


def _release(year: Stretch, kept: Sequence[Table]) -> Release:
    """Two tables count the same notifications: what one withholds, the other does not tell."""
    names = {one.name for one in kept}
    same = (Sum(total_key(BY_SOURCE), (total_key(BY_KIND),)),) if {BY_SOURCE, BY_KIND} <= names else ()
    return Release(f"Case reviews, {label(year)}", tuple(kept), same)


def _one_way(title: str, named: Mapping[Any, str], codes: Iterable[Any]) -> Table:
    counts = Counter((named[code],) for code in codes)
    return grid(title, [Dimension(title, tuple(named.values()))], dict(counts))


def _shape(table: Table) -> dict[str, Any]:
    categories = (*table.dimensions[0].categories, TOTAL)
    return {"title": table.name, "rows": [[name, grid_key(table.prefix, (name,))] for name in categories]}
