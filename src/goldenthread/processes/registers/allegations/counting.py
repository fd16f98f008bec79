"""What is counted of a year of contacts, and what of it may be shown. Plain values in and out.

Contacts are counted by the day on which they were made; outcomes and how long it took by the day on which the
allegation was closed. Targets of time are those of allegations: no consultation is in their denominator. The engine
(kernel.disclosure) proves that no withheld number can be worked out from what is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.kernel.disclosure import PROFILES, Cell, Ledger, Ratio, Refused, Release, Sum, Table, protect
from goldenthread.kernel.periods import Every, Stretch, label, periods
from goldenthread.kernel.spans import add_months
from goldenthread.law.lado.fields import HARMS, SECTORS, SOURCES

from .models.cases import OUTCOME_CHOICES

CONTACTS, ALLEGATIONS, CONSULTATIONS = "Contacts", "Allegations", "Consultations"
KINDS = {
    "allegation": ALLEGATIONS,
    "consultation": CONSULTATIONS,
    "information": "Information only",
    "waiting": "Not decided yet",
}
CLOSED = "Allegations closed"
OPEN = "Allegations open at the end of the year"
BANDS = ("Within 1 month", "Over 1 month, up to 3", "Over 3 months, up to 12", "Over 12 months")
WITHIN = {1: "Within 1 month", 3: "Within 3 months", 12: "Within 12 months"}
TOLD, IN_TIME, LATER = "Employers who told", "In one working day", "Later"
CONVERSION = "Allegations as a share of contacts"


@dataclass(frozen=True)
class Counted:
    """One contact as it is counted: no name, no words. `told_in_time`: nothing where no employer had to tell."""

    contact: str
    made_on: date
    sector: str
    source: str
    harm: str
    outcome: str = ""
    ended_on: date | None = None
    handed_on: date | None = None
    told_in_time: bool | None = None


@dataclass(frozen=True)
class Shape:
    """One table as it is shown: its columns, and of each row its label and the key of each number."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    table: Table = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "columns": list(self.columns), "rows": [[name, list(k)] for name, k in self.rows]}


def shapes(year: Stretch, contacts: Sequence[Counted]) -> tuple[Shape, ...]:
    """Every table of a year, in the order of the report."""
    made = [one for one in contacts if year.first <= one.made_on <= year.last]
    alleged = [one for one in made if one.contact == "allegation"]
    ended = [one for one in contacts if one.contact == "allegation" and one.ended_on]
    closed = [one for one in ended if one.ended_on and year.first <= one.ended_on <= year.last]
    return (
        _by_quarter(year, made),
        _by_sector(made),
        _one_way("Allegations by who made contact", ALLEGATIONS, _named(SOURCES), (o.source for o in alleged)),
        _one_way("Allegations by main kind of harm", ALLEGATIONS, _named(HARMS), (o.harm for o in alleged), told=True),
        _one_way("Outcomes", CLOSED, dict(OUTCOME_CHOICES), (one.outcome for one in closed), told=True),
        _timeliness(closed),
        _told(alleged),
        _standing(year, contacts),
    )


def shown_of(year: Stretch, contacts: Sequence[Counted], *, officers: int) -> dict[str, Any]:
    """What everyone may see of a year, as plain data: tables, cells (a number, or nothing where withheld), figures.

    Where the whole cannot be protected, tables are left out, the finest first, and named.
    """
    found = shapes(year, contacts)
    dropped: list[str] = []
    for leave in ("", found[2].title, found[3].title, found[1].title, found[6].title, found[5].title, found[4].title):
        dropped += [leave] if leave else []
        kept = [shape for shape in found if shape.title not in dropped]
        release = Release("year", tuple(shape.table for shape in kept), figures=tuple(_figures(kept)))
        outcome = protect(release, Ledger(), PROFILES["local"])
        if not isinstance(outcome, Refused):
            values = {key: _number(one.value) for key, one in outcome.outcomes.items()}
            return _as_json(kept, dropped, values, officers)
    return _as_json([], [shape.title for shape in found], {}, officers)


def _as_json(kept: Sequence[Shape], dropped: list[str], values: Mapping[str, Any], officers: int) -> dict[str, Any]:
    return {
        "tables": [shape.as_json() for shape in kept],
        "left_out": dropped,
        "cells": dict(values),
        "officers": officers,
    }


