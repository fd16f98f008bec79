"""Child death review as data: forms, values, ages, analysis. And the ages at which a child is no longer one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.calendars import ENGLAND
from goldenthread.kernel.clocks import due
from goldenthread.kernel.now import LONDON
from goldenthread.kernel.spans import day_of
from goldenthread.law.clocks import limit_for
from goldenthread.law.deaths import analysis, notification, reporting
from goldenthread.law.deaths.values import AgeBand, NotAChild, age_band, birthday, place, years_old
from goldenthread.law.forms import Answered, Asks, FormError, completeness
from goldenthread.law.limits import Confidence

FORMS = (notification.FORM_A, notification.FORM_A1, notification.NOTIFICATION_2018, reporting.FORM_B)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_every_form_has_fields_with_keys_of_their_own_and_says_whence_it_comes(form) -> None:
    keys = [field.key for field in form.fields]
    assert len(set(keys)) == len(keys)
    assert all(section.source and isinstance(section.confidence, Confidence) for section in form.sections)
    for field in form.fields:
        assert bool(field.choices) >= (field.asks in {Asks.ONE_OF, Asks.SEVERAL_OF}), field.key
        assert bool(field.columns) == (field.asks is Asks.ROWS), field.key


def test_what_names_a_person_in_form_b_stands_on_the_page_that_is_taken_off() -> None:
    for section in reporting.SECTIONS:
        named = {field.key for field in section.fields if field.names_a_person}
        assert bool(named) == (section.key == "A")


def test_asked_and_not_known_is_not_blank_and_what_was_never_asked_counts_nowhere() -> None:
    sections = reporting.sections_for("coroner")
    assert sections == ("A", "B")
    answers = {field.key: Answered.GIVEN for field in reporting.FORM_B.fields}
    answers["mode"], answers["inquest"] = Answered.NOT_KNOWN, Answered.BLANK
    answers["place"] = Answered.NOT_ASKED
    found = completeness(reporting.FORM_B, answers, sections)
    assert (found.not_known, found.blank, found.is_complete) == (1, ("Is there an inquest?",), False)
    assert found.asked == sum(len(reporting.FORM_B.section(key).fields) for key in sections) - 1
    assert Answered.NOT_KNOWN.is_answer
    assert not Answered.BLANK.is_answer


def test_every_section_of_form_b_is_asked_of_somebody_and_every_agency_says_who_it_is() -> None:
    asked = {section for sections in reporting.HELD_BY.values() for section in sections}
    assert asked == {section.key for section in reporting.SECTIONS}
    assert all("A" in sections for sections in reporting.HELD_BY.values())
    with pytest.raises(FormError, match="there are hospital"):
        reporting.sections_for("circus")


def test_b2_is_another_form_in_another_edition() -> None:
    assert reporting.supplement(reporting.SET_2008, "B2").title == "Road traffic collision"
    assert reporting.supplement(reporting.SET_LATER, "B2").title == "Neonatal death"
    later = [one.code for one in reporting.SUPPLEMENTS if one.set == reporting.SET_LATER]
    assert later == [f"B{n}" for n in range(2, 14)]
    with pytest.raises(FormError, match="no supplement 'B14'; it has B2"):
        reporting.supplement(reporting.SET_LATER, "B14")


def test_the_uppermost_category_that_applies_is_the_one_counted() -> None:
    assert [one.rank for one in analysis.CATEGORIES] == list(range(1, 11))
    assert analysis.uppermost(["infection", "perinatal", "chronic"]).code == "chronic"
    assert analysis.uppermost(["unexplained", "inflicted"]).code == "inflicted"
    with pytest.raises(FormError, match="at least one"):
        analysis.uppermost([])
    with pytest.raises(FormError, match="no category of death 'old age'"):
        analysis.uppermost(["old age"])


def test_an_influence_score_means_what_its_version_of_the_form_says() -> None:
    assert analysis.version("C").score("1").words != analysis.version("C-early").score("1").words
    assert analysis.FORM_C_EARLY.score("1*").words.startswith("Factors identified, but unlikely")
    with pytest.raises(FormError, match="has no score '3'; it has 0, 1, 2"):
        analysis.CDR_ANALYSIS.score("3")
    for version in analysis.VERSIONS:
        assert [domain.key for domain in version.domains] == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("born", "died", "band"),
    [
        (date(2016, 3, 1), date(2016, 3, 1), AgeBand.NEONATAL),
        (date(2016, 3, 1), date(2016, 3, 28), AgeBand.NEONATAL),  # the 27th day
        (date(2016, 3, 1), date(2016, 3, 29), AgeBand.POSTNEONATAL),
        (date(2016, 3, 1), date(2017, 2, 28), AgeBand.POSTNEONATAL),
        (date(2016, 3, 1), date(2017, 3, 1), AgeBand.ONE_TO_FOUR),
        (date(2016, 2, 29), date(2017, 2, 28), AgeBand.POSTNEONATAL),  # one year old on 1 March
        (date(2016, 2, 29), date(2017, 3, 1), AgeBand.ONE_TO_FOUR),
        (date(2012, 2, 29), date(2020, 2, 29), AgeBand.FIVE_TO_NINE),
        (date(2000, 12, 25), date(2018, 12, 24), AgeBand.FIFTEEN_TO_SEVENTEEN),
    ],
)
def test_an_age_band_is_reached_on_the_day(born: date, died: date, band: AgeBand) -> None:
    assert age_band(born, died) is band


def test_on_the_eighteenth_birthday_one_is_no_child_and_nobody_dies_before_birth() -> None:
    with pytest.raises(NotAChild, match="reached 18"):
        age_band(date(2000, 12, 25), date(2018, 12, 25))
    with pytest.raises(NotAChild, match="before the date of birth"):
        age_band(date(2018, 1, 2), date(2018, 1, 1))
    assert birthday(date(2004, 2, 29), 18) == date(2022, 3, 1)


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.integers(0, 6600))
def test_years_never_run_backwards(born: date, days: int) -> None:
    died = born + timedelta(days=days)
    years = years_old(born, died)
    assert birthday(born, years) <= died < birthday(born, years + 1)


def test_a_place_is_part_of_a_kind_of_place() -> None:
    assert place("hospital_icu").under == "Acute hospital"
    with pytest.raises(FormError, match="no place of death 'moon'"):
        place("moon")


NIGHT = datetime(2016, 3, 24, 23, 59, tzinfo=LONDON)  # Maundy Thursday: Good Friday and Easter Monday follow


@pytest.mark.parametrize(
    ("clock", "start", "last"),
    [
        ("CDR-N1", NIGHT, datetime(2016, 3, 26, 23, 59, tzinfo=LONDON)),  # elapsed time
        (
            "CDR-N1",
            datetime(2016, 3, 25, 23, 59, tzinfo=LONDON),
            datetime(2016, 3, 28, 0, 59, tzinfo=LONDON),
        ),  # summer time
        ("CDR-N3", date(2016, 3, 24), date(2016, 3, 31)),  # working days: 29, 30, 31 March
        ("CDR-N2", date(2016, 3, 24), date(2016, 3, 31)),  # seven days, holidays or not
        ("CDR-N3", date(2016, 12, 23), date(2016, 12, 30)),  # 28, 29, 30 December
    ],
)
def test_a_death_a_minute_before_a_bank_holiday_runs_its_clocks_through_it(clock, start, last) -> None:
    assert due(limit_for(clock, day_of(start)), start, ENGLAND) == last


@pytest.mark.parametrize(
    ("born", "died", "band"),
    [
        (date(2016, 3, 5), date(2016, 4, 1), AgeBand.NEONATAL),  # 27 days old, over the end of the year
        (date(2016, 3, 4), date(2016, 4, 1), AgeBand.POSTNEONATAL),  # 28 days: four weeks
        (date(2016, 12, 5), date(2017, 1, 1), AgeBand.NEONATAL),
        (date(2016, 12, 4), date(2017, 1, 1), AgeBand.POSTNEONATAL),
        (date(2016, 2, 5), date(2016, 3, 3), AgeBand.NEONATAL),  # a leap February has one day more
        (date(2015, 2, 5), date(2015, 3, 5), AgeBand.POSTNEONATAL),
    ],
)
def test_four_weeks_are_four_weeks_over_the_end_of_a_year_and_of_a_leap_february(born, died, band) -> None:
    assert age_band(born, died) is band
