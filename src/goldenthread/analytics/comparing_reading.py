"""Published figures of a series for every area and year, with what each is made of. One query for the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from goldenthread.kernel.periods import Stretch
from goldenthread.kernel.statistics.overdispersion import Tally
from goldenthread.law.measures.published import PublishedSeries
from goldenthread.law.measures.series import series as series_of_key

from .models import Area, Observation, PublishedFigure, PublishedSet


@dataclass(frozen=True, slots=True)
class Printed:
    """One area's figure of a year: as printed, or computed from what was printed. `year`: that of its reporting year's
    end. `tally`: so many of so many, where both are known."""

    year: int
    stretch: Stretch
    value: float | None
    symbol: str = ""
    tally: Tally | None = None

    @property
    def reason(self) -> str:
        """Why there is no number, in words."""
        return symbol_words(self.symbol) if self.value is None else ""


@dataclass(frozen=True)
class PublishedTable:
    """All that is published of one series: identity of an area -> year -> figure. `areas`: one area by identity."""

    series: PublishedSeries
    figures: Mapping[str, Mapping[int, Printed]]
    areas: Mapping[str, Area]
    editions: tuple[PublishedSet, ...]

    def of(self, area: Area | None) -> Mapping[int, Printed]:
        return self.figures.get(identity(area), {}) if area else {}

    def at(self, area: Area | None, year: int) -> Printed | None:
        return self.of(area).get(year)

    @cached_property
    def authorities(self) -> tuple[str, ...]:
        """Identities of the authorities, by name."""
        found = [key for key, area in self.areas.items() if area.level == Area.Level.AUTHORITY and key in self.figures]
        return tuple(sorted(found, key=lambda key: self.areas[key].name))


def identity(area: Area) -> str:
    """What stays the same when an authority's code is changed: the department's number; else the code."""
    return area.old_code or area.code


def symbol_words(symbol: str) -> str:
    known = {"k": Observation.Symbol.LOW, "low": Observation.Symbol.LOW}
    try:
        return str((known.get(symbol) or Observation.Symbol(symbol or "x")).label)
    except ValueError:
        return f"Not given (symbol {symbol})"


def published_tables(
    wanted: Iterable[PublishedSeries],
    *,
    made_up: bool = False,
    only: Iterable[Area] | None = None,
    as_known: datetime | None = None,
) -> dict[str, PublishedTable]:
    """What is published of some series, the latest edition of each figure, by key. Three queries, however many.

    `only`: for no other areas than these. `as_known`: of what had been loaded by that moment.
    """
    wanted = list(dict.fromkeys(wanted))
    areas = _areas(made_up, only)
    keys = {key for one in wanted for key in (one.key, *one.over, *one.under)}
    cells: dict[str, dict[str, dict[int, _Cell]]] = {key: {} for key in keys}
    used: dict[str, set[int]] = {key: set() for key in keys}
    rows = PublishedFigure.objects.filter(series__in=keys, area__in=areas).order_by(
        "series", "area_id", "last", "first", "-edition__loaded_at", "-edition_id"
    )
    rows = rows.filter(edition__loaded_at__lte=as_known) if as_known else rows
    rows = rows.distinct("series", "area_id", "last", "first")
    columns = ("series", "area_id", "first", "last", "value", "symbol", "edition_id")
    whens = {key: series_of_key(key).when for key in keys if _printed(key, wanted)}
    for key, area, first, last, value, symbol, edition in rows.values_list(*columns):
        stretch = Stretch(first, last)
        number = None if value is None else float(value)
        by_year = cells[key].setdefault(identity(areas[area]), {})
        by_year[whens[key].goes_with(stretch)] = _Cell(stretch, number, symbol)
        used[key].add(edition)
    editions = {one.pk: one for one in PublishedSet.objects.filter(pk__in=set().union(*used.values()))}
    named = {identity(area): area for area in sorted(areas.values(), key=lambda one: one.code, reverse=True)}
    return {one.key: _table(one, cells, named, used, editions) for one in wanted}


@dataclass(frozen=True, slots=True)
class _Cell:
    stretch: Stretch
    value: float | None
    symbol: str


def _printed(key: str, wanted: Iterable[PublishedSeries]) -> bool:
    return not any(one.key == key and one.computed for one in wanted)


def _areas(made_up: bool, only: Iterable[Area] | None) -> dict[int, Area]:
    rows = Area.objects.filter(made_up=made_up).exclude(level=Area.Level.DISTRICT).select_related("parent__parent")
    if only is not None:
        asked = list(only)
        numbers = [area.old_code for area in asked if area.old_code]
        rows = rows.filter(pk__in=[area.pk for area in asked]) | rows.filter(old_code__in=numbers)
    return {area.pk: area for area in rows}


def _table(
    series: PublishedSeries,
    cells: Mapping[str, Mapping[str, Mapping[int, _Cell]]],
    areas: Mapping[str, Area],
    used: Mapping[str, set[int]],
    editions: Mapping[int, PublishedSet],
) -> PublishedTable:
    leading = series.over[0] if series.computed else series.key
    figures = {
        area: {year: _figure(series, cells, area, year, cell) for year, cell in by_year.items()}
        for area, by_year in cells[leading].items()
    }
    keys = (series.key, *series.over, *series.under)
    shown = sorted({pk for key in keys for pk in used.get(key, ())})
    return PublishedTable(series, figures, areas, tuple(editions[pk] for pk in shown))


def _figure(
    series: PublishedSeries,
    cells: Mapping[str, Mapping[str, Mapping[int, _Cell]]],
    area: str,
    year: int,
    cell: _Cell,
) -> Printed:
    over, under = (_sum(keys, cells, area, year) for keys in (series.over, series.under))
    whole = under is not None and under > 0 and over is not None and (not series.within or over <= under)
    tally = Tally(over, under) if whole and over is not None and under is not None else None
    value, symbol = cell.value, cell.symbol
    if series.computed:
        value = None if tally is None else series.per * tally.numerator / tally.denominator
        symbol = "" if value is not None else cell.symbol or "x"
    return Printed(year, cell.stretch, value, symbol, tally if value is not None else None)


def _sum(
    keys: tuple[str, ...], cells: Mapping[str, Mapping[str, Mapping[int, _Cell]]], area: str, year: int
) -> float | None:
    """Of several printed figures; nothing where one of them is not known."""
    found = [cells[key].get(area, {}).get(year) for key in keys]
    values = [one.value for one in found if one is not None and one.value is not None]
    return sum(values) if keys and len(values) == len(keys) else None
