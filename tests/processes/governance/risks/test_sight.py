"""Need to know: the tables of risks, for the managers and for the database, each alone; and every address."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.tenancy.access import governed_models
from goldenthread.processes.governance.risks.appetite import set_appetite
from goldenthread.processes.governance.risks.candidates import join
from goldenthread.processes.governance.risks.models import Candidate, Risk
from goldenthread.processes.governance.risks.opening import mitigate
from tests.core.test_access import keys, raw_keys
from tests.web.test_access import client_for
from tests.world import World, owner

from .written import written

MOST_QUERIES = 15
NORTH = ("manager", "chair", "worker", "team_manager", "nurse", "officer", "lay")
STRANGERS = ("southerner", "south_manager", "outsider")
DAY = date(2026, 5, 18)


@pytest.fixture
def made(world: World) -> dict[str, Any]:
    """One risk for each audience, an appetite, a candidate that waits and one that was joined."""
    found: dict[str, Any] = {
        "open": written(world, group=world.board),
        "grouped": written(world, audience="group", group=world.panel, likelihood=5, impact=5),
        "narrow": written(world, "team_manager", agency=world.council, audience="agencies"),
    }
    with owner():
        told = {"partnership": world.north, "title": "T", "cause": "C", "evidence": "E", "since": DAY,
                "first_seen": DAY, "last_seen": DAY, "agency": world.health}  # fmt: skip
        found["candidate"], other = (Candidate.unguarded.create(key=key, **told) for key in ("seat:1", "seat:2"))
    with world.acting("manager"):
        set_appetite(world.north, highest=9, reason="The Board")
        join(other, risk=found["open"])
        mitigate(found["open"], text="Recruit five", due_on=DAY)
    return found


def test_the_database_alone_and_the_managers_alone_show_the_same_for_every_actor_and_table(
    world: World, made: dict[str, Any]
) -> None:
    tables: list[Any] = [model for model in governed_models() if model._meta.app_label == "risks"]
    by_database: dict[tuple[str, Any], set[Any]] = {}
    for name in world.everyone:
        with world.acting(name):
            for model in tables:
                by_database[name, model] = raw_keys(model)
                assert by_database[name, model] == keys(model), (name, model)
    with owner():
        assert all(raw_keys(model) for model in tables)
        for name in world.everyone:
            with world.acting(name):
                for model in tables:
                    assert keys(model) == by_database[name, model], (name, model)
    assert {name for name in world.everyone if by_database[name, Candidate]} == {"manager", "clerk", "chair"}


READERS = {
    "open": set(NORTH),
    "grouped": {"manager", "chair", "nurse", "southerner"},
    "narrow": {"manager", "chair", "worker", "team_manager"},
}


@pytest.mark.parametrize(("which", "who"), READERS.items())
def test_who_may_open_a_risk(world: World, made: dict[str, Any], which: str, who: set[str]) -> None:
    for name in (*NORTH, *STRANGERS):
        there = reverse("record", args=["north", "risks", made[which].pk])
        assert client_for(world, name).get(there).status_code == (200 if name in who else 404), name


OVERSEE = {**dict.fromkeys(NORTH, 403), "manager": 200, "chair": 200}
PAGES: dict[str, dict[str, int]] = {
    "open_risk": {**dict.fromkeys(NORTH, 200), "worker": 403, "lay": 403},
    "risk_map": dict.fromkeys(NORTH, 200),
    "risks_by_agency": dict.fromkeys(NORTH, 200),
    "risk_appetite": dict.fromkeys(NORTH, 200),
    "risk_candidates": OVERSEE,
    **dict.fromkeys(("mitigate_risk", "hand_over_risk"), OVERSEE),
    **dict.fromkeys(("accept_candidate", "join_candidate", "dismiss_candidate"), OVERSEE),
}


@pytest.mark.parametrize("page", PAGES)
def test_every_address_against_every_person(world: World, made: dict[str, Any], page: str) -> None:
    row = made["candidate" if page.endswith("candidate") else "open"].pk
    there = reverse(page, args=["north"] if page in list(PAGES)[:5] else ["north", row])
    for name in (*NORTH, *STRANGERS):
        guest = 403 if name == "southerner" else 404  # a member of the joint panel is known here, and has no seat
        assert client_for(world, name).get(there).status_code == PAGES[page].get(name, guest), name


@pytest.mark.parametrize("page", ["risk_map", "risks_by_agency", "risk_candidates", "record"])
def test_a_page_asks_at_most_fifteen_questions_however_many_the_risks(
    world: World, made: dict[str, Any], page: str
) -> None:
    there = reverse(page, args=["north", "risks", made["open"].pk] if page == "record" else ["north"])
    client = client_for(world, "manager")
    client.get(there)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(there).status_code == 200
    ours = [q["sql"] for q in asked if not q["sql"].lower().startswith(("savepoint", "release savepoint"))]
    assert len(ours) <= MOST_QUERIES + 5 * (page == "record"), "\n".join(sql[:150] for sql in ours)


def test_the_heat_map_counts_what_the_reader_may_see_and_leads_to_it(world: World, made: dict[str, Any]) -> None:
    seen = {name: client_for(world, name).get(reverse("risk_map", args=["north"])).text for name in ("manager", "lay")}
    assert "3 risks that you may see and that are not closed; 1 above the appetite" in seen["manager"]
    assert "1 risk that you may see and that is not closed; 0 above the appetite" in seen["lay"]
    assert "likelihood=3&amp;impact=3" in seen["lay"]
    file = client_for(world, "manager").get(reverse("risks_by_agency", args=["north"]), {"format": "csv"}).text
    assert "Agency,Northshire Health Trust,2,1,1,0,0,0,25" in file


def test_a_risk_is_written_down_on_the_page_and_shows_its_trend_and_mitigations(
    world: World, made: dict[str, Any]
) -> None:
    client = client_for(world, "nurse")
    page = client.get(reverse("record", args=["north", "risks", made["open"].pk])).text
    assert "Recruit five" in page
    assert "New: 9." in page
    sent = {"agency": world.health.pk, "kind_of_risk": "demand", "subject": "More births", "cause": "C", "event": "E",
            "effect": "F", "likelihood_before": 3, "impact_before": 3, "likelihood_target": 2, "impact_target": 2,
            "likelihood": 3, "impact": 2, "why": "Counted", "audience": "partnership"}  # fmt: skip
    refused = client.post(reverse("open_risk", args=["north"]), {**sent, "cause": "Ask 943 476 5919"})
    assert refused.status_code == 422
    assert client.post(reverse("open_risk", args=["north"]), sent).status_code == 302
    with world.acting("lay"):
        assert Risk.objects.get(subject="More births").score == 6


def test_a_candidate_is_taken_up_on_its_page_prefilled_with_what_was_seen(world: World, made: dict[str, Any]) -> None:
    client = client_for(world, "chair")
    page = client.get(reverse("risk_candidates", args=["north"])).text
    assert "Take it up as a risk" in page
    form = client.get(reverse("accept_candidate", args=["north", made["candidate"].pk])).text
    assert "E</textarea>" in form
    done = client.post(
        reverse("dismiss_candidate", args=["north", made["candidate"].pk]), {"reason": "Filled", "version": 1}
    )
    assert done.status_code == 302
    assert "Filled" in client.get(reverse("risk_candidates", args=["north"])).text
    assert client.get(reverse("look_for_warnings", args=["north"])).status_code == 405
    assert client.post(reverse("look_for_warnings", args=["north"])).status_code == 302
