"""What the published files and series are: their days, their parts, their keys."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.kernel.periods import Stretch
from goldenthread.law.measures import published as p
from goldenthread.law.measures.entry import Unit
from goldenthread.law.measures.published import When, licence_line, slug_of, stem_of
from goldenthread.law.measures.series import SERIES, UnknownSeries, series


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        (When.FINANCIAL_YEAR, date(2024, 4, 1), date(2025, 3, 31)),
        (When.MARCH, date(2025, 3, 31), date(2025, 3, 31)),
        (When.SEPTEMBER, date(2025, 9, 30), date(2025, 9, 30)),
        (When.YEAR_TO_SEPTEMBER, date(2024, 10, 1), date(2025, 9, 30)),
        (When.MID_YEAR, date(2025, 6, 30), date(2025, 6, 30)),
        (When.MID_YEAR_BEFORE, date(2024, 6, 30), date(2024, 6, 30)),
    ],
)
def test_a_printed_year_stands_for_these_days(when: When, first: date, last: date) -> None:
    assert when.stretch(2025) == Stretch(first, last)


def test_a_mid_year_estimate_goes_under_the_figures_of_the_march_after() -> None:
    assert When.MID_YEAR.goes_with(When.MID_YEAR.stretch(2024)) == 2025
    assert When.MID_YEAR_BEFORE.goes_with(When.MID_YEAR_BEFORE.stretch(2025)) == 2025
    assert When.MARCH.goes_with(When.MARCH.stretch(2025)) == 2025


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("b1_children_in_need_2013_to_2025.csv", p.CIN),
        ("b1_children_in_need_2013_to_2026.csv", p.CIN),
        ("cla_number_and_rate_per_10k_children.csv", p.CLA),
        ("d5_cpps_at31march_by_duration_2013_to_2025.csv", p.LENGTHS),
    ],
)
def test_a_later_edition_has_the_same_keys(name: str, stem: str) -> None:
    assert stem_of(name) == stem


@pytest.mark.parametrize("key", SERIES)
def test_the_parts_of_a_series_are_series(key: str) -> None:
    one = SERIES[key]
    assert len(key) <= 120
    assert bool(one.over) == bool(one.under)
    for part in (*one.over, *one.under):
        assert series(part).unit in (Unit.COUNT, Unit.FTE)
    assert not one.computed or key.endswith("per_10000")


def test_a_column_that_nobody_described_is_described_by_its_file() -> None:
    found = series("c3_factors_identified_at_end_of_assessment:Neglect")
    assert (found.title, found.unit, found.when) == (
        "Factors identified at the end of assessment: Neglect", Unit.COUNT, When.FINANCIAL_YEAR,
    )  # fmt: skip
    assert found.basis == "flow, the year to 31 March"
    assert series("csww_indicators:absence_rate_fte").when is When.YEAR_TO_SEPTEMBER
    assert series("csww_indicators:absence_rate_fte").unit is Unit.PERCENT
    with pytest.raises(UnknownSeries, match="no published file"):
        series("somebody_elses_file:count")


def test_long_words_of_a_group_become_short_ones() -> None:
    assert slug_of("CLA on 31 March") == "on-31-march"
    assert slug_of("Children looked after on 31 March each year") == p.CLA_NOW


def test_the_licence_names_who_published() -> None:
    assert licence_line((p.DFE, p.ONS, p.DFE)).endswith(
        "Source: Department for Education / Office for National Statistics."
    )
