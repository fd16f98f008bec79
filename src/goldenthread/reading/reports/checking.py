"""A report checked: what it prints that does not add up, table by table and sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.kernel.arithmetic.checking import check_table, check_tables
from goldenthread.kernel.arithmetic.findings import Finding
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.reports.anchoring import check_anchored
from goldenthread.reading.reports.linking import check_attendance, check_links
from goldenthread.reading.reports.lists import list_findings
from goldenthread.reading.reports.opening import open_report
from goldenthread.reading.reports.prose import check_passages, passages_of
from goldenthread.reading.reports.quoting import check_quotes
from goldenthread.reading.reports.tabling import tables_of


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
    if report.document:
        findings += [*list_findings(report.document), *check_links(found, passages)]
        findings += check_anchored(found, passages)
        findings += check_attendance(report.document, found)
    said = tuple(said.text for passage in passages for said in passage.sentences if said.mentions)
    return Checked(tuple(findings), tuple(tables), said)
