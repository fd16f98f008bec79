"""The board's own effectiveness: statements that members rate alone, year on year. How anyone rated is not kept."""

from __future__ import annotations

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.workflow import Workflow, step

from .models import Assessment, Statement

OPEN, CLOSED = Assessment.State.values
BOARD = "chair business_manager administrator"


def write_statements(assessment: Assessment) -> None:
    """Each line of what was typed is a statement of its own; they stay as they are from now on."""
    lines = dict.fromkeys(line.strip() for line in assessment.statements_text.splitlines() if line.strip())
    Statement.objects.bulk_create(
        Statement(record=assessment, number=number, text=text[:300]) for number, text in enumerate(lines, 1)
    )


effectiveness = Process(
    slug="effectiveness",
    title="Our own effectiveness",
    singular="Assessment of the board",
    open_label="Begin a year's assessment",
    section="Assurance",
    prefix="EF",
    summary="What members make of their own board, year on year, each rating alone.",
    model=Assessment,
    audience=Audience.PARTNERSHIP,
    opened_by=BOARD,
    amended_by=BOARD,
    opening_fields=("year", "rate_by", "least", "statements_text"),
    on_open=write_statements,
    describe=lambda one: f"How the board sees itself, {one.year}",
    list_columns=("state", "year", "rate_by"),
    filters=("state",),
    entries=("statements",),
    front="assessment",
    beside=(("One-to-ones", "one_to_ones"),),
    also_at=("one_to_ones",),
    pages=(("Ratings", "assessment", ""),),
    workflow=Workflow(
        initial=OPEN,
        final={CLOSED},
        steps=(step("close", "Close the rating", OPEN, CLOSED, by=BOARD,
                    confirm="Nobody can rate after this. The results are shown to everyone at the partnership."),),
    ),
)  # fmt: skip
