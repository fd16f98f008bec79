"""One row of every model with something sealed in it, a mark in each sealed column: for the tests that look for marks.

The columns are looked up, not listed: one that is added later is filled by itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from goldenthread.core.casework.models import Keeper, Reading, Record, Register
from goldenthread.core.casework.process import all_processes
from goldenthread.core.contributions.asked import asked_of
from goldenthread.core.files.services import store_file
from goldenthread.core.sealing.envelope import new_seal
from goldenthread.core.sealing.fields import BlindIndex, SealedDate, SealedField, SealedTyping, SealedWords
from goldenthread.core.sealing.holders import unsealed
from goldenthread.core.sealing.keyring import the_ring
from goldenthread.core.sealing.opened import opened
from goldenthread.core.tenancy.access import Governed
from goldenthread.kernel.now import now, today
from tests.databases import connected_to, copy_database, drop_database, named
from tests.world import World, owner, the_two_boards, two_boards

BEGUN, DAY = 200, "18{:02d}-{:02d}-11"
DEATH = "child-death"
#: How a mark stands in columns that hold more than words.
SHAPES = {
    "contributions.Contribution.typed": '{"any": {"words": ["%s"]}}',
    "contributions.Contribution.said": '{"FIRST": {"value": "%s"}}',
    "chronologies.AgencyChronology.rows": '[[], [[["rows.xlsx", "Sheet", 1, "A1"], "%s", "No date", "Type it"]]]',
    "chronologies.Together.merged": '{"agencies": [], "rows": [], "words": "%s"}',
}


def needed(label: str) -> dict[str, Any]:
    """What a row of a model needs that its columns do not say."""
    takes = asked_of(DEATH)
    assert takes is not None
    return {
        "files.StoredFile": {"evidence": None},
        "contributions.Contribution": {"kind": DEATH, "form_key": next(iter(takes.forms)), "answered_on": today()},
        "contributions.Notification": {"kind": DEATH},
        "chronologies.AgencyChronology": {"state": "read"},
        "register_import.RegisterImport": {"process": DEATH},
    }.get(label, {})


def sealed_models() -> list[type[Governed]]:
    """Every model of the program with something sealed in it, cases before what hangs from them."""
    found: list[Any] = [m for m in apps.get_models() if sealed_in(m) and m.__module__.startswith("goldenthread.")]
    return sorted(found, key=lambda one: not issubclass(one, Record))


def sealed_in(model: Any) -> list[Any]:
    return [f for f in model._meta.local_fields if isinstance(f, (SealedField, SealedTyping))]


def first_asked() -> str:
    """The key of the first question of the form that is asked about a death."""
    takes = asked_of(DEATH)
    assert takes is not None
    return next(iter(takes.forms.values())).fields[0].key


class Filled:
    """One row of every sealed model, and of what it hangs from, with a mark in each sealed column."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.marks: list[str] = []
        self.columns: set[str] = set()
        self.rows: dict[Any, Any] = {}
        for model in sealed_models():
            self.row(model)

    def mark(self, field: Any) -> Any:
        self.columns.add(str(field))
        number = len(self.marks)
        if isinstance(field, SealedDate):
            self.marks.append(DAY.format(number % 100, number % 12 + 1))
            return date.fromisoformat(self.marks[-1])
        self.marks.append(f"Zqx{BEGUN + number}xqZ")
        if isinstance(field, SealedTyping) and not isinstance(field, SealedWords):
            return {"words": [self.marks[-1]]}
        return SHAPES.get(str(field), "%s").replace("FIRST", first_asked()) % self.marks[-1]

    def row(self, model: Any) -> Any:
        """The row of a model, made when it is first asked for."""
        if model not in self.rows:
            there = None if sealed_in(model) or issubclass(model, Record) else model._base_manager.first()
            self.rows[model] = there or (self.case(model) if issubclass(model, Record) else self.made(model))
        return self.rows[model]

    def case(self, model: Any) -> Any:
        process = next((one for one in all_processes() if one.model is model), None)
        if process is None:  # whatever hangs from any case hangs from a child's death here
            return self.row(apps.get_model("child_deaths", "ChildDeath")).record_ptr
        made = model(
            kind=process.slug, partnership=self.world.north, lead_agency=self.world.council, opened_on=today(),
            reference=f"{process.prefix}-2026-0001", group=self.world.board,
        )  # fmt: skip
        if process.sealed:
            made.audience, made.group = "named", None
            made.register = self.register(process.slug)
            made.seal = new_seal(made.seal_bound_to(), the_ring())
        return self.saved(made)

    def register(self, kind: str) -> Register:
        """Kept by the business manager, if by nobody."""
        found, fresh = Register.unguarded.get_or_create(partnership=self.world.north, kind=kind)
        if fresh:
            Keeper.unguarded.create(
                register=found, partnership=self.world.north, person=self.world.person("manager"), why="A test",
                since=today(),
            )  # fmt: skip
        return found

    def made(self, model: Any) -> Any:
        return self.saved(model())

    def saved(self, row: Any) -> Any:
        given = needed(row._meta.label)
        for field in row._meta.concrete_fields:
            if isinstance(field, (SealedField, SealedTyping)):
                setattr(row, field.attname, self.mark(field))
            elif field.name in given or field.name == getattr(row, "sealed_by", ""):
                setattr(row, field.name, given[field.name] if field.name in given else self.row(field.related_model))
            elif self.must_be_said(row, field):
                setattr(row, field.name, self.something(row, field))
        row.save()
        return row

    def must_be_said(self, row: Any, field: Any) -> bool:
        left_out = isinstance(field, (models.AutoField, BlindIndex)) or field.null or field.has_default()
        parent = field.remote_field is not None and field.remote_field.parent_link
        return not left_out and not parent and getattr(row, field.attname) in (None, "") and not field.blank

    def something(self, row: Any, field: Any) -> Any:
        if field.is_relation:
            register = field.related_model._meta.label == "casework.Register"
            kind = row.record.kind if getattr(row, "record", None) else DEATH
            return self.register(kind) if register else self.row(field.related_model)
        if field.choices:
            return next(key for key, _ in field.flatchoices if key)
        kind = field.get_internal_type()
        if kind == "DateField":
            return today()
        return now() if kind == "DateTimeField" else 1 if "Integer" in kind else "x"

    def cases(self) -> Iterator[Any]:
        for row in self.rows.values():
            if type(row) is not Record and isinstance(row, Record) and row.register_id:
                yield row

    def add_files(self) -> None:
        """A file of each case, by its name and its words."""
        for case in self.cases():
            self.marks += [f"Zqx{case.kind}namexqZ", f"Zqx{case.kind}filexqZ"]
            with self.world.acting(keeper_of(self.world, case)), opened(case.pk, unsealed(case)):
                store_file(name=f"{self.marks[-2]}.txt", data=self.marks[-1].encode(), record=case)


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[Filled]:
    """The two boards in a database of their own, committed, with every sealed column filled."""
    name = named(f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_filled")
    with django_db_blocker.unblock():
        copy_database(two_boards(), name)
        with connected_to(name):
            with owner():
                made = Filled(the_two_boards())
                made.add_files()
            yield made
        drop_database(name)


def found_in(words: bytes, filled: Filled) -> list[str]:
    """The marks that stand in it, as text, or as the bytes of a column are printed."""
    return [mark for mark in filled.marks if mark.encode() in words or mark.encode().hex().encode() in words]


def shown_in(page: bytes, filled: Filled) -> list[str]:
    """The same of a page, without why a case was looked at: that is for the log's reviewers too, who open no case."""
    return [mark for mark in found_in(page, filled) if mark != filled.rows[Reading].words]


def keeper_of(world: World, case: Any) -> str:
    for name in world.everyone:
        if case.register_id in world.actor(name).claim("registers"):
            return name
    raise AssertionError(f"Nobody keeps {case.kind} in the tests' world.")


@contextmanager
def as_the_site() -> Iterator[None]:
    """With the rights of the app's role, which cannot walk through row security."""
    with connection.cursor() as cursor:
        cursor.execute("set role goldenthread_app")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset role")
