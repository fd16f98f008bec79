"""When each clock of a child's death runs out: to the minute, over holidays, leap days and ends of years, and while an
inquest goes on.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from goldenthread.kernel.now import LONDON
from tests.processes.registers.child_deaths.desk import Desk, at
from tests.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("died", "at_time", "due"),
    [
        (date(2024, 5, 3), "23:59", datetime(2024, 5, 5, 23, 59, tzinfo=LONDON)),  # before the May bank holiday
        (date(2016, 12, 24), "23:59", datetime(2016, 12, 26, 23, 59, tzinfo=LONDON)),  # no holiday stops the hours
        (date(2024, 2, 28), "12:00", datetime(2024, 3, 1, 12, 0, tzinfo=LONDON)),  # over a leap day
        (date(2024, 3, 30), "10:00", datetime(2024, 4, 1, 11, 0, tzinfo=LONDON)),  # the clocks go forward
    ],
)
def test_48_hours_are_counted_from_the_minute_of_the_death(desk: Desk, died: date, at_time: str, due: datetime) -> None:
    told = at(died + timedelta(days=20))
    case = desk.notify(died, told, died_at=time.fromisoformat(at_time))
    assert desk.runs(case)["CDR-N1"][0] == due


def test_registrar_and_coroner_are_held_to_their_days_over_a_bank_holiday(desk: Desk) -> None:
    case = desk.notify(date(2020, 5, 5))
    case = desk.take(
        case, "registered", registered_on=date(2020, 5, 6), registrar_told_on=None,
        coroner_decided_on=date(2020, 5, 6), coroner_told_on=date(2020, 5, 13),
    )  # fmt: skip
    runs = desk.runs(case)
    assert runs["CDR-N2"][0] == end_of(date(2020, 5, 13)), "seven days"
    assert runs["CDR-N3"][0] == end_of(date(2020, 5, 12)), "three working days; 8 May 2020 was a holiday"
    assert runs["CDR-N3"][1] is not None, "met a day late"


@pytest.mark.parametrize(
    ("clock", "day", "due"),
    [
        ("CDR-N2", date(2016, 12, 28), date(2017, 1, 4)),  # a week that the year's end does not stretch
        ("CDR-N2", date(2024, 2, 23), date(2024, 3, 1)),  # over the leap day
        ("CDR-N3", date(2016, 12, 22), date(2016, 12, 29)),  # Christmas lies on a Sunday: both holidays come after
        ("CDR-N3", date(2022, 12, 29), date(2023, 1, 4)),  # New Year on a Sunday
        ("CDR-N3", date(2024, 3, 28), date(2024, 4, 4)),  # Easter, and the end of the financial year
        ("CDR-N3", date(2024, 2, 27), date(2024, 3, 1)),
    ],
)
def test_registrar_and_coroner_over_the_ends_of_years(desk: Desk, clock: str, day: date, due: date) -> None:
    case = desk.notify(day - timedelta(days=1))
    name = {"CDR-N2": "registered_on", "CDR-N3": "coroner_decided_on"}[clock]
    assert desk.runs(desk.take(case, "registered", **{name: day}))[clock] == (end_of(due), None)


@pytest.mark.parametrize(
    ("report", "due"),
    [
        (date(2023, 12, 4), date(2024, 1, 15)),
        (date(2024, 1, 18), date(2024, 2, 29)),
        (date(2024, 2, 19), date(2024, 4, 1)),
    ],
)
def test_the_panels_six_weeks_are_days_of_the_calendar(desk: Desk, report: date, due: date) -> None:
    case = desk.take(desk.checked(date(2023, 10, 2)), "details", report_on=report)
    assert desk.runs(case)["CDR-P1"] == (end_of(due), None)


def test_the_meetings_clock_stands_still_while_an_inquest_goes_on(desk: Desk) -> None:
    case = desk.checked(date(2023, 11, 30))
    assert desk.runs(case)["CDR-M1"][0] == end_of(date(2024, 2, 29)), "three months, clamped to the month's end"
    desk.take(case, "parallel", process="coroner", what="started", happened_on=date(2024, 1, 10))
    assert desk.runs(case)["CDR-M1"][0] is None
    desk.take(case, "parallel", process="coroner", what="ended", happened_on=date(2024, 1, 20))
    assert desk.runs(case)["CDR-M1"][0] == end_of(date(2024, 3, 10))


def test_the_panels_six_weeks_run_from_the_report_or_the_later_result_of_the_inquest(desk: Desk) -> None:
    case = desk.checked()
    desk.take(case, "details", report_on=date(2024, 7, 1))
    assert desk.runs(case)["CDR-P1"][0] == end_of(date(2024, 8, 12))
    desk.take(case, "parallel", process="coroner", what="started", happened_on=date(2024, 7, 2))
    assert "CDR-P1" not in desk.runs(case)
    desk.take(case, "parallel", process="coroner", what="ended", happened_on=date(2024, 9, 2))
    assert desk.runs(case)["CDR-P1"][0] == end_of(date(2024, 10, 14))


def test_clocks_of_the_partners_do_not_run_under_the_board_even_once_it_has_gone_over(desk: Desk) -> None:
    desk.move_to_partners(date(2019, 9, 25))
    old = desk.checked(date(2019, 9, 20))
    desk.take(old, "details", report_on=date(2019, 12, 20))
    assert set(desk.runs(old)) == {"CDR-N1"}
    new = desk.checked(date(2019, 9, 25))
    assert "CDR-M1" in desk.runs(new)


def test_a_visit_is_timed_where_one_is_appropriate(desk: Desk) -> None:
    case = desk.notify(died_at=time(6, 30))
    case = desk.take(case, "check", checked_on=date(2024, 5, 15), resident="here", joint_response=True,
                     joint_reason="sudden", visit_fitting=True)  # fmt: skip
    assert desk.runs(case)["CDR-R1"][0] == datetime(2024, 5, 15, 6, 30, tzinfo=LONDON)
    desk.take(case, "response", kind="visit", held_at=at(date(2024, 5, 14), 15))
    assert desk.runs(case)["CDR-R1"][1] == at(date(2024, 5, 14), 15)
