"""A table of deaths, case by case, is refused by the guard until it is coarse enough, and the proposal can be shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from goldenthread.kernel.disclosure.coarser_cases import guard
from goldenthread.kernel.disclosure.recognisability import Why
from goldenthread.law.deaths.cases import COLUMNS, case_table, rules_for, texts_for
from goldenthread.law.deaths.rows import Basis, Death, DeathError, counted, financial_year
from goldenthread.law.deaths.values import AGE_BANDS

LARGER = {"Ashby": "Wealdshire", "Brookton": "Wealdshire", "Coldmere": "Wealdshire"}
TEXTS = texts_for(LARGER, "Wealdshire")
YEAR = financial_year(date(2016, 12, 1))


def deaths(count: int) -> list[Death]:
    return [
        Death(
            f"D{n}", date(2016, 4, 10) + timedelta(days=n), date(2016, 6, 12), ("male", "female")[n % 2],
            tuple(LARGER)[n % 3], band=AGE_BANDS[n % 4], expected=("expected", "unexpected")[n % 2],
            reviewed_on=date(2017, 1, 20), category=("infection", "trauma", "perinatal")[n % 3], place_of_death="home",
        )
        for n in range(count)
    ]  # fmt: skip


def test_every_column_can_be_shown_and_a_day_never() -> None:
    table = case_table(counted(deaths(40), Basis.REVIEWED, YEAR), COLUMNS, LARGER)
    verdict = guard(table, rules_for({}), TEXTS)
    assert {Why.RARE, Why.DATE} <= {one.why for one in verdict.findings}
    assert verdict.proposals
    for one in verdict.proposals:
        assert guard(one.table, rules_for({}), TEXTS).passes
        assert not any(cell.startswith("2016-0") for row in one.table.rows for cell in row)


def test_a_proposal_shows_what_it_can_of_age_area_and_category() -> None:
    table = case_table(counted(deaths(48), Basis.REVIEWED, YEAR), ("age", "area", "category"), LARGER)
    verdict = guard(table, rules_for({"Ashby": 800}), TEXTS)
    assert any("Ashby is 800 children" in reason for reason in verdict.reasons)
    assert "in area the larger area for the area" in verdict.proposals[0].words
    assert {row[1] for row in verdict.proposals[0].table.rows} == {"Wealdshire"}


def test_few_deaths_are_not_shown_one_by_one_whatever_is_merged() -> None:
    verdict = guard(case_table(counted(deaths(3), Basis.REVIEWED, YEAR), COLUMNS, LARGER), rules_for({}), TEXTS)
    assert verdict.proposals == ()
    assert verdict.only == "Nothing can be shown, not the total either: say 'fewer than 5'."


def test_a_column_there_is_not_is_refused() -> None:
    with pytest.raises(DeathError, match="no column 'name'; there are age"):
        case_table(counted([], Basis.REVIEWED, YEAR), ["name"], LARGER)
