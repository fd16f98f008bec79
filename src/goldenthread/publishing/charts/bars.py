"""Bars from zero with their values beside them, the intervals about them, and ours marked among the comparators."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.publishing.charts import plotting
from goldenthread.publishing.charts.lettering import width, wrapped
from goldenthread.publishing.charts.palette import COMMON, DASHES, OURS
from goldenthread.publishing.charts.plotting import KeyEntry
from goldenthread.publishing.charts.scales import Axis, Scale, axis_for
from goldenthread.publishing.charts.sheet import Frame, Sheet, number, said
from goldenthread.publishing.charts.values import Bar, BarChart
from goldenthread.publishing.charts.wordings import sourced

_THICK = 18.0
_GAP = 12.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar's lines of words and where its row begins and ends; `middle` is the middle of the bar itself."""

    bar: Bar
    lines: list[str]
    top: float
    middle: float
    bottom: float


def draw_bars(chart: BarChart, frame: Frame, *, titled: bool) -> Sheet:
    """The chart on a sheet: names left of the bars, or above them where the sheet is narrow."""
    sheet = Sheet(frame)
    plotting.heading(sheet, chart.title if titled else "", chart.unit.name)
    if not chart.bars:
        sheet.write("There are no figures yet.", bold=True)
        return sheet
    axis = _axis(chart, frame)
    rows, left = _rows(chart, sheet)
    x = Scale(axis.low, axis.high, left, frame.width - _value_room(chart, frame, axis))
    top, bottom = rows[0].top - _GAP / 2, rows[-1].bottom + _GAP / 2
    _foot(chart, sheet, axis, x, rows, (top, bottom))
    for row in rows:
        _row(chart, sheet, x, row)
    _target(chart, sheet, x, rows, (top, bottom))
    sheet.y = bottom + 6 + frame.line
    plotting.draw_key(sheet, _key(chart, sheet))
    if chart.source:
        sheet.y += 3
        sheet.write(sourced(chart.source))
    return sheet


def _axis(chart: BarChart, frame: Frame) -> Axis:
    values = [value for bar in chart.bars for value in (bar.value, bar.lower, bar.upper) if value is not None]
    also = [] if chart.target is None else [chart.target]
    return axis_for(values, also, chart.unit, about=3 if frame.narrow else 5, zero=1)


def _rows(chart: BarChart, sheet: Sheet) -> tuple[list[_Row], float]:
    frame = sheet.frame
    room = frame.width * 0.95 if frame.narrow else frame.width * 0.38
    named = [wrapped(bar.label, room, frame.type_size, bold=bar.ours) for bar in chart.bars]
    widest = max(
        width(line, frame.type_size, bold=bar.ours)
        for bar, lines in zip(chart.bars, named, strict=True)
        for line in lines
    )
    y = sheet.y + _GAP + (frame.line if chart.target is not None else 0)
    rows = []
    for bar, lines in zip(chart.bars, named, strict=True):
        words = len(lines) * frame.line
        high = words + _THICK + 2 if frame.narrow else max(words, _THICK)
        middle = y + high - _THICK / 2 if frame.narrow else y + high / 2
        rows.append(_Row(bar, lines, y, middle, y + high))
        y += high + _GAP
    half = width(chart.unit.on_axis(0, 1), frame.type_size) / 2
    return rows, half + 1 if frame.narrow else widest + 12


def _value_room(chart: BarChart, frame: Frame, axis: Axis) -> float:
    widths = [width(_value(chart, bar), frame.type_size, bold=bar.ours) for bar in chart.bars if bar.value is not None]
    half = width(chart.unit.on_axis(axis.high, axis.step), frame.type_size) / 2
    return max([*widths, half]) + 10


def _value(chart: BarChart, bar: Bar) -> str:
    return bar.missing if bar.value is None else chart.unit.said(bar.value)


def _foot(chart: BarChart, sheet: Sheet, axis: Axis, x: Scale, rows: list[_Row], reach: tuple[float, float]) -> None:
    """The scale at the foot and the line at zero. Values stand beside their bars, so nothing need lead the eye down."""
    top, bottom = reach
    sheet.add(
        f'<rect class="gt-plot" x="{number(x.start)}" y="{number(top)}" width="{number(x.end - x.start)}" '
        f'height="{number(bottom - top)}" fill="none"/>'
    )
    for tick in axis.ticks:
        at = x.at(tick)
        sheet.line(at, bottom, at, bottom + 5, stroke=COMMON)
        words = chart.unit.on_axis(tick, axis.step)
        sheet.text(at, bottom + 6 + sheet.frame.type_size * 0.95, words, anchor="middle")
    sheet.line(x.start, bottom, x.end, bottom, stroke=COMMON)
    for begin, end in _stretches(rows, reach, sheet.frame):
        sheet.line(x.at(0), begin, x.at(0), end, stroke=COMMON)


