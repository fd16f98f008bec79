"""How a bench-marking runs: everyone rates alone, then all is shown, one grade is agreed, and gaps become actions."""

from __future__ import annotations

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.workflow import Workflow, step

from .asking import after_a_step
from .models import Exercise, Known

PREPARED, RATING, MODERATING, AGREED, CLOSED, GIVEN_UP = Exercise.State.values
UNIT = "business_manager administrator"


def every_statement_has_a_grade(exercise: Exercise) -> bool:
    """once every statement has an agreed grade"""
    return not exercise.asked.filter(agreed__isnull=True).exists()


def called(exercise: Exercise) -> str:
    return exercise.title or f"{Known(exercise.framework).label}, {exercise.opened_on.year}"


benchmarking = Process(
    slug="benchmarking",
    title="Bench-marking",
    singular="Bench-marking exercise",
    open_label="Begin a bench-marking",
    section="Inspection",
    prefix="BM",
    summary="How good are we? Everyone rates the same statements alone; where they differ is where to look.",
    model=Exercise,
    audience=Audience.PARTNERSHIP,
    opened_by=UNIT,
    opening_fields=("title", "framework", "invited_until", "before"),
    describe=called,
    list_columns=("state", "framework", "invited_until", "opened_on"),
    filters=("state", "framework"),
    also_at=("benchmarking_index",),
    beside=(("Statements", "statements"),),
    pages=(
        ("Statements", "exercise_statements", ""),
        ("Who rates", "exercise_raters", ""),
        ("Rate the statements", "rate_exercise", ""),
        ("Where raters differ", "divergence", ""),
        ("Compared with the year before", "exercise_compared", ""),
    ),
    after=after_a_step,
    workflow=Workflow(
        initial=PREPARED,
        final={CLOSED, GIVEN_UP},
        steps=(
            step("invite", "Invite the raters", PREPARED, RATING, by=UNIT, fields=("invited_until",)),
            step("extend", "Give raters longer", RATING, by=UNIT, fields=("invited_until",), asks="Why longer?"),
            step("close_rating", "Close the rating", RATING, MODERATING, by=UNIT,
                 confirm="Everyone at the partnership then sees what was handed in, and by whom. It cannot be undone."),
            step("agree", "Say that all is agreed", MODERATING, AGREED, by="chair business_manager administrator",
                 when=every_statement_has_a_grade),
            step("close", "Close it", AGREED, CLOSED, by=UNIT, asks="What comes of it?"),
            step("give_up", "Give it up", (PREPARED, RATING), GIVEN_UP, by=UNIT, asks="Why is it given up?",
                 confirm="What was rated stays with those who rated it; nobody else will see it."),
        ),
    ),
)  # fmt: skip
