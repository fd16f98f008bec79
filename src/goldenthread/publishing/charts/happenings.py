"""What happened, on the time line: named beside its line where there is room, or by a letter and a list below."""

from __future__ import annotations

import string
from dataclasses import dataclass

from goldenthread.publishing.charts.lettering import width
from goldenthread.publishing.charts.palette import COMMON, INK
from goldenthread.publishing.charts.plotting import Plot
from goldenthread.publishing.charts.scales import Scale
from goldenthread.publishing.charts.sheet import Frame, Sheet
from goldenthread.publishing.charts.values import Annotation, RunChart, Step
from goldenthread.publishing.charts.wordings import happening_words

_MOST_ROWS = 2
_MOST_DIRECT = 4
#: Days in a period at most: a point stands for a period that began or ended up to so many days away.
_PERIODS: dict[Step, int] = {"day": 1, "month": 31, "quarter": 92, "year": 366, "event": 1}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A happening's line and its words: `row` counts up from the plot; words begin (or, `before`, end) at the line.

    `start` and `end` are how far the words reach with room about them.
    """

    happening: Annotation
    x: float
    words: str
    row: int = 0
    before: bool = False
    start: float = 0.0
    end: float = 0.0


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where the words of all happenings go above the plot, and whether they are letters for a list below."""

    rows: int
    lettered: bool
    placed: tuple[_Placed, ...]


def lanes_for(chart: RunChart, frame: Frame, x: Scale, edges: tuple[float, float]) -> Lanes:
    """Words keep between `edges`, the plot's own. Happenings outside the chart's periods are left to the table."""
    period = _PERIODS[chart.step]
    shown = [
        (each, min(max(x.at(chart.place(each.day)), edges[0]), edges[1]))
        for each in sorted(chart.annotations, key=lambda happening: happening.day)
        if x.low - period < chart.place(each.day) < x.high + period
    ]
    if not shown:
        return Lanes(0, False, ())
    direct = None
    if len(shown) <= _MOST_DIRECT:
        direct = _fitted([_choices(each, at, frame, edges) for each, at in shown], ())
    if direct:
        return Lanes(max(each.row for each in direct) + 1, False, direct)
    letters = [(each, at, letter) for (each, at), letter in zip(shown, _letters(len(shown)), strict=True)]
    staggered = tuple(_staggered(letters, frame))
    return Lanes(max(each.row for each in staggered) + 1, True, staggered)


def _letters(count: int) -> list[str]:
    return [string.ascii_uppercase[place % 26] * (place // 26 + 1) for place in range(count)]


def _choices(happening: Annotation, x: float, frame: Frame, edges: tuple[float, float]) -> list[_Placed]:
    """Where its words may go, the lower row and after the line first: over the plot, or over the labels beside it."""
    wide = width(happening.text, frame.type_size) + 8
    made = [
        _Placed(happening, x, happening.text, row, before, x - wide if before else x, x if before else x + wide)
        for row in range(_MOST_ROWS)
        for before in (False, True)
    ]
    return [
        each for each in made if edges[0] - 8 <= each.start and each.end <= (frame.width if each.row else edges[1] + 8)
    ]


def _fitted(choices: list[list[_Placed]], made: tuple[_Placed, ...]) -> tuple[_Placed, ...] | None:
    """One choice of each so that none touches another; None where there is no such way."""
    if not choices:
        return made
    for each in choices[0]:
        if not any(_touch(each, other) or _touch(other, each) for other in made):
            found = _fitted(choices[1:], (*made, each))
            if found:
                return found
    return None


def _touch(one: _Placed, other: _Placed) -> bool:
    """Whether words overlap in one row, or the other's line, on its way up, runs through the words of the one."""
    beside = one.row == other.row and one.start < other.end and other.start < one.end
    return beside or (other.row >= one.row and one.start < other.x < one.end)


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
