"""The table beside every chart: each figure that is drawn, and each that could not be, for page, document and file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from goldenthread.publishing.charts.units import COUNT, Unit
from goldenthread.publishing.charts.values import BarChart, Chart, FunnelChart, Point, RunChart
from goldenthread.publishing.charts.wordings import happening_words, mark_words, note_words
from goldenthread.publishing.documents import Column, Table
from goldenthread.publishing.spreadsheets import to_csv, to_xlsx

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class DataColumn:
    """`unit` is what the numbers of the column are counted in; None for a column of words.

    `level` is for one number all the way down (a target): a column in files, but said once over the table elsewhere.
    """

    title: str
    unit: Unit | None = None
    level: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows of words and unrounded numbers, one cell per column. None is a figure that there is no call for."""

    title: str
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def caption(self) -> str:
        """`Plans per 10,000: the figures. Target 90%.`"""
        levels = [
            f" {column.title} {column.unit.brief(cell)}."
            for column, cell in zip(self.columns, self.rows[0] if self.rows else (), strict=False)
            if column.level and column.unit and isinstance(cell, float | int)
        ]
        return f"{self.title}: the figures" + ("." if levels else "") + "".join(levels)

    def as_block(self) -> Table:
        """For documents and pages: numbers as people say them, set to the right; the mark and the note as one."""
        words = [place for place, column in enumerate(self.columns) if place and column.unit is None]
        plain = [place for place, column in enumerate(self.columns) if place not in words and not column.level]
        columns = [
            Column(self.columns[place].title, align="left" if place == 0 else "right", heads_row=place == 0)
            for place in plain
        ]
        if words:
            columns.append(Column(" and ".join(self.columns[place].title for place in words).capitalize(), 8.0))
        rows = tuple(self._block_row(row, plain, words) for row in self.rows)
        return Table(self.caption, tuple(columns), rows, empty="There are no figures yet.")

    def _block_row(self, row: tuple[Cell, ...], plain: list[int], words: list[int]) -> tuple[str, ...]:
        said = [_said(row[place], self.columns[place]) for place in plain]
        if words:
            note = "; ".join(str(row[place]) for place in words if row[place])
            said.append(note[:1].upper() + note[1:])
        return tuple(said)

    def as_csv(self) -> bytes:
        """Numbers as they are, unrounded and unclipped; the unit in the heading."""
        return to_csv([_headed(column) for column in self.columns], self.rows)

    def as_xlsx(self) -> bytes:
        return to_xlsx(self.title, [_headed(column) for column in self.columns], self.rows)


def _said(cell: Cell, column: DataColumn) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else (column.unit or COUNT).said(cell)


def _headed(column: DataColumn) -> str:
    return f"{column.title} ({column.unit.name.lower()})" if column.unit else column.title


def data_table(chart: Chart) -> DataTable:
    """Every figure of the chart. Columns that would be empty all the way down are left out."""
    if isinstance(chart, FunnelChart):
        return _funnel(chart)
    return _bars(chart) if isinstance(chart, BarChart) else _run(chart)


def _used(title: str, columns: list[DataColumn], rows: list[tuple[Cell, ...]], *, always: int) -> DataTable:
    kept = [
        place for place in range(len(columns)) if place < always or any(row[place] not in (None, "") for row in rows)
    ]
    return DataTable(
        title, tuple(columns[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in rows)
    )


def _run(chart: RunChart) -> DataTable:
    unit = chart.unit
    names = ("Value", chart.centre_name, "Lower limit", "Upper limit")
    columns = [DataColumn("Period"), *(DataColumn(name, unit) for name in names)]
    columns += [DataColumn(line.label, unit) for line in chart.comparators]
    columns += [DataColumn(name, unit, level=True) for name in ("Target", "Minimum")]
    columns += [DataColumn("Mark"), DataColumn("Note")]
    happened = _happened(chart)
    beside = [dict(line.values) for line in chart.comparators]
    rows: list[tuple[Cell, ...]] = []
    for point in chart.points:
        limits = chart.limits_on(point.day)
        rows.append(
            (
                point.label,
                point.missing if point.value is None else point.value,
                *((limits.centre, limits.lower, limits.upper) if limits else (None, None, None)),
                *(values.get(point.day) for values in beside),
                chart.target,
                chart.minimum,
                mark_words(point, judged=chart.judged),
                "; ".join(words for words in (note_words(point), *happened(point)) if words),
            )
        )
    return _used(chart.title, columns, rows, always=2)


def _happened(chart: RunChart) -> Callable[[Point], list[str]]:
    """What to note beside each point: a happening stands at the point nearest to its day."""
    by_point: dict[Point, list[str]] = {}
    for happening in sorted(chart.annotations, key=lambda each: each.day):
        nearest = min(chart.points, key=lambda point: abs((point.day - happening.day).days), default=None)
        if nearest is not None:
            by_point.setdefault(nearest, []).append(happening_words(happening))
    return lambda point: by_point.get(point, [])


def _funnel(chart: FunnelChart) -> DataTable:
    columns = [
        DataColumn("Area"),
        DataColumn("Value", chart.unit),
        DataColumn(chart.size_name, COUNT),
        DataColumn("Mark"),
    ]
    columns.append(DataColumn("Note"))
    rows: list[tuple[Cell, ...]] = [
        (area.label, area.value, area.size, area.mark or "Within the limits", area.note) for area in chart.areas
    ]
    if chart.benchmark is not None:
        rows.append((chart.benchmark_name, chart.benchmark, None, "Benchmark", ""))
    return _used(chart.title, columns, rows, always=3)


def _bars(chart: BarChart) -> DataTable:
    unit = chart.unit
    columns = [DataColumn(chart.category_name), DataColumn("Value", unit), DataColumn("Lower limit", unit)]
    columns += [DataColumn("Upper limit", unit), DataColumn("Note")]
    rows: list[tuple[Cell, ...]] = [
        (bar.label, bar.missing if bar.value is None else bar.value, bar.lower, bar.upper, bar.note)
        for bar in chart.bars
    ]
    if chart.target is not None:
        rows.append(("Target", chart.target, None, None, ""))
    return _used(chart.title, columns, rows, always=2)
