"""What happened, on the time line: named beside its line where there is room, or by a letter and a list below."""

from __future__ import annotations

import itertools
import string
from dataclasses import dataclass

from goldenthread.publishing.charts.lettering import width
from goldenthread.publishing.charts.palette import COMMON, INK
from goldenthread.publishing.charts.plotting import Plot
from goldenthread.publishing.charts.scales import Scale
from goldenthread.publishing.charts.sheet import Frame, Sheet
from goldenthread.publishing.charts.values import Annotation, RunChart
from goldenthread.publishing.charts.wordings import happening_words

_MOST_ROWS = 2
_MOST_DIRECT = 4


@dataclass(frozen=True, slots=True)
class _Placed:
    """A happening's line and its words: `row` counts up from the plot; words begin (or, `before`, end) at the line."""

    happening: Annotation
    x: float
    words: str
    row: int = 0
    before: bool = False


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where the words of all happenings go above the plot, and whether they are letters for a list below."""

    rows: int
    lettered: bool
    placed: tuple[_Placed, ...]


def lanes_for(chart: RunChart, frame: Frame, x: Scale, edges: tuple[float, float]) -> Lanes:
    """Words keep between `edges`, the plot's own. Happenings outside the chart's days are left to the table."""
    shown = sorted(
        (each for each in chart.annotations if x.holds(each.day.toordinal())), key=lambda happening: happening.day
    )
    if not shown:
        return Lanes(0, False, ())
    direct = _placed([(each, x.at(each.day.toordinal()), each.text) for each in shown], frame, edges)
    if direct:
        return Lanes(max(each.row for each in direct) + 1, False, direct)
    letters = [
        (each, x.at(each.day.toordinal()), letter) for each, letter in zip(shown, _letters(len(shown)), strict=True)
    ]
    staggered = tuple(_staggered(letters, frame))
    return Lanes(max(each.row for each in staggered) + 1, True, staggered)


def _letters(count: int) -> list[str]:
    return [string.ascii_uppercase[place % 26] * (place // 26 + 1) for place in range(count)]


def _placed(
    wanted: list[tuple[Annotation, float, str]], frame: Frame, edges: tuple[float, float]
) -> tuple[_Placed, ...]:
    """All of them in two rows at most, touching neither one another nor another's line; otherwise none.

    Few enough to try every way, the lower row and words after their line first.
    """
    if len(wanted) > _MOST_DIRECT:
        return ()
    ways = itertools.product(((0, False), (0, True), (1, False), (1, True)), repeat=len(wanted))
    for way in sorted(ways, key=lambda way: sum(row for row, _ in way)):
        made = tuple(
            _Placed(happening, x, words, row, before)
            for (happening, x, words), (row, before) in zip(wanted, way, strict=True)
        )
        spans = [_span(each, frame) for each in made]
        inside = all(
            # Beside the lower row stand the labels at the ends of lines.
            edges[0] - 8 <= start and end <= (frame.width if each.row else edges[1] + 8)
            for each, (start, end) in zip(made, spans, strict=True)
        )
        if inside and not any(
            _touch(first, second) for first, second in itertools.permutations(zip(made, spans, strict=True), 2)
        ):
            return made
    return ()


def _span(each: _Placed, frame: Frame) -> tuple[float, float]:
    wide = width(each.words, frame.type_size) + 8
    return (each.x - wide, each.x) if each.before else (each.x, each.x + wide)


def _touch(first: tuple[_Placed, tuple[float, float]], second: tuple[_Placed, tuple[float, float]]) -> bool:
    """Whether words overlap in one row, or the second's line, on its way up, runs through the first's words."""
    (one, (start, end)), (other, (begin, finish)) = first, second
    beside = one.row == other.row and start < finish and begin < end
    return beside or (other.row >= one.row and start < other.x < end)


def _staggered(wanted: list[tuple[Annotation, float, str]], frame: Frame) -> list[_Placed]:
    """Letters, in the lower row but for those that would touch the one before."""
    made: list[_Placed] = []
    ends = [float("-inf")] * _MOST_ROWS
    for happening, x, letter in wanted:
        wide = width(letter, frame.type_size) + 6
        row = next((row for row in range(_MOST_ROWS) if x - wide / 2 >= ends[row]), _MOST_ROWS - 1)
        ends[row] = x + wide / 2
        made.append(_Placed(happening, x, letter, row))
    return made


def draw_happenings(chart: RunChart, sheet: Sheet, plot: Plot, lanes: Lanes) -> None:
    """A line down through the plot for each: unbroken where limits start afresh, dotted for the rest."""
    frame = sheet.frame
    for each in lanes.placed:
        afresh = each.happening.kind == "new limits"
        top = plot.top - each.row * frame.line
        reach = top if lanes.lettered else top - frame.line + 4
        sheet.line(
            each.x,
            reach,
            each.x,
            plot.bottom,
            stroke=INK if afresh else COMMON,
            thick=1.5,
            dash="" if afresh else "1 3",
        )
        baseline = top - frame.line * 0.25
        if lanes.lettered:
            sheet.text(each.x, baseline, each.words, anchor="middle", bold=True)
        else:
            sheet.text(
                each.x + (-5 if each.before else 5), baseline, each.words, anchor="end" if each.before else "start"
            )


def list_happenings(chart: RunChart, sheet: Sheet, lanes: Lanes) -> None:
    """The list that the letters stand for."""
    if not lanes.lettered:
        return
    sheet.y += 4
    for each in lanes.placed:
        before = sheet.y
        sheet.write(happening_words(each.happening), x=28)
        sheet.text(0, before + sheet.frame.line * 0.75, each.words, bold=True)
