"""A chair goes, or another takes the chair: what was planned goes on, what was held stays, what was written waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.core.groups.services import appoint_chair
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.kernel.now import today
from goldenthread.processes.governance.conversations.handing import hand_on, hand_on_all
from goldenthread.processes.governance.conversations.models import OneToOne, Question
from goldenthread.processes.governance.conversations.planning import hold, write_answer
from goldenthread.processes.governance.conversations.tasks import hand_on_one_to_ones_of
from tests.processes.governance.conversations.test_need_to_know import planned
from tests.web.test_access import client_for
from tests.world import World


@pytest.fixture
def changed(world: World) -> dict[str, OneToOne]:
    """The year is planned; one was held, in one the member wrote; then the clerk takes the Board's chair."""
    planned(world)
    with world.acting("chair"):
        rows = {row.member.name.split()[0].lower(): row for row in OneToOne.objects.select_related("member")}
        first, second, third, *_ = rows.values()
        hold(first, held_on=today())
        write_answer(second, Question.objects.first(), text="Zephyr")
    with world.acting("manager"):
        appoint_chair(group=world.board, person=world.person("clerk"))
    return {"held": first, "written": second, "planned": third}


def seen(world: World, who: str) -> set[int]:
    with world.acting(who):
        return set(OneToOne.objects.values_list("pk", flat=True))


def test_by_night_what_is_planned_goes_to_the_new_chair_and_nothing_else_does(
    world: World, changed: dict[str, OneToOne]
) -> None:
    assert seen(world, "clerk") == set()
    every = seen(world, "chair")
    handed = hand_on_one_to_ones_of(partnership_id=world.north.pk)
    assert handed == len(every) - 2
    stay = {changed["held"].pk, changed["written"].pk}
    assert seen(world, "chair") == stay  # who held it answers for it; what is written is not shown to anyone new
    assert seen(world, "clerk") == every - stay
    assert seen(world, "manager") == every
    assert hand_on_all(world.north) == 0  # again: nothing more
    with world.acting("clerk"):
        hold(OneToOne.objects.get(pk=changed["planned"].pk), held_on=today())


def test_what_a_member_wrote_is_handed_on_by_that_member_alone(world: World, changed: dict[str, OneToOne]) -> None:
    row = changed["written"]
    page, hand = (reverse(name, args=["north", row.pk]) for name in ("one_to_one", "hand_on_one_to_one"))
    with world.acting("chair"), pytest.raises(PermissionDenied, match="only the member"):
        hand_on(row)
    manager = client_for(world, "manager")
    assert "who wrote in it, may hand it on" in manager.get(page).content.decode()
    assert manager.post(hand, {"version": row.version}).status_code == 403
    assert client_for(world, "clerk").get(hand).status_code == 404
    (member,) = [name for name in world.everyone if name not in ("chair", "manager") and row.pk in seen(world, name)]
    client = client_for(world, member)
    assert "Hand it on" in client.get(page).content.decode()
    assert client.post(hand, {"version": 99}).status_code == 409
    assert client.post(hand, {"version": row.version}).status_code == 302
    assert row.pk in seen(world, "clerk")
    assert row.pk not in seen(world, "chair")
    assert client.get(hand).status_code == 404  # there is nothing more to hand on


def test_what_was_held_stays_with_who_held_it(world: World, changed: dict[str, OneToOne]) -> None:
    with world.acting("manager"), pytest.raises(ValidationError, match="stays with those who held it"):
        hand_on(changed["held"])
    with world.acting("chair"):
        assert OneToOne.objects.get(pk=changed["held"].pk).chair == world.person("chair")


def test_the_business_manager_hands_on_what_is_only_planned_without_waiting_for_the_night(
    world: World, changed: dict[str, OneToOne]
) -> None:
    row = changed["planned"]
    client = client_for(world, "manager")
    shown = client.get(reverse("hand_on_one_to_one", args=["north", row.pk])).content.decode()
    assert "The chair of today takes it over" in shown
    assert client.post(reverse("hand_on_one_to_one", args=["north", row.pk]), {"version": 1}).status_code == 302
    assert row.pk in seen(world, "clerk")
    with world.acting("clerk"):
        found = [one for one in worklist(current_actor(), world.north, today()) if one.kind == "one_to_one"]
    assert [one.title for one in found] == ["1 to be held"]
    assert found[0].due == today() + timedelta(days=5)


def test_no_one_is_handed_a_one_to_one_with_themselves(world: World) -> None:
    planned(world)
    with world.acting("manager"):
        appoint_chair(group=world.board, person=world.person("nurse"))
    hand_on_all(world.north)
    with world.acting("chair"):
        assert [row.member for row in OneToOne.objects.all()] == [world.person("nurse")]  # of this year, not held
