"""When each clock of a case review runs out: over a four-week year end, a leap day, and while proceedings go on."""

from __future__ import annotations

from datetime import date

import pytest

from tests.processes.registers.case_reviews.desk import Desk
from tests.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.mark.parametrize(
    ("clock", "day", "due"),
    [
        ("SCR-1", date(2016, 1, 29), date(2016, 2, 29)),  # a month ends on the leap day
        ("SCR-1", date(2016, 1, 31), date(2016, 2, 29)),
        ("SCR-1", date(2017, 1, 31), date(2017, 2, 28)),
        ("INC-1", date(2015, 12, 23), date(2016, 1, 4)),  # 25 and 28 December and New Year's Day are no working days
        ("INC-1", date(2023, 12, 21), date(2024, 1, 2)),
        ("INC-1", date(2024, 2, 26), date(2024, 3, 4)),  # over 29 February
    ],
)
def test_the_wait_for_a_decision_and_for_the_authority(desk: Desk, clock: str, day: date, due: date) -> None:
    assert desk.runs(desk.notify(day))[clock] == (due, None)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2023, 12, 8), date(2024, 1, 3)),
        (date(2024, 2, 12), date(2024, 3, 4)),
        (date(2024, 3, 15), date(2024, 4, 9)),
    ],
)
def test_the_rapid_review_goes_to_the_panel_in_fifteen_working_days(desk: Desk, day: date, due: date) -> None:
    case = desk.rapid(day)
    assert desk.runs(case)["RR-1"] == (due, None)
    desk.take(case, "letter", what="rapid_review", sent_on=due)
    assert desk.runs(case)["RR-1"] == (due, due)


def test_who_is_told_of_a_decision_and_by_when_follows_from_the_decision(desk: Desk) -> None:
    review, none = desk.decided(date(2016, 3, 21), "scr"), desk.decided(date(2016, 3, 21), "none")
    assert desk.runs(review)["SCR-2"] == (date(2016, 3, 30), None)  # over Easter
    assert desk.runs(none)["SCR-3"] == (date(2016, 4, 4), None)
    assert "SCR-3" not in desk.runs(review)
    assert "SCR-2" not in desk.runs(none)
    desk.take(none, "letter", what="no_review", sent_on=date(2016, 4, 5))
    assert desk.runs(none)["SCR-3"] == (date(2016, 4, 4), date(2016, 4, 5))


@pytest.mark.parametrize(
    ("day", "outcome", "clock", "due"),
    [
        (date(2015, 8, 31), "scr", "SCR-4", date(2016, 2, 29)),
        (date(2023, 8, 31), "lcspr", "LCSPR-1", date(2024, 2, 29)),
    ],
)
def test_a_review_has_six_months_and_stands_still_while_proceedings_go_on(
    desk: Desk, day: date, outcome: str, clock: str, due: date
) -> None:
    case = desk.decided(day, outcome)
    assert desk.runs(case)[clock] == (due, None)
    begun, ended = date(due.year, 2, 1), date(due.year, 2, 11)
    desk.take(case, "parallel", process="criminal", what="started", happened_on=begun)
    assert desk.runs(case)[clock] == (None, None)
    desk.take(case, "parallel", process="criminal", what="ended", happened_on=ended)
    assert desk.runs(case)[clock] == (date(due.year, 3, 10), None)


def test_a_published_practice_review_was_copied_before_and_stays_on_show(desk: Desk) -> None:
    case = desk.accepted(date(2023, 9, 1), "lcspr", date(2024, 2, 1))
    desk.take(case, "letter", what="report", sent_on=date(2024, 2, 20))
    case = desk.take(case, "publish", published_on=date(2024, 2, 29))
    runs = desk.runs(case)
    assert runs["LCSPR-1"] == (date(2024, 3, 1), date(2024, 2, 29))
    assert runs["LCSPR-2"] == (date(2024, 2, 20), date(2024, 2, 20))
    assert runs["LCSPR-3"] == (date(2025, 2, 28), None)


def test_a_serious_case_review_stays_on_the_website_for_a_year(desk: Desk) -> None:
    case = desk.published(date(2015, 9, 1), "scr", date(2016, 2, 29))
    runs = desk.runs(case)
    assert runs["SCR-4"] == (date(2016, 3, 1), date(2016, 2, 29))
    assert runs["SCR-5"] == (date(2017, 2, 28), None)
    assert not {"RR-1", "LCSPR-1", "LCSPR-2", "LCSPR-3"} & set(runs)


def test_what_was_decided_twice_has_two_waits_and_what_went_elsewhere_has_none(desk: Desk) -> None:
    case = desk.closed(date(2016, 3, 21), "none")
    case = desk.take(case, "reopen", reopened_on=date(2016, 6, 1), why="A new account")
    assert desk.runs(case)["SCR-1"] == (date(2016, 7, 1), None)
    gone = desk.take(desk.notify(date(2016, 3, 21)), "hand_over", handed_on=date(2016, 3, 22), other_area="Fernshire")
    assert set(desk.runs(gone)) == {"INC-1"}
