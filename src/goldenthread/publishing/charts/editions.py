"""One chart in every shape it goes out in: on a page, in a document, and as files to take away."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goldenthread.publishing.charts.bars import draw_bars
from goldenthread.publishing.charts.funnel import draw_funnel
from goldenthread.publishing.charts.run import draw_run
from goldenthread.publishing.charts.sheet import PHONE, WIDE, Frame, Sheet
from goldenthread.publishing.charts.tables import data_table
from goldenthread.publishing.charts.values import BarChart, Chart, FunnelChart
from goldenthread.publishing.charts.wordings import describe
from goldenthread.publishing.documents import Drawing
from goldenthread.publishing.pictures import png

_PICTURE_WIDTH = 1520


def draw(chart: Chart, key: str, *, frame: Frame = WIDE, titled: bool = False, alone: bool = False) -> str:
    """The chart as SVG. `key` makes its identifiers unique on a page; `titled` draws the title too.

    `alone` makes a file of it, with a size and a white ground; otherwise it is as wide as the place it is put in.
    """
    if isinstance(chart, FunnelChart):
        sheet: Sheet = draw_funnel(chart, frame, titled=titled)
    elif isinstance(chart, BarChart):
        sheet = draw_bars(chart, frame, titled=titled)
    else:
        sheet = draw_run(chart, frame, titled=titled)
    return sheet.finish(chart.title, describe(chart), key, alone=alone)


def on_page(chart: Chart, key: str) -> str:
    """Two drawings, one for wide places and one for narrow ones; the page's style sheet shows the one that fits.

    The classes are `gt-chart`, `gt-chart__wide` and `gt-chart__narrow`. The one that is not shown is not read out.
    """
    return (
        f'<div class="gt-chart">\n<div class="gt-chart__wide">{draw(chart, key)}</div>\n'
        f'<div class="gt-chart__narrow">{draw(chart, key, frame=PHONE)}</div>\n</div>\n'
    )


def as_block(chart: Chart, key: str) -> Drawing:
    """For a document: drawing, words and table in one block."""
    return Drawing(
        chart.title, draw(chart, key), describe(chart), data_table(chart).as_block(), draw(chart, key, frame=PHONE)
    )


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: its name, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def svg_file(chart: Chart) -> Download:
    return Download(f"{slug(chart.title)}.svg", "image/svg+xml", _file(chart).encode("utf-8"))


def png_file(chart: Chart, width: int = _PICTURE_WIDTH) -> Download:
    """The chart with its title as a picture `width` dots wide."""
    return Download(f"{slug(chart.title)}.png", "image/png", png(_file(chart), width))


def csv_file(chart: Chart) -> Download:
    return Download(f"{slug(chart.title)}.csv", "text/csv; charset=utf-8", data_table(chart).as_csv())


def _file(chart: Chart) -> str:
    return draw(chart, "chart", titled=True, alone=True)


def slug(title: str) -> str:
    """A file's name: `Children in care, per 10,000` is `children-in-care-per-10-000`. Never empty."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:80].strip("-") or "chart"
