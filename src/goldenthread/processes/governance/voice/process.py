"""The voice ledger: what was said, what was decided because of it (or why nothing was), and who told them.

It cannot end without an answer: a decision, or "nothing changed, because".
"""

from __future__ import annotations

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.workflow import Workflow, step

from .models import Voice

SAID, DECIDED, NOTHING, TOLD = Voice.State.values
BOARD = "chair business_manager administrator"
ANYONE = (
    "business_manager administrator chair member lay_member agency_lead duty_worker social_worker team_manager "
    "practitioner analyst"
)

voice = Process(
    slug="voice",
    title="Voice",
    singular="Voice",
    open_label="Write down what was said",
    section="Assurance",
    prefix="V",
    summary="What children, young people, families and front-line staff said, and what came of it.",
    model=Voice,
    audience=Audience.PARTNERSHIP,
    opened_by=ANYONE,
    amended_by="business_manager administrator chair",
    opening_fields=("said_by", "described", "where", "said_on", "people", "about", "group"),
    opened_on=lambda values: values["said_on"],
    describe=lambda one: f"{one.get_said_by_display()}: {one.about}",
    list_columns=("state", "said_by", "where", "said_on", "told_on"),
    filters=("state", "said_by", "where", "group"),
    search=("reference", "title", "described", "decided", "because"),
    entries=("statements",),
    pages=(
        ("Add what was said", "add_said", ANYONE),
        ("You said, we did", "voice_public", BOARD),
    ),
    also_at=("you_said", "surveys"),
    beside=(("You said, we did", "you_said"), ("Surveys", "surveys")),
    workflow=Workflow(
        initial=SAID,
        final={TOLD},
        steps=(
            step("decide", "Write what was decided", (SAID, NOTHING), DECIDED, by=BOARD,
                 fields=("decided", "action", "recommendation")),
            step("nothing", "Write why nothing changed", SAID, NOTHING, by=BOARD, fields=("because",)),
            step("tell", "Write who told them", (DECIDED, NOTHING), TOLD, by=BOARD,
                 fields=("told_on", "told_by", "told_how")),
            step("again", "Ask the Board again", (DECIDED, NOTHING), SAID, by=BOARD,
                 asks="Why is the answer not enough?"),
        ),
    ),
)  # fmt: skip
