"""A report checked: what it prints that does not add up, table by table and sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.kernel.arithmetic.checking import check_table, check_tables
from goldenthread.kernel.arithmetic.findings import Finding, Kind
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.reports.anchoring import check_anchored
from goldenthread.reading.reports.around import arounds
from goldenthread.reading.reports.changes_around import changes_around
from goldenthread.reading.reports.linking import check_attendance, check_links
from goldenthread.reading.reports.lists import list_findings
from goldenthread.reading.reports.means_around import means_around
from goldenthread.reading.reports.opening import open_report
from goldenthread.reading.reports.parts_around import parts_around
from goldenthread.reading.reports.prose import check_passages, passages_of
from goldenthread.reading.reports.quoting import check_quotes
from goldenthread.reading.reports.rows_around import rows_around
from goldenthread.reading.reports.tabling import tables_of
from goldenthread.reading.reports.wholes_around import wholes_around

AROUND = (parts_around, wholes_around, means_around, changes_around, rows_around)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read and what was found, in the order of the document."""

    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]
    sentences: tuple[str, ...]


def check_document(data: bytes, name: str, *, every: bool = False) -> Checked:
    """Check a report (.txt, .html, .docx, .pdf with text) or a table (.csv, .tsv, .xlsx).

    ``every``: also what cannot be told. Raises UnreadableDocument within 5 seconds for what cannot be read.
    """
    report = open_report(data, name)
    found = tables_of(report.document) if report.document else []
    tables = [*(one.table for one in found), *report.tables]
    findings = [finding for table in tables for finding in check_table(table, every=every)]
    findings += check_tables(tables)
    passages = list(passages_of(report.document)) if report.document else []
    findings += check_passages(passages)
    findings += check_quotes(tables, passages)
    for one in arounds(found, passages):
        findings += [finding for check in AROUND for finding in check(one)]
    if report.document:
        findings += [*list_findings(report.document), *check_links(found, passages)]
        findings += check_anchored(found, passages)
        findings += check_attendance(report.document, found)
    said = tuple(said.text for passage in passages for said in passage.sentences if said.mentions)
    return Checked(_once(findings), tuple(tables), said)


def _once(findings: list[Finding]) -> tuple[Finding, ...]:
    """One finding for each place, kind and printed figure: the first, unless a later one is surer."""
    kept: dict[tuple[str, Kind, str], Finding] = {}
    for finding in findings:
        key = (finding.where, finding.kind, finding.printed)
        if key not in kept or (finding.alarm and not kept[key].alarm):
            kept[key] = finding
    return tuple(kept.values())
