"""From a judgement to what is drawn: the chart, the run of dots, the two icons. Every figure and gap goes over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from goldenthread.kernel.periods import ONE_DAY, Every
from goldenthread.kernel.statistics.charts import ChartPoint, ControlChart, Segment
from goldenthread.kernel.statistics.icons import Variation
from goldenthread.kernel.statistics.values import Why
from goldenthread.law.measures.entry import Unit
from goldenthread.publishing.charts import units
from goldenthread.publishing.charts.dots import draw_dots
from goldenthread.publishing.charts.icons import assurance_icon, variation_icon
from goldenthread.publishing.charts.values import Annotation, Comparator, DotRow, Happening, Limits, Point, RunChart
from goldenthread.publishing.charts.values import Variation as Drawn

from .judging import Judgement
from .known import Known
from .models import Definition, Remark
from .reliability import note_words
from .spacing import Spacing, by_the_day

#: The most points that a run of dots in a table's cell can show.
DOTS = 24
STEPS: Mapping[Every, Literal["day", "month", "quarter", "year"]] = {
    Every.DAY: "day",
    Every.MONTH: "month",
    Every.QUARTER: "quarter",
    Every.HALF_YEAR: "quarter",
}
UNITS: Mapping[str, units.Unit] = {
    Unit.COUNT: units.COUNT,
    Unit.PERCENT: units.percent(1),
    Unit.PER_1000: units.rate(1_000, "live births"),
    Unit.PER_10000: units.rate(),
    Unit.PER_100000: units.rate(100_000),
    Unit.MEAN: units.Unit("Average", decimals=1),
    Unit.DAYS: units.DAYS,
    Unit.HOURS: units.Unit("Hours", after=" hours"),
    Unit.POUNDS: units.POUNDS,
    Unit.FTE: units.Unit("Full-time equivalent", decimals=1),
}
#: Between events of which fewer are better, longer is better.
LONGER: Mapping[str, Literal["high", "low"]] = {"low": "high", "high": "low"}
HAPPENINGS: Mapping[str, Happening] = {
    Remark.Kind.POLICY: "policy change",
    Remark.Kind.AUDIT: "audit",
    Remark.Kind.PROCESS: "process change",
}


def run_chart(
    found: Judgement, *, remarks: Iterable[Remark] = (), comparators: tuple[Comparator, ...] = (), source: str = ""
) -> RunChart:
    """The whole chart of a measure, gaps and parts of periods included, with what happened on its time line."""
    series, chart = found.series, found.chart
    judged = {point.on: point for point in chart.points} if chart else {}
    unit = series.definition.unit
    points = [_point(one, judged.get(one.stretch.first), unit) for one in series.figures]
    days = {point.day for point in points}
    points += [_point(one, None, unit, part=True) for one in series.parts if one.stretch.first not in days]
    return RunChart(
        title=series.measure.title,
        points=tuple(sorted(_one_a_day(points), key=lambda point: point.day)),
        unit=unit_of(series.definition),
        step=STEPS.get(series.every, "year"),
        limits=_limits(chart),
        target=_number(found.standard.target) if found.standard else None,
        minimum=_number(found.standard.minimum) if found.standard else None,
        comparators=comparators,
        annotations=tuple(_happened(remarks, chart)),
        better=_better(series.definition),
        source=source or (f"Judged as: {chart.rule_set}" if chart and chart.judged else ""),
        not_judged=_not_judged(found),
    )


def gap_chart(found: Judgement, *, remarks: Iterable[Remark] = ()) -> RunChart | None:
    """The chart of the gaps between rare events, at the day of the later one; nothing where events are not rare."""
    spacing = found.spacing
    if spacing is None:
        return None
    days = _apart([one.on for one in spacing.chart.points])
    placed = list(zip(days, spacing.chart.points, strict=True))
    segments = [[day for day, one in placed if one.segment == place] for place in range(len(spacing.chart.segments))]
    limits = (
        Limits(within[0], within[-1], segment.centre, segment.lines.lower, segment.lines.upper)
        for within, segment in zip(segments, spacing.chart.segments, strict=True)
        if segment.lines
    )
    return RunChart(
        title=f"{found.series.measure.title}: {spacing.name}",
        points=tuple(Point(day, one.label, one.value, *_marked(one)) for day, one in placed),
        unit=_gap_unit(spacing),
        step="event",
        limits=tuple(limits),
        annotations=tuple(_happened(remarks, spacing.chart)),
        better=LONGER.get(_better(found.series.definition), ""),
        centre_name="Centre" if spacing.of_days else "Median",
        source=spacing.how,
        not_judged=_flat(spacing.chart),
    )


def _gap_unit(spacing: Spacing) -> units.Unit:
    if spacing.of_days:
        return units.DAYS
    if spacing.of_cases:
        return units.Unit("Cases from one event to the next")
    return units.Unit(f"{spacing.every.words.capitalize()}s without an event")


def _apart(days: Iterable[date]) -> list[date]:
    """Days in order, each after the one before: two events on one day are drawn side by side, named by their day."""
    made: list[date] = []
    for day in days:
        made.append(max(day, made[-1] + ONE_DAY) if made else day)
    return made


def _not_judged(found: Judgement) -> str:
    """Why limits would mislead here; "" where there are limits, or too few figures to say more than that."""
    if found.chart is None:
        beside = " How far apart the events lie is judged instead." if found.spacing else by_the_day(found.series)
        return f"{found.no_chart}{beside}" if found.series.numbers else ""
    return _flat(found.chart)


def _flat(chart: ControlChart) -> str:
    """Of enough points that have no limits all the same, the reason."""
    last = chart.segments[-1]
    if chart.judged or last.reason is not Why.NO_VARIATION:
        return ""
    return f"{last.words[:1].upper()}{last.words[1:]}."


def dot_row(found: Judgement) -> DotRow:
    """The last figures as a run of dots, with the limits of the last segment where there are any."""
    chart = found.chart
    judged = {point.on: point for point in chart.points} if chart else {}
    unit = found.series.definition.unit
    points = [_point(one, judged.get(one.stretch.first), unit) for one in found.series.figures[-DOTS:]]
    last = chart.segments[-1] if chart else None
    lines = last.lines if last else None
    return DotRow(
        found.series.measure.title,
        tuple(points),
        unit_of(found.series.definition),
        last.centre if last and lines else None,
        lines.lower if lines else None,
        lines.upper if lines else None,
    )


def dots(found: Judgement) -> str:
    """The run of dots drawn; drawn once for figures that are kept."""
    series = found.series
    what = ("dots", series.measure.title, series.definition.unit, id(found.chart))
    _, drawn = series.counted.once(what, lambda: (found.chart, draw_dots(dot_row(found))))  # kept, a chart keeps its id
    return drawn


def icons(found: Judgement, size: int = 32) -> tuple[str, str]:
    """The variation icon and the assurance icon as SVG; "" where there is none to give."""
    chart = found.control
    if chart is None or chart.variation.kind is Variation.NOT_ASSESSABLE:
        return "", ""
    assured = assurance_icon(chart.assurance.kind.value, size) if chart.target is not None else ""
    kind = chart.variation.kind.value
    return variation_icon(_mark(kind if found.chart else _of_events(kind)), size), assured


def _of_events(kind: str) -> str:
    """Shorter gaps are more events: on a scorecard, where the events are counted, the arrow shows their number."""
    meaning, _, side = kind.partition("_")
    return f"{meaning}_{'low' if side == 'high' else 'high'}" if side in ("high", "low") else kind


def unit_of(definition: Definition) -> units.Unit:
    return UNITS.get(definition.unit, units.COUNT)


def _point(one: Known, judged: ChartPoint | None, unit: str, *, part: bool = False) -> Point:
    mark, why = _marked(judged)
    return Point(
        day=one.stretch.first,
        label=one.label,
        value=_number(one.value),
        mark=mark,
        why=why,
        note=" ".join(words for words in (one.told.note if one.told else "", note_words(one, unit)) if words),
        provisional=one.provisional,
        part=part,
        missing=one.reason or "no data",
    )


def _marked(judged: ChartPoint | None) -> tuple[Drawn, str]:
    """The mark of a point and what it rests on."""
    return (_drawn(judged), judged.words) if judged and judged.special else ("common_cause", "")


def _drawn(judged: ChartPoint) -> Drawn:
    """A point's finding as the mark that is drawn: its kind with the side it lies on."""
    kind = judged.kind.removeprefix("special_cause_")
    if kind in ("improvement", "concern"):
        kind = f"{kind}_{_side(judged)}"
    return _mark(kind)


