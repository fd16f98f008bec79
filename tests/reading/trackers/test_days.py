"""Days as people type them: every way of writing a day gives that day, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reading.trackers.book import Content, Failed
from goldenthread.reading.trackers.days import read_day, read_moment

FIRST, LAST = date(1991, 10, 14), date(2031, 12, 31)
MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
DAYS = st.dates(FIRST, LAST)
SHAPES = {
    "{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{y}", "{d}-{m}-{y}", "{d} / {m} / {y}", "{y}-{m:02}-{d:02}",
    "{y}-{m:02}-{d:02} 00:00:00", "{d} {month} {y}", "{d} {mon} {y}", "{d}-{mon}-{y}", "{d}{th} {month} {y}",
    "{month} {d}, {y}", "{d}{th} of {month} {y}", "Monday {d} {month} {y}", " {d}/{m}/{y}. ", "{y}{m:02}{d:02}",
    "{d}/{m}/{short:02}", "{d} {mon} '{short:02}",
}  # fmt: skip


def read(content: Content) -> tuple[object, str]:
    found = read_day(content, earliest=FIRST, latest=LAST)
    return found.value, found.code


@given(DAYS, st.sampled_from(sorted(SHAPES)))
def test_every_way_of_writing_a_day_gives_that_day(day: date, shape: str) -> None:
    ending = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    name = MONTHS[day.month - 1]
    text = shape.format(d=day.day, m=day.month, y=day.year, month=name, mon=name[:3], th=ending, short=day.year % 100)
    assert read(text) == (day, "")


@given(DAYS)
def test_a_day_that_a_spreadsheet_stores_is_that_day_as_a_date_and_as_its_number(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    assert {read(day), read(datetime.combine(day, time())), read(number), read(float(number)), read(str(number))} == {
        (day, "")
    }
    assert "the number by which" in read_day(number, earliest=FIRST, latest=LAST).note


@given(st.integers(0, 120))
def test_an_age_is_no_day_as_a_number_or_as_a_date(age: int) -> None:
    assert read(age) == read(float(age)) == (None, "age")
    if age:
        assert read(date.fromordinal(date(1899, 12, 30).toordinal() + age)) == (None, "age")


@given(st.text(max_size=40))
def test_no_text_at_all_is_an_error_or_a_day_out_of_bounds(text: str) -> None:
    value, code = read(text)
    assert value is None or FIRST <= value <= LAST  # type: ignore[operator]  # a day
    assert not (value and code)


WRONG = {
    "31/02/2024": "no_such_day", "29/2/2023": "no_such_day", "32/1/2024": "no_such_day", "13/13/2024": "no_such_day",
    "4/25/2024": "month_first", "2024": "no_day", "Apr 2024": "no_day", "04/2024": "no_day", "2023-24": "no_day",
    "3/4": "no_year", "3rd April": "no_year", "3/4/24 and 9/9/24": "several", "3/4/24, 9/9/24": "several",
    "14 yrs": "age", "8 months old": "age", "6y": "age", "w/c 3/4/2024": "not_a_date", "rang school": "not_a_date",
    "3 April 1066": "too_early", "3/4/1950": "too_early", "1/1/2050": "too_late",
}  # fmt: skip


@pytest.mark.parametrize("typed", WRONG)
def test_what_is_no_day_says_which_kind_of_slip_it_is(typed: str) -> None:
    assert read(typed) == (None, WRONG[typed])


@pytest.mark.parametrize("typed", ["", "  ", "N/A", "tbc", "-", "Not known", None])
def test_a_word_for_nothing_is_an_empty_cell(typed: str | None) -> None:
    assert read(typed) == (None, "")


def test_a_failed_formula_and_a_tick_are_no_days() -> None:
    assert read(Failed("#REF!"))[1] == "failed_formula"
    assert read(True)[1] == "not_a_date"


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("3/4/2024 14:30", time(14, 30)), ("3 April 2024 at 2.15pm", time(14, 15)), ("2024-04-03T09:05:00", time(9, 5)),
        (datetime(2024, 4, 3, 23, 59), time(23, 59)), ("3/4/2024", time(12)), ("3/4/2024 12:10am", time(0, 10)),  # noqa: DTZ001 - as a cell has it
    ],
)  # fmt: skip
def test_a_moment_keeps_its_time_and_says_where_none_was_given(typed: Content, at: time) -> None:
    found = read_moment(typed, earliest=FIRST, latest=LAST)
    assert found.value == datetime.combine(date(2024, 4, 3), at)
    assert bool(found.note) == (typed == "3/4/2024")
