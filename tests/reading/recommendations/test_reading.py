"""Recommendations are read from lists, numbered lines and tables, whatever file they come in; and who holds each."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.recommendations.model import RecommendationsRead
from goldenthread.reading.recommendations.nearness import Weights, alike, words_of
from goldenthread.reading.recommendations.reader import read_recommendations

SEED = Path(__file__).parents[4] / "shared" / "seeds" / "000_cffadb302c5257f3.txt"

REPORT = """Annual Report 2024/25

Purpose of the Group

Quality Assurance Group

The group read twelve files in each quarter. Attendance was good.
- Develop a shared programme of multi-agency audits with every partner

Recommendations of the inspection

- Develop a shared programme of multi-agency audits with every partner.
- Keep a register of vacancies and caseloads that could stop a partner from helping.
- Launch the strategy on neglect.

All of these are in the plan.

- Meet twice a year.

Our priorities 2025-28

1. Neglect

Every infant who is neglected is seen sooner.

2. Voice of the child

Children say that they were heard.

Next steps

Recommendations of the inspection

- Keep a register of vacancies and caseloads that could stop a partner from helping.
"""


def read(text: str, name: str = "report.txt") -> RecommendationsRead:
    return read_recommendations(text.encode(), name)


def test_a_list_below_its_heading_is_read_once_though_printed_twice() -> None:
    found = read(REPORT)
    assert [one.text[:20] for one in found.recommendations] == [
        "Develop a shared pro", "Keep a register of v", "Launch the strategy "
    ]  # fmt: skip
    assert [one.number for one in found.recommendations] == ["1", "2", "3"]
    assert found.recommendations[1].also == ("line 34",)
    assert found.title == "Annual Report 2024/25"


def test_a_group_holds_what_its_own_part_takes_up_and_the_rest_nobody_holds() -> None:
    found = read(REPORT)
    assert found.groups == ("Quality Assurance Group",)
    assert [held.group for held in found.recommendations[0].holders] == ["Quality Assurance Group"]
    assert [one.number for one in found.unheld] == ["2", "3"]


def test_a_priority_is_read_with_what_should_be_different_and_found_for_what_serves_it() -> None:
    found = read(REPORT)
    assert [(one.number, one.title, one.outcome) for one in found.priorities] == [
        ("1", "Neglect", "Every infant who is neglected is seen sooner."),
        ("2", "Voice of the child", "Children say that they were heard."),
    ]
    assert [one.priority for one in found.recommendations] == ["", "", "1"]


@pytest.mark.parametrize(
    "text",
    [
        "Review\n\nRecommendation 1: Ask every child alone.\n\nRecommendation 2: Read every file within a week.\n",
        "Review\n\nRecommendation 1\n\nAsk every child alone.\n\nRecommendation 2\n\nRead every file within a week.\n",
        "Review\n\nRecommendations\n\n1. Ask every child alone.\n2. Read every file within a week.\n",
        "Review\n\nRecommendations:\n\nR1 - Ask every child alone.\n\nR2 - Read every file within a week.\n",
    ],
    ids=["on one line", "below its number", "numbered", "with a letter"],
)
def test_numbered_in_every_usual_way(text: str) -> None:
    found = read(text).recommendations
    assert [one.text for one in found] == ["Ask every child alone.", "Read every file within a week."]
    assert [one.number.lstrip("R") for one in found] == ["1", "2"]


def test_a_list_that_only_reports_progress_is_no_list_of_recommendations() -> None:
    found = read("Report\n\nProgress on last year's recommendations\n\n- Files were read each week.\n- Done.\n")
    assert found.recommendations == ()


ROWS = [
    ["Ref", "Recommendation", "Sub-group", "Lead agency", "By when"],
    ["R1", "Ask every child alone at each visit", "Quality Group", "County Council", "31 March 2027"],
    ["R2", "Read every file within a week", "", "", "as soon as possible"],
]


def as_page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><body><h1>Inspection report</h1><table>{rows}</table></body></html>".encode()


def as_word() -> bytes:
    document = Word()
    document.add_heading("Inspection report", 1)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def as_workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in [["Inspection report"], *ROWS]:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def as_text() -> bytes:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in ROWS).encode()


@pytest.mark.parametrize(
    ("data", "name"),
    [(as_page(), "list.html"), (as_word(), "list.docx"), (as_workbook(), "list.xlsx"), (as_text(), "list.csv")],
    ids=["web page", "Word", "Excel", "CSV"],
)
def test_a_table_gives_the_group_the_owner_and_the_day_as_printed(data: bytes, name: str) -> None:
    one, two = read_recommendations(data, name).recommendations
    assert (one.number, one.text) == ("R1", "Ask every child alone at each visit")
    assert (one.group, one.owner, one.due) == ("Quality Group", "County Council", date(2027, 3, 31))
    assert (two.group, two.owner, two.due, two.due_text) == ("", "", None, "as soon as possible")
    assert not two.held


def test_a_file_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(UnreadableDocument, match="file"):
        read_recommendations(b"\x00\x01\x02\x03" * 40, "list.xlsx")
    with pytest.raises(UnreadableDocument, match="file"):
        read_recommendations(b"", "list.txt")


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(UnreadableDocument):
        found = read_recommendations(text.encode(), "anything.txt")
        assert all(one.text and one.number for one in found.recommendations)


@given(st.lists(st.sampled_from(["audit neglect", "audits read weekly", "children seen", ""]), max_size=6))
def test_nearness_lies_between_nothing_and_all(passages: list[str]) -> None:
    weights = Weights.over(passages)
    for one in passages:
        asked = words_of(one)
        assert 0 <= weights.near(asked, words_of("audited files of neglect")) <= 1
        assert alike(asked, asked) == (1 if asked else 0)


if SEED.exists():

    def test_the_real_report_says_which_recommendations_no_group_holds() -> None:
        """Six, printed twice; four are taken up by a group in its own part of the report, two by none."""
        found = read_recommendations(SEED.read_bytes(), SEED.name)
        assert [one.number for one in found.recommendations] == ["1", "2", "3", "4", "5", "6"]
        assert all(one.also for one in found.recommendations)
        assert [one.number for one in found.unheld] == ["2", "4"]
        assert [len(one.holders) for one in found.recommendations] == [1, 0, 1, 0, 1, 1]
        assert len(found.priorities) == 11
        assert found.recommendations[4].priority == "7"
