"""Rare events and small denominators: where an XmR chart is refused, and what stands in for it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from goldenthread.kernel.statistics import laney
from goldenthread.kernel.statistics.icons import Assurance, Variation
from goldenthread.kernel.statistics.rare import THREE_SIGMA, TWO_SIGMA, g_chart, geometric_lines, refuse_xmr, t_chart
from goldenthread.kernel.statistics.rules import Cause
from goldenthread.kernel.statistics.values import Better, Point, Rebase, Share, StatisticsError, Why
from goldenthread.kernel.statistics.xmr import chart
from tests.kernel.statistics.making import START, month, monthly, unhurried

GAPS = [30, 45, 12, 60, 33, 28, 51, 19, 40, 36, 25, 48, 31, 44]


def days(gaps: list[int]) -> list[date]:
    found = [START]
    for gap in gaps:
        found.append(found[-1] + timedelta(days=gap))
    return found


@pytest.mark.parametrize(
    ("values", "counts", "why"),
    [
        ([0, 0, 1, 0, 2, 0], True, Why.RARE_EVENTS),
        ([3, 4, 4, 4], True, Why.RARE_EVENTS),
        ([0, 0, 20, 30, 25, 21], True, Why.MANY_ZEROS),
        ([0, 0, 0.4, 0.6], False, Why.MANY_ZEROS),
        ([4, 4, 4, 4], True, None),
        ([0, 20, 30, 25], True, None),
        ([0.5, 0.7, 0.4], False, None),
    ],
)
def test_an_xmr_chart_is_refused_below_four_a_period_or_with_more_than_a_quarter_of_zeros(
    values: list[float], counts: bool, why: Why | None
) -> None:
    refused = refuse_xmr(values, counts=counts)
    assert (refused.why if refused else None) is why
    assert not refused or "limits would mislead" in refused.words


def test_a_gap_that_may_hide_an_event_is_left_out_and_its_neighbours_are_not_joined_over_it() -> None:
    events = days(GAPS)
    silent = (events[4] + timedelta(days=3), events[4] + timedelta(days=9))
    found = t_chart(events, unknown=[silent], as_at=events[-1] + timedelta(days=5))
    assert [point.value for point in found.chart.points] == [*GAPS[:4], *GAPS[5:]]
    assert found.since_last is not None
    assert found.since_last.days == 5
    still_open = t_chart(events, unknown=[(events[-1] + timedelta(days=1),) * 2], as_at=events[-1] + timedelta(days=5))
    assert still_open.since_last is None
    with pytest.raises(StatisticsError, match="No two events"):
        t_chart(events, unknown=[(events[0], events[-1])])


def test_a_t_chart_is_an_xmr_chart_of_days_to_the_power_of_one_over_3_point_6() -> None:
    found = t_chart(days(GAPS), target=20).chart
    plain = chart(monthly([gap ** (1 / 3.6) for gap in GAPS]), better=Better.HIGH)
    assert [point.value for point in found.points] == GAPS
    assert [point.cause for point in found.points] == [point.cause for point in plain.points]
    assert found.latest.lines is not None
    assert plain.latest.lines is not None
    assert found.latest.lines.upper == pytest.approx(plain.latest.lines.upper**3.6)
    assert found.latest.lines.lower == pytest.approx(plain.latest.lines.lower**3.6)
    assert found.segments[0].lines == found.latest.lines
    assert found.target == 20
    assert found.assurance.kind is Assurance.INCONSISTENT
    assert found.rule_set.startswith("T chart: days between events. Making Data Count")


def test_a_lower_limit_that_would_be_no_time_at_all_is_nought() -> None:
    found = t_chart(days([0, 90, 1, 120, 2, 80, 0, 100, 3, 70, 1, 110])).chart
    assert found.latest.lines is not None
    assert found.latest.lines.lower == 0
    assert found.points[0].value == 0, "two events on one day"


def test_a_very_long_gap_is_a_signal_and_more_time_is_better() -> None:
    found = t_chart(days([*GAPS, 400])).chart
    assert found.latest.cause is Cause.ABOVE
    assert found.variation.kind is Variation.IMPROVEMENT_HIGH


def test_the_gap_still_open_is_told_but_not_judged_with_the_rest() -> None:
    events = days(GAPS)
    short = t_chart(events, as_at=events[-1] + timedelta(days=1))
    assert short.since_last is not None
    assert (short.since_last.words, short.since_last.beyond_upper) == ("1 day since the last event", False)
    long = t_chart(events, as_at=events[-1] + timedelta(days=500))
    assert long.since_last is not None
    assert long.since_last.words == "500 days since the last event, already longer than chance would give"
    assert long.chart == short.chart == t_chart(events).chart
    assert t_chart(events).since_last is None


def test_a_few_events_are_a_run_of_dots() -> None:
    found = t_chart(days(GAPS[:5]))
    assert found.chart.verdict == "Too few points to judge (5)."
    assert found.chart.points[0].lines is None


def test_time_between_events_can_be_rebased_at_an_event() -> None:
    events = days(GAPS)
    found = t_chart(events, rebase=[Rebase(events[6], "a new protocol")]).chart
    assert [point.segment for point in found.points] == [0] * 5 + [1] * 9


def test_what_makes_no_t_chart_is_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="at least two events"):
        t_chart([START])
    with pytest.raises(StatisticsError, match="is after"):
        t_chart(days(GAPS), as_at=START)


@unhurried
@given(st.floats(0.2, 3000))
def test_the_lines_of_a_g_chart_are_quantiles_of_the_geometric_distribution(average: float) -> None:
    lines = geometric_lines(average)
    chance = stats.geom(1 / (1 + average), loc=-1)
    assert chance.sf(lines.upper) <= THREE_SIGMA < chance.sf(lines.upper - 1) or lines.upper == 0
    assert chance.sf(lines.upper_two_thirds) <= TWO_SIGMA
    assert chance.cdf(lines.lower - 1) <= THREE_SIGMA < chance.cdf(lines.lower)
    assert lines.centre == chance.median()


def test_a_g_chart_flags_a_stretch_that_chance_would_not_give() -> None:
    gaps = [12, 3, 40, 8, 21, 15, 2, 33, 9, 18, 27, 5]
    found = g_chart(monthly([*gaps, 400]), fix_after_n_points=12)
    assert found.latest.cause is Cause.ABOVE
    assert found.latest.lines is not None
    assert found.latest.lines.lower == 0
    assert not any(point.special for point in g_chart(monthly(gaps)).points)


def test_two_events_on_one_day_are_two_points_of_a_g_chart() -> None:
    assert len(g_chart([Point(START, 3), Point(START, 0)]).points) == 2


def test_events_without_a_single_opportunity_between_them_have_no_limits() -> None:
    assert g_chart(monthly([0] * 12)).segments[0].reason is Why.NO_VARIATION


@pytest.mark.parametrize("wrong", [-1, 2.5])
def test_opportunities_are_counted_in_whole_numbers(wrong: float) -> None:
    with pytest.raises(StatisticsError, match="whole numbers"):
        g_chart(monthly([3, wrong]))


def shares(numerators: list[int], denominators: list[int]) -> list[Share]:
    pairs = zip(numerators, denominators, strict=True)
    return [Share(month(i), x, n) for i, (x, n) in enumerate(pairs)]


NUMERATORS, SIZES = (
    [17, 20, 9, 31, 14, 22, 8, 19, 25, 12, 16, 11, 28],
    [20, 24, 12, 33, 18, 25, 10, 21, 31, 13, 20, 12, 30],
)


def test_p_prime_limits_by_hand() -> None:
    found = laney.chart(shares(NUMERATORS, SIZES), better=Better.HIGH, target=95)
    average = sum(NUMERATORS) / sum(SIZES)
    scores = [(x / n - average) / sqrt(average * (1 - average) / n) for x, n in zip(NUMERATORS, SIZES, strict=True)]
    spread = sum(abs(b - a) for a, b in pairwise(scores)) / 12 / 1.128
    for point, n in zip(found.points, SIZES, strict=True):
        assert point.lines is not None
        half = 300 * sqrt(average * (1 - average) / n) * spread
        assert (point.lines.centre, point.lines.lower, point.lines.upper) == pytest.approx(
            (100 * average, 100 * average - half, 100 * average + half)
        )
    assert found.assurance.kind is Assurance.INCONSISTENT


@unhurried
@given(st.lists(st.integers(1, 49), min_size=12, max_size=30).filter(lambda v: len(set(v)) > 1))
def test_with_equal_denominators_p_prime_is_the_xmr_chart_but_for_its_rounded_constant(
    values: list[int],
) -> None:
    prime = laney.chart(shares(values, [50] * len(values)), better=Better.HIGH).latest.lines
    plain = chart(monthly([2.0 * value for value in values]), better=Better.HIGH).latest.lines
    assert prime is not None
    assert plain is not None
    assert prime.centre == pytest.approx(plain.centre)
    assert prime.upper - prime.centre == pytest.approx(plain.upper - plain.centre, rel=2e-4)


def test_fewer_children_have_wider_limits() -> None:
    found = laney.chart(shares(NUMERATORS, SIZES), better=Better.HIGH).points
    wide, narrow = found[6].lines, found[3].lines  # 10 children, 33 children
    assert wide is not None
    assert narrow is not None
    assert wide.upper - wide.lower > narrow.upper - narrow.lower


def test_chance_alone_varies_by_one_standard_deviation() -> None:
    source = random.Random(3)
    sizes = [source.randint(10, 60) for _ in range(400)]
    numerators = [sum(source.random() < 0.8 for _ in range(n)) for n in sizes]
    found = laney.chart(shares(numerators, sizes), better=Better.HIGH)
    lines = found.latest.lines
    assert lines is not None
    binomial = 300 * sqrt(0.8 * 0.2 / sizes[-1])
    assert lines.upper - lines.centre == pytest.approx(binomial, rel=0.1)
    assert sum(point.outside or False for point in found.points) <= 4


def test_all_or_none_has_no_variation_to_judge_by() -> None:
    found = laney.chart(shares(SIZES, SIZES), better=Better.HIGH)
    assert found.segments[0].reason is Why.NO_VARIATION
    assert found.points[0].centre == 100


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"), [(0, 0, "leave it out"), (3, 2, "not a share"), (-1, 2, "not a share")]
)
def test_a_share_that_is_none_is_refused_with_its_date(numerator: int, denominator: int, said: str) -> None:
    with pytest.raises(StatisticsError, match=f"1 January 2015.*{said}"):
        laney.chart([Share(START, numerator, denominator)], better=Better.HIGH)
