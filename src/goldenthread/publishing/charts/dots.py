"""A run of dots small enough for a cell of a table: the shape of a measure at a glance, beside its latest value."""

from __future__ import annotations

from goldenthread.publishing.charts.palette import COMMON, MARKS, outline
from goldenthread.publishing.charts.scales import Scale
from goldenthread.publishing.charts.sheet import number, said
from goldenthread.publishing.charts.values import FEWEST, DotRow
from goldenthread.publishing.charts.wordings import describe

_EDGE = 6.0


def draw_dots(row: DotRow, *, width: int = 140, height: int = 32) -> str:
    """The drawing, at its own size. Words and figures stand in the name that is read out, none in the drawing."""
    name = said(f"{row.title}. {describe(row)}")
    judged = sum(point.value is not None for point in row.points) >= FEWEST
    drawn = _drawn(row, width, height, judged=judged) if any(point.value is not None for point in row.points) else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="gt-dots" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" focusable="false" aria-label="{name}">'
        f"<title>{name}</title>{drawn}</svg>"
    )


def _drawn(row: DotRow, width: int, height: int, *, judged: bool) -> str:
    x, y = _scales(row, width, height, judged=judged)
    at = [(x.at(point.day.toordinal()), y.at(point.value), point) for point in row.points if point.value is not None]
    made = _limits(row, y, width) if judged else ""
    if judged:
        made += _joined(row, x, y)
    plain = "".join(f"M{number(px)} {number(py)}h.01" for px, py, point in at if not _marked(point.mark, judged))
    if plain:
        made += f'<path d="{plain}" fill="none" stroke="{COMMON}" stroke-width="3.6" stroke-linecap="round"/>'
    for px, py, point in at:
        if _marked(point.mark, judged):
            shape, colour = MARKS[point.mark]
            made += (
                f'<path transform="translate({number(px)} {number(py)})" d="{outline(shape, 2.4)}" fill="{colour}"/>'
            )
    px, py, _ = at[-1]
    return (
        made
        + f'<circle cx="{number(px)}" cy="{number(py)}" r="5" fill="none" stroke="currentColor" stroke-width="1.25"/>'
    )


def _marked(mark: str, judged: bool) -> bool:
    return judged and mark != "common_cause"


def _scales(row: DotRow, width: int, height: int, *, judged: bool) -> tuple[Scale, Scale]:
    values = [point.value for point in row.points if point.value is not None]
    if judged:
        values += [value for value in (row.centre, row.lower, row.upper) if value is not None]
    low, high = min(values), max(values)
    if high - low <= abs(high) * 1e-9:
        low, high = low - 1, high + 1
    first, last = row.points[0].day.toordinal(), row.points[-1].day.toordinal()
    if first == last:
        first, last = first - 1, last + 1
    return Scale(first, last, _EDGE, width - _EDGE), Scale(low, high, height - _EDGE, _EDGE)


def _limits(row: DotRow, y: Scale, width: int) -> str:
    made = ""
    if row.lower is not None and row.upper is not None:
        top, bottom = y.at(row.upper), y.at(row.lower)
        made += (
            f'<rect x="0" y="{number(top)}" width="{width}" height="{number(bottom - top)}" fill="{COMMON}" '
            'fill-opacity=".14"/>'
        )
    if row.centre is not None:
        height = number(y.at(row.centre))
        made += f'<path d="M0 {height}H{width}" stroke="{COMMON}" stroke-width="1"/>'
    return made


def _joined(row: DotRow, x: Scale, y: Scale) -> str:
    """A thin line from dot to dot, broken where a figure is missing."""
    path, pen = "", "M"
    for point in row.points:
        if point.value is None:
            pen = "M"
            continue
        path += f"{pen}{number(x.at(point.day.toordinal()))} {number(y.at(point.value))}"
        pen = "L"
    return f'<path d="{path}" fill="none" stroke="{COMMON}" stroke-width="1" stroke-opacity=".7"/>'
