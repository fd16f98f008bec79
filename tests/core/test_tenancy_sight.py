"""The managers' rule is compiled once for every actor: it says what the rule says, wherever it stands in a query."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.test.utils import CaptureQueriesContext

from goldenthread.core.casework.models import Record
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.access import governed_models, hangs_from
from goldenthread.core.tenancy.models import Place
from goldenthread.core.tenancy.sight import kept
from goldenthread.core.thread.models import Action, ActionUpdate
from goldenthread.processes.governance.meetings.models import AgendaItem, Decision, Meeting
from tests.core.rows import Rows
from tests.world import World, owner


@pytest.fixture
def by_managers_alone(world: World) -> None:
    """Rows of every kind, and a role that row security does not hold."""
    with owner():
        Rows(world)
    with connection.cursor() as cursor:
        cursor.execute("reset role")


def keys(rows: Any) -> set[Any]:
    return set(rows.values_list("pk", flat=True))


def test_it_shows_what_the_rule_shows_to_everyone_in_every_table(world: World, by_managers_alone: None) -> None:
    seen = 0
    for name in world.everyone:
        with world.acting(name):
            for model in governed_models():
                rows = keys(model.objects)
                assert rows == keys(model.unguarded.filter(model.visible())), (name, model)
                seen += len(rows)
    assert seen > 300


def test_it_holds_inside_sub_queries_of_sub_queries(world: World, by_managers_alone: None) -> None:
    """Where names of tables meet: the same model outside and inside, two levels deep."""
    for name in world.everyone:
        with world.acting(name):
            seen = keys(Action.objects)
            twin = Action.objects.filter(pk=OuterRef("pk"), record__in=Record.objects.all()) | Action.objects.filter(
                pk=OuterRef("pk"), record=None
            )
            with_records = {
                a.pk for a in Action.objects.all() if a.record_id is None or a.record_id in keys(Record.objects)
            }
            assert keys(Action.objects.filter(Exists(twin))) == with_records, name
            assert keys(Action.objects.exclude(Exists(Action.objects.filter(pk=OuterRef("pk"))))) == set(), name
            assert keys(Action.unguarded.filter(pk__in=Action.objects.values("pk"))) == seen, name
            assert keys(Action.objects.filter(status="open") | Action.objects.exclude(status="open")) == seen, name
            assert keys(Action.objects.filter(status="open").union(Action.objects.exclude(status="open"))) == seen, name


def exists_in(rows: Any) -> int:
    return str(rows.values("pk").query).count("EXISTS")


def hanging_rows() -> list[tuple[Any, str]]:
    """Every table whose rows are seen by another row, and the path by which a query joins that row."""
    found = []
    for model in governed_models():
        if model.governed_by:
            path, above = model.governed_by, model._meta.get_field(model.governed_by).related_model
            while above.governed_by == above._meta.pk.name and not above.narrower():
                path, above = f"{path}__{above.governed_by}", above._meta.pk.related_model
            column = next(f for f in above._meta.local_concrete_fields if not f.primary_key)
            found.append((model, f"{path}__{column.attname}"))
    return found


def test_it_holds_where_the_row_that_decides_is_joined_and_asked_as_it_stands(
    world: World, by_managers_alone: None
) -> None:
    seen, joined = 0, set()
    for name in ("manager", "worker", "nurse", "lay", "southerner"):
        with world.acting(name):
            for model, path in hanging_rows():
                every = Q(**{f"{path}__isnull": False})
                rows, in_sight = model.objects.filter(every), keys(model.objects)
                assert keys(rows) == in_sight, (name, model)
                assert keys(model.objects.filter(every | Q(pk=None))) == in_sight, (name, model)
                seen += len(in_sight)
                if exists_in(rows) < exists_in(model.objects.all()):
                    joined.add(model)
    assert seen > 150
    assert {AgendaItem, Meeting, ActionUpdate} <= joined


def test_an_update_asks_the_row_anew_while_another_is_writing(world: World, by_managers_alone: None) -> None:
    """A join would make it an update of keys found before: what another wrote meanwhile would go unseen."""
    with world.acting("manager"), CaptureQueriesContext(connection) as asked:
        Meeting.objects.filter(state="planned").update(place="Elsewhere")
    (changed,) = (one["sql"] for one in asked.captured_queries if one["sql"].startswith("UPDATE"))
    assert 'EXISTS(SELECT 1 AS "a" FROM "casework_record"' in changed
    assert '"record_ptr_id" IN' not in changed


def test_it_holds_with_joins_counts_and_changes(world: World, by_managers_alone: None) -> None:
    for name in ("manager", "nurse", "officer", "lay", "southerner"):
        with world.acting(name):
            seen = keys(Action.objects)
            counted = Action.objects.annotate(n=Count("updates")).filter(Q(n=0) | Q(n__gt=0))
            assert keys(counted.select_related("owner", "group", "owner_agency")) == seen, name
            assert Action.objects.update(owner_names="Read by me") == len(seen), name
            assert Action.unguarded.filter(owner_names="Read by me").count() == len(seen), name
            Action.objects.update(owner_names="")


def test_a_query_shows_what_whoever_asks_it_may_see(world: World, by_managers_alone: None) -> None:
    """A query kept and asked again is held to the one who acts then, not to the one who made it."""
    with world.acting("manager"):
        query = Record.objects.order_by("pk")
        managers = list(query.all())
    with world.acting("south_manager"):
        assert list(query.all()) == list(Record.objects.order_by("pk")) != managers


def test_the_rule_is_put_together_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.acting("manager"):
        list(Membership.objects.all())
        monkeypatch.setattr(Membership, "visible", classmethod(lambda cls: pytest.fail("put together again")))
        assert Membership.objects.exists()
    with world.acting("nurse"):
        assert Membership.objects.exists()


def test_a_rule_that_joins_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A join would follow the link before the rule has been asked."""
    monkeypatch.setattr(Place, "visible", classmethod(lambda cls: Q(agency__name="Police")))
    with pytest.raises(FieldError, match="Joined"):
        kept.__wrapped__(Place)


def test_what_hangs_from_a_record_of_some_kind_asks_the_record_at_once() -> None:
    assert hangs_from(AgendaItem)[1] is Record
    assert hangs_from(Meeting)[1] is Record
    assert hangs_from(Decision)[1] is AgendaItem, "an item has a narrower rule of its own"
    assert hangs_from(ActionUpdate)[1] is Action
