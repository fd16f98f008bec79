"""What the four rules find, and what no point, direction, unit or order can change about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.statistics.rules import MAKING_DATA_COUNT, NHSR_0_2_2, Cause, Place, RuleSet, causes
from goldenthread.kernel.statistics.values import Better, Rebase, StatisticsError
from goldenthread.kernel.statistics.xmr import chart
from tests.kernel.statistics.making import month, monthly, series, unhurried, values

RULES = st.sampled_from([MAKING_DATA_COUNT, NHSR_0_2_2])
BASELINE = [4, 6] * 6  # mean 5, limits -0.32 and 10.32, two thirds of the way 1.4533 and 8.5467
MIRROR = {
    Cause.ABOVE: Cause.BELOW,
    Cause.RISING: Cause.FALLING,
    Cause.TWO_IN_THREE_HIGH: Cause.TWO_IN_THREE_LOW,
    Cause.SHIFT_HIGH: Cause.SHIFT_LOW,
}
MIRROR |= {low: high for high, low in MIRROR.items()} | {Cause.COMMON: Cause.COMMON}


def found(given: Sequence[float], rules: RuleSet = MAKING_DATA_COUNT, fix: int | None = None) -> list[Cause]:
    points = chart(monthly(given), better=Better.HIGH, rules=rules, fix_after_n_points=fix).points
    return [point.cause for point in points]


def windows(given: Sequence[float], places: Sequence[Place], rules: RuleSet) -> list[Cause]:
    """The rules once more, window by window as they are worded: slow, and hard to get wrong."""
    result = [Cause.COMMON] * len(given)
    for i in range(len(given) - rules.n_shift + 1):
        sides = {at.side for at in places[i : i + rules.n_shift]}
        if sides in ({1}, {-1}):
            result[i : i + rules.n_shift] = [Cause.SHIFT_HIGH if 1 in sides else Cause.SHIFT_LOW] * rules.n_shift
    for i in range(len(given) - 2):
        for j, cause in near(i, places[i : i + 3], rules):
            result[j] = cause
    for i in range(len(given) - rules.n_trend + 1):
        ways = {(b > a) - (b < a) for a, b in pairwise(given[i : i + rules.n_trend])}
        if ways in ({1}, {-1}):
            result[i : i + rules.n_trend] = [Cause.RISING if 1 in ways else Cause.FALLING] * rules.n_trend
    return [result[i] if not at.outside else Cause.ABOVE if at.side > 0 else Cause.BELOW for i, at in enumerate(places)]


def near(start: int, three: Sequence[Place], rules: RuleSet) -> list[tuple[int, Cause]]:
    sides = {at.side for at in three}
    counted = [at.close or (rules.two_sigma_includes_beyond_limits and at.outside) for at in three]
    if sides not in ({1}, {-1}) or sum(counted) < 2:
        return []
    cause = Cause.TWO_IN_THREE_HIGH if 1 in sides else Cause.TWO_IN_THREE_LOW
    return [(start + i, cause) for i in range(3) if counted[i]]


places = st.builds(
    lambda side, how: Place(bool(side) and how == 2, side, bool(side) and how == 1),
    st.sampled_from([-1, 0, 1, 1]),
    st.sampled_from([0, 0, 1, 2]),
)


@unhurried
@given(st.lists(st.tuples(st.integers(0, 9), places), max_size=40), RULES, st.integers(2, 8), st.integers(3, 8))
def test_the_rules_find_what_their_wording_says(
    points: list[tuple[int, Place]], rules: RuleSet, n_shift: int, n_trend: int
) -> None:
    rules = replace(rules, n_shift=n_shift, n_trend=n_trend)
    given, at = [value for value, _ in points], [place for _, place in points]
    assert causes(given, at, rules) == windows(given, at, rules)


@unhurried
@given(series, values, RULES)
def test_with_fixed_limits_one_more_point_changes_no_verdict_before_it_but_that_of_a_pattern_it_completes(
    given: list[int], more: int, rules: RuleSet
) -> None:
    before = chart(monthly(given), better=Better.HIGH, rules=rules, fix_after_n_points=12).points
    after = chart(monthly([*given, more]), better=Better.HIGH, rules=rules, fix_after_n_points=12).points
    longest = max(rules.n_shift, rules.n_trend)
    for back, (old, new) in enumerate(zip(reversed(before), reversed(after[:-1]), strict=True), 1):
        assert (new.outside, new.close, new.side, new.lines) == (old.outside, old.close, old.side, old.lines)
        assert new.special or not old.special, "no flag is ever taken away"
        if new.cause is not old.cause:
            assert back < longest, "only the points of a pattern that ends at the new one"
            three = new.cause in (Cause.TWO_IN_THREE_HIGH, Cause.TWO_IN_THREE_LOW)
            assert back < 3 if three else after[-1].special


@unhurried
@given(series, st.integers(0, 40), values, RULES)
def test_with_fixed_limits_a_point_that_is_put_right_changes_nothing_further_back_than_a_pattern_reaches(
    given: list[int], place: int, other: int, rules: RuleSet
) -> None:
    given = [*given[:12], *given]
    at = 12 + place % (len(given) - 12)
    righted = [*given[:at], other, *given[at + 1 :]]
    reach = max(rules.n_shift, rules.n_trend) - 1
    assert found(righted, rules, 12)[: at - reach] == found(given, rules, 12)[: at - reach]


@unhurried
@given(series, RULES)
def test_a_mirrored_series_has_mirrored_findings(given: list[int], rules: RuleSet) -> None:
    assert found([-value for value in given], rules) == [MIRROR[cause] for cause in found(given, rules)]


@unhurried
@given(series, RULES, st.sampled_from([0.01, 0.1, 3, 100]), st.integers(-10_000, 10_000))
def test_another_unit_or_another_nought_changes_no_finding(
    given: list[int], rules: RuleSet, scale: float, shift: int
) -> None:
    assert found([scale * value + shift for value in given], rules) == found(given, rules)


@unhurried
@given(series, st.randoms(use_true_random=False), RULES)
def test_the_order_in_which_points_are_handed_in_does_not_matter(
    given: list[int], random: object, rules: RuleSet
) -> None:
    points = monthly(given)
    shuffled = list(points)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis types its Random loosely
    assert chart(shuffled, better=Better.LOW, rules=rules) == chart(points, better=Better.LOW, rules=rules)


@unhurried
@given(series, series, RULES)
def test_no_pattern_crosses_a_rebase(one: list[int], other: list[int], rules: RuleSet) -> None:
    whole = chart(
        monthly([*one, *other]), better=Better.HIGH, rules=rules, rebase=[Rebase(month(len(one)), "a new front door")]
    )
    assert [p.cause for p in whole.points] == found(one, rules) + found(other, rules)
    assert {p.segment for p in whole.points[: len(one)]} == {0}
    assert {p.segment for p in whole.points[len(one) :]} == {1}


def test_beyond_the_limits_counts_as_near_in_the_excel_tool_but_not_in_the_package() -> None:
    given = [*BASELINE, 6, 9, 11, 6, 4]
    unscreened = replace(NHSR_0_2_2, screen_outliers=False)
    assert found(given, MAKING_DATA_COUNT, 12)[13:15] == [Cause.TWO_IN_THREE_HIGH, Cause.ABOVE]
    assert found(given, unscreened, 12)[13:15] == [Cause.COMMON, Cause.ABOVE]


@pytest.mark.parametrize(("n_shift", "flagged"), [(6, 7), (7, 7), (8, 0)])
def test_the_length_of_a_shift_is_a_parameter(n_shift: int, flagged: int) -> None:
    given = [*BASELINE, 6, 6, 6, 6, 6, 6, 4]  # seven above, with the last of the baseline
    assert found(given, replace(MAKING_DATA_COUNT, n_shift=n_shift), 12).count(Cause.SHIFT_HIGH) == flagged


@pytest.mark.parametrize(("n_trend", "flagged"), [(6, 7), (7, 7), (8, 0)])
def test_the_length_of_a_trend_is_a_parameter(n_trend: int, flagged: int) -> None:
    given = [*BASELINE, 3, 3.5, 4, 4.5, 5.5, 6, 7, 4]
    assert found(given, replace(MAKING_DATA_COUNT, n_trend=n_trend), 12).count(Cause.RISING) == flagged


def test_a_rule_set_says_itself_and_refuses_nonsense() -> None:
    assert str(MAKING_DATA_COUNT) == (
        "Making Data Count, November 2023: limits from all moving ranges; shift of 7; trend of 7; "
        "two in three near a limit, points beyond it counted"
    )
    assert "NHSRplotthedots, 0.2.2: limits without outlying moving ranges" in str(NHSR_0_2_2)
    with pytest.raises(StatisticsError, match="at least 2 points"):
        replace(NHSR_0_2_2, n_shift=1)
