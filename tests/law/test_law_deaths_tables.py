"""The yearly tables of child deaths: two bases never mixed, sums that hold, rates with intervals, the return."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.disclosure import Protected
from goldenthread.kernel.periods import Stretch
from goldenthread.kernel.statistics.intervals import Interval, byar, exact_poisson
from goldenthread.kernel.statistics.values import Refused
from goldenthread.law.deaths.analysis import CATEGORIES, Modifiability
from goldenthread.law.deaths.lscb1 import lscb1
from goldenthread.law.deaths.rates import Rate, area_rates
from goldenthread.law.deaths.rows import Basis, Death, DeathError, counted, financial_year, pooled, years_of
from goldenthread.law.deaths.tables import (
    age_by_sex,
    annual_tables,
    backlog,
    by_area,
    category_by_age,
    cell_key,
    expected_or_not,
    modifiable_factors,
    released,
    timeliness,
    trend,
)
from goldenthread.law.deaths.values import AGE_BANDS, PLACES

YEAR = financial_year(date(2016, 12, 1))
AREAS = ("Ashby", "Brookton", "Coldmere")


def death(ref: str = "D1", **values) -> Death:
    return Death(**{
        "ref": ref, "died_on": date(2016, 5, 1), "notified_on": date(2016, 5, 2), "sex": "male", "area": "Ashby",
        "band": "1 to 4 years", **values,
    })  # fmt: skip


@st.composite
def deaths(draw: st.DrawFn) -> list[Death]:
    made = []
    for n in range(draw(st.integers(0, 9))):
        died = draw(st.dates(date(2012, 4, 1), date(2017, 3, 31)))
        reviewed = draw(st.none() | st.integers(0, 900).map(lambda days, died=died: died + timedelta(days=days)))
        made.append(
            death(
                f"D{n}", died_on=died, notified_on=died + timedelta(days=draw(st.integers(0, 40))),
                sex=draw(st.sampled_from(["male", "female", "not_known"])), area=draw(st.sampled_from(AREAS)),
                band=draw(st.sampled_from(AGE_BANDS)), expected=draw(st.sampled_from(["expected", "unknown"])),
                place_of_death=draw(st.sampled_from(["", *(one.code for one in PLACES)])), reviewed_on=reviewed,
                category=draw(st.sampled_from([one.code for one in CATEGORIES])) if reviewed else "",
                modifiable=draw(st.none() | st.sampled_from(Modifiability)) if reviewed else None,
                outside=draw(st.booleans()),
            )
        )  # fmt: skip
    return made


@settings(max_examples=40, deadline=None)
@given(deaths())
def test_every_table_counts_every_death_of_its_own_basis_once(rows: list[Death]) -> None:
    own = [row for row in rows if not row.outside]
    notified = sum(YEAR.first <= row.notified_on <= YEAR.last for row in own)
    reviewed = sum(row.reviewed_on is not None and YEAR.first <= row.reviewed_on <= YEAR.last for row in own)
    tables = annual_tables(rows, YEAR, AREAS)
    assert len(tables) == 11
    for table in tables:
        counts = {cell.key: cell.count for cell in table.cells}
        total = counts[table.prefix + " | ".join("Total" for _ in table.dimensions)]
        assert total == (notified if table.name.startswith("Deaths notified") else reviewed)
        for one in table.sums:
            assert counts[one.total] == sum(counts[part] for part in one.parts)


@settings(max_examples=40, deadline=None)
@given(deaths(), st.sampled_from([2013, 2014, 2015, 2016]))
def test_what_was_open_and_notified_is_completed_or_still_open(rows: list[Death], year: int) -> None:
    assert backlog(rows, financial_year(date(year, 6, 1))).adds_up


@settings(max_examples=40, deadline=None)
@given(deaths())
def test_the_return_counts_reviews_and_each_section_adds_up_to_all_of_them(rows: list[Death]) -> None:
    made = lscb1(rows, YEAR)
    assert made.total.completed == len(counted(rows, Basis.REVIEWED, YEAR))
    for section in {line.section for line in made.lines}:
        lines = made.section(section)
        for what in ("completed", "modifiable", "none", "inadequate", "not_recorded"):
            assert sum(getattr(line, what) for line in lines) == getattr(made.total, what), section


def test_the_two_bases_are_never_mixed() -> None:
    rows = [
        death(died_on=date(2016, 3, 30), notified_on=date(2016, 4, 1), reviewed_on=date(2017, 4, 1), category="acute")
    ]
    notified = counted(rows, Basis.NOTIFIED, YEAR)
    assert (len(notified), len(counted(rows, Basis.REVIEWED, YEAR)), len(counted(rows, Basis.DIED, YEAR))) == (1, 0, 0)
    for table in (category_by_age, modifiable_factors, timeliness):
        with pytest.raises(DeathError, match="never mixed"):
            table(notified)
    with pytest.raises(DeathError, match="never mixed"):
        area_rates(counted(rows, Basis.REVIEWED, YEAR), Rate.ALL, {}, AREAS)
    assert "Deaths notified, 2016-17" in age_by_sex(notified).name


def test_the_trend_shows_both_beside_each_other() -> None:
    rows = [
        death("A", died_on=date(2015, 4, 1), notified_on=date(2015, 4, 1), reviewed_on=date(2017, 3, 31)),
        death("B"),
        death("C", outside=True),
    ]
    found = trend(rows, Stretch(date(2015, 4, 1), date(2017, 3, 31)))
    assert [(one.year, one.notified, one.reviewed) for one in found] == [("2015-16", 1, 0), ("2016-17", 1, 1)]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"notified_on": date(2016, 4, 1)}, "notified before the death"),
        ({"reviewed_on": date(2016, 4, 1)}, "completed before the death"),
        ({"category": "acute"}, "only a completed review"),
        ({"band": ""}, "neither the date of birth"),
        ({"born": date(1998, 5, 1)}, "reached 18"),
        ({"place_of_death": "moon"}, "no place of death 'moon'"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_by_its_reference(values, words) -> None:
    with pytest.raises(DeathError, match=f"D1 cannot be counted: .*{words}"):
        death(**values)
    with pytest.raises(DeathError, match="D1 stands there twice"):
        counted([death(), death()], Basis.NOTIFIED, YEAR)


def test_a_death_in_the_last_minutes_of_the_year_is_of_the_year_in_which_it_was_notified() -> None:
    rows = [death(died_on=date(2017, 3, 31), notified_on=date(2017, 4, 1), band="", born=date(2016, 2, 29))]
    assert len(counted(rows, Basis.DIED, YEAR)) == 1
    assert len(counted(rows, Basis.NOTIFIED, YEAR)) == 0
    assert rows[0].age == "1 to 4 years"


@pytest.mark.parametrize(
    ("days", "words"),
    [(182, "Within 6 months"), (183, "7 to 12 months"), (365, "7 to 12 months"), (366, "13 to 18 months"),
     (547, "13 to 18 months"), (548, "More than 18 months")],
)  # fmt: skip
def test_timeliness_is_from_the_death_to_the_review(days: int, words: str) -> None:
    row = death(
        died_on=date(2015, 5, 1), notified_on=date(2015, 5, 1), reviewed_on=date(2015, 5, 1) + timedelta(days=days)
    )
    of = counted([row], Basis.REVIEWED, Stretch(date(2015, 4, 1), date(2017, 3, 31)))
    counts = {cell.key: cell.count for cell in timeliness(of).cells}
    assert counts[cell_key(of, "time from death to review", words)] == 1


def _year_of_deaths() -> list[Death]:
    rows = []
    for n in range(90):
        died = date(2015, 9, 1) + timedelta(days=4 * n)
        reviewed = died + timedelta(days=170)
        rows.append(
            death(
                f"D{n}", died_on=died, notified_on=died, area=AREAS[n % 3], band=AGE_BANDS[n * n % 6],
                reviewed_on=reviewed,
                sex=("male", "female")[n % 2], category=CATEGORIES[n * 7 % 10].code,
                modifiable=list(Modifiability)[n % 3],
                expected=("expected", "unexpected")[n % 5 == 0], place_of_death="home" if n % 4 else "hospital_ed",
            )
        )  # fmt: skip
    return rows


def test_what_goes_out_hides_every_small_count_and_the_same_count_alike_in_every_table() -> None:
    rows = _year_of_deaths()
    notified = counted(rows, Basis.NOTIFIED, YEAR)
    tables = [age_by_sex(notified), expected_or_not(notified), by_area(notified, AREAS)]
    protected = released(tables, "Annual report")
    assert isinstance(protected, Protected)
    for cell in (cell for table in tables for cell in table.cells):
        shown = protected.outcomes[cell.key].value
        assert shown is None or shown == cell.count
        assert shown is None or not 1 <= cell.count <= 5
    totals = {
        protected.outcomes[cell_key(notified, *at)].text for at in (("area", "Total"), ("age by sex", "Total", "Total"))
    }
    assert totals == {str(len(notified))}


def test_rates_have_the_intervals_of_their_counts_and_years_are_pooled_whole() -> None:
    rows = _year_of_deaths()
    three = pooled(YEAR, 3)
    assert [year.first.year for year in years_of(three)] == [2014, 2015, 2016]
    people = {area: {f"{y}-{y + 1 - 2000}": 20_000.0 for y in (2014, 2015, 2016)} for area in AREAS}
    found = area_rates(counted(rows, Basis.DIED, three), Rate.ALL, people, AREAS)
    assert sum(one.events for one in found.areas) == found.whole.events == 90
    assert found.whole.base == 180_000
    assert isinstance(found.whole.rate, Interval)
    assert found.whole.rate.value == pytest.approx(50)
    upper = byar(90).upper * 100_000 / 180_000
    assert found.whole.rate.upper == pytest.approx(upper)
    assert "deaths that occurred, 2014-17 (3 years together)" in found.title
    assert all(one.publishable for one in found.areas)


def test_few_events_have_an_exact_interval_a_mark_and_no_place_in_public() -> None:
    rows = [death(f"D{n}", band="0 to 27 days", area="Brookton") for n in range(3)]
    births = {area: {"2016-17": 1_500.0} for area in AREAS}
    found = area_rates(counted(rows, Basis.NOTIFIED, YEAR), Rate.INFANT, births, AREAS)
    brookton = found.areas[1]
    assert isinstance(brookton.rate, Interval)
    assert brookton.rate.value == pytest.approx(2.0)
    assert brookton.rate.upper == pytest.approx(exact_poisson(3).upper / 1.5)
    assert (brookton.mark, brookton.publishable, brookton.differs) == ("[u]", False, False)
    assert found.areas[0].rate.value == 0


def test_a_year_without_its_base_is_refused_and_never_filled_in() -> None:
    births = {"Ashby": {"2016-17": 100.0}, "Brookton": {"2016-17": 100.0}}
    found = area_rates(counted([], Basis.NOTIFIED, YEAR), Rate.INFANT, births, AREAS)
    assert isinstance(found.areas[2].rate, Refused)
    assert found.areas[2].rate.words == "There is no number of live births for Coldmere in 2016-17."
    assert isinstance(found.whole.rate, Refused)
    with pytest.raises(DeathError, match="none of the areas"):
        area_rates(counted([replace(death(), area="Elsewhere")], Basis.NOTIFIED, YEAR), Rate.ALL, births, AREAS)


@pytest.mark.parametrize("count", [0, 2, 4])
def test_years_are_pooled_by_one_three_or_five(count: int) -> None:
    with pytest.raises(DeathError, match="1, 3 or 5"):
        pooled(YEAR, count)
    with pytest.raises(DeathError, match="no financial year"):
        pooled(Stretch(date(2016, 1, 1), date(2016, 12, 31)), 1)


def test_the_return_names_what_is_missing() -> None:
    row = death(reviewed_on=date(2016, 9, 1), category="acute")
    made = lscb1([row], YEAR)
    assert made.problems == ("D1: modifiable factors, the place of death, ethnicity are not recorded.",)
    assert made.total.not_recorded == 1
    with pytest.raises(DeathError, match="financial year"):
        lscb1([], Stretch(date(2016, 1, 1), date(2016, 12, 31)))


def test_a_register_without_a_death_has_its_tables_all_the_same_but_none_by_area() -> None:
    tables = annual_tables([], YEAR, ())
    assert len(tables) == 9
    assert all(cell.count == 0 for table in tables for cell in table.cells)
