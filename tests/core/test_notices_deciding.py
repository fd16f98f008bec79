"""When someone is reminded, as rules over dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.notices.deciding import checked_leads, digest_wanted, horizon, is_late_by, reminder_due
from goldenthread.kernel.calendars import ENGLAND

DAYS = st.dates(date(2024, 1, 8), date(2026, 12, 1))
LEADS = st.lists(st.integers(1, 30), min_size=1, max_size=4, unique=True)


def working_days(first: date, last: date) -> list[date]:
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in span if ENGLAND.is_working_day(day)]


def reminders(due: date, days: list[date], leads: list[int]) -> list[tuple[date, int]]:
    """What is sent when the rule is asked each working day and each lead is sent once."""
    sent: dict[int, date] = {}
    for day in days:
        lead = reminder_due(due, day, horizon(day, ENGLAND), leads)
        if lead is not None:
            sent.setdefault(lead, day)
    return [(day, lead) for lead, day in sent.items()]


@given(DAYS, LEADS)
def test_every_lead_is_sent_by_its_day_on_a_working_day_and_none_after_it_is_due(due: date, leads: list[int]) -> None:
    """Two leads that fall on one working day (a long weekend between them) are one reminder, the later."""
    sent = reminders(due, working_days(due - timedelta(days=60), due + timedelta(days=10)), leads)
    assert sent
    for day, lead in sent:
        assert day <= due
        assert day <= due - timedelta(days=lead) or not ENGLAND.is_working_day(due - timedelta(days=lead))
        before = due - timedelta(days=lead)
        assert ENGLAND.next_working_day(day) > before  # the last working day on which it was not yet too late
    assert min(lead for _, lead in sent) == min(leads)


@given(DAYS, LEADS)
def test_after_a_pause_one_reminder_is_sent_and_not_all_that_were_missed(due: date, leads: list[int]) -> None:
    assert reminder_due(due, due, horizon(due, ENGLAND), leads) == min(leads)


@given(DAYS, DAYS, LEADS)
def test_a_thing_is_either_ahead_and_reminded_of_or_late_and_escalated(due: date, on: date, leads: list[int]) -> None:
    reminded = reminder_due(due, on, horizon(on, ENGLAND), leads) is not None
    assert not (reminded and is_late_by(due, on, 0))


@given(DAYS, st.integers(1, 60))
def test_it_is_late_by_so_many_days_from_that_day_on(due: date, days: int) -> None:
    assert not is_late_by(due, due + timedelta(days=days - 1), days)
    assert is_late_by(due, due + timedelta(days=days), days)
    assert is_late_by(due, due + timedelta(days=days + 100), days)


def test_what_is_due_on_monday_is_reminded_of_on_friday() -> None:
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)
    assert reminder_due(monday, friday, horizon(friday, ENGLAND), [7, 1]) == 1
    thursday = date(2026, 3, 5)
    assert reminder_due(monday, thursday, horizon(thursday, ENGLAND), [7, 1]) == 7


def test_what_is_due_after_the_easter_weekend_is_reminded_of_before_it() -> None:
    thursday, tuesday = date(2026, 4, 2), date(2026, 4, 7)
    assert reminder_due(tuesday, thursday, horizon(thursday, ENGLAND), [1]) == 1


@given(DAYS)
def test_a_weekly_digest_comes_once_a_week_on_its_first_working_day(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    week = [monday + timedelta(days=n) for n in range(7)]
    wanted = [day for day in week if ENGLAND.is_working_day(day) and digest_wanted("weekly", day, ENGLAND)]
    assert wanted == working_days(week[0], week[-1])[:1]
    assert not any(digest_wanted("never", day, ENGLAND) for day in week)
    assert all(digest_wanted("daily", day, ENGLAND) for day in week)


def test_leads_are_kept_once_each_longest_first_and_none_beyond_reason() -> None:
    assert checked_leads([1, 7, 1]) == [7, 1]
    assert checked_leads([]) == []
    for wrong in (0, 61):
        with pytest.raises(ValueError, match="1 to 60"):
            checked_leads([wrong])
