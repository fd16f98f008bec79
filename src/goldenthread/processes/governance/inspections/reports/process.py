"""How an inspection stands: announced, on site, reported, answered by a plan. Its report names an origin, so that what
it recommends stands among all that was ever recommended.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.workflow import Workflow, step

from .models import Inspection
from .origins import after_a_step

ANNOUNCED, ON_SITE, REPORTED, ANSWERED, CLOSED = Inspection.State.values
OFFICE = "business_manager administrator chair"


def announced(values: dict[str, Any]) -> date:
    on: date = values["announced_on"]
    return on


def called(inspection: Any) -> str:
    return inspection.title or f"{inspection.get_framework_display()}, {inspection.announced_on.year}"


inspections = Process(
    slug="inspections",
    title="Inspections",
    singular="Inspection",
    open_label="Write down an inspection",
    section="Inspection",
    prefix="INS",
    summary="Inspections of the partnership and its agencies: what was judged, and what came of what they recommended.",
    model=Inspection,
    audience=Audience.PARTNERSHIP,
    opened_by=OFFICE,
    opening_fields=("title", "inspectorate", "framework", "announced_on", "fieldwork_on", "report"),
    opened_on=announced,
    describe=called,
    list_columns=("state", "framework", "inspectorate", "announced_on", "reported_on"),
    filters=("state", "framework"),
    entries=("judgements",),
    also_at=("inspections_index",),
    pages=(("What it recommended", "inspection_recommendations", ""),),
    after=after_a_step,
    workflow=Workflow(
        initial=ANNOUNCED,
        final={CLOSED},
        steps=(
            step("on_site", "Say that inspectors are on site", ANNOUNCED, ON_SITE, by=OFFICE, fields=("fieldwork_on",)),
            step("judge", "Add a judgement", (ON_SITE, REPORTED, ANSWERED), by=OFFICE, adds="judgements",
                 fields=("heading", "grade", "text")),
            step("report", "Say that the report is out", (ANNOUNCED, ON_SITE), REPORTED, by=OFFICE,
                 fields=("reported_on", "report")),
            step("answer", "Say that a plan answers it", REPORTED, ANSWERED, by=OFFICE,
                 asks="Which plan, and who agreed it?"),
            step("close", "Close it", (REPORTED, ANSWERED), CLOSED, by=OFFICE, asks="Why is nothing more to be done?"),
        ),
    ),
)  # fmt: skip
