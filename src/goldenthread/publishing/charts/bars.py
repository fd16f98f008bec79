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
    _grid(chart, sheet, axis, x, (top, bottom))
    for row in rows:
        _row(chart, sheet, x, row)
    _target(chart, sheet, x, (top, bottom))
    sheet.y = bottom + 6 + frame.line
    plotting.draw_key(sheet, _key(chart, sheet))
    if chart.source:
        sheet.y += 3
        sheet.write(f"Source: {chart.source}")
    return sheet


def _axis(chart: BarChart, frame: Frame) -> Axis:
    values = [value for bar in chart.bars for value in (bar.value, bar.lower, bar.upper) if value is not None]
    also = [] if chart.target is None else [chart.target]
    return axis_for(values, also, chart.unit, about=3 if frame.narrow else 5, zero=True)


def _rows(chart: BarChart, sheet: Sheet) -> tuple[list[_Row], float]:
    frame = sheet.frame
    room = frame.width if frame.narrow else frame.width * 0.34
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


def _grid(chart: BarChart, sheet: Sheet, axis: Axis, x: Scale, reach: tuple[float, float]) -> None:
    top, bottom = reach
    sheet.add(
        f'<rect class="gt-plot" x="{number(x.start)}" y="{number(top)}" width="{number(x.end - x.start)}" '
        f'height="{number(bottom - top)}" fill="none"/>'
    )
    for tick in axis.ticks:
        at = x.at(tick)
        # Between names above their bars, lines across would run through the words.
        begin = bottom if sheet.frame.narrow and tick != 0 else top
        sheet.line(at, begin, at, bottom + 5, stroke=COMMON, faint=tick != 0 and not sheet.frame.narrow)
        words = chart.unit.on_axis(tick, axis.step)
        sheet.text(at, bottom + 6 + sheet.frame.type_size * 0.95, words, anchor="middle")
    if sheet.frame.narrow:
        sheet.line(x.start, bottom, x.end, bottom, stroke=COMMON)


def _row(chart: BarChart, sheet: Sheet, x: Scale, row: _Row) -> None:
    bar, frame = row.bar, sheet.frame
    baseline = row.top if frame.narrow else row.middle - len(row.lines) * frame.line / 2
    for line in row.lines:
        baseline += frame.line
        words_end = 0 if frame.narrow else x.start - 10
        sheet.text(
            words_end, baseline - frame.line * 0.26, line, anchor="start" if frame.narrow else "end", bold=bar.ours
        )
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
    sheet.text(reach + 7, base, value, bold=bar.ours)


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


def _target(chart: BarChart, sheet: Sheet, x: Scale, reach: tuple[float, float]) -> None:
    if chart.target is None:
        return
    words = f"Target {chart.unit.said(chart.target)}"
    half = sheet.wide(words) / 2
    at = x.at(chart.target)
    sheet.line(at, reach[0] - 2, at, reach[1], thick=2, dash=DASHES["target"])
    middle = min(max(at, half), sheet.frame.width - half)
    sheet.text(middle, reach[0] - 8, words, anchor="middle")


def _key(chart: BarChart, sheet: Sheet) -> list[KeyEntry]:
    if not any(bar.lower is not None and bar.upper is not None for bar in chart.bars):
        return []
    return [KeyEntry(chart.interval_name, lambda x, y: _whisker(sheet, x - 10, x + 10, y))]
