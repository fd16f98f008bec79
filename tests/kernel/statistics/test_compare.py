"""Comparison with a benchmark, with another area and with neighbours, against statsmodels where it has the method."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats import rates as oracle
from statsmodels.stats.proportion import confint_proportions_2indep

from goldenthread.kernel.statistics.compare import (
    Contrast,
    Neighbour,
    NeighbourSummary,
    Standing,
    against,
    difference,
    neighbours,
    quartile_band,
    rate_ratio,
    without,
)
from goldenthread.kernel.statistics.intervals import count, wilson
from goldenthread.kernel.statistics.overdispersion import Tally
from goldenthread.kernel.statistics.values import Better, Refused, StatisticsError, Why
from tests.kernel.statistics.making import unhurried

shares = st.tuples(st.integers(1, 3000), st.floats(0, 1)).map(lambda t: Tally(int(t[0] * t[1]), t[0]))
events = st.builds(Tally, st.integers(1, 400), st.integers(500, 50_000))


@pytest.mark.parametrize(
    ("benchmark", "better", "standing"),
    [
        (0.9, Better.HIGH, Standing.WORSE),
        (0.9, Better.LOW, Standing.BETTER),
        (0.9, Better.NEUTRAL, Standing.LOWER),
        (0.6, Better.HIGH, Standing.BETTER),
        (0.6, Better.LOW, Standing.WORSE),
        (0.6, Better.NEUTRAL, Standing.HIGHER),
        (0.78, Better.HIGH, Standing.SIMILAR),
    ],
)
def test_better_and_worse_go_by_whether_the_interval_leaves_the_benchmark_out(
    benchmark: float, better: Better, standing: Standing
) -> None:
    assert against(wilson(160, 200), benchmark, better).standing is standing


def test_a_benchmark_on_the_end_of_the_interval_is_similar() -> None:
    interval = wilson(160, 200)
    assert interval.lower is not None
    for end in (interval.lower, interval.upper):
        assert against(interval, end, Better.HIGH).standing is Standing.SIMILAR
    assert against(interval, interval.upper + 1e-9, Better.HIGH).standing is Standing.WORSE


def test_the_wider_interval_that_leaves_it_out_is_the_one_named() -> None:
    narrow, wide = wilson(160, 200), wilson(160, 200, 0.998)
    far, close = against(narrow, 0.5, Better.HIGH, wide), against(narrow, 0.73, Better.HIGH, wide)
    assert far.words == "Better than the benchmark, by more than chance (99.8% interval)"
    assert close.words == "Better than the benchmark, by more than chance (95.0% interval)"
    assert "Similar" in against(narrow, 0.8, Better.HIGH, wide).words


def test_an_interval_without_a_lower_limit_leaves_nothing_out_below() -> None:
    few = count(1, 0.998).scaled(1)
    assert against(few, 0.0, Better.LOW).standing is Standing.WORSE, "an exact interval has one"


@unhurried
@given(shares, shares, st.sampled_from([0.9, 0.95, 0.998]))
def test_newcombes_difference_is_that_of_statsmodels(ours: Tally, theirs: Tally, level: float) -> None:
    found = difference(ours, theirs, level).interval
    expected = confint_proportions_2indep(
        ours.numerator,
        ours.denominator,
        theirs.numerator,
        theirs.denominator,
        method="newcomb",
        compare="diff",
        alpha=1 - level,
    )
    assert (found.lower, found.upper) == pytest.approx(tuple(map(float, expected)), abs=1e-9)


@unhurried
@given(shares, shares)
def test_a_difference_seen_from_the_other_side_is_the_same_difference(ours: Tally, theirs: Tally) -> None:
    one, other = difference(ours, theirs), difference(theirs, ours)
    assert one.interval.lower is not None
    assert other.interval.lower is not None
    assert (one.interval.lower, one.interval.upper) == pytest.approx((-other.interval.upper, -other.interval.lower))
    assert one.interval.value in one.interval
    assert one.distinct == other.distinct
    assert not difference(ours, ours).distinct


@unhurried
@given(events, events)
def test_the_limits_of_a_rate_ratio_are_where_the_score_test_says_five_per_cent(ours: Tally, theirs: Tally) -> None:
    found = rate_ratio(ours, theirs)
    assert isinstance(found, Contrast)
    assert found.interval.lower is not None
    for limit in (found.interval.lower, found.interval.upper):
        tested = oracle.test_poisson_2indep(
            ours.numerator, ours.denominator, theirs.numerator, theirs.denominator, value=limit, method="score"
        )
        assert float(tested.pvalue) == pytest.approx(0.05, rel=1e-6)


def test_a_rate_ratio_is_that_of_statsmodels() -> None:
    found = rate_ratio(Tally(60, 51_477.5), Tally(30, 54_308.7), 0.9)
    assert isinstance(found, Contrast)
    expected = oracle.confint_poisson_2indep(60, 51_477.5, 30, 54_308.7, method="score", compare="ratio", alpha=0.1)
    assert (found.interval.lower, found.interval.upper) == pytest.approx(tuple(map(float, expected)), rel=1e-4)
    assert found.words == "higher, by more than chance would give"
    same = rate_ratio(Tally(60, 50_000), Tally(59, 50_000))
    assert isinstance(same, Contrast)
    assert same.words == "no difference that chance could not give"


def test_without_events_there_is_nothing_to_be_a_multiple_of() -> None:
    refused = rate_ratio(Tally(3, 100), Tally(0, 100))
    assert isinstance(refused, Refused)
    none = rate_ratio(Tally(0, 100), Tally(30, 100))
    assert isinstance(none, Contrast)
    assert (none.interval.value, none.interval.lower) == (0, 0)
    assert none.distinct


def test_our_own_area_is_taken_out_of_its_region() -> None:
    assert without(Tally(40, 100), Tally(400, 2_000)) == Tally(360, 1_900)
    with pytest.raises(StatisticsError, match="not part of"):
        without(Tally(40, 100), Tally(30, 2_000))
    with pytest.raises(StatisticsError, match="not part of"):
        without(Tally(40, 100), Tally(40, 100))
    with pytest.raises(StatisticsError, match="needs people"):
        rate_ratio(Tally(1, 0), Tally(1, 5))


TEN = [
    Neighbour(f"Neighbour {i}", 10.0 * i, Tally(i * 10, 100), "Close " if i < 4 else "Somewhat close")
    for i in range(1, 11)
]


def test_neighbours_are_summed_up_three_ways_each_by_its_name() -> None:
    found = neighbours([*TEN[:9], Neighbour("Neighbour 10", None)], per=100, model="2025 model")
    assert isinstance(found, NeighbourSummary)
    assert (found.mean, found.median, found.pooled) == (50, 50, 50)
    assert found.missing == ("Neighbour 10",)
    assert found.words == (
        "Statistical neighbours, 2025 model: median 50, mean 50 of 9; no figure for Neighbour 10 "
        "(3 close, 6 somewhat close)"
    )
    lopsided = neighbours([*TEN[:9], Neighbour("Neighbour 10", 100, Tally(9_000, 9_000))], per=100)
    assert isinstance(lopsided, NeighbourSummary)
    assert lopsided.mean == lopsided.median == 55
    assert lopsided.pooled == pytest.approx(100 * 9_450 / 9_900)


def test_neighbours_without_tallies_have_no_pooled_figure() -> None:
    found = neighbours([Neighbour(one.name, one.value) for one in TEN])
    assert isinstance(found, NeighbourSummary)
    assert found.pooled is None


@pytest.mark.parametrize(("having", "given"), [(5, False), (6, True)])
def test_fewer_than_six_of_ten_are_no_summary(having: int, given: bool) -> None:
    found = neighbours([*TEN[:having], *(Neighbour(one.name, None) for one in TEN[having:])])
    assert isinstance(found, NeighbourSummary) is given
    if isinstance(found, Refused):
        assert found.why is Why.TOO_FEW_AREAS
        assert found.words == "Only 5 of 10 statistical neighbours have a figure: 6 are needed."


EVERYONE = [float(value) for value in range(0, 41, 10)]  # quartiles at 10, 20, 30


@pytest.mark.parametrize(
    ("value", "low_good"), [(0, "A"), (10, "A"), (10.1, "B"), (20, "B"), (30, "C"), (30.1, "D"), (40, "D")]
)
def test_quartile_bands_have_their_edges_in_the_quarter_of_lower_values(value: float, low_good: str) -> None:
    assert quartile_band(value, EVERYONE, Better.LOW) == low_good
    assert quartile_band(value, EVERYONE, Better.HIGH) == "DCBA"["ABCD".index(low_good)]


def test_quartile_bands_need_a_good_way_and_four_authorities() -> None:
    assert isinstance(quartile_band(1, EVERYONE, Better.NEUTRAL), Refused)
    assert isinstance(quartile_band(1, EVERYONE[:3], Better.LOW), Refused)
