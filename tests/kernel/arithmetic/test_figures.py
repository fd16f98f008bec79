"""Printed figures: what rounds to them, what is cut off to them, and what sums of them may be."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.arithmetic.figures import (
    Fit,
    change_range,
    cut,
    most_slack,
    percent_range,
    rounded,
    show,
    slack_of_sum,
)
from tests.kernel.arithmetic.making import figure

VALUES = st.decimals(-1000, 1000, places=6)


@given(VALUES, st.integers(0, 4))
def test_a_figure_rounded_to_any_place_fits_what_it_was_rounded_from(value: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    assert figure(f"{rounded(value, step)}%").fit(value, value) is Fit.ROUNDED


@given(VALUES, st.integers(0, 4))
def test_a_figure_cut_off_is_told_from_a_rounded_one(value: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    fit = figure(f"{cut(value, step)}%").fit(value, value)
    # a small negative value cut off is printed as 0, which has lost its sign
    assert fit is not Fit.NO or cut(value, step) == 0
    if abs(value - cut(value, step)) > step / 2 and cut(value, step):
        assert fit is Fit.TRUNCATED


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(0, 3))
def test_the_percentage_of_counts_is_exact(part: int, whole: int, places: int) -> None:
    low, high = percent_range(figure(str(part)), figure(str(whole)))
    assert low == high
    assert abs(Fraction(low) - Fraction(100 * part, whole)) < Fraction(1, 10**15)
    said = figure(f"{rounded(low, Decimal(1).scaleb(-places))}%")
    assert said.fit(low, high) is Fit.ROUNDED


def test_a_whole_count_is_exact_and_anything_else_stands_for_what_rounds_to_it() -> None:
    assert (figure("433").low, figure("433").high) == (Decimal(433), Decimal(433))
    assert (figure("48.5%").low, figure("48.5%").high) == (Decimal("48.45"), Decimal("48.55"))
    assert figure("42.8%").fit(Decimal("42.857142"), Decimal("42.857142")) is Fit.TRUNCATED
    assert figure("42.9%").fit(Decimal("42.857142"), Decimal("42.857142")) is Fit.ROUNDED
    assert figure("42.7%").fit(Decimal("42.857142"), Decimal("42.857142")) is Fit.NO
    assert figure("-10").fit(Decimal(-11), Decimal(-11)) is Fit.NO


def test_a_change_of_percentages_is_known_only_as_well_as_they_are() -> None:
    low, high = change_range(figure("71%"), figure("90%"))
    assert low < Decimal("26.7") < high
    assert change_range(figure("71"), figure("90")) == (Decimal(1900) / 71, Decimal(1900) / 71)


@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=30))
def test_rounding_never_explains_more_than_its_worst_case(values: list[int]) -> None:
    figures = [figure(f"{value / 10:.1f}%") for value in values]
    assert slack_of_sum(figures) <= most_slack(figures) == Decimal("0.05") * len(values)
    assert slack_of_sum([figure(str(value)) for value in values]) == 0


def test_what_is_computed_is_printed_as_what_is_checked() -> None:
    assert show(Decimal(237458), figure("£235,458")) == "£237,458"
    assert show(Decimal(-11), figure("-13")) == "-11"
    assert show(Decimal(11), figure("+13")) == "+11"
    assert show(Decimal("26.7605"), figure("25%")) == "27%"
    assert show(Decimal("21.532"), figure("21.7%")) == "21.5%"
    assert show(Decimal(432), figure("433")) == "432"
