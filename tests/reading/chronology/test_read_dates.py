"""Dates as people type them: read as far as they say, and no further."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.chronology.model import Precision
from goldenthread.reading.chronology.dates import read_when

D = date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("3/4/16", D(2016, 4, 3), None), ("04.03.2016", D(2016, 3, 4), None), ("4-3-2016", D(2016, 3, 4), None),
        ("2016-03-04", D(2016, 3, 4), None), ("Fri 4 March 2016", D(2016, 3, 4), None),
        ("4th of March 2016", D(2016, 3, 4), None), ("4-Mar-16", D(2016, 3, 4), None),
        ("March 4, 2016", D(2016, 3, 4), None), ("29/2/2016", D(2016, 2, 29), None), ("4/3/98", D(1998, 3, 4), None),
        ("March 2016", D(2016, 3, 1), D(2016, 3, 31)), ("Mar-16", D(2016, 3, 1), D(2016, 3, 31)),
        ("02/2016", D(2016, 2, 1), D(2016, 2, 29)), ("2016", D(2016, 1, 1), D(2016, 12, 31)),
        ("winter 2015/16", D(2015, 12, 1), D(2016, 2, 29)), ("autumn term 2015", D(2015, 9, 1), D(2015, 12, 31)),
        ("financial year 2015/16", D(2015, 4, 1), D(2016, 3, 31)),
        ("academic year 2015-16", D(2015, 9, 1), D(2016, 8, 31)),
        ("2015/16", D(2015, 4, 1), D(2016, 8, 31)),
        ("3-5 April 2016", D(2016, 4, 3), D(2016, 4, 5)), ("3/4 - 5/4/16", D(2016, 4, 3), D(2016, 4, 5)),
        ("between 3/4/16 and 5/4/16", D(2016, 4, 3), D(2016, 4, 5)),
        ("1.4.2016-3.4.2016", D(2016, 4, 1), D(2016, 4, 3)),
        ("30/12 - 2/1/16", D(2015, 12, 30), D(2016, 1, 2)), ("Nov 2015 - Jan 2016", D(2015, 11, 1), D(2016, 1, 31)),
        ("w/c 4/3/16", D(2016, 3, 4), D(2016, 3, 10)), ("mid March 2016", D(2016, 3, 11), D(2016, 3, 21)),
        ("2014-2016", D(2014, 1, 1), D(2016, 12, 31)),
    ],
)  # fmt: skip
def test_a_date_is_read_as_the_days_it_may_be(text: str, first: date, last: date | None) -> None:
    read = read_when(text)
    assert (read.when.first, read.when.last, read.problem) == (first, last or first, "")
    assert read.when.text == text


@pytest.mark.parametrize(
    "text", ["circa March 2016", "c. 3/4/16", "approx 2014", "around 4 May 2015", "4/3/16?", "winter 2015"]
)
def test_about_is_kept_and_no_day_is_claimed(text: str) -> None:
    when = read_when(text).when
    assert when.about
    assert when.day is None
    assert when.is_known


@pytest.mark.parametrize(
    ("text", "problem", "cure"),
    [
        ("31/02/2016", "no day 31 in February 2016", "Check the date"),
        ("29/2/2015", "no day 29 in February 2015", "Check the date"),
        ("02/13/2016", "no month 13", "write 13 February 2016"),
        ("3/4", "no year", "Write the year"), ("4 March", "no year", "Write the year"),
        ("when he was three", "No date can be read", "4 March 2016"),
        ("Thu 4 March 2016", "was a Friday", "day of the week"),
        ("42433", "a number and no date", "Format the cell"),
        ("5/4/16 - 3/4/16", "last day comes before the first", "changed over"),
        ("3/4/16, 7/4/16, 9/4/16", "3 dates", "row of its own"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_cure(text: str, problem: str, cure: str) -> None:
    read = read_when(text)
    assert problem in read.problem
    assert cure in read.cure


@pytest.mark.parametrize(
    ("date_cell", "time_cell", "at", "until"),
    [
        ("4/3/16", "10:30", time(10, 30), None), ("4/3/16", "1430", time(14, 30), None),
        ("4/3/16", "2.30pm", time(14, 30), None), ("4/3/16", "10am - 11am", time(10), time(11)),
        ("4/3/16", "09:15:00", time(9, 15), None), ("2016-03-04 10:30:00", "", time(10, 30), None),
        ("04.03.2016 14:30", "", time(14, 30), None), ("4 March 2016 at 2.30pm", "", time(14, 30), None),
        ("4/3/16", "evening", None, None), ("4/3/16", "", None, None), ("2016", "", None, None),
    ],
)  # fmt: skip
def test_times_are_read_beside_the_date_or_in_it(date_cell: str, time_cell: str, at: time, until: time) -> None:
    when = read_when(date_cell, time_cell).when
    assert (when.at, when.until) == (at, until)


DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
WAYS = st.sampled_from(["%d/%m/%Y", "%-d.%-m.%Y", "%-d %B %Y", "%a %-d %b %Y", "%Y-%m-%d", "%A, %-d %B %Y"])


@given(DAYS, WAYS)
def test_every_day_that_is_written_out_is_read_as_that_day(day: date, way: str) -> None:
    read = read_when(f"{day:{way}}")
    assert (read.when.day, read.problem) == (day, "")
    assert read.when.precision is Precision.DAY


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it_and_it_is_read_or_refused(text: str) -> None:
    read = read_when(text)
    assert read.when.is_known or read.problem or not text.split()
