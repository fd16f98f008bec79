"""What a figure covers: whole periods by the field's own years, and stretches that are none."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.periods import (
    Every,
    PeriodError,
    Stretch,
    a_year_before,
    before,
    label,
    period,
    periods,
    read_period,
    short_label,
)

DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))
KINDS = st.sampled_from(list(Every))


@pytest.mark.parametrize(
    ("every", "on", "first", "last", "words"),
    [
        (Every.MONTH, date(2024, 2, 10), date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (Every.QUARTER, date(2017, 1, 31), date(2017, 1, 1), date(2017, 3, 31), "Quarter 4 2016-17"),
        (Every.QUARTER, date(2016, 12, 31), date(2016, 10, 1), date(2016, 12, 31), "Quarter 3 2016-17"),
        (Every.HALF_YEAR, date(2016, 4, 1), date(2016, 4, 1), date(2016, 9, 30), "First half 2016-17"),
        (Every.FINANCIAL_YEAR, date(2017, 3, 31), date(2016, 4, 1), date(2017, 3, 31), "2016-17"),
        (Every.ACADEMIC_YEAR, date(2017, 8, 31), date(2016, 9, 1), date(2017, 8, 31), "Academic year 2016-17"),
        (Every.CALENDAR_YEAR, date(2017, 3, 31), date(2017, 1, 1), date(2017, 12, 31), "2017"),
        (Every.THREE_YEARS, date(2017, 3, 31), date(2014, 4, 1), date(2017, 3, 31), "2014 to 2017 (three years)"),
        (Every.DAY, date(2017, 3, 31), date(2017, 3, 31), date(2017, 3, 31), "31 March 2017"),
    ],
)
def test_a_period_has_its_days_and_its_name(every: Every, on: date, first: date, last: date, words: str) -> None:
    assert period(every, on) == Stretch(first, last)
    assert label(period(every, on)) == words


@given(KINDS, DAYS)
def test_a_day_lies_in_its_period_and_the_period_is_whole(every: Every, on: date) -> None:
    one = period(every, on)
    assert one.first <= on <= one.last
    assert one.is_whole(every) or every is Every.THREE_YEARS
    assert one.every is every


@given(KINDS, DAYS)
def test_the_period_before_ends_where_this_one_begins(every: Every, on: date) -> None:
    one = period(every, on)
    earlier = before(one, every)
    assert earlier.every is every
    if every is not Every.THREE_YEARS:
        assert (one.first - earlier.last).days == 1


@given(DAYS, st.integers(0, 800))
def test_whole_periods_follow_each_other_without_gap_and_stay_inside(first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    found = list(periods(Every.MONTH, first, last))
    assert all(first <= one.first and one.last <= last for one in found)
    assert all((b.first - a.last).days == 1 for a, b in pairwise(found))


@given(KINDS.filter(lambda every: every is not Every.THREE_YEARS), DAYS)
def test_a_year_before_is_the_same_kind_of_period(every: Every, on: date) -> None:
    one = period(every, on)
    assert a_year_before(one).every is every


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2016-17 Q3", Stretch(date(2016, 10, 1), date(2016, 12, 31))),
        ("Quarter 3 2016/17", Stretch(date(2016, 10, 1), date(2016, 12, 31))),
        ("2016/17", Stretch(date(2016, 4, 1), date(2017, 3, 31))),
        ("2016-2017", Stretch(date(2016, 4, 1), date(2017, 3, 31))),
        ("Mar 2017", Stretch(date(2017, 3, 1), date(2017, 3, 31))),
        ("March-17", Stretch(date(2017, 3, 1), date(2017, 3, 31))),
        ("31 March 2017", Stretch(date(2017, 3, 31), date(2017, 3, 31))),
        ("2017-03-31", Stretch(date(2017, 3, 31), date(2017, 3, 31))),
        ("2017", Stretch(date(2017, 1, 1), date(2017, 12, 31))),
    ],
)
def test_written_periods_are_read(words: str, expected: Stretch) -> None:
    assert read_period(words) == expected


@pytest.mark.parametrize("words", ["2016-19", "Q5 2016-17", "Mabch 2017", "31 February 2017", "soon", ""])
def test_words_that_name_no_period_are_refused(words: str) -> None:
    with pytest.raises(PeriodError):
        read_period(words)


@given(st.sampled_from([Every.DAY, Every.MONTH, Every.QUARTER, Every.FINANCIAL_YEAR, Every.CALENDAR_YEAR]), DAYS)
def test_a_label_reads_back_as_the_period_it_names(every: Every, on: date) -> None:
    assert read_period(label(period(every, on))) == period(every, on)


def test_a_stretch_that_is_no_whole_period_says_its_days() -> None:
    part = Stretch(date(2026, 4, 1), date(2026, 5, 14))
    assert part.every is None
    assert part.days == 44
    assert label(part) == "1 April 2026 to 14 May 2026"
    assert short_label(part) == "1 Apr 26 to 14 May 26"
    with pytest.raises(PeriodError, match="comes before"):
        Stretch(date(2026, 4, 2), date(2026, 4, 1))
