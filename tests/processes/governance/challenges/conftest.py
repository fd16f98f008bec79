"""The day of these tests, and challenges put by each who may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine

from goldenthread.kernel.now import LONDON
from goldenthread.processes.governance.challenges.models import Challenge
from goldenthread.processes.governance.challenges.raising import raise_challenge
from tests.world import World


@pytest.fixture(autouse=True)
def in_may() -> Iterator[None]:
    """Monday 18 May 2026, ten in the morning."""
    with time_machine.travel(datetime(2026, 5, 18, 10, 0, tzinfo=LONDON), tick=False):
        yield


def put_by(world: World, name: str, source: str, **values: Any) -> Challenge:
    """A challenge to the health trust, unless `agency` or `other_body` says otherwise."""
    if "other_body" not in values:
        values.setdefault("agency", world.health)
    values = {"subject": f"{source} by {name}", "asks": "What stands in the way?", **values}
    with world.acting(name):
        return raise_challenge(partnership=world.north, source=source, **values)
