"""What the parts of the demonstration hand to each other."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Agency, Partnership, Person, User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.kernel.calendars import ENGLAND
from goldenthread.processes.governance.meetings.models import Meeting


@dataclass
class Stage:
    """One partnership while it is being filled. `people` are by agency key and place among that agency's people.

    `luck` is seeded, so that the same day gives the same demonstration.
    """

    board: Partnership
    today: date
    luck: Random
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[tuple[str, int], Person] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    meetings: dict[str, list[Meeting]] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def acting(self, address: str) -> AbstractContextManager[Actor]:
        """Act as one of those who can sign in, with what they hold today."""
        if address not in self._actors:
            self._actors[address] = actor_for(self.users[address])
        return acting_as(self._actors[address])

    def forget(self) -> None:
        """What people hold has changed."""
        self._actors.clear()

    def person_of(self, address: str) -> Person:
        with self.acting(address):
            return Person.objects.get(partnership=self.board, user=self.users[address])


def working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not ENGLAND.is_working_day(day):
        day += timedelta(days=1)
    return day
