"""Two boards, as small as can be: the police sit on both, each council on one, and a joint group has a member from
next door.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection

from goldenthread.core.casework.models import Keeper, Register
from goldenthread.core.groups.models import Group, JointPartnership, Membership
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Place, Seat, User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.kernel.now import LONDON
from tests.databases import copy_and, migrated, once
from tests.sharing import shared

LONG_AGO = date(2015, 1, 1)
PASSWORD = "correct horse battery staple"


class World:
    """North: council, health, police. South: southern council, police. Made as the owner; used as the app's role."""

    def __init__(self) -> None:
        self.north = Partnership.objects.create(
            name="Northshire Safeguarding Children Partnership", slug="north", short_name="NSCP"
        )
        self.south = Partnership.objects.create(
            name="Southfold Safeguarding Children Partnership", slug="south", short_name="SSCP"
        )
        self.office = Agency.objects.create(name="Northshire Partnership Office", kind="board")
        self.council = Agency.objects.create(name="Northshire County Council", kind="council")
        self.health = Agency.objects.create(name="Northshire Health Trust", kind="health")
        self.police = Agency.objects.create(name="Twinshires Police", kind="police")
        self.southern = Agency.objects.create(name="Southfold Council", kind="council")
        seats_at = {
            self.north: [self.office, self.council, self.health, self.police],
            self.south: [self.southern, self.police],
        }
        for board, agencies in seats_at.items():
            for agency in agencies:
                Place.unguarded.create(partnership=board, agency=agency)
        self.users: dict[str, User] = {}
        self.seat("manager", self.office, self.north, "business_manager")
        self.seat("clerk", self.office, self.north, "administrator")
        self.seat("chair", self.office, self.north, "chair")
        self.seat("worker", self.council, self.north, "social_worker")
        self.seat("team_manager", self.council, self.north, "team_manager")
        self.seat("nurse", self.health, self.north, "member")
        self.seat("officer", self.police, self.north, "member", also=self.south)
        self.seat("lay", self.office, self.north, "lay_member")
        self.seat("southerner", self.southern, self.south, "social_worker")
        self.seat("south_manager", self.southern, self.south, "business_manager")
        self.outsider = User.objects.create_user("outsider@example.org", PASSWORD, name="Outsider Without Seat")
        self.users["outsider"] = self.outsider
        self.groups()
        self.kept("private-fostering", "worker", "team_manager", "manager", "chair")

    def kept(self, kind: str, *names: str) -> Register:
        """A register of sealed work at Northshire, kept by these people. Private fostering is what most tests of
        ordinary pages take for a sample: there, those keep it who used to see it.
        """
        register = Register.unguarded.get_or_create(partnership=self.north, kind=kind)[0]
        for name in names:
            person = Person.unguarded.get(user=self.users[name], partnership=self.north)
            Keeper.unguarded.get_or_create(
                register=register, partnership=self.north, person=person, why="The tests", since=LONG_AGO,
                defaults={"added_by": "The tests"},
            )  # fmt: skip
        return register

    def seat(self, name: str, agency: Agency, board: Partnership, role: str, also: Partnership | None = None) -> None:
        user = User.objects.create_user(
            f"{name}@example.org", PASSWORD, name=f"{name.replace('_', ' ').title()} Person"
        )
        self.users[name] = user
        for partnership in [board, also] if also else [board]:
            person = Person.unguarded.create(
                partnership=partnership,
                user=user,
                name=user.name,
                email=user.email,
                agency=agency,
                title=role.replace("_", " ").title(),
            )
            Seat.unguarded.create(
                user=user, person=person, agency=agency, partnership=partnership, role=role, since=LONG_AGO
            )

    def groups(self) -> None:
        self.board = Group.unguarded.create(
            partnership=self.north,
            name="Northshire Board",
            slug="board",
            kind="board",
            quorum=3,
            open_to_partnership=True,
        )
        self.panel = Group.unguarded.create(
            partnership=self.north, name="Joint Review Panel", slug="panel", kind="panel", quorum=2
        )
        JointPartnership.unguarded.create(group=self.panel, partnership=self.south)
        for name, role in (
            ("chair", "chair"),
            ("nurse", "member"),
            ("officer", "member"),
            ("team_manager", "member"),
            ("lay", "lay"),
        ):
            self.member(self.board, name, role)
        self.member(self.panel, "nurse", "member")
        guest = Person.unguarded.create(
            partnership=self.north,
            user=self.users["southerner"],
            name="Southerner Person",
            agency=self.southern,
            title="Neighbour",
        )
        Membership.unguarded.create(
            group=self.panel, partnership=self.north, person=guest, agency=self.southern, role="member", since=LONG_AGO
        )

    def member(self, group: Group, name: str, role: str, since: date = LONG_AGO) -> Membership:
        person = self.person(name)
        return Membership.unguarded.create(
            group=group, partnership=group.partnership, person=person, agency=person.agency, role=role, since=since
        )

    def person(self, name: str, board: Partnership | None = None) -> Person:
        with owner():
            return Person.unguarded.get(user=self.users[name], partnership=board or self.north)

    def actor(self, name: str) -> Actor:
        return actor_for(self.users[name])

    def acting(self, name: str) -> Any:
        return acting_as(self.actor(name))

    @property
    def everyone(self) -> list[str]:
        return list(self.users)


@contextmanager
def owner() -> Iterator[None]:
    """Step out of the app's role for a moment, to arrange a test or to look behind row security."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user <> session_user")
        (as_app,) = cursor.fetchone()
        cursor.execute("reset role")
        try:
            with acting_as(Actor(user=None)):
                yield
        finally:
            if as_app and not connection.needs_rollback:
                cursor.execute("set role goldenthread_app")


def found(name: str) -> None:
    """Put the two boards into a database, for good, and keep what was made, as objects, beside it."""

    def work() -> None:
        with time_machine.travel(datetime.combine(LONG_AGO, time(10), LONDON), tick=False), acting_as(Actor(user=None)):
            _kept().write_bytes(pickle.dumps(World()))

    copy_and(migrated(), name, work)


def two_boards() -> str:
    """The name of the database with the two boards in it."""
    return once("two_boards", found)


def the_two_boards() -> World:
    """What is in that database, as objects."""
    made: World = pickle.loads(_kept().read_bytes())
    return made


def _kept() -> Path:
    return shared() / "two_boards.pickle"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The two boards; from here on the test runs as the app's database role, which cannot walk through row security.

    Mostly they are in the test's database already (tests/conftest.py). A test whose rows others see, committed, has an
    empty one, and they are made for it.
    """
    with acting_as(Actor(user=None)):
        there = Partnership.objects.exists()
        made = the_two_boards() if there else World()
    with connection.cursor() as cursor:
        cursor.execute("set role goldenthread_app")
    yield made
    with connection.cursor() as cursor:
        cursor.execute("reset role")
