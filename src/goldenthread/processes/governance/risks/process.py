"""Risks to the capacity to safeguard. Each is scored by its agency, mitigated by actions, looked at again.

What lies above the appetite goes before the Board by itself. A risk is tolerated, or closed, only with a reason.
Early warnings from other rooms are offered as candidates (see `candidates`).
"""

from __future__ import annotations

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.clocks import clock
from goldenthread.kernel.workflow import Workflow, step

from .models import Risk
from .standing import assessed, before, wait

OPEN, ESCALATED, TOLERATED, CLOSED, MISTAKEN = Risk.State.values
LIVE = (OPEN, ESCALATED, TOLERATED)
BOARD = "chair business_manager administrator"
PARTNERS = f"{BOARD} member agency_lead team_manager"
SCORED = ("likelihood", "impact", "why", "review_on")

risks = Process(
    slug="risks",
    title="Risks",
    singular="Risk",
    section="Assurance",
    prefix="RK",
    summary="What could stop a partner from safeguarding children: cause, effect, score, mitigation, trend.",
    model=Risk,
    audience=Audience.PARTNERSHIP,
    opened_by=PARTNERS,
    amended_by=BOARD,
    opening_fields=(
        "kind_of_risk", "subject", "cause", "event", "effect", "likelihood_before", "impact_before",
        "likelihood_target", "impact_target",
    ),
    open_at="open_risk",
    beside=(
        ("Heat map", "risk_map"), ("By agency and group", "risks_by_agency"), ("Early warnings", "risk_candidates"),
        ("Appetite", "risk_appetite"),
    ),
    also_at=("risk_map", "risks_by_agency", "risk_candidates", "risk_appetite"),
    pages=(("Add a mitigation", "mitigate_risk", BOARD), ("Hand it over", "hand_over_risk", BOARD)),
    describe=lambda risk: risk.subject,
    list_columns=("state", "kind_of_risk", "lead_agency", "group", "score", "trend", "review_on"),
    filters=("state", "kind_of_risk", "lead_agency", "group", "trend", "likelihood", "impact"),
    search=("reference", "subject", "cause", "event", "effect"),
    entries=("assessments", "signs"),
    before=before,
    workflow=Workflow(
        initial=OPEN,
        final={MISTAKEN},
        steps=(
            step("assess", "Assess it again", LIVE, own=True, by=PARTNERS, adds="assessments", fields=SCORED),
            step("escalate", "Take it to the Board", (OPEN, TOLERATED), ESCALATED, by=PARTNERS,
                 asks="Why does it go before the Board?"),
            step("stand_down", "Take it back from the Board", ESCALATED, OPEN, by=BOARD,
                 asks="Why does it no longer go before the Board?"),
            step("tolerate", "Tolerate it", (OPEN, ESCALATED), TOLERATED, by=BOARD, fields=("tolerated_until",),
                 asks="Why is it accepted as it is?"),
            step("take_up", "Tolerate it no longer", TOLERATED, OPEN, by=BOARD, asks="Why is it taken up again?"),
            step("close", "Close it", LIVE, CLOSED, by=BOARD, asks="Why is it a risk no longer?"),
            step("reopen", "Open it again", CLOSED, OPEN, by=BOARD, adds="assessments", fields=SCORED),
            step("mistake", "It was written down by mistake", LIVE, MISTAKEN, by=BOARD, asks="What was the mistake?",
                 confirm="It cannot be opened again, and stays in the register as a mistake."),
        ),
    ),
    clocks=(clock("RSK-1", periods=assessed, within=wait, label="Assess it again"),),
)  # fmt: skip
