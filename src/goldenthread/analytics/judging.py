"""What a measure's figures say: proper limits, the standard, change like for like, and signals that ask for an answer.

Never two points and a colour: a figure is judged by its own history, and against a standard only where one is stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from goldenthread.kernel.periods import Stretch, a_year_before, before, label, period
from goldenthread.kernel.statistics import change as changing
from goldenthread.kernel.statistics import laney, xmr
from goldenthread.kernel.statistics.charts import ControlChart
from goldenthread.kernel.statistics.values import Better as Way
from goldenthread.kernel.statistics.values import Point, Refused, Share
from goldenthread.kernel.statistics.values import Rebase as FromHere
from goldenthread.law.measures.entry import Better, Unit

from .known import Known
from .models import Definition, Measure, Rebase, Standard
from .models.measures import in_force
from .partly import SoFar, as_figure, so_far
from .reliability import figure_words, shown
from .series import WHOLE, Part, Series, series_of
from .spacing import Spacing, by_the_day, refused_limits, spacing_of

#: From this ratio of the largest to the smallest denominator on, limits follow each point's own denominator.
UNEQUAL = Decimal("1.25")


class Standing(StrEnum):
    """A figure against a stated standard."""

    MET = "met"
    ABOVE_MINIMUM = "above the minimum"
    BELOW_MINIMUM = "below the minimum"
    MISSED = "not met"  # there is a target and no minimum
    NONE = "no standard"


@dataclass(frozen=True)
class Signal:
    """Something seen in the latest figure that asks for an answer. `why` is one of special_cause, minimum, not_sent."""

    why: str
    words: str
    stretch: Stretch


@dataclass(frozen=True)
class Judgement:
    """One measure as it stands. `chart` is there where limits may honestly be drawn; else `no_chart` says why not.

    `spacing` is there for rare events: they are judged by how far apart they lie, never by limits on their number.
    """

    series: Series
    standard: Standard | None
    chart: ControlChart | None
    no_chart: str
    standing: Standing
    spacing: Spacing | None
    since_last: changing.Change | Refused | None
    since_last_year: changing.Change | Refused | None
    so_far: SoFar | None
    signals: tuple[Signal, ...]

    @property
    def latest(self) -> Known | None:
        return self.series.latest

    @property
    def control(self) -> ControlChart | None:
        """The chart that it is judged by: of its figures, or of the gaps between rare events."""
        return self.chart or (self.spacing.chart if self.spacing else None)

    @property
    def verdict(self) -> str:
        if self.chart:
            return self.chart.verdict
        if not self.no_chart or not self.series.numbers:
            return self.no_chart
        return f"{self.no_chart} {self.spacing.verdict}" if self.spacing else self.no_chart + by_the_day(self.series)


def judge(
    measures: Sequence[Measure], *, part: Part = WHOLE, as_known: datetime | None = None, **reading: Any
) -> dict[int, Judgement]:
    """Measure id -> how it stands. Four queries, however many measures; `as_known` and `reading` as `series_of` takes
    them, limits set anew since then left out.
    """
    found = series_of(measures, part=part, as_known=as_known, **reading)
    standards = _grouped(Standard.objects.filter(measure__in=found))
    anew = Rebase.objects.filter(measure__in=found, withdrawn=False)
    rebases = _grouped(anew.filter(at__lte=as_known) if as_known else anew)
    as_at = as_known.date() if as_known else None
    return {pk: judged(series, standards.get(pk, []), rebases.get(pk, []), as_at=as_at) for pk, series in found.items()}


def judged(
    series: Series,
    standards: Sequence[Standard] = (),
    rebases: Sequence[Rebase] = (),
    *,
    as_at: date | None = None,
) -> Judgement:
    """One series, judged; `as_at` as `spacing_of` takes it."""
    latest = series.latest
    standard = in_force(standards, latest.stretch.last) if latest else None
    chart, no_chart = charted(series, rebases, standard)
    rare = not chart and refused_limits(series.definition, series.numbers)
    spacing = spacing_of(series, way(series.definition), rebases, as_at) if rare else None
    standing = stands(latest, standard, series.definition)
    return Judgement(
        series,
        standard,
        chart,
        no_chart,
        standing,
        spacing,
        _change(series, lambda stretch: before(stretch, series.every)),
        _change(series, a_year_before),
        so_far(series),
        _signals(latest, chart, spacing, standing, standard, series.definition),
    )


def charted(
    series: Series, rebases: Sequence[Rebase] = (), standard: Standard | None = None
) -> tuple[ControlChart | None, str]:
    """The control chart of a series, or nothing and why limits would mislead."""
    counted, better, target = series.definition, way(series.definition), _target(standard)
    anew = _rebases(series.numbers, rebases)
    what = ("charted", counted.kind, counted.unit, counted.every, counted.snapshot, better, target, anew)
    return series.counted.once(what, lambda: _charted(counted, series.numbers, better, target, anew))


def _charted(
    counted: Definition, numbers: Sequence[Known], better: Way, target: float | None, anew: tuple[FromHere, ...]
) -> tuple[ControlChart | None, str]:
    if not numbers:
        return None, "No figure yet."
    refused = refused_limits(counted, numbers)
    if refused is not None:
        return None, refused.words
    if _needs_own_limits(counted, numbers):
        shares = [Share(n.stretch.first, float(n.numerator or 0), float(n.denominator or 0), n.label) for n in numbers]
        return laney.chart(shares, better=better, target=target, rebase=anew), ""
    points = [Point(n.stretch.first, float(n.value or 0), n.label) for n in numbers]
    return xmr.chart(points, better=better, target=target, rebase=anew), ""


def stands(figure: Known | None, standard: Standard | None, definition: Definition) -> Standing:
    """A figure against its standard; no colour without one."""
    if figure is None or figure.value is None or standard is None or standard.target is None:
        return (
            Standing.NONE if standard is None or standard.minimum is None else _by_minimum(figure, standard, definition)
        )
    value = figure.value
    if definition.better == Better.BAND:
        inside = standard.target <= value and (standard.ceiling is None or value <= standard.ceiling)
        return Standing.MET if inside else Standing.MISSED
    if definition.better == Better.CONTEXT:
        return Standing.NONE
    if _reaches(value, standard.target, definition):
        return Standing.MET
    if standard.minimum is None:
        return Standing.MISSED
    return Standing.ABOVE_MINIMUM if _reaches(value, standard.minimum, definition) else Standing.BELOW_MINIMUM


def way(definition: Definition) -> Way:
    return {Better.HIGH.value: Way.HIGH, Better.LOW.value: Way.LOW}.get(definition.better, Way.NEUTRAL)


def _by_minimum(figure: Known | None, standard: Standard | None, definition: Definition) -> Standing:
    if figure is None or figure.value is None or standard is None or standard.minimum is None:
        return Standing.NONE
    met = _reaches(figure.value, standard.minimum, definition)
    return Standing.ABOVE_MINIMUM if met else Standing.BELOW_MINIMUM


def _reaches(value: Decimal, line: Decimal, definition: Definition) -> bool:
    return value <= line if definition.better == Better.LOW else value >= line


def _needs_own_limits(definition: Definition, numbers: Sequence[Known]) -> bool:
    """A percentage of few in one month and of many in the next does not vary evenly."""
    under = [n.denominator for n in numbers]
    if definition.unit != Unit.PERCENT or any(n.numerator is None for n in numbers):
        return False
    known = [n for n in under if n]
    return len(known) == len(under) and max(known) > UNEQUAL * min(known)


def _rebases(numbers: Sequence[Known], rebases: Sequence[Rebase]) -> tuple[FromHere, ...]:
    """Each at the first figure that reaches the day; one before all or after all figures says nothing yet."""
    found = {}
    for rebase in rebases:
        at = next((n for n in numbers if n.stretch.last >= rebase.on), None)
        if at and at is not numbers[0]:
            found[at.stretch.first] = FromHere(at.stretch.first, rebase.reason, rebase.by)
    return tuple(found.values())


def _change(series: Series, earlier: Callable[[Stretch], Stretch]) -> changing.Change | Refused | None:
    """With the figure of the earlier period; nothing where either is not known. A stock stands for its period."""
    latest = series.latest
    if latest is None or latest.value is None:
        return None
    snapshot = series.definition.snapshot
    wanted = earlier(period(series.every, latest.stretch.last) if snapshot else latest.stretch)
    was = next((n for n in reversed(series.numbers) if n.stretch.within(wanted)), None)
    if was is None:
        return None
    counted = series.definition
    return changing.change(as_figure(was, counted), as_figure(latest, counted), seasonal=counted.seasonal)


def _signals(
    latest: Known | None,
    chart: ControlChart | None,
    spacing: Spacing | None,
    standing: Standing,
    standard: Standard | None,
    counted: Definition,
) -> tuple[Signal, ...]:
    if latest is None:
        return ()
    if latest.symbol == "not_sent":
        return (Signal("not_sent", f"No figure was sent for {latest.label}.", latest.stretch),)
    found = []
    if chart and latest.value is not None and chart.variation.kind.value.startswith("concern"):
        found.append(
            Signal("special_cause", f"{latest.label}: {chart.variation.words} ({chart.latest.cause}).", latest.stretch)
        )
    if spacing and spacing.worrying:  # of the figure that holds the last event, so that it is asked once
        found.append(Signal("special_cause", spacing.worrying, spacing.where.stretch))
    if standing is Standing.BELOW_MINIMUM and standard:
        found.append(
            Signal(
                "minimum",
                f"{label(latest.stretch)}: {figure_words(latest, counted.unit)} against a minimum of "
                f"{shown(standard.minimum, counted.unit)}.",
                latest.stretch,
            )
        )
    return tuple(found)


def _target(standard: Standard | None) -> float | None:
    return None if standard is None or standard.target is None else float(standard.target)


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.measure_id, []).append(row)
    return found
