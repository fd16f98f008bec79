"""Intervals agree with statsmodels and scipy where they have them, and keep their promises everywhere."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson
from statsmodels.stats.weightstats import DescrStatsW

from goldenthread.kernel.statistics import distributions as d
from goldenthread.kernel.statistics.intervals import (
    Interval,
    Stratum,
    byar,
    count,
    exact_poisson,
    expected_events,
    indirect_ratio,
    mean_interval,
    rate,
    rate_of_groups,
    standardised_rate,
    standardised_rate_of_repeats,
    wilson,
)
from goldenthread.kernel.statistics.values import Refused, StatisticsError, Why
from tests.kernel.statistics.making import unhurried

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.998])
parts = st.tuples(st.integers(1, 5000), st.floats(0, 1)).map(lambda t: (int(t[0] * t[1]), t[0]))
BANDS = [Stratum(3, 4_000, 12_000), Stratum(9, 5_200, 11_000), Stratum(14, 6_100, 17_000)]


def near(pair: tuple[float, float]) -> object:
    return pytest.approx(tuple(float(end) for end in pair), rel=1e-9, abs=1e-12)


def given_as(result: Interval | Refused) -> Interval:
    assert isinstance(result, Interval)
    return result


@unhurried
@given(parts, LEVELS)
def test_wilson_is_that_of_statsmodels(part: tuple[int, int], level: float) -> None:
    found = wilson(*part, level)
    assert (found.lower, found.upper) == near(proportion_confint(*part, alpha=1 - level, method="wilson"))
    assert found.value in found


@unhurried
@given(st.integers(0, 5000), LEVELS)
def test_exact_poisson_is_that_of_statsmodels(events: int, level: float) -> None:
    found = exact_poisson(events, level)
    assert (found.lower, found.upper) == near(confint_poisson(events, 1, method="exact-c", alpha=1 - level))
    assert found.value in found


def test_byar_is_close_to_exact_and_undefined_for_none() -> None:
    found = byar(10)
    assert (found.lower, found.upper) == pytest.approx((4.787, 18.391), abs=5e-4)  # as PHEindicatormethods gives it
    assert byar(1, 0.998).lower is None, "a lower limit below 0 is none"
    with pytest.raises(StatisticsError, match="0 events"):
        byar(0)


@unhurried
@given(st.integers(10, 100_000), LEVELS)
def test_byar_contains_its_count_and_never_strays_far_from_exact(events: int, level: float) -> None:
    rough, exact = byar(events, level), exact_poisson(events, level)
    assert events in rough
    assert (rough.lower, rough.upper) == pytest.approx((exact.lower, exact.upper), rel=0.02, abs=0.15)


def test_below_ten_events_counts_are_exact_and_from_ten_byars() -> None:
    assert [count(events).method for events in (0, 9, 10)] == ["exact Poisson", "exact Poisson", "Byar"]


MAKERS: list[Callable[[int, int, float], Interval]] = [
    wilson,
    lambda x, n, level: count(x, level),
    lambda x, n, level: rate(x, n, confidence=level),
    lambda x, n, level: indirect_ratio(x, n, per=100, confidence=level),
]


@unhurried
@given(parts, st.sampled_from(MAKERS))
def test_more_confidence_is_wider_and_holds_the_estimate(
    part: tuple[int, int], made: Callable[[int, int, float], Interval]
) -> None:
    narrow, wide = made(*part, 0.95), made(*part, 0.998)
    assert narrow.value in narrow
    assert wide.upper >= narrow.upper
    assert wide.lower is None or narrow.lower is None or wide.lower <= narrow.lower


@unhurried
@given(parts)
def test_a_rate_is_its_count_on_another_scale(part: tuple[int, int]) -> None:
    events, people = part
    found, plain = rate(events, people), count(events)
    assert found.value == pytest.approx(10_000 * events / people)
    assert found.upper * people / 10_000 == pytest.approx(plain.upper)


def test_groups_are_summed_before_they_are_divided() -> None:
    assert rate_of_groups([(3, 1_000), (30, 9_000)]) == rate(33, 10_000)


def test_dobson_on_one_band_is_the_crude_rate_with_byars_limits() -> None:
    found, plain = given_as(standardised_rate([Stratum(40, 8_000, 1)])), rate(40, 8_000)
    assert (found.value, found.lower, found.upper) == pytest.approx((plain.value, plain.lower, plain.upper))


def test_dobson_by_hand() -> None:
    found = given_as(standardised_rate(BANDS))
    weight = 40_000
    value = (12_000 * 3 / 4_000 + 11_000 * 9 / 5_200 + 17_000 * 14 / 6_100) / weight
    variance = (12_000**2 * 3 / 4_000**2 + 11_000**2 * 9 / 5_200**2 + 17_000**2 * 14 / 6_100**2) / weight**2
    z = 1.959963984540054
    low = 26 * (1 - 1 / (9 * 26) - z / (3 * math.sqrt(26))) ** 3
    assert found.value == pytest.approx(10_000 * value)
    assert found.lower == pytest.approx(10_000 * (value + math.sqrt(variance / 26) * (low - 26)))
    assert found.value in found


def test_a_standardised_rate_of_fewer_than_ten_events_is_refused() -> None:
    refused = standardised_rate([Stratum(9, 4_000, 1)])
    assert isinstance(refused, Refused)
    assert refused.why is Why.TOO_FEW_EVENTS


def test_children_with_several_events_widen_the_interval_but_leave_the_rate() -> None:
    once = given_as(standardised_rate_of_repeats({1: BANDS}))
    assert (once.value, once.lower, once.upper) == pytest.approx(
        (lambda r: (r.value, r.lower, r.upper))(given_as(standardised_rate(BANDS)))
    )
    thrice = [Stratum(b.events / 3, b.population, b.standard) for b in BANDS]  # a third of the people
    repeated = given_as(standardised_rate_of_repeats({3: thrice}))
    assert repeated.value == pytest.approx(once.value)
    assert repeated.upper - repeated.value == pytest.approx(math.sqrt(3) * (once.upper - once.value))
    with pytest.raises(StatisticsError, match="must be the same"):
        standardised_rate_of_repeats({1: BANDS, 2: BANDS[:2]})
    with pytest.raises(StatisticsError, match="one event, two events"):
        standardised_rate_of_repeats({0: BANDS})


def test_an_indirect_ratio_is_observed_over_expected() -> None:
    expected = expected_events([(5_000, 30, 60_000), (2_000, 10, 40_000)])
    assert expected == pytest.approx(3.0)
    found = indirect_ratio(6, expected, per=100)
    assert found.value == pytest.approx(200)
    assert found.upper == pytest.approx(100 * exact_poisson(6).upper / 3)


@unhurried
@given(st.lists(st.integers(-100, 100), min_size=2, max_size=30).filter(lambda v: len(set(v)) > 1))
def test_the_interval_of_a_mean_is_that_of_statsmodels(values: list[int]) -> None:
    found = mean_interval(values)
    assert (found.lower, found.upper) == near(DescrStatsW(values).tconfint_mean())


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: wilson(5, 4), "more than the whole"),
        (lambda: wilson(-1, 4), "cannot be below 0"),
        (lambda: wilson(0, 0), "no share and no rate"),
        (lambda: rate(3, 0), "no share and no rate"),
        (lambda: count(float("nan")), "not a number"),
        (lambda: wilson(1, 2, 95), "between 0 and 1"),
        (lambda: exact_poisson(1, 0), "between 0 and 1"),
        (lambda: mean_interval([3]), "at least two values"),
        (lambda: standardised_rate([Stratum(20, 100, 0)]), "standard population is empty"),
        (lambda: standardised_rate([Stratum(20, 100, -1)]), "cannot be below 0"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(made: Callable[[], object], said: str) -> None:
    with pytest.raises(StatisticsError, match=said):
        made()


@unhurried
@given(st.floats(1e-6, 1 - 1e-6), st.integers(1, 400))
def test_quantiles_are_those_of_scipys_distributions(share: float, df: int) -> None:
    assert d.chi_square(share, df) == pytest.approx(stats.chi2.ppf(share, df))
    assert d.chi_square_upper(share, df) == pytest.approx(stats.chi2.isf(share, df))
    assert d.student_t(share, df) == pytest.approx(stats.t.ppf(share, df), abs=1e-9)
    assert d.z_of(share) == pytest.approx(stats.norm.ppf(share + (1 - share) / 2))
    assert d.two_sided_p(d.z_of(share)) == pytest.approx(1 - share)
