"""What the kinds of chart share: the heading over a drawing, the value axis, labels at the ends of lines, the key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from goldenthread.publishing.charts.lettering import spread, width, wrapped
from goldenthread.publishing.charts.palette import COMMON, Shape
from goldenthread.publishing.charts.scales import Axis, Scale
from goldenthread.publishing.charts.sheet import Frame, Sheet, number
from goldenthread.publishing.charts.units import Unit


@dataclass(frozen=True, slots=True)
class Plot:
    """The plot's box and its two scales. `y` runs upwards: its `start` is the bottom."""

    left: float
    right: float
    top: float
    bottom: float
    x: Scale
    y: Scale


@dataclass(frozen=True, slots=True)
class EndLabel:
    """Words at the right end of a line, wanted at the height of `value`."""

    value: float
    words: str
    bold: bool = False


def heading(sheet: Sheet, title: str, *lines: str) -> None:
    """The title, where the drawing has to carry it itself, and lines that say what is measured."""
    if title:
        sheet.write(title, bold=True)
        sheet.y += 4
    for words in lines:
        if words:
            sheet.write(words)


def tick_width(axis: Axis, unit: Unit, size: float) -> float:
    return max(width(unit.on_axis(tick, axis.step), size) for tick in axis.ticks)


def draw_value_axis(sheet: Sheet, plot: Plot, axis: Axis, unit: Unit) -> None:
    """A quiet line across for each tick, its value to the left, and the axis at the foot."""
    sheet.add(
        f'<rect class="gt-plot" x="{number(plot.left)}" y="{number(plot.top)}" '
        f'width="{number(plot.right - plot.left)}" height="{number(plot.bottom - plot.top)}" fill="none"/>'
    )
    for tick in axis.ticks:
        height = plot.y.at(tick)
        sheet.line(plot.left, height, plot.right, height, stroke=COMMON, faint=True)
        words = unit.on_axis(tick, axis.step)
        sheet.text(plot.left - 8, height + sheet.frame.type_size * 0.35, words, anchor="end")
    sheet.line(plot.left, plot.bottom, plot.right, plot.bottom, stroke=COMMON)


def label_lines(labels: Sequence[EndLabel], frame: Frame) -> list[list[str]]:
    room = frame.width * (0.34 if frame.narrow else 0.27)
    return [wrapped(label.words, room, frame.type_size, bold=label.bold) for label in labels]


def label_room(labels: Sequence[EndLabel], frame: Frame) -> tuple[float, float]:
    """How wide the margin for these labels must be, and how high all of them are together."""
    made = label_lines(labels, frame)
    sizes = [
        width(line, frame.type_size, bold=label.bold)
        for label, lines in zip(labels, made, strict=True)
        for line in lines
    ]
    return max(sizes, default=0.0), sum(len(lines) for lines in made) * frame.line


def draw_end_labels(sheet: Sheet, plot: Plot, labels: Sequence[EndLabel]) -> None:
    """Each label as near to its line as the others let it; one that had to move is tied to its line."""
    made = label_lines(labels, sheet.frame)
    heights = [len(lines) * sheet.frame.line for lines in made]
    wanted = [min(max(plot.y.at(label.value), plot.top), plot.bottom) for label in labels]
    half = sheet.frame.line / 2
    middles = spread(wanted, heights, plot.top - half, plot.bottom + half)
    for label, lines, want, middle, height in zip(labels, made, wanted, middles, heights, strict=True):
        sheet.line(plot.right + 2, want, plot.right + 11, middle, stroke=COMMON)
        baseline = middle - height / 2 + sheet.frame.line * 0.77
        for line in lines:
            sheet.text(plot.right + 14, baseline, line, bold=label.bold)
            baseline += sheet.frame.line


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One entry of the key: a mark drawn by `sample(x, y)` in a room of 22, and its words."""

    words: str
    sample: Callable[[float, float], None]


def mark_entry(
    sheet: Sheet, words: str, shape: Shape, colour: str, *, hollow: bool = False, dash: str = ""
) -> KeyEntry:
    return KeyEntry(words, lambda x, y: sheet.mark(x, y, shape, 5, colour=colour, hollow=hollow, dash=dash))


def line_entry(sheet: Sheet, words: str, colour: str, dash: str) -> KeyEntry:
    return KeyEntry(words, lambda x, y: sheet.line(x - 10, y, x + 10, y, stroke=colour, thick=2, dash=dash))


def draw_key(sheet: Sheet, entries: Sequence[KeyEntry]) -> None:
    """Entries side by side, on as many lines as they need."""
    if not entries:
        return
    size, x = sheet.frame.type_size, 0.0
    sheet.y += sheet.frame.line + 6
    for entry in entries:
        lines = wrapped(entry.words, sheet.frame.width - 30, size)
        wide = 28 + max(width(line, size) for line in lines)
        if x and x + wide > sheet.frame.width:
            x, sheet.y = 0.0, sheet.y + sheet.frame.line
        entry.sample(x + 10, sheet.y - size * 0.6)
        for place, line in enumerate(lines):
            sheet.y += sheet.frame.line if place else 0
            sheet.text(x + 28, sheet.y - sheet.frame.line * 0.2, line)
        x += wide + 20


def scale_note(axis: Axis, unit: Unit) -> str:
    """A scale that does not begin at zero says so."""
    return f"The scale begins at {unit.on_axis(axis.low, axis.step)}, not zero." if axis.low > 0 else ""
