"""Funnels: limits by independent computation, areas judged alike, and overdispersion seen, measured and named."""

from __future__ import annotations

import random
from math import asin, exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from goldenthread.kernel.statistics.funnels import (
    LEVELS,
    Area,
    Funnel,
    Standing,
    expected_at_limit,
    proportion_limits,
    proportions,
    rates,
    ratios,
    standing,
)
from goldenthread.kernel.statistics.intervals import Stratum, count, standardised_rate
from goldenthread.kernel.statistics.overdispersion import (
    Scale,
    State,
    Tally,
    limits,
    measure,
    pooled,
    reined_in,
    scores,
)
from goldenthread.kernel.statistics.values import StatisticsError
from tests.kernel.statistics.making import unhurried

Z = {0.95: 1.959964, 0.998: 3.090232}
tallies = st.lists(
    st.tuples(st.integers(5, 2000), st.floats(0.02, 0.98)).map(lambda t: Tally(max(1, int(t[0] * t[1])), t[0])),
    min_size=10,
    max_size=40,
)


def chance(seed: int, n: int = 60) -> list[Area]:
    """Authorities that differ by chance alone, 20 % each."""
    source = random.Random(seed)
    sizes = [source.randint(50, 900) for _ in range(n)]
    return [Area(f"Area {i}", sum(source.random() < 0.2 for _ in range(size)), size) for i, size in enumerate(sizes)]


def spread(seed: int, n: int = 60) -> list[Area]:
    """Authorities that truly differ, from 10 to 30%."""
    source = random.Random(seed)
    made = []
    for i in range(n):
        size, share = source.randint(300, 900), source.uniform(0.1, 0.3)
        made.append(Area(f"Area {i}", sum(source.random() < share for _ in range(size)), size))
    return made


@unhurried
@given(st.floats(0.01, 0.99), st.floats(1, 1e5), st.sampled_from(LEVELS))
def test_limits_of_a_proportion_are_symmetric_about_it_and_of_its_complement(
    share: float, size: float, level: float
) -> None:
    lower, upper = proportion_limits(share, size, level)
    half = Z[level] * sqrt(share * (1 - share) / size)
    assert lower == pytest.approx(max(0, share - half), abs=1e-6)
    assert upper == pytest.approx(min(1, share + half), abs=1e-6)
    assert proportion_limits(1 - share, size, level) == pytest.approx((1 - upper, 1 - lower), abs=1e-12)
    if lower > 0 and upper < 1:
        assert share - lower == pytest.approx(upper - share)


@unhurried
@given(st.floats(0.01, 0.99), st.floats(2, 1e4), st.floats(0, 0.1), st.sampled_from(list(Scale)))
def test_funnels_narrow_with_size_and_widen_with_what_chance_leaves_over(
    share: float, size: float, tau2: float, scale: Scale
) -> None:
    small, large = limits(size, share, 1.96, tau2, scale), limits(4 * size, share, 1.96, tau2, scale)
    wide = limits(size, share, 1.96, tau2 + 0.05, scale)
    assert small[0] <= large[0] <= share + 1e-12
    assert share - 1e-12 <= large[1] <= small[1]
    assert wide[0] <= small[0]
    assert wide[1] >= small[1]


@unhurried
@given(st.integers(0, 3000), st.sampled_from(LEVELS))
def test_the_lines_of_a_rate_are_exact_poisson(observed: int, level: float) -> None:
    tail = (1 - level) / 2
    low = expected_at_limit(observed, level, upper=False)
    assert stats.poisson.cdf(observed, low) == pytest.approx(tail)
    if observed:
        high = expected_at_limit(observed, level, upper=True)
        assert stats.poisson.sf(observed - 1, high) == pytest.approx(tail)
        assert high < observed < low


@unhurried
@given(st.permutations(chance(1, 12)))
def test_the_order_of_areas_changes_no_ones_standing(areas: list[Area]) -> None:
    def told(funnel: Funnel) -> dict[str, Standing]:
        return {point.name: point.standing for point in funnel.points}

    assert told(proportions(areas)) == told(proportions(chance(1, 12)))
    assert told(rates(areas)) == told(rates(chance(1, 12)))


