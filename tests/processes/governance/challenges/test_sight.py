"""Need to know: the tables of challenges, for the managers and for the database, each alone; and every address."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.services import take_step
from goldenthread.core.tenancy.access import governed_models
from goldenthread.processes.governance.challenges.models import Challenge
from tests.core.test_access import keys, raw_keys
from tests.web.test_access import client_for
from tests.world import World, owner

from .conftest import put_by

MOST_QUERIES = 15
NORTH = ("manager", "chair", "worker", "team_manager", "nurse", "officer", "lay")
STRANGERS = ("southerner", "south_manager", "outsider")


@pytest.fixture
def made(world: World) -> dict[str, Challenge]:
    """One the whole table reads, one for the panel's members, and an officer's dispute; each answered once."""
    found = {
        "open": put_by(world, "chair", "board", group=world.board),
        "grouped": put_by(world, "manager", "group", group=world.panel),
        "narrow": put_by(world, "worker", "iro_formal"),
    }
    for challenge in found.values():
        with world.acting("nurse"):
            take_step(challenge, "answer", text="We looked into it.")
    with world.acting("chair"):
        take_step(found["open"], "decide", outcome="satisfied", why="It was shown.")
    return found


def test_the_database_alone_and_the_managers_alone_show_the_same_for_every_actor_and_table(
    world: World, made: dict[str, Challenge]
) -> None:
    tables: list[Any] = [model for model in governed_models() if model._meta.app_label == "challenges"]
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


READERS = {
    "open": set(NORTH),
    "grouped": {"manager", "chair", "nurse", "southerner"},
    "narrow": {"manager", "chair", "worker", "team_manager", "nurse"},
}


@pytest.mark.parametrize(("which", "who"), READERS.items())
def test_who_may_open_a_challenge(world: World, made: dict[str, Challenge], which: str, who: set[str]) -> None:
    for name in (*NORTH, *STRANGERS):
        there = reverse("record", args=["north", "challenges", made[which].pk])
        expected = 200 if name in who else 404
        assert client_for(world, name).get(there).status_code == expected, name


PAGES = {
    "raise_challenge": dict.fromkeys(NORTH, 200),
    "challenges_by_agency": dict.fromkeys(NORTH, 200),
    "challenges_carried": dict.fromkeys(NORTH, 200),
    "hand_over_challenge": {**dict.fromkeys(NORTH, 403), "manager": 200, "chair": 200},
}


@pytest.mark.parametrize("page", PAGES)
def test_every_address_against_every_person(world: World, made: dict[str, Challenge], page: str) -> None:
    there = reverse(page, args=["north", made["open"].pk] if page.startswith("hand") else ["north"])
    for name in (*NORTH, *STRANGERS):
        guest = 403 if name == "southerner" else 404  # a member of the joint panel is known here, and has no seat
        client = client_for(world, name)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(there)
        assert response.status_code == PAGES[page].get(name, guest), name
        if response.status_code == 200:
            ours = [q for q in asked.captured_queries if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]]
            assert len(ours) <= MOST_QUERIES + 6, [q["sql"][:120] for q in ours]  # six are who asks, and the session


def test_the_view_by_agency_counts_what_it_does_not_show_and_goes_out_as_a_table(
    world: World, made: dict[str, Challenge]
) -> None:
    client = client_for(world, "lay")
    page = client.get(reverse("challenges_by_agency", args=["north"])).text
    assert "3 challenges; 0 not answered" in page
    assert "iro_formal by worker" not in page
    file = client.get(reverse("challenges_by_agency", args=["north"]), {"format": "csv"}).text
    assert "Northshire Health Trust,3,0,0" in file
    listed = client.get(reverse("records", args=["north", "challenges"])).text
    assert "1 line" in listed


def test_a_challenge_is_put_on_the_page_and_what_does_not_hold_lands_on_its_field(world: World) -> None:
    client, there = client_for(world, "lay"), reverse("raise_challenge", args=["north"])
    sent = {"source": "lay", "agency": world.health.pk, "subject": "Waiting times", "asks": "Ask about 943 476 5919"}
    refused = client.post(there, sent)
    assert refused.status_code == 422
    assert "looks like a child&#x27;s NHS number" in refused.text
    done = client.post(there, {**sent, "asks": "Why do children wait?"})
    assert done.status_code == 302
    with world.acting("manager"):
        assert Challenge.objects.get().challenger == world.person("lay")


def test_a_challenge_is_handed_over_on_its_page_and_a_stale_form_is_told(world: World) -> None:
    challenge = put_by(world, "chair", "board", group=world.board)
    client, there = client_for(world, "manager"), reverse("hand_over_challenge", args=["north", challenge.pk])
    sent = {"lead_agency": world.council.pk, "group": world.board.pk, "why": "Theirs", "version": challenge.version}
    assert client.post(there, sent).status_code == 302
    assert client.post(there, {**sent, "lead_agency": world.police.pk}).status_code == 409
