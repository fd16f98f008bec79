"""When a request is due and how late it came, whatever the day, the hour and the holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.calendars import ENGLAND
from goldenthread.kernel.now import LONDON
from goldenthread.processes.governance.inspections.readiness.timing import (
    due_moment,
    late_words,
    lateness,
    standing,
    tally,
    working_day,
)

FIRST = datetime(2016, 1, 1, tzinfo=LONDON)
moments = st.integers(0, 12 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
days = st.integers(0, 30)
times = st.none() | st.times().map(lambda at: at.replace(microsecond=0))
waits = st.timedeltas(timedelta(0), timedelta(days=40))


@dataclass
class Asked:
    due_at: datetime | None
    due_time: time | None = None
    answered_at: datetime | None = None
    state: str = "asked"
    reason: str = ""


@given(moments, days)
def test_the_nth_working_day_is_one_and_as_many_working_days_after_notice(notified: datetime, number: int) -> None:
    day = working_day(notified, number, ENGLAND)
    assert ENGLAND.is_working_day(day)
    if number:
        assert ENGLAND.working_days_between(notified.date(), day) == number


@given(moments, days, times)
def test_a_later_working_day_is_never_due_sooner(notified: datetime, number: int, at: time | None) -> None:
    first, second, third = (due_moment(notified, number + more, at, ENGLAND) for more in (0, 1, 2))
    assert first <= second < third  # of notice on a Sunday, its day and the first working day are one
    assert number == 0 or first < second


@given(moments, days, times, waits, st.booleans())
def test_in_time_has_no_words_and_late_always_has(
    notified: datetime, number: int, at: time | None, wait: timedelta, early: bool
) -> None:
    due = due_moment(notified, number, at, ENGLAND)
    came = due - wait if early else due + wait
    said = late_words(Asked(due, at), came, ENGLAND)
    assert bool(said) is bool(lateness(due, came))
    assert said == "" or "late" in said


@given(moments, days, times, waits)
def test_every_request_stands_somehow_and_silence_says_that_it_is(
    notified: datetime, number: int, at: time | None, wait: timedelta
) -> None:
    row = Asked(due_moment(notified, number, at, ENGLAND), at)
    over = standing(row, notified + wait, ENGLAND, over=True)
    assert (over.key, over.note) == ("not_answered", "No reason given")
    assert standing(row, notified + wait, ENGLAND, over=False).key in ("asked", "overdue")


@given(st.lists(st.sampled_from(["asked", "acknowledged", "answered", "not_answered"]), max_size=10), moments)
def test_nothing_asked_is_lost_from_the_count(states: list[str], due: datetime) -> None:
    rows = [Asked(due, state=state, answered_at=due if state == "answered" else None) for state in states]
    found = tally(standing(row, due, ENGLAND, over=True) for row in rows)
    assert found.asked == len(states) == found.in_time + found.late + found.not_answered
    assert (found.share_in_time is None) is (not states)


def test_it_is_counted_to_the_hour_where_a_time_is_set_and_in_working_days_where_none_is() -> None:
    noon = Asked(datetime(2026, 11, 6, 12, tzinfo=LONDON), time(12))
    assert late_words(noon, datetime(2026, 11, 6, 15, 30, tzinfo=LONDON), ENGLAND) == "3 hours late"
    assert late_words(noon, datetime(2026, 11, 6, 12, 20, tzinfo=LONDON), ENGLAND) == "less than an hour late"
    friday = Asked(datetime(2026, 11, 6, 23, 59, 59, tzinfo=LONDON))
    assert late_words(friday, datetime(2026, 11, 9, 9, tzinfo=LONDON), ENGLAND) == "1 working day late"
    assert late_words(friday, datetime(2026, 11, 7, 9, tzinfo=LONDON), ENGLAND) == "late, before the next working day"


def test_an_hour_is_an_hour_on_the_night_when_the_clocks_change() -> None:
    due = datetime(2026, 10, 24, 23, 30, tzinfo=LONDON)
    assert lateness(due, datetime(2026, 10, 25, 3, 30, tzinfo=LONDON)) == timedelta(hours=5)


def test_christmas_is_no_working_day() -> None:
    assert working_day(datetime(2026, 12, 23, 9, tzinfo=LONDON), 2, ENGLAND) == date(2026, 12, 29)
