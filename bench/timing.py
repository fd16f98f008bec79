"""How one page is timed: its statements counted, its server time by the clock and by our own processor, in turns."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.config.garbage import look_seldom

#: With and without row security in turns, so that what else the machine does falls on both alike.
TURNS, RUNS, WARM = 4, 10, 2
APP, OWNER = "set role goldenthread_app", "reset role"
#: Transaction control is no question: it is counted nowhere.
CONTROL = re.compile(r"(?i)\s*(begin|commit|rollback|savepoint|release)\b")

Once = Callable[[], int]


@dataclass
class Taken:
    """One page as one role: statements asked, and for each run milliseconds by the clock and of our processor."""

    statements: int = 0
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.clock)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.clock, n=20)[18]

    @property
    def p50_processor(self) -> float:
        return statistics.median(self.processor)


def timed(once: Once) -> tuple[Taken, Taken]:
    """(with row security, without) for a request that `once` makes; it returns the status, which must be 200 or 302.

    The role is the connection's: the app's is held to row security, the owner's is not. The managers' own filter is
    there in both. SystemExit if the page answers with anything else, so that no error page is ever timed.
    """
    secured, bare = Taken(), Taken()
    once()
    look_seldom()  # as a web process does once all is imported
    for _ in range(TURNS):
        for role, taken in ((APP, secured), (OWNER, bare)):
            _become(role)
            for _ in range(WARM):
                taken.statements = max(taken.statements, _statements(once))
            for _ in range(RUNS):
                clock, processor = time.perf_counter(), time.process_time()
                once()
                taken.processor.append(1000 * (time.process_time() - processor))
                taken.clock.append(1000 * (time.perf_counter() - clock))
    return secured, bare


def _statements(once: Once) -> int:
    with CaptureQueriesContext(connection) as asked:
        status = once()
        seen = [query["sql"] for query in asked.captured_queries]  # now: the next request forgets them
    if status not in {200, 302}:
        raise SystemExit(f"the page answered {status}")
    return sum(not CONTROL.match(sql) for sql in seen)


def _become(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(role)


def row(label: str, who: str, secured: Taken, bare: Taken) -> str:
    """One line of the table in docs/performance.md."""
    cells: tuple[Any, ...] = (
        label,
        who,
        secured.statements if secured.statements == bare.statements else f"{secured.statements} / {bare.statements}",
        f"{secured.p50:.0f} / {secured.p95:.0f}",
        f"{bare.p50:.0f} / {bare.p95:.0f}",
        f"{secured.p50 / bare.p50:.2f}",
        f"{secured.p50_processor:.0f}",
    )
    return f"| {' | '.join(map(str, cells))} |"


HEAD = """| page | who | statements | row security p50 / p95 ms | without p50 / p95 ms | ratio of p50 | own processor p50 ms |
|---|---|---|---|---|---|---|"""