def _number(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else float(value)


def _figures(kept: Sequence[Shape]) -> Iterator[Ratio]:
    keys = {cell.key for shape in kept for cell in shape.table.cells}
    for months, words in WITHIN.items():
        if f"{CLOSED} | {words}" in keys:
            yield Ratio(share_key(months), f"{CLOSED} | {words}", CLOSED)
    yield Ratio(CONVERSION, ALLEGATIONS, CONTACTS)
    if TOLD in keys:
        yield Ratio(f"{TOLD}: share {IN_TIME.lower()}", f"{TOLD} | {IN_TIME}", TOLD)


def share_key(months: int) -> str:
    """The key of the share of closed allegations that were resolved within so many months."""
    return f"{CLOSED}: share {WITHIN[months].lower()}"


def quarters_of(year: Stretch) -> list[Stretch]:
    return list(periods(Every.QUARTER, year.first, year.last))


def quarter_key(kind: str, quarter: Stretch) -> str:
    """The key of a count of a kind of contact ("Contacts", "Allegations") in a quarter."""
    return f"{kind} | {label(quarter)}"


def _by_quarter(year: Stretch, made: Iterable[Counted]) -> Shape:
    quarters = quarters_of(year)
    found = Counter((one.contact, next(q for q in quarters if q.first <= one.made_on <= q.last)) for one in made)
    cells, sums, rows = [], [], []
    for code, kind in KINDS.items():
        own = tuple(quarter_key(kind, quarter) for quarter in quarters)
        cells += [Cell(key, found[code, quarter]) for key, quarter in zip(own, quarters, strict=True)]
        cells.append(Cell(kind, sum(found[code, quarter] for quarter in quarters)))
        sums.append(Sum(kind, own))
        rows.append((kind, (*own, kind)))
    for quarter in quarters:
        key = quarter_key(CONTACTS, quarter)
        cells.append(Cell(key, sum(found[code, quarter] for code in KINDS)))
        sums.append(Sum(key, tuple(quarter_key(kind, quarter) for kind in KINDS.values())))
    all_quarters = tuple(quarter_key(CONTACTS, quarter) for quarter in quarters)
    cells.append(Cell(CONTACTS, sum(found.values())))
    sums += [Sum(CONTACTS, tuple(KINDS.values())), Sum(CONTACTS, all_quarters)]
    rows.append((CONTACTS, (*all_quarters, CONTACTS)))
    columns = (*(label(quarter) for quarter in quarters), "The year")
    return Shape("Contacts by quarter", columns, tuple(rows), Table("quarter", tuple(cells), tuple(sums)))


def _by_sector(made: Sequence[Counted]) -> Shape:
    kinds = (("allegation", ALLEGATIONS), ("consultation", CONSULTATIONS))
    found = Counter((one.contact, one.sector) for one in made)
    cells, sums = [], []
    for code, kind in kinds:
        cells += [Cell(f"{kind} | {name}", found[code, sector]) for sector, name in _named(SECTORS).items()]
        cells.append(Cell(kind, sum(found[code, sector] for sector in _named(SECTORS))))
        sums.append(Sum(kind, tuple(f"{kind} | {name}" for name in _named(SECTORS).values())))
    rows = [(name, tuple(f"{kind} | {name}" for _, kind in kinds)) for name in _named(SECTORS).values()]
    rows.append(("All sectors", (ALLEGATIONS, CONSULTATIONS)))
    columns = (ALLEGATIONS, CONSULTATIONS)
    return Shape("By the employer's sector", columns, tuple(rows), Table("sector", tuple(cells), tuple(sums)))


def _one_way(title: str, whole: str, parts: Mapping[str, str], codes: Iterable[str], *, told: bool = False) -> Shape:
    """One line of counts that add up. `told`: to be in one of them says something of a person."""
    found = Counter(codes)
    keys = {code: f"{whole} | {title}: {name}" for code, name in parts.items()}
    cells = [*(Cell(key, found[code]) for code, key in keys.items()), Cell(whole, sum(found[code] for code in parts))]
    rows = [*((parts[code], (key,)) for code, key in keys.items()), ("Together", (whole,))]
    table = Table(title, tuple(cells), (Sum(whole, tuple(keys.values()), attribute=told),))
    return Shape(title, (whole,), tuple(rows), table)


def _timeliness(closed: Iterable[Counted]) -> Shape:
    found = Counter(_band(one) for one in closed)
    bands = tuple(f"{CLOSED} | {band}" for band in BANDS)
    cells = [*(Cell(key, found[n]) for n, key in enumerate(bands)), Cell(CLOSED, sum(found.values()))]
    sums = [Sum(CLOSED, bands)]
    for count, months in ((2, 3), (3, 12)):
        key = f"{CLOSED} | {WITHIN[months]}"
        cells.append(Cell(key, sum(found[n] for n in range(count))))
        sums.append(Sum(key, bands[:count]))
    rows = [
        *((words, (f"{CLOSED} | {words}", share_key(months))) for months, words in WITHIN.items()),
        (BANDS[3], (bands[3], "")),
        ("Together", (CLOSED, "")),
    ]
    columns = (CLOSED, "Per cent of those closed")
    return Shape("How long it took", columns, tuple(rows), Table("timeliness", tuple(cells), tuple(sums)))


def _band(one: Counted) -> int:
    ended = one.ended_on or one.made_on
    return next((n for n, months in enumerate((1, 3, 12)) if ended <= add_months(one.made_on, months)), 3)


def _told(alleged: Iterable[Counted]) -> Shape:
    found = Counter(one.told_in_time for one in alleged if one.told_in_time is not None)
    keys = (f"{TOLD} | {IN_TIME}", f"{TOLD} | {LATER}")
    cells = (Cell(keys[0], found[True]), Cell(keys[1], found[False]), Cell(TOLD, sum(found.values())))
    rows = (
        (IN_TIME, (keys[0], f"{TOLD}: share {IN_TIME.lower()}")),
        (LATER, (keys[1], "")),
        ("Together", (TOLD, "")),
    )
    table = Table("told", cells, (Sum(TOLD, keys),))
    return Shape("Allegations that an employer told of", (TOLD, "Per cent"), rows, table)


def _standing(year: Stretch, contacts: Iterable[Counted]) -> Shape:
    number = sum(_is_open(one, year.last) for one in contacts)
    rows = ((OPEN, (OPEN,)), (CONVERSION, (CONVERSION,)))
    return Shape("Capacity and conversion", ("Number",), rows, Table("standing", (Cell(OPEN, number),)))


def _is_open(one: Counted, on: date) -> bool:
    gone = [day for day in (one.ended_on, one.handed_on) if day is not None and day <= on]
    return one.contact == "allegation" and one.made_on <= on and not gone


def _named(choices: Iterable[Any]) -> dict[str, str]:
    return {one.code: one.label for one in choices}
