"""How far the worker is with a register, told while it writes: the rows are in one transaction, unseen before its end.

So it is told in the name that the worker's connection gives itself, which others read at once: numbers alone, no word
of the file. It ends with the transaction, and a worker that stopped tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

#: `told(part, done, of)`: of one part of the work ("looked", "written"), so many of so many rows are done.
Told = Callable[[str, int, int], None]
LOOKED, WRITTEN, TIMED = "looked", "written", "timed"
#: What is done in each part, after "12 of 300 rows"; the parts in their order.
PARTS = {LOOKED: "looked at", WRITTEN: "written", TIMED: "have their deadlines"}
#: So many rows go by before it is told again.
EVERY = 25
_NAME = re.compile(r"^goldenthread register \d+ (looked|written|timed) (\d+) (\d+)$")


@dataclass(frozen=True)
class Progress:
    """`done` of `of` rows in one part of the work, the `step`th of `steps`."""

    part: str
    done: int
    of: int

    @property
    def words(self) -> str:
        return f"{self.done:,} of {self.of:,} rows {PARTS[self.part]}"

    @property
    def step(self) -> int:
        return list(PARTS).index(self.part) + 1

    @property
    def steps(self) -> int:
        return len(PARTS)


def nobody(_part: str, _done: int, _of: int) -> None:
    """Nobody waits to be told."""


@contextmanager
def telling(import_id: int) -> Iterator[Told]:
    """While this lasts, `how_far` of this import is what `told(part, done, of)` was last called with."""

    def told(part: str, done: int, of: int) -> None:
        if done % EVERY == 0 or done == of:
            with connection.cursor() as cursor:
                name = f"goldenthread register {import_id} {part} {done} {of}"
                cursor.execute("select set_config('application_name', %s, false)", [name])

    try:
        yield told
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset application_name")


def how_far(import_id: int) -> Progress | None:
    """How far the worker is; nothing while it has not begun, or no longer works. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select application_name from pg_stat_activity where datname = current_database() and "
            "application_name like %s limit 1",
            [f"goldenthread register {import_id} %"],
        )
        found = cursor.fetchone()
    said = _NAME.match(found[0]) if found else None
    return Progress(said[1], int(said[2]), int(said[3])) if said else None
