"""A clerk's desk for the tests of minutes coming in: people the board knows, a file, and a signed-in browser."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from goldenthread.core.tenancy.models import Person, User
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import add_action
from goldenthread.processes.governance.minutes_import.models import MinutesImport, ReadItem
from goldenthread.processes.governance.minutes_import.taking import read_import, receive_minutes
from tests.world import World, owner

MINUTES = Path(__file__).with_name("minutes") / "board.txt"
NAMES = {"chair": "Isolde Marram", "nurse": "Ada Fenwright", "officer": "Tomas Wyke", "lay": "Greta Pym"}
MEETING_DAY = date(2017, 3, 14)


class Desk:
    """North's board with members whom the minutes name, and one action of January that they close."""

    def __init__(self, world: World) -> None:
        self.world = world
        with owner():
            for user, name in NAMES.items():
                Person.unguarded.filter(user=world.users[user], partnership=world.north).update(name=name)
        with world.acting("manager"):
            self.threshold: Action = add_action(
                partnership=world.north,
                text="Circulate the revised threshold document to all partners",
                made_on=date(2017, 1, 10),
                meeting_number="2.1",
                group=world.board,
            )

    def read(self, data: bytes | None = None, name: str = "board.txt") -> MinutesImport:
        """The import of a file, received and read."""
        with self.world.acting("manager"):
            one = receive_minutes(partnership=self.world.north, name=name, data=data or MINUTES.read_bytes())
            read_import(one.minutes_import.pk, self.world.users["manager"].pk)
            return MinutesImport.objects.get(pk=one.minutes_import.pk)

    def browser(self, name: str = "manager") -> Client:
        """A browser in which the person has signed in, with the second factor that production asks for."""
        user = User.objects.get(pk=self.world.users[name].pk)
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client = Client()
        client.force_login(user)
        return client

    def row(self, one: MinutesImport, kind: str, **values: Any) -> ReadItem:
        """The one row of a kind whose values hold what is given."""
        wanted = {f"values__{name}": value for name, value in values.items()}
        with self.world.acting("manager"):
            rows = ReadItem.objects.select_related(
                "minutes_import", "partnership", "person", "agency", "action", "group"
            )
            return rows.get(minutes_import=one, kind=kind, **wanted)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def url(name: str, *args: Any) -> str:
    return reverse(name, args=["north", *args])


def upload(data: bytes, name: str = "board.txt") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, data)}
