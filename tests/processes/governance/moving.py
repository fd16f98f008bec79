"""State machines over records: people take steps at random, and what must always hold is asked after each."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import time_machine
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from goldenthread.core.casework.models import Event
from goldenthread.core.casework.services import take_step
from goldenthread.kernel.now import LONDON
from tests.world import World, owner

START = date(2026, 5, 18)
REFUSED = (ValidationError, PermissionDenied, ObjectDoesNotExist)


class Moving(RuleBasedStateMachine):
    """One record of one process, moved within a savepoint that is taken back at the end.

    `model` is the record's own class; `kept` names the relations of which no row may ever be lost.
    """

    model: Any
    kept: tuple[str, ...]

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.day = world, START
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.taken = 0
        self.rows: Counter[str] = Counter()
        with self.now():
            self.key = self.begin().pk
        self.told = len(self.events())

    def begin(self) -> Any:
        """Open the record."""
        raise AssertionError("a machine says how its record begins")

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def now(self) -> Any:
        return time_machine.travel(datetime.combine(self.day, time(10), tzinfo=LONDON), tick=False)

    def pass_days(self, number: int) -> None:
        self.day += timedelta(days=number)

    def record(self) -> Any:
        with owner():
            return self.model.unguarded.get(pk=self.key)

    def events(self) -> list[Event]:
        with owner():
            return list(Event.unguarded.filter(record_id=self.key).order_by("pk"))

    def step(self, name: str, step: str, **values: Any) -> bool:
        """Take a step as a person; refused, nothing at all has changed."""
        before = self.record()
        try:
            with self.now(), transaction.atomic(), self.world.acting(name):
                take_step(before, step, **values)
        except REFUSED:
            after = self.record()
            assert (after.version, after.state) == (before.version, before.state)
            assert len(self.events()) == self.told + self.taken
            return False
        self.taken += 1
        return True

    def nothing_is_lost(self) -> None:
        """Every step left its line, every entry ever made is still there, and nobody ends it without a reason."""
        record = self.record()
        assert len(self.events()) == self.told + self.taken
        with owner():
            for name in self.kept:
                rows = getattr(record, name).model.unguarded.filter(record_id=self.key).count()
                assert rows >= self.rows[name]
                self.rows[name] = rows
