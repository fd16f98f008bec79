"""A year of child deaths in numbers, from what the register keeps in the clear; and what of it everyone may see.

Deaths notified and reviews completed are never mixed: every table says which it is of. The engine (kernel.disclosure)
proves that no withheld number can be worked out from what is shown. Counts by area are shown over three years together
alone: of a single year they would tell what rates over several years are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure import Protected, Table
from goldenthread.kernel.disclosure.tables import TOTAL, grid_key
from goldenthread.kernel.periods import Stretch, label
from goldenthread.kernel.statistics.intervals import Interval
from goldenthread.law.deaths.analysis import Modifiability
from goldenthread.law.deaths.rates import WHOLE, AreaRate, Rate, Rates, area_rates
from goldenthread.law.deaths.rows import Basis, Death, DeathError, counted, pooled, years_of
from goldenthread.law.deaths.tables import annual_tables, by_area, released

from .bases import Bases, bases_of, numbers_of, told_of
from .models import ChildDeath
from .models.choices import ETHNICITIES

State = ChildDeath.State
NO_AREA = "Not recorded"
POOLED = 3
_FLAGS = {"yes": True, "no": False}
_ETHNIC = dict(ETHNICITIES)


@dataclass(frozen=True)
class Deaths:
    """Every death that can be counted, and the references of those that cannot yet, with the reason."""

    rows: tuple[Death, ...]
    left_out: tuple[str, ...]

    @property
    def areas(self) -> tuple[str, ...]:
        return tuple(sorted({row.area for row in self.rows}))


def deaths_of(board: Partnership) -> Deaths:
    """Every case but mistakes and what is not reviewed, within the sight of whoever acts. Nothing sealed is read. One
    query.
    """
    rows: list[Death] = []
    without: list[str] = []
    cases = ChildDeath.objects.filter(partnership=board).exclude(state__in=[State.MISTAKE, State.OUT_OF_SCOPE])
    for case in cases.select_related("area").order_by("pk"):
        if not case.age_band:
            without.append(f"{case.reference}: the date of birth is not recorded.")
            continue
        try:
            rows.append(_death(case))
        except DeathError as wrong:
            without.append(str(wrong))
    return Deaths(tuple(rows), tuple(without))


def _death(case: ChildDeath) -> Death:
    return Death(
        ref=case.reference,
        died_on=case.died_on,
        notified_on=case.notified_on,
        sex=case.sex,
        area=case.area.name if case.area else NO_AREA,
        band=case.age_band,
        expected=case.expected,
        place_of_death=case.place_of_death,
        ethnicity="" if case.ethnicity == "unknown" else _ETHNIC[case.ethnicity],
        reviewed_on=case.reviewed_on,
        category=case.category,
        modifiable=Modifiability[case.modifiability.upper()] if case.modifiability else None,
        protection_plan=_FLAGS.get(case.protection_plan),
        statutory_order=_FLAGS.get(case.statutory_order),
        asylum_seeker=_FLAGS.get(case.asylum_seeker),
        outside=case.state == State.TRANSFERRED or case.resident == ChildDeath.Resident.ELSEWHERE,
    )


def rates_of(
    board: Partnership, rows: Sequence[Death], which: Rate, year: Stretch, years: int, areas: Sequence[str]
) -> Based:
    """The rate of each area over so many years that end with this one, with the source and the year of its base."""
    of = counted(rows, Basis.NOTIFIED, pooled(year, years))
    bases = bases_of(board, which)
    rates = area_rates(of, which, numbers_of(bases), areas)
    spans = [label(one) for one in years_of(of.years)]
    told = {one.area: told_of(bases, [one.area], spans) for one in rates.areas}
    own = told_of(bases, areas, spans)
    return Based(
        rates, {**told, WHOLE: own if _whole_from_areas(bases, areas, spans) else told_of(bases, [WHOLE], spans)}
    )


def _whole_from_areas(bases: Bases, areas: Sequence[str], years: Sequence[str]) -> bool:
    return all(year in bases.get(area, {}) for area in areas for year in years)


@dataclass(frozen=True)
class Based:
    """Rates, and of each area in words what its base is and of when."""

    rates: Rates
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shape:
    """One table as it is shown: its title, its columns, and of each row its label and the key of each number."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "columns": list(self.columns), "rows": [[name, list(k)] for name, k in self.rows]}


