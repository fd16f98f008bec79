"""The pages of a change of law: who may open which, what they say and give to take away; its words in other pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.services import take_step
from goldenthread.core.tenancy.models import Partnership, Seat
from goldenthread.processes.governance.law_change import urls as addresses_of_the_room
from goldenthread.processes.governance.law_change.holding import name_holder
from goldenthread.processes.governance.law_change.models import OfficeHolder
from goldenthread.processes.governance.law_change.moving import plan_move, withdraw_move
from goldenthread.processes.governance.meetings.pack import minutes_draft
from goldenthread.processes.governance.meetings.planning import plan_meeting
from tests.processes.governance.law_change.test_moving import DAY, NOW, WHY, at
from tests.processes.governance.risks.written import written
from tests.web.test_access import PEOPLE, client_for
from tests.web.test_versions import day
from tests.world import World, owner


@pytest.fixture(autouse=True)
def june(world: World) -> Iterator[None]:
    with at(NOW):
        with owner():
            Partnership.objects.filter(pk=world.north.pk).update(era="LSCB_2015")
        world.north.refresh_from_db()
        yield


@pytest.fixture
def urls(world: World) -> dict[str, str]:
    with world.acting("manager"):
        move = plan_move(partnership=world.north, era="LSCP_2018", on=DAY, why=WHY)
        held = name_holder(partnership=world.north, office="partner_police", person=world.person("officer"), since=NOW)
    numbers = {
        **{key: [move.pk] for key in ("law_move", "change_law_move", "withdraw_law_move")},
        "end_law_holder": [held.pk],
    }
    return {
        pattern.name: reverse(pattern.name, args=["north", *numbers.get(pattern.name, [])])
        for pattern in addresses_of_the_room.urlpatterns
    }


#                         manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "law_change":          "200   200   200    200   200   200    200   403       404    404",
    "law_ahead":           "200   200   200    200   200   200    200   403       404    404",
    "law_move":            "200   200   200    200   200   200    200   403       404    404",
    "plan_law_move":       "200   403   403    403   403   403    403   403       404    404",
    "write_down_law_move": "200   403   403    403   403   403    403   403       404    404",
    "change_law_move":     "200   403   403    403   403   403    403   403       404    404",
    "withdraw_law_move":   "200   403   403    403   403   403    403   403       404    404",
    "name_law_holder":     "200   403   403    403   403   403    403   403       404    404",
    "end_law_holder":      "200   403   403    403   403   403    403   403       404    404",
}  # fmt: skip
#: Pages that nothing is posted to, by anyone.
READ = {"law_change", "law_ahead", "law_move"}
#: A test's own savepoints are not counted.
CONTROL = ("SAVEPOINT", "RELEASE")


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_open_which_address(world: World, urls: dict[str, str], name: str) -> None:
    column, client = PEOPLE.index(name), client_for(world, name)
    expected = {key: int(line.split()[column]) for key, line in TABLE.items()}
    assert {key: client.get(url).status_code for key, url in urls.items()} == expected
    posted = {
        key: client.post(url, {}).status_code for key, url in urls.items() if expected[key] != 200 and key not in READ
    }
    assert posted == {key: expected[key] for key in posted}
    elsewhere = [key for key in urls if key.endswith("law_move") and urls[key] != urls["plan_law_move"]]
    numbered = [urls[key].replace("/north/", "/south/") for key in elsewhere if any(map(str.isdigit, urls[key]))]
    assert {client.get(url).status_code for url in numbered} <= {403, 404}


def test_every_address_of_the_room_is_in_the_table_and_asks_little(world: World, urls: dict[str, str]) -> None:
    assert set(urls) == set(TABLE)
    client = client_for(world, "manager")
    for key, url in urls.items():
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        lines = [query["sql"] for query in asked.captured_queries if not query["sql"].startswith(CONTROL)]
        assert len(lines) <= 15, (key, len(lines), [line[:90] for line in lines])


def send(client: Client, url: str, **data: Any) -> str:
    return client.post(url, data, follow=True).content.decode()


def test_a_board_manager_looks_ahead_plans_puts_off_and_cancels(world: World) -> None:
    client = client_for(world, "manager")
    at_law = reverse("law_change", args=["north"])
    assert "works under <strong>LSCB 2015</strong> since it began" in client.get(at_law).content.decode()
    ahead = reverse("law_ahead", args=["north"])
    wrong = client.get(ahead, {"era": "LSCP_2018", **day("on", date(2018, 1, 5))})
    assert wrong.status_code == 422
    assert "has gone by" in wrong.content.decode()
    seen = client.get(ahead, {"era": "LSCP_2018", **day("on", DAY)}).content.decode()
    assert "“Independent Chair” becomes “independent scrutineer”" in seen
    plan = reverse("plan_law_move", args=["north"])
    assert "write it down" in send(client, plan, era="LSCP_2018", why=WHY, **day("on", date(2019, 1, 5)))
    page = send(client, plan, era="LSCP_2018", why=WHY, **day("on", DAY))
    assert "LSCP 2018 from 17 September 2019 is planned." in page
    with world.acting("manager"):
        move = world.north.moves.get()
    page = send(client, reverse("change_law_move", args=["north", move.pk]), because="", version=1, **day("on", NOW))
    assert "This field is required" in page or "Enter" in page
    page = send(
        client, reverse("change_law_move", args=["north", move.pk]), because="Elections", version=1,
        **day("on", date(2019, 9, 25)),
    )  # fmt: skip
    assert "LSCP 2018 from 25 September 2019." in page
    assert "Elections" in page
    with world.acting("manager"):
        later = world.north.moves.get(withdrawn_on=None)
    page = send(client, reverse("withdraw_law_move", args=["north", later.pk]), because="No agreement", version=1)
    assert "no longer stands" in page
    assert client.get(reverse("change_law_move", args=["north", later.pk])).status_code == 404
    assert "No agreement" in client.get(reverse("law_move", args=["north", later.pk])).content.decode()
    page = send(client, plan, era="LSCP_2018", why=WHY, **day("on", DAY))  # and it may be planned anew
    assert "is planned" in page
    page = client.get(plan).content.decode()
    assert "CDR_2018" in page  # child death review may still go over on a day of its own
    assert "LSCP_2018" not in page


def test_somebody_is_named_for_a_role_and_ends(world: World, urls: dict[str, str]) -> None:
    client, nurse = client_for(world, "manager"), world.person("nurse")
    page = send(client, urls["name_law_holder"], office="partner_police", person=nurse.pk, **day("since", DAY))
    assert "The law gives this role to someone of the police" in page
    page = send(client, urls["name_law_holder"], office="partner_health", person=nurse.pk, **day("since", NOW))
    assert "Nurse Person is named from 3 June 2019: Safeguarding partner: health." in page
    with world.acting("manager"):
        held = OfficeHolder.objects.get(office="partner_health")
    page = send(client, reverse("end_law_holder", args=["north", held.pk]), version=1, **day("until", DAY))
    assert "Nurse Person: until 17 September 2019." in page


def test_the_report_is_taken_away_as_excel_csv_and_word(world: World, urls: dict[str, str]) -> None:
    client = client_for(world, "nurse")
    book = openpyxl.load_workbook(BytesIO(client.get(urls["law_move"], {"format": "xlsx"}).content))
    assert [sheet.title for sheet in book][:4] == ["1 Words", "2 Duties", "3 Roles", "4 Clocks"]
    clocks = [[cell.value for cell in row] for row in book.worksheets[3].iter_rows(min_row=2)]
    assert any(row[0] == "Falls away" and row[1].startswith("SCR-1") and "read in a source" in row[2] for row in clocks)
    rows = client.get(urls["law_move"], {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Part,Change,What")
    assert len(rows) > 40
    word = client.get(urls["law_move"], {"format": "docx"})
    assert word.content[:2] == b"PK"
    assert "Change of law LSCB 2015 to LSCP 2018 2019-09-17.docx" in word["Content-Disposition"]


def test_pages_of_today_use_todays_words_and_what_is_older_keeps_its_own(world: World, urls: dict[str, str]) -> None:
    client = client_for(world, "manager")
    with world.acting("manager"):
        old, new = (plan_meeting(group=world.board, held_on=on) for on in (date(2019, 7, 1), date(2019, 9, 23)))
    people, board = reverse("people", args=["north"]), reverse("group", args=["north", "board"])
    assert "Independent Chair" in client.get(people).content.decode()
    assert "Independent Chair" in client.get(board).content.decode()
    with at(date(2019, 9, 24)):
        client = client_for(world, "manager")
        page = client.get(people).content.decode()
        assert "Independent scrutineer" in page
        assert "Independent Chair" not in page
        assert "Independent scrutineer" in client.get(board).content.decode()
        for meeting, body in (
            (old, "Local Safeguarding Children Board"),
            (new, "Local Safeguarding Children Partnership"),
        ):
            assert body in client.get(reverse("meeting", args=["north", meeting.pk])).content.decode()
            with world.acting("manager"):
                assert ("Body", body) in minutes_draft(meeting).facts.pairs
        with owner():
            Seat.unguarded.filter(user=world.users["chair"]).update(until=date(2019, 8, 31))
        assert "Independent Chair" in client.get(people).content.decode()  # the seat ended under the old law
        clocks = client.get(reverse("clocks", args=["north"])).content.decode()
        assert "This partnership works under LSCP 2018 and CDR 2018." in clocks
        assert "SCR-1" not in clocks
    with world.acting("manager"):
        withdraw_move(world.north.moves.get(), because="Cancelled")
    with at(date(2019, 9, 24)):
        client = client_for(world, "manager")
        assert "Independent Chair" in client.get(board).content.decode()
        assert "SCR-1" in client.get(reverse("clocks", args=["north"])).content.decode()


def test_the_way_in_is_administration_for_the_unit_and_the_clocks_for_everyone_else(world: World) -> None:
    there = reverse("law_change", args=["north"]).encode()
    for name in ("manager", "nurse"):
        client = client_for(world, name)
        assert there in client.get(reverse("clocks", args=["north"])).content
        assert (there in client.get(reverse("home", args=["north"])).content) is (name == "manager")


def test_what_the_platform_declares_speaks_of_the_body_as_the_law_does_and_history_keeps_its_words(
    world: World,
) -> None:
    risk = written(world)
    client = client_for(world, "manager")
    page = reverse("record", args=["north", "risks", risk.pk])
    assert "Take it to the Board" in client.get(page).content.decode()
    with world.acting("manager"):
        take_step(risk, "escalate", note="It rose.")
    assert "Before the Board" in client.get(reverse("records", args=["north", "risks"])).content.decode()
    with world.acting("manager"):
        plan_move(partnership=world.north, era="LSCP_2018", on=DAY, why=WHY)
    with at(DAY):
        after = client_for(world, "manager").get(page).content.decode()
        assert "Take it back from the Partnership" in after
        assert "Before the Partnership" in after
        assert "Take it to the Board" in after, "the history says it as it was said on its day"
        groups = client_for(world, "manager").get(reverse("groups", args=["north"])).content.decode()
        assert ">Partnership<" in "".join(groups.split("\n"))