def _side(judged: ChartPoint) -> str:
    return "high" if judged.cause.direction > 0 else "low"


def _mark(kind: str) -> Drawn:
    known: dict[str, Drawn] = {
        "improvement_high": "improvement_high",
        "improvement_low": "improvement_low",
        "concern_high": "concern_high",
        "concern_low": "concern_low",
        "neutral_high": "neutral_high",
        "neutral_low": "neutral_low",
    }
    return known.get(kind, "common_cause")


def _limits(chart: ControlChart | None) -> tuple[Limits, ...]:
    """One for each stretch of equal limits: a segment, or a point where limits follow the denominators."""
    if chart is None:
        return ()
    found = []
    for index, segment in enumerate(chart.segments):
        points = [point for point in chart.points if point.segment == index and point.lines]
        found += _of_segment(segment, points)
    return tuple(found)


def _of_segment(segment: Segment, points: Sequence[ChartPoint]) -> list[Limits]:
    if not points:
        return []
    if len({point.lines for point in points}) == 1 and segment.lines:
        lines = segment.lines
        return [Limits(points[0].on, points[-1].on, segment.centre, lines.lower, lines.upper)]
    return [Limits(p.on, p.on, p.centre, p.lines.lower, p.lines.upper) for p in points if p.lines]


def _happened(remarks: Iterable[Remark], chart: ControlChart | None) -> list[Annotation]:
    found = [Annotation(r.on, r.text, HAPPENINGS.get(r.kind, "other")) for r in remarks if not r.withdrawn]
    for segment in chart.segments if chart else ():
        if segment.rebase:
            found.append(Annotation(segment.rebase.on, segment.rebase.reason, "new limits"))
    return sorted(found, key=lambda one: one.day)


def _one_a_day(points: Iterable[Point]) -> list[Point]:
    kept: dict[date, Point] = {}
    for point in points:
        kept.setdefault(point.day, point)
    return list(kept.values())


def _better(definition: Definition) -> Literal["", "high", "low"]:
    known: dict[str, Literal["", "high", "low"]] = {"high": "high", "low": "low"}
    return known.get(definition.better, "")


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
