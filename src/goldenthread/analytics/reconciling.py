"""Whether our own figure and the published one, which are meant to be the same, are: equal, rounded, or different by
how much, and why they may differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from goldenthread.kernel.periods import Stretch, label
from goldenthread.kernel.statistics.overdispersion import Tally
from goldenthread.law.measures.published import PublishedSeries

from .comparing import published_of
from .comparing_reading import Printed, PublishedTable, published_tables
from .known import Known
from .models import Area, Measure
from .reliability import shown
from .series import Series, series_of

#: A stock of ours on a day no further off than this stands beside the published one, and the day is named.
NEAR = timedelta(days=31)


class Outcome(StrEnum):
    EQUAL = "equal"
    ROUNDED = "rounded"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Reconciled:
    """One published figure and ours for it. `difference`: ours less theirs, in the measure's unit. `why`: what may
    make them differ; empty where they do not."""

    measure: Measure
    series: PublishedSeries
    stretch: Stretch
    ours: float
    theirs: float
    outcome: Outcome
    why: tuple[str, ...] = ()
    provisional: bool = False

    @property
    def difference(self) -> float:
        return self.ours - self.theirs

    @property
    def label(self) -> str:
        return label(self.stretch)

    @property
    def words(self) -> str:
        """ "Equal", "Equal when rounded as published", "Different: ours is 23 higher (1.2%)"."""
        if self.outcome is Outcome.EQUAL:
            return "Equal"
        if self.outcome is Outcome.ROUNDED:
            return "Equal when rounded as it is published"
        unit = self.series.unit
        by = shown(abs(self.difference), unit) if unit != "percent" else f"{abs(self.difference):.1f} percentage points"
        share = f" ({abs(self.difference) / self.theirs:.1%})" if self.theirs and unit != "percent" else ""
        return f"Different: ours is {by} {'higher' if self.difference > 0 else 'lower'}{share}"


@dataclass(frozen=True)
class _Own:
    """Our figure for a published stretch, and how we came by it."""

    value: float
    tally: Tally | None
    used: tuple[Known, ...]
    how: str = ""


def reconcile(
    measures: Sequence[Measure],
    areas: Sequence[Area],
    *,
    tables: Mapping[str, PublishedTable] | None = None,
    as_known: datetime | None = None,
) -> dict[int, list[Reconciled]]:
    """Measure id -> each published figure that we have one of our own for, newest first. Five queries for all, or two
    with `tables` given.

    `as_known`: our own figures as they were known at that moment.
    `areas`: the authorities that the partnership covers; of several, the published figures are put together. A
    measure whose figures nobody publishes, or that has none of its own for any published time, has an empty list.
    """
    named = {measure.pk: one for measure in measures if (one := published_of(measure)) is not None}
    found: dict[int, list[Reconciled]] = {measure.pk: [] for measure in measures}
    if not named or not areas:
        return found
    if tables is None:
        tables = published_tables(list(named.values()), made_up=areas[0].made_up, only=areas)
    own = series_of([measure for measure in measures if measure.pk in named], as_known=as_known)
    for pk, held in own.items():
        table = tables[named[pk].key]
        years = _together(table, areas)
        places = _places(one.value for one in years.values())
        rows = (_reconciled(held, table.series, one, places, len(areas)) for one in years.values())
        found[pk] = sorted((row for row in rows if row), key=lambda row: row.stretch.last, reverse=True)
    return found


def _together(table: PublishedTable, areas: Sequence[Area]) -> Mapping[int, Printed]:
    """By year, of all the areas: as printed for one; of several the sum, or the quotient of the sums."""
    if len(areas) == 1:
        return {year: one for year, one in table.of(areas[0]).items() if one.value is not None}
    years = set.intersection(*(set(table.of(area)) for area in areas))
    found = {}
    for year in sorted(years):
        figures = [table.of(area)[year] for area in areas]
        made = _sum(table.series, figures)
        if made is not None:
            found[year] = made
    return found


def _sum(wanted: PublishedSeries, figures: Sequence[Printed]) -> Printed | None:
    first = figures[0]
    values = [one.value for one in figures if one.value is not None]
    if len(values) < len(figures):
        return None
    if not wanted.under:
        return Printed(first.year, first.stretch, sum(values))
    tallies = [one.tally for one in figures if one.tally is not None]
    if len(tallies) < len(figures):
        return None
    tally = Tally(sum(t.numerator for t in tallies), sum(t.denominator for t in tallies))
    return Printed(first.year, first.stretch, wanted.per * tally.numerator / tally.denominator, "", tally)


def _reconciled(held: Series, wanted: PublishedSeries, theirs: Printed, places: int, areas: int) -> Reconciled | None:
    own = _own(held, wanted, theirs.stretch)
    if own is None or theirs.value is None:
        return None
    outcome = _outcome(own.value, theirs.value, 1 if wanted.computed or (areas > 1 and wanted.under) else places)
    why = tuple(_why(held, wanted, own, theirs, areas)) if outcome is Outcome.DIFFERENT else ()
    provisional = any(one.provisional for one in own.used)
    return Reconciled(held.measure, wanted, theirs.stretch, own.value, theirs.value, outcome, why, provisional)


def _outcome(ours: float, theirs: float, places: int) -> Outcome:
    """Rounded: no further apart than half of the last digit that is printed."""
    apart = abs(ours - theirs)
    if apart < 1e-6:
        return Outcome.EQUAL
    return Outcome.ROUNDED if apart <= 0.5 * 10**-places + 1e-9 else Outcome.DIFFERENT


def _places(values: Iterable[float | None]) -> int:
    """How many decimals the series is printed with: the most that any of its figures has."""
    exponents = (Decimal(repr(value)).normalize().as_tuple().exponent for value in values if value is not None)
    return max((-int(one) for one in exponents if int(one) < 0), default=0)


def _own(held: Series, wanted: PublishedSeries, stretch: Stretch) -> _Own | None:
    """Our figure of exactly that time; put together from shorter periods; or of a day close by."""
    figures = [one for one in (*held.figures, *held.parts, *held.earlier) if one.value is not None]
    exact = next((one for one in figures if one.stretch == stretch), None)
    if exact is not None:
        return _as_own([exact])
    if held.definition.snapshot:
        close = [one for one in figures if abs(one.stretch.last - stretch.last) <= NEAR]
        nearest = min(close, key=lambda one: abs(one.stretch.last - stretch.last), default=None)
        return None if nearest is None else _as_own([nearest], f"Ours is of {nearest.label}, not of {label(stretch)}.")
    inside = [one for one in held.figures if one.value is not None and one.stretch.within(stretch)]
    if not inside or sum(one.stretch.days for one in inside) != stretch.days:
        return None
    return _put_together(inside, wanted)


def _put_together(inside: Sequence[Known], wanted: PublishedSeries) -> _Own | None:
    """A sum of counts, or of both parts of a share. A rate over people cannot be put together from its quarters."""
    how = f"Ours is put together from {len(inside)} shorter periods."
    if not wanted.under:
        return _Own(float(sum(one.value or 0 for one in inside)), None, tuple(inside), how)
    tallies = [_tally(one) for one in inside]
    known = [one for one in tallies if one is not None]
    if not wanted.within or len(known) < len(inside):
        return None
    tally = Tally(sum(one.numerator for one in known), sum(one.denominator for one in known))
    return _Own(wanted.per * tally.numerator / tally.denominator, tally, tuple(inside), how)


def _as_own(figures: Sequence[Known], how: str = "") -> _Own:
    return _Own(float(figures[0].value or 0), _tally(figures[0]), tuple(figures), how)


def _tally(one: Known) -> Tally | None:
    if one.numerator is None or not one.denominator:
        return None
    return Tally(float(one.numerator), float(one.denominator))


def _why(held: Series, wanted: PublishedSeries, own: _Own, theirs: Printed, areas: int) -> Iterator[str]:
    """What may make them differ: date, basis, definition, in that order."""
    if own.how:
        yield f"Date: {own.how}"
    if any(one.provisional for one in own.used):
        yield "Date: ours is provisional."
    if any(one.definition_id != held.definition.pk for one in own.used):
        yield "Definition: ours was counted under an earlier definition."
    yield from _parts(own.tally, theirs.tally)
    if areas > 1:
        yield f"Basis: published for {areas} authorities, put together here."
    counted = held.definition.numerator + (
        f", out of {held.definition.denominator}" if held.definition.denominator else ""
    )
    yield f"Definition: ours counts {counted}; published is “{wanted.title}” ({wanted.basis})."
    yield "Basis: returns to the department are closed on a day; ours may have been put right since, or before."


def _parts(ours: Tally | None, theirs: Tally | None) -> Iterator[str]:
    """Which part of a quotient differs, where both are known."""
    if ours is None or theirs is None:
        return
    for name, own, other in (
        ("counted", ours.numerator, theirs.numerator),
        ("out of", ours.denominator, theirs.denominator),
    ):
        if own != other:
            yield f"Basis: {name} {own:,.0f} here, {other:,.0f} in what is published."
