"""Reading figures back: what is known, or was known on a day, of each measure. Two queries, however many measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models.functions import Extract

from goldenthread.core.tenancy.models import Agency
from goldenthread.kernel.periods import Every, Stretch, label, short_label

from .models import Area, Definition, Measure, Observation, Subgroup
from .models.measures import in_force

_COLUMNS = (
    "pk", "measure_id", "first", "last", "value", "numerator", "denominator", "symbol", "provisional", "as_at_epoch",
    "source", "origin", "note", "by", "recorded_epoch", "definition_id", "area_id", "agency_id", "subgroup_id",
)  # fmt: skip
#: Moments are read as seconds and made into moments where one is asked for: that takes a third of reading a scorecard.
_SECONDS = {"as_at_epoch": Extract("as_at", "epoch"), "recorded_epoch": Extract("recorded_at", "epoch")}


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


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Known(NamedTuple):
    """One figure as it is known: the last that was written down for its stretch. A scorecard makes thousands."""

    pk: int
    stretch: Stretch
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    symbol: str
    provisional: bool
    as_at_epoch: Decimal | None
    source: str
    origin: str
    note: str
    by: str
    recorded_epoch: Decimal
    definition_id: int
    area_id: int | None = None
    agency_id: int | None = None
    subgroup_id: int | None = None

    @property
    def label(self) -> str:
        return label(self.stretch)

    @property
    def short_label(self) -> str:
        return short_label(self.stretch)

    @property
    def as_at(self) -> datetime | None:
        """The moment at which it was counted, where that is known."""
        return None if self.as_at_epoch is None else _moment(self.as_at_epoch)

    @property
    def recorded_at(self) -> datetime:
        """The moment at which it was written down."""
        return _moment(self.recorded_epoch)

    @property
    def reason(self) -> str:
        """Why there is no number, in words; nothing where there is one."""
        return str(Observation.Symbol(self.symbol).label) if self.symbol else ""


@dataclass(frozen=True)
class Series:
    """One measure's figures in order of time, with the definition that counts them now.

    `figures`: those that cover a whole period, gaps with their reasons among them. `parts`: those that cover part of
    one (year to date), which are shown beside and never judged with them. `earlier`: figures under an earlier
    definition, which are another series.
    """

    measure: Measure
    definition: Definition
    figures: tuple[Known, ...]
    parts: tuple[Known, ...] = ()
    earlier: tuple[Known, ...] = ()

    @cached_property
    def numbers(self) -> tuple[Known, ...]:
        """The figures without the gaps."""
        return tuple(figure for figure in self.figures if figure.value is not None)

    @property
    def latest(self) -> Known | None:
        return self.figures[-1] if self.figures else None

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
) -> dict[int, Series]:
    """Measure id -> its series, for each measure that has a definition, in the order given.

    `as_known`: as it was known at that moment. `since`, `until`: only figures that end within. `on`: by the definition
    in force on that day (the last one otherwise).
    """
    definitions = definitions_of(measures)
    found: dict[int, list[Known]] = {}
    wanted = {"area": part.area, "agency": part.agency, "subgroup": part.subgroup}
    for measure, known in _known([m.pk for m in measures], wanted, as_known, since, until):
        found.setdefault(measure, []).append(known)
    return {
        measure.pk: _series(measure, definition, found.get(measure.pk, []))
        for measure in measures
        if (definition := in_force(definitions.get(measure.pk, []), on or date.max))
    }


def by_agency(measure: Measure, stretch: Stretch, *, as_known: datetime | None = None) -> dict[int, Known]:
    """Agency id -> what is known of it for one stretch. An agency that is missing here has sent nothing."""
    rows = _rows([measure.pk], as_known).filter(
        first=stretch.first, last=stretch.last, agency__isnull=False, area__isnull=True, subgroup__isnull=True
    )
    return {known.agency_id: known for _, known in _read(rows) if known.agency_id and known.symbol != "withdrawn"}


def of_agencies(measure: Measure, since: date, until: date) -> list[Known]:
    """What is known of each agency for stretches that lie between two days, the earliest first. One query."""
    rows = _rows([measure.pk], None).filter(
        first__gte=since, last__lte=until, agency__isnull=False, area__isnull=True, subgroup__isnull=True
    )
    return sorted(
        (known for _, known in _read(rows) if known.symbol != "withdrawn"), key=lambda known: known.stretch.last
    )


def breakdown(measure: Measure, stretch: Stretch, *, cut: str = "", as_known: datetime | None = None) -> list[Known]:
    """What is known for one stretch by subgroup of a cut, or by area where no cut is named."""
    rows = _rows([measure.pk], as_known).filter(first=stretch.first, last=stretch.last, agency__isnull=True)
    rows = rows.filter(subgroup__cut=cut, area__isnull=True) if cut else rows.filter(
        area__isnull=False, subgroup__isnull=True
    )  # fmt: skip
    return [known for _, known in _read(rows) if known.symbol != "withdrawn"]


def parts_known(measure: Measure, *, as_known: datetime | None = None) -> dict[str, list[tuple[str, Known]]]:
    """Cut ("agency", "district", "age"...) -> name and figure of each part, at the last time that any part of that cut
    has a figure for. Taken back ones are left out. One query.
    """
    rows = _rows([measure.pk], as_known).exclude(agency__isnull=True, area__isnull=True, subgroup__isnull=True)
    named = ("agency__name", "area__name", "subgroup__cut", "subgroup__label")
    found: dict[str, list[tuple[str, Known]]] = {}
    for pk, _, first, last, *rest in rows.annotate(**_SECONDS).values_list(*_COLUMNS, *named):
        agency, area, cut, label_of_group = rest[-4:]
        known = Known(pk, Stretch(first, last), *rest[:-4])
        if known.symbol != Observation.Symbol.WITHDRAWN:
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
) -> Iterable[tuple[int, Known]]:
    rows = _rows(measures, as_known).filter(**{k: v for k, v in part.items() if v is not None})
    rows = rows.filter(**{f"{k}__isnull": True for k, v in part.items() if v is None})
    rows = rows.filter(last__gte=since) if since else rows
    rows = rows.filter(last__lte=until) if until else rows
    return ((measure, known) for measure, known in _read(rows) if known.symbol != Observation.Symbol.WITHDRAWN)


def _rows(measures: list[int], as_known: datetime | None) -> Any:
    """The last row written down for each measure, part and stretch, by the end of the stretch."""
    cell = ("measure_id", "area_id", "agency_id", "subgroup_id", "last", "first")
    rows = Observation.objects.filter(measure__in=measures)
    rows = rows.filter(recorded_at__lte=as_known) if as_known else rows
    return rows.order_by(*cell, "-recorded_at", "-pk").distinct(*cell)


def _read(rows: Any) -> Iterable[tuple[int, Known]]:
    stretches: dict[tuple[date, date], Stretch] = {}  # measures speak of the same months
    for pk, measure, first, last, *rest in rows.annotate(**_SECONDS).values_list(*_COLUMNS):
        stretch = stretches.get((first, last)) or stretches.setdefault((first, last), Stretch(first, last))
        yield measure, Known(pk, stretch, *rest)


def _moment(seconds: Decimal) -> datetime:
    """To the microsecond, as PostgreSQL keeps it."""
    return EPOCH + timedelta(microseconds=int(seconds * 1_000_000))


def _series(measure: Measure, definition: Definition, known: list[Known]) -> Series:
    every = Every(definition.every)
    comparable = [one for one in known if one.definition_id == definition.pk]
    whole: list[Known] = []
    parts: list[Known] = []
    for one in comparable:
        (whole if _is_whole(one.stretch, definition, every) else parts).append(one)
    return Series(
        measure,
        definition,
        tuple(whole),
        tuple(parts),
        tuple(one for one in known if one.definition_id != definition.pk),
    )


def _is_whole(stretch: Stretch, definition: Definition, every: Every) -> bool:
    return stretch.days == 1 if definition.snapshot else stretch.is_whole(every)
