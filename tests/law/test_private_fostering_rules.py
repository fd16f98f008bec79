"""What private fostering is, when visits are late, and the yearly return."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.periods import Stretch
from goldenthread.law.private_fostering import matters
from goldenthread.law.private_fostering.definition import Arrangement, Carer, private_fostering, too_old_on
from goldenthread.law.private_fostering.pf1 import Case, Region, financial_year, pf1
from goldenthread.law.private_fostering.visits import spread, visits_due

BORN, BEGAN = date(2005, 5, 10), date(2016, 9, 1)


def arrangement(**values) -> Arrangement:
    return Arrangement(**{"born": BORN, "carer": Carer.FRIEND, "began_on": BEGAN, **values})


@pytest.mark.parametrize(
    ("values", "holds", "words"),
    [
        ({}, True, "no end in sight"),
        ({"meant_until": date(2016, 9, 27)}, False, "27 days; the law asks for 28 days or more"),
        ({"meant_until": date(2016, 9, 28)}, True, "meant to last 28 days"),
        ({"meant_until": date(2016, 12, 1), "ended_on": date(2016, 9, 9)}, True, "the intention counts"),
        ({"carer": Carer.STEP_PARENT}, False, "close relative"),
        ({"carer": Carer.AUNT_UNCLE}, False, "An aunt or uncle is a close relative"),
        ({"carer": Carer.COUSIN}, True, "A cousin is not a close relative"),
        ({"carer": Carer.GREAT_AUNT_UNCLE}, True, "not a close relative"),
        ({"carer": Carer.PARENTS_PARTNER}, True, "not a close relative"),
        ({"carer": Carer.RESPONSIBLE}, False, "parental responsibility"),
        ({"carer": Carer.SCHOOL}, False, "boards in term time alone"),
        ({"carer": Carer.SCHOOL, "boarding_in_holidays": True, "meant_until": date(2016, 9, 14)}, False, "14 days"),
        ({"carer": Carer.SCHOOL, "boarding_in_holidays": True, "meant_until": date(2016, 9, 15)}, True, "15 days"),
        ({"exempt": "looked after by the council"}, False, "exempt: looked after"),
        ({"accommodated": False}, False, "does not live there"),
    ],
)
def test_each_test_gives_its_reason(values, holds, words) -> None:
    verdict = private_fostering(arrangement(**values), BEGAN)
    assert verdict.is_private_fostering is holds
    assert words in verdict.because


@pytest.mark.parametrize(
    ("born", "disabled", "last"),
    [
        (date(2000, 5, 10), False, date(2016, 5, 9)),
        (date(2000, 5, 10), True, date(2018, 5, 9)),
        (date(2000, 2, 29), False, date(2016, 2, 28)),
        (date(2004, 2, 29), True, date(2022, 2, 28)),  # the eighteenth birthday is 1 March
    ],
)
def test_a_child_is_too_old_on_the_birthday_and_not_the_day_before(born, disabled, last) -> None:
    one = arrangement(born=born, disabled=disabled, began_on=last - timedelta(days=60))
    assert private_fostering(one, last).is_private_fostering
    assert not private_fostering(one, last + timedelta(days=1)).is_private_fostering
    assert too_old_on(born, disabled=disabled) == last + timedelta(days=1)


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins on 1 September 2016"):
        private_fostering(arrangement(ended_on=date(2016, 8, 31)), BEGAN)


def test_visits_are_due_by_the_law_and_their_lateness_is_told() -> None:
    notified = date(2017, 4, 10)
    made = [date(2017, 4, 21), date(2017, 6, 2), date(2017, 7, 20)]
    due = visits_due(notified, made, on=date(2017, 9, 1))
    assert [one.due_on for one in due] == [date(2017, 4, 21), date(2017, 6, 2), date(2017, 7, 14), date(2017, 8, 31)]
    assert [one.days_late(date(2017, 9, 1)) for one in due] == [0, 0, 6, 1]
    assert due[2].in_words(date(2017, 9, 1)) == "made 20 July 2017, 6 days late"
    assert due[3].in_words(date(2017, 9, 1)) == "overdue by 1 day"
    found = spread(due, date(2017, 9, 1))
    assert (found.in_time, found.of, found.most, found.median) == (2, 4, 6, 0.5)
    assert dict(found.bands)["1 to 7 days late"] == 2


def test_after_a_year_of_being_known_visits_are_twelve_weeks_apart() -> None:
    due = visits_due(date(2016, 2, 29), [date(2016, 3, 4), date(2017, 2, 28), date(2017, 3, 1)], on=date(2017, 4, 1))
    assert [(one.part, one.due_on) for one in due[2:]] == [
        ("first year", date(2017, 4, 11)),
        ("later", date(2017, 5, 24)),
    ]


def test_a_wait_that_the_end_cut_short_is_no_visit_and_nothing_due_is_no_share() -> None:
    due = visits_due(date(2017, 4, 10), [date(2017, 4, 12)], on=date(2017, 12, 1), ended_on=date(2017, 5, 1))
    assert [one.clock for one in due] == ["PF-3"]
    assert spread((), date(2017, 12, 1)).share is None


@given(st.lists(st.dates(date(2016, 1, 1), date(2018, 12, 31)), max_size=12), st.dates(date(2016, 1, 1)).map(
    lambda day: min(day, date(2018, 12, 31))))  # fmt: skip
def test_every_visit_made_since_the_notification_answers_one_that_was_due(visits, notified) -> None:
    on = date(2018, 12, 31)
    due = visits_due(notified, visits, on=on)
    made = sorted({visit for visit in visits if visit >= notified})
    assert [one.made_on for one in due if one.made_on] == made
    assert spread(due, on).in_time <= spread(due, on).of <= len(made) + 1


def _case(ref: str, **values) -> Case:
    return Case(**{"ref": ref, "born": BORN, "sex": "Female", "region": Region.EUROPE, "notified_on": date(2016, 9, 5),
                   "began_on": date(2016, 9, 1), **values})  # fmt: skip


def test_the_return_counts_each_arrangement_in_its_cells() -> None:
    year = financial_year(date(2016, 12, 1))
    cells = {
        cell.key: cell.count
        for cell in pf1(
            [
                _case("1", visits=(date(2016, 9, 14), date(2016, 10, 20), date(2016, 12, 1), date(2017, 1, 12),
                                   date(2017, 2, 20))),
                _case("2", visits=(date(2016, 9, 15),), ended_on=date(2017, 3, 31), region=Region.UK, sex="Male"),
                _case("3", began_on=date(2015, 9, 1), notified_on=date(2015, 9, 1), born=date(2000, 4, 1)),
                _case("4", began_on=None),
            ],
            year,
        )
    }  # fmt: skip
    assert (cells["notified"], cells["visited"], cells["visited_7"]) == (3, 2, 1)
    assert (cells["begun"], cells["begun_6"], cells["continuing"], cells["ended"], cells["open"]) == (2, 1, 1, 1, 2)
    assert cells["begun_born_uk"] == cells["begun_born_europe"] == 1
    assert cells["begun_age_10 to 15"] == 2
    assert cells["open_age_16 and over"] == 1
    assert sum(count for key, count in cells.items() if key.startswith("open_born")) == cells["open"]


def test_the_return_refuses_a_stretch_that_is_no_year_and_a_case_met_twice() -> None:
    with pytest.raises(ValueError, match="financial year"):
        pf1([], Stretch(date(2016, 1, 1), date(2016, 12, 31)))
    with pytest.raises(ValueError, match="twice"):
        pf1([_case("1"), _case("1")], financial_year(BEGAN))


def test_every_matter_of_the_schedules_is_a_question_of_its_own() -> None:
    for section in (matters.SCHEDULE_1, matters.SCHEDULE_2, matters.SCHEDULE_3):
        assert len({field.key for field in section.fields}) == len(section.fields)
    assert len(matters.SCHEDULE_2.fields) == 11
    assert {one.key for one in matters.SCHEDULE_2.fields} < {one.key for one in matters.SCHEDULE_3.fields}


@pytest.mark.parametrize(
    ("began", "last", "holds"),
    [
        (date(2016, 2, 10), date(2016, 3, 8), True),  # 28 days, with the leap day
        (date(2017, 2, 10), date(2017, 3, 8), False),  # 27
        (date(2016, 12, 10), date(2017, 1, 6), True),
        (date(2016, 3, 10), date(2016, 4, 6), True),
        (date(2016, 3, 10), date(2016, 4, 5), False),
    ],
)
def test_twenty_eight_days_are_counted_over_leap_days_and_ends_of_years(began, last, holds) -> None:
    verdict = private_fostering(arrangement(began_on=began, meant_until=last), began)
    assert verdict.is_private_fostering is holds


def test_what_falls_due_after_the_year_end_is_no_late_visit_of_the_year() -> None:
    year = financial_year(date(2016, 12, 1))
    late = _case("1", notified_on=date(2017, 3, 20), began_on=date(2017, 3, 20), visits=(date(2017, 3, 29),))
    cells = {cell.key: cell.count for cell in pf1([late], year)}
    assert (cells["visited_7"], cells["begun"], cells["begun_6"], cells["open"]) == (1, 1, 1, 1)


def test_in_a_year_that_is_not_over_a_visit_still_to_come_is_not_late() -> None:
    year = financial_year(date(2016, 12, 1))
    row = _case("1", visits=(date(2016, 9, 14), date(2016, 10, 20)))

    def in_time(on: date) -> int:
        return next(cell.count for cell in pf1([row], year, on=on) if cell.key == "begun_6")

    assert in_time(date(2016, 11, 30)) == 1  # the next is due on 1 December
    assert in_time(date(2016, 12, 2)) == 0
    assert in_time(date(2018, 1, 1)) == 0


def test_a_visit_late_before_the_year_is_not_held_against_the_year() -> None:
    year = financial_year(date(2017, 6, 1))
    made = (date(2016, 9, 14), date(2016, 12, 20), date(2017, 1, 20), date(2017, 3, 1))  # 8 weeks late, then in time

    def in_time(*visits: date) -> int:
        row = _case("1", visits=(*made, *visits), ended_on=date(2017, 5, 31))
        return next(cell.count for cell in pf1([row], year) if cell.key == "continuing_12")

    assert in_time(date(2017, 4, 11), date(2017, 5, 22)) == 1
    assert in_time(date(2017, 4, 20)) == 0, "due on 12 April"
    assert in_time() == 0, "never made"
