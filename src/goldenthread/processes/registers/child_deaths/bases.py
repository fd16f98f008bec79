"""What rates are counted on, with where each number comes from: as it was typed for an area, or else as the published
statistics that the partnership holds already print it.

A mid-year estimate is the base of the financial year that it lies in. Published are children aged 0 to 17 alone; live
births and children from one year on must be typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from goldenthread.analytics.models import Area as PublishedArea
from goldenthread.analytics.models import PublishedFigure
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import Every, label, period
from goldenthread.law.deaths.rates import WHOLE, Rate
from goldenthread.law.measures.published import MID_YEAR

from .models import Population

COLUMNS = {"live births": "births", "children aged 1 to 17": "from_one", "children aged 0 to 17": "children"}


@dataclass(frozen=True)
class Base:
    """How many there were, who says so, and when they were counted: a financial year, or a day in the middle of one."""

    number: float
    source: str
    of: str


#: By area, and by the label of the financial year ("2016-17").
Bases = Mapping[str, Mapping[str, Base]]


def bases_of(board: Partnership, which: Rate) -> dict[str, dict[str, Base]]:
    """The base of a rate by area and year; of the whole partnership under `WHOLE`, where it is published. At most three
    queries.
    """
    found = held_by(board) if which.base == "children aged 0 to 17" else {}
    rows = Population.objects.filter(area__partnership=board)
    for area, year, source, number in rows.values_list("area__name", "year", "source", COLUMNS[which.base]):
        if number is not None:
            name = f"{year}-{(year + 1) % 100:02d}"
            found.setdefault(area, {})[name] = Base(float(number), source, name)
    return found


def held_by(board: Partnership) -> dict[str, dict[str, Base]]:
    """Children aged 0 to 17 by mid-year estimate, of the areas that the partnership covers and the districts in them;
    under `WHOLE` all that it covers, of the years for which each of them is printed. The newest edition counts. Two
    queries.
    """
    covered = {area.pk: area.name for area in PublishedArea.objects.filter(pk__in=board.covers.values("area"))}
    if not covered:
        return {}
    rows = PublishedFigure.objects.filter(
        Q(area__in=list(covered)) | Q(area__parent__in=list(covered)), series=MID_YEAR, value__isnull=False
    )
    found: dict[str, dict[str, Base]] = {}
    for row in rows.select_related("area", "edition").order_by("last", "edition__loaded_at", "pk"):
        year = label(period(Every.FINANCIAL_YEAR, row.last))
        source = f"{row.edition.title}, {row.edition.publisher}"
        found.setdefault(row.area.name, {})[year] = Base(float(row.value or 0), source, f"mid-{row.last.year}")
    parts = [found.get(name, {}) for name in covered.values()]
    for year in set.intersection(*(set(part) for part in parts)):
        first = parts[0][year]
        found.setdefault(WHOLE, {})[year] = Base(sum(part[year].number for part in parts), first.source, first.of)
    return found


def numbers_of(bases: Bases) -> dict[str, dict[str, float]]:
    """The same as bare numbers."""
    return {area: {year: base.number for year, base in years.items()} for area, years in bases.items()}


def told_of(bases: Bases, areas: Iterable[str], years: Sequence[str]) -> str:
    """Where the numbers under these years come from and when they were counted, each source once: a sentence. "" where
    there is none.
    """
    found: dict[str, list[str]] = {}
    for base in (bases[area][year] for area in areas for year in years if year in bases.get(area, {})):
        found.setdefault(base.source, []).append(base.of)
    each = (f"{source} ({_span(sorted(set(of)))})" for source, of in found.items())
    return f"Base: {'; '.join(each)}." if found else ""


def _span(of: Sequence[str]) -> str:
    return of[0] if len(of) == 1 else f"{of[0]} to {of[-1]}"
