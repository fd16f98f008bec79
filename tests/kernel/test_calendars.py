"""Which days count, and what a calendar says when it does not know."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.calendars import ENGLAND, Calendar, CalendarError, Term
from goldenthread.kernel.holidays import computed_holidays, easter_sunday, published_holidays

# Section 21.2 of the reference: weekday-effective bank holidays of England and Wales.
KNOWN = """
2015: 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28
2016: 01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27
2017: 01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26
2018: 01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26
2019: 01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26
2020: 01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28
2021: 01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28
2022: 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27
2023: 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26
2024: 01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26
2025: 01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26
2026: 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28
2027: 01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28
2028: 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26
2029: 01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26
2030: 01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26
"""
YEARS = {int(line[:4]): line[6:].split() for line in KNOWN.split("\n") if line}
AUTUMN = Term(date(2016, 9, 2), date(2016, 10, 21), closed=frozenset({date(2016, 9, 2)}), name="Autumn 1")
WINTER = Term(date(2016, 10, 31), date(2016, 12, 16), name="Autumn 2")


@pytest.mark.parametrize("year", YEARS)
def test_the_bank_holidays_of_a_year_are_those_of_the_reference(year: int) -> None:
    assert sorted(f"{day:%m-%d}" for day in ENGLAND.holidays if day.year == year) == YEARS[year]


def test_an_independent_package_agrees_on_every_working_day() -> None:
    others = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2031), observed=True)
    day = date(2012, 1, 1)
    while day.year < 2031:
        assert ENGLAND.is_working_day(day) == (day.weekday() < 5 and day not in others), day
        day += timedelta(days=1)


def test_the_rule_gives_the_published_list_wherever_nothing_was_moved_or_added() -> None:
    published = published_holidays()
    moved = {2012, 2020, 2022, 2023}  # jubilees, VE Day, the state funeral, the coronation
    for year in set(range(2012, 2029)) - moved:
        assert set(computed_holidays(year)) == {day for day in published if day.year == year}


@given(st.integers(1700, 2400))
def test_easter_is_a_sunday_in_spring_and_the_rule_gives_eight_weekdays(year: int) -> None:
    assert easter_sunday(year).weekday() == 6
    assert date(year, 3, 22) <= easter_sunday(year) <= date(year, 4, 25)
    found = computed_holidays(year)
    assert len(found) == 8
    assert all(day.weekday() < 5 for day in found)


@pytest.mark.parametrize("day", [date(2011, 12, 30), date(2031, 1, 2)])
def test_a_day_beyond_the_list_is_refused_with_the_days_it_knows(day: date) -> None:
    with pytest.raises(CalendarError, match="known from 1 January 2012 to 31 December 2030"):
        ENGLAND.is_working_day(day)


def test_counting_into_unknown_years_is_refused_too() -> None:
    with pytest.raises(CalendarError, match="1 January 2031 is beyond that"):
        ENGLAND.nth_working_day(date(2030, 12, 20), 15)


def test_an_empty_calendar_knows_nothing() -> None:
    with pytest.raises(CalendarError, match="knows no bank holidays"):
        Calendar().is_working_day(date(2016, 12, 1))


def test_a_calendar_knows_the_years_its_holidays_are_in() -> None:
    small = Calendar(frozenset({date(2016, 12, 26), date(2017, 1, 2)}))
    assert small.is_working_day(date(2017, 12, 29))
    with pytest.raises(CalendarError, match="to 31 December 2017"):
        small.is_working_day(date(2018, 1, 2))


def test_a_proclaimed_holiday_is_added_without_making_its_year_known() -> None:
    funeral = date(2029, 9, 19)
    assert ENGLAND.is_working_day(funeral)
    assert not ENGLAND.with_holidays([funeral]).is_working_day(funeral)
    with pytest.raises(CalendarError):
        ENGLAND.with_holidays([date(2033, 6, 1)]).is_working_day(date(2033, 6, 2))
    longer = ENGLAND.with_holidays(computed_holidays(2031), known_to=date(2031, 12, 31))
    assert not longer.is_working_day(date(2031, 12, 25))
    assert longer.is_working_day(date(2031, 12, 29))


def test_a_holiday_that_is_moved_can_be_taken_out() -> None:
    moved = ENGLAND.without_holidays([date(2027, 5, 3)]).with_holidays([date(2027, 5, 7)])
    assert moved.is_working_day(date(2027, 5, 3))
    assert not moved.is_working_day(date(2027, 5, 7))


def test_school_days_are_working_days_in_term_without_inset_days() -> None:
    area = ENGLAND.with_terms([WINTER, AUTUMN])
    assert not area.is_school_day(date(2016, 9, 2))  # INSET
    assert area.is_school_day(date(2016, 9, 5))
    assert not area.is_school_day(date(2016, 9, 10))  # a Saturday
    assert not area.is_school_day(date(2016, 10, 26))  # half term
    assert area.next_school_day(date(2016, 10, 21)) == date(2016, 10, 31)
    assert area.previous_school_day(date(2016, 10, 31)) == date(2016, 10, 21)
    assert area.school_days_between(date(2016, 10, 20), date(2016, 11, 1)) == 3


def test_school_days_are_unknown_without_terms_and_beyond_them() -> None:
    with pytest.raises(CalendarError, match="No school terms are known"):
        ENGLAND.is_school_day(date(2016, 9, 5))
    with pytest.raises(CalendarError, match="19 December 2016 is beyond that"):
        ENGLAND.with_terms([AUTUMN, WINTER]).is_school_day(date(2016, 12, 19))


def test_terms_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(CalendarError, match="cannot end on 1 September 2016"):
        Term(date(2016, 9, 2), date(2016, 9, 1))
    with pytest.raises(CalendarError, match="overlap on 21 October 2016"):
        ENGLAND.with_terms([AUTUMN, Term(date(2016, 10, 21), date(2016, 12, 16))])


def test_the_days_between_are_counted_from_the_day_after() -> None:
    assert ENGLAND.working_days_between(date(2016, 12, 23), date(2016, 12, 28)) == 1
    assert ENGLAND.working_days_between(date(2016, 12, 28), date(2016, 12, 23)) == -1
    assert ENGLAND.working_days_between(date(2016, 12, 28), date(2016, 12, 28)) == 0
    assert ENGLAND.next_working_day(date(2016, 12, 23)) == date(2016, 12, 28)
    assert ENGLAND.previous_working_day(date(2016, 12, 28)) == date(2016, 12, 23)


@given(st.dates(date(2013, 1, 1), date(2029, 12, 31)), st.integers(1, 60))
def test_counting_out_and_counting_between_agree(day: date, n: int) -> None:
    assert ENGLAND.working_days_between(day, ENGLAND.nth_working_day(day, n)) == n
