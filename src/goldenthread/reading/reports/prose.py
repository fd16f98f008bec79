"""The sentences of a report with figures, with their places, and what they claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldenthread.kernel.arithmetic.claims import Claim
from goldenthread.kernel.arithmetic.findings import Finding, Kind
from goldenthread.reading.blocks import Document, Paragraph, Row, Table
from goldenthread.reading.reports.mentions import Said, read_sentence, sentences_of
from goldenthread.reading.reports.saying_averages import averages
from goldenthread.reading.reports.saying_changes import changes
from goldenthread.reading.reports.saying_periods import period_findings
from goldenthread.reading.reports.saying_shares import shares
from goldenthread.reading.reports.saying_sums import sums
from goldenthread.reading.reports.saying_words import words
from goldenthread.reading.reports.tabling import heading_of

READERS = (shares, averages, changes, sums, words)
_LONG = 60  # a cell longer than this is prose, not a label
_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|third|half|doubled|halved)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that belong together (a paragraph, a cell), and where they stand."""

    sentences: tuple[Said, ...]
    where: str
    section: str
    block: int


def passages_of(document: Document) -> Iterator[Passage]:
    """Every paragraph and long cell with a figure in it."""
    section = ""
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table):
            yield from _cells(document, block, section, at)
            continue
        if heading_of(block):
            section = block.text.strip().rstrip(":")
        if _FIGURE.search(block.text):
            yield _passage(block, _place(document, block, section), section, at)


def _cells(document: Document, table: Table, section: str, at: int) -> Iterator[Passage]:
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                if len(paragraph.text) > _LONG and _FIGURE.search(paragraph.text):
                    yield _passage(paragraph, _row_place(document, row, section), section, at)


def _passage(paragraph: Paragraph, where: str, section: str, at: int) -> Passage:
    return Passage(tuple(read_sentence(text) for text in sentences_of(paragraph.text)), where, section, at)


def _place(document: Document, paragraph: Paragraph, section: str) -> str:
    line = f"line {paragraph.where.line}" if document.kind == "txt" else ""
    page = f"page {paragraph.where.page}" if paragraph.where.page is not None else ""
    heading = f"under “{section}”" if section and section != paragraph.text.strip() else ""
    return ", ".join(filter(None, (page, line, heading)))


def _row_place(document: Document, row: Row, section: str) -> str:
    line = f"line {row.where.line}" if document.kind == "txt" else ""
    page = f"page {row.where.page}" if row.where.page is not None else ""
    return ", ".join(filter(None, (page, line, "in a table", f"under “{section}”" if section else "")))


def claims_of(passage: Passage) -> Iterator[tuple[Said, Claim]]:
    """What each sentence claims."""
    for at, said in enumerate(passage.sentences):
        if said.mentions:
            for reader in READERS:
                for claim in reader(said, passage.sentences[:at]):
                    yield said, claim


def place_of(passage: Passage, said: Said) -> str:
    """A sentence's place, with its words."""
    quoted = said.text if len(said.text) <= 160 else said.text[:157].rsplit(" ", 1)[0] + "…"
    return f"{passage.where}: “{quoted}”" if passage.where else f"“{quoted}”"


def _findings(passage: Passage) -> Iterator[Finding]:
    for said, claim in claims_of(passage):
        yield from claim.check(place_of(passage, said))
    for at, said in enumerate(passage.sentences):
        yield from period_findings(said, place_of(passage, said), passage.sentences[:at])


def check_passages(passages: Sequence[Passage]) -> list[Finding]:
    """What the sentences print that does not hold; one finding for each printed figure and kind."""
    kept: dict[tuple[str, Kind, str], Finding] = {}
    for passage in passages:
        for finding in _findings(passage):
            kept.setdefault((finding.where, finding.kind, finding.printed), finding)
    return list(kept.values())
