"""Need to know: who sees which row, proved for the managers and for the database, each alone. Named after the traps it
holds shut.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from goldenthread.core.casework.models import Event, Participant, Record
from goldenthread.core.tenancy.access import GovernedManager, governed_models
from goldenthread.core.tenancy.actor import CLAIMS, Actor, NoActor, acting_as
from goldenthread.core.tenancy.history import History
from goldenthread.core.tenancy.models import Person
from goldenthread.core.tenancy.policies import expected_policies, live_policies, ungoverned_tables
from goldenthread.core.thread.models import Action, Evidence, Finding, Recommendation
from tests.core.rows import DAY, Rows
from tests.world import World, owner


@pytest.fixture
def rows(world: World) -> Rows:
    with owner():
        return Rows(world)


@pytest.fixture
def bypassing(db: None) -> None:
    """A role that row security does not hold: whatever is hidden now is hidden by the managers alone."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")


def titles(world: World, name: str) -> set[str]:
    with world.acting(name):
        return set(Record.objects.values_list("title", flat=True))


def raw_keys(model: Any) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'select "{model._meta.pk.column}" from "{model._meta.db_table}"')
        return {key for (key,) in cursor.fetchall()}


def keys(model: Any) -> set[Any]:
    return set(model.objects.values_list("pk", flat=True))


SEEN = {
    "manager": {"open", "grouped", "closed"},
    "clerk": {"open", "grouped", "closed"},
    "chair": {"open", "grouped", "closed"},
    "worker": {"open", "closed"},
    "team_manager": {"open", "closed", "kept"},  # keeps the register that it stands in
    "nurse": {"open", "grouped", "sealed"},
    "officer": {"open", "closed", "kept"},  # let in to it by name
    "lay": {"open"},
    "southerner": {"grouped", "southern"},
    "south_manager": {"southern"},
    "outsider": set(),
}


@pytest.mark.parametrize(("name", "expected"), SEEN.items())
def test_who_sees_which_record(world: World, rows: Rows, name: str, expected: set[str]) -> None:
    assert titles(world, name) == expected


@pytest.mark.parametrize(
    ("name", "sees"),
    [("team_manager", True), ("officer", True), ("manager", False), ("chair", False), ("clerk", False), ("lay", False)],
)
def test_that_someone_was_let_in_to_a_sealed_case_is_not_for_the_unit(
    world: World, rows: Rows, name: str, sees: bool
) -> None:
    with world.acting(name):
        assert Participant.objects.filter(record_id=rows.kept.pk).exists() is sees


def test_every_actor_of_the_world_is_in_the_table(world: World) -> None:
    assert set(SEEN) == set(world.everyone)


def test_the_managers_alone_show_the_same(world: World, rows: Rows, bypassing: None) -> None:
    """Trap 5: with row security on, deleting the ORM filter passes every test. Here row security is off."""
    assert {name: titles(world, name) for name in SEEN} == SEEN


def test_the_database_alone_shows_what_the_managers_show_for_every_actor_and_every_table(
    world: World, rows: Rows
) -> None:
    compared = 0
    for name in world.everyone:
        with world.acting(name):
            for model in governed_models():
                raw = raw_keys(model)
                assert raw == keys(model), (name, model)
                compared += len(raw)
    assert compared > 300


def test_the_managers_alone_show_what_the_database_shows_for_every_actor_and_every_table(
    world: World, rows: Rows
) -> None:
    with_row_security: dict[tuple[str, str], set[Any]] = {}
    for name in world.everyone:
        with world.acting(name):
            with_row_security |= {(name, m._meta.label): raw_keys(m) for m in governed_models()}
    with owner():
        for name in world.everyone:
            with world.acting(name):
                for model in governed_models():
                    assert keys(model) == with_row_security[name, model._meta.label], (name, model)


CORE = {"tenancy", "groups", "casework", "thread", "contributions"}


def test_every_table_has_a_row_that_someone_may_not_see(world: World, rows: Rows) -> None:
    """So that the two comparisons above cannot pass on empty tables."""
    with owner():
        everything = {model: raw_keys(model) for model in governed_models()}
    core = [model for model in everything if model._meta.app_label in CORE]
    assert [model for model in core if not everything[model]] == []
    with world.acting("outsider"):
        assert [model for model in core if raw_keys(model)] == []


def test_no_one_acting_is_refused_and_not_answered_with_nothing(world: World, rows: Rows) -> None:
    with pytest.raises(NoActor):
        Record.objects.count()


def test_a_forgotten_filter_still_shows_nothing(world: World, rows: Rows) -> None:
    with world.acting("south_manager"):
        assert set(Record.unguarded.values_list("title", flat=True)) == {"southern"}
    assert Record.unguarded.count() == 0


def test_the_actor_before_is_restored_on_the_way_out_of_a_nested_one(world: World, rows: Rows) -> None:
    """Trap 1: set_config lasts to the end of the outer transaction."""
    with world.acting("south_manager"):
        with world.acting("manager"):
            assert Record.unguarded.count() == 3
        assert Record.unguarded.count() == 1
        with pytest.raises(ValueError, match="boom"), world.acting("manager"):
            raise ValueError("boom")
        assert Record.unguarded.count() == 1


