"""How long the law gives: the vectors of the reference, and the rules that hold for every date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.calendars import ENGLAND, Calendar, CalendarError, Term
from goldenthread.kernel.now import LONDON
from goldenthread.kernel.spans import (
    Convention,
    Span,
    SpanError,
    Unit,
    add_months,
    by_time,
    day_of,
    days,
    hours,
    months,
    school_days,
    weeks,
    working_days,
)

INCLUDE = Convention.INCLUDE_START
DAY = timedelta(days=1)
dates = st.dates(date(2014, 1, 1), date(2027, 12, 31))
moments = st.builds(datetime.combine, dates, st.times(), st.just(LONDON))
counts = st.integers(1, 60)
conventions = st.sampled_from(Convention)
dated_spans = st.one_of(*(st.builds(make, counts) for make in (days, weeks, working_days, months)))
half_terms = [Term(date(y, 1, 4), date(y, 3, 24)) for y in range(2013, 2030)]
half_terms += [Term(date(y, 4, 15), date(y, 7, 20)) for y in range(2013, 2030)]
half_terms += [Term(date(y, 9, 3), date(y, 12, 18), frozenset({date(y, 10, 25)})) for y in range(2013, 2030)]
AREA = ENGLAND.with_terms(half_terms)

# Section 21.3 of the reference.
VECTORS = [
    ("strategy discussion to initial conference", date(2016, 12, 12), 15, date(2017, 1, 5)),
    ("conference to core group", date(2016, 12, 21), 10, date(2017, 1, 9)),
    ("became looked after to first review", date(2016, 12, 9), 20, date(2017, 1, 11)),
    ("referral on the Friday before Christmas", date(2016, 12, 23), 1, date(2016, 12, 28)),
    ("referral on Christmas Eve, a Saturday", date(2016, 12, 24), 1, date(2016, 12, 28)),
    ("referral to assessment", date(2016, 11, 14), 45, date(2017, 1, 19)),
    ("allegation over Easter", date(2017, 4, 13), 1, date(2017, 4, 18)),
    ("private fostering notice", date(2017, 4, 10), 7, date(2017, 4, 21)),
    ("dispute resolution", date(2017, 4, 3), 20, date(2017, 5, 4)),
    ("serious incident before Christmas", date(2018, 12, 20), 5, date(2018, 12, 31)),
    ("coroner in the week of VE Day", date(2020, 5, 6), 3, date(2020, 5, 12)),
    ("rapid review over the Platinum Jubilee", date(2022, 5, 25), 15, date(2022, 6, 17)),
]


@pytest.mark.parametrize(("what", "start", "n", "due"), VECTORS)
def test_working_days_end_where_the_reference_says(what: str, start: date, n: int, due: date) -> None:
    assert working_days(n).deadline(start, ENGLAND) == due, what


def test_counting_the_day_itself_brings_the_conference_to_wednesday() -> None:
    assert working_days(15).deadline(date(2016, 12, 12), ENGLAND, INCLUDE) == date(2017, 1, 4)


def test_on_a_day_that_does_not_count_both_conventions_agree() -> None:
    saturday = date(2016, 12, 24)
    assert working_days(3).deadline(saturday, ENGLAND, INCLUDE) == working_days(3).deadline(saturday, ENGLAND)


def test_months_are_clamped_to_the_end_of_the_month() -> None:
    assert months(3).deadline(date(2016, 11, 30), ENGLAND) == date(2017, 2, 28)
    assert months(3).deadline(date(2015, 11, 30), ENGLAND) == date(2016, 2, 29)
    assert months(12).deadline(date(2016, 2, 29), ENGLAND) == date(2017, 2, 28)
    assert months(1).before(date(2017, 3, 31), ENGLAND) == date(2017, 2, 28)


def test_six_weeks_are_42_days() -> None:
    assert weeks(6).deadline(date(2017, 4, 10), ENGLAND) == date(2017, 4, 10) + timedelta(days=42)


def test_hours_are_elapsed_time_across_the_clock_changes() -> None:
    spring = datetime(2017, 3, 25, 12, 0, tzinfo=LONDON)
    autumn = datetime(2016, 10, 29, 12, 0, tzinfo=LONDON)
    assert hours(24).deadline(spring, ENGLAND) == datetime(2017, 3, 26, 13, 0, tzinfo=LONDON)
    assert hours(24).deadline(autumn, ENGLAND) == datetime(2016, 10, 30, 11, 0, tzinfo=LONDON)
    assert hours(24).before(datetime(2017, 3, 26, 13, 0, tzinfo=LONDON), ENGLAND) == spring


def test_hours_from_a_bare_date_end_with_a_day() -> None:
    assert hours(72).deadline(date(2016, 12, 1), ENGLAND) == date(2016, 12, 4)
    assert hours(12).deadline(date(2016, 12, 1), ENGLAND) == date(2016, 12, 2)
    assert hours(48).before(date(2016, 12, 3), ENGLAND) == date(2016, 12, 1)


def test_a_moment_counts_from_its_day_in_london() -> None:
    late_in_june = datetime(2016, 6, 30, 23, 30, tzinfo=UTC)  # already 1 July in London
    assert days(1).deadline(late_in_june, ENGLAND) == date(2016, 7, 2)
    assert working_days(1).deadline(late_in_june, ENGLAND) == date(2016, 7, 4)


@pytest.mark.parametrize("span", [hours(24), days(1), working_days(1), by_time(time(9))])
def test_a_time_without_a_zone_is_refused(span: Span) -> None:
    with pytest.raises(SpanError, match="aware datetime"):
        span.deadline(datetime(2016, 12, 1, 9, 0), ENGLAND)  # noqa: DTZ001 - what is refused is its being naive


def test_the_school_is_told_before_the_next_school_day() -> None:
    encompass = by_time(time(9), "next_school_day", or_same_day=True)
    friday_night = datetime(2016, 10, 21, 23, 0, tzinfo=LONDON)
    area = ENGLAND.with_terms(
        [Term(date(2016, 9, 5), date(2016, 10, 21)), Term(date(2016, 10, 31), date(2016, 12, 16))]
    )
    assert encompass.deadline(friday_night, area) == datetime(2016, 10, 31, 9, 0, tzinfo=LONDON)
    small_hours = datetime(2016, 11, 1, 2, 0, tzinfo=LONDON)
    assert encompass.deadline(small_hours, area) == datetime(2016, 11, 1, 9, 0, tzinfo=LONDON)
    assert encompass.deadline(date(2016, 11, 1), area) == datetime(2016, 11, 2, 9, 0, tzinfo=LONDON)
    with pytest.raises(CalendarError, match="No school terms"):
        encompass.deadline(friday_night, ENGLAND)


def test_by_a_time_on_the_next_day_or_working_day() -> None:
    friday = datetime(2016, 12, 2, 2, 0, tzinfo=LONDON)
    assert by_time(time(9)).deadline(friday, ENGLAND) == datetime(2016, 12, 3, 9, 0, tzinfo=LONDON)
    assert by_time(time(9), or_same_day=True).deadline(friday, ENGLAND) == datetime(2016, 12, 2, 9, tzinfo=LONDON)
    assert by_time(time(17), "next_working_day").deadline(friday, ENGLAND) == datetime(2016, 12, 5, 17, tzinfo=LONDON)
    with pytest.raises(SpanError, match="cannot be counted back"):
        by_time(time(9)).before(friday, ENGLAND)


def test_a_copy_goes_out_seven_working_days_before_publication() -> None:
    published = date(2019, 1, 8)
    assert working_days(7).before(published, ENGLAND) == date(2018, 12, 27)
    assert working_days(7).before(published, ENGLAND, INCLUDE) == date(2018, 12, 28)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (working_days(7), "7 working days"),
        (working_days(1), "1 working day"),
        (school_days(2), "2 school days"),
        (weeks(6), "6 weeks"),
        (months(1), "1 month"),
        (hours(72), "72 hours"),
        (days(0), "the same day"),
        (by_time(time(9), "next_school_day"), "by 09:00 on the next school day"),
        (by_time(time(9), or_same_day=True), "by 09:00 on the next day (or the same morning)"),
    ],
)
def test_a_span_says_itself_in_plain_english(span: Span, words: str) -> None:
    assert str(span) == words


@pytest.mark.parametrize(
    ("n", "unit", "at"),
    [(-1, Unit.DAYS, None), (0, Unit.WORKING_DAYS, None), (1, Unit.BY_TIME, None), (1, Unit.DAYS, time(9))],
)
def test_spans_that_make_no_sense_are_refused(n: int, unit: Unit, at: time | None) -> None:
    with pytest.raises(SpanError):
        Span(n, unit, at)


@given(dated_spans, dates, dates, conventions)
def test_a_later_start_never_has_an_earlier_deadline(span: Span, a: date, b: date, convention: Convention) -> None:
    first, second = sorted((a, b))
    assert span.deadline(first, ENGLAND, convention) <= span.deadline(second, ENGLAND, convention)
    assert span.before(first, ENGLAND, convention) <= span.before(second, ENGLAND, convention)


@given(st.sampled_from([days, weeks, working_days, months]), counts, dates, conventions)
def test_a_longer_span_never_ends_sooner(make: type[Span], n: int, start: date, convention: Convention) -> None:
    assert make(n).deadline(start, ENGLAND, convention) < make(n + 1).deadline(start, ENGLAND, convention)


@given(counts, dates, conventions)
def test_working_and_school_days_end_on_days_that_count(n: int, start: date, convention: Convention) -> None:
    assert ENGLAND.is_working_day(working_days(n).deadline(start, ENGLAND, convention))
    assert ENGLAND.is_working_day(working_days(n).before(start, ENGLAND, convention))


@given(st.integers(1, 20), st.dates(date(2015, 1, 10), date(2026, 10, 1)), conventions)
def test_school_days_end_on_school_days(n: int, start: date, convention: Convention) -> None:
    assert AREA.is_school_day(school_days(n).deadline(start, AREA, convention))
    assert AREA.is_school_day(school_days(n).before(start, AREA, convention))


@given(dated_spans, dates)
def test_counting_the_day_itself_is_one_counted_day_earlier(span: Span, start: date) -> None:
    later, earlier = span.deadline(start, ENGLAND), span.deadline(start, ENGLAND, INCLUDE)
    if span.unit is not Unit.WORKING_DAYS:
        assert later - earlier == DAY
    elif ENGLAND.is_working_day(start):
        assert ENGLAND.previous_working_day(later) == earlier
    else:
        assert later == earlier


@given(st.one_of(st.builds(days, counts), st.builds(weeks, counts)), dates, conventions)
def test_going_back_undoes_going_forward_in_days(span: Span, start: date, convention: Convention) -> None:
    assert span.before(span.deadline(start, ENGLAND, convention), ENGLAND, convention) == start


@given(counts, dates, conventions)
def test_going_back_undoes_going_forward_in_working_days(n: int, start: date, convention: Convention) -> None:
    start = ENGLAND.next_working_day(start)  # only from a day that counts is there a way back to it
    span = working_days(n)
    assert span.before(span.deadline(start, ENGLAND, convention), ENGLAND, convention) == start


@given(st.integers(1, 500), moments)
def test_going_back_undoes_going_forward_in_hours(n: int, start: datetime) -> None:
    there = hours(n).deadline(start, ENGLAND)
    assert isinstance(there, datetime)
    assert there.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=n)
    back = hours(n).before(there, ENGLAND)
    assert isinstance(back, datetime)
    assert back.astimezone(UTC) == start.astimezone(UTC)


@given(dates, st.integers(0, 60))
def test_months_keep_the_day_or_clamp_it(start: date, n: int) -> None:
    reached = add_months(start, n)
    assert (reached.year * 12 + reached.month) - (start.year * 12 + start.month) == n
    assert reached.day == start.day or (reached.day < start.day and (reached + DAY).day == 1)
    assert add_months(reached, -n).day <= start.day


@given(counts, dates, conventions, st.sets(dates, max_size=40))
def test_another_holiday_never_brings_a_deadline_nearer(
    n: int, start: date, convention: Convention, extra: set[date]
) -> None:
    fuller: Calendar = ENGLAND.with_holidays(extra)
    assert working_days(n).deadline(start, fuller, convention) >= working_days(n).deadline(start, ENGLAND, convention)
    assert working_days(n).before(start, fuller, convention) <= working_days(n).before(start, ENGLAND, convention)


@given(moments, st.sampled_from(["next_day", "next_working_day", "next_school_day"]), st.booleans())
def test_a_time_on_the_next_day_is_always_still_to_come(start: datetime, on: str, same: bool) -> None:
    start = min(start, datetime(2026, 10, 1, tzinfo=LONDON))
    start = max(start, datetime(2014, 2, 1, tzinfo=LONDON))
    reached = by_time(time(9), on, or_same_day=same).deadline(start, AREA)  # type: ignore[arg-type]
    assert isinstance(reached, datetime)
    assert reached > start
    assert reached.astimezone(LONDON).time() == time(9)
    assert day_of(reached) > day_of(start) or same
