"""How a run of a joint inspection goes, mock or real: planned, told of, over, learned from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.clocks import clock
from goldenthread.kernel.now import LONDON
from goldenthread.kernel.workflow import Workflow, step

from .models import Run
from .running import after_a_step, is_another_run

PLANNED, RUNNING, OVER, CLOSED = Run.State.values
UNIT = "business_manager administrator"


def until_on_site(run: Any) -> Iterator[tuple[date | None, date | None]]:
    """From notice until the run is over."""
    if run.notified_at:
        over = run.over_at.astimezone(LONDON).date() if run.over_at else None
        yield run.notified_at.astimezone(LONDON).date(), over


def has_requests(run: Any) -> bool:
    """once something is asked of someone"""
    return bool(run.requests.exists())


readiness = Process(
    slug="readiness",
    title="Readiness for joint inspection",
    singular="Inspection run",
    open_label="Begin a run",
    section="Inspection",
    prefix="JI",
    summary="A joint inspection, mock or real, in working days: what is asked of whom, who answers, who does not, why.",
    model=Run,
    audience=Audience.PARTNERSHIP,
    opened_by=UNIT,
    opening_fields=("title", "sort", "theme", "before"),
    describe=lambda run: run.title or f"{run.get_sort_display()} joint inspection, {run.opened_on:%-d %B %Y}",
    list_columns=("state", "sort", "theme", "notified_at"),
    filters=("state", "sort"),
    also_at=("readiness_index",),
    pages=(
        ("What is asked, day by day", "run_days", ""),
        ("Who answered", "run_agencies", ""),
        ("Compared with the run before", "run_compared", ""),
    ),
    on_open=is_another_run,
    after=after_a_step,
    workflow=Workflow(
        initial=PLANNED,
        final={CLOSED},
        steps=(
            step("begin", "Begin: notice has come", PLANNED, RUNNING, by=UNIT, fields=("notified_at",),
                 when=has_requests),
            step("move", "Correct when notice came", RUNNING, by=UNIT, fields=("notified_at",), asks="Why?"),
            step("end", "Say that it is over", RUNNING, OVER, by=UNIT,
                 confirm="What has not come by now is written down as not answered, with the reason or without one."),
            step("close", "Close it", OVER, CLOSED, by=UNIT, asks="What was learned?"),
            step("call_off", "Call it off", (PLANNED, RUNNING), CLOSED, by=UNIT, asks="Why is it called off?"),
        ),
    ),
    clocks=(clock("JTAI-1", periods=until_on_site, label="Inspectors on site"),),
)  # fmt: skip
