"""The course of one partnership through the law: words and clocks are a function of the days on which it moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.calendars import ENGLAND
from goldenthread.kernel.clocks import Clock, Run, clock
from goldenthread.law.asked import Kind
from goldenthread.law.changing import change_to
from goldenthread.law.clocks import CLOCKS, limit_for
from goldenthread.law.courses import BODIES, Course, course_of_moves, runs_here
from goldenthread.law.eras import CDR_2018, CONCEPTS, ERAS, LSCB_2015, LSCP_2018, LSCP_2023, EraError
from goldenthread.law.limits import Confidence, Crossing, LawClock
from goldenthread.law.offices import EVERYTHING

MOVED = date(2019, 9, 17)
COUNTY = course_of_moves(
    "LSCP_2023", {"LSCP_2018": MOVED, "CDR_2018": date(2019, 9, 25), "LSCP_2023": date(2024, 11, 4)}
)
DAYS = st.dates(date(2015, 3, 26), date(2027, 12, 31))
#: The days on which a board could become a partnership.
WINDOW = st.dates(LSCP_2018.in_force_from, date(2019, 9, 29))


def test_a_day_is_called_by_the_words_of_the_framework_of_that_day() -> None:
    day = timedelta(days=1)
    assert COUNTY.word("body", MOVED - day) == "Local Safeguarding Children Board"
    assert COUNTY.word("body", MOVED) == "Local Safeguarding Children Partnership"
    assert [COUNTY.word("chair", date(year, 12, 1)) for year in (2016, 2020, 2026)] == [
        "Independent Chair", "independent scrutineer", "partnership chair",
    ]  # fmt: skip
    assert COUNTY.word("child_death_response", date(2019, 9, 24)) == "rapid response"
    assert COUNTY.word("child_death_response", date(2019, 9, 25)) == "joint agency response"
    assert COUNTY.keys_on(date(2019, 9, 20)) == {"LSCP_2018"}
    assert COUNTY.keys_on(date(2026, 1, 1)) == {"LSCP_2023", "CDR_2018"}


def test_where_nobody_wrote_down_when_it_moved_the_day_that_became_law_is_taken() -> None:
    silent = course_of_moves("LSCP_2023", {})
    assert [since for since, _ in silent.stages] == [date.min, LSCP_2018.in_force_from, LSCP_2023.in_force_from]
    assert silent.child_deaths == CDR_2018.in_force_from
    assert silent.on(date(2016, 12, 1)) is LSCB_2015
    assert course_of_moves("LSCB_2015", {}).child_deaths is None
    assert course_of_moves("LSCB_2015", {}).next_body() is LSCP_2018
    assert silent.next_body() is None
    for wrong in ("CDR_2018", "LSCB_1066"):
        with pytest.raises(EraError):
            course_of_moves(wrong, {})


@given(
    DAYS,
    st.sampled_from([one.key for one in BODIES]),
    st.dictionaries(st.sampled_from(["LSCP_2018", "LSCP_2023", "CDR_2018"]), DAYS),
)
def test_every_day_has_one_framework_and_a_word_for_everything(day: date, first: str, moves: dict[str, date]) -> None:
    course = course_of_moves(first, moves)
    assert course.on(day) in BODIES
    assert {course.on(day).key} == course.keys_on(day) - {"CDR_2018"}
    assert all(course.word(concept, day) for concept in CONCEPTS)
    days = [since for since, _ in course.stages]
    assert days == sorted(days)


def test_every_clock_that_not_all_frameworks_have_says_what_becomes_of_it_and_where_that_is_from() -> None:
    bound = [one for one in CLOCKS.values() if one.bound]
    assert {one.id for one in bound} == {
        "SCR-1", "SCR-2", "SCR-3", "SCR-4", "SCR-5", "RR-1", "LCSPR-1", "LCSPR-2", "LCSPR-3", "YR-1", "CDR-M1",
        "CDR-P1",
    }  # fmt: skip
    for one in bound:
        assert one.crossing
        assert one.crossing.source
        assert isinstance(one.crossing.confidence, Confidence)
    with pytest.raises(ValueError, match="change of law"):
        replace(CLOCKS["SCR-1"], crossing=None)
    with pytest.raises(ValueError, match="change of law"):
        replace(CLOCKS["CP-1"], crossing=Crossing(True, "x", Confidence.LOW))


def runs(one: LawClock, course: Course, begun: date, started: date) -> list[Run]:
    """The runs of a clock of the law on a record that began on a day and has one period from another."""
    declared: Clock = clock(one.id, periods=lambda _: [(started, None)], part=one.parts[0])
    in_law = any(limit.part == one.parts[0] and limit.in_force(started) for limit in one.limits)
    applies = lambda _, on: in_law and runs_here(one, course, begun, on)  # noqa: E731 - one line says it
    return declared.runs(None, ENGLAND, limit_for, applies)


#: School days need the terms of an area, of which the law knows none.
WITHOUT_TERMS = sorted(set(CLOCKS) - {"OPE-1"})


@given(st.sampled_from(WITHOUT_TERMS), WINDOW, WINDOW, DAYS, st.integers(0, 500))
def test_the_day_of_a_move_never_touches_what_began_before_it_where_the_law_keeps_it(
    which: str, planned: date, instead: date, begun: date, after: int
) -> None:
    """Kept: by the day the record began. Not kept: by the day the run starts. Cancelled: as if it was never planned."""
    one, started = CLOCKS[which], begun + timedelta(days=after)
    before, moved = (course_of_moves("LSCB_2015", {"LSCP_2018": day}) for day in (planned, instead))
    cancelled = course_of_moves("LSCB_2015", {})
    ruled_by = begun if one.crossing is None or one.crossing.keeps else started
    first = min(planned, instead, CDR_2018.in_force_from) if which.startswith("CDR") else min(planned, instead)
    if ruled_by < first and (
        one.crossing is None or one.crossing.finish_by is None or started <= one.crossing.finish_by
    ):
        assert (
            runs(one, before, begun, started)
            == runs(one, moved, begun, started)
            == runs(one, cancelled, begun, started)
        )
    if not one.bound:
        assert runs(one, before, begun, started) == runs(one, moved, begun, started)


def test_a_serious_case_review_is_finished_as_one_and_none_begins_after_the_move() -> None:
    begun, published = date(2019, 8, 1), date(2020, 3, 2)
    assert [run.due for run in runs(CLOCKS["SCR-4"], COUNTY, begun, date(2019, 9, 20))] == [date(2020, 3, 20)]
    assert [run.due for run in runs(CLOCKS["SCR-5"], COUNTY, begun, published)] == [date(2021, 3, 2)]
    assert runs(CLOCKS["SCR-5"], COUNTY, begun, date(2020, 9, 30)) == []  # the months of grace are over
    assert runs(CLOCKS["RR-1"], COUNTY, begun, date(2019, 9, 20)) == []
    after = MOVED + timedelta(days=1)
    assert runs(CLOCKS["SCR-1"], COUNTY, after, after) == []
    assert len(runs(CLOCKS["RR-1"], COUNTY, after, after)) == 1


def test_the_yearly_reports_clock_follows_the_day_of_publication() -> None:
    assert runs(CLOCKS["YR-1"], COUNTY, date(2019, 4, 1), date(2019, 9, 16)) == []
    assert [run.due for run in runs(CLOCKS["YR-1"], COUNTY, date(2019, 4, 1), MOVED)] == [date(2019, 9, 24)]


def test_a_move_lists_what_falls_away_and_what_begins_each_with_its_source() -> None:
    change = change_to(course_of_moves("LSCB_2015", {}), LSCP_2018, MOVED)
    assert change.before is LSCB_2015
    assert [one.id for one in change.ending_clocks] == ["SCR-1", "SCR-2", "SCR-3", "SCR-4", "SCR-5"]
    assert [one.id for one in change.beginning_clocks] == ["RR-1", "LCSPR-1", "LCSPR-2", "LCSPR-3", "YR-1"]
    assert {word.concept: word.after for word in change.renamed}["case_review_short"] == "LCSPR"
    assert {one.agency for one in change.begins(Kind.OFFICE)} == {"council", "health", "police", ""}
    assert [one.title for one in change.falls_away(Kind.OFFICE)][:2] == ["Independent Chair", "Two lay members"]
    assert not any(one.deaths for one in (*change.ending, *change.beginning))


def test_the_move_to_the_2023_edition_brings_lead_and_delegated_partners() -> None:
    change = change_to(COUNTY, LSCP_2023, date(2024, 11, 4))
    assert change.before is LSCP_2018
    assert (change.ending_clocks, change.beginning_clocks) == ((), ())
    assert len([one for one in change.begins(Kind.OFFICE) if one.key.startswith(("lead_", "delegated_"))]) == 6
    assert "partnership chair" in {word.after for word in change.renamed}


def test_child_death_review_is_moved_to_by_itself() -> None:
    change = change_to(course_of_moves("LSCB_2015", {}), CDR_2018, date(2019, 9, 25))
    assert [one.id for one in change.beginning_clocks] == ["CDR-M1", "CDR-P1"]
    assert {word.concept for word in change.words} == {"child_death_body", "child_death_response"}
    assert all(one.deaths for one in (*change.ending, *change.beginning))


def test_everything_that_is_asked_for_says_by_which_frameworks_where_and_how_sure() -> None:
    keys = [one.key for one in EVERYTHING]
    assert len(keys) == len(set(keys))
    for one in EVERYTHING:
        assert one.eras <= {era.key for era in ERAS}, one.key
        assert one.source, one.key
        assert one.agency in {"", "council", "health", "police", "education"}, one.key
