"""full_clean asks the database no more than it must, and still finds everything that does not hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.core.groups.models import Membership
from goldenthread.core.notices.models import Timing
from goldenthread.core.tenancy.models import Person
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import add_action
from tests.world import World, owner

DAY = date(2026, 3, 2)


@pytest.fixture
def number(world: World) -> int:
    """The key of an action that is open, due in a month, and the trust's."""
    with world.acting("manager"):
        made = add_action(
            partnership=world.north, text="Ask the trust what changed", made_on=DAY, due_on=DAY + timedelta(days=30),
            owner=world.person("nurse"), owner_agency=world.health,
        )  # fmt: skip
    return made.pk


def asked(row: Any) -> list[str]:
    with CaptureQueriesContext(connection) as questions:
        row.full_clean()
    return [question["sql"] for question in questions]


def wrong(row: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return " ".join(refused.value.messages)


def test_what_was_read_and_is_as_it_was_is_not_asked_about(world: World, number: int) -> None:
    with world.acting("manager"):
        action = Action.objects.get(pk=number)
        action.text = "Ask the trust what changed, and why"
        assert asked(action) == []


def test_a_link_that_changed_is_asked_about(world: World, number: int) -> None:
    with world.acting("manager"):
        action = Action.objects.get(pk=number)
        action.owner = world.person("officer")
        (question,) = asked(action)
        assert "tenancy_person" in question
        action.owner_id = 0
        assert "is not a valid choice" in wrong(action)


def test_a_link_to_a_row_out_of_sight_is_refused_though_the_row_is_at_hand(world: World, number: int) -> None:
    with world.acting("south_manager"):
        stranger = Person.objects.get(user=world.users["southerner"], partnership=world.south)
    with world.acting("manager"):
        action = Action.objects.get(pk=number)
        action.owner = stranger
        assert "is not a valid choice" in wrong(action)


def test_checks_are_asked_together_and_the_one_that_fails_is_named(world: World, number: int) -> None:
    with world.acting("manager"):
        action = Action.objects.get(pk=number)
        action.status, action.reason, action.closed_on = "closed", "done_evidence", DAY
        assert len([question for question in asked(action) if "_check" in question]) == 1
        action.closed_on = DAY - timedelta(days=1)
        assert "action_closed_after_made" in wrong(action)
        assert "action_closed_with_a_reason" not in wrong(action)
        action.reason = ""
        assert "action_closed_with_a_reason" in wrong(action)


def test_a_row_that_is_new_is_asked_about_whole(world: World) -> None:
    with world.acting("manager"):
        group, person = world.board, world.person("nurse")
        late = Membership(group=group, partnership=world.north, person=person, since=DAY, until=DAY - timedelta(days=1))
        assert "membership_ends_after_it_began" in wrong(late)
        seat = Membership.objects.get(group=group, person=person)
        seat.pk, seat._state.adding = None, True  # a copy, to be a row of its own
        assert "already exists" in wrong(seat) or "membership_once" in wrong(seat)


def test_a_list_changed_in_place_is_no_longer_what_was_read(world: World) -> None:
    with owner():
        Timing.objects.create(partnership=world.north, remind_days=[7, 1])
    with world.acting("manager"):
        timing = Timing.objects.get(partnership=world.north)
        timing.remind_days.append(-1)
        assert not timing.as_read(Timing._meta.get_field("remind_days"))
        assert timing.as_read(Timing._meta.get_field("chair_after"))
