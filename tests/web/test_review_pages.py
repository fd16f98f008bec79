"""Faults that a review of the pages found, each held down by the test that proved it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from goldenthread.core.casework.models import Participant
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Person, Seat
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import add_action, amend_action
from goldenthread.kernel.now import today
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.processes.governance.meetings.planning import plan_meeting
from tests.web.test_access import client_for
from tests.world import World, owner

DAY = date(2026, 3, 2)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_board_is_not_there_for_someone_whose_seat_ended(world: World) -> None:
    client = client_for(world, "nurse")
    assert client.get("/north/").status_code == 200
    with owner():
        Seat.unguarded.filter(user=world.users["nurse"]).update(until=today() - timedelta(days=1))
    for address in ("/north/", "/north/actions/", "/north/groups/", "/north/groups/panel/", "/north/clocks/"):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize(
    ("name", "reads"),
    [("lay", False), ("nurse", True), ("manager", True), ("worker", False)],
    ids=["a member", "a member of the panel, who saw it then", "the unit, which saw it then", "an agency's worker"],
)
def test_history_goes_back_to_when_an_action_was_shown_to_more_people(world: World, name: str, reads: bool) -> None:
    """The clerk takes the child out of the words and opens the action in one save: the old words stay closed."""
    with world.acting("manager"):
        action = add_action(partnership=world.north, text="Ring about Avery", group=world.panel, audience="group")
        amend_action(action, text="Ring about Avery today")
        amend_action(action, text="Ring the school", audience="partnership")
        amend_action(action, text="Ring the school soon")
    shown = page(client_for(world, name), f"/north/actions/{action.pk}/history/")
    assert "Ring the school soon" in shown
    assert ("Avery" in shown) is reads


def test_words_that_were_sealed_stay_so_even_for_the_unit(world: World) -> None:
    with owner():
        action = Action.unguarded.create(
            partnership=world.north, reference="A-2026-9002", text="Ring about Avery", made_on=DAY, audience="named",
            owner=world.person("nurse"),
        )  # fmt: skip
        Action.unguarded.filter(pk=action.pk).update(text="Ring the school", audience="partnership")
    address = f"/north/actions/{action.pk}/history/"
    assert "Avery" not in page(client_for(world, "manager"), address)
    assert "Avery" in page(client_for(world, "nurse"), address)


def test_history_keeps_back_what_another_group_said(world: World) -> None:
    with world.acting("manager"):
        action = add_action(partnership=world.north, text="Ring about Avery", group=world.panel, audience="group")
        amend_action(action, text="Ring the school", group=world.board)
    address = f"/north/actions/{action.pk}/history/"
    assert "Avery" not in page(client_for(world, "lay"), address)
    assert "Avery" in page(client_for(world, "nurse"), address)


def meeting(world: World, group: Group, day: date = DAY) -> Meeting:
    with world.acting("manager"):
        return plan_meeting(group=group, held_on=day, place="Town Hall")


def test_a_record_that_names_another_out_of_sight_opens_without_it(world: World) -> None:
    first, later = meeting(world, world.board), meeting(world, world.panel, DAY + timedelta(days=30))
    with owner():
        Meeting.unguarded.filter(pk=first.pk).update(agreed_at=later.pk, agreed_on=later.held_on)
    assert later.title in page(client_for(world, "manager"), f"/north/work/meetings/{first.pk}/")
    assert later.title not in page(client_for(world, "lay"), f"/north/work/meetings/{first.pk}/")


def test_someone_let_in_by_name_reads_a_meeting_although_its_people_are_not_theirs_to_know(world: World) -> None:
    there = meeting(world, world.panel)
    with owner():
        Participant.unguarded.create(record=there, partnership=world.north, person=world.person("worker"))
    page(client_for(world, "worker"), f"/north/work/meetings/{there.pk}/")


def test_lists_offer_the_groups_of_their_own_board_alone(world: World) -> None:
    with owner():
        Group.unguarded.create(partnership=world.south, name="Southern Secret Panel", slug="secret", kind="panel")
    client = client_for(world, "officer")
    assert "Southern Secret Panel" not in page(client, "/north/work/meetings/")
    assert "Southern Secret Panel" in page(client, "/south/work/meetings/")


@pytest.mark.parametrize("version", ["²", "9" * 5000, "-1", "x"])
def test_a_version_that_is_no_number_breaks_nothing(world: World, version: str) -> None:
    with world.acting("manager"):
        action = add_action(partnership=world.north, text="Write it down")
    sent: dict[str, Any] = {"text": "It is written", "version": version}
    answer = client_for(world, "manager").post(f"/north/actions/{action.pk}/update/", sent)
    assert answer.status_code == 302


def test_an_action_sealed_by_mistake_is_refused_in_words_on_its_form(world: World) -> None:
    sent = {"text": "Write it down", "audience": "named"}
    answer = client_for(world, "manager").post("/north/actions/new/", sent)
    assert answer.status_code == 422
    assert "could not see it" in answer.content.decode()


def test_the_people_of_a_board_are_offered_to_no_one_whose_seat_ended(world: World) -> None:
    with owner():
        Seat.unguarded.filter(user=world.users["manager"]).update(until=today() - timedelta(days=1))
    with world.acting("manager"):
        assert not Person.objects.exclude(user=world.users["manager"]).exists()
    assert client_for(world, "manager").get("/north/admin/people/").status_code == 404
