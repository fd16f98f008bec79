"""Areas against the size of their denominators, between limits that narrow as numbers grow; ours stands out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.publishing.charts import plotting
from goldenthread.publishing.charts.lettering import width
from goldenthread.publishing.charts.palette import COMMON, CONCERN, OURS, Shape
from goldenthread.publishing.charts.plotting import EndLabel, KeyEntry, Plot
from goldenthread.publishing.charts.scales import Axis, Scale, axis_for, within_edges
from goldenthread.publishing.charts.sheet import Frame, Sheet
from goldenthread.publishing.charts.units import COUNT
from goldenthread.publishing.charts.values import Area, Curve, FunnelChart
from goldenthread.publishing.charts.wordings import sourced

_DASHES = ("7 4", "", "2 3", "10 3 2 3")
_MOST_NAMED = 8


def draw_funnel(chart: FunnelChart, frame: Frame, *, titled: bool) -> Sheet:
    """The chart on a sheet; areas outside the limits are named as far as there is room, ours always."""
    sheet = Sheet(frame)
    plotting.heading(sheet, chart.title if titled else "", chart.unit.name)
    if not chart.areas:
        sheet.write("There are no figures yet.", bold=True)
        return sheet
    across, up = _axes(chart, frame)
    plot = _plot(chart, sheet, across, up)
    plotting.draw_value_axis(sheet, plot, up, chart.unit)
    _sizes(chart, sheet, plot, across)
    _curves(chart, sheet, plot)
    for area in sorted(chart.areas, key=lambda area: (area.ours, bool(area.mark))):
        _area(chart, sheet, plot, area)
    _names(chart, sheet, plot)
    plotting.draw_end_labels(sheet, plot, _end_labels(chart, plot.y))
    sheet.y = plot.bottom + 8 + 2 * frame.line
    plotting.draw_key(sheet, _key(chart, sheet))
    for words in (plotting.scale_note(up, chart.unit), sourced(chart.source)):
        if words:
            sheet.y += 3
            sheet.write(words)
    return sheet


def _axes(chart: FunnelChart, frame: Frame) -> tuple[Axis, Axis]:
    sizes = [area.size for area in chart.areas]
    across = axis_for(sizes, (), COUNT, about=3 if frame.narrow else 6, zero=1)
    reach = _reach(chart)
    across = Axis(tuple(tick for tick in across.ticks if tick <= reach), across.step)
    values = [area.value for area in chart.areas]
    # Limits are drawn where they lie among the areas; at tiny denominators they go far beyond and are cut off.
    smallest = min(sizes)
    near = [value for curve in chart.curves for size, value in curve.points if size >= smallest]
    room = (max(values) - min(values)) or 1.0
    kept = [value for value in near if min(values) - room / 2 <= value <= max(values) + room / 2]
    also = kept if chart.benchmark is None else [*kept, chart.benchmark]
    return across, axis_for(values, also, chart.unit, about=4 if frame.narrow else 5, zero=0.25)


def _reach(chart: FunnelChart) -> float:
    """How far the foot goes: a little beyond the largest area."""
    return max(area.size for area in chart.areas) * 1.04 or 1.0


def _plot(chart: FunnelChart, sheet: Sheet, across: Axis, up: Axis) -> Plot:
    frame = sheet.frame
    left = plotting.tick_width(up, chart.unit, frame.type_size) + 10
    top = sheet.y + frame.type_size * 0.6
    scale = Scale(up.low, up.high, top + frame.plot, top)
    wide, high = plotting.label_room(_end_labels(chart, scale), frame)
    # The last number along the foot is set about its tick, and must not leave the sheet.
    half = width(COUNT.on_axis(across.high, across.step), frame.type_size) / 2
    right = frame.width - max(wide + 18, half)
    bottom = top + max(frame.plot, high)
    return Plot(
        left, right, top, bottom, Scale(across.low, _reach(chart), left, right), Scale(up.low, up.high, bottom, top)
    )


def _end_labels(chart: FunnelChart, y: Scale) -> list[EndLabel]:
    """Each name of limits once, where its upper curve ends; and the benchmark."""
    ends: dict[str, float] = {}
    for curve in chart.curves:
        last = _cut(curve, _reach(chart))[-1][1] if curve.points else float("nan")
        if y.holds(last):
            ends[curve.label] = max(last, ends.get(curve.label, last))
    labels = [EndLabel(value, label) for label, value in ends.items()]
    if chart.benchmark is not None:
        labels.append(EndLabel(chart.benchmark, f"{chart.benchmark_name} {chart.unit.said(chart.benchmark)}"))
    return labels


def _sizes(chart: FunnelChart, sheet: Sheet, plot: Plot, across: Axis) -> None:
    size = sheet.frame.type_size
    for tick in across.ticks:
        at = plot.x.at(tick)
        sheet.line(at, plot.bottom, at, plot.bottom + 5, stroke=COMMON)
        sheet.text(at, plot.bottom + 6 + size * 0.95, COUNT.on_axis(tick, across.step), anchor="middle")
    baseline = plot.bottom + 6 + size * 0.95 + sheet.frame.line
    sheet.text((plot.left + plot.right) / 2, baseline, chart.size_name, anchor="middle")


def _curves(chart: FunnelChart, sheet: Sheet, plot: Plot) -> None:
    names = list(dict.fromkeys(curve.label for curve in chart.curves))
    for curve in chart.curves:
        for piece in within_edges([p for p in _cut(curve, plot.x.high) if plot.x.holds(p[0])], plot.y):
            drawn = [(plot.x.at(size), plot.y.at(value)) for size, value in piece]
            sheet.path(drawn, stroke=COMMON, dash=_DASHES[names.index(curve.label) % len(_DASHES)])
    if chart.benchmark is not None:
        height = plot.y.at(chart.benchmark)
        sheet.line(plot.left, height, plot.right, height, thick=1.5)


def _cut(curve: Curve, reach: float) -> list[tuple[float, float]]:
    """The curve as far as `reach`, ended there by a point between two of its own."""
    inside = [point for point in curve.points if point[0] <= reach]
    beyond = next((point for point in curve.points if point[0] > reach), None)
    if inside and beyond:
        (size, value), (after, then) = inside[-1], beyond
        inside.append((reach, value + (then - value) * (reach - size) / (after - size)))
    return inside or list(curve.points[:1])


def _height(curve: Curve, size: float) -> float | None:
    """The curve's value at a denominator; None outside it."""
    place = bisect_left(curve.points, (size,))
    if not 0 < place < len(curve.points):
        return None
    (before, low), (after, high) = curve.points[place - 1], curve.points[place]
    return low + (high - low) * (size - before) / (after - before)


