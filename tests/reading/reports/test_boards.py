"""Reports as boards unlike each other write them: quiet where they are sound, and most planted faults found."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from goldenthread.kernel.arithmetic.findings import Finding, Kind
from goldenthread.reading import documents
from goldenthread.reading.encodings import text_of
from goldenthread.reading.reports.checking import check_document
from goldenthread.reading.web_pages import read_html
from tests.reading.reports.boards import BOARDS, Fault, faults_of, with_faults

EVERY = 2  # plant every other fault: all of them take twice as long and find the same share


def findings(text: str, path: Path) -> list[Finding]:
    return list(check_document(text.encode(), path.name).findings)


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_a_sound_report_raises_no_alarm(path: Path) -> None:
    found = findings(with_faults(path.read_text(encoding="utf-8")), path)
    assert [finding for finding in found if finding.alarm] == []
    assert len(found) <= 1  # a note


@cache
def _known(path: Path) -> frozenset[tuple[str, str, str]]:
    """What is said of the sound report."""
    marked = path.read_text(encoding="utf-8")
    return frozenset((str(f.kind), f.printed, f.computed) for f in findings(with_faults(marked), path))


def _found(path: Path, fault: Fault) -> bool:
    """Whether the fault alone raises an alarm (a note, where something is cut off) that the sound report does not."""
    marked, known = path.read_text(encoding="utf-8"), _known(path)
    new = [f for f in findings(with_faults(marked, fault.number), path) if (f.kind, f.printed, f.computed) not in known]
    return any(finding.alarm or finding.kind is Kind.TRUNCATION for finding in new)


def test_most_faults_are_found_of_every_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    # web pages are read in a process of their own, which proves nothing more here and takes most of the time
    monkeypatch.setattr(documents, "read_apart", lambda _, data: read_html(text_of(data)))
    planted: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for path in BOARDS:
        for fault in faults_of(path.read_text(encoding="utf-8")):
            if fault.kinds != ("-",) and fault.number % EVERY == 0:
                planted[fault.kinds[0]] += 1
                missed[fault.kinds[0]] += not _found(path, fault)
    share = 1 - missed.total() / planted.total()
    assert share >= 0.88, missed
