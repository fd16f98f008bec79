"""A release as documents and files, made from its frozen tables and from nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from goldenthread.publishing.charts.editions import as_block, slug
from goldenthread.publishing.charts.units import Unit
from goldenthread.publishing.charts.values import Bar, BarChart, Chart, Point, RunChart
from goldenthread.publishing.documents import Block, Bullets, Column, Document, Facts, Paragraph, Section, Table
from goldenthread.publishing.html import to_html
from goldenthread.publishing.pdf import to_pdf
from goldenthread.publishing.spreadsheets import Sheet, to_csv, to_workbook
from goldenthread.publishing.word import to_word
from goldenthread.publishing.wording import day

from .models import FrozenTable, Release, ReleaseFile

ABOUT = ("What", "Meaning")
INTERNAL = "INTERNAL: for members of the partnership only. Not to be passed on or published."


def make_files(release: Release, tables: Sequence[FrozenTable], version: int = 1) -> dict[str, tuple[str, bytes]]:
    """Format -> name and bytes, of the tables as they were frozen. version: 2 for the first correction of a release."""
    document = document_of(release, tables, version)
    name = f"{slug(release.name)}-{release.reference.lower()}"
    contents = {
        ReleaseFile.Format.PDF: to_pdf(document),
        ReleaseFile.Format.WORD: to_word(document),
        ReleaseFile.Format.HTML: to_html(document).encode("utf-8"),
        ReleaseFile.Format.EXCEL: workbook(release, tables, version),
        ReleaseFile.Format.CSV: zipped(release, tables, version),
    }
    return {str(kind.value): (f"{name}.{kind.value}", content) for kind, content in contents.items()}


def document_of(release: Release, tables: Sequence[FrozenTable], version: int = 1) -> Document:
    issued = release.released_at.date() if release.released_at else None
    facts = [("Figures as known on", day(release.as_known.date()))]
    if release.replaces:
        facts.append(("Takes the place of", f"{release.replaces.reference}, version {version - 1}"))
    return Document(
        title=release.name,
        sections=tuple(Section(table.title, tuple(_blocks(table)), number=str(n)) for n, table in enumerate(tables, 1)),
        organisation=release.partnership.name,
        marking="" if release.public else INTERNAL,
        issued_on=issued,
        edition=f"{release.reference}, version {version}",
        facts=Facts(tuple(facts)),
    )


def _blocks(table: FrozenTable) -> Iterator[Block]:
    if table.commentary:
        yield Paragraph(table.commentary)
    yield as_table(table)
    if table.notes:
        yield Bullets(tuple(f"{symbol}: {meaning}" for symbol, meaning in table.notes))
    for n, chart in enumerate(charts_of(table)):
        yield as_block(chart, f"t{table.order}c{n}")


def as_table(table: FrozenTable) -> Table:
    columns = (Column(table.head, 2.0, heads_row=True), *(Column(c["label"], align="right") for c in table.columns))
    return Table(table.title, columns, tuple((row_label(row), *map(said, row["cells"])) for row in table.rows))


def row_label(row: dict[str, Any]) -> str:
    return f"{row['label']} ({row['unit']})" if row["unit"] else str(row["label"])


def charts_of(table: FrozenTable) -> list[Chart]:
    """A run for each line with figures at several times; bars for a table of one. Only what is shown is drawn."""
    if not table.chart:
        return []
    if len(table.columns) == 1:
        chart = _bars(table)
        return [chart] if any(bar.value is not None for bar in chart.bars) else []
    runs = (_run(table, row) for row in table.rows)
    return [chart for chart in runs if chart.values]


def _bars(table: FrozenTable) -> BarChart:
    notes = dict(map(tuple, table.notes))
    bars = tuple(
        Bar(row_label(row), number(cell := row["cells"][0]), missing=missing(cell, notes)) for row in table.rows
    )
    return BarChart(f"{table.title}, {table.columns[0]['label']}", bars, _unit(table.rows[0]), table.head)


def _run(table: FrozenTable, row: dict[str, Any]) -> RunChart:
    notes = dict(map(tuple, table.notes))
    points: dict[date, Point] = {}
    for column, cell in zip(table.columns, row["cells"], strict=True):
        on = date.fromisoformat(column["last"])
        points.setdefault(
            on,
            Point(
                on, column["label"], number(cell), note=notes.get(cell.get("m", ""), ""), missing=missing(cell, notes)
            ),
        )
    title = row_label(row) if row["label"] in table.title else f"{table.title}: {row_label(row)}"
    ordered = tuple(points[on] for on in sorted(points))
    return RunChart(title, ordered, _unit(row), step="month")


def said(cell: dict[str, str]) -> str:
    """What stands in a cell: a figure with its mark, where it has one, or what stands in place of one."""
    return f"{cell['t']} {cell['m']}" if cell.get("m") else cell["t"]


def number(cell: dict[str, str]) -> float | None:
    """The figure that a cell shows; nothing for a symbol or a gap."""
    return float(cell["t"]) if cell["s"] == "" else None


def missing(cell: dict[str, str], notes: dict[str, str]) -> str:
    """Why a cell shows no figure, in words."""
    return notes.get(cell["s"], "") or cell["t"]


def _unit(row: dict[str, Any]) -> Unit:
    shown = [cell["t"] for cell in row["cells"] if cell["s"] == ""]
    places = max((len(text.partition(".")[2]) for text in shown), default=0)
    return Unit(row["unit"] or "Number", decimals=places)


def zipped(release: Release, tables: Sequence[FrozenTable], version: int) -> bytes:
    """One CSV file for each table, symbols as they stand, and their meanings."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, table in enumerate(tables, 1):
            rows = [[*_heads(row), *map(said, row["cells"])] for row in table.rows]
            archive.writestr(f"{n:02d}-{slug(table.title)}.csv", to_csv(_columns(table), rows))
        archive.writestr("00-about.csv", to_csv(ABOUT, _about(release, tables, version)))
    return out.getvalue()


def workbook(release: Release, tables: Sequence[FrozenTable], version: int) -> bytes:
    """A sheet that says what it is and what symbols mean, then one for each table; symbols are text, never numbers."""
    sheets = [Sheet("About", ABOUT, _about(release, tables, version))]
    for table in tables:
        rows = [[*_heads(row), *map(_figure, row["cells"])] for row in table.rows]
        sheets.append(Sheet(table.title, _columns(table), rows))
    return to_workbook(release.name, sheets)


def _columns(table: FrozenTable) -> list[str]:
    return [table.head, "Unit", *(c["label"] for c in table.columns)]


def _heads(row: dict[str, Any]) -> list[str]:
    return [row["label"], row["unit"] or "number"]


def _figure(cell: dict[str, str]) -> Decimal | str:
    return Decimal(cell["t"]) if cell["s"] == "" and not cell.get("m") else said(cell)


def _about(release: Release, tables: Sequence[FrozenTable], version: int) -> list[list[str]]:
    notes = {(str(symbol), str(meaning)) for table in tables for symbol, meaning in table.notes}
    rows = [["Title", release.name], ["Reference", f"{release.reference}, version {version}"]]
    return [*rows, *([] if release.public else [["Marking", INTERNAL]]), *map(list, sorted(notes))]
