"""When a contact is an allegation, what it may end in, and which of them the targets are counted over."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.law.lado.fields import CASE, HARMS, SECTORS
from goldenthread.law.lado.outcomes import EDITIONS, edition_on, outcomes_on, timeliness
from goldenthread.law.lado.thresholds import Contact, criteria_on, triage
from goldenthread.law.measures.parts import EVERY_KEY


def test_the_fourth_criterion_applies_from_its_day() -> None:
    assert [one.key for one in criteria_on(date(2020, 8, 31))] == ["harm", "offence", "risk"]
    assert [one.key for one in criteria_on(date(2020, 9, 1))] == ["harm", "offence", "risk", "suitability"]
    with pytest.raises(LookupError, match="it applies from 1 September 2020"):
        triage(date(2016, 12, 1), ["suitability"])
    with pytest.raises(LookupError, match="there is none of that name"):
        triage(date(2016, 12, 1), ["rudeness"])


def test_a_contact_is_an_allegation_a_consultation_or_information_with_its_reason() -> None:
    assert triage(date(2016, 12, 1), ["harm"]).contact is Contact.ALLEGATION
    assert "has harmed a child" in triage(date(2016, 12, 1), ["harm"]).reason
    consulted = triage(date(2016, 12, 1), [])
    assert consulted.contact is Contact.CONSULTATION
    assert "low-level" not in consulted.reason
    assert "None of the 4 criteria" in triage(date(2024, 1, 1), []).reason
    assert "low-level concern" in triage(date(2024, 1, 1), []).reason
    assert triage(date(2024, 1, 1), ["harm"], another_area_leads=True).contact is Contact.INFORMATION_ONLY


def test_outcomes_follow_the_edition_and_local_use_goes_before_it() -> None:
    assert "unfounded" not in {one.code for one in outcomes_on(date(2016, 12, 1), with_local=False)}
    assert "unfounded" in {one.code for one in outcomes_on(date(2016, 12, 1))}
    assert "unfounded" in {one.code for one in outcomes_on(date(2022, 1, 1), with_local=False)}
    assert {one.code for one in outcomes_on(date(2022, 1, 1)) if one.in_references} == {"substantiated"}


def test_the_edition_of_a_day_is_the_last_that_came_into_force() -> None:
    assert [one.from_ for one in EDITIONS] == sorted(one.from_ for one in EDITIONS)
    assert edition_on(date(2016, 9, 4)).key == "KCSIE 2015"
    assert edition_on(date(2016, 9, 5)).key == "KCSIE 2016"
    with pytest.raises(LookupError, match="the first is of 1 April 2014"):
        edition_on(date(2013, 1, 1))


def test_the_targets_are_counted_over_allegations_that_are_closed() -> None:
    rows = [
        (date(2016, 1, 31), date(2016, 2, 29)),  # the last day of the month counts
        (date(2016, 1, 31), date(2016, 3, 1)),
        (date(2016, 2, 29), date(2017, 2, 28)),  # a leap day: twelve months on
        (date(2016, 2, 29), None),
    ]
    month, quarter, year = timeliness(rows)
    assert (month.within, month.closed, month.met) == (1, 3, False)
    assert (quarter.within, year.within, year.met) == (2, 3, True)
    assert timeliness([])[0].share is None
    assert timeliness([])[0].met is None


def test_sectors_and_harms_are_those_that_measures_are_broken_down_by() -> None:
    assert {one.code for one in (*SECTORS, *HARMS)} <= EVERY_KEY
    assert len(SECTORS) == 16
    assert CASE.field("person_name").names_a_person
