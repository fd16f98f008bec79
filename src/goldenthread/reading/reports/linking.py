"""A sentence about a table: "attendance rose by 4.8% (see Table 1)", checked against the row that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldenthread.kernel.arithmetic.claims import Changed
from goldenthread.kernel.arithmetic.figures import Figure, Unit
from goldenthread.kernel.arithmetic.findings import Confidence, Finding
from goldenthread.kernel.arithmetic.meetings import check_meetings
from goldenthread.kernel.arithmetic.periods import When, when
from goldenthread.kernel.arithmetic.roles import is_change
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.blocks import Document, Paragraph
from goldenthread.reading.reports.mentions import Said, read_sentence
from goldenthread.reading.reports.phrases import DOWN_WORDS, UP_WORDS, first_way, token
from goldenthread.reading.reports.prose import Passage, place_of
from goldenthread.reading.reports.subjects import periods_of, stems
from goldenthread.reading.reports.tabling import Found

_CHANGED_BY = re.compile(
    rf"(?P<what>[^{{}}.;]{{3,90}}?)\b(?:has|have|had|also)? ?(?P<word>{UP_WORDS}|{DOWN_WORDS}) (?:by"
    rf"|of) {token('cp', 'amount')}"
)
_OVER_YEARS = re.compile(r"\b(?:over|in|during|across|for) (?:the )?(?:last |past |previous )?\{d\d+\}|\bsince\b")
_NEAR_BLOCKS = 6
_MET = re.compile(
    r"\b(?:met|meetings? (?:were )?held|held|there were)\b[^{}.;]{0,40}\{c(?P<n>\d+)\}(?P<after>[^{}.;]{0,25})"
)


def check_links(found: Sequence[Found], passages: Sequence[Passage]) -> Iterator[Finding]:
    """Changes said in words near a table, against the one row of it that the words name."""
    for passage in passages:
        near = [one.table for one in found if -_NEAR_BLOCKS <= passage.block - one.last <= _NEAR_BLOCKS]
        for said in passage.sentences:
            for match in _CHANGED_BY.finditer(said.normal) if near else ():
                if re.search(r"\bfrom\b", said.normal) is None:
                    yield from _changed(passage, said, match, near)


def _changed(passage: Passage, said: Said, match: re.Match[str], tables: Sequence[Table]) -> Iterator[Finding]:
    named = stems(match["what"])
    amount, way = said.figure(match["amount"]), first_way(match["word"])
    over = bool(_OVER_YEARS.search(said.normal))
    pairs = [pair for table in tables for pair in _pairs(table, named, periods_of(said), over)]
    claims = [Changed(base, new, way, (amount,), Confidence.LIKELY) for base, new in pairs if _comparable(base, amount)]
    findings = [list(claim.check(place_of(passage, said))) for claim in claims]
    if findings and all(findings) and len(findings) == 1:
        yield from findings[0]


def _comparable(base: Figure, amount: Figure) -> bool:
    return base.value > 0 and (amount.unit is base.unit or (amount.unit is Unit.PERCENT and base.unit is Unit.COUNT))


def _pairs(
    table: Table, named: frozenset[str], named_periods: frozenset[When], spans_years: bool
) -> Iterator[tuple[Figure, Figure]]:
    """The last period and the one that the words name (else the one before it), of each row that they name."""
    dated = [(found, at) for at, title in enumerate(table.columns) if (found := when(title)) and not is_change(title)]
    if len(dated) < 2:
        return
    dated = sorted(dated)
    since = [one for one in dated[:-1] if one[0] in named_periods]
    if not since and spans_years:
        return
    dated = [since[0] if since else dated[-2], dated[-1]]
    for row in table.rows:
        own = stems(row.label)
        base, new = (row.cells[at].figure for _, at in sorted(dated))
        if own and own <= named and base is not None and new is not None:
            yield base, new


def check_attendance(document: Document, found: Sequence[Found]) -> Iterator[Finding]:
    """Attendance in percentages against the number of meetings that the text around the table gives."""
    for one in found:
        table = one.table
        if "attend" not in f"{table.words} {table.section.lower()}":
            continue
        if any(unit is not Unit.PERCENT for unit in table.units if unit is not None):
            continue
        meetings = _meetings(document, one)
        if meetings:
            yield from check_meetings(table, meetings)


def _meetings(document: Document, one: Found) -> int | None:
    """The only number of meetings said within a few paragraphs of the table."""
    said: set[int] = set()
    for block in [*document.blocks[max(0, one.block - 8) : one.block], *document.blocks[one.last + 1 : one.last + 4]]:
        if isinstance(block, Paragraph) and "me" in block.text:
            sentence = read_sentence(block.text)
            for match in _MET.finditer(sentence.normal):
                if "met " in match.group() or "meeting" in match.group():
                    said.add(int(sentence.figure(match["n"]).value))
    only = said.pop() if len(said) == 1 else 0
    return only if 2 <= only <= 24 else None
