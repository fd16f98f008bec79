"""A run of values over time, with limits, target, comparators, gaps and what happened when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from goldenthread.publishing.charts import plotting
from goldenthread.publishing.charts.happenings import Lanes, draw_happenings, lanes_for, list_happenings
from goldenthread.publishing.charts.palette import COMMON, COMPARATOR_DASHES, DASHES, INK, MARKS
from goldenthread.publishing.charts.plotting import EndLabel, KeyEntry, Plot
from goldenthread.publishing.charts.scales import Axis, Scale, axis_for
from goldenthread.publishing.charts.sheet import Frame, Sheet, number
from goldenthread.publishing.charts.timeline import day_ticks
from goldenthread.publishing.charts.values import VARIATION_WORDS, Limits, Point, RunChart
from goldenthread.publishing.charts.wordings import point_words, sourced

_BETTER = {"high": "Higher is better.", "low": "Lower is better.", "": ""}


def draw_run(chart: RunChart, frame: Frame, *, titled: bool) -> Sheet:
    """The chart on a sheet. With fewer than 12 values: dots, unjoined and without limits, and the words for it."""
    sheet = Sheet(frame)
    axis = _axis(chart, frame)
    name = chart.unit.name + ("." if chart.better else "")
    plotting.heading(sheet, chart.title if titled else "", f"{name} {_BETTER[chart.better]}".strip(), chart.unjudged)
    if not chart.points:
        return _nothing(sheet)
    labels = _end_labels(chart, frame)
    plot, lanes = _plot(chart, sheet, axis, labels)
    plotting.draw_value_axis(sheet, plot, axis, chart.unit)
    _gaps(chart, sheet, plot)
    lines = _days(chart, sheet, plot)
    draw_happenings(chart, sheet, plot, lanes)
    _levels(chart, sheet, plot)
    _comparators(chart, sheet, plot)
    _joins(chart, sheet, plot)
    _points(chart, sheet, plot)
    plotting.draw_end_labels(sheet, plot, labels)
    sheet.y = plot.bottom + 8 + lines * frame.line
    plotting.draw_key(sheet, _key(chart, sheet))
    list_happenings(chart, sheet, lanes)
    for words in (
        plotting.scale_note(axis, chart.unit),
        _beyond(chart, plot),
        sourced(chart.source),
    ):
        if words:
            sheet.y += 3
            sheet.write(words)
    return sheet


def _nothing(sheet: Sheet) -> Sheet:
    sheet.write("There are no figures yet.", bold=True)
    return sheet


def _axis(chart: RunChart, frame: Frame) -> Axis:
    values = [*chart.values]
    values += [value for line in chart.comparators for _, value in line.values if value is not None]
    also = [value for value in (chart.target, chart.minimum) if value is not None]
    also += [
        each for limits in _limits(chart) for each in (limits.centre, limits.lower, limits.upper) if each is not None
    ]
    return axis_for(values, also, chart.unit, about=4 if frame.narrow else 5)


def _limits(chart: RunChart) -> tuple[Limits, ...]:
    return chart.limits if chart.judged else ()


def _end_labels(chart: RunChart, frame: Frame) -> list[EndLabel]:
    unit, labels = chart.unit, []
    for last in (chart.latest, chart.so_far):
        if last is not None and last.value is not None:
            words = "So far" if last.part else "Latest"
            labels.append(EndLabel(last.value, f"{words} {unit.said(last.value)}", bold=last is chart.latest))
    if chart.target is not None:
        labels.append(EndLabel(chart.target, f"Target {unit.brief(chart.target)}"))
    if chart.minimum is not None:
        labels.append(EndLabel(chart.minimum, f"Minimum {unit.brief(chart.minimum)}"))
    limits = chart.last_limits
    if limits:
        limit = "" if frame.narrow else " limit"
        named = ((f"Upper{limit}", limits.upper), (chart.centre_name, limits.centre), (f"Lower{limit}", limits.lower))
        labels += [EndLabel(value, f"{name} {unit.said(value)}") for name, value in named if value is not None]
    for line in chart.comparators:
        known = [value for _, value in line.values if value is not None]
        labels += [EndLabel(value, f"{line.label} {unit.said(value)}") for value in known[-1:]]
    return labels


def _plot(chart: RunChart, sheet: Sheet, axis: Axis, labels: list[EndLabel]) -> tuple[Plot, Lanes]:
    frame = sheet.frame
    wide, high = plotting.label_room(labels, frame)
    left = plotting.tick_width(axis, chart.unit, frame.type_size) + 10
    right = frame.width - wide - 18
    first, last = chart.place(chart.points[0].day), chart.place(chart.points[-1].day)
    inset = min(14.0, (right - left) / (2 * len(chart.points)))
    x = Scale(first, last, left + inset, right - inset) if last > first else Scale(first - 1, first + 1, left, right)
    lanes = lanes_for(chart, frame, x, (left, right))
    top = sheet.y + frame.type_size * 0.9 + lanes.rows * frame.line
    bottom = top + max(frame.plot, high)
    return Plot(left, right, top, bottom, x, Scale(axis.low, axis.high, bottom, top)), lanes


def _beyond(chart: RunChart, plot: Plot) -> str:
    drawn = [value for limits in _limits(chart) for value in (limits.lower, limits.upper) if value is not None]
    return "" if all(plot.y.holds(value) for value in drawn) else "A limit beyond the scale is not drawn."


def _across(chart: RunChart, plot: Plot, day: date) -> float:
    return plot.x.at(chart.place(day))


def _between(chart: RunChart, plot: Plot, one: date, other: date) -> float:
    return (_across(chart, plot, one) + _across(chart, plot, other)) / 2


def _days(chart: RunChart, sheet: Sheet, plot: Plot) -> int:
    """Names periods along the foot; gives how many lines that took."""
    size = sheet.frame.type_size
    ticks = day_ticks(
        chart.points, chart.step, lambda day: _across(chart, plot, day), size=size, edge=sheet.frame.width
    )
    for tick in ticks:
        at = _across(chart, plot, tick.day)
        sheet.line(at, plot.bottom, at, plot.bottom + 5, stroke=COMMON)
        for place, line in enumerate(tick.lines):
            sheet.text(tick.middle, plot.bottom + 6 + size * 0.95 + place * sheet.frame.line, line, anchor="middle")
    return max(len(tick.lines) for tick in ticks)


def _levels(chart: RunChart, sheet: Sheet, plot: Plot) -> None:
    """Limits over their own stretch of time; target and minimum right across."""
    for limits in _limits(chart):
        start, end = _stretch(chart, plot, limits)
        for value, dash in ((limits.upper, DASHES["limit"]), (limits.centre, ""), (limits.lower, DASHES["limit"])):
            if value is not None and plot.y.holds(value):
                height = plot.y.at(value)
                sheet.line(start, height, end, height, stroke=COMMON, thick=1.5, dash=dash)
    for value, name in ((chart.target, "target"), (chart.minimum, "minimum")):
        if value is not None and plot.y.holds(value):
            height = plot.y.at(value)
            sheet.line(plot.left, height, plot.right, height, thick=2, dash=DASHES[name])


def _stretch(chart: RunChart, plot: Plot, limits: Limits) -> tuple[float, float]:
    """From half-way to the point before to half-way to the point after, so that stretches meet and do not cross."""
    days = [point.day for point in chart.points]
    inside = [place for place, day in enumerate(days) if limits.first <= day <= limits.last]
    if not inside:
        return plot.left, plot.left
    first, last = inside[0], inside[-1]
    start = plot.left if first == 0 else _between(chart, plot, days[first - 1], days[first])
    final = last == len(days) - 1
    end = plot.right if final else _between(chart, plot, days[last], days[last + 1])
    return start, end


def _comparators(chart: RunChart, sheet: Sheet, plot: Plot) -> None:
    for place, line in enumerate(chart.comparators):
        dash = COMPARATOR_DASHES[place % len(COMPARATOR_DASHES)]
        piece: list[tuple[float, float]] = []
        beside = [(day, value) for day, value in line.values if plot.x.holds(chart.place(day))]
        for day, value in (*beside, (date.max, None)):
            if value is not None:
                piece.append((_across(chart, plot, day), plot.y.at(value)))
                continue
            if len(piece) > 1:
                sheet.path(piece, stroke=COMMON, thick=1.25, dash=dash)
            elif piece:
                sheet.mark(*piece[0], "circle", 2, colour=COMMON)
            piece = []


def _joins(chart: RunChart, sheet: Sheet, plot: Plot) -> None:
    """The line from point to point: broken where a figure is missing. A part of a period is not joined to whole ones:
    the line would fall to it for no other reason than that the period is not over.
    """
    if not chart.judged:
        return
    for run in _unbroken(chart.points):
        whole = [point for point in run if not point.part]
        at = [(_across(chart, plot, point.day), plot.y.at(point.value or 0)) for point in whole]
        if len(at) > 1:
            sheet.path(at, stroke=COMMON, thick=1.5)


def _unbroken(points: tuple[Point, ...]) -> Iterator[list[Point]]:
    run: list[Point] = []
    for point in points:
        if point.value is not None:
            run.append(point)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _radius(chart: RunChart, plot: Plot) -> float:
    gaps = [chart.place(after.day) - chart.place(before.day) for before, after in pairwise(chart.points)]
    across = min(gaps, default=1000) / (plot.x.high - plot.x.low) * (plot.x.end - plot.x.start)
    return max(2.2, min(4.5, across * 0.36))


def _points(chart: RunChart, sheet: Sheet, plot: Plot) -> None:
    r = _radius(chart, plot)
    for point in chart.points:
        if point.value is None:
            continue
        shape, colour = MARKS[point.mark if chart.judged else "common_cause"]
        sheet.mark(
            _across(chart, plot, point.day),
            plot.y.at(point.value),
            shape,
            r if point.mark == "common_cause" else max(r * 1.15, 3.2),
            colour=colour,
            hollow=point.provisional or point.part,
            dash="2 1.5" if point.part else "",
            tip=point_words(point, chart.unit, judged=chart.judged),
            kind="gt-point",
        )


def _gaps(chart: RunChart, sheet: Sheet, plot: Plot) -> None:
    """A pale band over each run of periods without figures; the words for it where they fit."""
    days, size = [point.day for point in chart.points], sheet.frame.type_size
    for first, last in _missing_runs(chart.points):
        start = plot.left if first == 0 else _between(chart, plot, days[first - 1], days[first])
        final = last == len(days) - 1
        end = plot.right if final else _between(chart, plot, days[last], days[last + 1])
        sheet.add(
            f'<rect class="gt-gap" x="{number(start)}" y="{number(plot.top)}" width="{number(end - start)}" '
            f'height="{number(plot.bottom - plot.top)}" fill="{COMMON}" fill-opacity=".16"/>'
        )
        words = chart.points[first].missing
        if sheet.wide(words) + 4 <= end - start:
            sheet.text((start + end) / 2, plot.bottom - size * 0.5, words, anchor="middle")


def _missing_runs(points: tuple[Point, ...]) -> Iterator[tuple[int, int]]:
    start = -1
    for place, point in enumerate(points):
        if point.value is None and start < 0:
            start = place
        if point.value is not None and start >= 0:
            yield start, place - 1
            start = -1
    if start >= 0:
        yield start, len(points) - 1


def _key(chart: RunChart, sheet: Sheet) -> list[KeyEntry]:
    """Only what is drawn, in words; the plain dot is explained where there are others to tell it from."""
    given = [point for point in chart.points if point.value is not None]
    marks = sorted({point.mark for point in given}, key=list(VARIATION_WORDS).index) if chart.judged else []
    entries: list[KeyEntry] = []
    seen: set[str] = set()
    for mark in marks if marks != ["common_cause"] else []:
        words = VARIATION_WORDS[mark].split(":")[0]
        if words not in seen:
            entries.append(plotting.mark_entry(sheet, words, *MARKS[mark]))
        seen.add(words)
    if any(point.provisional for point in given):
        entries.append(plotting.mark_entry(sheet, "Provisional", "circle", COMMON, hollow=True))
    if any(point.part for point in given):
        entries.append(plotting.mark_entry(sheet, "Part of a period", "circle", COMMON, hollow=True, dash="2 1.5"))
    for words in dict.fromkeys(point.missing for point in chart.points if point.value is None):
        entries.append(_band_entry(sheet, words[:1].upper() + words[1:]))
    return entries


def _band_entry(sheet: Sheet, words: str) -> KeyEntry:
    return KeyEntry(
        words,
        lambda x, y: sheet.add(
            f'<rect x="{number(x - 8)}" y="{number(y - 7)}" width="16" height="14" fill="{COMMON}" '
            f'fill-opacity=".16" stroke="{INK}" stroke-opacity=".3"/>'
        ),
    )