def test_no_one_hangs_a_row_from_a_row_they_cannot_see(world: World, rows: Rows) -> None:
    """Trap 2: foreign-key checks ignore row security, on insert ..."""
    with owner():
        hidden = Finding.unguarded.get(source=rows.sealed)
    with world.acting("manager"):
        mine = Recommendation.objects.create(partnership=world.north, reference="R-mine", text="x", made_on=DAY)
        with pytest.raises(ProgrammingError, match="out of sight"), transaction.atomic():
            hidden.answered_by.model.unguarded.create(finding=hidden, recommendation=mine)


def test_no_one_points_a_row_at_a_row_they_cannot_see(world: World, rows: Rows) -> None:
    """... and on update, where only the column that changes is checked."""
    with world.acting("officer"):
        action = Action.objects.get(reference="A-0-partnership")
        action.record_id = rows.sealed.pk
        with pytest.raises(ProgrammingError, match="out of sight"), transaction.atomic():
            action.save()
    with world.acting("officer"):
        let = Action.objects.get(
            reference="A-3-partnership"
        )  # it hangs from the sealed record, which the officer may not see
        let.text = "Train all officers"
        let.save()


def test_a_row_never_moves_to_another_partnership(world: World, rows: Rows) -> None:
    with world.acting("officer"), pytest.raises(ProgrammingError, match="never changes"), transaction.atomic():
        Action.objects.filter(reference="A-0-partnership").update(partnership=world.south)


def test_no_one_writes_into_a_board_they_do_not_sit_on(world: World, rows: Rows) -> None:
    with (
        world.acting("south_manager"),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Recommendation.unguarded.create(partnership=world.north, reference="R-x", text="x", made_on=DAY)


def test_following_a_link_out_of_sight_finds_nothing(world: World, rows: Rows) -> None:
    """Trap 3: following a foreign key is a read."""
    with world.acting("lay"):
        action = Action.objects.get(reference="A-3-partnership")
        with pytest.raises(Record.DoesNotExist):
            _ = action.record


def test_following_a_link_out_of_sight_finds_nothing_by_the_managers_alone(
    world: World, rows: Rows, bypassing: None
) -> None:
    with world.acting("lay"):
        action = Action.objects.get(reference="A-3-partnership")
        with pytest.raises(Record.DoesNotExist):
            _ = action.record


def test_the_tests_do_not_walk_through_row_security(world: World) -> None:
    """Trap 4: a superuser or table owner does."""
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("select count(*) from pg_tables where schemaname = 'public' and tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_an_agency_held_at_one_board_says_nothing_at_another(world: World, rows: Rows) -> None:
    """The police sit on both; a seat for them in the south shows none of the north's rows for the police."""
    with owner():
        world.seat("south_officer", world.police, world.south, "member")
    assert titles(world, "south_officer") == set()


def test_history_cannot_be_rewritten_or_removed(world: World, rows: Rows) -> None:
    for doing in (lambda: Event.objects.update(name="nothing-happened"), lambda: Event.objects.all().delete()):
        with world.acting("manager"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            doing()
    with world.acting("manager"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        History.objects.update(user_id=None)
    with world.acting("manager"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Evidence.objects.update(summary="better")


def test_bulk_and_raw_writes_leave_history_with_the_name_of_who_did_them(world: World, rows: Rows) -> None:
    with world.acting("manager"):
        Action.objects.filter(reference="A-0-partnership").update(text="Train every officer")
        with connection.cursor() as cursor:
            cursor.execute("update thread_action set owner_names = 'Chief Officer' where reference = 'A-0-partnership'")
        kept = list(
            History.objects.filter(
                table="thread_action", row_id=Action.objects.get(reference="A-0-partnership").pk
            ).order_by("id")
        )
    assert [line.operation for line in kept] == ["insert", "update", "update"]
    assert kept[1].changes == {"text": ["Train officers", "Train every officer"]}
    assert kept[2].changes == {"owner_names": ["", "Chief Officer"]}
    assert {line.user_id for line in kept[1:]} == {world.users["manager"].pk}


def test_the_history_of_a_row_out_of_sight_is_out_of_sight(world: World, rows: Rows) -> None:
    with world.acting("lay"):
        seen = set(History.objects.filter(table="casework_record").values_list("row_id", flat=True))
    assert seen == {rows.open.pk}


def test_every_governed_table_has_exactly_its_policy(world: World) -> None:
    assert live_policies() == expected_policies()
    assert ungoverned_tables() == []


def test_every_governed_model_is_governed_through_both_its_managers() -> None:
    for model in governed_models():
        assert isinstance(model._meta.base_manager, GovernedManager), model
        assert isinstance(model._meta.default_manager, GovernedManager), model


def test_every_claim_is_known_to_the_actor_and_to_postgres(world: World) -> None:
    actor = world.actor("officer")
    with acting_as(actor), connection.cursor() as cursor:
        for claim in CLAIMS:
            cursor.execute(f"select current_setting('app.{claim}', true)")
            assert cursor.fetchone() == (",".join(map(str, sorted(actor.claim(claim)))),)


def test_the_settings_are_gone_with_the_transaction(world: World) -> None:
    with acting_as(Actor(user=1)):
        pass
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('app.users', true), '')")
        assert cursor.fetchone() == ("",)


def test_a_left_person_holds_nothing(world: World, rows: Rows) -> None:
    with owner():
        Person.unguarded.filter(user=world.users["nurse"]).update(left_on=DAY)
    assert titles(world, "nurse") == set()


def test_one_seat_cannot_be_given_twice(world: World) -> None:
    with owner(), pytest.raises(IntegrityError), transaction.atomic():
        world.seat("nurse", world.health, world.north, "member")
