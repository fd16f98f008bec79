"""Every address of the voice room against every person; what the pages say; how much they ask of the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.tenancy.access import governed_models
from goldenthread.processes.governance.voice.hearing import add_statement, make_public
from goldenthread.processes.governance.voice.models import Count, Voice, Wave
from goldenthread.processes.governance.voice.surveying import count_wave
from tests.core.test_access import keys, raw_keys
from tests.web.test_access import PEOPLE, client_for, let_go
from tests.world import World, owner

from . import asked
from .test_ledger import said
from .test_surveys import filled


@pytest.fixture
def urls(world: World) -> dict[str, str]:
    """A voice for all and one for the unit, a survey with two waves."""
    row, narrow = said(world), said(world, audience="agencies", about="Ward staffing")
    with world.acting("manager"):
        add_statement(row, text="Three workers in a year")
        make_public(row, public=True, public_said="Too many changes", public_did="A handover each time")
        made, wave = asked.counted(world)
        count_wave(asked.wave(made, "Autumn", 9), asked.given(made, people=40))
    at = {
        "records": ["voice"], "open_record": ["voice"], "record": ["voice", row.pk],
        "record_history": ["voice", row.pk],
        "add_said": [row.pk], "voice_public": [row.pk], "you_said": [], "surveys": [], "new_survey": [],
        "survey": [made.pk], "survey_question": [made.pk], "survey_wave": [made.pk],
        "survey_counts": [made.pk, wave.pk], "type_survey_counts": [made.pk, wave.pk],
        "undo_survey_counts": [made.pk, wave.pk], "survey_sheet": [made.pk], "survey_export": [made.pk, "csv"],
    }  # fmt: skip
    found = {name: reverse(name, args=["north", *rest]) for name, rest in at.items()}
    found["decide"] = reverse("step", args=["north", "voice", row.pk, "decide"])
    found["narrow"] = reverse("record", args=["north", "voice", narrow.pk])
    return found


#                 manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "records":         "200   200   200    200   200   200    200   200       404    404",
    "open_record":     "200   200   200    200   200   200    200   403       404    404",
    "record":          "200   200   200    200   200   200    200   404       404    404",
    "record_history":  "200   200   200    200   200   200    200   404       404    404",
    "decide":          "200   200   403    403   403   403    403   404       404    404",
    "narrow":          "200   200   404    404   404   404    200   404       404    404",
    "add_said":   "200   200   200    200   200   200    200   404       404    404",
    "voice_public":    "200   200   403    403   403   403    403   404       404    404",
    "you_said":        "200   200   200    200   200   200    200   200       404    404",
    "surveys":         "200   200   200    200   200   200    200   200       404    404",
    "new_survey":      "200   200   403    403   403   403    403   403       404    404",
    "survey":          "200   200   200    200   200   200    200   404       404    404",
    "survey_question": "200   200   403    403   403   403    403   404       404    404",
    "survey_wave":     "200   200   403    403   403   403    403   404       404    404",
    "survey_counts":   "200   200   403    403   403   403    403   404       404    404",
    "type_survey_counts": "200   200   403    403   403   403    403   404       404    404",
    "undo_survey_counts": "200   200   403    403   403   403    403   404       404    404",
    "survey_sheet":    "200   200   200    200   200   200    200   404       404    404",
    "survey_export":   "200   200   200    200   200   200    200   404       404    404",
}  # fmt: skip


def test_who_may_open_which_address(world: World, urls: dict[str, str]) -> None:
    for column, name in enumerate(PEOPLE):
        client = client_for(world, name)
        found = {key: let_go(client.get(url)).status_code for key, url in urls.items()}
        assert found == {key: int(row.split()[column]) for key, row in TABLE.items()}, name


def test_no_page_asks_more_than_fifteen_questions(world: World, urls: dict[str, str]) -> None:
    client = client_for(world, "manager")
    for name, url in urls.items():
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        asked_of_it = [q["sql"] for q in found.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(asked_of_it) <= 15, (name, len(asked_of_it), asked_of_it)


def test_the_database_alone_and_the_managers_alone_show_the_same(world: World, urls: dict[str, str]) -> None:
    tables = [model for model in governed_models() if model._meta.app_label == "voice"]
    assert len(tables) == 7
    shown: dict[tuple[str, Any], set[Any]] = {}
    for name in world.everyone:
        with world.acting(name):
            for model in tables:
                shown[name, model] = raw_keys(model)
                assert shown[name, model] == keys(model), (name, model)
    with owner():
        for name in world.everyone:
            with world.acting(name):
                assert all(keys(model) == shown[name, model] for model in tables), name


def test_the_pages_say_what_was_said_and_what_came_of_it(world: World, urls: dict[str, str]) -> None:
    client = client_for(world, "lay")
    assert "Three workers in a year" in client.get(urls["record"]).content.decode()
    public = client.get(urls["you_said"]).content.decode()
    assert "Too many changes" in public
    assert "A handover each time" in public
    survey = client.get(urls["survey"]).content.decode()
    assert "Did not answer" in survey
    assert "<svg" in survey
    assert "no difference that chance could not give" in survey.lower()
    assert "Give the counts" not in survey


def test_a_bad_cell_comes_back_beside_the_form_and_a_good_sheet_is_taken(world: World, urls: dict[str, str]) -> None:
    client = client_for(world, "manager")
    with world.acting("manager"):
        made = asked.Survey.objects.get()
        good, bad = filled(made), filled(made, ("C3", "many"))

    def send(data: bytes) -> Any:
        return client.post(urls["survey_counts"], {"file": SimpleUploadedFile("counts.xlsx", data)})

    refused = send(bad)
    assert refused.status_code == 422
    assert "Cell C3" in refused.content.decode()
    assert send(good).status_code == 302


def test_a_step_by_form_without_an_answer_says_what_is_missing(world: World, urls: dict[str, str]) -> None:
    refused = client_for(world, "chair").post(urls["decide"], {"decided": ""})
    assert refused.status_code == 422
    assert "Say what was decided" in refused.content.decode()
    with world.acting("chair"):
        assert Voice.objects.filter(state="said").count() == 2


def typed(client: Any, url: str, **cells: str) -> Any:
    """The page's own boxes, as they stand, sent with some of them changed."""
    form = client.get(url).context["form"]
    values = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    return client.post(url, {**values, "version": client.get(url).context["version"], **cells})


