"""Returns: the figures that each agency owes each period. Silence is a finding.

A return opens by itself when its period ends. The agency sends it, the unit queries or accepts it; what was accepted
becomes figures in the same moment. An agency that says nothing is shown as having sent nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from goldenthread.core.casework.clocks import limits_of
from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.clocks import Counted, Limit, clock
from goldenthread.kernel.spans import working_days
from goldenthread.kernel.workflow import Workflow, step

from .models import Return
from .moves import after

DUE, SENT, QUERIED, NOT_SENT, ACCEPTED, NOT_OWED = Return.State.values
UNIT = "business_manager administrator"
AGENCY = "agency_lead member team_manager social_worker duty_worker practitioner analyst"


def until_sent(owed: Any) -> Any:
    """From the end of the period until it was received; what is not owed after all runs no clock."""
    if owed.state != NOT_OWED:
        yield owed.last, owed.sent_on


def allowed(owed: Any, on: date) -> Limit:
    """The schedule's own working days where it has set some; else the partnership's limit, or this platform's."""
    days = owed.schedule.days_allowed
    return Counted(working_days(days)) if days else limits_of(owed.partnership)("FIG-2", on)


returns = Process(
    slug="returns",
    title="Returns",
    singular="Return",
    open_label="Ask for a return",
    section="Figures",
    prefix="RT",
    summary="The figures that each agency owes each period: received, late, queried, or not sent and why.",
    model=Return,
    audience=Audience.AGENCIES,
    opened_by=UNIT,
    amended_by=UNIT,
    opening_fields=(),
    open_at="return_schedules",
    also_at=("return_schedules",),
    front="return",
    by_itself=True,
    list_columns=("state", "schedule", "lead_agency", "last", "due_on", "sent_on"),
    filters=("state",),
    after=after,
    workflow=Workflow(
        initial=DUE,
        final={NOT_OWED},
        steps=(
            step("send", "Send it", (DUE, QUERIED, NOT_SENT), SENT, own=True, by=f"{AGENCY} {UNIT}",
                 fields=("sent_by",),
                 confirm="Send it when every question has an answer, or says why there is none."),
            step("say_why_not", "Say why it is not sent", (DUE, NOT_SENT), NOT_SENT, own=True, by=f"{AGENCY} {UNIT}",
                 fields=("reason",), confirm="It stays owed, and the board sees the reason."),
            step("accept", "Accept it", SENT, ACCEPTED, by=UNIT,
                 confirm="Its answers become figures of the partnership, and its links stop working."),
            step("query", "Query it", SENT, QUERIED, by=UNIT, asks="What is not clear?"),
            step("correct", "Correct it", ACCEPTED, QUERIED, own=True, by=f"{AGENCY} {UNIT}",
                 asks="What is wrong in what was accepted?",
                 confirm="What was accepted stays known until the correction is accepted."),
            step("extend", "Give it more time", (DUE, NOT_SENT), by=UNIT, fields=("due_on",),
                 asks="Why does it have more time?"),
            step("excuse", "Say that it is not owed", (DUE, QUERIED, NOT_SENT), NOT_OWED, by=UNIT,
                 asks="Why is it not owed?"),
        ),
    ),
    clocks=(clock("FIG-2", periods=until_sent, within=allowed, label="Send the return"),),
)  # fmt: skip
