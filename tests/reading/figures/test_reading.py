"""Three reports unlike each other: every figure with what it is of, of whom and when; nothing passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from goldenthread.law.measures.entry import Cut, Kind, Unit
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.figures.model import FigureRow, FiguresRead
from goldenthread.reading.figures.reader import read_figures
from tests.reading.figures.made import annual_report

FIXTURES = Path(__file__).parent / "fixtures"


def opened(name: str) -> FiguresRead:
    return read_figures((FIXTURES / name).read_bytes(), name)


def row(read: FiguresRead, label: str, words: str = "") -> FigureRow:
    return next(one for one in read.rows if label in one.label and words in one.words)


def said(found: FigureRow) -> list[tuple[str, str, str]]:
    """(printed, first day, last day) of each figure; of a stock, its day."""
    return [
        (one.text, str(one.on) if found.snapshot or not one.span else str(one.span.first), str(one.on))
        for one in found.figures
    ]


def test_a_dashboard_of_quarters() -> None:
    read = opened("scrutiny_dashboard.html")
    assert read.period is not None
    assert str(read.period.stretch) == "Quarter 3 2025-26"
    assert said(row(read, "Number of referrals")) == [
        ("1,204", "2025-04-01", "2025-06-30"),
        ("1,187", "2025-07-01", "2025-09-30"),
        ("1,251", "2025-10-01", "2025-12-31"),
    ]
    in_care = row(read, "Children in care")
    assert (in_care.kind, in_care.snapshot) == (Kind.STOCK, True)
    timely = row(read, "Assessments completed")
    assert (timely.kind, timely.unit, len(timely.figures)) == (Kind.TIMELINESS, Unit.PERCENT, 3)
    assert {"Target", "England"} <= {one.text for one in read.left}


def test_symbols_stay_symbols_and_are_never_nought() -> None:
    read = opened("scrutiny_dashboard.html")
    assert [(f.value, f.symbol) for f in row(read, "genital").figures] == [(None, "c"), (0, ""), (None, "c")]
    assert [f.symbol for f in row(read, "interviews").figures] == ["z", "", "not_sent"]


def test_ages_down_the_side_and_sexes_along_the_top() -> None:
    read = opened("scrutiny_dashboard.html")
    ages = [one for one in read.rows if one.cut is Cut.AGE]
    assert [one.part for one in ages if one.words.endswith("Boys")] == ["Under 1", "1-4", "5-9", "10-15", "16 and over"]
    assert all(str(figure.on) == "2025-12-31" for one in ages for figure in one.figures)
    assert sum(f.value or 0 for one in ages if one.words.endswith("Girls") for f in one.figures) == 233


def test_a_sentence_gives_its_figure_and_the_one_before() -> None:
    read = opened("scrutiny_dashboard.html")
    missing = row(read, "issing episodes")
    assert [(f.text, str(f.span)) for f in missing.figures] == [
        ("412", "Quarter 3 2025-26"),
        ("377", "Quarter 2 2025-26"),
    ]


def test_a_report_in_plain_text() -> None:
    read = opened("police_year.txt")
    sent = row(read, "Child protection notifications sent")
    assert [(str(f.span.first), str(f.span.last)) for f in sent.figures if f.span] == [
        ("2024-01-01", "2024-12-31"),
        ("2025-03-01", "2025-12-31"),  # the footnote: it did not start until then
    ]
    assert [f.symbol for f in row(read, "Online offences").figures] == ["x", ""]
    spent = row(read, "Overtime")
    assert (spent.kind, spent.unit, [f.value for f in spent.figures]) == (Kind.MONEY, Unit.POUNDS, [41200, 38950])
    assert [f.value for f in row(read, "Training places").figures] == [12000, 9500]


def test_months_down_the_side_are_one_row_for_each_thing_counted() -> None:
    read = opened("police_year.txt")
    months = row(read, "Notifications")
    assert [str(f.span) for f in months.figures] == ["October 2025", "November 2025", "December 2025"]
    assert row(read, "Sent within 24 hours").kind is Kind.TIMELINESS


def test_answers_of_people_are_a_survey_and_a_fall_is_no_figure() -> None:
    read = opened("police_year.txt")
    confident = next(one for one in read.rows if any(f.text == "71%" for f in one.figures))
    assert confident.kind is Kind.SURVEY
    assert any("fell by 4" in one.text and "change" in one.why for one in read.left)


def test_a_word_report_by_district_and_by_agency() -> None:
    read = read_figures(annual_report(), "report.docx")
    districts = [one for one in read.rows if one.cut is Cut.DISTRICT]
    assert [one.part for one in districts] == ["Northgate", "Millford", "Saltmere"]
    assert {one.words for one in districts} == {"Courses held"}
    assert [f.symbol for f in districts[2].figures] == ["", "x"]
    total = next(one for one in read.rows if one.label == "Total")
    assert (total.words, total.cut) == ("Courses held", None)
    agencies = {(one.part, one.unit): one for one in read.rows if one.cut is Cut.AGENCY}
    assert agencies["Hill Valley Police", Unit.PERCENT].figures[0].value == 83
    months = row(read, "Contacts")
    assert [str(f.span) for f in months.figures] == ["April 2024", "May 2024", "March 2025"]


def test_money_in_a_sentence_with_the_year_before() -> None:
    read = read_figures(annual_report(), "report.docx")
    paid = next(one for one in read.rows if one.kind is Kind.MONEY)
    assert [(f.value, f.period) for f in paid.figures] == [(212400, "2024-25"), (220000, "2023-24")]


@pytest.mark.parametrize(("name", "content"), [("a.docx", b"no document"), ("b.txt", b""), ("c.pdf", b"%PDF-1.7 half")])
def test_what_cannot_be_read_is_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_figures(content, name)
    assert refused.value.message.endswith(".")
