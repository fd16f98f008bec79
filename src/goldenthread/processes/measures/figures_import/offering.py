"""What each row that was read is taken to be: a measure that is here, a shipped one, or one of our own; and of whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldenthread.analytics.models import Area, Coverage, Definition, Measure
from goldenthread.core.tenancy.models import Partnership
from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.law.measures.entry import Better, Cut, MeasureEntry
from goldenthread.reading.figures.model import FigureRow

from .matching import SURE, Candidate, Matcher, key_of, name_key
from .models import FigureLine, RememberedMeasure, RememberedPart

Match = FigureLine.Match
SHIPPED = {entry.code: entry for entry in CATALOGUE}


class Known:
    """What a partnership has: its measures, those it could take, its agencies and districts, what it said before."""

    def __init__(self, board: Partnership) -> None:
        self.measures = {m.pk: m for m in Measure.objects.filter(partnership=board, retired_on__isnull=True)}
        self.definitions: dict[int, Definition] = {}
        for definition in Definition.objects.filter(measure__in=self.measures).order_by("number"):
            self.definitions[definition.measure_id] = definition
        here = [self._candidate(m) for m in self.measures.values() if m.pk in self.definitions]
        taken = {m.catalogue for m in self.measures.values()} | {m.code for m in self.measures.values()}
        shipped = [_shipped(entry) for entry in CATALOGUE if entry.code not in taken]
        self.matcher = Matcher([*here, *shipped])
        self.titles = {key_of(one.title, one.unit): one for one in here}
        self.said = {one.key: one.measure_id for one in RememberedMeasure.objects.filter(partnership=board)}
        self.parts = {one.key: one for one in RememberedPart.objects.filter(partnership=board)}
        self.agencies = _named(board.agencies.all())
        covered = Coverage.objects.filter(partnership=board).values("area")
        self.areas = _named(Area.objects.filter(level=Area.Level.DISTRICT, parent__in=covered))

    def _candidate(self, measure: Measure) -> Candidate:
        counted = self.definitions[measure.pk]
        return Candidate(measure.pk, measure.title, counted.numerator, counted.unit, counted.snapshot)


def offer(line: FigureLine, row: FigureRow, known: Known) -> None:
    """Put on a line what it is taken to be. Nothing is saved."""
    _offer_measure(line, row, known)
    _offer_part(line, row, known)


def _offer_measure(line: FigureLine, row: FigureRow, known: Known) -> None:
    key = key_of(row.words, row.unit.value)
    before = known.said.get(key)
    if before in known.measures:
        line.measure, line.match = known.measures[before], Match.REMEMBERED
        return
    same = known.titles.get(key)
    found, near = (same, 1.0) if same else known.matcher.best(
        row.words, row.unit, snapshot=row.snapshot, context=row.context
    )  # fmt: skip
    if found is None:
        line.own, line.match = own_as_read(row.as_json()), Match.NONE
        return
    line.match = Match.SURE if near >= SURE else Match.LIKELY
    if isinstance(found.key, int):
        line.measure = known.measures[found.key]
    else:
        line.own = {"catalogue": found.key, "title": found.title}


def own_as_read(read: dict[str, Any]) -> dict[str, Any]:
    """A measure of our own, as a row's words, unit and kind make it. `read`: the row (`FigureRow.as_json`)."""
    kept = {name: read[name] for name in ("kind", "unit", "every", "snapshot")}
    title = (read["measure"] or read["label"] or read["section"])[:200]
    return kept | {"title": title, "better": Better.CONTEXT.value, "cuts": read["cut"]}


def _offer_part(line: FigureLine, row: FigureRow, known: Known) -> None:
    """Whose figure it is. A name that is nobody's here stays as it is printed: a part of those counted."""
    if row.cut is None:
        return
    line.cut, key = row.cut.value, name_key(row.part)
    before = known.parts.get(key)
    if before is not None:
        line.agency_id, line.area_id = before.agency_id, before.area_id
    elif row.cut is Cut.AGENCY and key in known.agencies:
        line.agency = known.agencies[key]
    elif row.cut is Cut.DISTRICT and key in known.areas:
        line.area = known.areas[key]
    if not line.agency_id and not line.area_id:
        line.group = row.part[:120]


def _named(rows: Iterable[Any]) -> dict[str, Any]:
    """By name and short name, where only one has it."""
    found: dict[str, Any] = {}
    twice: set[str] = set()
    for row in rows:
        for name in {name_key(row.name), name_key(getattr(row, "short_name", "") or row.name)}:
            twice |= {name} & found.keys()
            found[name] = row
    return {name: row for name, row in found.items() if name and name not in twice}


def _shipped(entry: MeasureEntry) -> Candidate:
    return Candidate(entry.code, entry.title, entry.numerator, entry.unit.value, entry.snapshot)
