"""Each publisher's rule as it is printed, one test for each, on counts made up to meet every part of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.disclosure import (
    PROFILES,
    Cell,
    Ledger,
    Mean,
    Protected,
    Ratio,
    Release,
    Sum,
    Table,
    protect,
)
from goldenthread.kernel.disclosure.dominance import Dominance
from goldenthread.kernel.disclosure.figures import Figure


def shown(profile: str, counts: dict[str, int], *figures: Figure, tier: str = "local") -> dict[str, str]:
    """The texts of a list that stands alone, with its figures."""
    table = Table("T", tuple(Cell(key, count, tier) for key, count in counts.items()), figures=figures)
    result = protect(Release("R", (table,)), Ledger(), PROFILES[profile])
    assert isinstance(result, Protected), result.reasons
    return {key: outcome.text for key, outcome in result.outcomes.items()}


COUNTS = {"a": 0, "b": 1, "c": 5, "d": 6, "e": 14, "f": 25}


def test_children_in_need_one_to_five_and_a_true_nought_and_regions_to_the_nearest_ten() -> None:
    """1-5 -> c; 0 shown as 0; England and regions to nearest 10, authorities as they are; rates to one decimal."""
    rate = Ratio("rate", "f", 57_312, per=10_000)
    assert shown("dfe", COUNTS, rate) == {"a": "0", "b": "c", "c": "c", "d": "6", "e": "14", "f": "25", "rate": "4.4"}
    for tier in ("region", "england"):
        assert list(shown("dfe", COUNTS, tier=tier).values()) == ["0", "0", "10", "10", "10", "30"]


def test_children_in_need_a_secondary_count_goes_with_a_small_one() -> None:
    cells = (Cell("A", 34), Cell("B", 21), Cell("C", 3), Cell("T", 58))
    result = protect(Release("R", (Table("T", cells, (Sum("T", ("A", "B", "C")),)),)), Ledger(), PROFILES["dfe"])
    assert isinstance(result, Protected)
    assert [outcome.text for outcome in result.outcomes.values()] == ["34", "c", "c", "58"]


def test_placements_say_k_for_what_rounds_to_nought_and_0_for_none() -> None:
    assert list(shown("dfe_placements", COUNTS, tier="region").values()) == ["0", "k", "10", "10", "10", "30"]
    assert list(shown("dfe_placements", COUNTS).values()) == ["0", "c", "c", "6", "14", "25"]


def test_serious_incidents_leave_england_as_it_is() -> None:
    assert list(shown("dfe_incidents", COUNTS, tier="region").values()) == ["0", "0", "10", "10", "10", "30"]
    assert list(shown("dfe_incidents", COUNTS, tier="england").values()) == ["0", "1", "5", "6", "14", "25"]


def test_hospital_statistics_one_to_seven_and_the_nearest_five_and_percentages_of_what_is_shown() -> None:
    """1-7 -> *, others nearest 5 in place of secondary suppression; % from rounded figures; means of at least 8."""
    counts = {"a": 0, "b": 1, "c": 7, "d": 8, "e": 12, "f": 33}
    few, enough = Mean("few", ("b", "a")), Mean("enough", ("d", "e"))
    percent = Ratio("percent", "e", "f", part_of=False)
    said = shown("nhs", counts, percent, few, enough)
    assert said == {"a": "0", "b": "*", "c": "*", "d": "10", "e": "10", "f": "35",
                    "percent": "28.6", "few": "c", "enough": "10.0"}  # fmt: skip
    assert list(shown("nhs", counts, tier="england").values()) == ["0", "1", "7", "8", "12", "33"]


def test_a_mean_of_seven_is_not_given_though_none_of_its_counts_is_small() -> None:
    fewer = replace(PROFILES["nhs"], threshold=0, secondary=True, band_known=False, rounding=())
    table = Table("T", (Cell("a", 3), Cell("b", 4)), figures=(Mean("mean", ("a", "b")),))
    result = protect(Release("R", (table,)), Ledger(), fewer)
    assert isinstance(result, Protected)
    assert result.outcomes["mean"].symbol


def test_opensafely_up_to_seven_are_nought_and_ratios_are_of_what_is_shown() -> None:
    said = shown("opensafely", {"a": 0, "b": 7, "c": 8, "d": 24}, Ratio("r", "c", "d", part_of=False))
    assert said == {"a": "0", "b": "0", "c": "10", "d": "25", "r": "40.0"}


def test_ofqual_fewer_than_five_and_percentages_of_counts_as_they_are() -> None:
    said = shown("ofqual", {"a": 0, "b": 4, "c": 5, "d": 24}, Ratio("r", "c", "d", part_of=False, places=0))
    assert said == {"a": "0", "b": "fewer than 5", "c": "5", "d": "25", "r": "21"}


@pytest.mark.parametrize(("profile", "least"), [("ons_deaths", 3), ("ohid", 10), ("deaths", 10)])
def test_no_rate_of_fewer_events_than_the_publisher_gives_one_of(profile: str, least: int) -> None:
    rules = replace(PROFILES[profile], threshold=0, above_threshold=False, attribute=False, width=1)
    for count in (least - 1, least):
        table = Table("T", (Cell("a", count),), figures=(Ratio("r", "a", 57_312, per=100_000),))
        result = protect(Release("R", (table,)), Ledger(), rules)
        assert isinstance(result, Protected)
        assert bool(result.outcomes["r"].symbol) is (count < least)
    assert PROFILES[profile].threshold == 5, "counts of 1 to 5 are withheld all the same"


def test_deaths_say_k_where_they_round_to_nought() -> None:
    assert list(shown("deaths", {"a": 0, "b": 4}, tier="region").values()) == ["0", "k"]


def test_research_environments_withhold_noughts_and_counts_up_to_ten() -> None:
    said = shown("acro", {"a": 0, "b": 1, "c": 10, "d": 11, "e": 33})
    assert said == {"a": "c", "b": "c", "c": "c", "d": "10", "e": "35"}


def test_research_environments_do_not_say_that_nobody_is_left_over() -> None:
    """100% says that the rest is none, and noughts disclose."""
    cells = (Cell("in time", 48), Cell("all", 48))
    table = Table("T", cells, figures=(Ratio("percent", "in time", "all"),))
    result = protect(Release("R", (table,)), Ledger(), PROFILES["acro"])
    assert isinstance(result, Protected)
    assert result.outcomes["percent"].symbol


@pytest.mark.parametrize(
    ("amounts", "why"),
    [
        ([100], "one payer's alone"),
        ([0, 100], "one payer's alone"),
        ([50, 41, 9], "the largest 2 pay more than 90"),
        ([50, 40, 10], ""),
        ([70, 20, 6, 4], ""),
        ([80, 10, 4, 3, 3], ""),
        ([], ""),
    ],
)
def test_a_sum_of_money_does_not_give_its_largest_payer_away(amounts: list[int], why: str) -> None:
    said = Dominance().gives_away(amounts)
    assert (why in said) if why else (said == "")


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=8))
def test_the_second_payer_cannot_tell_the_first_to_within_a_tenth(amounts: list[int]) -> None:
    """Wherever the rules let a sum pass: the most that the others may have paid in all is known, less nothing."""
    if not Dominance().gives_away(amounts):
        first, second, *_ = sorted(amounts, reverse=True)
        most = sum(amounts) - second  # the second payer, who knows his own, can say no more of the first
        assert Fraction(most - first, first) >= Fraction(1, 10)


def test_every_profile_is_found_by_its_name_and_says_where_it_comes_from() -> None:
    assert all(name == profile.name and profile.title and profile.source for name, profile in PROFILES.items())
