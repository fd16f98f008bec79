"""An action and the item it came from: never read more widely than the item, and nothing else is narrowed with it."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import amend_action
from goldenthread.processes.governance.meetings.agenda import add_item, amend_item, remove_item
from goldenthread.processes.governance.meetings.carrying import agree_action
from goldenthread.processes.governance.meetings.models import AgendaItem, ItemAction, Meeting
from goldenthread.processes.governance.meetings.placing import place_action
from tests.processes.governance.table import MARCH, MAY, planned
from tests.web.test_access import client_for
from tests.world import World


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel("2026-04-01 09:00", tick=False):
        yield


class Placed:
    """A meeting with two items, an action of each, and one of which nobody has said where it came from."""

    def __init__(self, world: World) -> None:
        self.meeting = planned(world, MARCH)
        with world.acting("clerk"):
            self.first = add_item(meeting=self.meeting, title="First")
            self.second = add_item(meeting=self.meeting, title="Second")
            self.own = agree_action(meeting=self.meeting, text="Own", item=self.first)
            self.other = agree_action(meeting=self.meeting, text="Other", item=self.second)
            self.loose = agree_action(meeting=self.meeting, text="Loose")

    def audiences(self) -> dict[str, str]:
        return dict(Action.objects.filter(record_id=self.meeting.pk).values_list("text", "audience"))


@pytest.fixture
def placed(world: World) -> Placed:
    return Placed(world)


@pytest.mark.parametrize(("open_to_members", "audience"), [(True, "group"), (False, "agencies")])
def test_closing_an_item_narrows_its_own_actions_and_those_of_no_known_item(
    world: World, placed: Placed, open_to_members: bool, audience: str
) -> None:
    with world.acting("clerk"):
        amend_item(placed.first, restricted=True, open_to_members=open_to_members)
        assert placed.audiences() == {"Own": audience, "Loose": audience, "Other": "partnership"}
        note = Meeting.objects.get(pk=placed.meeting.pk).events.get(name="amend_item").note
        assert note == f"Fewer people now see {placed.own.reference}, {placed.loose.reference}."


def test_an_action_agreed_on_a_restricted_item_is_no_wider_from_the_start(world: World, placed: Placed) -> None:
    with world.acting("clerk"):
        secret = add_item(meeting=placed.meeting, title="Secret", restricted=True)
        action = agree_action(meeting=placed.meeting, text="Hush", item=secret, audience="partnership")
    assert action.audience == "agencies"
    with world.acting("lay"):
        assert not Action.objects.filter(pk=action.pk).exists()
        assert not ItemAction.unguarded.filter(action_id=action.pk).exists()


def test_moving_an_action_to_a_restricted_item_narrows_it(world: World, placed: Placed) -> None:
    with world.acting("clerk"):
        amend_item(placed.first, restricted=True, open_to_members=True)
        place_action(placed.other, placed.first)
        assert placed.audiences()["Other"] == "group"
        place_action(placed.other, None)
        assert not ItemAction.objects.filter(action=placed.other).exists()
        assert placed.audiences()["Other"] == "group", "taking it from there does not open it"


def test_an_action_belongs_to_an_item_of_its_own_meeting_only(world: World, placed: Placed) -> None:
    later = planned(world, MAY)
    with world.acting("clerk"):
        item = add_item(meeting=later, title="Later")
        with pytest.raises(ValidationError, match="not agreed at this meeting"):
            place_action(placed.loose, item)
        with pytest.raises(ValidationError, match="another meeting"):
            agree_action(meeting=placed.meeting, text="x", item=item)
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        place_action(placed.loose, placed.first)


def test_an_item_with_actions_is_not_taken_off(world: World, placed: Placed) -> None:
    later = planned(world, MAY)
    with world.acting("clerk"):
        item = add_item(meeting=later, title="Later")
        agree_action(meeting=later, text="x", item=item)
        with pytest.raises(ValidationError, match="actions"):
            remove_item(item)


def test_the_clerk_says_on_the_page_where_an_action_came_from(world: World, placed: Placed) -> None:
    client = client_for(world, "clerk")
    here = reverse("meeting", args=["north", placed.meeting.pk])
    url = reverse("place_action", args=["north", placed.meeting.pk, placed.loose.pk])
    assert "Say which" in client.get(here).text
    assert client.post(url, {"item": str(placed.second.pk)}).status_code == 302
    page = client.get(here).text
    assert "Say which" not in page
    item = client.get(reverse("agenda_item", args=["north", placed.meeting.pk, placed.second.pk])).text
    assert "Loose" in item
    assert ">Own<" not in item
    assert client.post(url, {"item": ""}).status_code == 302
    with world.acting("clerk"):
        assert not ItemAction.objects.filter(action=placed.loose).exists()
    assert "No such" not in client_for(world, "nurse").get(here).text
    assert url not in client_for(world, "nurse").get(here).text


def test_the_number_as_printed_is_shown_wherever_the_item_is(world: World, placed: Placed) -> None:
    with world.acting("clerk"):
        amend_item(placed.first, printed_number="4.2")
        assert str(AgendaItem.objects.get(pk=placed.first.pk)) == "4.2. First"
    client = client_for(world, "nurse")
    assert "4.2. First" in client.get(reverse("meeting", args=["north", placed.meeting.pk])).text
    page = client.get(reverse("agenda_item", args=["north", placed.meeting.pk, placed.first.pk])).text
    assert "item 4.2" in page
    record = client.get(reverse("record", args=["north", "meetings", placed.meeting.pk])).text
    assert "4.2" in record


@pytest.mark.parametrize(("open_to_members", "kept"), [(True, "group"), (False, "agencies")])
def test_changing_an_action_does_not_open_it_beyond_its_restricted_item(
    world: World, placed: Placed, open_to_members: bool, kept: str
) -> None:
    with world.acting("clerk"):
        amend_item(placed.first, restricted=True, open_to_members=open_to_members)
        action = Action.objects.get(pk=placed.own.pk)
    url = reverse("change_action", args=["north", action.pk])
    typed = {"text": "Other words", "audience": "partnership", "version": action.version}
    page = client_for(world, "clerk").post(url, typed)
    assert page.status_code == 422
    assert f"It was agreed on restricted item {placed.first.label}" in page.text
    with world.acting("clerk"):
        assert Action.objects.get(pk=action.pk).audience == kept
        with pytest.raises(ValidationError, match="restricted item"):
            amend_action(action, audience="group", group=world.panel)
        amend_action(action, text="Other words")
        amend_item(placed.first, restricted=False)
        assert amend_action(action, audience="partnership").audience == "partnership"
