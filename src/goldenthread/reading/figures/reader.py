"""A report (bytes) into rows of figures: tables and lists first, then sentences, and all that found no place."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.reading.blocks import Document, Paragraph
from goldenthread.reading.figures.model import FiguresRead, LeftOut, Span
from goldenthread.reading.figures.sentences import read_passages
from goldenthread.reading.figures.spans import earliest_named, spans_in
from goldenthread.reading.figures.tables import read_table
from goldenthread.reading.reports.opening import Report, open_report
from goldenthread.reading.reports.prose import passages_of
from goldenthread.reading.reports.tabling import heading_of, tables_of

_TOP = 40  # blocks: a report says near its top what it is about


def read_figures(data: bytes, name: str) -> FiguresRead:
    """Every figure of a report (.txt, .html, .docx, .pdf with text) or a table (.csv, .tsv, .xlsx).

    Raises UnreadableDocument with a code and a plain message for what cannot be read, within 5 seconds.
    """
    report = open_report(data, name)
    period = _period_of(report, name)
    found = [one.table for one in tables_of(report.document)] if report.document else []
    rows, left = [], list[LeftOut]()
    for table in (*found, *report.tables):
        made, aside = read_table(table, period)
        rows += made
        left += aside
        if not made:
            left.append(LeftOut(table.name, table.name, "No row of this table could be read as figures."))
    if report.document:
        said, passing = read_passages(list(passages_of(report.document)), period)
        rows += said
        left += passing
    return FiguresRead(name, period, tuple(rows), tuple(left))


def _period_of(report: Report, name: str) -> Span | None:
    """What the report as a whole is about: named in its title, its first headings, its file's name, or most often."""
    document = report.document
    if document is None:
        return earliest_named(iter([name.replace("_", " "), *(table.title for table in report.tables)]))
    top = [block for block in document.blocks[:_TOP] if isinstance(block, Paragraph)]
    titled = earliest_named(block.text for block in top if heading_of(block))
    return titled or earliest_named(iter([name.replace("_", " ")])) or _commonest(document)


def _commonest(document: Document) -> Span | None:
    counted: dict[object, list[Span]] = {}
    for span in _yearly(document):
        counted.setdefault(span.stretch, []).append(span)
    best = max(counted.values(), key=lambda spans: (len(spans), spans[0].stretch.last), default=None)
    return best[0] if best else None


def _yearly(document: Document) -> Iterator[Span]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from (span for span in spans_in(block.text) if span.precision == "year" and span.sure)