def _stretches(rows: list[_Row], reach: tuple[float, float], frame: Frame) -> list[tuple[float, float]]:
    """Where a line down through the bars may run: not through the names that stand between them on a narrow sheet."""
    if not frame.narrow:
        return [reach]
    return [(row.middle - _THICK / 2 - 3, row.middle + _THICK / 2 + 3) for row in rows]


def _row(chart: BarChart, sheet: Sheet, x: Scale, row: _Row) -> None:
    bar, frame = row.bar, sheet.frame
    baseline = row.top if frame.narrow else row.middle - len(row.lines) * frame.line / 2
    for line in row.lines:
        baseline += frame.line
        baseline_here = baseline - frame.line * 0.26
        if frame.narrow:
            sheet.text(x.start, baseline_here, line, bold=bar.ours)
        else:
            sheet.text(x.start - 10, baseline_here, line, anchor="end", bold=bar.ours)
    value = _value(chart, bar)
    base = row.middle + frame.type_size * 0.35
    if bar.value is None:
        sheet.text(x.at(0) + 6, base, value)
        return
    start, end = sorted((x.at(0), x.at(bar.value)))
    _fill(sheet, bar, start, end, row.middle, f"{bar.label}: {value}")
    reach = end
    if bar.lower is not None and bar.upper is not None:
        _whisker(sheet, x.at(bar.lower), x.at(bar.upper), row.middle)
        reach = max(end, x.at(bar.upper))
    sheet.text(_clear_of_target(chart, sheet, x, reach + 7, value, bold=bar.ours), base, value, bold=bar.ours)


def _clear_of_target(chart: BarChart, sheet: Sheet, x: Scale, start: float, words: str, *, bold: bool) -> float:
    """Where words begin so that the target's line does not run through them."""
    if chart.target is None:
        return start
    at = x.at(chart.target)
    return at + 6 if start - 3 < at < start + sheet.wide(words, bold=bold) + 3 else start


def _fill(sheet: Sheet, bar: Bar, start: float, end: float, middle: float, tip: str) -> None:
    """Ours is solid, other areas are pale with an outline, comparators an outline alone: plain without colour too."""
    colour = OURS if bar.ours else COMMON
    fill = f'fill="{colour}"' if not bar.comparator else 'fill="none"'
    pale = "" if bar.ours or bar.comparator else ' fill-opacity=".28"'
    sheet.add(
        f'<rect class="gt-bar" x="{number(start)}" y="{number(middle - _THICK / 2)}" width="{number(end - start)}" '
        f'height="{number(_THICK)}" {fill}{pale} stroke="{colour}" stroke-width="1.25">'
        f"<title>{said(tip)}</title></rect>"
    )


def _whisker(sheet: Sheet, low: float, high: float, middle: float) -> None:
    sheet.line(low, middle, high, middle, thick=1.5)
    for end in (low, high):
        sheet.line(end, middle - 5, end, middle + 5, thick=1.5)


def _target(chart: BarChart, sheet: Sheet, x: Scale, rows: list[_Row], reach: tuple[float, float]) -> None:
    """A line down through the bars, broken where words stand in the place of a bar."""
    if chart.target is None:
        return
    words = f"Target {chart.unit.brief(chart.target)}"
    half = sheet.wide(words) / 2
    at = x.at(chart.target)
    missing = [row for row in rows if row.bar.value is None]
    for begin, end in _stretches(rows, (reach[0] - 2, reach[1]), sheet.frame):
        for row in missing:
            if begin < row.middle < end:
                sheet.line(at, begin, at, max(begin, row.middle - _GAP), thick=2, dash=DASHES["target"])
                begin = min(end, row.middle + _GAP)
        if end - begin >= _GAP:
            sheet.line(at, begin, at, end, thick=2, dash=DASHES["target"])
    middle = min(max(at, half), sheet.frame.width - half)
    sheet.text(middle, reach[0] - 8, words, anchor="middle")


def _key(chart: BarChart, sheet: Sheet) -> list[KeyEntry]:
    if not any(bar.lower is not None and bar.upper is not None for bar in chart.bars):
        return []
    return [KeyEntry(chart.interval_name, lambda x, y: _whisker(sheet, x - 10, x + 10, y))]
