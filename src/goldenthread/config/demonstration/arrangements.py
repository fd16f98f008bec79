"""Private fostering in the demonstration: every state, visits in time and late. References, never names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from goldenthread.core.casework.services import let_in, open_record, take_step
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.private_fostering.process import private_fostering

from .stage import Stage


@dataclass(frozen=True)
class Told:
    """One arrangement: days since the council was told, who told it, days to each visit, and how it ended."""

    days: int
    by: str
    visits: tuple[int, ...] = ()
    outcome: str = "notified"


TOLD = (
    Told(2, "school"), Told(5, "carer"), Told(9, "parent", (5,)), Told(15, "health"), Told(21, "school", (14,)),
    Told(60, "carer", (6, 47), "suitable"), Told(95, "school", (8, 49, 90), "suitable"),
    Told(130, "parent", (7, 70, 110), "suitable"), Told(170, "social_care", (9, 50, 92, 134), "suitable"),
    Told(410, "school", (8, 50, 92, 180, 300), "suitable"), Told(75, "other", (4,), "prohibited"),
    Told(220, "school", (12, 30), "prohibited"), Told(300, "carer", (7, 49, 91), "ended"),
    Told(260, "social_care", (20,), "ended"),
    Told(180, "carer", (6, 45), "ended"),
)  # fmt: skip
SEEN = "The child was settled and spoke of school. The carer showed where the child sleeps."


def keep_the_register(stage: Stage) -> None:
    """Each arrangement through the steps that brought it where it stands."""
    for n, told in enumerate(TOLD):
        record = _open(stage, told, n)
        _visit(stage, told, record)
        _decide(stage, told, record)


def _open(stage: Stage, told: Told, n: int) -> Arrangement:
    day = stage.today - timedelta(days=told.days)
    with stage.acting("duty.worker"):
        return open_record(
            private_fostering, partnership=stage.board, lead_agency=stage.agencies["council"],
            child_ref=f"WCC-{40210 + 37 * n}", notified_by=told.by, notified_on=day,
            began_on=day - timedelta(days=(3 * n) % 20),
        )  # fmt: skip


def _visit(stage: Stage, told: Told, record: Arrangement) -> None:
    with stage.acting("social.worker"):
        for n, days in enumerate(told.visits):
            day = record.notified_on + timedelta(days=days)
            take_step(record, "visit", visited_on=day, child_seen_alone=n % 3 != 2, what_was_seen=SEEN)


def _decide(stage: Stage, told: Told, record: Arrangement) -> None:
    with stage.acting("team.manager"):
        if told.outcome in ("suitable", "ended"):
            take_step(record, "find_suitable", note="Checks are clear and the home is suitable.")
        if told.outcome == "prohibited":
            take_step(record, "prohibit", note="The carer was refused as a foster carer two years ago.")
    if told.outcome == "ended":
        last = record.notified_on + timedelta(days=max(told.visits) + 12)
        with stage.acting("social.worker"):
            take_step(record, "end", ended_on=last, on=last)


def let_health_in(stage: Stage) -> None:
    """One arrangement is open to the health trust as well as to the council."""
    with stage.acting("duty.worker"):
        record = Arrangement.objects.filter(state="suitable").order_by("pk").first()
        if record:
            let_in(record, agency=stage.agencies["icb"], why="The child's health plan is theirs")
