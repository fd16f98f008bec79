"""Clocks as projections: what a record's dates say today, however late they were typed in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.calendars import ENGLAND
from goldenthread.kernel.clocks import Counted, Direction, Limit, Pause, Period, Run, Standing, clock, due
from goldenthread.kernel.now import LONDON
from goldenthread.kernel.spans import Convention, Span, by_time, days, hours, months, weeks, working_days

dates = st.dates(date(2015, 1, 1), date(2025, 12, 31))


@dataclass
class Arrangement:
    notified_on: date | None = None
    first_seen_on: date | None = None
    began_on: date = date(2016, 4, 1)
    ended_on: date | None = None
    visits: list[date] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)


def law(clock_id: str, on: date, part: str | None = None) -> Limit:
    """Seven working days from 2016, five before; six or twelve weeks by part."""
    if clock_id == "visits":
        return Counted(weeks(6 if part == "first year" else 12))
    return Counted(working_days(7 if on.year >= 2016 else 5))


def later_visits(arrangement: Arrangement) -> list[Period]:
    pairs = pairwise([*arrangement.visits, None])
    return [(this, following) for this, following in pairs if following or not arrangement.ended_on]


first_visit = clock("PF-3", start="notified_on", stop="first_seen_on")
visits = clock(
    "visits",
    periods=later_visits,
    part=lambda a, on: "first year" if on < a.began_on + timedelta(days=365) else "later",
)


def run_of(arrangement: Arrangement) -> Run:
    [found] = first_visit.runs(arrangement, ENGLAND, law)
    return found


def test_the_limit_is_that_of_the_day_it_started() -> None:
    assert run_of(Arrangement(notified_on=date(2017, 4, 10))).due == date(2017, 4, 21)
    assert run_of(Arrangement(notified_on=date(2015, 12, 31))).due == date(2016, 1, 8)


def test_nothing_runs_before_the_start_event() -> None:
    assert first_visit.runs(Arrangement(), ENGLAND, law) == []


def test_it_runs_until_the_end_of_the_last_day_and_is_overdue_the_next() -> None:
    run = run_of(Arrangement(notified_on=date(2017, 4, 10)))
    assert (run.standing(date(2017, 4, 18)), run.in_words(date(2017, 4, 18))) == (Standing.RUNNING, "3 days left")
    assert run.in_words(datetime(2017, 4, 21, 23, 59, tzinfo=LONDON)) == "due today"
    assert (run.standing(date(2017, 4, 22)), run.in_words(date(2017, 4, 22))) == ("overdue", "overdue by 1 day")
    assert run.days_late(date(2017, 4, 24)) == 3


def test_a_visit_typed_in_late_puts_the_run_right() -> None:
    arrangement = Arrangement(notified_on=date(2017, 4, 10))
    assert run_of(arrangement).standing(date(2017, 5, 1)) is Standing.OVERDUE
    arrangement.first_seen_on = date(2017, 4, 21)
    assert run_of(arrangement).standing(date(2017, 5, 1)) is Standing.MET
    arrangement.first_seen_on = date(2017, 4, 24)
    assert run_of(arrangement).in_words(date(2017, 5, 1)) == "met 3 days late"
    assert run_of(arrangement).days_late(date(2017, 5, 1)) == 3


def test_what_was_met_later_was_not_yet_met_on_an_earlier_day() -> None:
    run = run_of(Arrangement(notified_on=date(2017, 4, 10), first_seen_on=date(2017, 4, 24)))
    assert run.standing(date(2017, 4, 20)) is Standing.RUNNING
    assert run.standing(date(2017, 4, 22)) is Standing.OVERDUE


def test_each_visit_starts_the_wait_for_the_next_by_the_part_of_the_law_that_applies() -> None:
    arrangement = Arrangement(visits=[date(2016, 5, 2), date(2017, 3, 1), date(2017, 5, 2)])
    found = visits.runs(arrangement, ENGLAND, law)
    assert [(run.part, run.due, run.met) for run in found] == [
        ("first year", date(2016, 6, 13), date(2017, 3, 1)),
        ("first year", date(2017, 4, 12), date(2017, 5, 2)),
        ("later", date(2017, 7, 25), None),
    ]
    assert len(visits.runs(replace(arrangement, ended_on=date(2017, 6, 1)), ENGLAND, law)) == 2


def test_a_clock_may_bring_its_own_limit() -> None:
    arrangement = Arrangement(notified_on=date(2017, 4, 10))
    own = clock("own", start="notified_on", stop="first_seen_on", within=days(10))
    by_record = clock("own", start="notified_on", within=lambda a, on: weeks(1) if a.visits else days(3))
    inclusive = Counted(days(10), Convention.INCLUDE_START)
    counted = clock("own", start="notified_on", within=lambda a, on: inclusive)
    assert own.runs(arrangement, ENGLAND, law)[0].due == date(2017, 4, 20)
    assert by_record.runs(arrangement, ENGLAND, law)[0].due == date(2017, 4, 13)
    assert counted.runs(arrangement, ENGLAND, law)[0].due == date(2017, 4, 19)
    assert counted.runs(arrangement, ENGLAND, law)[0].limit is inclusive


def test_a_clock_with_nothing_to_start_it_is_refused() -> None:
    with pytest.raises(ValueError, match="Clock X needs"):
        clock("X")
    with pytest.raises(ValueError, match="Clock X needs"):
        clock("X", periods=later_visits, start="notified_on")


def test_backwards_from_an_event() -> None:
    limit = Counted(working_days(7), direction=Direction.BACKWARDS)
    latest = due(limit, date(2019, 1, 8), ENGLAND)
    assert latest == date(2018, 12, 27)
    assert Run(date(2019, 1, 8), latest, date(2018, 12, 28), limit).standing(date(2019, 1, 8)) is Standing.MET_LATE


def test_not_before_turns_the_question_round() -> None:
    limit = Counted(days(30), direction=Direction.MINIMUM)
    run = Run(date(2017, 3, 1), due(limit, date(2017, 3, 1), ENGLAND), None, limit)
    assert run.due == date(2017, 3, 31)
    assert run.in_words(date(2017, 3, 29)) == "not for another 2 days"
    assert run.standing(date(2017, 3, 31)) is Standing.OPEN
    assert replace(run, met=date(2017, 3, 30)).standing(date(2017, 4, 1)) is Standing.TOO_EARLY
    assert replace(run, met=date(2017, 3, 31)).standing(date(2017, 4, 1)) is Standing.MET


def test_a_deadline_at_an_hour_is_missed_within_the_day() -> None:
    returned = datetime(2017, 3, 24, 18, 0, tzinfo=LONDON)
    limit = Counted(hours(72))
    run = Run(returned, due(limit, returned, ENGLAND), None, limit)
    assert run.due == datetime(2017, 3, 27, 19, 0, tzinfo=LONDON)  # the clocks went forward on the 26th
    assert run.standing(datetime(2017, 3, 27, 18, 30, tzinfo=LONDON)) is Standing.RUNNING
    assert run.in_words(datetime(2017, 3, 27, 19, 30, tzinfo=LONDON)) == "overdue since today"
    assert replace(run, met=datetime(2017, 3, 27, 19, 1, tzinfo=LONDON)).standing(date(2017, 4, 1)) == "met late"
    assert replace(run, met=date(2017, 3, 27)).standing(date(2017, 4, 1)) is Standing.MET  # the hour is not known


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2016, 10, 30, 1, 30, tzinfo=LONDON)
    again = datetime(
        2016, 10, 30, 1, 10, tzinfo=LONDON, fold=1
    )  # forty minutes after, though the wall clock says 01:10
    assert Run(first, first, again, Counted(hours(1))).standing(date(2016, 11, 1)) is Standing.MET_LATE


def test_a_pause_stops_the_clock_and_an_open_one_leaves_no_deadline() -> None:
    start = date(2017, 3, 1)
    paused = (date(2017, 3, 6), date(2017, 3, 20))
    assert due(Counted(working_days(5)), start, ENGLAND, [paused]) == date(2017, 3, 22)
    assert due(Counted(days(10)), start, ENGLAND, [paused]) == date(2017, 3, 25)
    assert due(Counted(months(1)), start, ENGLAND, [paused]) == date(2017, 4, 15)
    assert due(Counted(days(3)), start, ENGLAND, [paused]) == date(2017, 3, 4)
    for span in (working_days(5), days(10)):
        assert due(Counted(span), start, ENGLAND, [(date(2017, 3, 6), None)]) is None
    run = Run(start, None, None, Counted(days(10)))
    assert (run.standing(date(2018, 1, 1)), run.in_words(date(2018, 1, 1))) == (Standing.PAUSED, "paused")
    assert replace(run, met=date(2017, 5, 1)).standing(date(2018, 1, 1)) is Standing.MET


def test_a_clock_reads_the_pauses_of_its_record() -> None:
    stopped = clock("PF-3", start="notified_on", stop="first_seen_on", pauses=lambda a: a.pauses)
    arrangement = Arrangement(notified_on=date(2017, 4, 10), pauses=[(date(2017, 4, 12), date(2017, 4, 19))])
    assert stopped.runs(arrangement, ENGLAND, law)[0].due == date(2017, 4, 26)


@given(
    dates,
    st.sampled_from([days(20), weeks(3), months(2), working_days(15)]),
    st.sampled_from(Convention),
    st.lists(st.tuples(st.integers(-40, 60), st.integers(0, 40)), max_size=4),
)
def test_with_pauses_as_many_days_count_as_without(
    start: date, span: Span, convention: Convention, spells: list[tuple[int, int]]
) -> None:
    pauses = [(start + timedelta(days=a), start + timedelta(days=a + n)) for a, n in spells]
    limit = Counted(span, convention)
    free, held = due(limit, start, ENGLAND), due(limit, start, ENGLAND, pauses)
    assert isinstance(free, date)
    assert isinstance(held, date)
    first = start + timedelta(days=convention is Convention.EXCLUDE_START)
    lost = {a + timedelta(days=n) for a, b in pauses for n in range((b - a).days)}

    def counted(end: date, without: set[date]) -> int:
        all_days = {first + timedelta(days=n) for n in range((end - first).days + 1)}
        return sum(span.unit != "working day" or ENGLAND.is_working_day(day) for day in all_days - without)

    assert counted(held, lost) == counted(free, set())
    assert held >= free
    assert held not in lost


def test_a_pause_puts_off_a_time_of_day_to_the_next_such_day() -> None:
    limit = Counted(by_time(time(9), "next_working_day"))
    friday = datetime(2016, 12, 2, 20, 0, tzinfo=LONDON)
    held = due(limit, friday, ENGLAND, [(date(2016, 12, 5), date(2016, 12, 9))])
    assert held == datetime(2016, 12, 9, 9, 0, tzinfo=LONDON)
    assert due(limit, friday, ENGLAND, [(date(2016, 12, 6), date(2016, 12, 9))]) == datetime(
        2016, 12, 5, 9, tzinfo=LONDON
    )


def test_hours_lost_to_a_pause_are_whole_days() -> None:
    friday = datetime(2016, 12, 2, 18, 0, tzinfo=LONDON)
    held = due(Counted(hours(24)), friday, ENGLAND, [(date(2016, 12, 3), date(2016, 12, 5))])
    assert held == datetime(2016, 12, 5, 18, 0, tzinfo=LONDON)


@given(dates, st.integers(0, 30), dates, st.none() | dates)
def test_a_run_is_always_in_one_standing_and_late_days_agree_with_it(
    start: date, n: int, on: date, met: date | None
) -> None:
    limit = Counted(days(n))
    run = Run(start, due(limit, start, ENGLAND), met, limit)
    late = run.standing(on) in (Standing.OVERDUE, Standing.MET_LATE)
    assert (run.days_late(on) > 0) is late
    assert (run.standing(on) in (Standing.MET, Standing.MET_LATE)) is (met is not None and met <= on)


@given(st.builds(datetime.combine, dates, st.times(), st.just(UTC)))
def test_the_moment_it_is_due_is_still_in_time_and_the_next_is_not(start: datetime) -> None:
    limit = Counted(hours(24))
    latest = due(limit, start, ENGLAND)
    assert isinstance(latest, datetime)
    run = Run(start, latest, None, limit)
    assert run.standing(latest) is Standing.RUNNING
    assert run.standing(latest.astimezone(UTC) + timedelta(microseconds=1)) is Standing.OVERDUE