def _look(area: Area) -> tuple[Shape, str, bool, float]:
    """Shape, colour, whether hollow, and size: ours a large square, those outside diamonds, the rest open circles."""
    if area.ours:
        return "square", OURS, False, 6
    return ("diamond", CONCERN, False, 4.5) if area.mark else ("circle", COMMON, True, 3.5)


def _area(chart: FunnelChart, sheet: Sheet, plot: Plot, area: Area) -> None:
    shape, colour, hollow, r = _look(area)
    tip = f"{area.label}: {chart.unit.said(area.value)}" + (f", {area.mark}" if area.mark else "")
    x, y = plot.x.at(area.size), plot.y.at(area.value)
    sheet.mark(x, y, shape, r, colour=colour, hollow=hollow, tip=tip, kind="gt-point")


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        apart = (
            self.right <= other.left or other.right <= self.left or self.bottom <= other.top or other.bottom <= self.top
        )
        return not apart


def _names(chart: FunnelChart, sheet: Sheet, plot: Plot) -> None:
    """Ours first and always; then areas outside, where their words touch neither another name nor another dot."""
    dots = [_Box(x - 5, y - 5, x + 5, y + 5) for x, y in ((plot.x.at(a.size), plot.y.at(a.value)) for a in chart.areas)]
    wanted = sorted((area for area in chart.areas if area.ours or area.mark), key=lambda area: not area.ours)
    taken: list[_Box] = []
    for area in wanted[:_MOST_NAMED]:
        boxes = [box for box in _around(area, sheet, plot) if plot.left <= box.left and box.right <= plot.right]
        own = _Box(
            plot.x.at(area.size) - 5, plot.y.at(area.value) - 5, plot.x.at(area.size) + 5, plot.y.at(area.value) + 5
        )
        inside = [box for box in boxes if plot.top - 2 <= box.top and box.bottom <= plot.bottom]
        others = [dot for dot in dots if dot != own]
        clear = [box for box in inside if not any(box.meets(each) for each in taken)]
        apart = [box for box in clear if not any(box.meets(dot) for dot in others)]
        free = [box for box in apart if not _crossed(box, chart, plot)] or (apart if area.ours else [])
        chosen = next(iter(free or (clear if area.ours else [])), None)
        if chosen:
            taken.append(chosen)
            sheet.text(chosen.left, chosen.bottom - sheet.frame.type_size * 0.25, area.label, bold=area.ours)


def _crossed(box: _Box, chart: FunnelChart, plot: Plot) -> bool:
    """Whether a limit or the benchmark runs through the words."""
    if chart.benchmark is not None and box.top < plot.y.at(chart.benchmark) < box.bottom:
        return True
    across = plot.x.high - plot.x.low
    sizes = [plot.x.low + (at - plot.x.start) / (plot.x.end - plot.x.start) * across for at in (box.left, box.right)]
    for curve in chart.curves:
        ends = [height for size in sizes if (height := _height(curve, size)) is not None]
        drawn = sorted(plot.y.at(height) for height in ends)
        if drawn and drawn[0] < box.bottom and box.top < drawn[-1]:
            return True
    return False


def _around(area: Area, sheet: Sheet, plot: Plot) -> Iterator[_Box]:
    wide, high = width(area.label, sheet.frame.type_size, bold=area.ours), sheet.frame.type_size * 1.15
    x, y = plot.x.at(area.size), plot.y.at(area.value)
    for left, top in (
        (x + 10, y - high / 2),
        (x - 10 - wide, y - high / 2),
        (x - wide / 2, y - 9 - high),
        (x - wide / 2, y + 9),
        (x + 8, y - 4 - high),
        (x - 8 - wide, y - 4 - high),
        (x + 8, y + 4),
        (x - 8 - wide, y + 4),
    ):
        yield _Box(left, top, left + wide, top + high)


def _key(chart: FunnelChart, sheet: Sheet) -> list[KeyEntry]:
    entries = []
    ours = next((area for area in chart.areas if area.ours), None)
    if ours:
        entries.append(plotting.mark_entry(sheet, ours.label, "square", OURS))
    if any(area.mark and not area.ours for area in chart.areas):
        entries.append(plotting.mark_entry(sheet, "Outside the limits", "diamond", CONCERN))
    if any(not area.mark and not area.ours for area in chart.areas):
        entries.append(plotting.mark_entry(sheet, "Within the limits", "circle", COMMON, hollow=True))
    return entries
