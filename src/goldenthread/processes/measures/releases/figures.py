"""From what a release is to hold to its figures: counts by key, rates made from them, and where each is to stand."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from goldenthread.analytics.known import Known
from goldenthread.analytics.models import Area, Definition, Measure, Observation, Subgroup
from goldenthread.analytics.models.measures import in_force
from goldenthread.analytics.reliability import unreliable
from goldenthread.analytics.series import breakdown, by_agency, definitions_of, series_of
from goldenthread.core.tenancy.models import Agency
from goldenthread.kernel.disclosure import PROFILES, Cell, Ratio, Sum, Table
from goldenthread.kernel.disclosure import Release as Kernel
from goldenthread.kernel.disclosure.symbols import UNRELIABLE
from goldenthread.kernel.periods import Every, Stretch
from goldenthread.kernel.periods import label as period_label
from goldenthread.law.measures.entry import Cut, Kind, Unit

from .identities import Identity, read_key
from .models import Release, ReleaseTable

NO_DATA = "no data"
TOTAL = "Total"
#: Rates out of a population that everyone knows.
OF_A_POPULATION = (Unit.PER_1000, Unit.PER_10000, Unit.PER_100000)
#: What is no count of children, and so gives none of them away.
OF_NOBODY = (Unit.POUNDS, Unit.FTE)


class NotReadable(ValueError):
    """Figures that cannot be audited, each with its cure, in words without numbers of children."""


@dataclass(frozen=True)
class Slot:
    """Where a figure stands: its key, or a text that is no figure, with the mark beside it, if any."""

    key: str = ""
    text: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Line:
    label: str
    unit: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Sheet:
    """One table: what it is called, its columns (stretches), its lines."""

    table: ReleaseTable
    head: str
    columns: tuple[Stretch, ...]
    lines: tuple[Line, ...]


@dataclass
class Gathered:
    """counts: key -> count; shown: those that stand in a table; names: key -> words for a person.

    words: what each definition counts, and out of what; shares: definitions of percentages; titles: of measures. Of
    earlier releases too.
    """

    sheets: list[Sheet] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    ratios: dict[str, Ratio] = field(default_factory=dict)
    words: dict[tuple[int, str], str] = field(default_factory=dict)
    shares: set[int] = field(default_factory=set)
    titles: dict[int, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def release(self, name: str, sums: Iterable[Sum], left: Mapping[str, int]) -> Kernel:
        """As the audit takes it. left: counts that nobody prints, but that the sums leave to be worked out."""
        counts = {**left, **self.counts}
        cells = tuple(Cell(key, count, published=key in self.shown) for key, count in counts.items())
        return Kernel(name, (Table(name, cells, figures=tuple(self.ratios.values())),), tuple(sums))


def gather(release: Release, before: dict[str, int], *, as_they_are: bool = False) -> Gathered:
    """The figures of a release as they were known at its moment, in the sight of whoever acts.

    before: the counts of earlier releases, so that the same count keeps its key. as_they_are: nothing is withheld, so
    that figures without counts may be shown too. Raises NotReadable.
    """
    gatherer = _Gatherer(release, before, as_they_are)
    for table in release.tables.all():
        gatherer.table(table)
    if not gatherer.found.sheets:
        gatherer.found.problems.append("It holds no table yet. Add one.")
    if gatherer.found.problems:
        raise NotReadable("\n".join(dict.fromkeys(gatherer.found.problems)))
    return gatherer.found


def fingerprint_of(release: Release) -> str:
    """A hash of all that a release is to hold: as long as it stays, so does its proof."""
    tables = [
        [t.pk, t.order, t.title, t.commentary, t.cut, t.since.isoformat(), t.until.isoformat(), t.running, t.totals,
         t.chart, [m.measure_id for m in t.measures.all()]]
        for t in release.tables.prefetch_related("measures")
    ]  # fmt: skip
    said = [release.name, release.kind_of_release, release.profile, release.as_known.isoformat(), tables]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class _Gatherer:
    def __init__(self, release: Release, before: dict[str, int], as_they_are: bool):
        self.release, self.as_they_are = release, as_they_are
        self.found = Gathered()
        self.earlier: dict[Identity, list[tuple[int, str, int]]] = defaultdict(list)
        for key, count in before.items():
            if read := read_key(key):
                self.earlier[read[0]].append((read[1], key, count))

    def table(self, table: ReleaseTable) -> None:
        rows = list(table.measures.order_by("order", "pk").values_list("measure_id", flat=True))
        seen = {m.pk: m for m in Measure.objects.filter(pk__in=rows)}
        if len(seen) < len(rows):
            self.found.problems.append(f"'{table.title}' holds a measure that you may not see. Take it out.")
            return
        measures = [seen[pk] for pk in rows]
        whole = series_of(measures, as_known=self.release.as_known, since=table.since, until=table.until)
        known = {pk: {k.stretch: k for k in (*s.figures, *(s.parts if table.running else ()))}
                 for pk, s in whole.items()}  # fmt: skip
        definitions = {d.pk: d for found in definitions_of(measures).values() for d in found}
        columns = _in_order({stretch for one in known.values() for stretch in one})
        if table.cut:
            one = measures[0]
            columns = self._stretches(table, one, columns)
            lines = self._cut(table, one, columns, known.get(one.pk, {}), definitions)
        else:
            lines = [self._line(m.title, m, "", 0, columns, known.get(m.pk, {}), definitions) for m in measures]
        if not columns:
            self.found.problems.append(f"'{table.title}' finds no figure between its days. Choose others.")
        self.found.sheets.append(Sheet(table, table.get_cut_display() or "Measure", columns, tuple(lines)))

    def _cut(
        self, table: ReleaseTable, measure: Measure, columns: tuple[Stretch, ...], known: dict[Stretch, Known],
        definitions: dict[int, Definition],
    ) -> list[Line]:  # fmt: skip
        found: dict[int, dict[Stretch, Known]] = defaultdict(dict)
        for stretch in columns:
            for one in self._parts(measure, stretch, table.cut):
                found[one.agency_id or one.area_id or one.subgroup_id or 0][stretch] = one
        around = _around(found) if table.cut == Cut.DISTRICT else frozenset[int]()
        parts = {pk: known for pk, known in found.items() if pk not in around}
        names = self._names(table.cut, parts)
        lines = [
            self._line(names[part], measure, table.cut, part, columns, parts[part], definitions)
            for part in sorted(parts, key=lambda part: names[part])
        ]
        if not lines:
            self.found.problems.append(f"'{table.title}' finds no figure by {table.get_cut_display().lower()}.")
        total = self._line(TOTAL, measure, "", 0, columns, known, definitions, shown=table.totals)
        return [*lines, *([total] if table.totals else [])]

    def _parts(self, measure: Measure, stretch: Stretch, cut: str) -> list[Known]:
        if cut == Cut.AGENCY:
            return list(by_agency(measure, stretch, as_known=self.release.as_known).values())
        by = "" if cut == Cut.DISTRICT else cut
        return breakdown(measure, stretch, cut=by, as_known=self.release.as_known)

    def _stretches(self, table: ReleaseTable, measure: Measure, known: Iterable[Stretch]) -> tuple[Stretch, ...]:
        """Those of the parts too: a whole may be missing where its parts are known."""
        rows = Observation.objects.filter(
            measure=measure, last__gte=table.since, last__lte=table.until, recorded_at__lte=self.release.as_known
        )
        definition = in_force(measure.definitions.all(), date.max)
        every = Every(definition.every)
        found = {Stretch(*days) for days in rows.values_list("first", "last").distinct()}
        whole = {s for s in found if table.running or (s.days == 1 if definition.snapshot else s.is_whole(every))}
        return _in_order({*known, *whole})

    def _names(self, cut: str, pks: Iterable[int]) -> dict[int, str]:
        model: Any = Agency if cut == Cut.AGENCY else Area if cut == Cut.DISTRICT else Subgroup
        return {row.pk: str(row) for row in model.objects.filter(pk__in=set(pks))}

    def _line(
        self, label: str, measure: Measure, cut: str, part: int, columns: tuple[Stretch, ...],
        known: dict[Stretch, Known], definitions: dict[int, Definition], *, shown: bool = True,
    ) -> Line:  # fmt: skip
        unit, slots = "", []
        for stretch in columns:
            one = known.get(stretch)
            if one is None or one.value is None:
                slots.append(Slot(text=one.reason if one else NO_DATA))
                continue
            definition = definitions[one.definition_id]
            unit = Unit(definition.unit).words if definition.unit != Unit.COUNT else ""
            slots.append(self._slot(measure, definition, cut, part, one, label, shown))
        return Line(label, unit, tuple(slots))

    def _slot(
        self, measure: Measure, definition: Definition, cut: str, part: int, one: Known, label: str, shown: bool
    ) -> Slot:
        what = f"{measure.title}, {label}, {period_label(one.stretch)}" if label != measure.title else (
            f"{measure.title}, {period_label(one.stretch)}")  # fmt: skip
        flow = not definition.snapshot and definition.kind in (Kind.FLOW, Kind.RATIO, Kind.TIMELINESS)
        at = (measure.pk, definition.pk)
        if definition.unit == Unit.COUNT and definition.kind != Kind.MONEY:
            number = one.value if one.numerator is None else one.numerator
            key = self._count(Identity(*at, "num", flow, cut, part, one.stretch), number, what)
            self.found.shown |= {key} if shown and key else set()
            return Slot(key)
        if definition.unit in OF_NOBODY or definition.kind == Kind.MONEY or self.as_they_are:
            if definition.unit == Unit.POUNDS and not self.as_they_are:
                self._weigh(measure, cut, one, what)
            few = UNRELIABLE.text if unreliable(one.numerator, definition.unit) else ""
            return Slot(text=f"{one.value.normalize():f}" if one.value is not None else NO_DATA, mark=few)
        if one.numerator is None or one.denominator is None or definition.per is None:
            self.found.problems.append(
                f"'{what}' is given without the counts that it is made from, so it cannot be audited. "
                "Write down what is counted and out of what, or leave it out."
            )
            return Slot()
        over = self._count(Identity(*at, "num", flow, cut, part, one.stretch), one.numerator, f"{what}: counted")
        return self._rate(definition, Identity(*at, "den", flow, cut, part, one.stretch), one, over, what, shown)

    def _weigh(self, measure: Measure, cut: str, one: Known, what: str) -> None:
        """Where the rules say so, a sum of money must not give away what one of its payers pays."""
        rule = PROFILES[self.release.profile].dominance
        if rule is None:
            return
        paid = {} if cut else by_agency(measure, one.stretch, as_known=self.release.as_known)
        known = [Fraction(part.value) for part in paid.values() if part.value is not None]
        why = rule.gives_away(known) if known else "it is not known who pays how much of it"
        if why:
            self.found.problems.append(f"'{what}' may not be shown under these rules: {why}. Leave it out.")

    def _rate(self, definition: Definition, identity: Identity, one: Known, over: str, what: str, shown: bool) -> Slot:
        """A percentage is out of a count; a rate out of a population is out of what everyone knows."""
        denominator: str | int = self._whole(one.denominator, what)
        if definition.unit not in OF_A_POPULATION:
            denominator = self._count(identity, one.denominator, f"{what}: out of")
        key = f"{over} rate"
        if shown and over:
            self.found.ratios[key] = Ratio(
                key, over, denominator, definition.per or 1, 1, part_of=definition.unit == Unit.PERCENT
            )
            self.found.names[key] = what
        return Slot(key)

    def _count(self, identity: Identity, number: Decimal | None, what: str) -> str:
        count = self._whole(number, what)
        earlier = sorted(self.earlier.get(identity, []))
        same = next((key for _, key, was in earlier if was == count), None)
        key = same or identity.key(earlier[-1][0] + 1 if earlier else 1)
        self.found.counts[key] = count
        self.found.names[key] = what
        return key

    def _whole(self, number: Decimal | None, what: str) -> int:
        if number is None or number != number.to_integral_value() or number < 0:
            self.found.problems.append(f"'{what}' is no whole number of 0 or more, so it cannot be audited.")
            return 0
        return int(number)


def _in_order(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    return tuple(sorted(stretches, key=lambda s: (s.last, s.days)))


def _around(areas: Iterable[int]) -> frozenset[int]:
    """Of these areas, those that others of them lie in: an authority beside its districts is no part of the whole."""
    wanted, around = frozenset(areas), set[int]()
    left = set(wanted)
    while left:
        parents = Area.objects.filter(parts__in=left).values_list("pk", flat=True)
        left = set(parents) - around
        around |= left
    return wanted & around
