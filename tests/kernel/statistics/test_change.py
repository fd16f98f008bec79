"""Change is like for like, per day and named as estimated, or refused with its reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.statistics.change import Basis, Change, Figure, change
from goldenthread.kernel.statistics.values import Refused, StatisticsError, Why
from tests.kernel.statistics.making import unhurried


def flow(value: float, start: date, end: date) -> Figure:
    return Figure(value, start, end, Basis.FLOW)


def stock(value: float, day: date) -> Figure:
    return Figure(value, day, day, Basis.STOCK)


LAST_YEAR = flow(400, date(2023, 4, 1), date(2024, 3, 31))  # 366 days
THIS_YEAR = flow(500, date(2024, 4, 1), date(2025, 3, 31))
NINE_MONTHS = flow(300, date(2024, 4, 1), date(2024, 12, 31))  # 275 days


def told(result: Change | Refused) -> Change:
    assert isinstance(result, Change), result
    return result


def reason(result: Change | Refused) -> Why:
    assert isinstance(result, Refused), result
    return result.why


def test_two_whole_years_are_like_for_like_even_over_a_leap_day() -> None:
    found = told(change(LAST_YEAR, THIS_YEAR))
    assert (found.absolute, found.percent, found.estimated) == (100, 25, False)
    assert found.words == "Up 100 (+25.0%)"


def test_the_same_quarter_a_year_on_is_like_for_like() -> None:
    q4 = flow(90, date(2024, 1, 1), date(2024, 3, 31))
    assert told(change(q4, flow(80, date(2025, 1, 1), date(2025, 3, 31)))).words == "Down 10 (-11.1%)"


def test_a_month_and_the_next_are_like_for_like_though_one_is_longer() -> None:
    january = flow(31, date(2025, 1, 1), date(2025, 1, 31))
    assert not told(change(january, flow(28, date(2025, 2, 1), date(2025, 2, 28)))).estimated


def test_nine_months_against_a_year_are_compared_per_day_and_named_as_estimated() -> None:
    found = told(change(LAST_YEAR, NINE_MONTHS))
    assert found.estimated
    assert found.before == pytest.approx(400 * 275 / 366)
    assert found.words == "Estimated, per day: 275 days against 366: down 0.55 (-0.2%)"


def test_a_measure_with_seasons_is_not_estimated_from_part_of_a_year() -> None:
    refused = change(LAST_YEAR, NINE_MONTHS, seasonal=True)
    assert reason(refused) is Why.PART_YEAR
    assert isinstance(refused, Refused)
    assert refused.words == (
        "275 days are not compared with 366: the seasons differ. Compare the same part of each year."
    )


def test_a_quarter_cannot_stand_for_a_year() -> None:
    assert reason(change(LAST_YEAR, flow(100, date(2024, 4, 1), date(2024, 6, 30)))) is Why.PART_YEAR


def test_a_percentage_over_differing_spans_is_not_scaled_but_named() -> None:
    before = Figure(80, LAST_YEAR.start, LAST_YEAR.end, Basis.RATIO)
    found = told(change(before, Figure(84.5, NINE_MONTHS.start, NINE_MONTHS.end, Basis.RATIO)))
    assert (found.absolute, found.percent) == (4.5, None)
    assert found.words == "Estimated, over 275 days against 366: up 4.5 points"


def test_stocks_are_compared_from_day_to_day() -> None:
    found = told(change(stock(240, date(2024, 3, 31)), stock(240, date(2024, 9, 30))))
    assert (found.absolute, found.percent, found.words) == (0, 0, "No change")


def test_a_stock_is_not_compared_with_a_flow() -> None:
    refused = change(LAST_YEAR, stock(240, date(2024, 9, 30)))
    assert reason(refused) is Why.DIFFERENT_KINDS
    assert isinstance(refused, Refused)
    assert "A figure over a span (1 April 2023 to 31 March 2024 (366 days))" in refused.words
    assert "on 30 September 2024" in refused.words


@pytest.mark.parametrize(
    "after",
    [
        flow(420, date(2023, 7, 1), date(2024, 6, 30)),
        flow(90, date(2024, 1, 1), date(2024, 3, 31)),
        LAST_YEAR,
        flow(900, date(2022, 4, 1), date(2024, 3, 31)),
    ],
)
def test_spans_that_overlap_are_refused(after: Figure) -> None:
    assert reason(change(LAST_YEAR, after)) is Why.OVERLAPPING


def test_two_counts_of_one_day_are_no_change_over_time() -> None:
    one = stock(3, date(2024, 9, 30))
    refused = change(one, stock(4, date(2024, 9, 30)))
    assert reason(refused) is Why.OVERLAPPING
    assert isinstance(refused, Refused)
    assert "the same day or span" in refused.words


def test_the_earlier_figure_comes_first() -> None:
    assert reason(change(THIS_YEAR, LAST_YEAR)) is Why.WRONG_ORDER


def test_from_nought_there_is_no_percentage() -> None:
    found = told(change(stock(0, date(2024, 3, 31)), stock(1_234.5, date(2024, 9, 30))))
    assert (found.percent, found.words) == (None, "Up 1,234.5 (from nought)")


def test_what_makes_no_figure_is_refused_in_words() -> None:
    with pytest.raises(StatisticsError, match="cannot end"):
        flow(1, date(2024, 3, 31), date(2024, 3, 1))
    with pytest.raises(StatisticsError, match="has one day"):
        Figure(1, date(2024, 3, 1), date(2024, 3, 31), Basis.STOCK)
    with pytest.raises(StatisticsError, match="not a number"):
        stock(float("inf"), date(2024, 3, 31))


spans = st.tuples(st.integers(1, 900), st.integers(1, 900), st.integers(0, 400))


@unhurried
@given(spans, st.integers(1, 1000), st.integers(0, 1000))
def test_a_flow_that_runs_at_one_pace_has_not_changed_whatever_its_spans(
    days: tuple[int, int, int], pace: int, other: int
) -> None:
    first, second, gap = days
    start = date(2015, 1, 1)
    middle = start + timedelta(days=first + gap)
    before = flow(pace * first, start, start + timedelta(days=first - 1))
    after = flow(pace * second, middle, middle + timedelta(days=second - 1))
    found = change(before, after)
    if isinstance(found, Refused):
        assert found.why is Why.PART_YEAR
        assert 2 * min(first, second) < max(first, second)
    elif found.estimated:
        assert found.absolute == pytest.approx(0, abs=1e-6)
    else:
        assert before.days == after.days or before.months == after.months
