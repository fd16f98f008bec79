"""A cascade asks every agency what it passed on; silence is shown, to it, its group, the unit and the chair."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.casework.warnings import warnings_of
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.models import Agency, Place
from goldenthread.kernel.now import today
from goldenthread.processes.governance.cascades.answering import answer
from goldenthread.processes.governance.cascades.models import Cascade, Reply
from goldenthread.processes.governance.cascades.process import cascades
from goldenthread.web.concerns import Worry, concerns_of
from tests.core.test_access import keys, raw_keys
from tests.web.test_access import PEOPLE, client_for, let_go
from tests.world import World, owner

PASSED = {"status": "passed", "teams": "All ward managers", "how": "Team meetings", "reached": 140}


def sent(world: World, *, ago: int = 30, takes: int = 20, **more: Any) -> Cascade:
    on = today() - timedelta(days=ago)
    values = {"what": "briefing", "named": "Safer sleeping", "message": "Ask at every visit.", **more}
    with world.acting("manager"):
        return open_record(
            cascades, partnership=world.north, lead_agency=world.office, sent_on=on,
            answer_by=on + timedelta(days=takes), **values,
        )  # fmt: skip


def of(cascade: Cascade, agency: Agency) -> Reply:
    return Reply.objects.get(record=cascade, agency=agency)


def passed(cascade: Cascade, agency: Agency, **more: Any) -> Reply:
    return answer(of(cascade, agency), **{**PASSED, "done_on": today(), **more})


def test_every_agency_at_the_table_is_asked_but_not_the_boards_own_office(world: World) -> None:
    with owner():
        gone = Agency.objects.create(name="A Trust that Left", kind="health")
        Place.unguarded.create(partnership=world.north, agency=gone, until=today() - timedelta(days=1))
    cascade = sent(world)
    with world.acting("lay"):
        assert {reply.agency for reply in cascade.replies.all()} == {world.council, world.health, world.police}


def test_silence_is_said_as_such_once_the_day_has_gone(world: World) -> None:
    waiting, late = sent(world, ago=1), sent(world)
    with world.acting("nurse"):
        assert of(waiting, world.health).words == "Not yet"
        assert of(late, world.health).words == "Not sent: no reason given"
        answer(of(late, world.health), status="not", reason="Our lead was ill")
        assert of(late, world.health).words == "Not passed on: Our lead was ill"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"status": "passed", "teams": " "}, "teams"),
        ({"status": "passed", "how": ""}, "how"),
        ({"status": "passed", "done_on": None}, "done_on"),
        ({"status": "partly"}, "reason"),
        ({"status": "not"}, "reason"),
        ({"status": "waiting"}, "status"),
    ],
)
def test_an_answer_that_is_not_whole_says_what_it_lacks(world: World, values: dict[str, Any], field: str) -> None:
    cascade = sent(world)
    with world.acting("nurse"):
        with pytest.raises(ValidationError) as refused:
            passed(cascade, world.health, **values)
        assert field in refused.value.message_dict
        assert of(cascade, world.health).answered_on is None


def test_the_database_itself_refuses_an_answer_without_words(world: World) -> None:
    cascade = sent(world)
    for values in ({"status": "passed"}, {"status": "not", "answered_on": today()}, {"answered_on": today()}):
        with world.acting("manager"), pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.filter(record=cascade).update(**values)


@pytest.mark.parametrize(
    ("name", "may"), {"nurse": True, "manager": True, "officer": False, "lay": False, "team_manager": False}.items()
)
def test_who_may_answer_for_the_health_trust(world: World, name: str, may: bool) -> None:
    cascade = sent(world)
    with world.acting(name):
        if may:
            assert passed(cascade, world.health).answered_by == current_actor().name
        else:
            with pytest.raises(PermissionDenied):
                passed(cascade, world.health)


def test_a_colleague_who_answers_meanwhile_is_not_overwritten_and_closed_means_closed(world: World) -> None:
    cascade = sent(world)
    with world.acting("nurse"):
        passed(cascade, world.health, expected_version=1)
        with pytest.raises(StaleEdit):
            passed(cascade, world.health, expected_version=1, reached=2)
    with world.acting("chair"):
        take_step(cascade, "close", note="Two trusts stayed silent")
    with world.acting("nurse"), pytest.raises(ValidationError, match="closed"):
        passed(cascade, world.health)


def test_an_agencys_people_are_asked_until_they_answer(world: World) -> None:
    cascade = sent(world)

    def asked() -> list[str]:
        return [item.reference for item in worklist(current_actor(), world.north, today()) if item.kind == "cascade"]

    for name in ("nurse", "officer", "team_manager"):
        with world.acting(name):
            assert asked() == [cascade.reference], name
    with world.acting("nurse"):
        passed(cascade, world.health)
        assert asked() == []
    for name in ("lay", "worker", "manager"):
        with world.acting(name):
            assert asked() == [], name


def test_silence_waits_on_the_groups_agenda_and_before_the_chair(world: World) -> None:
    cascade = sent(world, group=world.board)
    with world.acting("nurse"):
        passed(cascade, world.health)
    with world.acting("chair"):
        (matter,) = [one for one in matters_of(world.board) if one.kind == "cascades"]
        assert matter.stands.startswith("2 agencies have not said")
        found = [one for one in concerns_of(world.north)[Worry.SILENT] if one.what.startswith("Cascades")]
        assert found[0].total == 2
        assert {one.who for one in found[0].oldest} == {str(world.council), str(world.police)}


def test_the_third_silence_of_a_year_is_an_early_warning_offered_once(world: World) -> None:
    rows = [sent(world, ago=ago) for ago in (300, 200, 100)]
    with world.acting("manager"):
        for agency in (world.council, world.police):
            passed(rows[0], agency)
    with acting_as(Actor.system(world.north)):
        signs = [one for one in warnings_of(world.north) if one.key.startswith("cascades:")]
        assert [one.agency for one in signs] == [world.health]
        assert "3 cascades without an answer" in signs[0].evidence
        assert [one.key for one in warnings_of(world.north) if one in signs] == [signs[0].key]


def urls(world: World, cascade: Cascade) -> dict[str, str]:
    with world.acting("manager"):
        reply = of(cascade, world.health)
    at = {
        "records": ["cascades"], "open_record": ["cascades"], "record": ["cascades", cascade.pk],
        "cascade": [cascade.pk], "cascade_register": [], "answer_cascade": [cascade.pk, reply.pk],
    }  # fmt: skip
    found = {name: reverse(name, args=["north", *rest]) for name, rest in at.items()}
    return found | {"close": reverse("step", args=["north", "cascades", cascade.pk, "close"])}


#                  manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "records":          "200   200   200    200   200   200    200   200       404    404",
    "open_record":      "200   200   403    403   403   403    403   403       404    404",
    "record":           "200   200   200    200   200   200    200   404       404    404",
    "cascade":          "200   200   200    200   200   200    200   404       404    404",
    "cascade_register": "200   200   200    200   200   200    200   200       404    404",
    "answer_cascade":   "200   403   403    200   200   200    403   404       404    404",
    "close":            "200   200   403    403   403   403    403   404       404    404",
}  # fmt: skip


def test_who_may_open_which_address_and_how_much_a_page_asks(world: World) -> None:
    addresses = urls(world, sent(world, ago=60))
    for month in range(8):
        sent(world, ago=30 * month + 25)
    for column, name in enumerate(PEOPLE):
        client = client_for(world, name)
        found = {key: let_go(client.get(url)).status_code for key, url in addresses.items()}
        assert found == {key: int(row.split()[column]) for key, row in TABLE.items()}, name
    client = client_for(world, "manager")
    for key, url in addresses.items():
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        lines = [q for q in asked.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(lines) <= 15, (key, len(lines))


def test_an_agency_answers_by_form_and_everyone_reads_it(world: World) -> None:
    cascade = sent(world)
    addresses = urls(world, cascade)
    day = today()
    form = {**PASSED, "done_on-day": day.day, "done_on-month": day.month, "done_on-year": day.year, "version": 1}
    client = client_for(world, "nurse")
    assert client.post(addresses["answer_cascade"], {"status": "not", "version": 1}).status_code == 422
    sent_form = client.post(addresses["answer_cascade"], form)
    assert sent_form.status_code == 302, sent_form.content.decode()[:3000]
    page = client_for(world, "lay").get(addresses["cascade"]).content.decode()
    assert "All ward managers" in page
    assert "reached 140 people" in page
    assert page.count("No reason given") == 2
    assert client_for(world, "officer").post(addresses["answer_cascade"], form).status_code == 403


def test_the_database_alone_and_the_managers_alone_show_the_same(world: World) -> None:
    sent(world)
    sent(world, audience="agencies")
    tables = [model for model in governed_models() if model._meta.app_label == "cascades"]
    shown: dict[tuple[str, Any], set[Any]] = {}
    for name in world.everyone:
        with world.acting(name):
            for model in tables:
                shown[name, model] = raw_keys(model)
                assert shown[name, model] == keys(model), (name, model)
    assert len(shown["manager", Cascade]) == 2
    assert len(shown["nurse", Cascade]) == 1
    assert len(shown["nurse", Reply]) == 3
    with owner():
        for name in world.everyone:
            with world.acting(name):
                assert all(keys(model) == shown[name, model] for model in tables), name
