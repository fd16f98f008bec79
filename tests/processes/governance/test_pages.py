"""The pages of meetings: who opens which, and what a clerk does on them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.carrying import agree_action
from goldenthread.processes.governance.meetings.making import make_pack_run
from goldenthread.processes.governance.meetings.models import AgendaItem, Attendance, Meeting, PackRun
from goldenthread.processes.governance.meetings.planning import cancel_meeting
from tests.processes.governance.table import JANUARY, MARCH, MAY, held, planned
from tests.web.test_access import PEOPLE, client_for
from tests.world import World


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel("2026-04-01 09:00", tick=False):
        yield


@pytest.fixture
def meeting(world: World) -> Meeting:
    return planned(world, MAY)


def address(name: str, meeting: Meeting, *more: int) -> str:
    return reverse(name, args=["north", meeting.pk, *more])


EVERYONE_OF_NORTH = {"manager", "chair", "worker", "team_manager", "nurse", "officer", "lay"}
#: page -> who may open it, at a meeting of the open board; others are told it is not there, or not theirs.
OPEN_TO = {
    "meeting_packs": EVERYONE_OF_NORTH,
    "add_agenda_item": {"manager"},
    "move_meeting": {"manager"},
    "meeting_attendance": {"manager"},
}


@pytest.mark.parametrize("name", PEOPLE)
def test_who_opens_which_page_of_a_meeting(world: World, meeting: Meeting, name: str) -> None:
    client = client_for(world, name)
    found = {page: client.get(address(page, meeting)).status_code for page in OPEN_TO}
    turned_away = 403 if name in EVERYONE_OF_NORTH else 404
    assert found == {page: 200 if name in people else turned_away for page, people in OPEN_TO.items()}


@pytest.mark.parametrize("name", PEOPLE)
def test_who_opens_which_page_of_a_group(world: World, name: str) -> None:
    """The joint panel's member from next door too; the southern manager has no seat in the north."""
    client, pages = client_for(world, name), ("group_attendance", "group_plan")
    found = {page: client.get(reverse(page, args=["north", world.panel.slug])).status_code for page in pages}
    assert found == dict.fromkeys(pages, 200 if name in EVERYONE_OF_NORTH | {"southerner"} else 404)


def test_the_record_page_shows_the_meeting_and_leads_to_its_pages(world: World, meeting: Meeting) -> None:
    page = client_for(world, "manager").get(reverse("record", args=["north", "meetings", meeting.pk])).text
    assert "Any other business" in page
    assert address("meeting_packs", meeting) in page


def test_a_meeting_is_planned_by_the_generic_form(world: World) -> None:
    client = client_for(world, "clerk")
    values = {
        "group": world.board.pk,
        "held_on-day": "2",
        "held_on-month": "6",
        "held_on-year": "2026",
        "place": "Hall",
    }
    answer = client.post(reverse("open_record", args=["north", "meetings"]), values)
    with world.acting("clerk"):
        made = Meeting.objects.get()
        assert AgendaItem.objects.filter(record=made).count() == 4
    assert (answer.status_code, made.audience, made.place) == (302, "partnership", "Hall")


def test_one_button_makes_the_pack_and_only_its_reader_fetches_it(world: World, meeting: Meeting) -> None:
    client, here = client_for(world, "nurse"), address("meeting_packs", meeting)
    for _ in range(2):
        assert client.post(here, {"edition": "members", "format": "pdf"}).status_code == 302
    with world.acting("nurse"):
        run = PackRun.objects.get()
    assert "A pack is being made" in client.get(here).text
    file = address("pack_file", meeting, run.pk)
    assert client.get(file).status_code == 404
    make_pack_run(run.pk, run.requested_by_id)
    assert file in client.get(here).text
    answer = client.get(file)
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="pack-northshire-board-20-may-2026.pdf"'
    assert client_for(world, "manager").get(file).status_code == 404


def test_adding_an_item_and_moving_the_meeting_by_form(world: World, meeting: Meeting) -> None:
    client = client_for(world, "clerk")
    item = {"title": "Front door", "kind": "report", "presenter": world.person("nurse").pk}
    assert client.post(address("add_agenda_item", meeting), item).status_code == 302
    refused = client.post(address("add_agenda_item", meeting), {"title": "A worker", "kind": "confidential"})
    assert (refused.status_code, "A confidential item is restricted" in refused.text) == (422, True)
    moved = {"to-day": "3", "to-month": "6", "to-year": "2026", "why": "Room", "version": "1"}
    assert client.post(address("move_meeting", meeting), moved).status_code == 302
    with world.acting("clerk"):
        now = Meeting.objects.get()
        assert (f"{now.held_on}", f"{now.opened_on}") == ("2026-06-03", "2026-06-03")
        assert [str(one) for one in AgendaItem.objects.all()][3:] == ["4. Front door", "5. Any other business"]


