"""What a drawing says in words: for its description, for a pointer resting on a mark, and for its table."""

from __future__ import annotations

from goldenthread.publishing.charts.units import Unit
from goldenthread.publishing.charts.values import (
    FEWEST,
    VARIATION_WORDS,
    Annotation,
    BarChart,
    Chart,
    DotRow,
    FunnelChart,
    Point,
    RunChart,
)
from goldenthread.publishing.wording import count, short_day

#: How a foot begins that names no source of figures.
_NO_SOURCE = ("Made up", "Judged as", "The last ", "The days of ", "Limits")


def happening_words(happening: Annotation) -> str:
    """`3 Apr 2025, policy change: the threshold document was revised`."""
    kind = "" if happening.kind == "other" else f", {happening.kind}"
    return f"{short_day(happening.day)}{kind}: {happening.text}"


def mark_words(point: Point, *, judged: bool) -> str:
    """The mark of a point in words, with what it rests on; "" where it is nothing out of the ordinary."""
    if point.value is None or not judged or point.mark == "common_cause":
        return ""
    words = VARIATION_WORDS[point.mark]
    return f"{words.split(':')[0]} ({point.why})" if point.why else words


def note_words(point: Point) -> str:
    said = (point.part and "part of a period", point.provisional and "provisional", point.note)
    return "; ".join(words for words in said if words)


def value_words(point: Point, unit: Unit) -> str:
    return point.missing if point.value is None else unit.said(point.value)


def point_words(point: Point, unit: Unit, *, judged: bool) -> str:
    """`March 2026: 87%. Concern: ...; provisional`."""
    more = "; ".join(words for words in (mark_words(point, judged=judged), note_words(point)) if words)
    return f"{point.label}: {value_words(point, unit)}" + (f". {more}" if more else "")


def describe(chart: Chart | DotRow) -> str:
    """What the drawing shows in a few sentences, for those who do not see it. Every figure is in the table beside."""
    if isinstance(chart, FunnelChart):
        return _funnel(chart)
    if isinstance(chart, BarChart):
        return _bars(chart)
    if isinstance(chart, DotRow):
        enough = sum(point.value is not None for point in chart.points) >= FEWEST
        return " ".join(_latest(chart.points, chart.unit, unjudged="" if enough else "Too few points to judge."))
    return _run(chart)


def _run(chart: RunChart) -> str:
    said = [
        f"Run chart of {chart.title}, {chart.unit.name.lower()}.",
        *_latest(chart.points, chart.unit, unjudged=chart.unjudged, last=chart.latest, so_far=chart.so_far),
    ]
    said += [*_held(chart), *_signals(chart)]
    missing = [point.label for point in chart.points if point.value is None]
    if missing:
        said.append(f"No figure for {_listed(missing)}.")
    said += [f"{happening_words(each)}." for each in chart.annotations]
    return " ".join(said)


def _latest(
    points: tuple[Point, ...], unit: Unit, *, unjudged: str, last: Point | None = None, so_far: Point | None = None
) -> list[str]:
    given = [point for point in points if point.value is not None]
    if not given:
        return ["There are no figures."]
    first, last = points[0], last or given[-1]
    said = [f"{count(len(given), 'figure')}, {first.label} to {points[-1].label}." if len(points) > 1 else ""]
    said.append(f"Latest: {point_words(last, unit, judged=not unjudged)}.")
    said += [f"So far: {point_words(so_far, unit, judged=False)}."] if so_far else []
    said.append(unjudged)
    return [words for words in said if words]


def _held(chart: RunChart) -> list[str]:
    said, unit = [], chart.unit
    limits = chart.last_limits
    if limits:
        named = ((chart.centre_name, limits.centre), ("lower limit", limits.lower), ("upper limit", limits.upper))
        parts = [f"{name} {unit.said(value)}" for name, value in named if value is not None]
        said += [f"{', '.join(parts)}."] if parts else []
    if chart.target is not None:
        said.append(f"Target {unit.brief(chart.target)}.")
    if chart.minimum is not None:
        said.append(f"Minimum {unit.brief(chart.minimum)}.")
    for line in chart.comparators:
        known = [value for _, value in line.values if value is not None]
        said += [f"{line.label}: latest {unit.said(known[-1])}."] if known else []
    return said


def _signals(chart: RunChart) -> list[str]:
    if not chart.judged or not chart.limits:
        return []  # without limits nothing was looked for, so nothing is said of marks
    marked = [point for point in chart.points if point.value is not None and point.mark != "common_cause"]
    if not marked:
        return ["No point is marked: the variation is common cause."]
    return [f"{count(len(marked), 'point')} marked: {_listed([point.label for point in marked])}."]


def _funnel(chart: FunnelChart) -> str:
    against = f"{chart.unit.name.lower()} against {chart.size_name.lower()}"
    said = [f"Funnel plot of {chart.title}: {against}, {count(len(chart.areas), 'area')}."]
    if chart.benchmark is not None:
        said.append(f"{chart.benchmark_name} {chart.unit.said(chart.benchmark)}.")
    for area in chart.areas:
        if area.ours:
            said.append(f"{area.label} {chart.unit.said(area.value)}, {area.mark or 'within the limits'}.")
    outside = [area.label for area in chart.areas if area.mark]
    said.append(f"Outside the limits: {_listed(outside)}." if outside else "No area is outside the limits.")
    return " ".join(said)


def _bars(chart: BarChart) -> str:
    said = [f"Bar chart of {chart.title}, {chart.unit.name.lower()}."]
    for bar in chart.bars:
        value = bar.missing if bar.value is None else chart.unit.said(bar.value)
        said.append(f"{bar.label}: {value}.")
    if chart.target is not None:
        said.append(f"Target {chart.unit.brief(chart.target)}.")
    return " ".join(said)


def _listed(names: list[str], most: int = 12) -> str:
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def sourced(source: str) -> str:
    """The line at the foot of a chart; a licence that names its source itself is not told twice that it is one, and how
    a chart was judged is no source.
    """
    told = not source or "Source:" in source or source.startswith(_NO_SOURCE)
    return source if told else f"Source: {source}"
