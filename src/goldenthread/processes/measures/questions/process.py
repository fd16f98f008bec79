"""Questions about figures. A signal, a missed minimum or a missing return asks by itself; anyone at the table may ask.

The agency answers what it means for children and what is being done; the board decides, and says when to look again.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.core.casework.services import project
from goldenthread.kernel.clocks import clock
from goldenthread.kernel.now import today
from goldenthread.kernel.workflow import Workflow, step

from .models import Question

OPEN, ANSWERED, DECIDED, CLOSED = Question.State.values
BOARD = "chair business_manager administrator"


def after(question: Any, name: str) -> None:
    """Keep on the question itself what its last answer and decision say, so that lists and clocks can ask it."""
    if name == "answer":
        question.answered_on = today()
    elif name == "decide":
        latest = question.decisions.latest("pk")
        if latest.look_again_on <= today():
            raise ValidationError({"look_again_on": "The day to look again must lie ahead."})
        question.look_again_on = latest.look_again_on
    elif name in ("ask_again", "look_again"):
        question.answered_on = question.look_again_on = None
    else:
        return
    question.save()
    project(question)  # its clock stands by these dates


def until_answered(question):
    yield question.opened_on, question.answered_on


questions = Process(
    slug="questions",
    title="Questions about figures",
    singular="Question about a figure",
    open_label="Ask about a figure",
    section="Figures",
    prefix="Q",
    summary="What a figure asks: what it means for children, what is done about it, what the board decided.",
    model=Question,
    audience=Audience.PARTNERSHIP,
    opened_by="business_manager administrator chair member lay_member agency_lead analyst",
    amended_by="business_manager administrator",
    opening_fields=("signal",),
    open_at="measures",
    by_itself=True,
    list_columns=("state", "measure", "why", "lead_agency", "opened_on", "look_again_on"),
    filters=("state", "why"),
    search=("reference", "title", "signal"),
    entries=("answers", "decisions"),
    after=after,
    workflow=Workflow(
        initial=OPEN,
        final={CLOSED},
        steps=(
            step("answer", "Answer", (OPEN, ANSWERED), ANSWERED, own=True,
                 by="agency_lead member team_manager analyst business_manager administrator",
                 adds="answers", fields=("means", "doing")),
            step("ask_again", "Ask again", ANSWERED, OPEN, by=BOARD, asks="What is still to be answered?"),
            step("decide", "Decide", ANSWERED, DECIDED, by=BOARD,
                 adds="decisions", fields=("decided", "look_again_on")),
            step("look_again", "Look at it again", DECIDED, OPEN, by=BOARD, asks="What is to be answered now?"),
            step("close", "Close it", (OPEN, ANSWERED, DECIDED), CLOSED, by=BOARD,
                 asks="Why is nothing more asked?"),
        ),
    ),
    clocks=(clock("FIG-1", periods=until_answered, label="Answer"),),
)  # fmt: skip
