"""Inspections: what was judged, and their reports as the origin of recommendations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.thread.models import Origin
from goldenthread.core.thread.plans import name_origin
from goldenthread.processes.governance.inspections.reports.models import Inspection
from goldenthread.processes.governance.inspections.reports.origins import origin_of, recommended
from goldenthread.processes.governance.inspections.reports.process import inspections
from tests.web.test_access import client_for
from tests.world import World

ANNOUNCED, OUT = date(2026, 5, 4), date(2026, 7, 6)


def announced(world: World, **values: Any) -> Inspection:
    values = {
        "inspectorate": "Ofsted",
        "framework": "ILACS",
        "announced_on": ANNOUNCED,
        "title": "Inspection 2026",
    } | values
    with world.acting("manager"):
        made: Inspection = open_record(inspections, partnership=world.north, lead_agency=world.office, **values)
    return made


def reported(world: World, **values: Any) -> Inspection:
    with world.acting("manager"):
        made: Inspection = take_step(announced(world, **values), "report", reported_on=OUT)
    return made


def test_the_report_names_an_origin_that_the_whole_board_can_read(world: World) -> None:
    inspection = announced(world)
    with world.acting("manager"):
        take_step(inspection, "on_site", fieldwork_on=date(2026, 5, 18))
        for heading in ("Leaders", "Help and protection"):
            take_step(inspection, "judge", heading=heading, grade="requires", text="Not yet good")
        with pytest.raises(ValidationError, match="Give the day"):
            take_step(inspection, "report")
        take_step(inspection, "report", reported_on=OUT)
    with world.acting("lay"):
        origin = Origin.objects.get(record_id=inspection.pk)
        assert (origin.kind, origin.title, origin.made_by, origin.made_on) == (
            "inspection",
            "Inspection 2026",
            "Ofsted",
            OUT,
        )
    page = client_for(world, "lay").get(reverse("record", args=["north", "inspections", inspection.pk])).text
    assert "Help and protection" in page


def test_a_list_that_came_in_first_and_the_report_after_it_are_one_origin(world: World) -> None:
    with world.acting("manager"):
        known = name_origin(partnership=world.north, kind="inspection", title="Inspection 2026")
    inspection = reported(world)
    with world.acting("manager"):
        assert origin_of(inspection) == known
        assert Origin.objects.filter(partnership=world.north).count() == 1
    other = reported(world, framework="JTAI", inspectorate="Ofsted and the Care Quality Commission")
    with world.acting("manager"):
        assert origin_of(other) not in (None, known)


def test_no_recommendation_before_the_report_and_each_number_once(world: World) -> None:
    early = announced(world)
    with world.acting("manager"), pytest.raises(ValidationError, match="report is out"):
        recommended(early, number="1", text="Too soon")
    with world.acting("manager"):
        out = take_step(early, "report", reported_on=OUT)
        row = recommended(out, number="1", text="See children sooner", owner_agency=world.council)
        assert (row.origin_number, row.made_on) == ("1", OUT)
        with pytest.raises(ValidationError, match="already"):
            recommended(out, number="1", text="Again")
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        recommended(out, number="2", text="Not mine to write")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"fieldwork_on": date(2026, 5, 1)}, "before the inspection"),
        ({"reported_on": date(2027, 1, 1)}, "not come yet"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(world: World, values: dict[str, date], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        announced(world, **values)


PEOPLE = ("manager", "chair", "nurse", "lay", "southerner", "south_manager", "outsider")
#                                   manager chair nurse lay southerner s_mgr outsider
PAGES = {
    "records":                       "200 200 200 200 200 404 404",
    "record":                        "200 200 200 200 404 404 404",
    "inspection_recommendations":    "200 200 200 200 404 404 404",
    "add_inspection_recommendation": "200 200 403 403 404 404 404",
}  # fmt: skip


@pytest.mark.parametrize("column", range(len(PEOPLE)), ids=PEOPLE)
def test_who_opens_which_page_and_none_asks_too_much(world: World, column: int) -> None:
    inspection = reported(world)
    with world.acting("manager"):
        for number in ("10", "2", ""):
            recommended(inspection, number=number, text=f"Recommendation of number {number or 'none'}")
    client, found = client_for(world, PEOPLE[column]), {}
    for key in PAGES:
        more = {"records": ["inspections"], "record": ["inspections", inspection.pk]}.get(key, [inspection.pk])
        with CaptureQueriesContext(connection) as asked:
            response = client.get(reverse(key, args=["north", *more]))
        found[key] = response.status_code
        assert len(asked) <= 15, (key, [q["sql"][:90] for q in asked])
        if key == "inspection_recommendations" and response.status_code == 200:
            assert (
                response.text.index("number 2") < response.text.index("number 10") < response.text.index("number none")
            )
            assert "Nobody owns it" in response.text
    assert found == {key: int(line.split()[column]) for key, line in PAGES.items()}