def test_areas_that_differ_by_chance_lie_within_and_need_no_adjustment() -> None:
    found = proportions(chance(4))
    assert found.overdispersion is not None
    assert found.overdispersion.state is not State.ADJUSTED
    assert sum(point.standing is not Standing.WITHIN for point in found.points) <= 6
    assert found.benchmark == pytest.approx(20, abs=0.5)
    assert "PHEindicatormethods" in found.method


def test_areas_that_truly_differ_are_judged_by_wider_limits_and_it_is_said() -> None:
    areas = spread(5)
    adjusted, plain = proportions(areas), proportions(areas, adjust=False)
    assert adjusted.overdispersion is not None
    assert plain.overdispersion is not None
    assert (adjusted.overdispersion.state, plain.overdispersion.state) == (State.ADJUSTED, State.FLAGGED)
    assert "limits are unadjusted" in plain.overdispersion.words
    assert "widened" in adjusted.overdispersion.words
    assert "FunnelPlotR" in adjusted.method
    outside = [sum(p.standing is not Standing.WITHIN for p in funnel.points) for funnel in (adjusted, plain)]
    assert outside[0] < outside[1] / 4
    rate, flat = rates(areas), rates(areas, adjust=False)
    assert sum(p.standing is not Standing.WITHIN for p in rate.points) < sum(
        p.standing is not Standing.WITHIN for p in flat.points
    )


def test_fewer_than_ten_areas_are_flagged_never_adjusted() -> None:
    found = proportions(spread(5)[:9])
    assert found.overdispersion is not None
    assert found.overdispersion.phi > 1 + 2 * sqrt(2 / 9)
    assert found.overdispersion.state is State.FLAGGED
    assert found.overdispersion.tau2 == 0 < found.overdispersion.found_tau2


def test_ten_areas_are_enough_to_adjust() -> None:
    found = measure([Tally(a.numerator, a.denominator) for a in spread(5)[:10]], Scale.PROPORTION)
    assert found.state is State.ADJUSTED


def test_a_little_overdispersion_is_flagged_not_adjusted() -> None:
    mild = next(f for f in (proportions(chance(seed, 20)).overdispersion for seed in range(99)) if f and f.phi > 1.2)
    assert 1 < mild.phi <= 1 + 2 * sqrt(2 / 20)
    assert mild.state is State.FLAGGED


@unhurried
@given(tallies)
def test_winsorised_phi_and_tau2_of_proportions_agree_with_numpy(given: list[Tally]) -> None:
    x, n = np.array([t.numerator for t in given]), np.array([t.denominator for t in given])
    s = 1 / (2 * np.sqrt(n))
    z = (np.arcsin(np.sqrt(x / n)) - asin(sqrt(x.sum() / n.sum()))) / s
    z = np.clip(z, np.quantile(z, 0.1), np.quantile(z, 0.9))
    phi, areas = float((z**2).mean()), len(given)
    w1, w2 = (1 / s**2).sum(), (1 / s**4).sum()
    tau2 = 0.0 if areas * phi < areas - 1 else max(0.0, float((areas * phi - (areas - 1)) / (w1 - w2 / w1)))
    found = measure(given, Scale.PROPORTION)
    assert (found.phi, found.found_tau2) == pytest.approx((phi, tau2))


@unhurried
@given(tallies)
def test_other_scales_stand_as_the_table_of_definitions_has_them(given: list[Tally]) -> None:
    first = given[0]
    x, n = first.numerator, first.denominator
    root, shmi, counts = (scores(given, scale)[0] for scale in list(Scale)[1:])
    assert (root.y, root.s, root.z) == pytest.approx((sqrt(x / n), 1 / (2 * sqrt(n)), (sqrt(x / n) - 1) * 2 * sqrt(n)))
    assert (shmi.y, shmi.s, shmi.z) == pytest.approx((log(x / n), 1 / sqrt(n), sqrt(n) * log(x / n)), abs=1e-9)
    theta, y = log(pooled(given)), log((x + 0.5) / (n + 0.5))
    error = sqrt(x / (x + 0.5) ** 2 + n / (n + 0.5) ** 2)
    assert (counts.y, counts.s, counts.z) == pytest.approx((y, error, (y - theta) / error), abs=1e-9)


