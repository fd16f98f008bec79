"""Sectors and categories are shipped where a source names them, each for the measures that it is of."""

from __future__ import annotations

import pytest

from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.law.measures.parts import EVERY_KEY, PARTS, Parts, parts_of

CUTS = {one.code: one.cuts for one in CATALOGUE}


@pytest.mark.parametrize("parts", PARTS, ids=lambda parts: parts.name)
def test_parts_are_of_measures_that_are_broken_down_so_and_say_whence_they_come(parts: Parts) -> None:
    assert parts.measures
    for code in parts.measures:
        assert parts.cut in CUTS[code]
    assert parts.source.endswith(".")
    assert len(set(parts.labels)) == len(parts.labels) == len(parts.keys)
    assert all(len(label) <= 120 for label in parts.labels)


def test_no_two_lists_share_a_key_and_no_measure_has_two_lists_for_one_cut() -> None:
    assert len(EVERY_KEY) == sum(len(parts.labels) for parts in PARTS)
    asked = [(code, parts.cut) for parts in PARTS for code in parts.measures]
    assert len(set(asked)) == len(asked)


def test_a_death_has_the_ten_categories_of_the_analysis_form_and_an_allegation_has_its_own() -> None:
    deaths, allegations = parts_of("cdop_notif", "category"), parts_of("lado_alleg", "category")
    assert deaths is not None
    assert allegations is not None
    assert len(deaths.labels) == 10
    assert not set(deaths.keys) & set(allegations.keys)
    assert parts_of("lado_alleg", "age") is None
    assert parts_of("refs", "category") is None
