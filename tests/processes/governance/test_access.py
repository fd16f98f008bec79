"""Who sees which row of a meeting: restricted ones too, proved for the managers and for the database, each alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.history import History
from goldenthread.core.tenancy.policies import live_policies
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.models import AgendaItem, Decision, ItemAction, Meeting, PackRun, Paper
from tests.processes.governance.rows import MeetingRows
from tests.world import World, owner


@pytest.fixture
def rows(world: World) -> MeetingRows:
    with owner():
        return MeetingRows(world)


def raw_keys(model: Any) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'select "{model._meta.pk.column}" from "{model._meta.db_table}"')
        return {key for (key,) in cursor.fetchall()}


def keys(model: Any) -> set[Any]:
    return set(model.objects.values_list("pk", flat=True))


ALL_NORTH = {f"{title} {name}" for title in ("board", "panel") for name in ("open", "members", "closed", "presented")}
ITEMS = {
    "manager": ALL_NORTH,
    "clerk": ALL_NORTH,
    "chair": ALL_NORTH,
    "worker": {"board open", "board presented"},  # no member of the board, and presents one of its restricted items
    "team_manager": {"board open", "board members"},
    "nurse": {"board open", "board members", "panel open", "panel members"},
    "officer": {"board open", "board members", "southern open", "southern members"},
    "lay": {"board open", "board members"},
    "southerner": {"panel open", "panel members"},
    "south_manager": {"southern open", "southern members", "southern closed", "southern presented"},
    "outsider": set(),
}


def test_every_actor_of_the_world_is_in_the_table(world: World) -> None:
    assert set(ITEMS) == set(world.everyone)


@pytest.mark.parametrize(("name", "expected"), ITEMS.items())
def test_who_sees_which_item(world: World, rows: MeetingRows, name: str, expected: set[str]) -> None:
    with world.acting(name):
        assert set(AgendaItem.objects.values_list("title", flat=True)) == expected
        assert set(AgendaItem.unguarded.values_list("title", flat=True)) == expected


def test_the_managers_alone_show_the_same_items(world: World, rows: MeetingRows) -> None:
    with owner():
        for name, expected in ITEMS.items():
            with world.acting(name):
                assert set(AgendaItem.objects.values_list("title", flat=True)) == expected, name


def test_the_database_alone_shows_what_the_managers_show_for_every_actor_and_every_table(
    world: World, rows: MeetingRows
) -> None:
    shown: dict[tuple[str, str], set[Any]] = {}
    for name in world.everyone:
        with world.acting(name):
            for model in governed_models():
                shown[name, model._meta.label] = raw_keys(model)
                assert shown[name, model._meta.label] == keys(model), (name, model)
    with owner():
        for name in world.everyone:
            with world.acting(name):
                for model in governed_models():
                    assert keys(model) == shown[name, model._meta.label], (name, model)


def test_every_table_of_meetings_has_rows_that_some_see_and_others_do_not(world: World, rows: MeetingRows) -> None:
    ours = [model for model in governed_models() if model._meta.app_label == "meetings"]
    assert len(ours) == 10
    with owner():
        everything = {model: raw_keys(model) for model in ours}
    with world.acting("manager"):
        seen = {model: raw_keys(model) for model in ours}
    assert [model for model in ours if not set() < seen[model] < everything[model]] == []
    with world.acting("outsider"):
        assert [model for model in ours if raw_keys(model)] == []


def test_a_decision_or_paper_is_never_wider_than_its_item(world: World, rows: MeetingRows) -> None:
    for name in world.everyone:
        with world.acting(name):
            items = keys(AgendaItem)
            for model in (Decision, Paper):
                assert set(model.unguarded.values_list("item_id", flat=True)) <= items, (name, model)


def test_the_link_of_an_action_to_its_item_is_seen_by_those_who_see_both(world: World, rows: MeetingRows) -> None:
    with owner():
        every = set(ItemAction.unguarded.values_list("item_id", "action_id"))
    for name in world.everyone:
        with world.acting(name):
            links = set(ItemAction.unguarded.values_list("item_id", "action_id"))
            items, actions = keys(AgendaItem), keys(Action)
            assert links == {(item, action) for item, action in every if item in items and action in actions}, name


def test_an_open_decision_on_a_closed_item_stays_closed_and_a_closed_one_on_an_open_item_too(
    world: World, rows: MeetingRows
) -> None:
    with world.acting("lay"):
        seen = set(Decision.objects.values_list("item__title", "text"))
    assert seen == {
        ("board open", "open"), ("board open", "members"), ("board members", "open"), ("board members", "members"),
    }  # fmt: skip


def test_a_pack_is_seen_by_its_reader_alone_and_only_while_they_see_the_meeting(
    world: World, rows: MeetingRows
) -> None:
    with world.acting("manager"):
        assert set(PackRun.objects.values_list("requested_by_id", flat=True)) == {world.users["manager"].pk}
        assert PackRun.objects.count() == 2  # not the south's, though it was asked for in their name
    with world.acting("chair"):
        assert not PackRun.unguarded.exists()


def test_the_history_of_a_restricted_item_is_as_restricted(world: World, rows: MeetingRows) -> None:
    with world.acting("lay"):
        seen = set(History.objects.filter(table=AgendaItem._meta.db_table).values_list("row_id", flat=True))
        assert seen == keys(AgendaItem)


def test_no_one_moves_a_row_to_another_meeting_group_or_board(world: World, rows: MeetingRows) -> None:
    for values in ({"record": rows.panel}, {"group": world.panel}, {"partnership": world.south}):
        with (
            world.acting("manager"),
            pytest.raises(ProgrammingError, match=r"never changes|out of sight"),
            transaction.atomic(),
        ):
            AgendaItem.objects.filter(title="board open").update(**values)


def test_no_one_hangs_an_item_on_a_meeting_out_of_sight(world: World, rows: MeetingRows) -> None:
    with world.acting("manager"), pytest.raises(ProgrammingError), transaction.atomic():
        AgendaItem.unguarded.create(
            record_id=rows.southern.pk, partnership=world.north, group=world.board, number=50, title="x"
        )


def test_the_narrower_rule_is_in_the_policy_in_force(world: World) -> None:
    assert live_policies()["meetings_agendaitem"] == ("visible",)
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'meetings_agendaitem'::regclass"
        )
        (expression,) = cursor.fetchone()
    assert "restricted" in expression
    assert "app.oversight" in expression


def test_a_meeting_is_governed_by_its_record(world: World) -> None:
    assert Meeting.governed_by == "record_ptr"
