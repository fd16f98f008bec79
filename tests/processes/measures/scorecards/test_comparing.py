"""The pages that set a measure beside what is published: who may open them, what they show, what they cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.analytics.defining import amend_measure, take_from_catalogue
from goldenthread.analytics.models import Area, Coverage, Measure
from goldenthread.analytics.observing import Figure, observe
from goldenthread.kernel.periods import Every, period
from goldenthread.law.measures.catalogue import CATALOGUE
from tests.analytics.test_comparing import load
from tests.web.test_access import client_for
from tests.web.test_pages import MOST_QUERIES, NESTING
from tests.world import World, owner

PEOPLE = ("manager", "chair", "team_manager", "nurse", "lay", "south_manager", "outsider")
OPEN = {"south_manager": 404, "outsider": 404}
UNIT = OPEN | {"nurse": 404, "lay": 404}


@pytest.fixture
def county(world: World, tmp_path: Path) -> Area:
    """Published for Northshire: 40 of 100 plans again in 2024-25. The board has its own figures, one of them for the
    unit and the council alone."""
    with owner():
        area = load(tmp_path)
        Coverage.unguarded.create(partnership=world.north, area=area)
    with world.acting("manager"):
        take_from_catalogue(world.north, [one for one in CATALOGUE if one.code.startswith("cp_repeat")])
        for code in ("cp_repeat_n", "cp_repeat_pct"):
            one = Measure.objects.get(partnership=world.north, code=code)
            amend_measure(one, owner_agency=world.council, audience="unit" if code == "cp_repeat_n" else "partnership")
        year = period(Every.FINANCIAL_YEAR, date(2025, 3, 31))
        shared, secret = (Measure.objects.get(code=code) for code in ("cp_repeat_pct", "cp_repeat_n"))
        observe(
            [
                Figure(measure=shared, stretch=year, numerator=Decimal(45), denominator=Decimal(100)),
                Figure(measure=secret, stretch=year, value=Decimal(777)),
            ],
            source="typed",
        )
    return area


TABLE: list[tuple[str, tuple[Any, ...], dict[str, int]]] = [
    ("measures_reconciled", (), OPEN),
    ("measure_comparison", ("cp_repeat_pct",), OPEN),
    ("measure_comparison", ("cp_repeat_n",), UNIT),
    ("measure_comparison", ("nothing",), dict.fromkeys(PEOPLE, 404)),
    ("comparison_chart", ("cp_repeat_pct", "bars", "svg"), OPEN),
    ("comparison_chart", ("cp_repeat_pct", "years", "png"), OPEN),
    ("comparison_chart", ("cp_repeat_n", "bars", "svg"), UNIT),
    ("comparison_chart", ("cp_repeat_pct", "pie", "svg"), dict.fromkeys(PEOPLE, 404)),
    ("comparison_chart", ("cp_repeat_pct", "bars", "exe"), dict.fromkeys(PEOPLE, 404)),
]


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_open_which_page(world: World, county: Area, who: str) -> None:
    client = client_for(world, who)
    found = {(name, args): client.get(reverse(name, args=["north", *args])).status_code for name, args, _ in TABLE}
    assert found == {(name, args): expected.get(who, 200) for name, args, expected in TABLE}


@pytest.fixture
def nurse(world: World, county: Area) -> Client:
    return client_for(world, "nurse")


def page(client: Client, name: str, *args: str, **query: str) -> str:
    return client.get(reverse(name, args=["north", *args]), query).content.decode()


def test_a_comparison_says_what_may_be_said_with_every_chart_its_table_and_its_source(nurse: Client) -> None:
    shown = page(nurse, "measure_comparison", "cp_repeat_pct")
    for words in (
        "England without Northshire",
        "Far North without Northshire",
        "Statistical neighbours together",
        "Worse than the benchmark, by more than chance",
        "2025 model",
        "Trend of the last five years",
        "knows nothing of chance",
        "Northshire lies",
        "Contains public sector information licensed under the Open Government Licence v3.0",
        "as loaded on 18 May 2026",
    ):
        assert words in shown, words
    assert shown.count('class="gt-chart"') == 3
    assert shown.count("The figures of this chart") == 3
    assert "made up" not in shown


def test_it_is_asked_as_known_on_a_day_and_its_charts_with_it(nurse: Client) -> None:
    """Of the files that had been loaded by then; a chart to take away is of what the page shows."""
    address = reverse("measure_comparison", args=["north", "cp_repeat_pct"])
    before = nurse.get(address, {"known-day": "1", "known-month": "6", "known-year": "2020"}).text
    assert "as it was known at the end of" in before
    assert "1 June 2020" in before
    assert "Nothing is published of Northshire" in before
    chart = reverse("comparison_chart", args=["north", "cp_repeat_pct", "bars", "svg"])
    assert nurse.get(chart, {"known": "2020-06-01"}).status_code == 404
    after = nurse.get(address, {"known-day": "1", "known-month": "6", "known-year": "2090"}).text
    assert f"{chart}?known-day=1&amp;known-month=6&amp;known-year=2090" in after
    assert nurse.get(chart, {"known-day": "1", "known-month": "6", "known-year": "2090"}).status_code == 200


def test_our_own_figure_stands_beside_the_published_one(nurse: Client) -> None:
    shown = page(nurse, "measure_comparison", "cp_repeat_pct")
    assert "Different: ours is 5.0 percentage points higher." in shown
    assert "counted 45 here, 40 in what is published" in shown


def test_the_list_of_all_shows_each_reader_only_their_own_measures(world: World, nurse: Client) -> None:
    theirs, whole = page(nurse, "measures_reconciled"), page(client_for(world, "manager"), "measures_reconciled")
    assert "777" in whole
    assert "777" not in theirs
    assert "5.0 percentage points higher" in theirs


def test_made_up_areas_are_marked_as_made_up(world: World, county: Area) -> None:
    with owner():
        Area.objects.update(made_up=True)
    client = client_for(world, "nurse")
    assert "made up, for the demonstration" in page(client, "measure_comparison", "cp_repeat_pct")
    assert "made up, for the demonstration" in page(client, "measures_reconciled")


def test_of_several_authorities_one_is_chosen(world: World, county: Area) -> None:
    with owner():
        Coverage.unguarded.create(partnership=world.north, area=Area.objects.get(code="E10000902"))
    client = client_for(world, "nurse")
    assert "Beside others: Northshire" in page(client, "measure_comparison", "cp_repeat_pct")
    assert "Beside others: Shire 1" in page(client, "measure_comparison", "cp_repeat_pct", area="E10000902")
    assert "Beside others: Northshire" in page(client, "measure_comparison", "cp_repeat_pct", area="E10000903")


def test_without_an_area_it_says_what_is_missing(world: World, county: Area) -> None:
    with owner():
        Coverage.unguarded.all().delete()
    client = client_for(world, "nurse")
    for name, args in (("measure_comparison", ("cp_repeat_pct",)), ("measures_reconciled", ())):
        assert "not known yet which authority" in page(client, name, *args)


def test_the_measures_page_leads_there(nurse: Client) -> None:
    assert reverse("measure_comparison", args=["north", "cp_repeat_pct"]) in page(nurse, "measure", "cp_repeat_pct")


@pytest.mark.parametrize(("name", "args"), [("measure_comparison", ("cp_repeat_pct",)), ("measures_reconciled", ())])
def test_a_page_asks_no_more_however_many_measures_there_are(
    world: World, county: Area, name: str, args: tuple[str, ...]
) -> None:
    client = client_for(world, "manager")
    page(client, name, *args)
    before = asked(client, name, *args)
    with world.acting("manager"):
        take_from_catalogue(world.north, CATALOGUE)
    after = asked(client, name, *args)
    assert len(before) == len(after) <= MOST_QUERIES, after


def asked(client: Client, name: str, *args: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        page(client, name, *args)
    return [one["sql"][:100] for one in queries if not one["sql"].startswith(NESTING)]
