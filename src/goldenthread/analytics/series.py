"""Reading figures back: what is known, or was known on a day, of each measure. Two queries, however many measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goldenthread.core.tenancy.models import Agency
from goldenthread.kernel.periods import Every, Stretch

from .known import JUDGED, SECONDS, TOLD, WITHDRAWN, Counted, Known, Row, counted_of, counted_once, known_of
from .models import Area, Definition, Measure, Observation, Subgroup
from .models.measures import in_force


@dataclass(frozen=True)
class Part:
    """Which part of a measure is asked for: the whole, unless an area, an agency or a subgroup is named."""

    area: Area | None = None
    agency: Agency | None = None
    subgroup: Subgroup | None = None

    @property
    def words(self) -> str:
        return ", ".join(str(one) for one in (self.area, self.agency, self.subgroup) if one)


WHOLE = Part()


@dataclass(frozen=True)
class Series:
    """One measure's figures in order of time, with the definition that counts them now.

    `counted`: the figures sorted out. `figures`: those that cover a whole period, gaps with their reasons among them.
    `parts`: those that cover part of one (year to date), which are shown beside and never judged with them. `earlier`:
    figures under an earlier definition, which are another series. `numbers`: the figures without the gaps.
    """

    measure: Measure
    definition: Definition
    counted: Counted

    @property
    def figures(self) -> tuple[Known, ...]:
        return self.counted.whole

    @property
    def parts(self) -> tuple[Known, ...]:
        return self.counted.parts

    @property
    def earlier(self) -> tuple[Known, ...]:
        return self.counted.earlier

    @property
    def numbers(self) -> tuple[Known, ...]:
        return self.counted.numbers

    @property
    def latest(self) -> Known | None:
        return self.counted.whole[-1] if self.counted.whole else None

    @property
    def every(self) -> Every:
        return Every(self.definition.every)


def series_of(
    measures: Sequence[Measure],
    *,
    part: Part = WHOLE,
    as_known: datetime | None = None,
    since: date | None = None,
    until: date | None = None,
    on: date | None = None,
    told: bool = True,
) -> dict[int, Series]:
    """Measure id -> its series, for each measure that has a definition, in the order given.

    `as_known`: as it was known at that moment. `since`, `until`: only figures that end within. `on`: by the definition
    in force on that day (the last one otherwise). `told=False`: only what is judged, for pages of very many figures.
    """
    definitions = definitions_of(measures)
    found: dict[int, list[Row]] = {}
    wanted = {"area": part.area, "agency": part.agency, "subgroup": part.subgroup}
    for row in _columns(_known([m.pk for m in measures], wanted, as_known, since, until), told):
        found.setdefault(row[1], []).append(row)
    sorted_out = counted_of if told else counted_once
    return {
        measure.pk: Series(
            measure,
            definition,
            sorted_out(tuple(found.get(measure.pk, ())), definition.pk, Every(definition.every), definition.snapshot),
        )
        for measure in measures
        if (definition := in_force(definitions.get(measure.pk, []), on or date.max))
    }


def by_agency(measure: Measure, stretch: Stretch, *, as_known: datetime | None = None) -> dict[int, Known]:
    """Agency id -> what is known of it for one stretch. An agency that is missing here has sent nothing."""
    rows = _rows([measure.pk], as_known).filter(
        first=stretch.first, last=stretch.last, agency__isnull=False, area__isnull=True, subgroup__isnull=True
    )
    return {known.agency_id: known for _, known in _read(rows) if known.agency_id and known.symbol != WITHDRAWN}


def of_agencies(measure: Measure, since: date, until: date, *, as_known: datetime | None = None) -> list[Known]:
    """What is known of each agency for stretches that lie between two days, the earliest first. One query."""
    rows = _rows([measure.pk], as_known).filter(
        first__gte=since, last__lte=until, agency__isnull=False, area__isnull=True, subgroup__isnull=True
    )
    return sorted(
        (known for _, known in _read(rows) if known.symbol != WITHDRAWN), key=lambda known: known.stretch.last
    )


def breakdown(measure: Measure, stretch: Stretch, *, cut: str = "", as_known: datetime | None = None) -> list[Known]:
    """What is known for one stretch by subgroup of a cut, or by area where no cut is named."""
    rows = _rows([measure.pk], as_known).filter(first=stretch.first, last=stretch.last, agency__isnull=True)
    rows = rows.filter(subgroup__cut=cut, area__isnull=True) if cut else rows.filter(
        area__isnull=False, subgroup__isnull=True
    )  # fmt: skip
    return [known for _, known in _read(rows) if known.symbol != WITHDRAWN]


def parts_known(measure: Measure, *, as_known: datetime | None = None) -> dict[str, list[tuple[str, Known]]]:
    """Cut ("agency", "district", "age"...) -> name and figure of each part, at the last time that any part of that cut
    has a figure for. Taken back ones are left out. One query.
    """
    rows = _rows([measure.pk], as_known).exclude(agency__isnull=True, area__isnull=True, subgroup__isnull=True)
    named = ("agency__name", "area__name", "subgroup__cut", "subgroup__label")
    found: dict[str, list[tuple[str, Known]]] = {}
    for row in rows.annotate(**SECONDS).values_list(*JUDGED, *TOLD, *named):
        agency, area, cut, label_of_group = row[-4:]
        known = known_of(row[:-4])
        if known.symbol != WITHDRAWN:
            words = ", ".join(name for name in (agency, area, label_of_group) if name)
            found.setdefault("agency" if agency else "district" if area else cut, []).append((words, known))
    newest = {cut: max(known.stretch.last for _, known in rows) for cut, rows in found.items()}
    return {
        cut: sorted((row for row in rows if row[1].stretch.last == newest[cut]), key=lambda row: row[0])
        for cut, rows in found.items()
    }


def revisions(measure: Measure, stretch: Stretch, part: Part = WHOLE) -> list[Known]:
    """Everything ever written down for one stretch, newest first, withdrawals included."""
    rows = Observation.objects.filter(
        measure=measure, first=stretch.first, last=stretch.last,
        area=part.area, agency=part.agency, subgroup=part.subgroup,
    ).order_by("-recorded_at", "-pk")  # fmt: skip
    return [known for _, known in _read(rows)]


def definitions_of(measures: Iterable[Measure]) -> dict[int, list[Definition]]:
    """Measure id -> its definitions. Takes those already prefetched, else one query for all."""
    found: dict[int, list[Definition]] = {}
    for definition in Definition.objects.filter(measure__in=[m.pk for m in measures]):
        found.setdefault(definition.measure_id, []).append(definition)
    return found


def _known(
    measures: list[int], part: dict[str, Any], as_known: datetime | None, since: date | None, until: date | None
) -> Any:
    rows = _rows(measures, as_known).filter(**{k: v for k, v in part.items() if v is not None})
    rows = rows.filter(**{f"{k}__isnull": True for k, v in part.items() if v is None})
    rows = rows.filter(last__gte=since) if since else rows
    return rows.filter(last__lte=until) if until else rows


def _rows(measures: list[int], as_known: datetime | None) -> Any:
    """The last row written down for each measure, part and stretch, by the end of the stretch."""
    cell = ("measure_id", "area_id", "agency_id", "subgroup_id", "last", "first")
    rows = Observation.objects.filter(measure__in=measures)
    rows = rows.filter(recorded_at__lte=as_known) if as_known else rows
    return rows.order_by(*cell, "-recorded_at", "-pk").distinct(*cell)


def _columns(rows: Any, told: bool = True) -> Iterable[Row]:
    """What is told costs half of reading a scorecard, where nobody looks at it."""
    read: Iterable[Row] = rows.annotate(**SECONDS).values_list(*JUDGED, *TOLD) if told else rows.values_list(*JUDGED)
    return read


def _read(rows: Any) -> Iterable[tuple[int, Known]]:
    return ((row[1], known_of(row)) for row in _columns(rows))
