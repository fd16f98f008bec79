"""What a chart says of itself: limits or why there are none, icons or why they are withheld, words for all of it."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.statistics.icons import Assurance, Variation
from goldenthread.kernel.statistics.rules import MAKING_DATA_COUNT, NHSR_0_2_2, Cause
from goldenthread.kernel.statistics.values import Better, Point, Rebase, StatisticsError, Why
from goldenthread.kernel.statistics.xmr import chart
from tests.kernel.statistics.making import START, month, monthly, series, unhurried

STEADY = [50, 53, 48, 51, 49, 52, 50, 47, 51, 50, 49, 53, 50]


def test_eleven_points_are_a_run_of_dots_and_too_few_to_judge() -> None:
    found = chart(monthly(STEADY[:11]), better=Better.HIGH, target=40)
    assert not found.judged
    assert found.segments[0].reason is Why.TOO_FEW_POINTS
    assert {point.words for point in found.points} == {"Not judged"}
    assert {point.kind for point in found.points} == {"not_assessable"}
    assert found.variation.kind is Variation.NOT_ASSESSABLE
    assert found.assurance.kind is Assurance.NOT_ASSESSABLE
    assert found.verdict == "Too few points to judge (11)."
    assert chart(monthly(STEADY[:12]), better=Better.HIGH).judged


def test_equal_values_have_no_limits_and_say_so() -> None:
    found = chart(monthly([7.1] * 14), better=Better.LOW)
    assert found.segments[0].reason is Why.NO_VARIATION
    assert found.points[0].centre == 7.1
    assert found.verdict == "Every value is the same, so there is no variation to judge by."


@unhurried
@given(st.floats(-1e6, 1e6), st.integers(12, 60))
def test_the_mean_of_equal_values_is_that_value_so_none_lies_to_one_side(value: float, n: int) -> None:
    found = chart(monthly([value] * n), better=Better.HIGH, rules=replace(NHSR_0_2_2, screen_outliers=False))
    assert {point.side for point in found.points} == {0}
    assert {point.outside for point in found.points} == {False}


def test_decimals_that_binary_cannot_hold_still_meet_their_mean() -> None:
    given = [0.1, 0.3, 0.2] * 5
    assert [p.side for p in chart(monthly(given), better=Better.HIGH).points] == [-1, 1, 0] * 5


def test_a_steady_process_is_told_apart_from_its_target() -> None:
    met = chart(monthly(STEADY), better=Better.HIGH, target=40)
    assert (met.variation.kind, met.variation.symbol) == (Variation.COMMON_CAUSE, "~")
    assert (met.assurance.kind, met.assurance.symbol) == (Assurance.PASS, "P")
    assert met.verdict == (
        "1 January 2016: Common cause: no more change than chance alone would give. "
        "Passing: if nothing changes, the target will be met every time."
    )
    assert chart(monthly(STEADY), better=Better.LOW, target=40).assurance.kind is Assurance.FAIL
    assert chart(monthly(STEADY), better=Better.HIGH, target=52).assurance.kind is Assurance.INCONSISTENT
    assert chart(monthly(STEADY), better=Better.NEUTRAL, target=52).assurance.kind is Assurance.NO_TARGET
    assert chart(monthly(STEADY), better=Better.HIGH).assurance.symbol == ""


@pytest.mark.parametrize(
    ("better", "kind", "words"),
    [
        (Better.HIGH, Variation.IMPROVEMENT_HIGH, "Special cause: above the upper limit (improvement)"),
        (Better.LOW, Variation.CONCERN_HIGH, "Special cause: above the upper limit (concern)"),
        (Better.NEUTRAL, Variation.NEUTRAL_HIGH, "Special cause: above the upper limit"),
    ],
)
def test_a_signal_is_named_by_which_way_is_good(better: Better, kind: Variation, words: str) -> None:
    found = chart(monthly([*STEADY, 90]), better=better, target=40)
    assert found.variation.kind is kind
    assert found.variation.symbol == "H"
    assert found.latest.words == words
    assert "(above the upper limit)" in found.verdict


def test_assurance_is_withheld_while_the_process_is_not_stable() -> None:
    found = chart(monthly([*STEADY, 90]), better=Better.HIGH, target=10)
    assert found.assurance.kind is Assurance.NOT_ASSESSABLE
    assert "not stable" in found.assurance.words
    bold = chart(monthly([*STEADY, 90]), better=Better.HIGH, target=10, rules=NHSR_0_2_2)
    assert bold.assurance.kind is Assurance.PASS


def test_new_limits_are_on_trial_until_twelve_points() -> None:
    points = monthly(STEADY + [value + 30 for value in STEADY])
    rebase = [Rebase(month(13), "the front door moved in with health", "the board's analyst")]
    trial = chart(points[:20], better=Better.HIGH, target=60, rebase=rebase)
    assert [segment.trial for segment in trial.segments] == [False, True]
    assert trial.variation.kind is Variation.NOT_ASSESSABLE
    assert trial.assurance.words == (
        "Assurance not assessable: the limits are on trial, with 7 points since 1 February 2016"
    )
    assert trial.points[-1].lines is not None
    settled = chart(points, better=Better.HIGH, target=60, rebase=rebase)
    assert settled.segments[1].rebase == rebase[0]
    assert settled.assurance.kind is Assurance.PASS
    first = chart(points[:14], better=Better.HIGH, rebase=rebase)
    assert first.segments[1].reason is Why.TOO_FEW_POINTS
    assert "too few points to judge (1)" in first.variation.words


def test_a_rebase_at_the_first_point_changes_nothing_but_is_kept() -> None:
    found = chart(monthly(STEADY), better=Better.HIGH, rebase=[Rebase(START, "the measure was redefined")])
    assert len(found.segments) == 1
    assert found.segments[0].rebase is not None


def test_a_rebase_needs_a_point_and_a_reason() -> None:
    points = monthly(STEADY)
    with pytest.raises(StatisticsError, match="No point is dated 2 January 2015"):
        chart(points, better=Better.HIGH, rebase=[Rebase(START.replace(day=2), "a new form")])
    with pytest.raises(StatisticsError, match="which change was made"):
        Rebase(START, "  ")
    with pytest.raises(StatisticsError, match="1 March 2015 twice"):
        chart(points, better=Better.HIGH, rebase=[Rebase(month(2), "one"), Rebase(month(2), "other")])


def test_what_makes_no_chart_is_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="at least one point"):
        chart([], better=Better.HIGH)
    with pytest.raises(StatisticsError, match="Two values for 1 January 2015: 1 and 2"):
        chart([Point(START, 1), Point(START, 2)], better=Better.HIGH)
    with pytest.raises(StatisticsError, match="Value 2 is not a number: nan"):
        chart(monthly([1, float("nan")]), better=Better.HIGH)
    with pytest.raises(StatisticsError, match="first 12 points or more"):
        chart(monthly(STEADY), better=Better.HIGH, fix_after_n_points=11)


def test_limits_are_not_cut_off_where_a_percentage_ends() -> None:
    found = chart(monthly([99, 100] * 7), better=Better.HIGH)
    assert found.latest.lines is not None
    assert found.latest.lines.upper > 100


@unhurried
@given(series)
def test_every_chart_says_which_rules_judged_it(given: list[int]) -> None:
    found = chart(monthly(given), better=Better.LOW)
    assert found.rule_set == f"XmR chart. {MAKING_DATA_COUNT}"
    assert found.latest.label in found.verdict
    assert {point.words.split(":")[0] for point in found.points} <= {"Common cause", "Special cause"}
    assert all(point.special is (point.cause is not Cause.COMMON) for point in found.points)


def test_sixty_charts_of_sixty_points_take_well_under_fifty_milliseconds() -> None:
    source = random.Random(1)
    many = [monthly([source.gauss(50, 5) for _ in range(60)]) for _ in range(60)]
    took = []
    for _ in range(5):
        start = time.process_time()
        for one in many:
            chart(one, better=Better.HIGH, target=60)
        took.append(time.process_time() - start)
    assert min(took) < 0.05
