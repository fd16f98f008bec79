"""Faults that a review of need-to-know found, each held down by the test that proved it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.services import let_in, open_record
from goldenthread.core.groups.services import seat_member
from goldenthread.core.tenancy.history import history_of
from goldenthread.core.tenancy.models import Person, Seat
from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import add_action, amend_action, update_action
from goldenthread.kernel.now import today
from goldenthread.processes.registers.private_fostering.process import private_fostering
from tests.core.rows import Rows
from tests.world import World, owner

DAY = date(2026, 3, 2)
YESTERDAY = timedelta(days=1)


@pytest.fixture
def rows(world: World) -> Rows:
    with owner():
        return Rows(world)


def end_every_seat(world: World, name: str) -> None:
    with owner():
        Seat.unguarded.filter(user=world.users[name]).update(until=today() - YESTERDAY)


def visible(world: World, name: str) -> set[str]:
    with world.acting(name):
        return set(Record.objects.values_list("title", flat=True))


# --- seats that ended


def test_whoever_lost_their_seat_reads_nothing_by_the_groups_they_were_never_taken_off(
    world: World, rows: Rows
) -> None:
    assert "grouped" in visible(world, "nurse")
    end_every_seat(world, "nurse")
    assert visible(world, "nurse") == set(), "not the panel's papers, nor the record they were let in to by name"


def test_whoever_lost_their_seat_no_longer_knows_their_colleagues(world: World, rows: Rows) -> None:
    end_every_seat(world, "nurse")
    with world.acting("nurse") as actor:
        assert actor.claim("known_at") == frozenset()
        assert set(Person.objects.values_list("user", flat=True)) == {world.users["nurse"].pk}


def test_a_guest_of_a_joint_group_who_lost_the_seat_at_home_is_a_guest_no_more(world: World, rows: Rows) -> None:
    assert "grouped" in visible(world, "southerner")
    end_every_seat(world, "southerner")
    assert visible(world, "southerner") == set()


def test_a_seat_ended_at_one_board_takes_nothing_away_at_another(world: World, rows: Rows) -> None:
    with owner():
        Seat.unguarded.filter(user=world.users["officer"], partnership=world.north).update(until=today() - YESTERDAY)
    with world.acting("officer") as actor:
        assert actor.claim("known_at") == actor.partnerships == frozenset({world.south.pk})
        assert actor.claim("groups") == frozenset()


def test_a_seat_that_is_yet_to_begin_shows_nothing(world: World, rows: Rows) -> None:
    with owner():
        Seat.unguarded.filter(user=world.users["nurse"]).update(since=today() + YESTERDAY)
    assert visible(world, "nurse") == set()


# --- one board's people in another's rows


def test_nobody_of_another_board_is_seated_on_a_group(world: World) -> None:
    southerner = world.person("southerner", world.south)
    both(world)
    with world.acting("manager"), pytest.raises(ValidationError, match="another partnership"):
        seat_member(group=world.panel, person=southerner)


def test_nobody_of_another_board_is_let_in_to_a_record(world: World) -> None:
    both(world, "worker")
    southerner = world.person("southerner", world.south)
    with world.acting("worker"):
        record = open_record(
            private_fostering, partnership=world.north, lead_agency=world.council,
            child_ref="C-1", notified_by="school", notified_on=DAY, began_on=DAY,
        )  # fmt: skip
        with pytest.raises(ValidationError, match="another partnership"):
            let_in(record, person=southerner)


@pytest.mark.parametrize("name", ["owner", "group", "record", "due_meeting"])
def test_an_action_takes_nothing_from_another_board(world: World, rows: Rows, name: str) -> None:
    both(world)
    with owner():
        from_there = {
            "owner": world.person("southerner", world.south),
            "group": _group_of_the_south(world),
            "record": rows.southern,
            "due_meeting": rows.southern,
        }[name]
    with world.acting("manager"):
        with pytest.raises(ValidationError, match="another partnership"):
            add_action(partnership=world.north, text="Write it down", **{name: from_there})
        mine = add_action(partnership=world.north, text="Write it down")
        if name != "record":
            with pytest.raises(ValidationError, match="another partnership"):
                amend_action(mine, **{name: from_there})


def test_a_recommendation_is_owned_by_a_group_of_its_own_board(world: World) -> None:
    both(world)
    with owner():
        theirs = _group_of_the_south(world)
    with world.acting("manager"), pytest.raises(ValidationError, match="another partnership"):
        recommend(partnership=world.north, text="Listen", owner_group=theirs)


def test_an_action_may_be_given_to_a_group_that_also_serves_the_board(world: World) -> None:
    both(world)
    with world.acting("manager"):
        made = add_action(partnership=world.south, text="Share it", group=world.panel)
    assert made.group == world.panel


# --- what one sees and what hangs beside it


def test_an_owner_updates_an_action_whose_record_is_sealed_from_them(world: World, rows: Rows) -> None:
    with owner():
        action = Action.unguarded.create(
            partnership=world.north, reference="A-2026-9001", text="Ring the school", made_on=DAY, record=rows.sealed,
            due_meeting=rows.grouped, owner=world.person("lay"),
        )  # fmt: skip
    with world.acting("lay"):
        assert update_action(Action.objects.get(pk=action.pk), text="Done on Monday").updates.count() == 1


def test_the_unit_cannot_seal_an_action_from_itself_and_is_told_so_in_words(world: World) -> None:
    with world.acting("manager"):
        action = add_action(partnership=world.north, text="Write it down")
        with pytest.raises(ValidationError, match="could not see it"):
            amend_action(action, audience="named")
        with pytest.raises(ValidationError, match="could not see it"):
            add_action(partnership=world.north, text="Another", audience="named")


# --- the database itself


def test_history_cannot_be_forged_through_a_table_of_ones_own(world: World, rows: Rows) -> None:
    run("create temporary table thread_action (id bigint, text text)")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        run(
            "create trigger h after insert on pg_temp.thread_action for each row "
            "execute function goldenthread_history('id')"
        )


def test_history_is_still_written_for_everything_the_app_writes(world: World) -> None:
    with world.acting("manager"):
        action = add_action(partnership=world.north, text="Write it down")
        assert [line.operation for line in history_of(action)] == ["insert"]


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def both(world: World, name: str = "manager") -> None:
    """Give someone of the north a seat in the south too, in the same role, so that they see both boards' rows."""
    with owner():
        person = Person.unguarded.create(
            partnership=world.south, user=world.users[name], name="Both Person", agency=world.southern
        )
        role = Seat.unguarded.filter(user=world.users[name]).values_list("role", flat=True)[0]
        for one in {role, "business_manager"}:
            Seat.unguarded.create(
                user=world.users[name], person=person, partnership=world.south, agency=world.southern, role=one,
                since=DAY,
            )  # fmt: skip


def _group_of_the_south(world: World) -> Any:
    return type(world.panel).unguarded.create(partnership=world.south, name="Southern Board", slug="southern-board")
