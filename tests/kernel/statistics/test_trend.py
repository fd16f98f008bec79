"""Trend markers and the Mann-Kendall test: the cases computed beside the definitions, and what cannot be said."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from goldenthread.kernel.statistics.trend import (
    Direction,
    Kendall,
    Marker,
    YearShare,
    YearValue,
    mann_kendall,
    of_shares,
    of_values,
)
from goldenthread.kernel.statistics.values import StatisticsError
from tests.kernel.statistics.making import unhurried

VECTORS = json.loads((Path(__file__).parent / "vectors/trend_cases.json").read_text())
CASES: list[dict[str, Any]] = VECTORS["cases"]
MARKED = [case for case in CASES if "my_marker" in case]
KENDALL = [case for case in CASES if "S" in case]


def name(case: dict[str, Any]) -> str:
    return str(case["name"])


def shares(numerators: list[int], denominators: list[int], first: int = 2020) -> list[YearShare]:
    return [YearShare(year, x, n) for year, x, n in zip(count(first), numerators, denominators, strict=False)]


def marked(given: dict[str, Any]) -> Marker:
    if "numerator" in given:
        return of_shares(
            [YearShare(*row) for row in zip(given["year"], given["numerator"], given["denominator"], strict=True)]
        )
    rows = zip(given["year"], given["value"], given["lower"], given["upper"], strict=True)
    return of_values([YearValue(*row, given["confidence"]) for row in rows])


@pytest.mark.parametrize("case", MARKED, ids=name)
def test_markers_are_as_computed_beside_the_definitions(case: dict[str, Any]) -> None:
    found = marked(case["input"])
    assert [found.direction, found.reason] == case["my_marker"]
    assert found.chi_square == pytest.approx(case["my_chi2"])
    assert found.slope == pytest.approx(case.get("my_beta", case.get("my_beta_logit")))
    assert found.slopes == pytest.approx(case["my_leave_one_out_betas"], rel=1e-6)


@pytest.mark.parametrize("case", KENDALL, ids=name)
def test_mann_kendall_is_as_pymannkendall_has_it(case: dict[str, Any]) -> None:
    found = mann_kendall(case["input"])
    assert (found.s, found.variance, found.z, found.p, found.tau, found.slope) == pytest.approx(
        tuple(case[key] for key in ("S", "var_s", "z", "p", "tau", "sen_slope"))
    )
    expected = {"no trend": Direction.NO_CHANGE, "increasing": Direction.INCREASING}
    assert found.direction is expected[case["trend"]]


def test_both_kinds_of_vector_are_there() -> None:
    assert (len(MARKED), len(KENDALL)) == (5, 2)


numerators = st.lists(st.integers(0, 100), min_size=5, max_size=5)


@unhurried
@given(numerators)
def test_the_chi_square_of_shares_is_cochran_and_armitages(given: list[int]) -> None:
    found = of_shares(shares(given, [100] * 5))
    total = sum(given)
    if total in (0, 500):
        assert found.chi_square == 0
        return
    correlation = stats.pearsonr(
        [year for year in range(5) for _ in range(100)], [i < x for x in given for i in range(100)]
    )
    assert found.chi_square == pytest.approx(500 * correlation.statistic**2, abs=1e-9)  # z squared is N r squared


@unhurried
@given(numerators)
def test_the_other_way_round_is_the_other_direction(given: list[int]) -> None:
    mirror = {Direction.INCREASING: Direction.DECREASING, Direction.DECREASING: Direction.INCREASING}
    found = of_shares(shares(given, [100] * 5)).direction
    assert of_shares(shares(given[::-1], [100] * 5)).direction is mirror.get(found, found)
    assert of_shares(shares([100 - x for x in given], [100] * 5)).direction is mirror.get(found, found)


@pytest.mark.parametrize("odd", [[88, 1, 88, 88, 88], [12, 99, 12, 12, 12], [40, 40, 40, 40, 90]])
def test_one_odd_year_among_equal_ones_is_an_outlier_not_a_trend(odd: list[int]) -> None:
    found = of_shares(shares(odd, [100] * 5))
    assert (found.direction, found.reason) == (Direction.NO_CHANGE, "Outlier found")


def test_a_year_of_none_or_all_does_not_stop_the_marker() -> None:
    found = of_shares(shares([0, 4, 9, 15, 30], [100] * 5))
    assert found.direction is Direction.INCREASING
    assert found.reason == "No outliers and significant trend, half a case added to each side: a year was 0 or 100%"
    assert of_shares(shares([0] * 5, [100] * 5)).direction is Direction.NO_CHANGE
    assert of_shares(shares([100] * 5, [100] * 5)).direction is Direction.NO_CHANGE


def test_what_chance_gives_one_year_in_fifty_is_no_trend_yet() -> None:
    found = of_shares(shares([20, 22, 25, 28, 31], [100] * 5))
    assert found.chi_square is not None
    assert 3.84 < found.chi_square < VECTORS["critical_value"]
    assert found.reason == "No significant trend"
    sure = of_shares(shares([20, 24, 28, 33, 39], [100] * 5))
    assert sure.chi_square is not None
    assert VECTORS["critical_value"] < sure.chi_square < 12
    assert sure.direction is Direction.INCREASING


def test_only_the_latest_five_years_count() -> None:
    years = shares([90, 80, 14, 22, 27, 38, 51], [400, 400, 400, 410, 405, 420, 415])
    assert of_shares(years) == of_shares(years[2:])
    assert of_shares(years[::-1]) == of_shares(years)


def test_what_cannot_be_calculated_says_why() -> None:
    four = of_shares(shares([1, 2, 3, 4], [10] * 4))
    assert four.words == "Cannot be calculated: not enough data points (4 of 5)"
    assert four.chi_square is None
    gap = [*shares([1, 2, 3, 4], [10] * 4), YearShare(2025, 5, 10)]
    assert of_shares(gap).reason == "No figure for 2024"
    values = [YearValue(2020 + i, 30 - i, 29 - i, 31 - i) for i in range(4)]
    assert (
        of_values([*values, YearValue(2024, 20, None, 21)]).reason == "Missing at least one confidence interval value"
    )
    assert of_values([*values, YearValue(2024, 20, 20, 20)]).reason == "A confidence interval has no width"
    assert of_values([]).direction is Direction.NOT_CALCULATED


def test_what_makes_no_sense_is_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="Two figures for 2020"):
        of_shares([YearShare(2020, 1, 2), YearShare(2020, 1, 2)])
    with pytest.raises(StatisticsError, match="2020: 3 of 2 is not a share"):
        of_shares(shares([3, 1, 1, 1, 1], [2] * 5))
    with pytest.raises(StatisticsError, match="at least three"):
        mann_kendall([1, 2])


def kendall(values: list[int]) -> Kendall:
    return mann_kendall(values)


@unhurried
@given(st.lists(st.integers(-50, 50), min_size=3, max_size=25))
def test_mann_kendall_mirrors_and_knows_no_unit(values: list[int]) -> None:
    found, mirrored, scaled = kendall(values), kendall([-v for v in values]), kendall([3 * v + 7 for v in values])
    assert (mirrored.s, mirrored.p) == (-found.s, found.p)
    assert mirrored.slope == pytest.approx(-found.slope)
    assert (scaled.s, scaled.p) == (found.s, found.p)
    assert scaled.slope == pytest.approx(3 * found.slope)
    assert 0 <= found.p <= 1


def test_equal_values_have_no_trend_and_a_fall_is_a_fall() -> None:
    assert kendall([4, 4, 4, 4]).direction is Direction.NO_CHANGE
    assert kendall([9, 8, 7, 6, 5, 4]).direction is Direction.DECREASING