def test_counts_are_typed_amended_and_taken_back_on_a_page(world: World, urls: dict[str, str]) -> None:
    client, url = client_for(world, "manager"), urls["type_survey_counts"]
    assert client.get(url).content.decode().count('value="20"') == 18  # what the sheet said stands in the boxes
    assert typed(client, url, q1_0_0="35", asked_0="1,200").status_code == 302
    with world.acting("manager"):
        wave = Wave.objects.get(name="Spring")
        assert wave.counts.get(question__number=1, answer="Yes", group="North").people == 35
        assert wave.counts.get(question=None, group="North").people == 1200
        before = wave.shown
    assert "35 (" in client_for(world, "lay").get(urls["survey"]).content.decode() or before
    assert client.post(urls["undo_survey_counts"], {"version": wave.version}).status_code == 302
    with world.acting("manager"):
        assert not Count.objects.filter(wave=wave).exists()
        assert Wave.objects.get(pk=wave.pk).shown == {}
    assert client.post(urls["undo_survey_counts"], {"version": wave.version + 1}).status_code == 422
    assert typed(client, url, **dict.fromkeys(("asked_0", "asked_1", "asked_2"), "30")).status_code == 302


def test_a_box_that_cannot_be_is_named_and_nothing_is_written(world: World, urls: dict[str, str]) -> None:
    client, url = client_for(world, "manager"), urls["type_survey_counts"]
    with world.acting("manager"):
        before = list(Count.objects.order_by("pk").values())
    wrong = typed(client, url, q1_1_2="some", q2_0_0="-3")
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "Question 1, No, East: &#x27;some&#x27; is not a whole number of people." in page
    assert 'href="#id_q1_1_2"' in page
    assert 'href="#id_q2_0_0"' in page
    few = typed(client, url, asked_0="10")
    assert few.status_code == 422
    assert "How many were asked, North: North, question 1: 60 answers of 10 asked." in few.content.decode()
    assert 'href="#id_asked_0"' in few.content.decode()
    stale = client.post(url, {"version": 0})
    assert stale.status_code == 409
    with world.acting("manager"):
        assert list(Count.objects.order_by("pk").values()) == before


def test_small_groups_are_protected_however_the_counts_came(world: World, urls: dict[str, str]) -> None:
    client = client_for(world, "manager")
    small = {f"q{q}_{row}_0": "1" for q in (1, 2) for row in range(3)}
    assert typed(client, urls["type_survey_counts"], **small).status_code == 302
    with world.acting("manager"):
        assert "North" in Wave.objects.get(name="Spring").shown["together"]
