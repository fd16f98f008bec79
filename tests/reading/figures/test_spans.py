"""Words into days: what a heading or a footnote says that a figure covers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.periods import Every, Stretch, label, period
from goldenthread.reading.figures.model import Span
from goldenthread.reading.figures.spans import cut_short, span_of, spans_in, without_spans

YEAR = Stretch(date(2015, 4, 1), date(2016, 3, 31))
SAID = {
    "2015-16": ("2015-04-01", "2016-03-31"),
    "2015-2016": ("2015-04-01", "2016-03-31"),
    "Contribution 15-16": ("2015-04-01", "2016-03-31"),
    "Mar-17": ("2017-03-01", "2017-03-31"),
    "March 2017": ("2017-03-01", "2017-03-31"),
    "31 March 2017": ("2017-03-31", "2017-03-31"),
    "as at 31/03/2017": ("2017-03-31", "2017-03-31"),
    "2017-03-31": ("2017-03-31", "2017-03-31"),
    "Q3 2016/17": ("2016-10-01", "2016-12-31"),
    "2016/17 Q3": ("2016-10-01", "2016-12-31"),
    "Quarter 4 of 2016-17": ("2017-01-01", "2017-03-31"),
    "Q1 to Q3 2016/17": ("2016-04-01", "2016-12-31"),
    "April 2016 to March 2017": ("2016-04-01", "2017-03-31"),
    "April - December 2016": ("2016-04-01", "2016-12-31"),
    "October to January 2017": ("2016-10-01", "2017-01-31"),
    "1 April 2016 to 14 May 2016": ("2016-04-01", "2016-05-14"),
    "year ending 31 March 2017": ("2016-04-01", "2017-03-31"),
    "12 months to June 2017": ("2016-07-01", "2017-06-30"),
    "academic year 2016/17": ("2016-09-01", "2017-08-31"),
    "first half of 2016-17": ("2016-04-01", "2016-09-30"),
    "2017": ("2017-01-01", "2017-12-31"),
}


@pytest.mark.parametrize(("words", "days"), SAID.items())
def test_words_name_days(words: str, days: tuple[str, str]) -> None:
    found = span_of(words)
    assert found is not None, words
    assert (found.stretch.first.isoformat(), found.stretch.last.isoformat()) == days


@pytest.mark.parametrize(
    "words",
    ["Agency", "Total", "1,683", "£2,017.50", "24/7", "aged 16-18", "48.5%", "Table 3", "2015-19", "", "Change"],
)
def test_what_is_no_period_is_none(words: str) -> None:
    assert span_of(words) is None


def test_a_quarter_or_a_month_alone_lies_in_the_year_of_its_report() -> None:
    assert span_of("Q4") is None
    assert span_of("Q4", YEAR).stretch == Stretch(date(2016, 1, 1), date(2016, 3, 31))  # type: ignore[union-attr]  # it is found
    assert span_of("January", YEAR).stretch.first == date(2016, 1, 1)  # type: ignore[union-attr]  # it is found


def test_a_range_is_not_its_two_ends() -> None:
    assert [span.words for span in spans_in("met from April 2016 to March 2017, and in May 2017")] == [
        "April 2016 to March 2017",
        "May 2017",
    ]


def test_a_heading_without_its_period_is_what_is_counted() -> None:
    assert without_spans("Contribution 15-16") == "Contribution"
    assert without_spans("Referrals (2016/17)") == "Referrals"


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2001, 1, 1), date(2030, 1, 1)))
def test_what_we_print_ourselves_is_read_back(on: date) -> None:
    for every in (Every.MONTH, Every.QUARTER, Every.FINANCIAL_YEAR):
        found = span_of(label(period(every, on)))
        assert found is not None
        assert found.stretch == period(every, on)


WHOLE = Span(YEAR, "year", "2015-16")


@pytest.mark.parametrize(
    ("note", "first", "last"),
    [
        ("*Part year: recording did not commence until the 05/05/2015", date(2015, 5, 5), YEAR.last),
        ("Data available from June 2015 only.", date(2015, 6, 1), YEAR.last),
        ("Part year figure: April to December 2015.", YEAR.first, date(2015, 12, 31)),
        ("Part-year: up to 31 January 2016.", YEAR.first, date(2016, 1, 31)),
        ("Figures are rounded.", YEAR.first, YEAR.last),
        ("Revised on 3 June 2016.", YEAR.first, YEAR.last),
    ],
)
def test_a_footnote_that_cuts_a_period_short_gives_its_real_days(note: str, first: date, last: date) -> None:
    assert cut_short(WHOLE, note) == (Stretch(first, last), "")


def test_a_part_year_without_its_days_is_not_guessed() -> None:
    found, problem = cut_short(WHOLE, "* part year figure")
    assert found is None
    assert "from which day to which" in problem