def shape_of(table: Table) -> Shape:
    """A grid of one or two dimensions, with its totals."""
    first, *rest = table.dimensions
    across = (*rest[0].categories, TOTAL) if rest else ("Number",)
    rows = tuple(
        (one, tuple(grid_key(table.prefix, (one, other) if rest else (one,)) for other in across))
        for one in (*first.categories, TOTAL)
    )
    return Shape(table.name, across, rows)


def tables_of(rows: Sequence[Death], year: Stretch, areas: Sequence[str]) -> tuple[Table, ...]:
    """Every table of a year that everyone may see once it is protected."""
    named = ("area",)
    yearly = (one for one in annual_tables(rows, year, areas) if one.name.rpartition(": ")[2] not in named)
    return (*yearly, *([_areas_together(rows, year, areas)] if areas else []))


def _areas_together(rows: Sequence[Death], year: Stretch, areas: Sequence[str]) -> Table:
    return by_area(counted(rows, Basis.NOTIFIED, pooled(year, POOLED)), areas)


def shown_of(rows: Sequence[Death], year: Stretch, areas: Sequence[str], rates: Sequence[Based]) -> dict[str, Any]:
    """What everyone may see of a year, as plain data: tables, cells (a number, or nothing where withheld), rates.

    Where the whole cannot be protected, tables are left out, the finest first, and named.
    """
    tables = list(tables_of(rows, year, areas))
    finest = sorted(tables, key=lambda one: -len(one.cells))
    dropped: list[str] = []
    for leave in (None, *finest):
        dropped += [leave.name] if leave else []
        kept = [one for one in tables if one.name not in dropped]
        out = released(kept, f"Child deaths, {label(year)}") if kept else None
        if isinstance(out, Protected):
            cells = {key: one.value for key, one in out.outcomes.items()}
            told = [_rates_shown(one, cells) for one in rates]
            return {
                "tables": [shape_of(one).as_json() for one in kept],
                "cells": cells,
                "left_out": dropped,
                "rates": [one for one in told if one["rows"]],
            }
    return {"tables": [], "cells": {}, "left_out": [one.name for one in tables], "rates": []}


def _rates_shown(based: Based, cells: Mapping[str, Any]) -> dict[str, Any]:
    """Those of areas that are big enough, whose count over the years is shown as well."""
    rates, told = based.rates, based.told
    prefix = f"{Basis.NOTIFIED}, {label(rates.years)}: area: "
    rows = [one for one in rates.areas if one.publishable and cells.get(prefix + one.area) is not None]
    rows += [rates.whole] if rates.whole.publishable else []
    return {"title": rates.title, "rows": [_rate_row(one, told.get(one.area, "")) for one in rows]}


def rate_rows(based: Based) -> Iterator[list[str]]:
    """Every area, for those who keep the register: area, events, base, rate, interval, what to know of it."""
    for one in (*based.rates.areas, based.rates.whole):
        row = _rate_row(one, based.told.get(one.area, ""))
        yield [one.area, str(one.events), f"{one.base:,.0f}" if one.base else "", *row[1:]]


def _rate_row(one: AreaRate, base: str) -> list[str]:
    if not isinstance(one.rate, Interval):
        return [one.area, "", "", one.rate.words]
    notes = [
        *(["Unreliable: fewer than 20 deaths."] if one.mark else []),
        *(["Differs from all areas together."] if one.differs else []),
        *([base] if base else []),
    ]
    interval = f"{one.rate.lower or 0:.1f} to {one.rate.upper:.1f}"
    return [one.area, f"{one.rate.value:.1f}", interval, " ".join(notes)]