def sheet(world: World, **values: str) -> dict[str, str]:
    """The attendance form as the browser sends it: everyone of the board, `nurse="attended"` for one of them."""
    sent = {}
    for name in ("chair", "nurse", "officer", "team_manager", "lay"):
        key = world.person(name).pk
        sent[f"status_{key}"] = values.get(name, "unknown")
        sent[f"deputy_{key}"] = values.get(f"{name}_deputy", "")
        sent[f"version_{key}"] = values.get(f"{name}_version", "0")
    return sent


def test_attendance_is_recorded_for_all_on_one_form(world: World) -> None:
    meeting = held(world, MARCH)
    client = client_for(world, "clerk")
    sent = sheet(world, nurse="attended", officer="deputy", officer_deputy="Alder Rowan", lay="apology")
    assert client.post(address("meeting_attendance", meeting), sent).status_code == 302
    with world.acting("clerk"):
        rows = dict(Attendance.objects.values_list("person__name", "status"))
        assert Attendance.objects.get(status="deputy").deputy_name == "Alder Rowan"
    assert rows == {"Nurse Person": "attended", "Officer Person": "deputy", "Lay Person": "apology"}
    without = client.post(address("meeting_attendance", meeting), sheet(world, chair="deputy"))
    assert (without.status_code, "Chair Person: Name the one deputy" in without.text) == (422, True)


def test_a_second_clerk_is_shown_both_words_and_may_then_decide(world: World) -> None:
    meeting = held(world, MARCH)
    with world.acting("manager"):
        record_attendance(meeting, [Present(world.person("nurse"), "attended", part="guest", note="Came late")])
    client, here = client_for(world, "clerk"), address("meeting_attendance", meeting)
    told = client.post(here, sheet(world, nurse="absent", lay="attended"))
    assert told.status_code == 409
    assert "Nurse Person: status" in told.text
    key = world.person("nurse").pk
    assert (
        told.context["form"].get_initial_for_field(told.context["form"].fields[f"version_{key}"], f"version_{key}") == 1
    )
    assert client.post(here, sheet(world, nurse="absent", nurse_version="1", lay="attended")).status_code == 302
    with world.acting("clerk"):
        row = Attendance.objects.get(person=world.person("nurse"))
        assert (row.status, row.part, row.note, row.version) == ("absent", "guest", "Came late", 2)
        assert Attendance.objects.filter(person=world.person("lay"), status="attended").exists()


def test_the_groups_pages_show_the_percent_the_quorum_and_what_has_no_date(world: World) -> None:
    held(world, JANUARY, nurse="attended", officer="apology", lay="attended", chair="attended")
    gone = planned(world, MAY)
    with world.acting("clerk"):
        action = agree_action(meeting=gone, text="Bring figures", due_meeting=gone)
        cancel_meeting(gone, reason="Flood")
    client = client_for(world, "lay")
    page = client.get(reverse("group_attendance", args=["north", "board"])).text
    assert "Northshire Health Trust" in page
    assert "100.0%" in page
    assert "Met" in page
    period = {
        "since-day": "2",
        "since-month": "2",
        "since-year": "2026",
        "until-day": "1",
        "until-month": "2",
        "until-year": "2026",
    }
    assert (
        "The last day comes after the first"
        in client.get(reverse("group_attendance", args=["north", "board"]), period).text
    )
    assert action.reference in client.get(reverse("group_plan", args=["north", "board"])).text


@pytest.mark.parametrize("page", ["group_attendance", "group_plan"])
def test_a_page_of_a_group_costs_the_same_whatever_its_size(world: World, page: str) -> None:
    client, where = client_for(world, "lay"), reverse(page, args=["north", "board"])

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(where).status_code == 200
        return len([query for query in seen if "SAVEPOINT" not in query["sql"]])

    held(world, JANUARY, nurse="attended")
    planned(world, MAY)
    cost()
    one = cost()
    for week in (1, 2, 3):
        held(world, JANUARY + timedelta(weeks=week), nurse="attended", officer="absent")
        planned(world, MAY + timedelta(weeks=week))
    assert cost() == one <= 15
