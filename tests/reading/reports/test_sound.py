"""False alarms are a failure: where everything adds up, nothing is said to be wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from goldenthread.kernel.arithmetic.findings import Confidence, Finding
from goldenthread.reading.reports.checking import check_document
from tests.reading.reports.making import as_html, as_pdf, as_word
from tests.reading.reports.sound import SOUND, SOUND_SENTENCES, text_of

KINDS: dict[str, Callable[[str], bytes]] = {"docx": as_word, "html": as_html, "pdf": as_pdf}
PLAIN = [name for name, path in SOUND.items() if path.suffix == ".txt" and "|" not in text_of(name)]


def alarms(data: bytes, name: str) -> list[Finding]:
    return [finding for finding in check_document(data, name).findings if finding.alarm]


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_document_raises_no_alarm(name: str) -> None:
    assert alarms(SOUND[name].read_bytes(), SOUND[name].name) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PLAIN[:: len(PLAIN) // 6])
def test_nor_does_it_as_a_word_file_a_web_page_or_a_pdf(name: str, kind: str) -> None:
    assert alarms(KINDS[kind](text_of(name)), f"report.{kind}") == []


def test_the_same_is_read_whatever_the_file() -> None:
    text = text_of("attendance")
    plain = check_document(text.encode(), "a.txt")
    for kind, make in KINDS.items():
        read = check_document(make(text), f"a.{kind}")
        assert len(read.sentences) == len(plain.sentences), kind
        for table, other in zip(read.tables, plain.tables, strict=True):
            assert table.columns == other.columns
            assert [[cell.text for cell in row.cells] for row in table.rows] == [
                [cell.text for cell in row.cells] for row in other.rows
            ]


@pytest.mark.parametrize("sentence", SOUND_SENTENCES)
def test_a_sound_sentence_raises_no_alarm(sentence: str) -> None:
    assert alarms(f"About the figures\n\n{sentence}\n".encode(), "report.txt") == []


def test_all_sound_sentences_in_one_report_raise_no_alarm() -> None:
    """Each beside all the others: figures of one are not taken for those of another."""
    assert alarms("\n\n".join(SOUND_SENTENCES).encode(), "report.txt") == []


def test_notes_on_sound_documents_are_few() -> None:
    notes = [
        finding
        for path in SOUND.values()
        for finding in check_document(path.read_bytes(), path.name).findings
        if finding.confidence is Confidence.NOTE
    ]
    assert {str(finding.kind) for finding in notes} <= {"part_year", "stock_flow"}
    assert len(notes) <= 3


def test_all_sound_documents_in_one_report_raise_no_alarm() -> None:
    text = "\n\n\n".join(text_of(name) for name in PLAIN)
    assert alarms(text.encode(), "report.txt") == []
