"""The frameworks, when they were in force, and the words they used."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.law.eras import (
    CDR_2018,
    CONCEPTS,
    ERAS,
    LSCB_2015,
    LSCP_2018,
    LSCP_2023,
    EraError,
    era,
    eras_on,
    governing_era,
)


def keys(on: date) -> list[str]:
    return [e.key for e in eras_on(on)]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2015, 3, 25), []),
        (date(2015, 3, 26), ["LSCB_2015"]),
        (date(2016, 12, 1), ["LSCB_2015"]),
        (date(2018, 6, 29), ["LSCB_2015", "LSCP_2018"]),
        (date(2019, 9, 29), ["LSCB_2015", "LSCP_2018", "CDR_2018"]),
        (date(2019, 9, 30), ["LSCP_2018", "CDR_2018"]),
        (date(2024, 6, 1), ["LSCP_2018", "CDR_2018", "LSCP_2023"]),
        (date(2025, 1, 1), ["CDR_2018", "LSCP_2023"]),
    ],
)
def test_the_eras_in_force_on_a_day(on: date, expected: list[str]) -> None:
    assert keys(on) == expected


def test_the_governing_era_is_the_newest_of_the_board_or_partnership() -> None:
    assert governing_era(date(2018, 6, 28)) is LSCB_2015
    assert governing_era(date(2018, 6, 29)) is LSCP_2018
    assert governing_era(date(2023, 12, 14)) is LSCP_2018
    assert governing_era(date(2023, 12, 15)) is LSCP_2023
    with pytest.raises(EraError, match="2015-03-25"):
        governing_era(date(2015, 3, 25))


def test_each_era_has_its_own_words() -> None:
    assert [e.word("chair") for e in (LSCB_2015, LSCP_2018, LSCP_2023)] == [
        "Independent Chair",
        "independent scrutineer",
        "partnership chair",
    ]
    assert [e.word("case_review_short") for e in (LSCB_2015, LSCP_2018, LSCP_2023)] == ["SCR", "LCSPR", "LCSPR"]
    assert LSCB_2015.word("child_death_response") == "rapid response"
    assert CDR_2018.word("child_death_response") == "joint agency response"
    assert LSCB_2015.word("lead_worker") == "lead professional"


def test_a_word_may_change_within_an_era() -> None:
    assert LSCP_2018.word("health_partner") == "clinical commissioning group"
    assert LSCP_2018.word("health_partner", date(2022, 6, 30)) == "clinical commissioning group"
    assert LSCP_2018.word("health_partner", date(2022, 7, 1)) == "integrated care board"
    assert "integrated care board" in CDR_2018.word("partners", date(2023, 1, 1))


def test_an_unknown_era_or_word_is_refused_with_what_there_is() -> None:
    with pytest.raises(EraError, match="there are LSCB_2015, LSCP_2018, CDR_2018, LSCP_2023"):
        era("LSCB_2006")
    with pytest.raises(EraError, match="CDR 2018 has no word for 'case_review'"):
        CDR_2018.word("case_review")
    assert era("CDR_2018") is CDR_2018


def test_the_frameworks_of_boards_and_partnerships_have_a_word_for_every_concept() -> None:
    for one in (LSCB_2015, LSCP_2018, LSCP_2023):
        assert set(one.vocabulary) == set(CONCEPTS), one.key
    assert set(CDR_2018.vocabulary) <= set(CONCEPTS)
    assert all(key in CONCEPTS for one in ERAS for _, key, _ in one.changes)


@given(st.dates(date(2015, 3, 26), date(2030, 12, 31)))
def test_there_is_never_a_day_without_a_framework(on: date) -> None:
    assert governing_era(on).in_force(on)
    assert governing_era(on) in eras_on(on)
    assert all(e.in_force_from <= on for e in eras_on(on))
    assert governing_era(on + timedelta(days=1)).in_force_from >= governing_era(on).in_force_from
