"""Migrating makes few classes, and the same tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.operations import AddField, AddIndex, AlterField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from goldenthread.config.rendering import making_few_classes

NUMBER = ("id", models.AutoField(primary_key=True))


def table(name: str, *fields: tuple[str, models.Field[Any, Any]]) -> CreateModel:
    return CreateModel(name, [NUMBER, *fields])


def towards(name: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(f"shop.{name}", models.CASCADE)


def take(state: ProjectState, *steps: Operation) -> None:
    for step in steps:
        step.state_forwards("shop", state)


@pytest.fixture
def state() -> Iterator[ProjectState]:
    """Three tables whose classes were made: a shelf has a keeper, a box has nothing yet."""
    with making_few_classes():
        state = ProjectState()
        take(state, table("Keeper"), table("Shelf", ("keeper", towards("Keeper"))), table("Box"))
        assert len(state.apps.get_models()) == 3
        yield state


def test_a_new_table_makes_no_other_class_anew_and_a_relation_can_be_added(state: ProjectState) -> None:
    before = {model.__name__: model for model in state.apps.get_models()}
    take(
        state,
        table("Label", ("box", towards("Box"))),
        AddField("label", "shelf", towards("Shelf")),
        AddIndex("label", models.Index(fields=["box"], name="label_box")),
    )
    after = {model.__name__: model for model in state.apps.get_models()}
    label = after.pop("Label")
    assert after == before
    assert {field.name for field in label._meta.get_fields()} == {"id", "box", "shelf"}
    assert [index.name for index in label._meta.indexes] == ["label_box"]


def test_changing_a_field_after_that_knows_every_relation(state: ProjectState) -> None:
    take(state, AddField("box", "shelf", towards("Shelf")))
    take(state, AlterField("keeper", "id", models.BigAutoField(primary_key=True)))
    found = {model.__name__: model for model in state.apps.get_models()}
    assert [one.related_model for one in found["Keeper"]._meta.related_objects] == [found["Shelf"]]
    assert [one.related_model for one in found["Shelf"]._meta.related_objects] == [found["Box"]]
    assert found["Box"]._meta.get_field("shelf").related_model is found["Shelf"]


def test_what_runs_python_in_a_migration_sees_every_relation(state: ProjectState) -> None:
    take(state, AddField("box", "shelf", towards("Shelf")))
    seen = state.clone()
    seen.clear_delayed_apps_cache()  # as Django does before it calls the Python
    shelf = seen.apps.get_model("shop", "Shelf")
    assert [one.related_model.__name__ for one in shelf._meta.related_objects] == ["Box"]


@pytest.mark.django_db
def test_the_migrated_database_has_each_column_index_and_constraint_that_the_models_name() -> None:
    missing = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'"
            " union select c.relname from pg_class c where c.relkind = 'i' union select conname from pg_constraint"
        )
        there = {name for (name,) in cursor.fetchall()}
    for model in apps.get_models(include_auto_created=True):
        told = model._meta
        if told.managed:
            wanted = {f"{told.db_table}.{field.column}" for field in told.local_concrete_fields}
            wanted |= {one.name for one in (*told.constraints, *told.indexes)}
            missing += sorted(wanted - there)
    assert not missing