def test_the_shmi_leaves_the_outermost_tenths_out() -> None:
    given = scores([Tally(80 + i, 100) for i in range(40)], Scale.RATIO_LOG)
    kept = reined_in(given, Scale.RATIO_LOG)
    assert kept == given[4:36]  # rank r of 40: floor(10 r / 41) is 0 for r = 1..4, 9 for r = 37..40


def test_limits_with_overdispersion_by_hand() -> None:
    assert limits(100, 1, 1.96, 0.02, Scale.RATIO_LOG) == pytest.approx(
        (exp(-1.96 * sqrt(0.01 + 0.02)), exp(1.96 * sqrt(0.01 + 0.02)))
    )
    assert limits(100, 1, 1.96, 0.02, Scale.RATIO_ROOT) == pytest.approx(
        (1 - 1.96 * sqrt(0.0025 + 0.02), 1 + 1.96 * sqrt(0.0025 + 0.02))
    )
    assert limits(100, 0.5, 1.96, 0.02, Scale.COUNTS)[1] == pytest.approx(exp(log(0.5) + 1.96 * sqrt(0.0025 + 0.02)))
    assert limits(3, 0.02, 3.09, 0, Scale.PROPORTION)[0] == 0


def test_rates_are_judged_by_their_own_exact_or_byar_interval() -> None:
    areas = [Area("Ashby", 0, 1_000), Area("Brook", 30, 1_000), Area("Croft", 10, 1_000), Area("Dean", 80, 5_000)]
    found = rates(areas, benchmark=100, adjust=False)  # per 10,000: ten are expected of a thousand
    assert [point.standing for point in found.points] == [
        Standing.LOW_998,
        Standing.HIGH_998,
        Standing.WITHIN,
        Standing.HIGH_998,
    ]
    assert found.points[3].value == 160
    assert found.points[0].value == 0
    assert [(line.level, line.upper) for line in found.lines] == [
        (0.95, False),
        (0.95, True),
        (0.998, False),
        (0.998, True),
    ]
    for line in found.lines:
        sizes = [size for size, _ in line.points]
        assert sizes == sorted(sizes)
        assert all((value > 100) is line.upper for _, value in line.points)


def test_a_ratio_has_one_for_its_benchmark() -> None:
    found = ratios([Area("Ashby", 12, 10.0), Area("Brook", 8, 10.0)], per=100)
    assert (found.benchmark, [point.value for point in found.points]) == (100, [120, 80])


def test_a_standardised_rate_of_few_events_has_no_standing() -> None:
    refused = standardised_rate([Stratum(9, 4_000, 1)])
    assert standing([refused, refused], 20) is Standing.NOT_APPLICABLE
    assert Standing.NOT_APPLICABLE.words == "too few events to say"


@pytest.mark.parametrize("made", [proportions, rates, ratios])
def test_no_areas_no_funnel(made: object) -> None:
    with pytest.raises(StatisticsError, match="at least one area"):
        made([])  # type: ignore[operator]  # three signatures, one refusal


def test_what_has_no_place_on_a_funnel_is_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="more than the whole"):
        proportions([Area("Ashby", 5, 4)])
    with pytest.raises(StatisticsError, match="no place on a funnel"):
        rates([Area("Ashby", 5, 0)])
    with pytest.raises(StatisticsError, match="Without a single event"):
        rates([Area("Ashby", 0, 100)])
    with pytest.raises(StatisticsError, match="square root scale"):
        measure([Tally(0, 10)] * 12, Scale.RATIO_LOG)
    with pytest.raises(StatisticsError, match="at least two areas"):
        measure([Tally(1, 10)], Scale.PROPORTION)


def test_one_area_or_none_affected_still_makes_a_funnel() -> None:
    assert proportions([Area("Ashby", 5, 40)]).overdispersion is None
    none = proportions([Area("Ashby", 0, 40), Area("Brook", 0, 60)])
    assert (none.benchmark, none.overdispersion) == (0, None)
    assert {point.standing for point in none.points} == {Standing.WITHIN}, "on a limit is inside it"


def test_a_benchmark_on_the_end_of_an_areas_interval_is_within() -> None:
    intervals = [count(40, level) for level in LEVELS]
    for end in (intervals[0].lower, intervals[0].upper):
        assert end is not None
        assert standing(intervals, end) is Standing.WITHIN
    assert standing(intervals, intervals[0].upper + 1e-9) is Standing.LOW_95
