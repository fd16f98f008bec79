"""Challenges. Anyone at the table may put one; the challenged agency answers for itself, against a clock.

What is not answered, or not well enough, goes up the ladder: agency, group, Board, chief officers, each with its clock.
It closes with an outcome and what that rests on, or is kept in view; it opens again with a reason.
"""

from __future__ import annotations

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.workflow import Workflow, step

from .ladder import above, before, clocks, may_answer, may_judge
from .models import Challenge, Ladder
from .tallies import after

OPEN, ANSWERED, KEPT, CLOSED, WITHDRAWN = Challenge.State.values
LIVE = (OPEN, ANSWERED, KEPT)
ANYONE = (
    "chair business_manager administrator member lay_member agency_lead team_manager social_worker practitioner analyst"
)
ASKED = ("why", "due_on")

challenges = Process(
    slug="challenges",
    title="Challenges",
    singular="Challenge",
    open_label="Put a challenge",
    section="Assurance",
    prefix="C",
    summary="Who challenges whom, about what, by when an answer is due, what it was, and what came of it.",
    model=Challenge,
    audience=Audience.PARTNERSHIP,
    opened_by=ANYONE,
    amended_by="chair business_manager administrator",
    opening_fields=("subject", "asks"),
    open_at="raise_challenge",
    beside=(("By agency and age", "challenges_by_agency"), ("Carried over from last year", "challenges_carried")),
    also_at=("challenges_by_agency", "challenges_carried"),
    pages=(("Hand it over", "hand_over_challenge", "chair business_manager administrator"),),
    describe=lambda row: f"{row.subject} (to {row.other_body})" if row.other_body else row.subject,
    list_columns=("state", "source", "lead_agency", "rung", "opened_on", "answer_due_on", "outcome"),
    filters=("state", "source", "lead_agency", "rung", "outcome"),
    search=("reference", "subject", "asks", "other_body"),
    entries=("rungs", "answers", "judgements"),
    before=before,
    after=after,
    workflow=Workflow(
        initial=OPEN,
        final={WITHDRAWN},
        steps=(
            step("answer", "Answer", (OPEN, ANSWERED), ANSWERED, own=True, by=ANYONE, when=may_answer,
                 adds="answers", fields=("text",)),
            step("decide", "Say what came of it", (ANSWERED, KEPT), CLOSED, by=ANYONE, when=may_judge,
                 adds="judgements", fields=("outcome", "why")),
            step("ask_again", "Ask again", (ANSWERED, KEPT), OPEN, by=ANYONE, when=may_judge,
                 adds="rungs", fields=ASKED),
            step("to_group", "Take it to the group", LIVE, OPEN, by=ANYONE, when=above(Ladder.GROUP),
                 adds="rungs", fields=ASKED),
            step("to_board", "Take it to the Board", LIVE, OPEN, by=ANYONE, when=above(Ladder.BOARD),
                 adds="rungs", fields=ASKED),
            step("to_chiefs", "Take it to the chief officers", LIVE, OPEN, by="chair business_manager administrator",
                 when=above(Ladder.CHIEFS), adds="rungs", fields=ASKED),
            step("keep", "Keep it in view", ANSWERED, KEPT, by="chair business_manager administrator",
                 fields=("look_again_on",), asks="What is business as usual now, and what is watched?"),
            step("carry", "Carry it to next year", LIVE, by="chair business_manager administrator",
                 asks="What is still unresolved?"),
            step("withdraw", "Withdraw it", LIVE, WITHDRAWN, by=ANYONE, when=may_judge,
                 asks="Why is it withdrawn?", confirm="It cannot be opened again. A new challenge can be put."),
            step("reopen", "Open it again", CLOSED, OPEN, by=ANYONE, when=may_judge, adds="rungs", fields=ASKED),
        ),
    ),
    clocks=clocks(),
)  # fmt: skip
