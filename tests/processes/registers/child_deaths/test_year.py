"""A year in numbers: the two bases apart, what is withheld, rates on a base, the return, the guard."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from docx import Document

from goldenthread.analytics.defining import take_from_catalogue
from goldenthread.analytics.loading import write_published
from goldenthread.analytics.loading_values import AreaRow, FigureRow, ReadFile
from goldenthread.analytics.models import Area as Published
from goldenthread.analytics.models import Coverage, Observation
from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.law.deaths.analysis import CATEGORIES, Modifiability
from goldenthread.law.deaths.rates import Rate, area_rates
from goldenthread.law.deaths.rows import Basis, Death, counted, pooled
from goldenthread.law.deaths.values import AGE_BANDS
from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.law.measures.published import MID_YEAR
from goldenthread.processes.registers.child_deaths.counting import Based, deaths_of, rate_rows, rates_of, shown_of
from goldenthread.processes.registers.child_deaths.guarding import check_table, check_text
from goldenthread.processes.registers.child_deaths.models import Population, YearCount
from goldenthread.processes.registers.child_deaths.yearly import (
    CODES,
    MODIFIABLE,
    against_the_first,
    count_year,
    figures_of,
)
from goldenthread.processes.registers.yearly import keep_shown, tell_measures, years_over
from tests.processes.registers.child_deaths.desk import Desk
from tests.web.test_access import client_for
from tests.world import World, owner

YEAR = period(Every.FINANCIAL_YEAR, date(2016, 6, 1))
AREAS = ("Eastmarsh", "Westmarsh")
POPULATION = {area: {f"{y}-{(y + 1) % 100:02d}": 60_000.0 for y in range(2010, 2030)} for area in AREAS}


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def of_a_county(year: Stretch = YEAR, number: int = 190) -> list[Death]:
    """Three years of a county: some deaths of each category, most reviewed in the year after."""
    found = []
    for n in range(number):
        died = date(year.first.year - 2, 4, 1) + timedelta(days=(n * 53) % 1000)
        reviewed = died + timedelta(days=(150, 210, 400, 170, 300)[n % 5])
        over = reviewed <= year.last
        found.append(
            Death(
                f"CDR-{n:04d}", died, died + timedelta(days=1), ("female", "male")[n % 2], AREAS[n % 3 == 0],
                band=AGE_BANDS[(0, 0, 0, 1, 1, 2, 3, 4, 5)[n % 9]], expected=("expected", "unexpected")[n % 5 < 3],
                place_of_death=("hospital_neonatal", "home", "hospice", "hospital_icu")[n % 4],
                reviewed_on=reviewed if over else None, category=CATEGORIES[(n * n) % 10].code if over else "",
                modifiable=(Modifiability.MODIFIABLE, Modifiability.NONE)[n % 3 > 0] if over else None,
                ethnicity="White",
            )
        )  # fmt: skip
    return found


def shown(rows: list[Death]) -> dict[str, Any]:
    rates = [Based(area_rates(counted(rows, Basis.NOTIFIED, pooled(YEAR, 3)), Rate.ALL, POPULATION, AREAS))]
    return shown_of(rows, YEAR, AREAS, rates)


def test_what_everyone_sees_withholds_small_numbers_and_no_table_mixes_the_two_bases() -> None:
    found = shown(of_a_county())
    numbers = [value for value in found["cells"].values() if value is not None]
    assert any(value is None for value in found["cells"].values())
    assert [value for value in numbers if 0 < value < 5] == []
    titles = [table["title"] for table in found["tables"]]
    assert all(title.startswith(("Deaths notified, ", "Reviews completed, ")) for title in titles)
    assert not any("area" in title for title in titles if "2016-17" in title), "of a single year areas are not shown"
    assert found["cells"]["Deaths notified, 2016-17: expected or unexpected: Total"] != found["cells"].get(
        "Reviews completed, 2016-17: time from death to review: Total"
    )


def test_rates_are_pooled_and_stand_on_their_base_with_an_interval() -> None:
    found = shown(of_a_county())
    (rates,) = found["rates"]
    assert "3 years together" in rates["title"]
    assert {row[0] for row in rates["rows"]} <= {*AREAS, "All areas"}
    whole = next(row for row in rates["rows"] if row[0] == "All areas")
    events = len(counted(of_a_county(), Basis.NOTIFIED, pooled(YEAR, 3)))
    assert float(whole[1]) == pytest.approx(events / 360_000 * 100_000, abs=0.05)
    low, high = whole[2].split(" to ")
    assert float(low) < float(whole[1]) < float(high)


def published(desk: Desk, years: range) -> None:
    """What a mid-year file prints of North and of one of its districts; of the other it prints nothing."""
    areas = {
        "E92000001": AreaRow("E92000001", "The country", "country"),
        "E10000001": AreaRow("E10000001", "North county", "authority", "E92000001", "801"),
        "E07000001": AreaRow("E07000001", "Eastmarsh", "district", "E10000001"),
    }
    figures = [
        FigureRow(MID_YEAR, code, date(year, 6, 30), date(year, 6, 30), value, "")
        for year in years for code, value in (("E10000001", "100000"), ("E07000001", "60000"))
    ]  # fmt: skip
    with owner():
        write_published(ReadFile("mid.csv", "mid", "Mid-year estimates", "The statisticians", "x", 1, areas, figures))
        Coverage.unguarded.create(partnership=desk.world.north, area=Published.objects.get(code="E10000001"))


def test_a_rates_base_is_taken_from_the_figures_that_are_held_and_says_its_source_and_years(desk: Desk) -> None:
    published(desk, range(2014, 2017))
    with desk.world.acting("manager"):
        rows = of_a_county()
        lines = {row[0]: row for row in rate_rows(rates_of(desk.world.north, rows, Rate.ALL, YEAR, 3, AREAS))}
        assert lines["Eastmarsh"][2] == "180,000"
        assert lines["Eastmarsh"][5].endswith("Base: Mid-year estimates, The statisticians (mid-2014 to mid-2016).")
        assert "There is no number of children aged 0 to 17 for Westmarsh" in lines["Westmarsh"][5]
        assert lines["All areas"][2] == "300,000", "what is printed of the whole county, since a part of it is missing"
        for year in (2014, 2015, 2016):
            Population.objects.create(area=desk.area, year=year, children=50_000, source="The council's own count")
        again = {row[0]: row for row in rate_rows(rates_of(desk.world.north, rows, Rate.ALL, YEAR, 3, AREAS))}
        assert again["Eastmarsh"][2] == "150,000", "what is typed stands before what is printed"
        assert again["Eastmarsh"][5].endswith("Base: The council's own count (2014-15 to 2016-17).")
        infants = {row[0]: row for row in rate_rows(rates_of(desk.world.north, rows, Rate.INFANT, YEAR, 3, AREAS))}
        assert "no number of live births" in infants["Eastmarsh"][5]
    page = client_for(desk.world, "manager").get(reverse("deaths_areas", args=["north"])).content.decode()
    assert "Mid-year estimates, The statisticians, mid-2016" in page


def test_the_measures_are_told_what_everyone_may_see_and_nothing_else(desk: Desk) -> None:
    with desk.world.acting("manager"):
        take_from_catalogue(desk.world.north, [one for one in CATALOGUE if one.code.startswith("cdop_")])
        cells = shown(of_a_county())["cells"]
        tell_measures(desk.world.north, CODES, lambda one: figures_of(one, YEAR, cells))
        seen = {row.measure.code: row for row in Observation.objects.select_related("measure")}
        notified = cells["Deaths notified, 2016-17: expected or unexpected: Total"]
        assert (seen["cdop_notif"].value, seen["cdop_notif"].source) == (notified, "process")
        share = seen["cdop_mod"]
        reviews = cells["Reviews completed, 2016-17: time from death to review: Total"]
        assert (share.denominator, share.symbol or share.numerator) == (
            (reviews, cells["Reviews completed, 2016-17: modifiable factors by category: Total | " + MODIFIABLE])
        )
        few = shown(of_a_county(number=6))["cells"]
        tell_measures(desk.world.north, CODES, lambda one: figures_of(one, YEAR, few))
        last = {row.measure.code: row for row in Observation.objects.select_related("measure").order_by("pk")}
        assert not any(row.value or row.numerator for row in last.values()), "of a handful nothing but noughts"


def test_a_handful_of_deaths_is_told_to_nobody() -> None:
    found = shown(of_a_county(number=6))
    assert [value for value in found["cells"].values() if value not in (None, 0)] == []
    assert found["rates"] == []


def test_the_register_is_counted_by_its_keepers_alone_without_reading_anything(desk: Desk) -> None:
    done = desk.closed(date(2024, 5, 14), "malignancy", found="none")
    desk.notify(date(2024, 6, 1), child_born=None)
    other = desk.notify(date(2024, 6, 2))
    desk.take(other, "transfer", handed_on=date(2024, 6, 5), other_area="Fernshire", note="Lives there")
    with desk.world.acting("manager"):
        found = deaths_of(desk.world.north)
        year = next(one for one in years_over() if one.first.year == 2024)
        assert [row.ref for row in found.rows] == [done.reference, other.reference]
        assert "date of birth is not recorded" in found.left_out[0]
        assert len(counted(found.rows, Basis.NOTIFIED, year)) == 1, "another area's child is counted in no table"
        made = count_year(desk.world.north, year)
        assert count_year(desk.world.north, year).pk == made.pk, "the same twice is kept once"
        assert all(not value for value in made.shown["cells"].values())
        with pytest.raises(ValidationError, match="not over"):
            count_year(desk.world.north, period(Every.FINANCIAL_YEAR, date(2099, 5, 1)))
    with desk.world.acting("clerk"), pytest.raises(PermissionDenied):
        count_year(desk.world.north, year)
    with desk.world.acting("nurse"):
        assert deaths_of(desk.world.north).rows == ()


def test_a_year_counted_again_says_which_figures_moved_and_because_of_which_deaths_to_keepers_alone(desk: Desk) -> None:
    done = desk.closed(date(2024, 5, 14), "malignancy", found="none")
    year = next(one for one in years_over() if one.first.year == 2024)
    with desk.world.acting("manager"):
        assert against_the_first(desk.world.north, year) is None, "not counted yet"
        count_year(desk.world.north, year)
        same = against_the_first(desk.world.north, year)
        assert same is not None
        assert (same.changed, same.entered) == ((), ())
    late = desk.notify(date(2025, 3, 30), child_name="Another Child")
    desk.notify(date(2025, 4, 3), child_name="A Third Child")  # of the next year: it moves nothing
    with desk.world.acting("manager"):
        found = against_the_first(desk.world.north, year)
        assert found is not None
        moved = {one.words: (one.was, one.is_now) for one in found.changed}
        assert moved["Deaths notified, 2024-25: expected or unexpected: Total"] == (1, 2)
        assert not any(words.startswith("Reviews completed") for words in moved)
        assert [one.reference for one in found.entered] == [late.reference]
    there = reverse("deaths_again", args=["north", 2024])
    page = client_for(desk.world, "manager").get(there).content.decode()
    assert late.reference in page
    assert done.reference not in page
    assert "Another Child" not in page
    assert reverse("deaths_again", args=["north", 2024]) in client_for(desk.world, "manager").get(
        f"{reverse('deaths_year', args=['north'])}?year=2024").content.decode()  # fmt: skip
    assert client_for(desk.world, "nurse").get(there).status_code == 403


def test_the_return_counts_reviews_completed_and_names_what_is_missing(desk: Desk) -> None:
    desk.closed(date(2024, 5, 14), "malignancy", found="none", ethnicity="unknown")
    desk.closed(date(2024, 5, 20), "infection", child_name="Another Child", ethnicity="asian")
    path = reverse("deaths_year", args=["north"])
    client = client_for(desk.world, "manager")
    book = openpyxl.load_workbook(BytesIO(client.get(f"{path}?year=2024&format=lscb1").content))
    lines = {(row[0], row[1]): row[2:6] for row in book["1 LSCB1"].iter_rows(min_row=2, values_only=True)}
    assert lines["Total", "Reviews completed"] == (2, 1, 1, 0)
    assert lines["Category", "Malignancy"] == (1, 0, 1, 0)
    missing = [row[0] for row in book["3 To be mended"].iter_rows(min_row=2, values_only=True)]
    assert missing == ["CDR-2024-0001: ethnicity is not recorded."]
    page = client.get(f"{path}?year=2024").content.decode()
    assert "It adds up" in page
    assert "never added together" in page
    assert client_for(desk.world, "nurse").get(f"{path}?year=2024&format=lscb1").status_code == 404


@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("docx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_everyone_takes_away_what_is_protected(desk: Desk, kind: str, begins: bytes) -> None:
    with desk.world.acting("manager"):
        keep_shown(YearCount, desk.world.north, years_over(1)[0], shown(of_a_county()), source="The tracker before")
        assert YearCount.objects.count() == 1
    answer = client_for(desk.world, "nurse").get(f"{reverse('deaths_year', args=['north'])}?format={kind}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_the_section_names_below_each_table_what_was_counted(desk: Desk) -> None:
    with desk.world.acting("manager"):
        keep_shown(YearCount, desk.world.north, years_over(1)[0], shown(of_a_county()), source="The tracker before")
    answer = client_for(desk.world, "nurse").get(f"{reverse('deaths_year', args=['north'])}?format=docx")
    section = Document(BytesIO(answer.content))
    said = [one.text for one in section.paragraphs]
    assert said.count("Source: The tracker before.") == len(section.tables) > 5
    assert not any("register of child deaths" in one for one in said), "it was not what was counted"


def test_a_table_of_few_cases_is_refused_with_what_would_pass(desk: Desk) -> None:
    rows = of_a_county()
    with desk.world.acting("manager"):
        fine = check_table(
            desk.world.north, counted(rows, Basis.NOTIFIED, YEAR), ["age", "sex", "area", "date of death"]
        )
        assert not fine.passes
        assert any("rare combination" in reason for reason in fine.reasons)
        assert fine.proposals
        assert all(merge.loss < 1 for merge in fine.proposals)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("In Northshire several babies died while sleeping beside an adult.", True),
        ("A 7-year-old boy from Eastmarsh died on 3 March 2017.", False),
        ("Services had been involved, and a plan was in place.", True),
    ],
)
def test_a_narrative_is_held_against_the_partnerships_own_words(desk: Desk, text: str, passes: bool) -> None:
    with desk.world.acting("manager"):
        told = check_text(desk.world.north, text)
    assert told.passes is passes
    assert passes or told.proposal or told.only


def test_the_page_checks_a_text_and_a_table_and_keeps_neither(desk: Desk) -> None:
    desk.closed(date(2024, 5, 14), "malignancy")
    client, path = client_for(desk.world, "manager"), reverse("deaths_guard", args=["north"])
    told = client.post(path, {"check": "text", "text": "Ann Fell of Eastmarsh died on 3 March 2017."}).content.decode()
    assert "It must not leave as it stands." in told
    table = {"check": "table", "basis": "NOTIFIED", "year": "2024", "years": "1", "columns": ["age", "sex"]}
    assert "It must not leave." in client.post(path, table).content.decode()
    assert client.post(path, {"check": "table"}).status_code == 422
