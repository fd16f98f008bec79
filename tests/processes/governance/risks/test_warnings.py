"""Early warnings from seats, groups and promises: what was counted, over which days, in a steady number of queries."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.core.casework.warnings import EarlyWarning, warnings_of
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.thread.services import add_action
from tests.world import World, owner


def seen(world: World) -> tuple[dict[str, EarlyWarning], int]:
    """Each sign by its key, and how many queries it took to see them."""
    with acting_as(Actor.system(world.north)), CaptureQueriesContext(connection) as asked:
        found = {sign.key: sign for sign in warnings_of(world.north)}
    return found, len(asked)


def promise(world: World, agency: Any, number: int) -> None:
    with world.acting("manager"):
        for n in range(number):
            add_action(
                partnership=world.north, text=f"Promise {n}", made_on=date(2026, 3, 1), due_on=date(2026, 4, 1),
                owner_agency=agency,
            )  # fmt: skip


def test_an_empty_seat_a_group_without_a_chair_and_promises_past_their_day_are_signs(world: World) -> None:
    with owner():
        Membership.unguarded.filter(group=world.board, person=world.person("nurse")).update(until=date(2026, 4, 30))
    promise(world, world.health, 3)
    promise(world, world.police, 2)
    found, _ = seen(world)
    seat = found[f"seat:{world.board.pk}:{world.health.pk}"]
    assert (seat.agency, seat.since) == (world.health, date(2026, 5, 1))
    assert seat.evidence == "Vacant from 1 May 2026, and still on 18 May 2026."
    assert found[f"chairless:{world.panel.pk}"].title == "Joint Review Panel has no chair"
    assert f"chairless:{world.board.pk}" not in found
    late = found[f"action:{world.health.pk}"]
    assert late.evidence == "3 actions past their day and 0 put off three times or more, on 18 May 2026."
    assert f"action:{world.police.pk}" not in found  # two are none


def test_the_number_of_queries_does_not_grow_with_the_rows(world: World) -> None:
    promise(world, world.health, 3)
    _, few = seen(world)
    for agency in (world.health, world.police, world.council):
        promise(world, agency, 4)
    found, many = seen(world)
    assert len([key for key in found if key.startswith("action:")]) == 3
    assert many == few
